use std::collections::BTreeSet;

use extension::Key;
use import::Options;

use crate::NewFile;
use crate::subject::SubjectCommand;

/// An assembly that members can be imported from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ImportSource {
    /// A resource of the extension.
    Resource(Key),
    /// A file that the user gave to the window, by its name.
    File(String),
}

/// The import of actions from .NET assemblies.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportCommand {
    /// Open the window, with this resource chosen when it is an assembly.
    Begin {
        /// The resource.
        resource: Option<Key>,
    },
    /// Take files: assemblies to import from or that others need, and their XML documentation.
    TakeFiles(Vec<NewFile>),
    /// Choose the assembly.
    Choose(ImportSource),
    /// Check or uncheck members, by their names in XML documentation.
    Check {
        /// The members.
        members: BTreeSet<String>,
        /// Whether they are imported.
        is_checked: bool,
    },
    /// Decide how types and nulls are treated.
    SetOptions(Options),
    /// Show what the import makes.
    Preview,
    /// Go back to the members.
    ChooseAgain,
    /// Give an action of the preview another name.
    Rename {
        /// Its place in the preview.
        place: usize,
        /// The name.
        name: String,
    },
    /// Give a structure of the preview another name.
    RenameStructure {
        /// Its place in the preview.
        place: usize,
        /// The name.
        name: String,
    },
    /// Give the user the report of the preview as a file.
    SaveReport,
    /// Make what the preview shows.
    Import,
    /// Close the window.
    Close,
}

impl SubjectCommand for ImportCommand {
    fn only_shows(&self) -> bool {
        !matches!(self, Self::Import)
    }
}
