//! Documents: made new, or opened from a file.

use std::sync::Arc;

use extension::{Dbms, Description, Edit, Extension, FileName, History, Name, Resource};

use crate::checking::Checks;
use crate::errors::Failure;
use crate::journal::Journal;
use crate::reviewing::ReviewOpening;
use crate::sharing::SharedOpening;
use crate::versions::Versions;
use crate::{
    Command, Compilation, Document, DraftId, Effect, JobId, JobKind, Snapshot, StoredDraft, Surroundings, Tabs, Target,
    Workbench,
};

/// What is being opened.
#[derive(Debug, Clone)]
pub(crate) enum Opening {
    /// A file, with its bytes.
    File { file_name: String, bytes: Arc<[u8]> },
    /// A draft, from its base on.
    Draft { stored: StoredDraft, leads: bool },
    /// A file that the document is compared with.
    Comparison { file_name: String },
    /// The whole copy of a draft.
    Snapshot { record: Vec<u8>, packed: Arc<[u8]> },
    /// A shared draft, from its latest whole revision on.
    Shared(SharedOpening),
    /// A review, from its first revision on.
    Review(ReviewOpening),
}

impl Opening {
    fn name(&self) -> &str {
        match self {
            Self::File { file_name, .. } | Self::Comparison { file_name } => file_name,
            Self::Draft { stored, .. } => &stored.name,
            Self::Snapshot { .. } => "The latest copy of the draft",
            Self::Shared(_) => "The shared draft",
            Self::Review(_) => "The review",
        }
    }
}

impl Document {
    /// The document of an extension that this XIF holds.
    pub(crate) fn new(first_step: &str, extension: Extension, draft: DraftId, base: Arc<[u8]>) -> Self {
        Self {
            draft,
            leads: true,
            journal: Journal::new(base),
            head: Arc::clone(&extension.provenance),
            history: History::new(first_step, extension),
            saved: None,
            file_name: None,
            file: None,
            tabs: Tabs::default(),
            compilation: Compilation::default(),
            checks: Checks::default(),
            followed: Vec::new(),
            shared: None,
            versions: Versions::default(),
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
        self.begin(extension, surroundings);
        Vec::new()
    }

    /// Opens an extension that no file holds. It is taken as its own XIF is read, so that its draft, which
    /// begins with that XIF, is the same to the byte.
    fn begin(&mut self, extension: Extension, surroundings: &mut dyn Surroundings) {
        let text = xif::print(&extension);
        let base = xif::deflate(&text).into();
        let extension = xif::parse(text).ok().filter(|read| *read == extension).unwrap_or(extension);
        let mut document = Document::new("New extension", extension, surroundings.new_key(), base);
        document.tabs.show(Target::Extension);
        self.replace_document(document);
    }

    pub(crate) fn open_bytes(&mut self, file_name: String, bytes: Vec<u8>) -> Vec<Effect> {
        let (label, kept) = (format!("Opening {file_name}"), bytes.as_slice().into());
        self.unpack(bytes, label, Opening::File { file_name, bytes: kept })
    }

    pub(crate) fn unpack(&mut self, bytes: Vec<u8>, label: String, opening: Opening) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some((job, _)) = self.opening.take() {
            self.end(job);
            effects.push(Effect::Stop { job });
        }
        let job = self.start(JobKind::Open, label);
        self.opening = Some((job, opening));
        effects.push(Effect::Unpack { job, bytes });
        effects
    }

    pub(crate) fn unpacked(
        &mut self,
        job: JobId,
        result: Result<String, Failure>,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        if self.lookups.iter().any(|lookup| lookup.job == job) {
            return self.baseline_read(job, result);
        }
        if !self.end(job) {
            return Vec::new();
        }
        let Some((_, opening)) = self.opening.take_if(|(opening, _)| *opening == job) else { return Vec::new() };
        let read = result.and_then(|text| xif::parse(text).map_err(|error| Failure::of_reading(&error)));
        let replaces = !matches!(opening, Opening::Comparison { .. } | Opening::Review(_));
        // Edits made while the file was being read are not thrown away: the question comes first.
        if replaces && self.is_at_risk() && read.is_ok() {
            self.fail(Failure::busy(opening.name()));
            return Vec::new();
        }
        match (opening, read) {
            (Opening::Draft { stored, leads }, read) => self.unpacked_draft(&stored, leads, read, surroundings),
            (Opening::File { file_name, bytes }, Ok(extension)) => {
                self.open_extension(file_name, extension, bytes, surroundings);
            }
            (Opening::Comparison { file_name }, Ok(extension)) => self.show_beside(file_name, extension),
            (Opening::Snapshot { record, packed }, Ok(extension)) => {
                self.show_snapshot(&record, packed, extension, surroundings);
            }
            (Opening::Shared(opening), Ok(extension)) => self.show_shared(opening, extension, surroundings),
            (Opening::Review(opening), Ok(extension)) => return self.show_review(opening, extension),
            (opening, Err(failure)) => self.fail(failure.about(&format!("{} cannot be opened.", opening.name()))),
        }
        Vec::new()
    }

    fn open_extension(
        &mut self,
        file_name: String,
        extension: Extension,
        bytes: Arc<[u8]>,
        surroundings: &mut dyn Surroundings,
    ) {
        let first_step = format!("Open {file_name}");
        let mut document = Document::new(&first_step, extension.clone(), surroundings.new_key(), Arc::clone(&bytes));
        document.saved = Some(extension);
        document.file = Some(bytes);
        document.file_name = Some(file_name);
        document.tabs.show(Target::Extension);
        self.replace_document(document);
    }

    /// Opens the whole copy of a draft. No file holds it.
    fn show_snapshot(
        &mut self,
        record: &[u8],
        packed: Arc<[u8]>,
        extension: Extension,
        surroundings: &mut dyn Surroundings,
    ) {
        let completed = Snapshot::completed(record, extension.clone());
        let mut document = Document::new("Open the latest copy", extension, surroundings.new_key(), packed);
        if !completed.excluded.is_empty() {
            document.push("Excluded files".to_owned(), completed, None);
        }
        document.tabs.show(Target::Extension);
        self.replace_document(document);
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
