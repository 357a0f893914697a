//! The uploaded archive: read wholly into memory and checked before anything else sees it. Nothing is written to a disk here.

mod error;
mod limits;
mod path;

pub use error::ArchiveError;
pub use limits::ArchiveLimits;
pub use path::{EntryPath, PathError};

use bytes::Bytes;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use zip::CompressionMethod;
use zip::read::ZipFile;
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

/// The files of a `Source/NET` folder, by path. No two paths are equal for a file system that ignores case.
#[derive(Debug, Default)]
pub struct Sources {
    files: BTreeMap<EntryPath, Bytes>,
}

impl Sources {
    /// Reads a zip archive; refuses everything that is not a plain tree of bounded files.
    ///
    /// # Errors
    /// When it is not a zip archive, is too large or has too many entries, or an entry is not a plain file with a path of its own below the root.
    pub fn read(archive: &[u8], limits: &ArchiveLimits) -> Result<Self, ArchiveError> {
        Self::read_some(archive, limits, |_| true)
    }

    /// The same, but only files that are wanted are inflated; the others have no content, and count with the size that is announced.
    ///
    /// # Errors
    /// As [`Sources::read`].
    pub fn read_some(
        archive: &[u8],
        limits: &ArchiveLimits,
        wanted: impl Fn(&EntryPath) -> bool,
    ) -> Result<Self, ArchiveError> {
        if archive.len() > limits.archive {
            return Err(ArchiveError::ArchiveTooLarge { limit: limits.archive });
        }
        let mut entries = ZipIterable::try_new(Cursor::new(archive), zip::read::Config::default())
            .map_err(|error| ArchiveError::unreadable(&error))?
            .enforce_header_consistency(true);
        if entries.len() > limits.entries {
            return Err(ArchiveError::TooManyEntries { entries: entries.len(), limit: limits.entries });
        }
        let mut reading = Reading::new(limits);
        let mut pass = entries
            .files_with_cloned_reader(zip::read::ZipReadOptions::default())
            .map_err(|error| ArchiveError::unreadable(&error))?;
        while let Some(entry) = pass.next() {
            reading.entry(entry.map_err(|error| ArchiveError::unreadable(&error))?, &wanted)?;
        }
        Ok(Self { files: reading.files })
    }

    /// All files with their content, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&EntryPath, &Bytes)> {
        self.files.iter()
    }

    /// Takes all files out.
    pub fn into_files(self) -> BTreeMap<EntryPath, Bytes> {
        self.files
    }
}

/// Bytes for which memory is taken before they are there.
const EXPECTED: u64 = 1 << 20;

/// The state of one pass over an archive.
struct Reading<'limits> {
    limits: &'limits ArchiveLimits,
    files: BTreeMap<EntryPath, Bytes>,
    /// Paths as a file system without case sees them, to find two that would be one.
    taken_files: BTreeSet<String>,
    taken_folders: BTreeSet<String>,
    left: u64,
}

impl<'limits> Reading<'limits> {
    fn new(limits: &'limits ArchiveLimits) -> Self {
        Self {
            limits,
            files: BTreeMap::new(),
            taken_files: BTreeSet::new(),
            taken_folders: BTreeSet::new(),
            left: limits.total,
        }
    }

    fn entry(
        &mut self,
        mut entry: ZipFile<'_, Cursor<&[u8]>>,
        wanted: impl Fn(&EntryPath) -> bool,
    ) -> Result<(), ArchiveError> {
        let raw = entry.name_raw().to_vec();
        let path =
            EntryPath::parse(&raw, self.limits).map_err(|source| ArchiveError::Path { path: shown(&raw), source })?;
        if !ordinary(entry.unix_mode()) {
            return Err(ArchiveError::Link { path });
        }
        if entry.encrypted() {
            return Err(ArchiveError::Encrypted { path });
        }
        if matches!(raw.last(), Some(b'/' | b'\\')) {
            return self.folder(path);
        }
        if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(ArchiveError::Method { path });
        }
        self.claim(&path)?;
        let announced = entry.size();
        let content = if wanted(&path) {
            self.inflate(&mut entry, announced, &path)?
        } else {
            self.count(announced)?;
            Bytes::new()
        };
        self.files.insert(path, content);
        Ok(())
    }

    /// Folders are made for the files in them, so an entry for a folder only takes its name.
    fn folder(&mut self, path: EntryPath) -> Result<(), ArchiveError> {
        let folded = path.folded();
        if self.taken_files.contains(&folded) {
            return Err(ArchiveError::Twice { path });
        }
        self.claim_folders(&path)?;
        self.taken_folders.insert(folded);
        Ok(())
    }

    fn claim(&mut self, path: &EntryPath) -> Result<(), ArchiveError> {
        let folded = path.folded();
        if self.taken_folders.contains(&folded) || !self.taken_files.insert(folded) {
            return Err(ArchiveError::Twice { path: path.clone() });
        }
        self.claim_folders(path)
    }

    fn claim_folders(&mut self, path: &EntryPath) -> Result<(), ArchiveError> {
        let folded = path.folded();
        for (end, _) in folded.match_indices('/') {
            let Some(parent) = folded.get(..end) else {
                continue;
            };
            if self.taken_files.contains(parent) {
                return Err(ArchiveError::Twice { path: path.clone() });
            }
            self.taken_folders.insert(parent.to_owned());
        }
        Ok(())
    }

    /// Counts while inflating: the size that the archive announces is the sender's claim. It only serves to take memory once, where it is true.
    fn inflate(&mut self, entry: &mut impl Read, announced: u64, path: &EntryPath) -> Result<Bytes, ArchiveError> {
        let most = self.limits.file.min(self.left);
        let expected = announced.min(most).min(EXPECTED);
        let mut content = Vec::with_capacity(usize::try_from(expected).unwrap_or_default());
        entry
            .take(most + 1)
            .read_to_end(&mut content)
            .map_err(|source| ArchiveError::Damaged { path: path.clone(), reason: source.to_string() })?;
        let size = content.len() as u64;
        if size > self.limits.file {
            return Err(ArchiveError::FileTooLarge { path: path.clone(), limit: self.limits.file });
        }
        self.count(size)?;
        // A vector that grew has up to twice the memory that it needs, and its bytes would keep it.
        content.shrink_to_fit();
        Ok(content.into())
    }

    fn count(&mut self, size: u64) -> Result<(), ArchiveError> {
        self.left = self.left.checked_sub(size).ok_or(ArchiveError::TotalTooLarge { limit: self.limits.total })?;
        Ok(())
    }
}

/// Whether a Unix mode names an ordinary file or folder. Archives made on other systems have none.
fn ordinary(mode: Option<u32>) -> bool {
    const KIND: u32 = 0o170_000;
    const FOLDER: u32 = 0o040_000;
    const FILE: u32 = 0o100_000;
    mode.is_none_or(|mode| matches!(mode & KIND, 0 | FOLDER | FILE))
}

/// A path for a message: readable and bounded, whatever bytes it has.
fn shown(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw)
        .chars()
        .map(|character| if character.is_control() { char::REPLACEMENT_CHARACTER } else { character })
        .take(120)
        .collect()
}

impl ArchiveError {
    fn unreadable(error: &ZipError) -> Self {
        Self::Unreadable { reason: error.to_string() }
    }
}

#[cfg(test)]
mod tests;
