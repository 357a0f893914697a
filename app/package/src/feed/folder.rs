//! Folders as feeds: packages in the folder itself, in `ID.VERSION/`, or in `ID/VERSION/`, as NuGet's own folders have them.

use std::io;

use crate::{PackageId, PackageVersion};

/// The most entries of a folder that is a feed.
const ENTRIES: usize = 20_000;

/// An entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderEntry {
    /// Its name.
    pub name: String,
    /// Whether it is a folder itself.
    pub is_folder: bool,
}

/// The versions of a package in a folder, each with the path of its file, the earliest first. `list` lists a folder, which is named
/// by its path from the first one.
///
/// # Errors
/// What `list` fails with, or that a folder has too many entries.
pub fn versions_in(
    id: &PackageId,
    list: &mut dyn FnMut(&[String]) -> io::Result<Vec<FolderEntry>>,
) -> io::Result<Vec<(PackageVersion, Vec<String>)>> {
    let mut found: Vec<(PackageVersion, Vec<String>)> = Vec::new();
    let mut next = vec![Vec::new()];
    while let Some(path) = next.pop() {
        let entries = list(&path)?;
        if entries.len() > ENTRIES {
            return Err(io::Error::other(format!("it has more than {ENTRIES} entries")));
        }
        for entry in entries {
            let below = || [path.clone(), vec![entry.name.clone()]].concat();
            if entry.is_folder {
                let is_of_package = match path.len() {
                    0 => starts_with(&entry.name, id),
                    1 => entry.name.parse::<PackageVersion>().is_ok(),
                    _ => false,
                };
                next.extend(is_of_package.then(below));
            } else if let Some(version) = version_of_file(&entry.name, id) {
                found.push((version, below()));
            }
        }
    }
    found.sort();
    found.dedup_by(|one, other| one.0 == other.0);
    Ok(found)
}

/// Whether a folder is named `ID` or `ID.VERSION`.
fn starts_with(name: &str, id: &PackageId) -> bool {
    name.eq_ignore_ascii_case(id.as_str()) || version_of_file(&format!("{name}.nupkg"), id).is_some()
}

/// The version of a package that a file is by its name: `Newtonsoft.Json.13.0.3.nupkg`. None of another package.
pub fn version_of_file(file_name: &str, id: &PackageId) -> Option<PackageVersion> {
    let (start, rest) = file_name.split_at_checked(id.as_str().len())?;
    let rest = rest.strip_prefix('.').filter(|_| start.eq_ignore_ascii_case(id.as_str()))?;
    let (version, ending) = rest.split_at_checked(rest.len().checked_sub(".nupkg".len())?)?;
    version.parse().ok().filter(|_| ending.eq_ignore_ascii_case(".nupkg"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_lie_in_three_ways() {
        let files = [
            "Bank.1.0.0.nupkg",
            "Bank.Rates.9.0.0.nupkg",
            "bank/1.1.0/bank.1.1.0.nupkg",
            "bank/1.1.0/bank.nuspec",
            "bank/tools/bank.7.0.0.nupkg",
            "Bank.0.9.0/Bank.0.9.0.nupkg",
            "Bank.Rates.1.0.0/Bank.8.0.0.nupkg",
            "Bank.1.0.0/Bank.1.0.0.nupkg",
        ];
        let mut list = |path: &[String]| {
            let start: String = path.iter().map(|it| format!("{it}/")).collect();
            let inside = files.iter().filter_map(|file| file.strip_prefix(&start));
            let mut entries: Vec<FolderEntry> = inside
                .map(|rest| match rest.split_once('/') {
                    Some((folder, _)) => FolderEntry { name: folder.to_owned(), is_folder: true },
                    None => FolderEntry { name: rest.to_owned(), is_folder: false },
                })
                .collect();
            entries.dedup();
            Ok(entries)
        };
        let found = versions_in(&"BANK".parse().unwrap(), &mut list).unwrap();
        let told: Vec<String> = found.iter().map(|(version, path)| format!("{version} {}", path.join("/"))).collect();
        let expected = [
            "0.9.0 Bank.0.9.0/Bank.0.9.0.nupkg",
            "1.0.0 Bank.1.0.0/Bank.1.0.0.nupkg",
            "1.1.0 bank/1.1.0/bank.1.1.0.nupkg",
        ];
        assert_eq!(told, expected);
        let mut refusing = |_: &[String]| Err(io::Error::other("no"));
        assert!(versions_in(&"BANK".parse().unwrap(), &mut refusing).is_err());
    }

    #[test]
    fn the_name_of_a_file_tells_the_version() {
        let id: PackageId = "Bank.Rates".parse().unwrap();
        let version = |name| version_of_file(name, &id).map(|it| it.to_string());
        assert_eq!(version("bank.rates.1.2.3.nupkg"), Some("1.2.3".to_owned()));
        assert_eq!(version("Bank.Rates.1.0.0-beta.2.NUPKG"), Some("1.0.0-beta.2".to_owned()));
        for other in
            ["Bank.Rates.Core.1.0.0.nupkg", "Bank.Rates.1.0.0.snupkg", "Bank.Rates.nupkg", "Bank.1.0.nupkg", "", "ä"]
        {
            assert_eq!(version(other), None, "{other}");
        }
    }
}
