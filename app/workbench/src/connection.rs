//! Connections to environments, and the questions that are asked over them.

mod ask;
mod command;
mod connect;
mod lookup;
mod question;
mod standing;

use api::platform::connect::Connection;

use crate::{Context, Effect, News};

pub use command::ConnectionCommand;
pub use connect::Connecting;
pub(crate) use lookup::{Lookup, cannot_fetch};
pub(crate) use question::impossible;
pub use question::{Listing, ServerAnswer, ServerQuestion, unproven};
pub use standing::Standing;
pub(crate) use standing::{Baseline, Purpose};

pub(crate) use standing::{host_of, version_label};

/// The connections to environments, and what is asked over them.
#[derive(Debug, Default)]
pub(crate) struct Connections {
    connecting: Option<Connecting>,
    /// Those that are open, in the order in which they were opened.
    open: Vec<Connection>,
    /// The connection that publishing goes to.
    current_connection: Option<String>,
    /// The questions to environments that are on their way.
    lookups: Vec<Lookup>,
}

impl Connections {
    pub(crate) fn handle(&mut self, context: &mut Context, command: ConnectionCommand) -> Vec<Effect> {
        match command {
            ConnectionCommand::Connect => self.connect(None),
            ConnectionCommand::Probe { address, certificate } => return self.probe(context, address, certificate),
            ConnectionCommand::Probed { job, result } => self.probed(context, job, result),
            ConnectionCommand::LogIn { backend, user, password } => {
                return self.log_in(context, backend, user, password);
            }
            ConnectionCommand::Connected { job, result } => return self.connected(context, job, result),
            ConnectionCommand::ChooseEnvironment(key) => return self.choose_environment(context, key),
            ConnectionCommand::CloseConnect => self.close_connect(context),
            ConnectionCommand::Reconnected(connection) => {
                self.add_connection(connection.clone());
                context.announce(News::Reconnected(connection));
            }
            ConnectionCommand::Use(id) => self.use_connection(id),
            ConnectionCommand::Disconnect(id) => return self.disconnect(&id),
            ConnectionCommand::Answered { job, result } => return self.server_answered(context, job, result),
        }
        Vec::new()
    }
}
