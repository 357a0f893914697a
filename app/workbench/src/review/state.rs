//! A review, and what stands in its log.

use std::sync::Arc;

use comparison::Comparison;
use extension::{Extension, Key};

use super::discussion::Logged;
use crate::{CommentRecord, Discussion, SharedLink, SharedState, Unreadable};

/// The most characters of a name.
pub(crate) const LONGEST_NAME: usize = 60;

/// The most revisions of one gap that are told as lost, one by one: a number alone must not cost memory.
pub(super) const MOST_LOST: usize = 1000;

/// A review that is open here.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// The link that it was opened by.
    pub link: SharedLink,
    /// Whether that link lets comments be written.
    pub may_comment: bool,
    /// What is reviewed.
    pub subject: Arc<ReviewSubject>,
    /// What was said.
    pub discussion: Arc<Discussion>,
    /// How the connection is.
    pub state: SharedState,
    /// Whether it is on the screen; otherwise its user looks at the open document meanwhile.
    pub is_shown: bool,
    /// Stands for this browser.
    pub(super) own: Key,
    /// The last revision that was read.
    pub(super) number: u64,
    pub(super) log: Arc<Vec<Logged>>,
    /// What is not known to be in the log, the first one first.
    pub(super) unsent: Vec<CommentRecord>,
    /// Whether the first of them is on its way, and under which number.
    pub(super) sending: Option<u64>,
}

/// What is reviewed. It never changes.
#[derive(Debug, Clone)]
pub struct ReviewSubject {
    /// What it is about.
    pub(crate) head: ReviewHead,
    /// When it was sent, in milliseconds since 1970.
    pub time_ms: u64,
    /// What differs.
    pub comparison: Arc<Comparison>,
    /// The later side.
    pub(super) after: Extension,
    /// The XIF of the later side.
    pub(super) packed: Arc<[u8]>,
}

/// What is told of a review beside its two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReviewHead {
    /// What the left side is called.
    pub(crate) before: String,
    /// What the right side is called.
    pub(crate) after: String,
    /// Who sent it.
    pub(crate) author: String,
    /// What he asks; may be empty.
    pub(crate) message: String,
}

/// A revision of the log of a review, decrypted.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewRevision {
    /// Its number, from 1.
    pub number: u64,
    /// When the server took it, in milliseconds since 1970.
    pub time_ms: u64,
    /// Its content; `None` of what is damaged or was encrypted with another key.
    pub content: Option<Vec<u8>>,
}

/// What became of sending a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentSent {
    /// It is in the log since then, in milliseconds since 1970.
    Accepted(u64),
    /// It does not follow the latest revision, which has this number.
    Taken(u64),
    /// There is no answer: perhaps it was written, perhaps not.
    Unknown,
}

/// Two of them are the same when they were read at once.
impl PartialEq for ReviewSubject {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.comparison, &other.comparison)
    }
}

impl ReviewSubject {
    /// The name of the extension.
    pub fn name(&self) -> &str {
        self.after.name.as_str()
    }

    /// What the left side is called.
    pub fn before_name(&self) -> &str {
        &self.head.before
    }

    /// What the right side is called.
    pub fn after_name(&self) -> &str {
        &self.head.after
    }

    /// Who sent it; empty when he did not say.
    pub fn author(&self) -> &str {
        &self.head.author
    }

    /// What he asks; may be empty.
    pub fn message(&self) -> &str {
        &self.head.message
    }
}

impl Review {
    /// The last revision that was read: further ones are to be asked for.
    pub fn read_to(&self) -> u64 {
        self.number
    }

    /// How much waits to be sent.
    pub fn unsent(&self) -> usize {
        self.unsent.len()
    }

    /// Whether something can be said here.
    pub fn may_say(&self) -> bool {
        self.may_comment && !matches!(self.state, SharedState::Ended(_))
    }

    pub(super) fn retell(&mut self) {
        self.discussion = Arc::new(Discussion::of(&self.log, &self.unsent, self.own));
    }

    /// Takes the revisions over; what is said here and stands among them is sent.
    pub(super) fn read(&mut self, revisions: Vec<ReviewRevision>) {
        let log = Arc::make_mut(&mut self.log);
        for ReviewRevision { number, time_ms, content } in revisions {
            if number <= self.number {
                continue;
            }
            for lost in (self.number + 1..number).take(MOST_LOST) {
                log.push(Logged { number: lost, time_ms, record: Err(Unreadable::Missing) });
            }
            self.number = number;
            let record = content.ok_or(Unreadable::Damaged).and_then(|bytes| CommentRecord::of_bytes(&bytes));
            if let Ok(record) = &record {
                self.unsent.retain(|own| own.stamp != record.stamp);
            }
            log.push(Logged { number, time_ms, record });
        }
        self.retell();
    }
}
