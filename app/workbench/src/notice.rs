use crate::Command;
use crate::errors::Failure;

/// The number of a notice, never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NoticeId(pub(crate) u64);

/// A message to the user that stays until it is dismissed, or for a while when it only confirms.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Its number.
    pub id: NoticeId,
    /// What kind of news it is.
    pub kind: NoticeKind,
    /// The code of the error, to look its page up in [`errors`](crate::errors).
    pub code: Option<String>,
    /// What happened.
    pub text: String,
    /// More to it, a line each.
    pub details: Vec<String>,
    /// What the user can do about it.
    pub offers: Vec<Offer>,
}

/// What kind of news a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// Something was done.
    Done,
    /// Something to know.
    Information,
    /// Something to look at.
    Warning,
    /// Something did not work.
    Error,
}

/// Something that the user can choose to do next.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// The text of the button.
    pub label: String,
    /// What it does.
    pub command: Command,
}

impl Notice {
    pub(crate) fn new(id: u64, kind: NoticeKind, text: impl Into<String>) -> Self {
        Self { id: NoticeId(id), kind, code: None, text: text.into(), details: Vec::new(), offers: Vec::new() }
    }

    pub(crate) fn of_failure(id: u64, failure: Failure) -> Self {
        let mut notice = Self::new(id, NoticeKind::Error, failure.text);
        notice.code = Some(failure.code);
        notice.details = failure.details;
        notice.offers = failure.offers;
        notice
    }
}
