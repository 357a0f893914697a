use extension::Key;

use crate::subject::SubjectCommand;

/// What has to do with the source files.
#[derive(Debug, Clone, PartialEq)]
pub enum SourceCommand {
    /// The text of a source file is now this.
    Change {
        /// The resource.
        resource: Key,
        /// The whole text, with any line ends.
        text: String,
    },
    /// Make the source files follow the definition.
    Update,
    /// Update the source files and open `<Extension>.cs`, at the action's method when one is given.
    Edit {
        /// The action to show.
        action: Option<Key>,
    },
    /// Show a source file beside what would be generated for it.
    CompareTemplate(Key),
    /// Make one place of that file as its template has it; without one, all of them.
    TakeFromTemplate(Option<usize>),
    /// Close that comparison.
    CloseTemplate,
}

impl SubjectCommand for SourceCommand {
    fn only_shows(&self) -> bool {
        matches!(self, Self::CompareTemplate(_) | Self::CloseTemplate)
    }
}
