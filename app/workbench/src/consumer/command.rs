use crate::subject::SubjectCommand;

/// What the user does in the window.
#[derive(Debug, Clone, PartialEq)]
pub enum ConsumerCommand {
    /// Open it; the published version is fetched where the connection can.
    Show,
    /// Open it with what the publish has compared before its upload.
    ShowOfPublish,
    /// Compare with the file (saved).
    CompareSaved,
    /// Compare with a XIF.
    CompareFile {
        /// Its name.
        file_name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Close it.
    Close,
}

impl SubjectCommand for ConsumerCommand {
    fn only_shows(&self) -> bool {
        true
    }
}
