use crate::subject::SubjectCommand;

/// What has to do with verification.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum VerificationCommand {
    /// Verify the definition and the source code.
    Verify {
        /// Whether to save when all is valid.
        save: bool,
    },
    /// Forget the log of the last verification.
    Close,
    /// Verify what has changed, as every command does at its end.
    Check,
}

impl SubjectCommand for VerificationCommand {
    fn only_shows(&self) -> bool {
        matches!(self, Self::Close | Self::Check)
    }
}
