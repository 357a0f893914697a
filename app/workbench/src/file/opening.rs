//! Documents: made new, or opened from a file.

use std::sync::Arc;

use extension::{Dbms, Description, Extension, History, Name};

use crate::errors::Failure;
use crate::{
    Autosave, Checks, Compilation, Context, Document, DraftId, Effect, FileHandle, Files, JobId, Journal, News,
    Opening, Surroundings, Tabs, Target, Versions, document,
};

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
            handle: None,
            tabs: Tabs::default(),
            compilation: Compilation::default(),
            checks: Checks::default(),
            followed: Vec::new(),
            shared: None,
            versions: Versions::default(),
        }
    }
}

impl Files {
    /// Makes a new extension with its source files, as Integration Studio does, and opens it.
    pub(crate) fn create(
        context: &mut Context,
        name: Name,
        dbms: Dbms,
        description: Description,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let keys = [surroundings.new_key(), surroundings.new_key(), surroundings.new_key()];
        let mut extension = Extension::new(name, keys, surroundings.now_utc());
        extension.dbms = dbms;
        extension.description = description;
        let time = surroundings.now_local();
        match csharp::with_sources(&extension, &time, |_| surroundings.new_key()) {
            Ok(with_sources) => extension = with_sources,
            Err(refusal) => context.fail(Failure::of_refusal(&refusal)),
        }
        Self::begin(context, extension, surroundings);
        Vec::new()
    }

    /// Opens an extension that no file holds. It is taken as its own XIF is read, so that its draft, which
    /// begins with that XIF, is the same to the byte.
    fn begin(context: &mut Context, extension: Extension, surroundings: &mut dyn Surroundings) {
        let text = xif::print(&extension);
        let base = xif::deflate(&text).into();
        let extension = xif::parse(text).ok().filter(|read| *read == extension).unwrap_or(extension);
        let mut document = Document::new("New extension", extension, surroundings.new_key(), base);
        document.tabs.show(Target::Extension);
        context.replace(document);
    }

    pub(crate) fn open_bytes(
        context: &mut Context,
        file_name: String,
        bytes: Vec<u8>,
        handle: Option<FileHandle>,
    ) -> Vec<Effect> {
        let (label, kept) = (format!("Opening {file_name}"), bytes.as_slice().into());
        context.read(bytes, label, Opening::File { file_name, bytes: kept, handle })
    }

    /// A XIF was read, or could not be: whoever opens it goes on.
    pub(crate) fn read(
        context: &mut Context,
        autosave: &Autosave,
        job: JobId,
        result: Result<Extension, Failure>,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let Some(opening) = context.take_reading(job) else {
            context.announce(News::BaselineRead { job, result });
            return Vec::new();
        };
        if !context.end(job) {
            return Vec::new();
        }
        // Edits made while the file was being read are not thrown away: the question comes first.
        if opening.replaces_document() && autosave.is_at_risk(context) && result.is_ok() {
            context.fail(Failure::busy(opening.name()));
            return Vec::new();
        }
        match (opening, result) {
            (Opening::File { file_name, bytes, handle }, Ok(extension)) => {
                return Self::open_extension(context, file_name, extension, bytes, handle, surroundings);
            }
            (Opening::File { file_name, .. }, Err(failure)) => {
                let mut failure = failure.about(&format!("{file_name} cannot be opened."));
                failure.details.extend(xif::file_name_hint(&file_name).map(str::to_owned));
                context.fail(failure);
            }
            (Opening::Draft { stored, leads }, read) => context.announce(News::DraftRead { stored, leads, read }),
            (opening, Ok(extension)) => context.announce(News::Read(opening, extension)),
            (opening, Err(failure)) => {
                context.fail(failure.about(&format!("{} cannot be opened.", opening.name())));
            }
        }
        Vec::new()
    }

    fn open_extension(
        context: &mut Context,
        file_name: String,
        extension: Extension,
        bytes: Arc<[u8]>,
        handle: Option<FileHandle>,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let first_step = format!("Open {file_name}");
        let draft = surroundings.new_key();
        let mut document = Document::new(&first_step, extension.clone(), draft, Arc::clone(&bytes));
        document.saved = Some(extension);
        document.file = Some(bytes);
        document.file_name = Some(file_name);
        document.handle = handle;
        document.tabs.show(Target::Extension);
        context.replace(document);
        document::tell_of_older_version(context, surroundings);
        handle.map(|handle| Effect::RememberFile { draft, handle }).into_iter().collect()
    }
}
