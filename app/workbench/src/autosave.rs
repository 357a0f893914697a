//! Drafts: documents that the browser keeps while they are worked on.
//!
//! Each command that changes the document ends with an [`Effect::Keep`] of what is new. A draft that is
//! opened gives the same document again: history, place in it, what is saved and what is not.

mod command;
mod draft;
pub mod lead;
mod write_queue;

use std::sync::Arc;

use extension::Extension;

use crate::errors::{Code, Failure};
use crate::{
    Checks, Compilation, CompilationState, Context, Document, DraftId, DraftState, Effect, Facts, Journal, News,
    Notice, NoticeKind, Offer, Opening, Part, Refused, Replayed, Snapshot, Summary, Surroundings, Target, journal,
    only_shown,
};

pub use command::AutosaveCommand;

pub use draft::{Keeping, StoredDraft};
pub use write_queue::{Batch, WriteQueues};

impl Document {
    /// The draft that the document is kept as.
    pub fn draft(&self) -> DraftId {
        self.draft
    }

    /// Whether this page changes the draft; otherwise another one does.
    pub fn leads(&self) -> bool {
        self.leads
    }

    /// What of it is kept.
    pub(crate) fn facts(&self) -> Facts<'_> {
        Facts {
            draft: self.draft,
            history: &self.history,
            file_name: self.file_name.as_deref(),
            saved: self.saved.as_ref(),
            is_dirty: self.is_dirty(),
            compiled: self.compilation.compiled.as_ref(),
            followed: &self.followed,
            tabs: &self.tabs,
            shared: self.shared.as_ref(),
            versions: self.versions(),
        }
    }

    fn of_draft(id: DraftId, leads: bool, replayed: Replayed) -> Self {
        let Replayed { history, file_name, saved, compiled, followed, tabs, shared, versions, journal, damage: _ } =
            replayed;
        let head = saved.as_ref().unwrap_or(&history.steps()[0].extension).provenance.clone();
        let compilation = Compilation { compiled, ..Compilation::default() };
        let mut document = Self {
            draft: id,
            leads,
            history,
            saved,
            head,
            file_name,
            file: None,
            handle: None,
            tabs,
            compilation,
            checks: Checks::default(),
            followed,
            journal,
            shared,
            versions,
        };
        if document.is_compiled() {
            document.compilation.state = CompilationState::Succeeded;
        }
        document
    }
}

/// Whether drafts are kept.
#[derive(Debug, Default)]
pub(crate) struct Autosave {
    keeping: Keeping,
}

impl Autosave {
    /// Whether changes are kept beyond the page.
    pub(crate) fn keeping(&self) -> Keeping {
        self.keeping
    }

    /// The whole document as it is, to be kept beside its steps.
    pub(crate) fn snapshot(context: &Context) -> Option<Snapshot> {
        let document = context.document.as_ref().filter(|document| document.leads)?;
        Some(Snapshot::of(document.extension()))
    }

    /// Whether closing the document would lose work.
    pub(crate) fn is_at_risk(&self, context: &Context) -> bool {
        let is_own = |document: &Document| document.is_dirty() && document.may_change();
        self.keeping != Keeping::Works && context.document.as_ref().is_some_and(is_own)
    }

    /// What the document has that is not kept yet.
    pub(crate) fn keep(&mut self, context: &mut Context) -> Option<Effect> {
        let document = context.document.as_mut().filter(|document| document.leads)?;
        if self.keeping == Keeping::Never {
            return None;
        }
        let mut journal = std::mem::take(&mut document.journal);
        let kept = journal.keep(&document.facts());
        document.journal = journal;
        Some(Effect::Keep { draft: document.draft, kept: kept? })
    }

    pub(crate) fn set_keeping(&mut self, context: &mut Context, keeping: Keeping) {
        let is_told = |notice: &Notice| notice.code == Some(Code::NotKept.into());
        if keeping == Keeping::Works && context.withdraw(is_told) {
            context.tell(NoticeKind::Done, "Changes are kept in this browser again.");
        }
        self.keeping = keeping;
    }

