use std::io;
use std::path::PathBuf;

use package::ResolutionError;
use package::feed::FeedError;

/// Why a feed does not give what is wanted.
#[derive(Debug, thiserror::Error)]
pub enum FeedFailure {
    /// The address is none.
    #[error("--feed {given:.200} is not the address of a feed: {why}.")]
    Address {
        /// What the user wrote.
        given: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A folder cannot be read.
    #[error("{} cannot be read as a feed: {error}.", path.display())]
    Folder {
        /// The folder or the file in it.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// There is no answer.
    #[error("{host} cannot be reached: {why}.")]
    Unreachable {
        /// The host.
        host: String,
        /// What the system says.
        why: String,
    },
    /// It wants to know who asks, and refuses.
    #[error("{host} refuses: it answered with status {status}{}.", hint(*.status))]
    Refused {
        /// The host.
        host: String,
        /// The status.
        status: u16,
    },
    /// The answer is not one of a feed.
    #[error("{0}")]
    Malformed(String),
    /// A search ended without a result.
    #[error("The feed left a question unanswered.")]
    Unanswered,
    /// There is no closure.
    #[error("{0}")]
    Resolution(#[from] ResolutionError),
}

impl From<FeedError<Self>> for FeedFailure {
    fn from(error: FeedError<Self>) -> Self {
        match error {
            FeedError::Fetch(failure) => failure,
            FeedError::Malformed { .. } => Self::Malformed(error.to_string()),
            FeedError::Lacks(what) => Self::Malformed(format!("The feed does not offer {what}.")),
        }
    }
}

fn hint(status: u16) -> &'static str {
    match status {
        401 | 403 => ". It may want --feed-user and the password of a user who may read it",
        _ => "",
    }
}
