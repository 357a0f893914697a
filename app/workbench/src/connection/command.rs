use api::platform::Secret;
use api::platform::connect::{Backend, Connection, Fingerprint, Probe};

use crate::errors::Failure;
use crate::subject::SubjectCommand;
use crate::{JobId, ServerAnswer};

/// What has to do with connections to environments.
#[derive(Debug, Clone, PartialEq)]
pub enum ConnectionCommand {
    /// Open the window that connects to an environment.
    Connect,
    /// Look at an environment without credentials; with a certificate that the user accepts although it is doubtful.
    Probe {
        /// The address.
        address: String,
        /// The certificate.
        certificate: Option<Fingerprint>,
    },
    /// [`Effect::Probe`](crate::Effect::Probe) has ended.
    Probed {
        /// The job.
        job: JobId,
        /// What is known of it.
        result: Result<Probe, Failure>,
    },
    /// Connect to the environment that was looked at.
    LogIn {
        /// The way to work with it.
        backend: Backend,
        /// The user.
        user: String,
        /// Password or token.
        password: Secret,
    },
    /// [`Effect::Connect`](crate::Effect::Connect) has ended.
    Connected {
        /// The job.
        job: JobId,
        /// The connection.
        result: Result<Connection, Failure>,
    },
    /// Connect as before, to this environment of those that LifeTime manages.
    ChooseEnvironment(String),
    /// Close the window that connects.
    CloseConnect,
    /// A connection that outlived the page.
    Reconnected(Connection),
    /// Publish to this connection from now on.
    Use(String),
    /// End a connection.
    Disconnect(String),
    /// [`Effect::AskServer`](crate::Effect::AskServer) has ended.
    Answered {
        /// The job.
        job: JobId,
        /// The answer.
        result: Result<ServerAnswer, Failure>,
    },
}

impl SubjectCommand for ConnectionCommand {
    fn only_shows(&self) -> bool {
        true
    }
}
