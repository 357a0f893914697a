//! Drafts: documents that the browser keeps while they are worked on.
//!
//! Each command that changes the document ends with an [`Effect::Keep`] of what is new. A draft that is
//! opened gives the same document again: history, place in it, what is saved and what is not.

use std::collections::BTreeMap;

use extension::Extension;

use crate::checking::Checks;
use crate::errors::Failure;
use crate::journal::{self, Journal, Replayed, Summary};
use crate::notice::{Notice, NoticeKind, Offer};
use crate::opening::Opening;
use crate::{
    Command, Compilation, CompilationState, Document, DraftId, DraftState, Effect, JobKind, Part, Refused,
    ReviewCommand, ShareCommand, Snapshot, Surroundings, Workbench,
};

/// A draft as it was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredDraft {
    /// The draft.
    pub id: DraftId,
    /// What the user knows it by.
    pub name: String,
    /// Everything that was kept.
    pub parts: BTreeMap<Part, Vec<u8>>,
}

/// Whether changes are kept beyond the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Keeping {
    /// There is no place to keep them.
    #[default]
    Never,
    /// The last attempt failed; further ones may not.
    Fails,
    /// They are.
    Works,
}

impl StoredDraft {
    /// Whether it is the copy of a shared draft.
    pub fn is_shared(&self) -> bool {
        self.parts.get(&Part::Shared).is_some_and(|record| journal::is_shared(record))
    }
}

impl Document {
    /// The draft that the document is kept as.
    pub fn draft(&self) -> DraftId {
        self.draft
    }

