//! How far a publish has come, and how it ended.

use std::sync::Arc;

use api::platform::connect::ServiceCenter;
use api::platform::extension::ServerVersion;
use api::platform::job::{Pause, Stage};
use extension::Extension;

use crate::VerifyStep;

/// How far a publish has come.
#[derive(Debug, Clone, PartialEq)]
pub enum PublishState {
    /// It goes on, here.
    At(PublishStage),
    /// It has ended.
    Ended(PublishOutcome),
}

/// What a publish is at, with what it knows by then.
#[derive(Debug, Clone, PartialEq)]
pub enum PublishStage {
    /// Verify, Update Source Code, Compile: the verification tells which.
    Verify {
        /// The file as it was before, and what it is called.
        before: Option<(String, Extension)>,
    },
    /// The XIF is written.
    Save {
        /// The file as it was before, and what it is called.
        before: Option<(String, Extension)>,
    },
    /// What consumers have now is looked for, and compared with this XIF before the upload.
    Compare {
        /// What was saved.
        xif: Arc<[u8]>,
    },
    /// The studio's server gets what is published, and has not answered.
    Send(Stage),
    /// The environment has it, at this operation.
    OnServer {
        /// The job on the server.
        job: FollowedJob,
        /// The operation.
        stage: Stage,
    },
    /// The server waits for the user.
    Wait {
        /// The job on the server.
        job: FollowedJob,
        /// What for.
        pause: Pause,
    },
    /// The user publishes in Service Center, as these steps say.
    ByHand(ServiceCenter),
}

/// A job on the server whose events are followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedJob {
    /// What the server calls it.
    pub id: String,
    /// The number of the last event that is known.
    pub(super) last_event: u64,
}

/// How a publish ended.
#[derive(Debug, Clone, PartialEq)]
pub enum PublishOutcome {
    /// It is published, as this version where the server says which.
    Published(Option<ServerVersion>),
    /// The user says that it is published. Nobody has looked.
    Marked,
    /// It did not work; where it stopped.
    Failed(PublishStep),
    /// The user stopped it before anything was published; where it stopped.
    Stopped(PublishStep),
    /// It is not known whether it is published; what the server has, where it could be read.
    Unknown(Option<Vec<ServerVersion>>),
}

/// The six operations of 1-Click Publish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PublishStep {
    /// The definition is verified.
    Verify,
    /// The sources follow it.
    UpdateSource,
    /// The sources are compiled.
    Compile,
    /// The XIF is written.
    Save,
    /// The environment gets it.
    Upload,
    /// The environment makes it available.
    Publish,
}

impl PublishStep {
    /// All six, in order.
    pub const ALL: [Self; 6] =
        [Self::Verify, Self::UpdateSource, Self::Compile, Self::Save, Self::Upload, Self::Publish];

    /// The operation that a step of the verification is.
    pub(crate) const fn of(step: Option<VerifyStep>) -> Self {
        match step {
            Some(VerifyStep::Definition) | None => Self::Verify,
            Some(VerifyStep::Source) => Self::UpdateSource,
            Some(VerifyStep::Compile) => Self::Compile,
        }
    }

    /// The name that the platform's tools show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Verify => "Verify",
            Self::UpdateSource => "Update Source Code",
            Self::Compile => "Compile",
            Self::Save => "Save",
            Self::Upload => "Upload",
            Self::Publish => "Publish",
        }
    }
}

/// How an operation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepState {
    /// It has not begun.
    Waiting,
    /// It is at work.
    Running,
    /// It is done.
    Done,
    /// It did not work.
    Failed,
    /// The user does it, in Service Center.
    ByHand,
}

impl From<Stage> for PublishStep {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Upload => Self::Upload,
            Stage::Publish => Self::Publish,
        }
    }
}

impl FollowedJob {
    /// A job of which no event is known.
    pub(super) fn new(id: String) -> Self {
        Self { id, last_event: 0 }
    }
}

impl PublishStage {
    /// The job on the server, where there is one.
    pub(super) fn job(&self) -> Option<&FollowedJob> {
        match self {
            Self::OnServer { job, .. } | Self::Wait { job, .. } => Some(job),
            _ => None,
        }
    }

    /// Whether something goes on without the user.
    pub(super) fn is_running(&self) -> bool {
        !matches!(self, Self::Wait { .. } | Self::ByHand(_))
    }

    /// Whether it goes on in the page, with the document.
    pub(super) fn is_here(&self) -> bool {
        matches!(self, Self::Verify { .. } | Self::Save { .. } | Self::Compare { .. })
    }

    /// The operation, while the verification is at a step.
    fn step(&self, verification: Option<VerifyStep>) -> PublishStep {
        match self {
            Self::Verify { .. } => PublishStep::of(verification),
            Self::Save { .. } => PublishStep::Save,
            Self::Compare { .. } | Self::Send(Stage::Upload) | Self::OnServer { stage: Stage::Upload, .. } => {
                PublishStep::Upload
            }
            Self::Send(Stage::Publish) | Self::OnServer { stage: Stage::Publish, .. } | Self::Wait { .. } => {
                PublishStep::Publish
            }
            Self::ByHand(_) => PublishStep::Upload,
        }
    }
}

impl PublishState {
    /// How an operation stands, while the verification is at a step.
    pub(super) fn of_step(&self, step: PublishStep, verification: Option<VerifyStep>) -> StepState {
        let (at, is_failed) = match self {
            Self::At(PublishStage::ByHand(_)) | Self::Ended(PublishOutcome::Marked) => {
                return if step >= PublishStep::Upload { StepState::ByHand } else { StepState::Done };
            }
            Self::At(stage) => (stage.step(verification), false),
            Self::Ended(PublishOutcome::Published(_)) => return StepState::Done,
            Self::Ended(PublishOutcome::Failed(at) | PublishOutcome::Stopped(at)) => (*at, true),
            Self::Ended(PublishOutcome::Unknown(_)) => (PublishStep::Publish, true),
        };
        match step.cmp(&at) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal if is_failed => StepState::Failed,
            std::cmp::Ordering::Equal => StepState::Running,
            std::cmp::Ordering::Greater => StepState::Waiting,
        }
    }
}
