//! The frameworks that packages name their folders after, and how well one fits a project.
//!
//! The rules are NuGet's: the nearest earlier version of .NET Framework is best, then the latest .NET Standard that the
//! project's framework implements, then a portable library, then a folder that says nothing.

use extension::TargetFramework;

/// The latest .NET Standard that .NET Framework implements, from 4.6.1 on as NuGet has it.
const STANDARD: [u8; 2] = [2, 0];

/// A framework, as a folder of a package names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Framework {
    /// Any: the folder has no name.
    Any,
    /// A version of .NET Framework: `net45`, `net472`.
    Framework([u8; 3]),
    /// A version of .NET Standard: `netstandard2.0`.
    Standard([u8; 2]),
    /// A library for several frameworks: `portable-net45+win8`. Those of .NET Framework.
    Portable(Vec<[u8; 3]>),
    /// Another, such as `netcoreapp3.1`, `net8.0` or `monoandroid`.
    Other(String),
}

impl Framework {
    /// Reads the name of a folder. Profiles such as `net40-client` are the whole framework here.
    pub fn parse(folder: &str) -> Self {
        let name = folder.to_ascii_lowercase();
        if name.is_empty() {
            return Self::Any;
        }
        if let Some(profile) = name.strip_prefix("portable-") {
            return Self::Portable(profile.split('+').filter_map(framework).collect());
        }
        if let Some(version) = name.strip_prefix("netstandard").and_then(standard) {
            return Self::Standard(version);
        }
        let plain = name.split_once('-').map_or(name.as_str(), |(plain, _)| plain);
        framework(plain).map_or(Self::Other(name), Self::Framework)
    }

    /// How well it fits a project that targets this version; the higher the better, none where it does not fit.
    pub fn rank(&self, target: TargetFramework) -> Option<(u8, [u8; 3])> {
        let wanted = version(target);
        match self {
            Self::Framework(own) => (*own <= wanted).then_some((3, *own)),
            Self::Standard(own) => (*own <= STANDARD).then_some((2, [own[0], own[1], 0])),
            Self::Portable(all) => all.iter().filter(|own| **own <= wanted).max().map(|own| (1, *own)),
            Self::Any => Some((0, [0; 3])),
            Self::Other(_) => None,
        }
    }
}

/// The digits of `net45` and `net472`; `net5.0` and later are another framework, and have a point.
fn framework(name: &str) -> Option<[u8; 3]> {
    let digits = name.strip_prefix("net")?;
    let numbers: Vec<u8> =
        digits.bytes().map(|digit| digit.checked_sub(b'0').filter(|it| *it < 10)).collect::<Option<_>>()?;
    match numbers[..] {
        [major @ 1..=4] => Some([major, 0, 0]),
        [major @ 1..=4, minor] => Some([major, minor, 0]),
        [major @ 1..=4, minor, patch] => Some([major, minor, patch]),
        _ => None,
    }
}

fn standard(version: &str) -> Option<[u8; 2]> {
    let (major, minor) = version.split_once('.')?;
    Some([major.parse().ok()?, minor.parse().ok()?])
}

fn version(target: TargetFramework) -> [u8; 3] {
    let mut numbers = target.version().split('.').map(|number| number.parse().unwrap_or_default());
    [numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_folders() {
        assert_eq!(Framework::parse("net45"), Framework::Framework([4, 5, 0]));
        assert_eq!(Framework::parse("NET472"), Framework::Framework([4, 7, 2]));
        assert_eq!(Framework::parse("net40-client"), Framework::Framework([4, 0, 0]));
        assert_eq!(Framework::parse("netstandard1.3"), Framework::Standard([1, 3]));
        assert_eq!(Framework::parse("portable-net45+win8+wp8"), Framework::Portable(vec![[4, 5, 0]]));
        assert_eq!(Framework::parse(""), Framework::Any);
        for other in ["net5.0", "net8.0-windows", "netcoreapp3.1", "monoandroid", "uap10.0", "net", "netx", "net99999"]
        {
            assert!(matches!(Framework::parse(other), Framework::Other(_)), "{other}");
        }
    }

    #[test]
    fn the_nearest_earlier_version_is_best() {
        let best = |target, folders: &[&'static str]| {
            let ranked = folders.iter().filter_map(|it| Some((Framework::parse(it).rank(target)?, *it)));
            ranked.max().map(|(_, folder)| folder)
        };
        let all = [
            "net20",
            "net35",
            "net45",
            "net46",
            "net471",
            "netstandard1.0",
            "netstandard2.0",
            "netstandard2.1",
            "net6.0",
        ];
        assert_eq!(best(TargetFramework::V461, &all), Some("net46"));
        assert_eq!(best(TargetFramework::V48, &all), Some("net471"));
        assert_eq!(best(TargetFramework::V461, &["net48", "netstandard1.3", "netstandard2.0"]), Some("netstandard2.0"));
        assert_eq!(best(TargetFramework::V472, &["portable-net45+win8", "netstandard1.1"]), Some("netstandard1.1"));
        assert_eq!(best(TargetFramework::V472, &["portable-net45+win8", ""]), Some("portable-net45+win8"));
        assert_eq!(best(TargetFramework::V48, &["netstandard2.1", "net6.0", "netcoreapp3.1"]), None);
    }
}
