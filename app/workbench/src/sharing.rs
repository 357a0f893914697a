//! Shared drafts: one document that several people have open, each in a browser of their own.
//!
//! The server keeps a log of revisions that it cannot read. Each is a change upon the document of the revision before, or
//! the whole document. A workbench knows the last revision that is in its document ([`Shared`]). What it has beyond that is
//! sent as the next revision; whoever comes second gets no for an answer, reads what the others did, merges it into its
//! own document and sends again. So the log alone says what the document is, and no clock does.
//!
//! What both changed differently waits for the user, and nothing is sent until it is decided.

mod chain;
mod command;
mod keys;
mod link;
mod meeting;
mod opening;
mod outgoing;
mod reading;
mod redoing;
mod renewing;
mod sending;
mod state;

use crate::{Comparisons, Context, Document, DraftId, Effect, Followed, Surroundings, Whole, is_same};

pub use chain::{BlobStart, Chain, Digest};
pub use command::SharingCommand;
pub use keys::{ContentKey, ContentKeys};
pub use link::{LinkError, LinkSecret, SharedLink};
pub use renewing::{KeyedLink, Renewal, replacement};

pub use state::{Revision, RevisionContent, Sent, Shared, SharedState};

pub use outgoing::Outgoing;

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

/// Who shares here. How the document stands to its shared draft is in the document.
#[derive(Debug, Default)]
pub(crate) struct Sharing {
    /// The name under which others see what is changed here.
    author: String,
}

impl Sharing {
    /// The name under which others see what is changed here; empty while it is not known.
    pub(crate) fn author(&self) -> &str {
        &self.author
    }

    /// The whole document as it is, for a shared draft of its own; `None` without one that reads back the same.
    pub(crate) fn whole(context: &Context) -> Option<Whole> {
        context.document.as_ref().and_then(|document| Whole::of(&document.with_followed()))
    }

    /// Whether there is something to send and nothing that stands in the way.
    pub(crate) fn can_send(context: &Context) -> bool {
        let document = context.document.as_ref().filter(|document| document.leads);
        document.is_some_and(|document| {
            let shared = document.shared.as_ref();
            shared.is_some_and(Shared::is_free) && (document.has_unsent() || shared.is_some_and(Shared::wants_whole))
        })
    }

    pub(crate) fn handle(
        &mut self,
        context: &mut Context,
        comparison: &mut Comparisons,
        command: SharingCommand,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let is_of_other = |draft: DraftId| {
            context.document.as_ref().is_none_or(|document| document.draft != draft || document.shared.is_none())
        };
        match command {
            SharingCommand::Read { draft, .. }
            | SharingCommand::Sent { draft, .. }
            | SharingCommand::Mark { draft, .. }
            | SharingCommand::Offline(draft)
            | SharingCommand::End { draft, .. }
                if is_of_other(draft) =>
            {
                Vec::new()
            }
            SharingCommand::SetAuthor(name) => {
                self.author = name;
                Vec::new()
            }
            SharingCommand::Begin { draft, link } => Self::begin_sharing(context, draft, link),
            SharingCommand::Open { link, may_edit, revisions } => Self::open_shared(context, link, may_edit, revisions),
            SharingCommand::Read { revisions, .. } => Self::read_revisions(context, comparison, &revisions),
            SharingCommand::Send => self.send(context, surroundings).into_iter().collect(),
            SharingCommand::Sent { stamp, result, .. } => Self::sent(context, stamp, &result),
            SharingCommand::Mark { epoch, .. } => Self::with_shared(context, |shared| shared.to_mark = Some(epoch)),
            SharingCommand::Offline(_) => Self::with_shared(context, |shared| shared.state = SharedState::Offline),
            SharingCommand::End { failure, .. } => Self::end_sharing(context, failure),
            SharingCommand::Decide => Self::decide_shared(context, comparison),
            SharingCommand::Leave => Self::leave_shared(context, comparison),
        }
    }

    fn with_shared(context: &mut Context, change: impl FnOnce(&mut Shared)) -> Vec<Effect> {
        if let Some(shared) = context.document.as_mut().and_then(|document| document.shared.as_mut()) {
            change(shared);
        }
        Vec::new()
    }
}
