//! Assemblies that extensions may add: those in a folder of the operator.

use api::compile::{OfferedAssemblies, OfferedAssembly};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How deep assemblies lie in the folder; several versions of one name lie in folders of their own.
const DEPTH: usize = 5;

/// Assemblies of a folder.
const MOST: usize = 1_000;

/// Bytes of an assembly.
const LARGEST: u64 = 64 << 20;

/// The mark before the numbers of a Windows file's version (`VS_FIXEDFILEINFO`), with the version of its form.
const VERSION_MARK: [u8; 8] = [0xbd, 0x04, 0xef, 0xfe, 0, 0, 1, 0];

/// The assemblies that a server offers.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    list: Vec<OfferedAssembly>,
    files: BTreeMap<String, PathBuf>,
}

/// A folder that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the assemblies in {} cannot be read: {source}", .folder.display())]
pub struct OfferedError {
    /// The folder, or the file in it.
    pub folder: PathBuf,
    /// Why.
    pub source: io::Error,
}

impl Offered {
    /// Reads a folder of the operator.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be read.
    pub fn load(folder: &Path) -> Result<Self, OfferedError> {
        let mut offered = Self::default();
        offered.read(folder, DEPTH)?;
        offered.list.sort_by(|one, other| {
            let name = |it: &OfferedAssembly| it.name.to_lowercase();
            let version = |it: &OfferedAssembly| numbers(it.version.as_deref().unwrap_or_default());
            name(one).cmp(&name(other)).then_with(|| version(other).cmp(&version(one)))
        });
        Ok(offered)
    }

    /// All of them.
    pub fn all(&self) -> OfferedAssemblies {
        OfferedAssemblies { assemblies: self.list.clone() }
    }

    /// Those with this file name, the latest version first.
    pub fn named(&self, name: &str) -> Vec<OfferedAssembly> {
        self.list.iter().filter(|it| it.name.eq_ignore_ascii_case(name)).cloned().collect()
    }

    /// The file of an assembly; none when there is none with this id.
    pub fn file(&self, id: &str) -> Option<&Path> {
        self.files.get(id).map(PathBuf::as_path)
    }

    fn read(&mut self, folder: &Path, depth: usize) -> Result<(), OfferedError> {
        let failed = |path: &Path| {
            let folder = path.to_owned();
            move |source| OfferedError { folder, source }
        };
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(failed(folder))? {
            paths.push(entry.map_err(failed(folder))?.path());
        }
        paths.sort();
        for path in paths {
            if path.is_dir() && depth > 0 {
                self.read(&path, depth - 1)?;
            } else if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("dll")) && path.is_file() {
                self.add(&path).map_err(failed(&path))?;
            }
        }
        Ok(())
    }

    fn add(&mut self, path: &Path) -> io::Result<()> {
        let Some(name) = path.file_name().and_then(OsStr::to_str) else { return Ok(()) };
        let size = fs::metadata(path)?.len();
        if size > LARGEST || self.list.len() >= MOST {
            tracing::warn!(file = %path.display(), "not offered: it is too large, or there are too many");
            return Ok(());
        }
        let content = fs::read(path)?;
        if !is_managed(&content) {
            tracing::warn!(file = %path.display(), "not offered: it is not an assembly of .NET");
            return Ok(());
        }
        let id: String = Sha256::digest(&content).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        if self.files.insert(id.clone(), path.to_owned()).is_none() {
            self.list.push(OfferedAssembly { id, name: name.into(), version: version(&content), size });
        }
        Ok(())
    }
}

/// Whether a file is an assembly of .NET: a Windows executable whose table has the place of .NET's own head.
pub fn is_managed(content: &[u8]) -> bool {
    head_of_net(content).is_some_and(|address| address != 0)
}

/// The address of .NET's head as the table of the executable says it.
fn head_of_net(content: &[u8]) -> Option<u32> {
    let number = |at: usize| Some(u32::from_le_bytes(content.get(at..at.checked_add(4)?)?.try_into().ok()?));
    if content.get(..2)? != b"MZ" {
        return None;
    }
    let start = usize::try_from(number(0x3c)?).ok()?;
    if content.get(start..start.checked_add(4)?)? != b"PE\0\0" {
        return None;
    }
    let optional = start.checked_add(24)?;
    let directories = match content.get(optional..optional.checked_add(2)?)? {
        [0x0b, 1] => 96,
        [0x0b, 2] => 112,
        _ => return None,
    };
    // The fifteenth of them.
    number(optional.checked_add(directories + 14 * 8)?)
}

/// The version of the file.
fn version(content: &[u8]) -> Option<String> {
    let at = content.windows(VERSION_MARK.len()).position(|window| window == VERSION_MARK)? + VERSION_MARK.len();
    let number = |at: usize| Some(u16::from_le_bytes(content.get(at..at + 2)?.try_into().ok()?));
    let (minor, major) = (number(at)?, number(at + 2)?);
    let (revision, build) = (number(at + 4)?, number(at + 6)?);
    Some(format!("{major}.{minor}.{build}.{revision}"))
}

fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map(|number| number.parse().unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least of an executable that has a head of .NET, and a version when one is given.
    fn assembly(version: Option<[u16; 4]>) -> Vec<u8> {
        let mut content = vec![0; 0x40];
        content[..2].copy_from_slice(b"MZ");
        content[0x3c] = 0x40;
        content.extend(b"PE\0\0");
        content.extend([0; 20]);
        content.extend([0x0b, 1]);
        content.extend([0; 94 + 14 * 8]);
        content.extend(0x2008_u32.to_le_bytes());
        if let Some([major, minor, build, revision]) = version {
            content.extend(VERSION_MARK);
            for number in [minor, major, revision, build] {
                content.extend(number.to_le_bytes());
            }
        }
        content
    }

    #[test]
    fn assemblies_are_found_by_name_with_the_latest_first() {
        let folder = tempfile::tempdir().unwrap();
        for (path, content) in [
            ("9/Newtonsoft.Json.dll", assembly(Some([9, 0, 1, 19813]))),
            ("13/newtonsoft.json.DLL", assembly(Some([13, 0, 3, 27908]))),
            ("Other.dll", assembly(None)),
            ("native.dll", b"MZ nothing of .NET".to_vec()),
            ("readme.txt", Vec::new()),
        ] {
            let file = folder.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, content).unwrap();
        }
        let offered = Offered::load(folder.path()).unwrap();
        let versions: Vec<_> =
            offered.named("newtonsoft.json.dll").into_iter().map(|it| it.version.unwrap_or_default()).collect();
        assert_eq!(versions, ["13.0.3.27908", "9.0.1.19813"]);
        assert_eq!(offered.all().assemblies.len(), 3);
        let other = &offered.named("Other.dll")[0];
        assert_eq!((other.version.as_deref(), other.size), (None, assembly(None).len() as u64));
        assert!(offered.file(&other.id).unwrap().ends_with("Other.dll"));
        assert!(offered.file("../Other.dll").is_none());
        assert!(Offered::load(&folder.path().join("none")).is_err());
    }

    #[test]
    fn what_is_cut_off_or_strange_is_not_an_assembly() {
        let whole = assembly(None);
        assert!(is_managed(&whole));
        for length in 0..whole.len() {
            assert!(!is_managed(&whole[..length]), "{length}");
        }
        let mut far = whole.clone();
        far[0x3c..0x40].copy_from_slice(&[0xff; 4]);
        assert!(!is_managed(&far));
        let mut native = whole;
        let end = native.len();
        native[end - 4..].fill(0);
        assert!(!is_managed(&native));
    }
}
