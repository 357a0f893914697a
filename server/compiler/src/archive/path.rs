//! Paths inside an archive: parsed once, safe from then on.

use super::limits::ArchiveLimits;
use std::fmt;

/// A relative path of plain names, joined by `/`, that is also a path on Windows: no drive, no `..`, no reserved name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryPath(String);

/// Why a path is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Climbs out with `..`.
    #[error("leads outside of the folder")]
    Outside,
    /// Starts at a root, a drive or a share.
    #[error("is an absolute path")]
    Absolute,
    /// Not UTF-8.
    #[error("is not UTF-8")]
    NotUtf8,
    /// A name between two separators is empty, or is `.`.
    #[error("has an empty name in it")]
    EmptyName,
    /// A character that Windows does not allow.
    #[error("has the character {character:?}, which file names cannot have")]
    Character {
        /// The character.
        character: char,
    },
    /// Ends with a dot or a blank, which Windows drops.
    #[error("has a name that ends with a dot or a blank")]
    Ending,
    /// A name of a device.
    #[error("has the name \"{name}\", which Windows reserves")]
    Reserved {
        /// The name as it stands in the path.
        name: String,
    },
    /// Too long.
    #[error("is longer than {limit} bytes")]
    TooLong {
        /// In bytes.
        limit: usize,
    },
    /// Too many nested folders.
    #[error("is nested deeper than {limit} folders")]
    TooDeep {
        /// The most names that are allowed.
        limit: usize,
    },
}

impl EntryPath {
    /// Parses the raw name of an entry. Both `/` and `\` separate names, as Windows and the XIF's own paths have it; one separator at the
    /// end (a folder) is dropped.
    ///
    /// # Errors
    /// When the path leads out of the folder, is absolute, or has a part that Windows does not allow.
    pub fn parse(raw: &[u8], limits: &ArchiveLimits) -> Result<Self, PathError> {
        if raw.len() > limits.path {
            return Err(PathError::TooLong { limit: limits.path });
        }
        let text = std::str::from_utf8(raw).map_err(|_| PathError::NotUtf8)?;
        if text.starts_with(['/', '\\']) || has_drive(text) {
            return Err(PathError::Absolute);
        }
        let text = text.strip_suffix(['/', '\\']).unwrap_or(text);
        let names: Vec<&str> = text.split(['/', '\\']).collect();
        if names.len() > limits.depth {
            return Err(PathError::TooDeep { limit: limits.depth });
        }
        names.iter().try_for_each(|name| check(name))?;
        Ok(Self(names.join("/")))
    }

    /// The path with `/` between the names.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path as a file system compares it that ignores case.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }

    /// The first name and the rest, when there is a folder in the path.
    pub fn split_first(&self) -> Option<(&str, &str)> {
        self.0.split_once('/')
    }

    /// The same path under a first folder of another spelling.
    pub(crate) fn with_first(&self, first: &str) -> Self {
        match self.split_first() {
            Some((_, rest)) => Self(format!("{first}/{rest}")),
            None => Self(first.to_owned()),
        }
    }
}

impl fmt::Display for EntryPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn has_drive(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic()) && characters.next() == Some(':')
}

fn check(name: &str) -> Result<(), PathError> {
    if name == ".." {
        return Err(PathError::Outside);
    }
    if name.is_empty() || name == "." {
        return Err(PathError::EmptyName);
    }
    let forbidden = |character: &char| character.is_control() || r#"<>:"|?*"#.contains(*character);
    if let Some(character) = name.chars().find(forbidden) {
        return Err(PathError::Character { character });
    }
    if name.ends_with(['.', ' ']) {
        return Err(PathError::Ending);
    }
    if is_reserved(name) {
        return Err(PathError::Reserved { name: name.into() });
    }
    Ok(())
}

/// Names of devices, with any ending and with blanks before it; the superscript digits count as digits.
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let stem = stem.to_ascii_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return true;
    }
    ["COM", "LPT"].iter().any(|device| {
        stem.strip_prefix(device).is_some_and(|port| {
            let mut characters = port.chars();
            matches!(characters.next(), Some('1'..='9' | '¹' | '²' | '³')) && characters.next().is_none()
        })
    })
}