    /// Whether this page changes the draft; otherwise another one does.
    pub fn leads(&self) -> bool {
        self.leads
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

impl Workbench {
    /// Whether changes are kept beyond the page.
    pub fn keeping(&self) -> Keeping {
        self.keeping
    }

    /// The whole document as it is, to be kept beside its steps.
    pub fn snapshot(&self) -> Option<Snapshot> {
        let document = self.document.as_ref().filter(|document| document.leads)?;
        Some(Snapshot::of(document.extension()))
    }

    /// Whether closing the document would lose work.
    pub fn is_at_risk(&self) -> bool {
        self.is_dirty() && self.keeping != Keeping::Works && self.document.as_ref().is_some_and(Document::may_change)
    }

    /// What the document has that is not kept yet.
    pub(crate) fn keep(&mut self) -> Option<Effect> {
        let document = self.document.as_mut().filter(|document| document.leads)?;
        if self.keeping == Keeping::Never {
            return None;
        }
        let mut journal = std::mem::take(&mut document.journal);
        let kept = journal.keep(document);
        document.journal = journal;
        Some(Effect::Keep { draft: document.draft, kept: kept? })
    }

    pub(crate) fn set_keeping(&mut self, keeping: Keeping) {
        let is_told = |notice: &Notice| notice.code.as_deref() == Some("B106");
        if keeping == Keeping::Works && self.notices.iter().any(is_told) {
            self.notices.retain(|notice| !is_told(notice));
            self.tell(NoticeKind::Done, "Changes are kept in this browser again.");
        }
        self.keeping = keeping;
    }

    /// Another page leads from now on.
    pub(crate) fn lose_lead(&mut self) {
        self.with_document(|document| document.leads = false);
        let stopped = self.jobs.iter().filter(|job| job.kind == JobKind::Compile).map(|job| job.id);
        for job in stopped.collect::<Vec<_>>() {
            self.end(job);
            self.stop_compiling(job);
        }
    }

    /// The draft is another page's, or is gone, and this page has changes that are not in it: it goes on
    /// with all of them as a draft of its own.
    pub(crate) fn split_off(&mut self, surroundings: &mut dyn Surroundings) {
        let Some(document) = &mut self.document else { return };
        document.draft = surroundings.new_key();
        document.leads = true;
        document.shared = None;
        document.journal = document.journal.anew();
        let name = document.extension().name.to_string();
        let text = format!("{name} goes on here as a draft of its own.");
        let why = "Another tab took the draft over, or it was removed, before the last changes of this tab were in it.";
        self.tell(NoticeKind::Warning, text).details = vec![why.to_owned()];
    }

    /// Asks the page that leads for the draft.
    pub(crate) fn take_lead(&self) -> Vec<Effect> {
        let followed = self.document.as_ref().filter(|document| !document.leads);
        followed.map(|document| Effect::TakeLead { draft: document.draft }).into_iter().collect()
    }

    pub(crate) fn open_draft(
        &mut self,
        stored: StoredDraft,
        leads: bool,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        // What the base is read as is known when the draft is open already: it only goes on, and whoever
        // looks on stays where he is.
        if let Some(document) = self.document.as_ref().filter(|document| document.draft == stored.id) {
            let (base, tabs) = (document.history.steps()[0].extension.clone(), document.tabs.clone());
            self.settle_draft(&stored, leads, &base, surroundings);
            self.with_document(|document| {
                document.tabs = tabs;
                document.tabs.keep_existing(document.history.current());
            });
            return Vec::new();
        }
        let Some(base) = stored.parts.get(&Part::Base).cloned() else {
            self.unreadable(&stored, "What it began with is missing.");
            return Vec::new();
        };
        let name = stored.name.clone();
        self.unpack(base, format!("Opening {name}"), Opening::Draft { stored, leads })
    }

    /// The draft's base was read, or could not be.
    pub(crate) fn unpacked_draft(
        &mut self,
        stored: &StoredDraft,
        leads: bool,
        read: Result<Extension, Failure>,
        surroundings: &mut dyn Surroundings,
    ) {
        match read {
            Ok(base) => self.settle_draft(stored, leads, &base, surroundings),
            Err(failure) => self.unreadable(stored, &failure.text),
        }
    }

    fn settle_draft(
        &mut self,
        stored: &StoredDraft,
        leads: bool,
        base: &Extension,
        surroundings: &mut dyn Surroundings,
    ) {
        let mut replayed = journal::replay(stored.id, base, &stored.parts);
        let damage = std::mem::take(&mut replayed.damage);
        if damage.is_empty() {
            return self.replace_document(Document::of_draft(stored.id, leads, replayed));
        }
        // The damaged draft stays as it is; what can be read of it goes on as another one.
        let base = stored.parts.get(&Part::Base).cloned().unwrap_or_default();
        replayed.journal = Journal::new(base.into());
        replayed.shared = None;
        self.replace_document(Document::of_draft(surroundings.new_key(), true, replayed));
        self.tell_of_damage(stored, damage);
    }

    fn tell_of_damage(&mut self, stored: &StoredDraft, damage: Vec<String>) {
        let mut failure = Failure::new(
            "B107",
            format!(
                "Not all of the draft {} can be read. It stays as it is; what can be read is open as a copy.",
                stored.name
            ),
        );
        failure.details = damage;
        failure.offers = snapshot_offer(stored);
        self.fail(failure);
    }

    fn unreadable(&mut self, stored: &StoredDraft, why: &str) {
        let mut failure =
            Failure::new("B107", format!("The draft {} cannot be opened. It stays as it is.", stored.name));
        failure.details = vec![why.to_owned()];
        failure.offers = snapshot_offer(stored);
        self.fail(failure);
    }

    pub(crate) fn open_snapshot(&mut self, name: &str, record: Vec<u8>) -> Vec<Effect> {
        let Some(packed) = Snapshot::packed(&record) else {
            self.fail(Failure::new("B107", format!("The latest copy of {name} cannot be read either.")));
            return Vec::new();
        };
        let kept = packed.as_slice().into();
        self.unpack(packed, format!("Opening the latest copy of {name}"), Opening::Snapshot { record, packed: kept })
    }

    /// Shows another document; work on the one before ends.
    pub(crate) fn replace_document(&mut self, document: Document) {
        if self.document.as_ref().is_none_or(|before| before.draft != document.draft) {
            self.compiling = None;
            self.verify_run = None;
            self.beside = None;
            self.beside_template = None;
            self.jobs.retain(|job| job.kind != JobKind::Compile);
        }
        self.document = Some(document);
    }

    /// The draft of the document, when nothing was ever done in it.
    pub(crate) fn untouched_draft(&self) -> Option<DraftId> {
        let document = self.document.as_ref().filter(|document| document.leads)?;
        (Summary::of(document).state == DraftState::Untouched).then_some(document.draft)
    }

    /// Drops an untouched draft that is no longer open: its file is all there is to it.
    pub(crate) fn drop_draft(&self, draft: DraftId) -> Option<Effect> {
        let is_open = self.document.as_ref().is_some_and(|document| document.draft == draft);
        (!is_open).then_some(Effect::DropDraft { draft })
    }

    /// Says where the work is that is closed and not saved.
    pub(crate) fn tell_where_it_is(&mut self) {
        let Some(document) = self.document.as_ref().filter(|document| document.leads && document.is_dirty()) else {
            return;
        };
        if self.keeping == Keeping::Works {
            let text = format!("{} is kept as a draft; no file holds its changes.", document.extension().name);
            self.tell(NoticeKind::Done, text);
        }
    }

    pub(crate) fn delete_draft(&mut self, draft: DraftId, name: &str) -> Vec<Effect> {
        let notice = self.tell(NoticeKind::Done, format!("The draft {name} is deleted."));
        notice.offers = vec![Offer { label: "Undo".to_owned(), command: Command::RestoreDraft(draft) }];
        vec![Effect::DeleteDraft { draft }]
    }

    pub(crate) fn refuse_to_change(&mut self) {
        let Some(document) = &self.document else { return };
        let Refused { text, offers } = only_shown(document);
        let mut failure = Failure::new(if document.leads { "B205" } else { "B108" }, text);
        failure.offers = offers;
        self.fail(failure);
    }
}

/// Why a document is not changed here, and what can be done about it.
pub(crate) fn only_shown(document: &Document) -> Refused {
    let (text, label, command) = if document.leads {
        let command = Command::Share(ShareCommand::Leave);
        ("This link shows the draft; it does not let you change it.", "Make a copy", command)
    } else {
        let text = "This draft is open in another tab or window, which changes it.";
        (text, "Take over here", Command::TakeLead)
    };
    Refused { text: text.to_owned(), offers: vec![Offer { label: label.to_owned(), command }] }
}

fn snapshot_offer(stored: &StoredDraft) -> Vec<Offer> {
    let record = stored.parts.get(&Part::Snapshot).cloned();
    let offer = record.map(|record| Offer {
        label: "Open the latest whole copy".to_owned(),
        command: Command::OpenSnapshot { name: stored.name.clone(), record },
    });
    offer.into_iter().collect()
}

impl Command {
    /// Whether another document, or none, is open after it.
    pub(crate) fn leaves_document(&self) -> bool {
        matches!(
            self,
            Self::NewExtension { .. }
                | Self::OpenBytes { .. }
                | Self::OpenDraft { .. }
                | Self::OpenSnapshot { .. }
                | Self::Share(ShareCommand::Open { .. })
                | Self::Review(ReviewCommand::Copy)
                | Self::Close
        )
    }

    /// Whether it can be given where another page leads: it shows and changes nothing.
    pub(crate) fn only_shows(&self) -> bool {
        matches!(
            self,
            Self::NewExtension { .. }
                | Self::OpenBytes { .. }
                | Self::OpenDraft { .. }
                | Self::OpenSnapshot { .. }
                | Self::DeleteDraft { .. }
                | Self::RestoreDraft(_)
                | Self::SetKeeping(_)
                | Self::TakeLead
                | Self::LoseLead
                | Self::SplitOff
                | Self::Share(_)
                | Self::Review(_)
                | Self::Unpacked { .. }
                | Self::Packed { .. }
                | Self::Written { .. }
                | Self::Compiled { .. }
                | Self::CompileWaits { .. }
                | Self::Close
                | Self::Open(_)
                | Self::ShowPlace(_)
                | Self::ShowSource { .. }
                | Self::Check
                | Self::ShowProblem(_)
                | Self::CloseTab(_)
                | Self::CloseAllTabs
                | Self::ActivateTab(_)
                | Self::CloseVerify
                | Self::Compare(_)
                | Self::CompareFile { .. }
                | Self::CloseBeside
                | Self::CompareTemplate(_)
                | Self::CloseTemplate
                | Self::Connect
                | Self::Probe { .. }
                | Self::Probed { .. }
                | Self::LogIn { .. }
                | Self::Connected { .. }
                | Self::ChooseEnvironment(_)
                | Self::CloseConnect
                | Self::Reconnected(_)
                | Self::UseConnection(_)
                | Self::Disconnect(_)
                | Self::PublishStarted { .. }
                | Self::PublishEvent { .. }
                | Self::FollowAgain { .. }
                | Self::AnswerPublish(_)
                | Self::PublishedByHand
                | Self::ClosePublish
                | Self::PublishAgain
                | Self::Download(_)
                | Self::Environments(_)
                | Self::Consumers(_)
                | Self::ServerAnswered { .. }
                | Self::UnlinkFolder(_)
                | Self::FolderWritten(_)
                | Self::FolderCompleted(_)
                | Self::ExportSolution
                | Self::PlatformRead { .. }
                | Self::Exported { .. }
                | Self::Cancel(_)
                | Self::Dismiss(_)
                | Self::Answer(_)
                | Self::Report(_)
        )
    }
}
