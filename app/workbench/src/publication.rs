//! Publication: the document, or what is there already, to an environment.

mod again;
mod command;
mod pipeline;
mod plan;
mod run;
mod stage;

use crate::{Builds, Connections, Context, Effect, Files, Surroundings, Verifications};

pub use command::{NotStarted, PublicationCommand};
pub use plan::Plan;
pub(crate) use plan::Planned;
pub use run::PublishRun;
pub use stage::{FollowedJob, PublishOutcome, PublishStage, PublishState, PublishStep, StepState};

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
        match command {
            PublicationCommand::Publish => {
                return self.publish(context, means, surroundings);
            }
            PublicationCommand::ByHand { address } => {
                return self.publish_by_hand(context, means, &address, surroundings);
            }
            PublicationCommand::Started { job, result } => {
                return self.publish_started(context, means.connections, job, result);
            }
            PublicationCommand::Event { job, event } => self.publish_event(&job, event),
            PublicationCommand::FollowAgain { job, lost } => return self.follow_again(&job, lost.as_ref()),
            PublicationCommand::Answer(goes_on) => return self.answer_publish(goes_on),
            PublicationCommand::PublishedByHand => self.published_by_hand(),
            PublicationCommand::Close => return self.close_publish(context, means),
            PublicationCommand::Again => return self.publish_plan_again(context, means),
        }
        Vec::new()
    }
}
