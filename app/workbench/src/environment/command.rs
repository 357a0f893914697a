use crate::subject::SubjectCommand;

/// What is published to another environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The version that is published over the connection with this id.
    Environment(String),
    /// The file of the document, (saved).
    File,
}

/// What the user does in the Environments window.
#[derive(Debug, Clone, PartialEq)]
pub enum EnvironmentCommand {
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

impl SubjectCommand for EnvironmentCommand {
    fn only_shows(&self) -> bool {
        true
    }
}
