//! One file in all the forms it is served in.

use super::encoding::Encoding;
use super::media;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

/// A file with what its answers say about it.
#[derive(Debug)]
pub struct Asset {
    content: Bytes,
    brotli: OnceLock<Option<Bytes>>,
    gzip: OnceLock<Option<Bytes>>,
    digest: String,
    media_type: &'static str,
    hashed_name: bool,
}

impl Asset {
    /// A file with its path, which tells its type.
    pub fn new(path: &str, content: Vec<u8>) -> Self {
        let digest = Sha256::digest(&content);
        Self {
            digest: base64_simd::URL_SAFE_NO_PAD.encode_to_string(digest),
            content: content.into(),
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
            media_type: media::media_type(path),
            hashed_name: media::has_hashed_name(path),
        }
    }

    /// The same with its Brotli form, where that was made before.
    #[must_use]
    pub fn packed_as(mut self, brotli: Option<Vec<u8>>) -> Self {
        if let Some(brotli) = brotli {
            self.brotli = OnceLock::from(Some(Bytes::from(brotli)));
        }
        self
    }

    /// Whether its Brotli form is there. Few clients ask for another.
    pub fn is_packed(&self) -> bool {
        self.brotli.get().is_some()
    }

    /// The bytes as they lie on the disk.
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// The bytes in an encoding, made when first asked for. None when the file does not get smaller by it, or is of a type that is compressed
    /// already.
    pub fn encoded(&self, encoding: Encoding) -> Option<Bytes> {
        let made = match encoding {
            Encoding::Identity => return Some(self.content.clone()),
            Encoding::Brotli => &self.brotli,
            Encoding::Gzip => &self.gzip,
        };
        made.get_or_init(|| self.encode(encoding)).clone()
    }

    /// The type with its character set.
    pub fn media_type(&self) -> &'static str {
        self.media_type
    }

    /// The entity tag in an encoding: two forms of a file are two things to a cache.
    pub fn tag(&self, encoding: Encoding) -> String {
        format!("\"{}{}\"", self.digest, encoding.suffix())
    }

    /// How long a browser may keep it: for ever when the name changes with the content, otherwise it asks each time.
    pub fn cache_control(&self) -> &'static str {
        if self.hashed_name { "public, max-age=31536000, immutable" } else { "no-cache" }
    }

    fn encode(&self, encoding: Encoding) -> Option<Bytes> {
        if !media::is_compressible(self.media_type) {
            return None;
        }
        let encoded = encoding.encode(&self.content)?;
        (encoded.len() < self.content.len()).then(|| encoded.into())
    }
}
