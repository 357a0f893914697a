//! What happens to the lead of drafts, and what is to be done about it.

use std::sync::Arc;
use std::time::Duration;

use crate::{Batch, DraftId, Kept, Part, StoredDraft, Summary};

/// What a page tells the others about a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageNews {
    /// There is more in it, or it stands otherwise in the list.
    Changed(DraftId),
    /// Another page would like to lead it.
    Wanted(DraftId),
    /// The page that tells leads it now.
    Taken(DraftId),
}

/// How the lead of a draft is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Only when nobody has it.
    Free,
    /// When it is given up within two seconds, as whoever leads was asked to.
    Soon,
    /// When it is given up within two seconds, since the user has come to the page.
    Look,
    /// From whoever has it.
    Now,
}

/// The document of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenDraft {
    /// Its draft.
    pub draft: DraftId,
    /// Whether the page changes it.
    pub leads: bool,
}

/// A draft that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundDraft {
    /// What was kept.
    pub stored: StoredDraft,
    /// What a list shows of it.
    pub summary: Summary,
}

/// What became of reading a draft.
#[derive(Debug, Clone, PartialEq)]
pub enum DraftRead {
    /// It is there.
    Found(Box<FoundDraft>),
    /// It is not there.
    Gone,
    /// The browser does not give it, for this reason.
    Failed(String),
}

/// What became of writing a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftWritten {
    /// It is kept.
    Kept,
    /// The draft is another page's, or is not there: nothing is kept.
    Refused,
    /// The browser did not take it now.
    Failed,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum LeadEvent {
    /// The user opens a draft.
    Open(DraftId),
    /// The user wants to change here the draft that another page leads.
    TakeOver(DraftId),
    /// The user has come to the page.
    Look,
    /// Another page tells something.
    Heard {
        /// What it tells.
        news: PageNews,
        /// Whether the user can see this page.
        is_seen: bool,
    },
    /// The workbench has carried out a command.
    Settled {
        /// The document, if there is one.
        document: Option<OpenDraft>,
        /// Whether drafts are kept at all.
        keeps: bool,
        /// Whether a file or a draft is being opened.
        is_opening: bool,
    },
    /// [`LeadEffect::Ask`] is done.
    Asked {
        /// The draft.
        draft: DraftId,
        /// How it was asked for.
        ask: Ask,
        /// Whether this page has the lead.
        has_lead: bool,
    },
    /// The browser says that another page has taken the lead from this one.
    LockLost(DraftId),
    /// [`LeadEffect::Read`] is done.
    Read {
        /// The draft.
        draft: DraftId,
        /// What came of it.
        read: DraftRead,
    },
    /// Something is new in a draft of this page.
    Keep {
        /// The draft.
        draft: DraftId,
        /// What is new.
        kept: Kept,
    },
    /// A part is new that is not a change of the document.
    KeepPart {
        /// The draft.
        draft: DraftId,
        /// The part.
        part: Part,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// [`LeadEffect::Write`] is done.
    Written {
        /// The draft.
        draft: DraftId,
        /// What was written.
        batch: Arc<Batch>,
        /// What came of it.
        written: DraftWritten,
    },
    /// The draft is not wanted any more.
    Drop(DraftId),
    /// What could not be written may be tried again.
    TryAgain,
    /// The time of [`LeadEffect::Wake`] is over.
    Woken(DraftId),
    /// The page is hidden, or ends: whatever it still does may be the last.
    Leave,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum LeadEffect {
    /// Ask the browser for the lead.
    Ask(DraftId, Ask),
    /// Give the lead up.
    Release(DraftId),
    /// Tell the other pages.
    Tell(PageNews),
    /// Read the draft: as the only one to write it from now on, or to look on.
    Read {
        /// The draft.
        draft: DraftId,
        /// Whether to write it from now on.
        leads: bool,
    },
    /// Write this, all or nothing, while the draft is this page's.
    Write(DraftId, Arc<Batch>),
    /// The same without waiting for an answer, which the page may not live to hear.
    WriteLast(DraftId, Batch),
    /// Bring what is being typed into the document.
    TakeTyped,
    /// The document follows from now on: another page has all of it.
    LoseLead,
    /// The document goes on as another draft: its draft lacks what was done last.
    SplitOff,
    /// Show the draft as it was read.
    Show {
        /// What was kept.
        stored: StoredDraft,
        /// Whether this page changes it from now on.
        leads: bool,
    },
    /// Let the address of the page name the draft.
    Address(Option<DraftId>),
    /// Tell the user that the draft is not there.
    TellGone,
    /// Tell the user that the browser does not give the draft, for this reason.
    TellUnreadable(String),
    /// Read the list of drafts again, when it is shown.
    Reload,
    /// Tell [`LeadEvent::Woken`] after this time.
    Wake(DraftId, Duration),
}
