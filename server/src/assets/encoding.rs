//! Compression, and which one a client takes.

use flate2::{Compression, write::GzEncoder};
use std::io::Write;

/// How the content of an answer is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As it is.
    Identity,
    /// Brotli, the smaller.
    Brotli,
    /// Gzip, which every client has.
    Gzip,
}

/// A little below the best, which takes ten times as long for three per cent: files are compressed when the server starts.
const BROTLI_QUALITY: i32 = 9;
const BROTLI_WINDOW: i32 = 22;

impl Encoding {
    /// The two that make a file smaller, the better one first.
    pub const COMPRESSED: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// Its name in HTTP; none for [`Encoding::Identity`], which is not named.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
        }
    }

    /// What tells its entity tags from those of the others.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Identity => "",
            Self::Brotli => "-br",
            Self::Gzip => "-gz",
        }
    }

    /// The encodings that an `Accept-Encoding` header takes, best first; the plain form always.
    pub fn accepted(header: &str) -> impl Iterator<Item = Self> {
        let compressed = Self::COMPRESSED
            .into_iter()
            .filter(move |encoding| encoding.name().is_some_and(|name| takes(header, name)));
        compressed.chain([Self::Identity])
    }

    pub(super) fn encode(self, content: &[u8]) -> Option<Vec<u8>> {
        let mut packed = Vec::new();
        match self {
            Self::Identity => return None,
            Self::Brotli => {
                let parameters = brotli::enc::BrotliEncoderParams {
                    quality: BROTLI_QUALITY,
                    lgwin: BROTLI_WINDOW,
                    size_hint: content.len(),
                    ..Default::default()
                };
                brotli::BrotliCompress(&mut &*content, &mut packed, &parameters).ok()?;
            }
            Self::Gzip => {
                let mut encoder = GzEncoder::new(&mut packed, Compression::best());
                encoder.write_all(content).ok()?;
                encoder.finish().ok()?;
            }
        }
        Some(packed)
    }
}

/// Whether a list such as `gzip;q=0.5, br` takes a name.
fn takes(header: &str, name: &str) -> bool {
    header.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|given| given.eq_ignore_ascii_case(name));
        let refused = parts.any(|part| {
            let quality = part.strip_prefix("q=").and_then(|quality| quality.parse::<f32>().ok());
            quality.is_some_and(|quality| quality <= 0.0)
        });
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_accepted_encoding_comes_first() {
        let best = |header: &str| Encoding::accepted(header).next().unwrap();
        assert_eq!(best("gzip, deflate, br, zstd"), Encoding::Brotli);
        assert_eq!(best("GZIP;q=0.5"), Encoding::Gzip);
        assert_eq!(best("br;q=0, gzip"), Encoding::Gzip);
        assert_eq!(best("br; q=0.0"), Encoding::Identity);
        assert_eq!(best("brotli"), Encoding::Identity);
        assert_eq!(best(""), Encoding::Identity);
    }

    #[test]
    fn packed_content_unpacks_to_the_same() {
        let content = b"let the studio be small ".repeat(500);
        let packed = Encoding::Brotli.encode(&content).unwrap();
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, content);
        let packed = Encoding::Gzip.encode(&content).unwrap();
        let mut unpacked = Vec::new();
        std::io::copy(&mut flate2::read::GzDecoder::new(packed.as_slice()), &mut unpacked).unwrap();
        assert_eq!(unpacked, content);
    }
}
