//! The zip archive of a package.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::PackageError;

/// The most bytes of a package.
pub const PACKAGE_LIMIT: usize = 256 << 20;
/// The most files in a package.
pub const ENTRIES_LIMIT: usize = 20_000;
/// The most bytes of one file that is taken.
pub const FILE_LIMIT: usize = 64 << 20;
/// The most bytes of all files that are taken together.
pub const SELECTION_LIMIT: usize = 256 << 20;

/// Bytes for which memory is taken before they are there: the size that an archive announces is a claim.
const EXPECTED: u64 = 1 << 20;

/// An archive whose files are inflated when they are asked for.
#[derive(Debug)]
pub(crate) struct Archive {
    zip: ZipArchive<Cursor<Vec<u8>>>,
    /// The paths with slashes, as the archive has them.
    paths: Vec<String>,
}

impl Archive {
    pub(crate) fn read(bytes: Vec<u8>) -> Result<Self, PackageError> {
        if bytes.len() > PACKAGE_LIMIT {
            return Err(PackageError::TooLarge(PACKAGE_LIMIT));
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| PackageError::NoArchive(error.to_string()))?;
        if zip.len() > ENTRIES_LIMIT {
            return Err(PackageError::TooManyEntries(ENTRIES_LIMIT));
        }
        let paths = zip.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
        Ok(Self { zip, paths })
    }

    /// The paths of all files. Some packages write folders with backslashes; these are not taken.
    pub(crate) fn paths(&self) -> &[String] {
        &self.paths
    }

    /// The content of a file, counted while it is inflated.
    pub(crate) fn inflate(&mut self, path: &str, limit: usize) -> Result<Vec<u8>, PackageError> {
        let damaged = |reason: String| PackageError::Damaged { path: path.to_owned(), reason };
        let mut entry = self.zip.by_name(path).map_err(|error| damaged(error.to_string()))?;
        let most = u64::try_from(limit).unwrap_or(u64::MAX);
        let expected = usize::try_from(entry.size().min(EXPECTED).min(most)).unwrap_or_default();
        let mut content = Vec::with_capacity(expected);
        entry
            .by_ref()
            .take(most.saturating_add(1))
            .read_to_end(&mut content)
            .map_err(|error| damaged(error.to_string()))?;
        if content.len() > limit {
            return Err(PackageError::FileTooLarge { path: path.to_owned(), limit });
        }
        Ok(content)
    }
}
