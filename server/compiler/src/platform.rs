//! The platform's assemblies that generated projects reference as `bin\<name>.dll`.

use bytes::Bytes;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The platform's assemblies by file name, read once. Our own declarations, or the vendor's files where someone points at them; a vendor's file
/// replaces our declaration of the same name.
#[derive(Debug, Clone, Default)]
pub struct PlatformAssemblies {
    files: BTreeMap<String, Bytes>,
}

/// A folder of platform assemblies that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("The platform's assemblies in {folder} cannot be read: {source}.")]
pub struct PlatformError {
    /// The folder.
    pub folder: PathBuf,
    /// Why.
    pub source: io::Error,
}

impl PlatformAssemblies {
    /// Reads our own declarations, then the vendor's files over them.
    ///
    /// # Errors
    /// When a declaration or a file of the vendor's cannot be read.
    pub fn load(own: &Path, vendor: Option<&Path>) -> Result<Self, PlatformError> {
        let mut assemblies = Self::default();
        for folder in std::iter::once(own).chain(vendor) {
            assemblies.read(folder).map_err(|source| PlatformError { folder: folder.into(), source })?;
        }
        Ok(assemblies)
    }

    /// The file names with the content.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Bytes)> {
        self.files.iter().map(|(name, content)| (name.as_str(), content))
    }

    fn read(&mut self, folder: &Path) -> io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            if name.to_lowercase().ends_with(".dll") && path.is_file() {
                let name = self.spelling(name);
                self.files.insert(name, std::fs::read(&path)?.into());
            }
        }
        Ok(())
    }

    /// The spelling already known for a name, since projects spell it in one way only.
    fn spelling(&self, name: &str) -> String {
        let known = self.files.keys().find(|known| known.eq_ignore_ascii_case(name));
        known.cloned().unwrap_or_else(|| name.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_file_replaces_ours() {
        let own = tempfile::tempdir().unwrap();
        let vendor = tempfile::tempdir().unwrap();
        std::fs::write(own.path().join("A.dll"), "ours").unwrap();
        std::fs::write(own.path().join("B.dll"), "ours").unwrap();
        std::fs::write(vendor.path().join("a.DLL"), "theirs").unwrap();
        std::fs::write(vendor.path().join("a.xml"), "not an assembly").unwrap();
        let found = PlatformAssemblies::load(own.path(), Some(vendor.path())).unwrap();
        let found: Vec<_> = found.iter().map(|(name, content)| (name, content.as_ref())).collect();
        assert_eq!(found, [("A.dll", &b"theirs"[..]), ("B.dll", b"ours")]);
        assert!(PlatformAssemblies::load(Path::new("/nowhere"), None).is_err());
    }
}
