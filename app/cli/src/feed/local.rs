//! A folder as a feed.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use package::feed::{FolderEntry, versions_in};
use package::{Answer, PACKAGE_LIMIT, PackageId, PackageVersion, Question, Release};

use super::FeedFailure;

/// A folder of packages.
#[derive(Debug)]
pub(super) struct Local(PathBuf);

impl Local {
    pub(super) fn open(place: &str) -> Result<Self, FeedFailure> {
        let path = PathBuf::from(place);
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => Ok(Self(path)),
            Ok(_) => Err(FeedFailure::Folder { path, error: io::Error::other("it is not a folder") }),
            Err(error) => Err(FeedFailure::Folder { path, error }),
        }
    }

    pub(super) fn answer(&self, question: &Question) -> Result<Answer, FeedFailure> {
        let versions = |id: &PackageId| -> Result<Vec<PackageVersion>, FeedFailure> {
            Ok(self.files(id)?.into_iter().map(|(version, _)| version).collect())
        };
        Ok(match question {
            Question::Releases(id) => {
                Answer::Releases(id.clone(), versions(id)?.into_iter().map(Release::plain).collect())
            }
            Question::Versions(id) => Answer::Versions(id.clone(), versions(id)?),
            Question::Package(id, version) => {
                let found = self.files(id)?.into_iter().find(|(other, _)| other == version);
                let bytes = found.map(|(_, path)| self.read(&path)).transpose()?;
                Answer::Package(id.clone(), version.clone(), bytes)
            }
        })
    }

    fn files(&self, id: &PackageId) -> Result<Vec<(PackageVersion, Vec<String>)>, FeedFailure> {
        let failed = |error| FeedFailure::Folder { path: self.0.clone(), error };
        versions_in(id, &mut |path| list(&self.path(path))).map_err(failed)
    }

    fn read(&self, path: &[String]) -> Result<Vec<u8>, FeedFailure> {
        let path = self.path(path);
        let mut bytes = Vec::new();
        let most = u64::try_from(PACKAGE_LIMIT).unwrap_or(u64::MAX);
        // One byte more, so that a package that is too large is told to be.
        let read = fs::File::open(&path).and_then(|file| file.take(most.saturating_add(1)).read_to_end(&mut bytes));
        read.map_err(|error| FeedFailure::Folder { path, error })?;
        Ok(bytes)
    }

    fn path(&self, parts: &[String]) -> PathBuf {
        parts.iter().fold(self.0.clone(), |path, part| path.join(part))
    }
}

/// The entries of a folder; names that are not Unicode are those of no package.
fn list(folder: &Path) -> io::Result<Vec<FolderEntry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_folder = fs::metadata(entry.path()).is_ok_and(|found| found.is_dir());
        entries.extend(entry.file_name().into_string().ok().map(|name| FolderEntry { name, is_folder }));
    }
    Ok(entries)
}
