use extension::{Dbms, Description, Extension, Name};

use crate::errors::Failure;
use crate::subject::SubjectCommand;
use crate::{FileHandle, JobId, WrittenFile};

/// What makes, opens, saves and closes the document.
#[derive(Debug, Clone, PartialEq)]
pub enum FileCommand {
    /// Make a new extension with its source files and open it.
    New {
        /// Its name.
        name: Name,
        /// Its databases.
        dbms: Dbms,
        /// Its description.
        description: Description,
    },
    /// Open a XIF.
    Open {
        /// The name of the file it came from.
        file_name: String,
        /// Its bytes.
        bytes: Vec<u8>,
        /// What writes it back, where the browser lets it be.
        handle: Option<FileHandle>,
    },
    /// [`Effect::ReadXif`](crate::Effect::ReadXif) has ended.
    XifRead {
        /// The job.
        job: JobId,
        /// The extension in it.
        result: Result<Extension, Failure>,
    },
    /// Begin an extension with an action that computes something, as an example.
    OpenExample,
    /// Close the document.
    Close,
    /// Write the document to the file it came from.
    Save,
    /// Write the document to a file that the user chooses.
    SaveAs,
    /// [`Effect::Pack`](crate::Effect::Pack) has ended with the file's bytes.
    Packed {
        /// The job.
        job: JobId,
        /// The deflated bytes.
        result: Result<Vec<u8>, Failure>,
    },
    /// [`Effect::WriteFile`](crate::Effect::WriteFile) has ended.
    Written {
        /// The job.
        job: JobId,
        /// The file that was written, or why it was not; `None` when the user cancelled.
        result: Result<Option<WrittenFile>, Failure>,
    },
}

impl SubjectCommand for FileCommand {
    fn only_shows(&self) -> bool {
        matches!(
            self,
            Self::New { .. }
                | Self::Open { .. }
                | Self::XifRead { .. }
                | Self::Close
                | Self::Packed { .. }
                | Self::Written { .. }
        )
    }

    fn leaves_document(&self) -> bool {
        matches!(self, Self::New { .. } | Self::Open { .. } | Self::OpenExample | Self::Close)
    }
}
