use api::compile::{CompileAnswer, OfferedAssembly};

use crate::errors::Failure;
use crate::subject::SubjectCommand;
use crate::{CompileWait, JobId};

/// What has to do with compilation.
#[derive(Debug, Clone, PartialEq)]
pub enum CompilationCommand {
    /// Update the source files and compile them.
    Compile,
    /// [`Effect::Compile`](crate::Effect::Compile) has ended.
    Compiled {
        /// The job.
        job: JobId,
        /// The server's answer.
        result: Result<CompileAnswer, Failure>,
    },
    /// [`Effect::Compile`](crate::Effect::Compile) waits for this now.
    Waits {
        /// The job.
        job: JobId,
        /// What it waits for.
        waits: CompileWait,
    },
    /// Add an assembly that the server offers as a resource in `Source\NET\Bin`.
    AddAssembly(OfferedAssembly),
    /// [`Effect::ReadAssembly`](crate::Effect::ReadAssembly) has ended.
    AssemblyRead {
        /// The job.
        job: JobId,
        /// Its bytes.
        result: Result<Vec<u8>, Failure>,
    },
}

impl SubjectCommand for CompilationCommand {
    fn only_shows(&self) -> bool {
        matches!(self, Self::Compiled { .. } | Self::Waits { .. })
    }
}
