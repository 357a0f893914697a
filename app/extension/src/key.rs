use std::fmt;
use std::str::FromStr;

/// The identity of an element: sixteen opaque bytes that never change.
///
/// In files a key stands as the base64 of the bytes with `/` written as `_` and the padding cut: 22
/// characters. The bytes are those of a GUID in .NET's order, which is why [`Key::guid`] mixes the
/// order of the first three groups.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key([u8; 16]);

/// Why a text is not a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is not a key: a key has 22 characters of the base64 alphabet, with _ in place of /")]
pub struct KeyError {
    /// The text that was given.
    pub text: String,
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+_";

impl Key {
    /// The key of these bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// A new key from sixteen random bytes: a version 4 GUID (RFC 9562), as .NET makes them.
    pub const fn from_random(mut bytes: [u8; 16]) -> Self {
        // .NET keeps the third group little-endian, so the version nibble is in byte 7.
        bytes[7] = (bytes[7] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Self(bytes)
    }

    /// The sixteen bytes.
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The GUID in its usual form, upper case with hyphens, as `CodeKey` and project files have it.
    pub fn guid(&self) -> String {
        const ORDER: [usize; 16] = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
        let mut text = String::with_capacity(36);
        for (position, &index) in ORDER.iter().enumerate() {
            if matches!(position, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            let byte = self.0[index];
            text.push(hexadecimal(byte >> 4));
            text.push(hexadecimal(byte & 15));
        }
        text
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0_u8; 22];
        let mut bits: u32 = 0;
        let mut count = 0;
        let mut written = 0;
        for byte in self.0 {
            bits = (bits << 8) | u32::from(byte);
            count += 8;
            while count >= 6 {
                count -= 6;
                text[written] = ALPHABET[(bits >> count) as usize & 63];
                written += 1;
            }
        }
        text[written] = ALPHABET[(bits << (6 - count)) as usize & 63];
        formatter.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Key({self})")
    }
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        parse(text.as_bytes()).map(Self).ok_or_else(|| KeyError { text: text.to_owned() })
    }
}

fn hexadecimal(digit: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(digit & 15)])
}

fn parse(text: &[u8]) -> Option<[u8; 16]> {
    if text.len() != 22 {
        return None;
    }
    let mut bytes = [0; 16];
    let mut bits: u32 = 0;
    let mut count = 0;
    let mut written = 0;
    for &character in text {
        bits = (bits << 6) | value(character)?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes[written] = ((bits >> count) & 0xff) as u8;
            written += 1;
        }
    }
    // The last character carries four spare bits; anything but zero could not be written back.
    (bits & ((1 << count) - 1) == 0).then_some(bytes)
}

fn value(character: u8) -> Option<u32> {
    Some(u32::from(match character {
        b'A'..=b'Z' => character - b'A',
        b'a'..=b'z' => character - b'a' + 26,
        b'0'..=b'9' => character - b'0' + 52,
        b'+' => 62,
        b'_' => 63,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_real_key_and_its_guid() {
        let key: Key = "UIIm9tlWzk2IJVaPm_agUw".parse().unwrap();
        assert_eq!(key.guid(), "F6268250-56D9-4DCE-8825-568F9BF6A053");
        assert_eq!(key.to_string(), "UIIm9tlWzk2IJVaPm_agUw");
    }

    #[test]
    fn random_keys_are_version_4() {
        let guid = Key::from_random([0xff; 16]).guid();
        assert_eq!(&guid[14..15], "4");
        assert!("89AB".contains(&guid[19..20]));
    }

    #[test]
    fn wrong_texts_are_refused() {
        for text in ["", "short", "UIIm9tlWzk2IJVaPm/agUw", "UIIm9tlWzk2IJVaPm_agUw==", "UIIm9tlWzk2IJVaPm_agUx"] {
            assert!(text.parse::<Key>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_and_bytes_are_the_same(bytes: [u8; 16]) {
            let key = Key::from_bytes(bytes);
            prop_assert_eq!(key.to_string().parse::<Key>().unwrap(), key);
        }
    }
}
