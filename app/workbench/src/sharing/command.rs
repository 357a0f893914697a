use extension::Key;

use crate::errors::Failure;
use crate::subject::SubjectCommand;
use crate::{DraftId, Revision, Sent, SharedLink};

/// What has to do with sharing.
#[derive(Debug, Clone, PartialEq)]
pub enum SharingCommand {
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
    /// [`Effect::SendRevision`](crate::Effect::SendRevision) has ended.
    Sent {
        /// The draft here.
        draft: DraftId,
        /// The attempt.
        stamp: Key,
        /// What became of it.
        result: Sent,
    },
    /// The owner began an epoch: something is to be written with its key.
    Mark {
        /// The draft here.
        draft: DraftId,
        /// The epoch.
        epoch: u32,
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

impl SubjectCommand for SharingCommand {
    fn only_shows(&self) -> bool {
        true
    }

    fn leaves_document(&self) -> bool {
        matches!(self, Self::Open { .. })
    }
}
