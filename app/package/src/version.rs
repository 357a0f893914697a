//! Versions of packages and their order: up to four numbers, and a prerelease as semantic versions have it.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// The most characters of a version.
const LONGEST: usize = 128;

/// A version of a package: `13.0.3`, `1.2.3.4`, `2.0.0-beta.1`.
#[derive(Debug, Clone)]
pub struct PackageVersion {
    numbers: [u32; 4],
    /// What stands behind the hyphen; empty for a release.
    prerelease: String,
}

/// A text is not a version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not the version of a package: write it as 13.0.3 or 2.0.0-beta.1.")]
pub struct VersionError(String);

impl PackageVersion {
    /// Whether it comes before the release of the same numbers.
    pub fn is_prerelease(&self) -> bool {
        !self.prerelease.is_empty()
    }

    /// As feeds write it in addresses.
    pub fn lower(&self) -> String {
        self.to_string().to_ascii_lowercase()
    }
}

impl FromStr for PackageVersion {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        let wrong = || VersionError(text.chars().take(LONGEST).collect());
        if text.len() > LONGEST {
            return Err(wrong());
        }
        // What stands behind a plus says how it was built, and is not part of its place in the order.
        let plain = text.trim().split_once('+').map_or(text.trim(), |(plain, _)| plain);
        let (release, prerelease) = plain.split_once('-').map_or((plain, None), |(it, rest)| (it, Some(rest)));
        let mut numbers = [0; 4];
        for (place, part) in release.split('.').enumerate() {
            let is_number = !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
            let number = part.parse().ok().filter(|_| is_number);
            *numbers.get_mut(place).ok_or_else(wrong)? = number.ok_or_else(wrong)?;
        }
        let is_label =
            |label: &str| !label.is_empty() && label.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
        if prerelease.is_some_and(|labels| !labels.split('.').all(is_label)) {
            return Err(wrong());
        }
        Ok(Self { numbers, prerelease: prerelease.unwrap_or_default().to_owned() })
    }
}

/// The normal form: three numbers, and the fourth where it is not 0.
impl fmt::Display for PackageVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch, revision] = self.numbers;
        write!(formatter, "{major}.{minor}.{patch}")?;
        if revision != 0 {
            write!(formatter, ".{revision}")?;
        }
        if self.is_prerelease() { write!(formatter, "-{}", self.prerelease) } else { Ok(()) }
    }
}

impl Ord for PackageVersion {
    fn cmp(&self, other: &Self) -> Ordering {
        let of_release = self.numbers.cmp(&other.numbers);
        of_release.then_with(|| match (self.is_prerelease(), other.is_prerelease()) {
            (false, false) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (true, true) => compare_labels(&self.prerelease, &other.prerelease),
        })
    }
}

/// Labels go one by one: numbers by value and before words, words without regard to case; the shorter list first.
fn compare_labels(one: &str, other: &str) -> Ordering {
    let number = |label: &str| label.parse::<u64>().ok().filter(|_| label.bytes().all(|it| it.is_ascii_digit()));
    let (mut left, mut right) = (one.split('.'), other.split('.'));
    loop {
        let order = match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(left), Some(right)) => match (number(left), number(right)) {
                (Some(left), Some(right)) => left.cmp(&right),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => left.to_ascii_lowercase().cmp(&right.to_ascii_lowercase()),
            },
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

impl PartialOrd for PackageVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for PackageVersion {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for PackageVersion {}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> PackageVersion {
        text.parse().unwrap()
    }

    #[test]
    fn the_order_is_nugets() {
        let sorted = [
            "0.9",
            "1.0.0-0",
            "1.0.0-1",
            "1.0.0-10",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc-1",
            "1",
            "1.0.0.1",
            "1.0.1-a",
            "1.0.1",
            "1.2",
            "1.10",
        ];
        for (place, one) in sorted.iter().enumerate() {
            for (other_place, other) in sorted.iter().enumerate() {
                assert_eq!(version(one).cmp(&version(other)), place.cmp(&other_place), "{one} and {other}");
            }
        }
    }

    #[test]
    fn equal_versions_have_one_normal_form() {
        for (text, normal) in [
            ("1", "1.0.0"),
            ("01.02.003", "1.2.3"),
            ("1.2.3.0", "1.2.3"),
            ("1.2.3.4", "1.2.3.4"),
            (" 1.0-Beta.1+build.7 ", "1.0.0-Beta.1"),
        ] {
            assert_eq!(version(text).to_string(), normal);
            assert_eq!(version(text), version(normal));
        }
        assert_eq!(version("1.0-BETA"), version("1.0.0-beta"));
        assert_eq!(version("1.0-Beta").lower(), "1.0.0-beta");
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in
            ["", "x", "1.", ".1", "1..2", "1.2.3.4.5", "1.-2", "+1", "1.0-", "1.0-a..b", "1.0-ä", "99999999999", "1/2"]
        {
            assert!(text.parse::<PackageVersion>().is_err(), "{text}");
        }
        assert!("1".repeat(200).parse::<PackageVersion>().is_err());
    }
}
