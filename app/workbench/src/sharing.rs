//! Shared drafts: one document that several people have open, each in a browser of their own.
//!
//! The server keeps a log of revisions that it cannot read. Each is a change upon the document of the revision before, or
//! the whole document. A workbench knows the last revision that is in its document ([`Shared`]). What it has beyond that is
//! sent as the next revision; whoever comes second gets no for an answer, reads what the others did, merges it into its
//! own document and sends again. So the log alone says what the document is, and no clock does.
//!
//! What both changed differently waits for the user, and nothing is sent until it is decided.

mod catching_up;
mod chain;
mod link;
mod meeting;
mod opening;
mod patience;
mod reading;
mod redoing;
mod sending;

use extension::Key;

use crate::document::is_same;
use crate::errors::Failure;
use crate::journal::{Followed, Whole};
use crate::{Document, DraftId, Effect, Surroundings, Workbench};

pub use catching_up::CatchingUp;
pub use chain::{Chain, Digest, blob_start, split_blob};
pub use link::{LinkError, SharedLink};
pub(crate) use opening::SharedOpening;
pub use patience::Patience;

/// How the document stands to the shared draft that it is a copy of.
#[derive(Debug, Clone)]
pub struct Shared {
    /// The link that it was opened by, or that its owner has.
    pub link: SharedLink,
    /// Whether that link lets changes be sent.
    pub may_edit: bool,
    /// How it is.
    pub state: SharedState,
    /// The last revision that is in the document; 0 before the first one was written.
    pub(crate) number: u64,
    /// That revision itself; `None` while it is not known.
    pub(crate) head: Option<Digest>,
    /// The document at that revision.
    pub(crate) base: Followed,
    /// The last revision that is whole.
    pub(crate) whole_at: u64,
    /// Bytes of the changes since.
    since_whole: usize,
    /// What was sent as the next revision, answered or not: any one of it may be in the log.
    attempts: Vec<Attempt>,
    /// Stamps of what was sent as the next revision before the page was loaded anew.
    earlier: Vec<Key>,
    /// Whether one of them is on its way.
    is_sending: bool,
    /// What others did and what conflicts with the document.
    waiting: Option<Theirs>,
}

/// How the sharing is.
#[derive(Debug, Clone, PartialEq)]
pub enum SharedState {
    /// It has not been heard of the server yet.
    Joining,
    /// The last thing that was asked of the server was answered.
    InStep,
    /// The server does not answer: changes wait.
    Offline,
    /// It has ended, for this reason: the document stays, and no change goes to others or comes from them.
    Ended(Failure),
}

/// A revision of the log, decrypted.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Its number, from 1 without gaps.
    pub number: u64,
    /// Its content; `None` of what is no matter of the document, such as a remark.
    pub content: Option<RevisionContent>,
    /// Where it stands in the log.
    pub chain: Chain,
}

/// What a revision holds.
#[derive(Debug, Clone, PartialEq)]
pub enum RevisionContent {
    /// The document of the revision before once more, so that nobody needs the earlier ones; or the first one.
    Whole(Vec<u8>),
    /// What is other than in the revision before.
    Change(Vec<u8>),
    /// The server or the browser found that it is not what was written.
    Damaged,
}

/// A revision to be written.
#[derive(Debug, Clone, PartialEq)]
pub enum Outgoing {
    /// The whole document, to be packed.
    Whole(Whole),
    /// A change.
    Change(Vec<u8>),
}

/// What became of writing a revision.
#[derive(Debug, Clone, PartialEq)]
pub enum Sent {
    /// It is in the log, as this blob.
    Accepted(Digest),
    /// The server takes none of its size; it was not needed.
    Declined,
    /// It does not follow the latest revision, which has this number.
    Taken {
        /// Number of the latest revision.
        latest: u64,
    },
    /// There is no answer: perhaps it was written, perhaps not.
    Unknown,
}

/// What has to do with sharing.
#[derive(Debug, Clone, PartialEq)]
pub enum ShareCommand {
    /// The name under which others see what is changed here.
    SetAuthor(String),
    /// Share the document under this link, which leads to no revision yet; not when another one is open by now.
    Begin {
        /// The draft here.
        draft: DraftId,
        /// The owner's link.
        link: SharedLink,
    },
    /// Open a shared draft by its revisions from the latest whole one on.
    Open {
        /// The link.
        link: SharedLink,
        /// Whether it lets changes be sent.
        may_edit: bool,
        /// The revisions.
        revisions: Vec<Revision>,
    },
    /// Take over what the log has beyond the last revision that is known.
    Read {
        /// The draft here.
        draft: DraftId,
        /// The revisions.
        revisions: Vec<Revision>,
    },
    /// Send what is not sent yet.
    Send,
    /// [`Effect::SendRevision`] has ended.
    Sent {
        /// The draft here.
        draft: DraftId,
        /// The attempt.
        stamp: Key,
        /// What became of it.
        result: Sent,
    },
    /// The server does not answer.
    Offline(DraftId),
    /// The link no longer works, or what it leads to cannot be understood.
    End {
        /// The draft here.
        draft: DraftId,
        /// Why.
        failure: Failure,
    },
    /// Decide about what others changed differently.
    Decide,
    /// Go on with the document as a draft of one's own.
    Leave,
}

