use std::fmt;

use sha1::{Digest, Sha1};

/// A version of four parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub [u16; 4]);

/// What one assembly calls another, or itself: name, version, culture and public key token.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AssemblyName {
    /// The simple name, as `System.Xml`.
    pub name: String,
    /// The version.
    pub version: Version,
    /// The culture of an assembly with translations; empty for the others.
    pub culture: String,
    /// What stands for the key of its strong name; none where it has no strong name.
    pub public_key_token: Option<[u8; 8]>,
}

/// The token of a public key: the last eight bytes of its SHA-1, the last one first (II.6.3).
pub(crate) fn token_of(public_key: &[u8]) -> Option<[u8; 8]> {
    if public_key.is_empty() {
        return None;
    }
    let mut token: [u8; 8] = Sha1::digest(public_key).get(12..)?.try_into().ok()?;
    token.reverse();
    Some(token)
}

impl AssemblyName {
    /// The token in hexadecimal digits, where there is one.
    pub fn token_text(&self) -> Option<String> {
        Some(self.public_key_token?.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, build, revision] = self.0;
        write!(formatter, "{major}.{minor}.{build}.{revision}")
    }
}

impl fmt::Display for AssemblyName {
    /// `Newtonsoft.Json 13.0.0.0`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.name, self.version)
    }
}
