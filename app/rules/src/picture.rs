//! What an icon is, by its first bytes.

use extension::Content;

/// The longest side of an icon in pixels that is not told to be large. The platform's tools show 32, and twice
/// that on dense screens.
const SIDE: u32 = 64;
/// The most bytes of an icon that is not told to be large: 64 KB.
const BYTES: usize = 64 << 10;

/// What is known about an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Picture {
    /// It is none.
    None,
    /// It is larger than icons are shown.
    Large,
    /// It is as it should be.
    Small,
}

impl Picture {
    /// What this file is.
    pub(super) fn of(content: &Content) -> Self {
        match longest_side(&content.start()) {
            None => Self::None,
            Some(side) if side > SIDE || content.len() > BYTES => Self::Large,
            Some(_) => Self::Small,
        }
    }
}

/// The longest side of the picture, 0 where its first bytes do not say; none where it is not a picture.
fn longest_side(start: &[u8]) -> Option<u32> {
    if start.starts_with(b"\x89PNG\r\n\x1a\n") {
        return longest([start.get(16..20)?, start.get(20..24)?], true);
    }
    if start.starts_with(b"GIF8") {
        return longest([start.get(6..8)?, start.get(8..10)?], false);
    }
    if start.starts_with(b"BM") {
        return longest([start.get(18..22)?, start.get(22..26)?], false);
    }
    let is_other = start.starts_with(b"\xff\xd8\xff")
        || start.starts_with(b"\0\0\x01\0")
        || (start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP"))
        || start.starts_with(b"<svg")
        || start.starts_with(b"<?xml");
    // An icon file holds several sizes, of which the platform takes one.
    is_other.then_some(0)
}

fn longest(sides: [&[u8]; 2], most_significant_first: bool) -> Option<u32> {
    let number = |bytes: &[u8]| {
        let add = |number: u32, byte: &u8| (number << 8) | u32::from(*byte);
        if most_significant_first { bytes.iter().fold(0, add) } else { bytes.iter().rev().fold(0, add) }
    };
    sides.into_iter().map(number).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures() {
        let of = |bytes: &[u8]| Picture::of(&Content::from_bytes(bytes));
        let png = |side: u8| [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0".as_slice(), &[side, 0, 0, 0, side]].concat();
        assert_eq!(of(&png(32)), Picture::Small);
        assert_eq!(of(&png(65)), Picture::Large);
        assert_eq!(of(b"GIF89a\x10\0\x10\0"), Picture::Small);
        assert_eq!(of(b"GIF89a\x10\0\x10\x01"), Picture::Large);
        assert_eq!(of(b"\0\0\x01\0\x01\0"), Picture::Small);
        assert_eq!(of(&[b"\0\0\x01\0".to_vec(), vec![0; BYTES]].concat()), Picture::Large);
        for wrong in [b"".as_slice(), b"\x89PNG\r\n\x1a\n", b"hello", b"BM"] {
            assert_eq!(of(wrong), Picture::None);
        }
    }
}
