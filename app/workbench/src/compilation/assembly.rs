//! Assemblies that a project references and the extension does not have: added from what the server offers.

use api::compile::{Cause, OfferedAssembly};
use extension::Folder;

use crate::errors::Failure;
use crate::{
    Builds, CompilationCommand, Context, Document, Effect, JobId, JobKind, NewFile, Offer, Surroundings, document,
};

impl Document {
    /// The file that a problem says is missing, and that a user could add.
    pub fn missing_assembly(&self, problem: usize) -> Option<&str> {
        match &self.problems().get(problem)?.cause {
            Some(Cause::AssemblyMissing { file, .. }) if self.lacks(file) => Some(file),
            _ => None,
        }
    }

    /// The ways to add what a problem says is missing, by the problem's index.
    pub(crate) fn assembly_fixes(&self, problem: usize) -> Vec<Offer> {
        let Some(file) = self.missing_assembly(problem) else { return Vec::new() };
        match self.problems().get(problem).and_then(|it| it.cause.as_ref()) {
            Some(Cause::AssemblyMissing { offered, .. }) => offered.iter().map(|it| offer(file, it)).collect(),
            _ => Vec::new(),
        }
    }

    fn lacks(&self, file: &str) -> bool {
        self.extension().resource_at(Folder::BINARIES, file).is_none()
    }
}

fn offer(file: &str, assembly: &OfferedAssembly) -> Offer {
    let version = assembly.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
    let size = words::size(assembly.size);
    Offer {
        label: format!("Add {file}{version} from the Server ({size})"),
        command: CompilationCommand::AddAssembly(assembly.clone()).into(),
    }
}

impl Builds {
    /// Reads an assembly from the server.
    pub(crate) fn add_assembly(&mut self, context: &mut Context, assembly: OfferedAssembly) -> Vec<Effect> {
        if context.document.is_none() || context.is_running(JobKind::ReadAssembly) {
            return Vec::new();
        }
        let job = context.start(JobKind::ReadAssembly, format!("Adding {}", assembly.name));
        self.adding = Some((job, assembly.name.clone()));
        vec![Effect::ReadAssembly { job, assembly }]
    }

    /// Adds what was read, as one step.
    pub(crate) fn assembly_read(
        &mut self,
        context: &mut Context,
        job: JobId,
        result: Result<Vec<u8>, Failure>,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let Some((_, name)) = self.adding.take_if(|(running, _)| *running == job) else { return Vec::new() };
        context.end(job);
        match result {
            Ok(bytes) => {
                document::add_files(context, Folder::BINARIES, vec![NewFile { path: name, bytes }], surroundings)
            }
            Err(failure) => {
                context.fail(failure);
                Vec::new()
            }
        }
    }
}
