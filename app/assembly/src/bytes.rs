//! Numbers at places of a slice, little end first.

/// The bytes of a part of the file. Every access is checked; what lies outside is `None`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(crate) fn len(self) -> usize {
        self.0.len()
    }

    pub(crate) fn u8(self, at: usize) -> Option<u8> {
        self.0.get(at).copied()
    }

    pub(crate) fn u16(self, at: usize) -> Option<u16> {
        self.array(at).map(u16::from_le_bytes)
    }

    pub(crate) fn u32(self, at: usize) -> Option<u32> {
        self.array(at).map(u32::from_le_bytes)
    }

    pub(crate) fn u64(self, at: usize) -> Option<u64> {
        self.array(at).map(u64::from_le_bytes)
    }

    /// A number that is an offset or a length.
    pub(crate) fn size(self, at: usize) -> Option<usize> {
        usize::try_from(self.u32(at)?).ok()
    }

    pub(crate) fn part(self, at: usize, length: usize) -> Option<Self> {
        self.0.get(at..at.checked_add(length)?).map(Self)
    }

    pub(crate) fn from(self, at: usize) -> Option<Self> {
        self.0.get(at..).map(Self)
    }

    /// Up to the next zero byte, but no more than `most` bytes.
    pub(crate) fn until_zero(self, at: usize, most: usize) -> Option<&'a [u8]> {
        let rest = self.0.get(at..)?;
        let rest = &rest[..rest.len().min(most)];
        Some(&rest[..rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len())])
    }

    fn array<const N: usize>(self, at: usize) -> Option<[u8; N]> {
        self.0.get(at..at.checked_add(N)?)?.try_into().ok()
    }
}

/// A compressed number (II.23.2) at the beginning of the bytes, and how many bytes it has.
pub(crate) fn compressed(bytes: &[u8]) -> Option<(u32, usize)> {
    match *bytes {
        [one, ..] if one & 0x80 == 0 => Some((u32::from(one), 1)),
        [one, two, ..] if one & 0xc0 == 0x80 => Some((u32::from_be_bytes([0, 0, one & 0x3f, two]), 2)),
        [one, two, three, four, ..] if one & 0xe0 == 0xc0 => {
            Some((u32::from_be_bytes([one & 0x1f, two, three, four]), 4))
        }
        _ => None,
    }
}

/// A compressed number with a sign, which stands in its lowest bit (II.23.2), and how many bytes it has.
pub(crate) fn signed(bytes: &[u8]) -> Option<(i32, usize)> {
    let (number, length) = compressed(bytes)?;
    let bits = match length {
        1 => 6,
        2 => 13,
        _ => 28,
    };
    let magnitude = i32::try_from(number >> 1).ok()?;
    Some((if number & 1 == 0 { magnitude } else { magnitude - (1 << bits) }, length))
}
