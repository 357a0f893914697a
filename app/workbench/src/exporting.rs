//! The source files for another program: the solution as a zip, with what it is compiled against.

use api::compile::PlatformAssemblies;
use extension::Content;

use crate::errors::Failure;
use crate::notice::NoticeKind;
use crate::{Effect, JobId, JobKind, SourceFile, Workbench};

/// The folder in which projects look for the platform's assemblies.
const BIN: &str = "bin";

impl Workbench {
    /// Asks for the platform's assemblies, which the solution is built with.
    pub(crate) fn export_solution(&mut self) -> Vec<Effect> {
        if self.is_running(JobKind::Export) {
            return Vec::new();
        }
        let Some(document) = &self.document else { return Vec::new() };
        let name = document.extension().name.to_string();
        if document.source_files().is_empty() {
            self.fail(Failure::no_sources());
            return Vec::new();
        }
        let job = self.start(JobKind::Export, format!("Packing the solution of {name}"));
        vec![Effect::ReadPlatform { job }]
    }

    /// Packs everything below `Source\NET`, in a folder of the extension's name. Without the platform's assemblies it is of use
    /// too: where Integration Studio is installed, they are there.
    pub(crate) fn platform_read(&mut self, job: JobId, result: Result<PlatformAssemblies, Failure>) -> Vec<Effect> {
        let is_running = self.jobs.iter().any(|running| running.id == job);
        let Some(document) = self.document.as_ref().filter(|_| is_running) else {
            self.end(job);
            return Vec::new();
        };
        let name = document.extension().name.to_string();
        let mut files = document.source_files();
        match result {
            Ok(platform) => add(platform, &mut files),
            Err(failure) => {
                let text = format!("The solution of {name} comes without the platform's assemblies.");
                let notice = self.tell(NoticeKind::Warning, text);
                notice.details = vec![failure.text, "To be built it needs them in its folder bin.".to_owned()];
            }
        }
        let in_folder = |file: SourceFile| SourceFile { path: format!("{name}/{}", file.path), ..file };
        let files = files.into_iter().map(in_folder).collect();
        vec![Effect::Export { job, file_name: format!("{name}.zip"), files }]
    }

    pub(crate) fn exported(&mut self, job: JobId, result: Result<(), Failure>) -> Vec<Effect> {
        if let (true, Err(failure)) = (self.end(job), result) {
            self.fail(failure);
        }
        Vec::new()
    }
}

/// Puts the assemblies where projects look for them. What the extension has there itself stays.
fn add(platform: PlatformAssemblies, files: &mut Vec<SourceFile>) {
    let folders = files.iter().filter_map(|file| file.path.split_once('/').map(|(folder, _)| folder));
    let folder = folders.filter(|folder| folder.eq_ignore_ascii_case(BIN)).max().unwrap_or(BIN).to_owned();
    for assembly in platform.assemblies {
        let path = format!("{folder}/{}", assembly.name);
        if !files.iter().any(|file| file.path.eq_ignore_ascii_case(&path)) {
            files.push(SourceFile { path, content: Content::from_bytes(assembly.dll) });
        }
    }
}
