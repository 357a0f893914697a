//! Saving: stamp the head of the file, print, pack, write. The document counts as saved only when
//! its file was written.

use std::sync::Arc;

use extension::Extension;

use crate::document::has_same_content;
use crate::errors::Failure;
use crate::notice::NoticeKind;
use crate::{Document, DraftId, Effect, JobId, JobKind, Surroundings, Workbench};

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

impl Workbench {
    pub(crate) fn save(&mut self, ask: bool, surroundings: &dyn Surroundings) -> Vec<Effect> {
        let Some(document) = &self.document else { return Vec::new() };
        if self.is_running(JobKind::Save) {
            return Vec::new();
        }
        let draft = document.draft;
        let stamped = stamp(document, surroundings);
        let has_new_hash = stamped.provenance.hash != document.head.hash;
        let text = xif::print(&stamped);
        let job = self.start(JobKind::Save, format!("Saving {}", stamped.name));
        self.saving = Some(Saving { job, draft, ask, stamped, has_new_hash, bytes: Arc::default() });
        vec![Effect::Pack { job, text }]
    }

    pub(crate) fn packed(&mut self, job: JobId, result: Result<Vec<u8>, Failure>) -> Vec<Effect> {
        let (Some(saving), Some(document)) = (self.saving.as_mut().filter(|saving| saving.job == job), &self.document)
        else {
            return Vec::new();
        };
        match result {
            Ok(bytes) => {
                let (file_name, ask) = (Self::offered_file_name(document), saving.ask);
                saving.bytes = bytes.as_slice().into();
                self.keep_for_publishing(&bytes);
                vec![Effect::WriteFile { job, file_name, bytes, ask }]
            }
            Err(failure) => {
                self.give_up_saving(job, Some(failure));
                Vec::new()
            }
        }
    }

    pub(crate) fn written(
        &mut self,
        job: JobId,
        result: Result<Option<String>, Failure>,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        match result {
            Ok(Some(file_name)) => {
                self.end(job);
                let Some(saving) = self.saving.take_if(|saving| saving.job == job) else { return Vec::new() };
                self.settle(saving, file_name);
                self.with_document(|document| document.keep_saved(surroundings.now_local()));
                let mut effects = self.saved_for_publishing(Ok(()));
                if let Some(command) = self.after_save.take() {
                    effects.extend(self.handle(command, surroundings));
                }
                effects
            }
            Ok(None) => {
                self.give_up_saving(job, None);
                Vec::new()
            }
            Err(failure) => {
                self.give_up_saving(job, Some(failure));
                Vec::new()
            }
        }
    }

    fn give_up_saving(&mut self, job: JobId, failure: Option<Failure>) {
        self.end(job);
        self.saving = None;
        self.after_save = None;
        // What fails now is not uploaded, so no effect follows.
        drop(self.saved_for_publishing(Err(failure.as_ref())));
        if let Some(failure) = failure {
            self.fail(failure.about("The extension is not saved. Your changes are still here."));
        }
    }

    fn settle(&mut self, saving: Saving, file_name: String) {
        let document = self.document.as_mut().filter(|document| document.draft == saving.draft);
        let Some(document) = document else { return };
        document.head = saving.stamped.provenance.clone();
        document.saved = Some(saving.stamped);
        document.file = Some(saving.bytes);
        let text = format!("Saved {file_name}, generation {}.", document.head.generation);
        document.file_name = Some(file_name);
        document.history.seal();
        let behind = document.sources_are_behind();
        let tell_about_hash = saving.has_new_hash && !self.told_about_hash;
        let excluded = document.extension().excluded.len();
        let notice = self.tell(NoticeKind::Done, text);
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
