use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The SHA-256 of these bytes, as 64 lower-case hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The first sixteen bytes of the SHA-256 of a text.
pub(crate) fn sixteen_bytes(text: &str) -> [u8; 16] {
    let digest = Sha256::digest(text.as_bytes());
    std::array::from_fn(|at| digest.get(at).copied().unwrap_or_default())
}
