use std::collections::HashSet;
use std::fs::{self, FileType, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::FolderError;
use crate::unpacked::FilePath;

/// The bytes of a file, of at most as many as a XIF may have.
///
/// # Errors
/// The system refuses, or the file is too large.
pub fn read_file(path: &Path) -> Result<Vec<u8>, FolderError> {
    let limit = xif::Limits::default().inflated;
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(failed("read", path))?;
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(failed("read", path))?;
    if bytes.len() > limit { Err(FolderError::TooLarge { limit }) } else { Ok(bytes) }
}

/// Writes the file as a whole: who reads it sees the old bytes or the new ones.
///
/// # Errors
/// The system refuses; the file is what it was.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let temporary = path.with_file_name(format!(".{}.{}.xif-tmp", std::process::id(), shortened(&name)));
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&temporary)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&temporary, path));
    written.map_err(|error| {
        // The error that matters is the first one.
        let _ = fs::remove_file(&temporary);
        failed("written", path)(error)
    })
}

/// A file with its new bytes; none for a file that goes.
pub(super) type Change = (String, Option<Vec<u8>>);

/// The folder of an unpacked XIF. Paths in it have slashes, and no link in it is followed.
#[derive(Debug)]
pub(super) struct Root(PathBuf);

impl Root {
    pub(super) fn new(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    pub(super) fn path(&self, file: &str) -> PathBuf {
        file.split('/').fold(self.0.clone(), |path, part| path.join(part))
    }

    /// Whether nothing is in the folder, or there is none.
    pub(super) fn is_empty(&self) -> Result<bool, FolderError> {
        match fs::read_dir(&self.0) {
            Ok(mut entries) => Ok(entries.next().is_none()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
            Err(error) => Err(failed("read", &self.0)(error)),
        }
    }

    /// The bytes of the file, if it is there.
    pub(super) fn read(&self, file: &str) -> Result<Option<Vec<u8>>, FolderError> {
        match self.kind(file)? {
            None => Ok(None),
            Some(kind) if kind.is_file() => read_file(&self.path(file)).map(Some),
            Some(_) => Err(FolderError::Link { path: self.path(file) }),
        }
    }

    /// Writes the file and makes the folders that it needs.
    pub(super) fn write(&self, file: &str, bytes: &[u8]) -> Result<(), FolderError> {
        // Looks at each folder on the way.
        self.kind(file)?;
        let path = self.path(file);
        let folder = path.parent().unwrap_or(&self.0);
        fs::create_dir_all(folder).map_err(failed("made", folder))?;
        write_file(&path, bytes)
    }

    /// Makes several changes, all or none. A failure puts
    /// back what was there.
    pub(super) fn change(&self, changes: &[Change]) -> Result<(), FolderError> {
        let mut before = Vec::new();
        for (file, _) in changes {
            before.push((file, self.read(file)?));
        }
        let made = |(file, bytes): &Change| match bytes {
            Some(bytes) => self.write(file, bytes),
            None => self.erase(file),
        };
        for (done, change) in changes.iter().enumerate() {
            let Err(error) = made(change) else { continue };
            for (file, bytes) in before.iter().take(done).rev() {
                // The error that matters is the first one.
                let _ = match bytes {
                    Some(bytes) => self.write(file, bytes),
                    None => self.erase(file),
                };
            }
            return Err(error);
        }
        Ok(())
    }

    fn erase(&self, file: &str) -> Result<(), FolderError> {
        FilePath::new(file).map_or(Ok(()), |path| self.remove(&path))
    }

    /// What stands in the way of a file with these bytes: another file, a folder in its place, a file in the place
    /// of one of its folders that is none of `own`.
    pub(super) fn obstacle(
        &self,
        file: &str,
        bytes: &[u8],
        own: &HashSet<String>,
    ) -> Result<Option<PathBuf>, FolderError> {
        for (slash, _) in file.match_indices('/') {
            let folder = &file[..slash];
            let is_own = FilePath::new(folder).is_some_and(|path| own.contains(&path.folded()));
            match fs::symlink_metadata(self.path(folder)) {
                Ok(found) if found.is_file() => return Ok((!is_own).then(|| self.path(folder))),
                Ok(_) => {}
                Err(_) => break,
            }
        }
        match self.kind(file)? {
            None => Ok(None),
            Some(kind) if kind.is_file() && self.read(file)?.as_deref() == Some(bytes) => Ok(None),
            Some(_) => Ok(Some(self.path(file))),
        }
    }

    /// Removes the file, and each of its folders that is empty then.
    pub(super) fn remove(&self, file: &FilePath) -> Result<(), FolderError> {
        match self.kind(file.as_str())? {
            Some(kind) if kind.is_file() => {}
            _ => return Ok(()),
        }
        let path = self.path(file.as_str());
        fs::remove_file(&path).map_err(failed("removed", &path))?;
        let folders = path.ancestors().skip(1).take(file.parts().count() - 1);
        for folder in folders {
            // It goes only when it is empty; that it stays is not an error.
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Adds every file under this folder, but hidden ones and links, with its path.
    pub(super) fn walk(&self, folder: &str, files: &mut Vec<String>) -> Result<(), FolderError> {
        let mut waiting = vec![folder.to_owned()];
        while let Some(folder) = waiting.pop() {
            let path = self.path(&folder);
            let entries = match fs::read_dir(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                other => other.map_err(failed("read", &path))?,
            };
            for entry in entries {
                let entry = entry.map_err(failed("read", &path))?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let kind = entry.file_type().map_err(failed("read", &path))?;
                if name.starts_with('.') {
                    continue;
                }
                if kind.is_dir() {
                    waiting.push(format!("{folder}/{name}"));
                } else if kind.is_file() {
                    files.push(format!("{folder}/{name}"));
                }
            }
        }
        Ok(())
    }

    /// What is at this path, if anything; an error when it or a folder on the way is a link.
    fn kind(&self, file: &str) -> Result<Option<FileType>, FolderError> {
        let mut path = self.0.clone();
        let mut kind = None;
        for part in file.split('/') {
            path.push(part);
            let found = match fs::symlink_metadata(&path) {
                Ok(found) => found.file_type(),
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                    return Ok(None);
                }
                Err(error) => return Err(failed("read", &path)(error)),
            };
            if found.is_symlink() {
                return Err(FolderError::Link { path });
            }
            kind = Some(found);
        }
        Ok(kind)
    }
}

fn failed(done: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FolderError {
    let path = path.to_owned();
    move |error| FolderError::Disk { done, path, error }
}

/// Enough of a name to know a left-over by, and short enough for every file system.
fn shortened(name: &str) -> String {
    name.chars().take(20).collect()
}
