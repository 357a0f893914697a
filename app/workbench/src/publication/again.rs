//! Publishing what the user has confirmed, which is there already.

use api::problem::Code;

use super::run::What;
use crate::errors::Failure;
use crate::{
    Command, ConnectionCommand, Context, Effect, Means, Offer, Plan, Publications, PublishRun, Surroundings, host_of,
};

impl Publications {
    /// Carries out what the user has confirmed, as a publish like every other one.
    pub(crate) fn publish_plan(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        surroundings: &dyn Surroundings,
        plan: &Plan,
    ) -> Vec<Effect> {
        if self.publishing.as_ref().is_some_and(PublishRun::is_running) {
            return Vec::new();
        }
        let Some(connection) = means.connections.connection_named(&plan.connection) else {
            Self::tell_of_no_connection(context, plan);
            return Vec::new();
        };
        self.publishing = Some(PublishRun::of_plan(plan.clone(), connection));
        means.verification.forget_verification();
        self.reach(context, means, surroundings)
    }

    fn tell_of_no_connection(context: &mut Context, plan: &Plan) {
        let Plan { extension, label, address, .. } = plan;
        let text = format!("{extension} was not published: the connection to {} has ended.", host_of(address));
        let mut failure = Failure::new(Code::PlatformNoConnection, text);
        failure.details = vec![format!("Connect again, then publish {label} once more.")];
        let connect = Command::Connection(ConnectionCommand::Connect);
        context.report(failure).offers = vec![Offer { label: "Connect…".to_owned(), command: connect }];
    }

    /// Publishes the same again, after it did not work.
    pub(crate) fn publish_plan_again(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        surroundings: &dyn Surroundings,
    ) -> Vec<Effect> {
        let plan = self.publishing.as_ref().and_then(|run| match &run.what {
            What::Planned(plan) => Some(plan.clone()),
            What::Document { .. } | What::OfEarlierPage => None,
        });
        plan.map(|plan| self.publish_plan(context, means, surroundings, &plan)).unwrap_or_default()
    }
}
