//! The reference assemblies of .NET Framework: those of the toolchain, and those that the operator adds.

use extension::TargetFramework;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// How deep sets lie in a folder that the operator names: Microsoft's packages have them under `build/.NETFramework/v4.8`.
const DEPTH: usize = 5;

/// Folders that are looked into.
const FOLDERS: usize = 2_000;

/// The folder of facades in a set.
const FACADES: &str = "Facades";

/// The facade that libraries of .NET Standard need.
const STANDARD: &str = "netstandard";

/// The assembly that every set has.
const CORE: &str = "mscorlib.dll";

/// A folder with reference assemblies for each version that there are some for.
#[derive(Debug, Clone, Default)]
pub struct References {
    sets: BTreeMap<TargetFramework, ReferenceSet>,
}

/// The reference assemblies of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceSet {
    /// The version that they are of.
    pub framework: TargetFramework,
    /// The folder on this machine.
    pub folder: PathBuf,
    /// Where it lies inside of the toolchain, as builds see it.
    inside: String,
    /// Names of its assemblies without `.dll`, by their lower case.
    names: BTreeMap<String, String>,
    /// Those of the assemblies in `Facades`, which send on to the others.
    facades: BTreeMap<String, String>,
}

/// The folder has no set.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} has no folder such as 4.8 or v4.8 with {CORE} in it", .0.display())]
pub struct NoSet(pub PathBuf);

impl References {
    /// The toolchain's own sets, which lie in folders such as `4.8-api`.
    pub fn of_toolchain(folder: &Path) -> Self {
        let sets = TargetFramework::ALL.into_iter().filter_map(|framework| {
            let name = format!("{}-api", framework.version());
            Some((framework, ReferenceSet::read(framework, &folder.join(name))?))
        });
        Self { sets: sets.collect() }
    }

    /// The same with the sets in a folder of the operator, which come before the toolchain's of the same version.
    ///
    /// # Errors
    /// When the folder has no set.
    pub fn with_packs(mut self, folder: &Path) -> Result<Self, NoSet> {
        let mut packs = BTreeMap::new();
        collect(folder, DEPTH, &mut FOLDERS.clone(), &mut packs);
        if packs.is_empty() {
            return Err(NoSet(folder.into()));
        }
        self.sets.extend(packs);
        Ok(self)
    }

    /// The set for a version: its own, or else the latest one before it, which has nothing that it has not.
    pub fn set(&self, framework: TargetFramework) -> Option<&ReferenceSet> {
        self.sets.range(..=framework).next_back().map(|(_, set)| set)
    }

    /// All sets, the earliest first.
    pub fn sets(&self) -> impl Iterator<Item = &ReferenceSet> {
        self.sets.values()
    }
}

impl ReferenceSet {
    fn read(framework: TargetFramework, folder: &Path) -> Option<Self> {
        let folder = folder.canonicalize().ok()?;
        if !folder.join(CORE).is_file() {
            return None;
        }
        let (names, facades) = (names_in(&folder), names_in(&folder.join(FACADES)));
        let inside = format!("references/{}-api", framework.version());
        Some(Self { framework, folder, inside, names, facades })
    }

    /// Where the set lies inside of the toolchain, as builds see it.
    pub fn inside(&self) -> &str {
        &self.inside
    }

    /// The name of an assembly as the set spells it, whatever letter case it is asked for in.
    pub fn spelled(&self, name: &str) -> Option<&str> {
        self.names.get(&name.to_lowercase()).map(String::as_str)
    }

    /// The same for a facade.
    pub fn facade(&self, name: &str) -> Option<&str> {
        self.facades.get(&name.to_lowercase()).map(String::as_str)
    }

    /// Where the facade of .NET Standard lies inside of the toolchain, when it is all that `MSBuild` adds for a library of .NET Standard. For
    /// versions before 4.7.2 that is more.
    pub fn standard(&self) -> Option<String> {
        let spelled = self.facade(STANDARD).filter(|_| self.framework >= TargetFramework::V472)?;
        Some(format!("{}/{FACADES}/{spelled}.dll", self.inside))
    }
}

/// The assemblies of a folder, without `.dll`, by their lower case.
fn names_in(folder: &Path) -> BTreeMap<String, String> {
    let names = fs::read_dir(folder).into_iter().flatten().flatten().filter_map(|entry| {
        let path = entry.path();
        let is_dll = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("dll"));
        let name = path.file_stem().and_then(OsStr::to_str).filter(|_| is_dll)?;
        Some((name.to_lowercase(), name.to_owned()))
    });
    names.collect()
}

fn collect(folder: &Path, depth: usize, left: &mut usize, packs: &mut BTreeMap<TargetFramework, ReferenceSet>) {
    let version = folder.file_name().and_then(OsStr::to_str).and_then(|name| {
        let name = name.strip_suffix("-api").unwrap_or(name);
        TargetFramework::parse(name)
    });
    if let Some(set) = version.and_then(|framework| ReferenceSet::read(framework, folder)) {
        packs.insert(set.framework, set);
        return;
    }
    let mut folders: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    folders.sort();
    for inner in folders.into_iter().filter(|path| path.is_dir()) {
        if depth == 0 || *left == 0 {
            return;
        }
        *left -= 1;
        collect(&inner, depth - 1, left, packs);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(folder: &Path, path: &str) {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "x").unwrap();
    }

    #[test]
    fn the_nearest_set_that_has_nothing_more_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        for version in ["4.6.1", "4.7.2", "4.8"] {
            put(folder.path(), &format!("{version}-api/mscorlib.dll"));
        }
        let references = References::of_toolchain(folder.path());
        for (asked, found) in [
            (TargetFramework::V461, TargetFramework::V461),
            (TargetFramework::V47, TargetFramework::V461),
            (TargetFramework::V471, TargetFramework::V461),
            (TargetFramework::V472, TargetFramework::V472),
            (TargetFramework::V481, TargetFramework::V48),
        ] {
            assert_eq!(references.set(asked).unwrap().framework, found, "{asked}");
        }
    }

    #[test]
    fn packs_come_first_in_every_layout() {
        let own = tempfile::tempdir().unwrap();
        put(own.path(), "4.8-api/mscorlib.dll");
        put(own.path(), "4.7.2-api/mscorlib.dll");
        for layout in ["4.8", "v4.8", "net48/build/.NETFramework/v4.8", "Framework/.NETFramework/v4.8"] {
            let packs = tempfile::tempdir().unwrap();
            put(packs.path(), &format!("{layout}/mscorlib.dll"));
            put(packs.path(), &format!("{layout}/PresentationCore.dll"));
            let references = References::of_toolchain(own.path()).with_packs(packs.path()).unwrap();
            let set = references.set(TargetFramework::V481).unwrap();
            assert_eq!(set.spelled("presentationCORE"), Some("PresentationCore"), "{layout}");
            assert!(set.folder.starts_with(packs.path().canonicalize().unwrap()), "{layout}");
            assert!(references.set(TargetFramework::V472).unwrap().spelled("PresentationCore").is_none());
        }
    }

    #[test]
    fn a_folder_without_a_set_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), "4.8/other.dll");
        put(folder.path(), "4.5/mscorlib.dll");
        assert!(References::default().with_packs(folder.path()).is_err());
        assert!(References::default().set(TargetFramework::V48).is_none());
    }
}
