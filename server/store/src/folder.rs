//! What a folder needs beyond `object_store`: entries that another process did not get onto the disk any more, and files that it left.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A folder of objects.
#[derive(Debug, Clone)]
pub(super) struct Folder(pub(super) PathBuf);

/// No write takes as long.
const LEFT_BEHIND: Duration = Duration::from_secs(60 * 60);

impl Folder {
    /// Flushes the entries of all folders on the way to an object. Its content was flushed before it got its name.
    pub(super) fn settle(&self, path: &str) -> io::Result<()> {
        let file = self.0.join(path);
        for folder in file.ancestors().skip(1).take_while(|folder| folder.starts_with(&self.0)) {
            match File::open(folder) {
                Ok(folder) => folder.sync_all()?,
                // It was removed meanwhile.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Bytes that are free for this process.
    pub(super) fn free_space(&self) -> io::Result<u64> {
        let disk = rustix::fs::statvfs(&self.0)?;
        Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
    }

    /// Removes files that writes left behind long ago. `object_store` writes to a name with `#` and digits at the end, then links it.
    pub(super) fn remove_leftovers(&self) -> io::Result<usize> {
        let (mut removed, mut folders) = (0, vec![self.0.clone()]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let entry = entry?;
                let kind = entry.file_type()?;
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if kind.is_file() && is_staged(&entry.path()) && is_old(&entry) {
                    fs::remove_file(entry.path())?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }
}

fn is_staged(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let digits = name.rsplit_once('#').map_or("", |(_, digits)| digits);
    !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
}

fn is_old(entry: &fs::DirEntry) -> bool {
    let changed = entry.metadata().and_then(|metadata| metadata.modified());
    changed.is_ok_and(|changed| changed.elapsed().is_ok_and(|age| age > LEFT_BEHIND))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    #[test]
    fn only_old_staged_files_are_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("drafts/x");
        fs::create_dir_all(&inner).unwrap();
        let long_ago = SystemTime::now() - 2 * LEFT_BEHIND;
        for (name, old) in [("0000000001", true), ("0000000002#1", true), ("0000000003#1", false), ("a#b", true)] {
            let file = File::create(inner.join(name)).unwrap();
            if old {
                file.set_modified(long_ago).unwrap();
            }
        }
        assert_eq!(Folder(folder.path().into()).remove_leftovers().unwrap(), 1);
        assert!(!inner.join("0000000002#1").exists() && inner.join("0000000003#1").exists());
        assert!(Folder(folder.path().into()).settle("drafts/x/0000000001").is_ok());
        assert!(Folder(folder.path().into()).settle("drafts/gone/0000000001").is_ok());
    }
}
