use crate::subject::SubjectCommand;
use crate::{DraftId, Keeping, StoredDraft};

/// What has to do with the drafts that the browser keeps.
#[derive(Debug, Clone, PartialEq)]
pub enum AutosaveCommand {
    /// Open a draft, or bring the open one to what is kept of it.
    Open {
        /// What was kept.
        draft: StoredDraft,
        /// Whether this page changes it from now on; otherwise another one does.
        leads: bool,
    },
    /// Open the whole copy of a draft whose records are damaged.
    OpenSnapshot {
        /// What the user knows the draft by.
        name: String,
        /// The part [`Part::Snapshot`](crate::Part::Snapshot).
        record: Vec<u8>,
    },
    /// Delete a draft that is not open.
    Delete {
        /// The draft.
        draft: DraftId,
        /// What the user knows it by.
        name: String,
    },
    /// Bring a deleted draft back.
    Restore(DraftId),
    /// Whether changes are kept beyond the page.
    SetKeeping(Keeping),
    /// Change the open draft here from now on, and not in the page that does.
    TakeLead,
    /// Another page changes the draft from now on; it has all that this page did.
    LoseLead,
    /// Another page has the draft, or nobody has, without all that this page did: go on as another draft.
    SplitOff,
}

impl SubjectCommand for AutosaveCommand {
    fn only_shows(&self) -> bool {
        true
    }

    fn leaves_document(&self) -> bool {
        matches!(self, Self::Open { .. } | Self::OpenSnapshot { .. })
    }
}