/// What was sent as the next revision.
#[derive(Debug, Clone)]
struct Attempt {
    stamp: Key,
    document: Followed,
    is_whole: bool,
    size: usize,
}

/// The document as the log has it beyond the last revision that is in ours.
#[derive(Debug, Clone)]
struct Theirs {
    number: u64,
    head: Option<Digest>,
    document: Followed,
    authors: Vec<String>,
}

impl Shared {
    pub(crate) fn new(link: SharedLink, may_edit: bool, number: u64, base: Followed) -> Self {
        Self {
            link,
            may_edit,
            state: SharedState::Joining,
            number,
            head: None,
            base,
            whole_at: number,
            since_whole: 0,
            attempts: Vec::new(),
            earlier: Vec::new(),
            is_sending: false,
            waiting: None,
        }
    }

    /// The last revision that was read: further ones are to be asked for.
    pub fn read_to(&self) -> u64 {
        self.waiting.as_ref().map_or(self.number, |theirs| theirs.number)
    }

    /// The last revision that was read, in a form that people can compare: who works on the same draft sees the same. `None` while it is not known.
    pub fn fingerprint(&self) -> Option<String> {
        self.read_head().map(|head| head.fingerprint())
    }

    /// The last revision that was read.
    pub(super) fn read_head(&self) -> Option<Digest> {
        self.waiting.as_ref().map_or(self.head, |theirs| theirs.head)
    }

    /// Whether others changed what is changed here too, and the user has not decided yet.
    pub fn has_conflict(&self) -> bool {
        self.waiting.is_some()
    }

    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        matches!(self.state, SharedState::Ended(_))
    }
}

impl Document {
    /// How the document stands to the shared draft that it is a copy of.
    pub fn shared(&self) -> Option<&Shared> {
        self.shared.as_ref()
    }

    /// Whether something here is not in the log yet.
    pub fn has_unsent(&self) -> bool {
        self.shared.as_ref().is_some_and(|shared| {
            shared.may_edit && (shared.number == 0 || !is_same(&shared.base.extension, self.extension()))
        })
    }

    /// Whether the user may change the document here.
    pub fn may_change(&self) -> bool {
        self.leads && self.shared.as_ref().is_none_or(|shared| shared.may_edit)
    }

    /// The document with the definition that its sources follow.
    pub(crate) fn with_followed(&self) -> Followed {
        Followed { extension: self.extension().clone(), followed: self.followed().clone() }
    }
}

impl Workbench {
    /// The name under which others see what is changed here; empty while it is not known.
    pub fn author(&self) -> &str {
        &self.author
    }

    /// The whole document as it is, for a shared draft of its own; `None` without one that reads back the same.
    pub fn whole(&self) -> Option<Whole> {
        self.document.as_ref().and_then(|document| Whole::of(&document.with_followed()))
    }

    /// Whether there is something to send and nothing that stands in the way.
    pub fn can_send(&self) -> bool {
        let document = self.document.as_ref().filter(|document| document.leads);
        document.is_some_and(|document| {
            let shared = document.shared.as_ref();
            shared.is_some_and(Shared::is_free) && (document.has_unsent() || shared.is_some_and(Shared::wants_whole))
        })
    }

    pub(crate) fn share(&mut self, command: ShareCommand, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let is_of_other = |draft: DraftId| {
            self.document.as_ref().is_none_or(|document| document.draft != draft || document.shared.is_none())
        };
        match command {
            ShareCommand::Read { draft, .. }
            | ShareCommand::Sent { draft, .. }
            | ShareCommand::Offline(draft)
            | ShareCommand::End { draft, .. }
                if is_of_other(draft) =>
            {
                Vec::new()
            }
            ShareCommand::SetAuthor(name) => {
                self.author = name;
                Vec::new()
            }
            ShareCommand::Begin { draft, link } => self.begin_sharing(draft, link),
            ShareCommand::Open { link, may_edit, revisions } => self.open_shared(link, may_edit, revisions),
            ShareCommand::Read { revisions, .. } => self.read_revisions(&revisions),
            ShareCommand::Send => self.send(surroundings).into_iter().collect(),
            ShareCommand::Sent { stamp, result, .. } => self.sent(stamp, &result),
            ShareCommand::Offline(_) => self.with_shared(|shared| shared.state = SharedState::Offline),
            ShareCommand::End { failure, .. } => self.end_sharing(failure),
            ShareCommand::Decide => self.decide_shared(),
            ShareCommand::Leave => self.leave_shared(),
        }
    }

    fn with_shared(&mut self, change: impl FnOnce(&mut Shared)) -> Vec<Effect> {
        if let Some(shared) = self.document.as_mut().and_then(|document| document.shared.as_mut()) {
            change(shared);
        }
        Vec::new()
    }
}