    /// Another page leads from now on.
    pub(crate) fn lose_lead(context: &mut Context) {
        context.with_document(|document| document.leads = false);
        context.announce(News::LeadLost);
    }

    /// The draft is another page's, or is gone, and this page has changes that are not in it: it goes on
    /// with all of them as a draft of its own.
    pub(crate) fn split_off(context: &mut Context, surroundings: &mut dyn Surroundings) {
        let Some(document) = &mut context.document else { return };
        document.draft = surroundings.new_key();
        document.handle = None;
        document.leads = true;
        document.shared = None;
        document.journal = document.journal.anew();
        let name = document.extension().name.to_string();
        let text = format!("{name} goes on here as a draft of its own.");
        let why = "Another tab took the draft over, or it was removed, before the last changes of this tab were in it.";
        context.tell(NoticeKind::Warning, text).details = vec![why.to_owned()];
    }

    /// Asks the page that leads for the draft.
    pub(crate) fn take_lead(context: &Context) -> Vec<Effect> {
        let followed = context.document.as_ref().filter(|document| !document.leads);
        followed.map(|document| Effect::TakeLead { draft: document.draft }).into_iter().collect()
    }

    pub(crate) fn open_draft(
        context: &mut Context,
        stored: StoredDraft,
        leads: bool,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        // What the base is read as is known when the draft is open already: it only goes on, and whoever
        // looks on stays where he is.
        if let Some(document) = context.document.as_ref().filter(|document| document.draft == stored.id) {
            let (base, tabs) = (document.history.steps()[0].extension.clone(), document.tabs.clone());
            Self::settle_draft(context, &stored, leads, &base, surroundings);
            context.with_document(|document| {
                document.tabs = tabs;
                document.tabs.keep_existing(document.history.current());
            });
            return Vec::new();
        }
        let Some(base) = stored.parts.get(&Part::Base).cloned() else {
            Self::unreadable(context, &stored, "What it began with is missing.");
            return Vec::new();
        };
        let name = stored.name.clone();
        context.read(base, format!("Opening {name}"), Opening::Draft { stored, leads })
    }

    /// The draft's base was read, or could not be.
    pub(crate) fn unpacked_draft(
        context: &mut Context,
        stored: &StoredDraft,
        leads: bool,
        read: Result<Extension, Failure>,
        surroundings: &mut dyn Surroundings,
    ) {
        match read {
            Ok(base) => Self::settle_draft(context, stored, leads, &base, surroundings),
            Err(failure) => Self::unreadable(context, stored, &failure.text),
        }
    }

    fn settle_draft(
        context: &mut Context,
        stored: &StoredDraft,
        leads: bool,
        base: &Extension,
        surroundings: &mut dyn Surroundings,
    ) {
        let mut replayed = journal::replay(stored.id, base, &stored.parts);
        let damage = std::mem::take(&mut replayed.damage);
        if damage.is_empty() {
            let mut document = Document::of_draft(stored.id, leads, replayed);
            let open = context.document.as_ref().filter(|open| open.draft == stored.id);
            document.handle = stored.handle.or_else(|| open?.handle);
            return context.replace(document);
        }
        // The damaged draft stays as it is; what can be read of it goes on as another one.
        let base = stored.parts.get(&Part::Base).cloned().unwrap_or_default();
        replayed.journal = Journal::new(base.into());
        replayed.shared = None;
        context.replace(Document::of_draft(surroundings.new_key(), true, replayed));
        Self::tell_of_damage(context, stored, damage);
    }

    fn tell_of_damage(context: &mut Context, stored: &StoredDraft, damage: Vec<String>) {
        let mut failure = Failure::new(
            Code::DraftUnreadable,
            format!(
                "Not all of the draft {} can be read. It stays as it is; what can be read is open as a copy.",
                stored.name
            ),
        );
        failure.details = damage;
        context.report(failure).offers = snapshot_offer(stored);
    }

