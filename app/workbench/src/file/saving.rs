//! Saving: stamp the head of the file, print, pack, write. The document counts as saved only when
//! its file was written.

use std::sync::Arc;

use extension::{Extension, FileName};

use crate::errors::Failure;
use crate::{
    Command, Context, Document, DraftId, Effect, Files, JobId, JobKind, News, NoticeKind, Surroundings, WrittenFile,
    has_same_content,
};

/// A save on its way.
#[derive(Debug, Clone)]
pub(crate) struct Saving {
    pub(crate) job: JobId,
    /// The draft of the document that is saved: another one may be open when the file is written.
    draft: DraftId,
    ask: bool,
    stamped: Extension,
    has_new_hash: bool,
    /// What is written.
    bytes: Arc<[u8]>,
}

impl Files {
    /// This command waits for the save.
    pub(crate) fn go_on_after_save(&mut self, command: Command) {
        self.after_save = Some(command);
    }

    /// The document is closed: what is being written of it is of no use.
    pub(crate) fn leave_document(&mut self) {
        self.saving = None;
    }

    /// A job was ended by the user; with a save goes what waits for one.
    pub(crate) fn cancel_save(&mut self, job: JobId) {
        self.after_save = None;
        self.saving.take_if(|saving| saving.job == job);
    }

    pub(crate) fn save(&mut self, context: &mut Context, ask: bool, surroundings: &dyn Surroundings) -> Vec<Effect> {
        let Some(document) = &context.document else { return Vec::new() };
        if context.is_running(JobKind::Save) {
            return Vec::new();
        }
        let draft = document.draft;
        let stamped = stamp(document, surroundings);
        let has_new_hash = stamped.provenance.hash != document.head.hash;
        let text = xif::print(&stamped);
        let job = context.start(JobKind::Save, format!("Saving {}", stamped.name));
        self.saving = Some(Saving { job, draft, ask, stamped, has_new_hash, bytes: Arc::default() });
        vec![Effect::Pack { job, text }]
    }

    pub(crate) fn packed(
        &mut self,
        context: &mut Context,
        job: JobId,
        result: Result<Vec<u8>, Failure>,
    ) -> Vec<Effect> {
        let (Some(saving), Some(document)) =
            (self.saving.as_mut().filter(|saving| saving.job == job), &context.document)
        else {
            return Vec::new();
        };
        match result {
            Ok(bytes) => {
                let handle = document.handle.filter(|_| !saving.ask);
                saving.bytes = bytes.as_slice().into();
                vec![Effect::WriteFile { job, file_name: offered_file_name(document), bytes, handle }]
            }
            Err(failure) => {
                self.give_up_saving(context, job, Some(failure));
                Vec::new()
            }
        }
    }

    pub(crate) fn written(
        &mut self,
        context: &mut Context,
        job: JobId,
        result: Result<Option<WrittenFile>, Failure>,
    ) -> Vec<Effect> {
        match result {
            Ok(Some(file)) => {
                context.end(job);
                let Some(saving) = self.saving.take_if(|saving| saving.job == job) else { return Vec::new() };
                let (draft, bytes) = (saving.draft, Arc::clone(&saving.bytes));
                let effect = file.handle.map(|handle| Effect::RememberFile { draft, handle });
                self.settle(context, saving, file);
                context.announce(News::Saved(Ok(bytes)));
                if let Some(command) = self.after_save.take() {
                    context.announce(News::GoesOn(command));
                }
                return effect.into_iter().collect();
            }
            Ok(None) => self.give_up_saving(context, job, None),
            Err(failure) => self.give_up_saving(context, job, Some(failure)),
        }
        Vec::new()
    }

    fn give_up_saving(&mut self, context: &mut Context, job: JobId, failure: Option<Failure>) {
        context.end(job);
        self.saving = None;
        self.after_save = None;
        context.announce(News::Saved(Err(failure.clone())));
        if let Some(failure) = failure {
            context.fail(failure.about("The extension is not saved. Your changes are still here."));
        }
    }

    fn settle(&mut self, context: &mut Context, saving: Saving, file: WrittenFile) {
        let document = context.document.as_mut().filter(|document| document.draft == saving.draft);
        let Some(document) = document else { return };
        document.head = saving.stamped.provenance.clone();
        document.saved = Some(saving.stamped);
        document.file = Some(saving.bytes);
        let text = format!("Saved {}, generation {}.", file.name, document.head.generation);
        document.file_name = Some(file.name);
        document.handle = file.handle.or(document.handle);
        document.history.seal();
        let behind = document.sources_are_behind();
        document.check();
        let not_built = document.findings().iter().filter(|finding| finding.rule.is_mended_by_compiling());
        let not_built: Vec<String> = not_built.map(|finding| finding.text.clone()).collect();
        let tell_about_hash = saving.has_new_hash && !self.told_about_hash;
        let excluded = document.extension().excluded.len();
        let notice = context.tell(NoticeKind::Done, text);
        if excluded > 0 {
            notice
                .details
                .push(format!("Excluded files are not in it: {excluded}. They are kept while this extension is open."));
        }
        if tell_about_hash {
            notice.details.push(xif::HASH_NOTE.to_owned());
        }
        if behind {
            notice.details.push(
                "The source code does not follow the definition yet: Update Source Code or Compile brings it up to date.".to_owned(),
            );
        }
        notice.details.extend(not_built);
        self.told_about_hash |= tell_about_hash;
    }
}

/// The document as the file will have it.
///
/// `Valid` is what Integration Studio means by it, the result of the last verification: a content that
/// was not changed keeps it; a changed one is valid when it was compiled as it stands.
fn stamp(document: &Document, surroundings: &dyn Surroundings) -> Extension {
    let extension = document.extension();
    let is_unchanged = document.saved.as_ref().is_some_and(|saved| has_same_content(saved, extension));
    let is_valid = document.is_compiled() || (is_unchanged && document.head.is_valid);
    xif::stamp(extension, &document.head, xif::Stamp { now_utc: surroundings.now_utc(), is_valid, is_unchanged })
}

/// The file name to offer for the document.
fn offered_file_name(document: &Document) -> String {
    let own = || format!("{}.xif", document.extension().name);
    document.file_name.clone().filter(|name| FileName::new(name).is_ok()).unwrap_or_else(own)
}
