//! How far a publish has come, and how each of its operations stands.

use std::cmp::Ordering;

use api::platform::connect::ServiceCenter;
use api::platform::job::Pause;

use super::{Operation, Outcome};

/// How far a publish has come.
#[derive(Debug, Clone, PartialEq)]
pub enum State<F> {
    /// It goes on, here.
    At(Stage<F>),
    /// It has ended.
    Ended(Outcome<F>),
}

/// What a publish is at, with what it knows by then.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage<F> {
    /// Verify, Update Source Code or Compile.
    Verify(Step),
    /// The XIF is written.
    Save,
    /// What consumers have now is looked for, and compared with this XIF before the upload.
    Compare,
    /// The way to the environment is looked for, to do this operation.
    Reach(Operation),
    /// The studio's server gets what is published, and has not answered.
    Send(Operation),
    /// The studio's server had no time, and is asked again.
    Busy(Operation),
    /// The answer of the studio's server is lost for this reason: it is asked whether it has begun.
    Look(Operation, F),
    /// The environment has it, at this operation.
    OnServer {
        /// The job on the server.
        job: FollowedJob,
        /// The operation.
        operation: Operation,
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
    /// The server's name for it.
    pub id: String,
    /// The number of the last event that is known.
    pub(crate) last_event: u64,
}

/// The six operations of 1-Click Publish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
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

impl Step {
    /// All six, in order.
    pub const ALL: [Self; 6] =
        [Self::Verify, Self::UpdateSource, Self::Compile, Self::Save, Self::Upload, Self::Publish];

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

impl From<Operation> for Step {
    fn from(operation: Operation) -> Self {
        match operation {
            Operation::Upload => Self::Upload,
            Operation::Publish => Self::Publish,
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

impl FollowedJob {
    /// A job of which no event is known.
    pub(crate) const fn new(id: String) -> Self {
        Self { id, last_event: 0 }
    }
}

impl<F> Stage<F> {
    /// The job on the server, where there is one.
    pub const fn job(&self) -> Option<&FollowedJob> {
        match self {
            Self::OnServer { job, .. } | Self::Wait { job, .. } => Some(job),
            _ => None,
        }
    }

    /// Whether something goes on without the user.
    pub const fn is_running(&self) -> bool {
        !matches!(self, Self::Wait { .. } | Self::ByHand(_))
    }

    /// Whether it goes on in the page, with the document.
    pub const fn is_here(&self) -> bool {
        matches!(self, Self::Verify(_) | Self::Save | Self::Compare)
    }

    /// The operation.
    pub fn step(&self) -> Step {
        match self {
            Self::Verify(step) => *step,
            Self::Save => Step::Save,
            Self::Compare | Self::ByHand(_) => Step::Upload,
            Self::Reach(operation)
            | Self::Send(operation)
            | Self::Busy(operation)
            | Self::Look(operation, _)
            | Self::OnServer { operation, .. } => (*operation).into(),
            Self::Wait { .. } => Step::Publish,
        }
    }
}

impl<F> State<F> {
    /// How an operation stands.
    pub fn of_step(&self, step: Step) -> StepState {
        let (at, is_failed) = match self {
            Self::At(Stage::ByHand(_)) | Self::Ended(Outcome::Marked) => {
                return if step >= Step::Upload { StepState::ByHand } else { StepState::Done };
            }
            Self::At(stage) => (stage.step(), false),
            Self::Ended(Outcome::Published(_)) => return StepState::Done,
            Self::Ended(Outcome::Failed(at, _) | Outcome::Stopped(at)) => (*at, true),
            Self::Ended(Outcome::Unknown(..) | Outcome::NeedsConfiguration(_)) => (Step::Publish, true),
        };
        match step.cmp(&at) {
            Ordering::Less => StepState::Done,
            Ordering::Equal if is_failed => StepState::Failed,
            Ordering::Equal => StepState::Running,
            Ordering::Greater => StepState::Waiting,
        }
    }
}
