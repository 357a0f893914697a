use crate::errors::{Failure, FailureCode, Severity};
use crate::{Command, NoticeId};

/// A message to the user that stays until it is dismissed, or for a while when it only confirms.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Its number.
    pub id: NoticeId,
    /// How serious it is, which decides its icon.
    pub kind: NoticeKind,
    /// The code of the failure, which has its page.
    pub code: Option<FailureCode>,
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
        let kind = match failure.code.severity() {
            Severity::Error => NoticeKind::Error,
            Severity::Warning => NoticeKind::Warning,
        };
        let mut notice = Self::new(id, kind, failure.text);
        notice.code = Some(failure.code);
        notice.details = failure.details;
        notice
    }
}
