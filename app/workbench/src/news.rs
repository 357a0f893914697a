//! What one subject tells the others. Who hears it stands in one list, in the workbench.

use std::sync::Arc;

use api::platform::connect::Connection;
use extension::Extension;

use crate::errors::Failure;
use crate::{Baseline, Choice, Command, JobId, Opening, Plan, Purpose, ServerAnswer, Standing, StoredDraft};

/// Something that has happened in one subject and concerns others.
#[derive(Debug)]
pub(crate) enum News {
    /// This command waited, and can go on.
    GoesOn(Command),
    /// The document is to be closed.
    Closes,
    /// Another draft is open than before.
    Replaced,
    /// Another page changes the draft from now on.
    LeadLost,
    /// What a draft began with was read, or could not be.
    DraftRead {
        /// The draft.
        stored: StoredDraft,
        /// Whether this page changes it.
        leads: bool,
        /// What it began with.
        read: Result<Extension, Failure>,
    },
    /// A XIF was read for this.
    Read(Opening, Extension),
    /// A XIF was read that is not opened: for a comparison with what an environment has.
    BaselineRead {
        /// The job.
        job: JobId,
        /// The extension in it.
        result: Result<Extension, Failure>,
    },
    /// A save has ended with these bytes; without a failure when the user cancelled it.
    Saved(Result<Arc<[u8]>, Option<Failure>>),
    /// The compiler has ended.
    Compiled,
    /// The merge of what others changed in a shared draft is decided.
    Merged(Extension),
    /// A connection outlived the page.
    Reconnected(Connection),
    /// An environment has answered a question that no search had.
    Answered {
        /// The job.
        job: JobId,
        /// The answer.
        result: Result<ServerAnswer, Failure>,
    },
    /// How the extension stands in an environment.
    Standing {
        /// The id of the connection.
        connection: String,
        /// How it stands.
        standing: Standing,
    },
    /// What consumers have now is known, or why not.
    Baseline(Purpose, Baseline),
    /// The user has confirmed to publish something that is there already.
    Confirmed(Plan),
    /// The user ends a job.
    Cancelled(JobId),
    /// The user has decided about a question, which this command waits for.
    Decided(Command, Choice),
}
