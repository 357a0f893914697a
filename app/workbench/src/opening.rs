//! Documents: made new, or opened from a file.

use std::sync::Arc;

use extension::{Dbms, Description, Edit, Extension, FileName, History, Name, Resource};

use crate::checking::Checks;
use crate::errors::Failure;
use crate::{Command, Compilation, Document, Effect, JobId, JobKind, Surroundings, Tabs, Target, Workbench};

impl Document {
    pub(crate) fn new(first_step: &str, extension: Extension) -> Self {
        Self {
            head: Arc::clone(&extension.provenance),
            history: History::new(first_step, extension),
            saved: None,
            file_name: None,
            tabs: Tabs::default(),
            compilation: Compilation::default(),
            checks: Checks::default(),
            followed: Vec::new(),
        }
    }
}

impl Workbench {
    /// Makes a new extension with its source files, as Integration Studio does, and opens it.
    pub(crate) fn create(
        &mut self,
        name: Name,
        dbms: Dbms,
        description: Description,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let keys = [surroundings.new_key(), surroundings.new_key(), surroundings.new_key()];
        let mut extension = Extension::new(name, keys, surroundings.now_utc());
        extension.dbms = dbms;
        extension.description = description;
        for file in csharp::new_sources(&extension) {
            let (key, time) = (surroundings.new_key(), surroundings.now_local());
            let resource = Resource::new(key, file.file_name, file.folder, file.content, time);
            match extension.apply(&Edit::AddResource(resource)) {
                Ok(next) => extension = next,
                Err(refusal) => self.fail(Failure::of_refusal(&refusal)),
            }
        }
        let mut document = Document::new("New extension", extension);
        document.tabs.show(Target::Extension);
        self.document = Some(document);
        Vec::new()
    }

    pub(crate) fn open_bytes(&mut self, file_name: String, bytes: Vec<u8>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some((job, _)) = self.opening.take() {
            self.end(job);
            effects.push(Effect::Stop { job });
        }
        let job = self.start(JobKind::Open, format!("Opening {file_name}"));
        self.opening = Some((job, file_name));
        effects.push(Effect::Unpack { job, bytes });
        effects
    }

    pub(crate) fn unpacked(&mut self, job: JobId, result: Result<String, Failure>) -> Vec<Effect> {
        if !self.end(job) {
            return Vec::new();
        }
        let Some((_, file_name)) = self.opening.take_if(|(opening, _)| *opening == job) else { return Vec::new() };
        let read = result.and_then(|text| xif::parse(text).map_err(|error| Failure::of_reading(&error)));
        match read {
            // Edits made while the file was being read are not thrown away: the question comes first.
            Ok(_) if self.is_dirty() => self.fail(Failure::busy(&file_name)),
            Ok(extension) => self.open_extension(file_name, extension),
            Err(failure) => self.fail(failure.about(&format!("{file_name} cannot be opened."))),
        }
        Vec::new()
    }

    fn open_extension(&mut self, file_name: String, extension: Extension) {
        let mut document = Document::new(&format!("Open {file_name}"), extension.clone());
        document.saved = Some(extension);
        document.file_name = Some(file_name);
        document.tabs.show(Target::Extension);
        self.document = Some(document);
        self.compiling = None;
        self.verify_run = None;
        self.jobs.retain(|job| job.kind != JobKind::Compile);
    }

    /// The file name to offer for the document.
    pub(crate) fn offered_file_name(document: &Document) -> String {
        let own = || format!("{}.xif", document.extension().name);
        document.file_name.clone().filter(|name| FileName::new(name).is_ok()).unwrap_or_else(own)
    }

    /// A command that opens nothing but shows why the bytes could not be had.
    pub fn reading_failed(file_name: &str, why: &str) -> Command {
        Command::Report(Failure::browser_file(&format!("{file_name} cannot be read."), why))
    }
}
