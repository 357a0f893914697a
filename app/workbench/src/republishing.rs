//! Publishing what is there already: a version that the environment has, or a XIF as it stands, to the byte.

use std::sync::Arc;

use api::platform::connect::Operation;
use api::problem::Code;

use crate::asking::impossible;
use crate::downloading::host_of;
use crate::errors::Failure;
use crate::notice::Offer;
use crate::publish_run::Published;
use crate::{Command, Effect, PublishRun, Workbench};

/// A publish that the user has asked for and not confirmed yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The extension.
    pub extension: String,
    /// What is published, in words: `version 3`, `version 3 of https://dev.example.com`, `Orders.xif as it was saved`.
    pub label: String,
    /// The address that it is published to.
    pub address: String,
    pub(crate) connection: String,
    pub(crate) what: Planned,
}

/// What is published as it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Planned {
    /// A version that the environment has: how the server names it.
    Version(String),
    /// A XIF.
    Xif(Arc<[u8]>),
}

impl Workbench {
    /// A publish of something that is there, to a connection; why it cannot be, when the connection cannot.
    pub(crate) fn plan(
        &self,
        connection: &str,
        extension: String,
        label: String,
        what: Planned,
    ) -> Option<Result<Plan, String>> {
        let connection = self.connection_named(connection)?;
        let needed: &[Operation] = match what {
            Planned::Version(_) => &[Operation::Publish],
            // What cannot be uploaded is saved, and published by hand.
            Planned::Xif(_) => &[],
        };
        let (id, address) = (connection.id.clone(), connection.address.clone());
        Some(match impossible(connection, needed) {
            Some(why) => Err(why),
            None => Ok(Plan { extension, label, address, connection: id, what }),
        })
    }

    /// Carries out what the user has confirmed, as a publish like every other one.
    pub(crate) fn publish_plan(&mut self, plan: &Plan) -> Vec<Effect> {
        if self.publishing.as_ref().is_some_and(PublishRun::is_running) {
            return Vec::new();
        }
        let Some(connection) = self.connection_named(&plan.connection) else {
            self.tell_of_no_connection(plan);
            return Vec::new();
        };
        self.publishing = Some(PublishRun::of_plan(plan.clone(), connection));
        self.verify_run = None;
        self.upload()
    }

    fn tell_of_no_connection(&mut self, plan: &Plan) {
        let Plan { extension, label, address, .. } = plan;
        let text = format!("{extension} was not published: the connection to {} has ended.", host_of(address));
        let mut failure = Failure::new(Code::PlatformNoConnection.page().code, text);
        failure.details = vec![format!("Connect again, then publish {label} once more.")];
        failure.offers = vec![Offer { label: "Connect…".to_owned(), command: Command::Connect }];
        self.fail(failure);
    }

    /// Publishes the same again, after it did not work.
    pub(crate) fn publish_plan_again(&mut self) -> Vec<Effect> {
        let plan = self.publishing.as_ref().and_then(|run| match &run.published {
            Published::Planned(plan) => Some(plan.clone()),
            Published::Document => None,
        });
        plan.map(|plan| self.publish_plan(&plan)).unwrap_or_default()
    }
}
