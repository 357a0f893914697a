//! Why an archive is refused.

use super::path::{EntryPath, PathError};
use api::problem::{Code, Problem};

/// A refusal. Nothing of a refused archive is kept.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// Not a zip, or its table of contents is damaged.
    #[error("The archive cannot be read: {reason}.")]
    Unreadable {
        /// What the zip reader found.
        reason: String,
    },
    /// The archive itself is too large.
    #[error("The archive is larger than {} MiB.", limit >> 20)]
    ArchiveTooLarge {
        /// In bytes.
        limit: usize,
    },
    /// Too many entries.
    #[error("The archive has {entries} entries; {limit} are allowed.")]
    TooManyEntries {
        /// As its table of contents says.
        entries: usize,
        /// The most that are allowed.
        limit: usize,
    },
    /// An entry needs a password.
    #[error("\"{path}\" is encrypted.")]
    Encrypted {
        /// The entry.
        path: EntryPath,
    },
    /// An entry is neither stored nor deflated.
    #[error("\"{path}\" is neither stored nor deflated.")]
    Method {
        /// The entry.
        path: EntryPath,
    },
    /// An entry is a link, a device or the like.
    #[error("\"{path}\" is a link or another special file.")]
    Link {
        /// The entry.
        path: EntryPath,
    },
    /// Two entries have one path, ignoring case.
    #[error("\"{path}\" stands twice in the archive, or is a file where another path needs a folder.")]
    Twice {
        /// The second of them.
        path: EntryPath,
    },
    /// A path is refused.
    #[error("\"{path}\" {source}.")]
    Path {
        /// The path as far as it can be shown.
        path: String,
        /// What is wrong with it.
        source: PathError,
    },
    /// An entry does not inflate or has the wrong checksum.
    #[error("\"{path}\" is damaged: {reason}.")]
    Damaged {
        /// The entry.
        path: EntryPath,
        /// What the zip reader found.
        reason: String,
    },
    /// One file is too large.
    #[error("\"{path}\" is larger than {} MiB.", limit >> 20)]
    FileTooLarge {
        /// The entry.
        path: EntryPath,
        /// In bytes.
        limit: u64,
    },
    /// All files together are too large.
    #[error("The files of the archive are larger than {} MiB together.", limit >> 20)]
    TotalTooLarge {
        /// In bytes.
        limit: u64,
    },
}

impl ArchiveError {
    fn code(&self) -> Code {
        match self {
            Self::Unreadable { .. } => Code::ArchiveUnreadable,
            Self::ArchiveTooLarge { .. } => Code::ArchiveSize,
            Self::TooManyEntries { .. } => Code::ArchiveEntries,
            Self::Encrypted { .. } => Code::ArchiveEncrypted,
            Self::Method { .. } => Code::ArchiveMethod,
            Self::Link { .. } => Code::PathLink,
            Self::Twice { .. } => Code::PathTwice,
            Self::Damaged { .. } => Code::ArchiveDamaged,
            Self::FileTooLarge { .. } => Code::ArchiveFileSize,
            Self::TotalTooLarge { .. } => Code::ArchiveTotalSize,
            Self::Path { source, .. } => match source {
                PathError::Outside => Code::PathOutside,
                PathError::Absolute => Code::PathAbsolute,
                PathError::Reserved { .. } => Code::PathReserved,
                PathError::TooLong { .. } | PathError::TooDeep { .. } => Code::PathLength,
                PathError::NotUtf8 | PathError::EmptyName | PathError::Character { .. } | PathError::Ending => {
                    Code::PathInvalid
                }
            },
        }
    }
}

impl From<ArchiveError> for Problem {
    fn from(error: ArchiveError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}