    fn unreadable(context: &mut Context, stored: &StoredDraft, why: &str) {
        let mut failure = Failure::new(
            Code::DraftUnreadable,
            format!("The draft {} cannot be opened. It stays as it is.", stored.name),
        );
        failure.details = vec![why.to_owned()];
        context.report(failure).offers = snapshot_offer(stored);
    }

    pub(crate) fn open_snapshot(context: &mut Context, name: &str, record: Vec<u8>) -> Vec<Effect> {
        let Some(packed) = Snapshot::packed(&record) else {
            context
                .fail(Failure::new(Code::DraftUnreadable, format!("The latest copy of {name} cannot be read either.")));
            return Vec::new();
        };
        let kept = packed.as_slice().into();
        context.read(packed, format!("Opening the latest copy of {name}"), Opening::Snapshot { record, packed: kept })
    }

    /// Opens the whole copy of a draft. No file holds it.
    pub(crate) fn show_snapshot(
        context: &mut Context,
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
        context.replace(document);
    }

    /// The draft of the document, when nothing was ever done in it.
    pub(crate) fn untouched_draft(context: &Context) -> Option<DraftId> {
        let document = context.document.as_ref().filter(|document| document.leads)?;
        (Summary::of(&document.facts()).state == DraftState::Untouched).then_some(document.draft)
    }

    /// Drops an untouched draft that is no longer open: its file is all there is to it.
    pub(crate) fn drop_draft(context: &Context, draft: DraftId) -> Option<Effect> {
        let is_open = context.document.as_ref().is_some_and(|document| document.draft == draft);
        (!is_open).then_some(Effect::DropDraft { draft })
    }

    /// Says where the work is that is closed and not saved.
    pub(crate) fn tell_where_it_is(&mut self, context: &mut Context) {
        let Some(document) = context.document.as_ref().filter(|document| document.leads && document.is_dirty()) else {
            return;
        };
        if self.keeping == Keeping::Works {
            let text =
                format!("{} has changes that are kept as a draft, not saved to a file.", document.extension().name);
            context.tell(NoticeKind::Done, text);
        }
    }

    pub(crate) fn delete_draft(context: &mut Context, draft: DraftId, name: &str) -> Vec<Effect> {
        let notice = context.tell(NoticeKind::Done, format!("The draft {name} is deleted."));
        notice.offers = vec![Offer { label: "Undo".to_owned(), command: AutosaveCommand::Restore(draft).into() }];
        vec![Effect::DeleteDraft { draft }]
    }

    pub(crate) fn refuse_to_change(context: &mut Context) {
        let Some(document) = &context.document else { return };
        let Refused { text, offers } = only_shown(document);
        let failure = Failure::new(if document.leads { Code::OnlyShown } else { Code::DraftElsewhere }, text);
        context.report(failure).offers = offers;
    }
}

fn snapshot_offer(stored: &StoredDraft) -> Vec<Offer> {
    let record = stored.parts.get(&Part::Snapshot).cloned();
    let offer = record.map(|record| Offer {
        label: "Open the latest whole copy".to_owned(),
        command: AutosaveCommand::OpenSnapshot { name: stored.name.clone(), record }.into(),
    });
    offer.into_iter().collect()
}

impl Autosave {
    pub(crate) fn handle(
        &mut self,
        context: &mut Context,
        command: AutosaveCommand,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        match command {
            AutosaveCommand::Open { draft, leads } => return Self::open_draft(context, draft, leads, surroundings),
            AutosaveCommand::OpenSnapshot { name, record } => return Self::open_snapshot(context, &name, record),
            AutosaveCommand::TakeLead => return Self::take_lead(context),
            AutosaveCommand::LoseLead => Self::lose_lead(context),
            AutosaveCommand::SplitOff => Self::split_off(context, surroundings),
            AutosaveCommand::SetKeeping(keeping) => self.set_keeping(context, keeping),
            AutosaveCommand::Delete { draft, name } => return Self::delete_draft(context, draft, &name),
            AutosaveCommand::Restore(draft) => return vec![Effect::RestoreDraft { draft }],
        }
        Vec::new()
    }
}
