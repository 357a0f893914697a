use crate::subject::SubjectCommand;

/// What is done with a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It is opened as a new document.
    Open,
    /// The open document is shown beside it.
    Compare,
    /// Its XIF is written to the user's disk.
    Save,
}

/// What the user does in the Download window.
#[derive(Debug, Clone, PartialEq)]
pub enum DownloadCommand {
    /// Open the window, or read the list again; without a connection that opens first.
    List,
    /// Connect to another environment and list its extensions.
    Connect,
    /// List the extensions of another connection.
    ListOf(String),
    /// Show the versions of this extension, by the server's name for it.
    Choose(String),
    /// Fetch a version, by the server's name for it.
    Fetch {
        /// The version.
        version: String,
        /// What for.
        fate: Fate,
    },
    /// Publish this version again, once the user has confirmed it.
    Publish(String),
    /// Carry that publish out, or drop it.
    Confirm(bool),
    /// Close the window.
    Close,
}

impl SubjectCommand for DownloadCommand {
    fn only_shows(&self) -> bool {
        true
    }
}
