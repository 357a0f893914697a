//! The Environments window: which version of the open extension stands where, and the same XIF for the next environment.

use std::fmt::Write;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::downloading::{host_of, version_label};
use crate::looking_up::Purpose;
use crate::republishing::{Plan, Planned};
use crate::{Command, Effect, Standing, Workbench};

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

/// What is published to another environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The version that is published over the connection with this id.
    Environment(String),
    /// The file of the document, as it was read or saved last.
    File,
}

/// What the user does in the Environments window.
#[derive(Debug, Clone, PartialEq)]
pub enum EnvironmentsCommand {
    /// Open the window, or ask every environment again.
    Ask,
    /// Connect to another environment and ask all of them.
    Connect,
    /// Publish this elsewhere.
    Take(Source),
    /// Publish what was taken over the connection with this id, once the user has confirmed it.
    PublishTo(String),
    /// Carry that publish out, or drop it.
    Confirm(bool),
    /// Close the window.
    Close,
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

impl Workbench {
    /// The Environments window, while it is open.
    pub fn environments(&self) -> Option<&Environments> {
        self.environments.as_ref()
    }

    pub(crate) fn environments_command(&mut self, command: EnvironmentsCommand) -> Vec<Effect> {
        match command {
            EnvironmentsCommand::Ask => return self.ask_environments(),
            EnvironmentsCommand::Connect => {
                self.connect(Some(Box::new(Command::Environments(EnvironmentsCommand::Ask))));
            }
            EnvironmentsCommand::Take(source) => {
                if let Some(environments) = &mut self.environments {
                    (environments.source, environments.plan) = (Some(source), None);
                }
            }
            EnvironmentsCommand::PublishTo(connection) => self.plan_same(&connection),
            EnvironmentsCommand::Confirm(is_confirmed) => {
                let plan = self.environments.as_mut().and_then(|environments| environments.plan.take());
                if let Some(plan) = plan.filter(|_| is_confirmed) {
                    self.close_environments();
                    return self.publish_plan(&plan);
                }
            }
            EnvironmentsCommand::Close => self.close_environments(),
        }
        Vec::new()
    }

    fn ask_environments(&mut self) -> Vec<Effect> {
        let Some(document) = &self.document else { return Vec::new() };
        let extension = document.extension().name.to_string();
        let has_file = document.file.is_some();
        self.stop_looking(Purpose::Environments);
        let (mut lines, mut effects) = (Vec::new(), Vec::new());
        for connection in self.connections.clone() {
            let standing = match self.look_up(&connection, extension.clone(), Purpose::Environments) {
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

    fn plan_same(&mut self, connection: &str) {
        let Some(environments) = &self.environments else { return };
        let taken = match &environments.source {
            Some(Source::File) => self.document.as_ref().and_then(|document| {
                let bytes = document.file.clone()?;
                Some((format!("{} as it was read or saved last", document.file_name.as_deref()?), bytes))
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
        let plan = self.plan(connection, extension, label, Planned::Xif(bytes)).and_then(Result::ok);
        if let Some(environments) = &mut self.environments {
            environments.plan = plan;
        }
    }

    pub(crate) fn close_environments(&mut self) {
        self.environments = None;
        self.stop_looking(Purpose::Environments);
    }
}

fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a text never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
