use extension::Key;

use crate::errors::Failure;
use crate::subject::SubjectCommand;
use crate::{CommentChange, CommentPlace, CommentSent, ReviewRevision, SharedLink};

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
        /// What was kept by [`Effect::KeepComments`](crate::Effect::KeepComments).
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
    Say(CommentChange),
    /// [`Effect::SendComment`](crate::Effect::SendComment) has ended.
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

impl SubjectCommand for ReviewCommand {
    fn only_shows(&self) -> bool {
        true
    }

    fn leaves_document(&self) -> bool {
        matches!(self, Self::Copy)
    }
}
