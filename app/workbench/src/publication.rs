//! Publication: the document, or what is there already, to an environment.

mod again;
mod command;
mod pipeline;
mod plan;
mod run;

use publication::Event;

use crate::errors::Failure;
use crate::{Builds, Connections, Context, Effect, Files, Surroundings, Verifications};

pub use command::PublicationCommand;
pub use plan::Plan;
pub(crate) use plan::Planned;
pub use publication::{Step as PublishStep, StepState};
pub use run::PublishRun;

/// How far a publish has come, in the studio.
pub type PublishState = publication::State<Failure>;

/// What a publish is at, in the studio.
pub type PublishStage = publication::Stage<Failure>;

/// How a publish ended, in the studio.
pub type PublishOutcome = publication::Outcome<Failure>;

/// Why a publish did not start on the server, as far as the studio knows.
pub type NotStarted = publication::NotStarted<Failure>;

/// The publish that the user asked for last.
#[derive(Debug, Default)]
pub(crate) struct Publications {
    publishing: Option<PublishRun>,
}

/// What a publish is made of: what goes before the upload, and the way to the environment.
#[derive(Debug)]
pub(crate) struct Means<'a> {
    pub(crate) files: &'a mut Files,
    pub(crate) builds: &'a mut Builds,
    pub(crate) verification: &'a mut Verifications,
    pub(crate) connections: &'a mut Connections,
}

impl Publications {
    pub(crate) fn handle(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        command: PublicationCommand,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let event = match command {
            PublicationCommand::Publish => return self.publish(context, means, surroundings),
            PublicationCommand::ByHand { address } => {
                return self.publish_by_hand(context, means, &address, surroundings);
            }
            PublicationCommand::Started { job, result } => {
                return self.publish_started(context, means, surroundings, job, result);
            }
            PublicationCommand::Close => return self.close_publish(context, means, surroundings),
            PublicationCommand::Again => return self.publish_plan_again(context, means, surroundings),
            PublicationCommand::Event { job, event } => Self::told(job, event),
            PublicationCommand::FollowAgain { job, lost: Some(failure) } => Event::Lost { job, failure },
            PublicationCommand::FollowAgain { job, lost: None } => Event::BrokeOff { job },
            PublicationCommand::Answer(goes_on) => Event::Answered(goes_on),
            PublicationCommand::PublishedByHand => Event::Marked,
        };
        self.happen(context, means, surroundings, event)
    }
}
