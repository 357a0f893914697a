//! Reviews: a comparison that was sent by link, and what people say about it.
//!
//! A review is a shared draft of its own. Its first revision holds both sides, and each later one is one deed of somebody: a
//! comment, an answer, that a thread is settled. Nothing in the log changes, so what was said is made from all of it in order.
//! Whoever comes second with a number reads what the others said and sends again under the next one.

mod comment;
mod discussion;
mod opening;
mod sending;

use std::sync::Arc;

use extension::compare::Comparison;
use extension::{Extension, Key};

use crate::errors::Failure;
use crate::journal::Unreadable;
use crate::sharing::{SharedLink, SharedState};
use crate::{Effect, NoticeKind, ReviewWhole, Surroundings, Workbench};
use comment::FoundPlace;
use discussion::Logged;

pub use comment::{CommentDeed, CommentPlace, CommentSide, LONGEST_COMMENT};
pub(crate) use comment::{CommentRecord, shortened};
pub use discussion::{Comment, Discussion, Thread, UnreadableComment};
pub(crate) use opening::ReviewOpening;

/// The most characters of a name.
pub(crate) const LONGEST_NAME: usize = 60;

/// The most revisions of one gap that are told as lost, one by one: a number alone must not cost memory.
const MOST_LOST: usize = 1000;

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
    own: Key,
    /// The last revision that was read.
    number: u64,
    log: Arc<Vec<Logged>>,
    /// What is not known to be in the log, the first one first.
    unsent: Vec<CommentRecord>,
    /// Whether the first of them is on its way, and under which number.
    sending: Option<u64>,
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
    after: Extension,
    /// The XIF of the later side.
    packed: Arc<[u8]>,
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

/// What has to do with a review.
#[derive(Debug, Clone, PartialEq)]
pub enum ReviewCommand {
    /// Open a review by all its revisions.
    Open {
        /// The link.
        link: SharedLink,
        /// Whether it lets comments be written.
        may_comment: bool,
        /// Stands for this browser: comments that were written with it can be changed by it.
        own: Key,
        /// The revisions.
        revisions: Vec<ReviewRevision>,
        /// What was kept by [`Effect::KeepComments`].
        unsent: Vec<Vec<u8>>,
    },
    /// Take over what the log has beyond the last revision that is known.
    Read {
        /// The review.
        link: SharedLink,
        /// The revisions.
        revisions: Vec<ReviewRevision>,
    },
    /// Say something, or settle a thread.
    Say(CommentDeed),
    /// [`Effect::SendComment`] has ended.
    Sent {
        /// The review.
        link: SharedLink,
        /// The record.
        stamp: Key,
        /// What became of it.
        result: CommentSent,
    },
    /// The server does not answer.
    Offline(SharedLink),
    /// The link no longer works, or the server takes no more.
    End {
        /// The review.
        link: SharedLink,
        /// Why.
        failure: Failure,
    },
    /// Show what a comment is about in the open document; the review waits meanwhile.
    GoTo(CommentPlace),
    /// Show the review again.
    Show,
    /// Open the later side as a draft of one's own.
    Copy,
    /// Close the review.
    Close,
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

    fn retell(&mut self) {
        self.discussion = Arc::new(Discussion::of(&self.log, &self.unsent, self.own));
    }

    /// Takes the revisions over; what is said here and stands among them is sent.
    fn read(&mut self, revisions: Vec<ReviewRevision>) {
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

impl Workbench {
    /// The review that is open here.
    pub fn review(&self) -> Option<&Review> {
        self.review.as_ref()
    }

    /// Whether the open document has what a comment is about.
    pub fn has_place(&self, place: &CommentPlace) -> bool {
        self.found_place(place).is_some()
    }

    fn found_place(&self, place: &CommentPlace) -> Option<FoundPlace> {
        place.found_in(self.document.as_ref()?.extension())
    }

    /// The comparison that is shown, to be sent for review with this message.
    ///
    /// # Errors
    /// When there is none, nothing differs in it, or it would not read back the same.
    pub fn whole_review(&self, message: &str) -> Result<ReviewWhole, Failure> {
        let nothing = || Failure::new("B207", "Nothing differs between the two sides: there is nothing to review.");
        let (Some(beside), Some(document)) = (&self.beside, &self.document) else { return Err(nothing()) };
        if beside.comparison.is_of_save_only() {
            return Err(nothing());
        }
        let after = beside.later_extension.as_ref().unwrap_or_else(|| document.extension());
        let now = || format!("{} as it was when this was sent", document.extension().name);
        let head = ReviewHead {
            before: beside.name.clone(),
            after: beside.later.clone().unwrap_or_else(now),
            author: self.author.clone(),
            message: shortened(message.trim().to_owned(), LONGEST_COMMENT),
        };
        ReviewWhole::of(&head, &beside.other, after).ok_or_else(|| {
            Failure::new("B201", "This comparison cannot be sent: one of its sides would not read back the same.")
        })
    }

    pub(crate) fn review_command(
        &mut self,
        command: ReviewCommand,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let is_of_other = |link: &SharedLink| self.review.as_ref().is_none_or(|review| review.link != *link);
        match command {
            ReviewCommand::Read { link, .. }
            | ReviewCommand::Sent { link, .. }
            | ReviewCommand::Offline(link)
            | ReviewCommand::End { link, .. }
                if is_of_other(&link) =>
            {
                Vec::new()
            }
            ReviewCommand::Open { link, may_comment, own, revisions, unsent } => {
                let unsent = unsent.iter().filter_map(|bytes| CommentRecord::of_bytes(bytes).ok()).collect();
                self.open_review(link, may_comment, own, revisions, unsent)
            }
            ReviewCommand::Read { revisions, .. } => self.read_comments(revisions),
            ReviewCommand::Say(deed) => self.say(deed, surroundings),
            ReviewCommand::Sent { stamp, result, .. } => self.comment_sent(stamp, result),
            ReviewCommand::Offline(_) => self.with_review(|review| review.state = SharedState::Offline),
            ReviewCommand::End { failure, .. } => self.with_review(|review| {
                review.sending = None;
                review.state = SharedState::Ended(failure);
            }),
            ReviewCommand::GoTo(place) => self.go_to_place(&place),
            ReviewCommand::Show => self.with_review(|review| review.is_shown = true),
            ReviewCommand::Copy => self.copy_review(surroundings),
            ReviewCommand::Close => self.close_review(),
        }
    }

    fn with_review(&mut self, change: impl FnOnce(&mut Review)) -> Vec<Effect> {
        if let Some(review) = &mut self.review {
            change(review);
        }
        Vec::new()
    }

    fn go_to_place(&mut self, place: &CommentPlace) -> Vec<Effect> {
        let Some(found) = self.found_place(place) else { return Vec::new() };
        self.with_review(|review| review.is_shown = false);
        self.beside = None;
        match found {
            FoundPlace::Item(item) => self.show_place(item.at(extension::Property::Name)),
            FoundPlace::Line(file, line) => self.show_source(file, line, 1),
        }
    }

    fn close_review(&mut self) -> Vec<Effect> {
        let unsent = self.review.take().map_or(0, |review| review.unsent());
        if unsent > 0 {
            let text = "What you wrote and what is not sent yet is kept in this browser. It is sent when you open the review again.";
            self.tell(NoticeKind::Warning, text);
        }
        Vec::new()
    }
}
