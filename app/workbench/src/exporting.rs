//! The source files for another program: the solution as a zip.

use crate::errors::Failure;
use crate::{Effect, JobId, JobKind, SourceFile, Workbench};

impl Workbench {
    /// Everything below `Source\\NET`, in a folder of the extension's name.
    pub(crate) fn export_solution(&mut self) -> Vec<Effect> {
        if self.is_running(JobKind::Export) {
            return Vec::new();
        }
        let Some(document) = &self.document else { return Vec::new() };
        let name = document.extension().name.to_string();
        let in_folder = |file: SourceFile| SourceFile { path: format!("{name}/{}", file.path), ..file };
        let files: Vec<SourceFile> = document.source_files().into_iter().map(in_folder).collect();
        if files.is_empty() {
            self.fail(Failure::no_sources());
            return Vec::new();
        }
        let job = self.start(JobKind::Export, format!("Packing the solution of {name}"));
        vec![Effect::Export { job, file_name: format!("{name}.zip"), files }]
    }

    pub(crate) fn exported(&mut self, job: JobId, result: Result<(), Failure>) -> Vec<Effect> {
        if let (true, Err(failure)) = (self.end(job), result) {
            self.fail(failure);
        }
        Vec::new()
    }
}
