use api::compile::PlatformAssemblies;

use crate::JobId;
use crate::errors::Failure;
use crate::subject::SubjectCommand;

/// A file of the folder that is new or other than it was.
#[derive(Debug, Clone, PartialEq)]
pub struct FolderFile {
    /// Its path, with slashes.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What hands the sources to other programs.
#[derive(Debug, Clone, PartialEq)]
pub enum FolderCommand {
    /// Keep a folder of the user's computer in step with the sources.
    Link {
        /// Its name.
        name: String,
    },
    /// Leave the folder as it is from now on; with the reason when it was lost.
    Unlink(Option<Failure>),
    /// These files of the linked folder are new or other than they were; at first, all of them.
    Read(Vec<FolderFile>),
    /// [`Effect::WriteFolder`](crate::Effect::WriteFolder) has ended with the paths that were written; what changed in the
    /// folder meanwhile was not.
    Written(Result<Vec<String>, Failure>),
    /// [`Effect::CompleteFolder`](crate::Effect::CompleteFolder) has ended.
    Completed(Result<(), Failure>),
    /// Make one place of the file that differs on both sides as the folder has it; without one, all of it.
    Take(Option<usize>),
    /// Begin or end deciding about the files that differ here and in the linked folder.
    Decide(bool),
    /// That file is right as it is here.
    Settle,
    /// Download the solution with its project and sources as a zip.
    ExportSolution,
    /// [`Effect::ReadPlatform`](crate::Effect::ReadPlatform) has ended.
    PlatformRead {
        /// The job.
        job: JobId,
        /// The assemblies.
        result: Result<PlatformAssemblies, Failure>,
    },
    /// [`Effect::Export`](crate::Effect::Export) has ended.
    Exported {
        /// The job.
        job: JobId,
        /// Why there is no file.
        result: Result<(), Failure>,
    },
}

impl SubjectCommand for FolderCommand {
    fn only_shows(&self) -> bool {
        matches!(
            self,
            Self::Unlink(_)
                | Self::Written(_)
                | Self::Completed(_)
                | Self::ExportSolution
                | Self::PlatformRead { .. }
                | Self::Exported { .. }
        )
    }
}
