//! Ids and tokens: bytes that browsers make at random, as base64url without padding in text.

use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// A text that is not an id or token of the kind that is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadId {
    /// Characters that it should have.
    pub expected: usize,
}

impl fmt::Display for BadId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} characters of base64url were expected", self.expected)
    }
}

impl std::error::Error for BadId {}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident: $length:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; $length]);

        impl $name {
            /// Takes bytes as they are.
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// The bytes.
            pub const fn bytes(&self) -> &[u8; $length] {
                &self.0
            }

            /// As base64url without padding. Not `Display`, so that no message has it by mistake.
            pub fn text(&self) -> String {
                base64_simd::URL_SAFE_NO_PAD.encode_to_string(self.0)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                let bad = BadId { expected: ($length * 4_usize).div_ceil(3) };
                let bytes = base64_simd::URL_SAFE_NO_PAD.decode_to_vec(text.as_bytes()).map_err(|_| bad)?;
                let id = Self(bytes.try_into().map_err(|_| bad)?);
                // Two texts must never name the same id.
                if id.text() == text { Ok(id) } else { Err(bad) }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(not shown)"))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text())
            }
        }

        #[cfg(feature = "description")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let characters = ($length * 4_usize).div_ceil(3);
                schemars::json_schema!({
                    "type": "string",
                    "pattern": format!("^[A-Za-z0-9_-]{{{characters}}}$"),
                    "description": concat!("Base64url without padding, of ", $length, " bytes."),
                })
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                as_text::deserialize(deserializer)
            }
        }
    )+};
}

ids! {
    /// Names a shared draft; nobody can guess it.
    DraftId: 16;
    /// Names a link among those of its draft; it gives no right.
    LinkId: 16;
    /// Names a page that shows its presence.
    ClientId: 16;
    /// Proves a right. It stands in links and is sent as `Authorization: Bearer <token>`; the server does not keep it.
    Token: 32;
    /// SHA-256 of a token's bytes: what the server keeps of it.
    TokenHash: 32;
}

impl Token {
    /// Its hash.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0).into())
    }
}

/// A value in JSON or a query by its text form.
pub(super) mod as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use std::fmt::Display;
    use std::str::FromStr;

    pub(crate) fn serialize<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(crate) fn deserialize<'de, T: FromStr<Err: Display>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_names_one_id() {
        let id = DraftId::from_bytes(*b"0123456789abcdef");
        assert_eq!(id.text(), "MDEyMzQ1Njc4OWFiY2RlZg");
        assert_eq!(id.text().parse(), Ok(id));
        let other_end = "MDEyMzQ1Njc4OWFiY2RlZh";
        for wrong in ["", "A", "MDEyMzQ1Njc4OWFiY2RlZg==", "MDEyMzQ1Njc4OWFiY2RlZ", "../../etc/passwd/abcd/", other_end]
        {
            assert_eq!(wrong.parse::<DraftId>(), Err(BadId { expected: 22 }), "{wrong}");
        }
        assert_eq!("x".parse::<Token>(), Err(BadId { expected: 43 }));
    }

    #[test]
    fn secrets_are_not_printed() {
        let token = Token::from_bytes([7; 32]);
        assert_eq!(format!("{token:?}"), "Token(not shown)");
        // printf '\7%.0s' $(seq 32) | sha256sum
        assert!(token.hash().bytes().starts_with(&[0x4b, 0xb0, 0x6f, 0x8e]));
    }
}
