//! Compilation of the sources on the server, and the assemblies that it needs.

mod assembly;
mod build;
mod command;
mod state;

use extension::Extension;

use crate::{Command, Context, Effect, JobId, Surroundings};

pub use command::CompilationCommand;
pub use state::{Compilation, CompilationState, CompileWait, Problem};

/// The compilation that goes on, and the assembly that is being added for one.
#[derive(Debug, Default)]
pub(crate) struct Builds {
    /// The extension that a compilation was started for.
    compiling: Option<(JobId, Extension)>,
    /// The job that reads an assembly of the server, and the file's name.
    adding: Option<(JobId, String)>,
}

impl Builds {
    pub(crate) fn handle(
        &mut self,
        context: &mut Context,
        command: CompilationCommand,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        match command {
            CompilationCommand::Compile => {
                return self.compile(context, Command::Compilation(CompilationCommand::Compile), surroundings);
            }
            CompilationCommand::Compiled { job, result } => self.compiled(context, job, result, surroundings),
            CompilationCommand::Waits { job, waits } => self.wait_for_compiler(context, job, waits),
            CompilationCommand::AddAssembly(assembly) => return self.add_assembly(context, assembly),
            CompilationCommand::AssemblyRead { job, result } => {
                return self.assembly_read(context, job, result, surroundings);
            }
        }
        Vec::new()
    }
}
