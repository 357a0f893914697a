//! Names of packages.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// The most characters of a name, as NuGet has it.
const LONGEST: usize = 100;

/// The name of a package. Case does not tell two apart.
#[derive(Debug, Clone)]
pub struct PackageId(String);

/// A text is not the name of a package.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not the name of a package: it has letters, digits, points, hyphens and underscores, as Newtonsoft.Json."
)]
pub struct IdError(String);

impl PackageId {
    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As feeds write it in addresses.
    pub fn lower(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl FromStr for PackageId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let is_part = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
        if text.len() <= LONGEST && text.split(['.', '-']).all(is_part) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdError(text.chars().take(LONGEST).collect()))
        }
    }
}

impl fmt::Display for PackageId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Ord for PackageId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.lower().cmp(&other.lower())
    }
}

impl PartialOrd for PackageId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for PackageId {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for PackageId {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_their_case_does_not_count() {
        for text in ["Newtonsoft.Json", "a", "EntityFramework6.Npgsql", "My_Package-2.x"] {
            assert_eq!(text.parse::<PackageId>().unwrap(), text.to_uppercase().parse().unwrap());
        }
        let long = "a".repeat(101);
        for text in ["", ".", "a..b", "-a", "a/b", "../x", "a b", "a%2e", "ä", &long] {
            assert!(text.parse::<PackageId>().is_err(), "{text}");
        }
    }
}
