//! How requests to a log end, and which endings are final.

use api::problem::Code;

use crate::errors::{self, Failure, FailureCode};

/// How a stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamEnd {
    /// The server knows no such draft, or the link no longer leads to it.
    Unknown,
    /// The server has no place for another stream now.
    Full,
    /// The connection broke, or the server failed.
    Broken,
}

impl StreamEnd {
    /// The ending that a status of HTTP stands for; 0 is that of a broken connection.
    pub fn of_status(status: u16) -> Self {
        match status {
            429 | 503 => Self::Full,
            status if status == Code::DraftUnknown.page().status => Self::Unknown,
            _ => Self::Broken,
        }
    }
}

/// How reading ended.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadOutcome {
    /// The server answered.
    Answered {
        /// Whether there are revisions that were not read before.
        has_news: bool,
    },
    /// The last revision that is known is not there any more.
    SetBack,
    /// The server refused, did not answer, or answered what cannot be read.
    Failed(Failure),
}

/// How writing a revision ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// It is in the log.
    Accepted,
    /// Another one has its number.
    Taken,
    /// The server refused, or did not answer.
    Failed(Failure),
}

impl Failure {
    /// A draft that the server does not know, or a link that no longer leads to it.
    pub fn draft_unknown() -> Self {
        let page = Code::DraftUnknown.page();
        let mut failure = Self::new(Code::DraftUnknown, page.title);
        failure.details = vec![page.cause.to_owned(), page.cure.to_owned()];
        failure
    }

    /// Whether the same request to a log would fail the same way again.
    pub fn is_final(&self) -> bool {
        match &self.code {
            FailureCode::Studio(code) => {
                use errors::Code::{NoEncryption, NoKey, SharedDamaged};
                matches!(code, SharedDamaged | NoEncryption | NoKey)
            }
            FailureCode::Server(code) => matches!(
                code,
                Code::DraftUnknown
                    | Code::DraftRight
                    | Code::RevisionSize
                    | Code::DraftFull
                    | Code::DraftFrozen
                    | Code::DraftDamaged
                    | Code::DraftsOff
                    | Code::DraftRequest
            ),
            FailureCode::Later(_) => false,
        }
    }
}
