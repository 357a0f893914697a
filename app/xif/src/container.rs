use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use crate::ReadError;

/// What is read at the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the inflated definition. Checked while inflating, so no more memory than this is taken.
    pub inflated: usize,
}

impl Default for Limits {
    /// 128 MiB: about twenty-five times the largest known extension. A browser's tab has that much, whatever a file of a few MiB inflates to.
    fn default() -> Self {
        Self { inflated: 128 << 20 }
    }
}

/// Zlib's header for the default window and level, as Integration Studio writes it.
const FIRST_GUESS: usize = 6;

/// The definition XML in these bytes: one zlib stream (RFC 1950), nothing before or after, UTF-8.
///
/// # Errors
/// The stream is damaged, cut off, followed by something, larger than the limit, or no UTF-8.
pub fn inflate(bytes: &[u8], limits: &Limits) -> Result<String, ReadError> {
    check_header(bytes)?;
    let mut stream = Decompress::new(true);
    let mut text = Vec::new();
    let first = bytes.len().saturating_mul(FIRST_GUESS).clamp(4096, limits.inflated.saturating_add(1).max(4096));
    text.reserve_exact(first);
    loop {
        let (read, written) = (stream.total_in(), stream.total_out());
        let status = stream.decompress_vec(rest(bytes, read), &mut text, FlushDecompress::None);
        if text.len() > limits.inflated {
            return Err(ReadError::TooLarge { limit: limits.inflated });
        }
        match status {
            Ok(Status::StreamEnd) => break,
            Err(_) => return Err(damage(bytes, &stream)),
            Ok(_) if text.len() == text.capacity() => grow(&mut text, limits),
            Ok(_) if stream.total_in() == read && stream.total_out() == written => {
                return Err(ReadError::Truncated { length: bytes.len() });
            }
            Ok(_) => {}
        }
    }
    match rest(bytes, stream.total_in()).len() {
        0 => {}
        count => return Err(ReadError::BytesAfterEnd { count }),
    }
    String::from_utf8(text).map_err(|error| ReadError::NotUtf8 { offset: error.utf8_error().valid_up_to() })
}

/// A zlib stream (RFC 1950) of this text, at the level that Integration Studio's files come closest to.
pub fn deflate(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut stream = Compress::new(Compression::new(6), true);
    let mut packed = Vec::with_capacity(bytes.len() / 4 + 1024);
    loop {
        let status = stream.compress_vec(rest(bytes, stream.total_in()), &mut packed, FlushCompress::Finish);
        match status {
            Ok(Status::StreamEnd) => return packed,
            // Deflating a complete input into a growing buffer has no other way to end.
            _ => packed.reserve(packed.capacity().max(4096)),
        }
    }
}

fn check_header(bytes: &[u8]) -> Result<(), ReadError> {
    let Some(&first) = bytes.first() else {
        return Err(ReadError::Empty);
    };
    // RFC 1950, section 2.2: deflate with a window of at most 32 KiB, and the check bits.
    let is_zlib =
        |second: u8| first & 0x0f == 8 && first >> 4 <= 7 && (u16::from(first) << 8 | u16::from(second)) % 31 == 0;
    match bytes.get(1) {
        Some(&second) if is_zlib(second) => Ok(()),
        _ => Err(ReadError::NotZlib { hint: hint(bytes) }),
    }
}

fn hint(bytes: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 8] = [
        (b"\x1f\x8b", "It looks like a gzip file; unpack it first."),
        (b"<!DOCTYPE html", HTML),
        (b"<html", HTML),
        (b"<", "It looks like plain XML; a XIF is compressed."),
        (b"\xef\xbb\xbf<", "It looks like plain XML; a XIF is compressed."),
        (b"MZ", "It looks like a DLL or a program."),
        (b"version https://git-lfs", "It is a Git LFS pointer; fetch the file itself with git lfs pull."),
        (b"{", "It looks like JSON, perhaps the answer of a server to a failed download."),
    ];
    let starts = |start: &[u8]| bytes.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start));
    if bytes.starts_with(b"PK") {
        return Some(zip_hint(bytes));
    }
    kinds.iter().find(|(start, _)| starts(start)).map(|(_, hint)| *hint)
}

/// What a file that is no XIF is, by its name: other files of the platform begin as nothing that is known.
pub fn file_name_hint(file_name: &str) -> Option<&'static str> {
    let end = file_name.rsplit_once('.')?.1.to_ascii_lowercase();
    match end.as_str() {
        "oml" => {
            Some("A .oml is a module: open it in Service Studio. The extensions that it uses are files of their own.")
        }
        "oap" | "osp" => Some("A pack holds extensions: unpack it as a zip archive and open a XIF inside."),
        "dll" => Some("A .dll is added to an extension as a resource."),
        "cs" | "csproj" | "sln" => Some("Sources are added to an extension as resources of Source\\NET."),
        _ => None,
    }
}

/// How much of a zip archive is looked at, at the beginning and at the end.
const ZIP_ENDS: usize = 128 << 10;
const HTML: &str =
    "It looks like an HTML page, as a failed download or an expired sign-in gives; download the file again.";

/// What a zip archive is, by the names of files in it, which stand there in plain text.
fn zip_hint(bytes: &[u8]) -> &'static str {
    // The first names stand at the beginning, the list of all at the end.
    let ends = [&bytes[..bytes.len().min(ZIP_ENDS)], &bytes[bytes.len().saturating_sub(ZIP_ENDS)..]];
    let has = |name: &str| {
        let is_there = |end: &&[u8]| end.windows(name.len()).any(|part| part.eq_ignore_ascii_case(name.as_bytes()));
        ends.iter().any(is_there)
    };
    if has("Manifest.xml") {
        "It looks like an application pack (.oap) or solution (.osp); unpack it as a zip archive and open a XIF inside."
    } else if has(".nuspec") {
        "It looks like a package of NuGet; add the DLLs of its folder lib to an extension as resources."
    } else if has(".xif") {
        "It looks like a zip archive with a XIF inside; unpack it and open the XIF."
    } else {
        "It looks like a zip archive without a XIF inside."
    }
}

fn damage(bytes: &[u8], stream: &Decompress) -> ReadError {
    // The last four bytes are the checksum: what fails there has inflated whole.
    if bytes.len() as u64 - stream.total_in().min(bytes.len() as u64) <= 4 && stream.total_out() > 0 {
        return ReadError::Checksum;
    }
    ReadError::Damaged { offset: stream.total_in() }
}

fn grow(text: &mut Vec<u8>, limits: &Limits) {
    // One byte beyond the limit is enough to know that it is passed.
    let most = limits.inflated.saturating_add(1).saturating_sub(text.len()).max(1);
    text.reserve_exact(text.capacity().min(most).max(1));
}

fn rest(bytes: &[u8], from: u64) -> &[u8] {
    usize::try_from(from).ok().and_then(|from| bytes.get(from..)).unwrap_or_default()
}
