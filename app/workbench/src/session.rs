//! A studio's server of another version, with which this page cannot go on.

mod command;

use api::version::Mismatch;

use crate::errors::Failure;
use crate::{Command, Context, Effect, News, Offer};

pub use command::{Choice, NoticeId, SessionCommand};

/// What is known of the studio's server.
#[derive(Debug, Default)]
pub(crate) struct Session {
    /// The server of another version that the user was told of.
    met_server: Option<Mismatch>,
}

impl Session {
    /// Tells it once: every answer would say it again.
    pub(crate) fn met_server(&mut self, context: &mut Context, mismatch: Mismatch) {
        if self.met_server.replace(mismatch) != Some(mismatch) {
            let reload = Command::Session(SessionCommand::ReloadPage);
            context.report(Failure::other_version(mismatch)).offers =
                vec![Offer { label: "Reload".to_owned(), command: reload }];
        }
    }
}

impl Session {
    pub(crate) fn handle(&mut self, context: &mut Context, command: SessionCommand) -> Vec<Effect> {
        match command {
            SessionCommand::Cancel(job) => context.announce(News::Cancelled(job)),
            SessionCommand::Dismiss(id) => context.dismiss(id),
            SessionCommand::Answer(choice) => {
                if let Some(question) = context.question.take() {
                    context.announce(News::Decided(*question.then, choice));
                }
            }
            SessionCommand::MetServer(mismatch) => self.met_server(context, mismatch),
            SessionCommand::ReloadPage => return vec![Effect::ReloadPage],
            SessionCommand::Report(failure) => context.fail(failure),
        }
        Vec::new()
    }
}
