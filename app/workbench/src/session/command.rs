use api::version::Mismatch;

use crate::JobId;
use crate::errors::Failure;
use crate::subject::SubjectCommand;

/// An answer to a [`Question`](crate::Question).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Save first, then go on.
    Save,
    /// Go on without saving.
    Discard,
    /// Overwrite what somebody wrote by hand into generated files.
    Overwrite,
    /// Do nothing.
    Cancel,
}

/// The number of a notice, never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NoticeId(pub(crate) u64);

/// What has to do with the studio itself: its jobs, notices, question and page.
#[derive(Debug, Clone, PartialEq)]
pub enum SessionCommand {
    /// End a running job.
    Cancel(JobId),
    /// Take the notice away.
    Dismiss(NoticeId),
    /// Answer the pending question.
    Answer(Choice),
    /// The studio's server is of another version, and the page cannot go on with it.
    MetServer(Mismatch),
    /// Load the page again.
    ReloadPage,
    /// Show a failure that the interface met itself, such as a file that could not be read.
    Report(Failure),
}

impl SubjectCommand for SessionCommand {
    fn only_shows(&self) -> bool {
        true
    }
}
