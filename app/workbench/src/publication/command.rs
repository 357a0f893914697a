use api::platform::job::{Job as ServerJob, JobEvent};

use crate::errors::Failure;
use crate::subject::SubjectCommand;
use crate::{JobId, NotStarted};

/// What has to do with a publish.
#[derive(Debug, Clone, PartialEq)]
pub enum PublicationCommand {
    /// 1-Click Publish.
    Publish,
    /// Verify, compile and save here; the user publishes in Service Center at this address, which may be empty. No
    /// connection is needed.
    ByHand {
        /// The address of the environment.
        address: String,
    },
    /// [`Effect::Publish`](crate::Effect::Publish) has ended: the server has the XIF, or not.
    Started {
        /// The job.
        job: JobId,
        /// The job on the server.
        result: Result<ServerJob, NotStarted>,
    },
    /// Something happened in a job on the server.
    Event {
        /// That job.
        job: String,
        /// What happened.
        event: JobEvent,
    },
    /// The events of a job on the server broke off.
    FollowAgain {
        /// That job.
        job: String,
        /// Why it cannot be followed any more: the server no longer knows it.
        lost: Option<Failure>,
    },
    /// Go on with what the server waits for, or stop.
    Answer(bool),
    /// The user has uploaded and published the XIF in Service Center.
    PublishedByHand,
    /// Stop a publish that runs; close the window of one that has ended.
    Close,
    /// Publish again what was not a document, after it did not work.
    Again,
}

impl SubjectCommand for PublicationCommand {
    fn only_shows(&self) -> bool {
        matches!(
            self,
            Self::Started { .. }
                | Self::Event { .. }
                | Self::FollowAgain { .. }
                | Self::Answer(_)
                | Self::PublishedByHand
                | Self::Close
                | Self::Again
        )
    }
}
