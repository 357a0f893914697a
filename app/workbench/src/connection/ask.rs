//! Questions to environments, and their answers.

use api::platform::connect::Connection;
use api::problem::Code;

use crate::errors::Failure;
use crate::{Command, Connections, Context, Effect, JobId, JobKind, News, ServerAnswer, ServerQuestion};

impl Connections {
    /// The open connection with this id.
    pub(crate) fn connection_named(&self, id: &str) -> Option<&Connection> {
        self.open.iter().find(|connection| connection.id == id)
    }

    /// Asks an environment; the label says what for.
    pub(crate) fn ask(
        context: &mut Context,
        connection: &str,
        question: ServerQuestion,
        label: String,
    ) -> (JobId, Effect) {
        let job = context.start(JobKind::Ask, label);
        (job, Effect::AskServer { job, connection: connection.to_owned(), question })
    }

    /// Hands an answer to who asked; one that nobody waits for any more is dropped.
    pub(crate) fn server_answered(
        &mut self,
        context: &mut Context,
        job: JobId,
        result: Result<ServerAnswer, Failure>,
    ) -> Vec<Effect> {
        if !context.end(job) {
            return Vec::new();
        }
        if self.lookups.iter().any(|lookup| lookup.job == job) {
            return self.answered_lookup(context, job, result);
        }
        context.announce(News::Answered { job, result });
        Vec::new()
    }

    /// When the failure says that a connection has ended: forgets it and asks for a new one, with which the command goes on.
    pub(crate) fn connect_again(&mut self, connection: &str, failure: &Failure, then: Command) -> bool {
        if failure.code != Code::PlatformNoConnection {
            return false;
        }
        let address = self.connection_named(connection).map(|connection| connection.address.clone());
        self.forget_connection(connection);
        self.connect(Some(Box::new(then)));
        if let Some(connecting) = &mut self.connecting {
            connecting.failure = Some(failure.clone());
            connecting.address = address.unwrap_or_default();
        }
        true
    }
}
