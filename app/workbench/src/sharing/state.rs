//! How a document stands to the shared draft that it is a copy of, and what the log holds.

use extension::Key;

use crate::errors::Failure;
use crate::{Chain, Digest, Followed, SharedLink};

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
    /// The epoch of the key that it is encrypted with: none later is of an earlier one.
    pub(crate) epoch: u32,
    /// The document at that revision.
    pub(crate) base: Followed,
    /// The last revision that is whole.
    pub(crate) whole_at: u64,
    /// Bytes of the changes since.
    pub(super) since_whole: usize,
    /// What was sent as the next revision, answered or not: any one of it may be in the log.
    pub(super) attempts: Vec<Attempt>,
    /// Stamps of what was sent as the next revision before the page was loaded anew.
    pub(super) earlier: Vec<Key>,
    /// Whether one of them is on its way.
    pub(super) is_sending: bool,
    /// The epoch that the owner began here: something is to be written with its key, after which nobody can go on with an earlier one unnoticed.
    pub(super) to_mark: Option<u32>,
    /// What others did and what conflicts with the document.
    pub(super) waiting: Option<Theirs>,
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
    /// Its content; `None` of what does not belong to the document, such as a remark.
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
    /// It is encrypted with a key that the link does not lead to.
    NoKey,
    /// It has a form of a later version.
    Newer,
}

/// What became of writing a revision.
#[derive(Debug, Clone, PartialEq)]
pub enum Sent {
    /// It is in the log.
    Accepted {
        /// The blob.
        digest: Digest,
        /// The epoch of the key that it is encrypted with.
        epoch: u32,
    },
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

/// What was sent as the next revision.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    pub(super) stamp: Key,
    pub(super) document: Followed,
    pub(super) is_whole: bool,
    pub(super) size: usize,
}

/// The document as the log has it beyond the last revision that is in ours.
#[derive(Debug, Clone)]
pub(super) struct Theirs {
    pub(super) number: u64,
    pub(super) head: Option<Digest>,
    pub(super) epoch: u32,
    pub(super) document: Followed,
    pub(super) authors: Vec<String>,
    /// What they call it, each once.
    pub(super) labels: Vec<String>,
}

impl Shared {
    pub(crate) fn new(link: SharedLink, may_edit: bool, number: u64, base: Followed) -> Self {
        Self {
            link,
            may_edit,
            state: SharedState::Joining,
            number,
            head: None,
            epoch: 0,
            base,
            whole_at: number,
            since_whole: 0,
            attempts: Vec::new(),
            earlier: Vec::new(),
            is_sending: false,
            to_mark: None,
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
