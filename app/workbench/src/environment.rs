//! The Environments window: which version of the open extension stands where, and the same XIF for the next environment.

mod command;

use std::fmt::Write;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::{Command, Connections, Context, Effect, News, Plan, Planned, Purpose, Standing, host_of, version_label};

pub use command::{EnvironmentCommand, Source};

/// What the Environments window shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Environments {
    /// The extension.
    pub extension: String,
    /// A line for each open connection.
    pub lines: Vec<EnvironmentLine>,
    /// What is published elsewhere: a line, or the file of the document.
    pub source: Option<Source>,
    /// The publish that waits to be confirmed.
    pub plan: Option<Plan>,
}

/// An environment and how the extension stands there.
#[derive(Debug, Clone, PartialEq)]
pub struct EnvironmentLine {
    /// The id of the connection.
    pub connection: String,
    /// Its address.
    pub address: String,
    /// How the extension stands there.
    pub standing: Standing,
    /// SHA-256 of the published XIF in hexadecimal digits, where it could be fetched: equal content has equal ones.
    pub fingerprint: Option<String>,
}

impl Environments {
    /// Whether what was taken is there, and can be published over the connection with this id.
    pub fn can_publish_to(&self, connection: &str) -> bool {
        match &self.source {
            Some(Source::File) => true,
            Some(Source::Environment(id)) => {
                id != connection && self.lines.iter().any(|line| line.connection == *id && line.can_give())
            }
            None => false,
        }
    }
}

impl EnvironmentLine {
    /// The published XIF, where it could be fetched.
    fn xif(&self) -> Option<&Arc<[u8]>> {
        match &self.standing {
            Standing::Published { xif: Ok(bytes), .. } => Some(bytes),
            _ => None,
        }
    }

    /// Whether its version can be published elsewhere.
    pub fn can_give(&self) -> bool {
        self.xif().is_some()
    }
}

/// The Environments window, while it is open.
#[derive(Debug, Default)]
pub(crate) struct Overview {
    environments: Option<Environments>,
}

impl Overview {
    /// The Environments window, while it is open.
    pub(crate) fn environments(&self) -> Option<&Environments> {
        self.environments.as_ref()
    }

    pub(crate) fn handle(
        &mut self,
        context: &mut Context,
        connections: &mut Connections,
        command: EnvironmentCommand,
    ) -> Vec<Effect> {
        match command {
            EnvironmentCommand::Ask => return self.ask_environments(context, connections),
            EnvironmentCommand::Connect => {
                connections.connect(Some(Box::new(Command::Environment(EnvironmentCommand::Ask))));
            }
            EnvironmentCommand::Take(source) => {
                if let Some(environments) = &mut self.environments {
                    (environments.source, environments.plan) = (Some(source), None);
                }
            }
            EnvironmentCommand::PublishTo(connection) => self.plan_same(context, connections, &connection),
            EnvironmentCommand::Confirm(is_confirmed) => {
                let plan = self.environments.as_mut().and_then(|environments| environments.plan.take());
                if let Some(plan) = plan.filter(|_| is_confirmed) {
                    self.close_environments(context, connections);
                    context.announce(News::Confirmed(plan));
                }
            }
            EnvironmentCommand::Close => self.close_environments(context, connections),
        }
        Vec::new()
    }

    fn ask_environments(&mut self, context: &mut Context, connections: &mut Connections) -> Vec<Effect> {
        let Some(document) = &context.document else { return Vec::new() };
        let extension = document.extension().name.to_string();
        let has_file = document.file.is_some();
        connections.stop_looking(context, Purpose::Environments);
        let (mut lines, mut effects) = (Vec::new(), Vec::new());
        for connection in connections.connections().to_vec() {
            let standing = match connections.look_up(context, &connection, extension.clone(), Purpose::Environments) {
                Ok(effect) => {
                    effects.push(effect);
                    Standing::Asked
                }
                Err(why) => Standing::Impossible(why),
            };
            let (connection, address) = (connection.id, connection.address);
            lines.push(EnvironmentLine { connection, address, standing, fingerprint: None });
        }
        let is_there = |source: &Source| match source {
            Source::File => has_file,
            Source::Environment(id) => lines.iter().any(|line: &EnvironmentLine| line.connection == *id),
        };
        let source = match self.environments.take() {
            // What is gone is not exchanged for something else without a word.
            Some(before) if before.extension == extension => before.source.filter(is_there),
            _ => has_file.then_some(Source::File),
        };
        self.environments = Some(Environments { extension, lines, source, plan: None });
        effects
    }

    /// An environment has answered.
    pub(crate) fn stands(&mut self, connection: &str, standing: Standing) {
        let Some(environments) = &mut self.environments else { return };
        if let Some(line) = environments.lines.iter_mut().find(|line| line.connection == connection) {
            line.standing = standing;
            line.fingerprint = line.xif().map(|bytes| fingerprint(bytes));
            let is_taken = environments.source == Some(Source::Environment(connection.to_owned()));
            if is_taken && !line.can_give() {
                environments.source = None;
            }
        }
    }

    fn plan_same(&mut self, context: &mut Context, connections: &mut Connections, connection: &str) {
        let Some(environments) = &self.environments else { return };
        let taken = match &environments.source {
            Some(Source::File) => context.document.as_ref().and_then(|document| {
                let bytes = document.file.clone()?;
                Some((format!("{} (saved)", document.file_name.as_deref()?), bytes))
            }),
            Some(Source::Environment(id)) => {
                let line = environments.lines.iter().find(|line| line.connection == *id);
                line.and_then(|line| match &line.standing {
                    Standing::Published { version, xif: Ok(bytes) } => {
                        Some((format!("{} of {}", version_label(version), host_of(&line.address)), Arc::clone(bytes)))
                    }
                    _ => None,
                })
            }
            None => None,
        };
        let Some((label, bytes)) = taken else { return };
        let extension = environments.extension.clone();
        let plan = connections.connection_named(connection);
        let plan = plan.and_then(|connection| Plan::new(connection, extension, label, Planned::Xif(bytes)).ok());
        if let Some(environments) = &mut self.environments {
            environments.plan = plan;
        }
    }

    pub(crate) fn close_environments(&mut self, context: &mut Context, connections: &mut Connections) {
        self.environments = None;
        connections.stop_looking(context, Purpose::Environments);
    }
}

fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a text never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
