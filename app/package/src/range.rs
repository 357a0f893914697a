//! Ranges of versions, as packages write what they need: `1.0`, `[1.0]`, `[1.0,2.0)`, `(,2.0]`.

use std::fmt;
use std::str::FromStr;

use crate::PackageVersion;

/// The versions of a package that serve.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VersionRange {
    low: Option<Bound>,
    high: Option<Bound>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Bound {
    version: PackageVersion,
    is_included: bool,
}

/// A text is not a range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    /// It names the latest of several versions, which is another one each day.
    #[error("“{0}” floats: it stands for another version whenever a new one appears.")]
    Floating(String),
    /// It cannot be read.
    #[error("“{0}” is not a range of versions.")]
    Malformed(String),
}

impl VersionRange {
    /// This version and no other.
    pub fn exactly(version: PackageVersion) -> Self {
        let bound = Bound { version, is_included: true };
        Self { low: Some(bound.clone()), high: Some(bound) }
    }

    /// This version and every later one.
    pub fn at_least(version: PackageVersion) -> Self {
        Self { low: Some(Bound { version, is_included: true }), high: None }
    }

    /// Whether a version is in it. A prerelease is in a range only that names one.
    pub fn contains(&self, version: &PackageVersion) -> bool {
        let names_prerelease = self.low.iter().chain(&self.high).any(|bound| bound.version.is_prerelease());
        if version.is_prerelease() && !names_prerelease {
            return false;
        }
        let above = self
            .low
            .as_ref()
            .is_none_or(|low| if low.is_included { *version >= low.version } else { *version > low.version });
        let below = self
            .high
            .as_ref()
            .is_none_or(|high| if high.is_included { *version <= high.version } else { *version < high.version });
        above && below
    }
}

impl FromStr for VersionRange {
    type Err = RangeError;

    fn from_str(text: &str) -> Result<Self, RangeError> {
        let text = text.trim();
        let shown = || text.chars().take(100).collect::<String>();
        let wrong = || RangeError::Malformed(shown());
        if text.is_empty() || text == "*" {
            return Ok(Self::default());
        }
        if text.contains('*') {
            return Err(RangeError::Floating(shown()));
        }
        let version = |text: &str| text.parse::<PackageVersion>().map_err(|_| wrong());
        let Some(inner) = text.strip_prefix(['[', '(']) else { return Ok(Self::at_least(version(text)?)) };
        let inner = inner.strip_suffix([']', ')']).ok_or_else(wrong)?;
        let (low_is_in, high_is_in) = (text.starts_with('['), text.ends_with(']'));
        let Some((low, high)) = inner.split_once(',') else {
            // One version in brackets is that one; in parentheses it would be none.
            return if low_is_in && high_is_in { Ok(Self::exactly(version(inner)?)) } else { Err(wrong()) };
        };
        let bound = |text: &str, is_included: bool| match text.trim() {
            "" => Ok(None),
            text => version(text).map(|version| Some(Bound { version, is_included })),
        };
        let range = Self { low: bound(low, low_is_in)?, high: bound(high, high_is_in)? };
        let is_turned = matches!((&range.low, &range.high), (Some(low), Some(high)) if low.version > high.version);
        if is_turned || (range.low.is_none() && range.high.is_none()) { Err(wrong()) } else { Ok(range) }
    }
}

/// In words: `1.0.0 or later`, `1.0.0 or later but before 2.0.0`.
impl fmt::Display for VersionRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let low = self.low.as_ref().map(|Bound { version, is_included }| {
            if *is_included { format!("{version} or later") } else { format!("later than {version}") }
        });
        let high = self.high.as_ref().map(|Bound { version, is_included }| {
            if *is_included { format!("{version} or earlier") } else { format!("before {version}") }
        });
        match (low, high) {
            _ if self.low.is_some() && self.low == self.high => {
                write!(formatter, "exactly {}", self.low.iter().map(|low| low.version.to_string()).collect::<String>())
            }
            (None, None) => formatter.write_str("any version"),
            (Some(only), None) | (None, Some(only)) => formatter.write_str(&only),
            (Some(low), Some(high)) => write!(formatter, "{low} but {high}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(range: &str, version: &str) -> bool {
        range.parse::<VersionRange>().unwrap().contains(&version.parse().unwrap())
    }

    #[test]
    fn ranges_are_read_as_nuget_reads_them() {
        for (range, inside, outside) in [
            ("1.0", &["1.0", "1.0.0.1", "9"][..], &["0.9", "1.1-beta"][..]),
            ("", &["0.1", "9"], &["1.0-a"]),
            ("*", &["0.1"], &["1.0-a"]),
            ("[1.0]", &["1.0"], &["1.0.1", "0.9"]),
            ("[1.0,2.0)", &["1.0", "1.9.9"], &["2.0", "2.0-beta", "0.9"]),
            ("(1.0, 2.0]", &["1.0.1", "2.0"], &["1.0", "2.0.1"]),
            ("(,1.0)", &["0.1"], &["1.0"]),
            ("[1.0,)", &["1.0", "7"], &["0.9"]),
            ("1.0-beta", &["1.0-beta", "1.0", "2.0-alpha"], &["1.0-alpha"]),
        ] {
            for version in inside {
                assert!(contains(range, version), "{range} has {version}");
            }
            for version in outside {
                assert!(!contains(range, version), "{range} does not have {version}");
            }
        }
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for text in ["(1.0)", "[1.0", "1.0]", "[2.0,1.0]", "(,)", "[a,b]", "x", "[1.0,2.0,3.0]"] {
            assert!(matches!(text.parse::<VersionRange>(), Err(RangeError::Malformed(_))), "{text}");
        }
        assert!(matches!("1.*".parse::<VersionRange>(), Err(RangeError::Floating(_))));
    }

    #[test]
    fn ranges_in_words() {
        for (text, words) in [
            ("1.0", "1.0.0 or later"),
            ("[1.0]", "exactly 1.0.0"),
            ("[1.0,2.0)", "1.0.0 or later but before 2.0.0"),
            ("(,2.0]", "2.0.0 or earlier"),
            ("", "any version"),
        ] {
            assert_eq!(text.parse::<VersionRange>().unwrap().to_string(), words);
        }
    }
}
