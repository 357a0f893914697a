//! The name of an extension, as far as a build depends on it.

use api::problem::{Code, Problem};
use std::fmt;

/// A name that is safe in file names and command lines: an ASCII letter, then letters, digits and underscores, at most 100 in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionName(String);

impl ExtensionName {
    const LONGEST: usize = 100;

    /// Parses a name; the problem shows at most the first characters of what was given.
    ///
    /// # Errors
    /// When the text is not a name that an extension can have.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let allowed = |character: char| character.is_ascii_alphanumeric() || character == '_';
        let starts = text.chars().next().is_some_and(|first| first.is_ascii_alphabetic());
        if starts && text.len() <= Self::LONGEST && text.chars().all(allowed) {
            Ok(Self(text.into()))
        } else {
            let shown: String = text.chars().take(40).collect();
            Err(Problem::new(Code::ExtensionName, format!("{shown:?} is not a name of an extension.")))
        }
    }

    /// Name of the main assembly without its ending: `OutSystems.Nss<Name>`.
    pub fn assembly(&self) -> String {
        format!("OutSystems.Nss{}", self.0)
    }
}

impl fmt::Display for ExtensionName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_taken() {
        for name in ["A", "Advanced_Excel", "x2"] {
            assert_eq!(ExtensionName::parse(name).unwrap().to_string(), name);
        }
        for name in ["", "2x", "_a", "a b", "a/../b", "ä", "a.b", "-a", &"a".repeat(101)] {
            assert!(ExtensionName::parse(name).is_err(), "{name}");
        }
    }
}
