use std::sync::Arc;

use crate::subject::SubjectCommand;
use crate::{Against, DraftId, Version};

/// What is done with versions.
#[derive(Debug, Clone, PartialEq)]
pub enum VersionCommand {
    /// Keep the document as it is under this name.
    Name(String),
    /// Give a version another name; it is the user's then.
    Rename {
        /// Its number.
        version: u32,
        /// The name.
        name: String,
    },
    /// Forget a version.
    Delete(u32),
    /// Take a version up that was forgotten just now.
    BringBack {
        /// The draft that it is of.
        draft: DraftId,
        /// The version.
        version: Arc<Version>,
    },
    /// Make the document as the version is, as one step.
    Restore(u32),
    /// Show two versions side by side, the earlier one first.
    Compare(Against, Against),
}

impl SubjectCommand for VersionCommand {
    fn only_shows(&self) -> bool {
        false
    }
}
