use std::io;
use std::path::PathBuf;

use failure::Code;

use crate::unpacked::{MappingError, PackError};

/// Why files cannot be read or written. The codes stay the same from version to version.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The operating system refuses.
    #[error("{} cannot be {done}: {error}.", path.display())]
    Disk {
        /// What was tried: “read”, “written”.
        done: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// Something is in the folder.
    #[error(
        "{} is not empty. Take an empty folder, or --force: it replaces the XIF that was unpacked there and leaves \
         other files alone.",
        folder.display()
    )]
    NotEmpty {
        /// The folder.
        folder: PathBuf,
    },
    /// Files of somebody else stand where files must go.
    #[error(
        "Nothing was written: these files are in the way and belong to no unpacked XIF. Move them: {}",
        listed(files)
    )]
    InTheWay {
        /// The files.
        files: Vec<PathBuf>,
    },
    /// A link, which may lead out of the folder.
    #[error("{} is a link or no plain file. Put a plain file or folder there: links are never followed.", path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// The file of a resource is gone.
    #[error(
        "{} is missing. Bring it back; or, if the resource is to go, take it out of definition.xml and resources.tsv.",
        file.display()
    )]
    Missing {
        /// The file.
        file: PathBuf,
    },
    /// The folder does not hold an unpacked XIF.
    #[error("{} is not there, so the folder holds no unpacked XIF.", file.display())]
    NotUnpacked {
        /// The missing file.
        file: PathBuf,
    },
    /// There is more than a XIF can hold.
    #[error("There are more than {limit} bytes, the most that is read.")]
    TooLarge {
        /// How many bytes are allowed.
        limit: usize,
    },
    /// A file stands where a new one is to go.
    #[error("{} is there already. Take another name, or remove it.", file.display())]
    Exists {
        /// The file.
        file: PathBuf,
    },
    /// The definition that was edited cannot be written.
    #[error(
        "The changed definition cannot be written so that nothing is lost. Nothing was written; do it in the studio."
    )]
    NotKept,
    /// The folder was written and does not give the XIF back.
    #[error(
        "{} was written, but reading it does not give the same XIF: the file system changed something. Do not use it.",
        folder.display()
    )]
    Different {
        /// The folder.
        folder: PathBuf,
    },
    /// A text that is none.
    #[error("{} is not UTF-8 text: byte {offset} is wrong.", file.display())]
    NotUtf8 {
        /// The file.
        file: PathBuf,
        /// The first wrong byte, from 0.
        offset: usize,
    },
    /// The mapping is wrong.
    #[error("{} cannot be used: {error}.", file.display())]
    Mapping {
        /// The mapping's file.
        file: PathBuf,
        /// What is wrong with it.
        error: MappingError,
    },
    /// The definition is wrong.
    #[error("definition.xml cannot be read. {0}")]
    Definition(xif::ReadError),
    /// A resource has no file.
    #[error("{0}")]
    NoLine(String),
    /// The extension has another name than the sources, and its files have the old one.
    #[error(
        "The extension was renamed from {old} to {new} and its files were not: {old}.cs must become {new}.cs, and so on. Rename \
         the extension in the studio, which does both."
    )]
    OldNames {
        /// The name that the sources have.
        old: String,
        /// The name in the definition.
        new: String,
    },
}

impl FolderError {
    /// The code of the error.
    pub fn code(&self) -> Code {
        match self {
            Self::Disk { .. } => Code::Disk,
            Self::NotEmpty { .. } => Code::FolderNotEmpty,
            Self::InTheWay { .. } => Code::InTheWay,
            Self::Link { .. } => Code::Link,
            Self::Missing { .. } => Code::FileMissing,
            Self::Different { .. } => Code::Different,
            Self::Exists { .. } => Code::Exists,
            Self::NotUnpacked { .. } => Code::NotUnpacked,
            Self::TooLarge { .. } => Code::FolderTooLarge,
            Self::NotUtf8 { .. } => Code::TextNotUtf8,
            Self::Mapping { .. } => Code::Mapping,
            Self::NoLine(_) => Code::NoLine,
            Self::OldNames { .. } => Code::OldNames,
            Self::NotKept => Code::DefinitionNotKept,
            Self::Definition(error) => error.code(),
        }
    }

    /// Whether the cause is the file system, not what the files say.
    pub fn is_of_the_disk(&self) -> bool {
        match self {
            Self::Disk { .. }
            | Self::NotEmpty { .. }
            | Self::InTheWay { .. }
            | Self::Link { .. }
            | Self::Missing { .. }
            | Self::Different { .. }
            | Self::Exists { .. } => true,
            Self::NotUnpacked { .. }
            | Self::TooLarge { .. }
            | Self::NotKept
            | Self::NotUtf8 { .. }
            | Self::Mapping { .. }
            | Self::Definition(_)
            | Self::NoLine(_)
            | Self::OldNames { .. } => false,
        }
    }
}

impl From<PackError<FolderError>> for FolderError {
    fn from(error: PackError<FolderError>) -> Self {
        match error {
            PackError::File(error) => error,
            PackError::Definition(error) => Self::Definition(error),
            PackError::NoLine { .. } => Self::NoLine(error.to_string()),
        }
    }
}

fn listed(files: &[PathBuf]) -> String {
    const SHOWN: usize = 10;
    let shown = files.iter().take(SHOWN).map(|file| file.display().to_string());
    let more = files.len().checked_sub(SHOWN).filter(|&more| more > 0).map(|more| format!("and {more} more"));
    shown.chain(more).collect::<Vec<_>>().join(", ")
}
