//! The source files for another program: the solution as a zip, with what it is compiled against, which a linked folder gets
//! too.

use api::compile::PlatformAssemblies;
use extension::Content;

use crate::errors::Failure;
use crate::{Context, Effect, Folders, JobId, JobKind, NoticeKind, SourceFile};

/// The folder in which projects look for the platform's assemblies.
const BIN: &str = "bin";

impl Folders {
    /// Asks for the platform's assemblies, which the solution is built with.
    pub(crate) fn export_solution(context: &mut Context) -> Vec<Effect> {
        if context.is_running(JobKind::Export) {
            return Vec::new();
        }
        let Some(document) = &context.document else { return Vec::new() };
        let name = document.extension().name.to_string();
        if document.source_files().is_empty() {
            context.fail(Failure::no_sources());
            return Vec::new();
        }
        let job = context.start(JobKind::Export, format!("Packing the solution of {name}"));
        vec![Effect::ReadPlatform { job }]
    }

    /// Asks for them for the folder that was just linked.
    pub(crate) fn complete_folder(context: &mut Context) -> Effect {
        let label = "Reading the platform's assemblies for the linked folder".to_owned();
        Effect::ReadPlatform { job: context.start(JobKind::Link, label) }
    }

    /// Goes on with what needed the platform's assemblies. Without them a solution is of use too: where Integration Studio is
    /// installed, they are there.
    pub(crate) fn platform_read(
        &mut self,
        context: &mut Context,
        job: JobId,
        result: Result<PlatformAssemblies, Failure>,
    ) -> Vec<Effect> {
        let kind = context.jobs().iter().find(|running| running.id == job).map(|running| running.kind);
        let (Some(document), Some(kind)) = (&context.document, kind) else {
            context.end(job);
            return Vec::new();
        };
        let name = document.extension().name.to_string();
        let files = document.source_files();
        let assemblies = result.map(|platform| missing(platform, &files));
        match kind {
            JobKind::Link => {
                context.end(job);
                self.put_into_folder(context, assemblies)
            }
            _ => Self::pack_solution(context, job, &name, files, assemblies),
        }
    }

    fn put_into_folder(&mut self, context: &mut Context, assemblies: Result<Vec<SourceFile>, Failure>) -> Vec<Effect> {
        let Some(folder) = self.linked.as_ref().map(|linked| linked.name.clone()) else { return Vec::new() };
        match assemblies {
            Ok(files) if files.is_empty() => Vec::new(),
            Ok(files) => vec![Effect::CompleteFolder { files }],
            Err(failure) => {
                Self::tell_of_missing(
                    context,
                    format!("The folder {folder} has no assemblies of the platform."),
                    failure,
                );
                Vec::new()
            }
        }
    }

    fn tell_of_missing(context: &mut Context, text: String, why: Failure) {
        let notice = context.tell(NoticeKind::Warning, text);
        notice.details = vec![why.text, "To be built it needs them in its folder bin.".to_owned()];
    }

    /// The assemblies of the platform were put into the linked folder, or could not be.
    pub(crate) fn folder_completed(&mut self, context: &mut Context, result: Result<(), Failure>) {
        if let (Some(linked), Err(failure)) = (&self.linked, result) {
            let text = format!("The platform's assemblies could not be written to {}.", linked.name);
            Self::tell_of_missing(context, text, failure);
        }
    }

    /// Packs everything below `Source\NET`, in a folder of the extension's name.
    fn pack_solution(
        context: &mut Context,
        job: JobId,
        name: &str,
        mut files: Vec<SourceFile>,
        assemblies: Result<Vec<SourceFile>, Failure>,
    ) -> Vec<Effect> {
        match assemblies {
            Ok(assemblies) => files.extend(assemblies),
            Err(failure) => {
                Self::tell_of_missing(
                    context,
                    format!("The solution of {name} comes without the platform's assemblies."),
                    failure,
                );
            }
        }
        let in_folder = |file: SourceFile| SourceFile { path: format!("{name}/{}", file.path), ..file };
        let files = files.into_iter().map(in_folder).collect();
        vec![Effect::Export { job, file_name: format!("{name}.zip"), files }]
    }

    pub(crate) fn exported(context: &mut Context, job: JobId, result: Result<(), Failure>) -> Vec<Effect> {
        if let (true, Err(failure)) = (context.end(job), result) {
            context.fail(failure);
        }
        Vec::new()
    }
}

/// The assemblies where projects look for them, but for those that the extension has there itself.
fn missing(platform: PlatformAssemblies, files: &[SourceFile]) -> Vec<SourceFile> {
    let folders = files.iter().filter_map(|file| file.path.split_once('/').map(|(folder, _)| folder));
    let folder = folders.filter(|folder| folder.eq_ignore_ascii_case(BIN)).max().unwrap_or(BIN).to_owned();
    let all = platform.assemblies.into_iter().map(|assembly| SourceFile {
        path: format!("{folder}/{}", assembly.name),
        content: Content::from_bytes(assembly.dll),
    });
    all.filter(|assembly| !files.iter().any(|file| file.path.eq_ignore_ascii_case(&assembly.path))).collect()
}
