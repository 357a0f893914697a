//! What is being read from a XIF, for whichever subject asked.

use std::sync::Arc;

use extension::Key;

use crate::{CommentRecord, FileHandle, ReviewRevision, Revision, SharedLink, StoredDraft};

/// What is being opened.
#[derive(Debug, Clone)]
pub(crate) enum Opening {
    /// A file, with its bytes.
    File { file_name: String, bytes: Arc<[u8]>, handle: Option<FileHandle> },
    /// A draft, from its base on.
    Draft { stored: StoredDraft, leads: bool },
    /// A file that the document is compared with.
    Comparison { file_name: String },
    /// The whole copy of a draft.
    Snapshot { record: Vec<u8>, packed: Arc<[u8]> },
    /// A shared draft, from its latest whole revision on.
    Shared(SharedOpening),
    /// A review, from its first revision on.
    Review(ReviewOpening),
}

impl Opening {
    /// What the user knows it by.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::File { file_name, .. } | Self::Comparison { file_name } => file_name,
            Self::Draft { stored, .. } => &stored.name,
            Self::Snapshot { .. } => "The latest copy of the draft",
            Self::Shared(_) => "The shared draft",
            Self::Review(_) => "The review",
        }
    }

    /// Whether it takes the place of the open document.
    pub(crate) fn replaces_document(&self) -> bool {
        !matches!(self, Self::Comparison { .. } | Self::Review(_))
    }
}

/// A shared draft that is being opened.
#[derive(Debug, Clone)]
pub(crate) struct SharedOpening {
    pub(crate) link: SharedLink,
    pub(crate) may_edit: bool,
    pub(crate) revisions: Vec<Revision>,
    /// The XIF of the first of them.
    pub(crate) packed: Arc<[u8]>,
}

/// A review that is being opened.
#[derive(Debug, Clone)]
pub(crate) struct ReviewOpening {
    pub(crate) link: SharedLink,
    pub(crate) may_comment: bool,
    pub(crate) own: Key,
    /// The first revision.
    pub(crate) record: Vec<u8>,
    pub(crate) time_ms: u64,
    pub(crate) comments: Vec<ReviewRevision>,
    pub(crate) unsent: Vec<CommentRecord>,
    /// The XIF of the later side.
    pub(crate) packed: Arc<[u8]>,
}
