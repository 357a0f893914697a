//! What a user, or an effect that has ended, tells the workbench: one enum for each subject.

use crate::subject::SubjectCommand;
use crate::{
    AutosaveCommand, ComparisonCommand, CompilationCommand, ConnectionCommand, ConsumerCommand, DocumentCommand,
    DownloadCommand, EnvironmentCommand, FileCommand, FolderCommand, ImportCommand, NavigationCommand,
    PublicationCommand, ReviewCommand, SessionCommand, SharingCommand, SourceCommand, TableImportCommand,
    VerificationCommand, VersionCommand,
};

/// What a user, or an effect that has ended, tells the workbench.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// A change of the document.
    Document(DocumentCommand),
    /// A new extension, a file that is opened, a save.
    File(FileCommand),
    /// What is shown of the document.
    Navigation(NavigationCommand),
    /// The source files.
    Source(SourceCommand),
    /// The sources for other programs.
    Folder(FolderCommand),
    /// The import of actions from .NET assemblies.
    Import(ImportCommand),
    /// The import of entities from tables and views.
    TableImport(TableImportCommand),
    /// The compilation of the sources.
    Compilation(CompilationCommand),
    /// The verification.
    Verification(VerificationCommand),
    /// The comparison with another version, and the merge.
    Comparison(ComparisonCommand),
    /// Versions of the draft: kept, named, restored, compared.
    Version(VersionCommand),
    /// The drafts that the browser keeps.
    Autosave(AutosaveCommand),
    /// The sharing of the draft.
    Sharing(SharingCommand),
    /// The open review.
    Review(ReviewCommand),
    /// The connections to environments.
    Connection(ConnectionCommand),
    /// The Download window.
    Download(DownloadCommand),
    /// The Environments window.
    Environment(EnvironmentCommand),
    /// The window that shows the extension as its consumers see it.
    Consumer(ConsumerCommand),
    /// The publish.
    Publication(PublicationCommand),
    /// The studio itself: its jobs, notices, question and page.
    Session(SessionCommand),
}

impl Command {
    /// Whether it can be given where the document is not to be changed.
    pub(crate) fn only_shows(&self) -> bool {
        self.of_subject().only_shows()
    }

    /// Whether another document, or none, is open after it.
    pub(crate) fn leaves_document(&self) -> bool {
        self.of_subject().leaves_document()
    }

    fn of_subject(&self) -> &dyn SubjectCommand {
        match self {
            Self::Document(command) => command,
            Self::File(command) => command,
            Self::Navigation(command) => command,
            Self::Source(command) => command,
            Self::Folder(command) => command,
            Self::Import(command) => command,
            Self::TableImport(command) => command,
            Self::Compilation(command) => command,
            Self::Verification(command) => command,
            Self::Comparison(command) => command,
            Self::Version(command) => command,
            Self::Autosave(command) => command,
            Self::Sharing(command) => command,
            Self::Review(command) => command,
            Self::Connection(command) => command,
            Self::Download(command) => command,
            Self::Environment(command) => command,
            Self::Consumer(command) => command,
            Self::Publication(command) => command,
            Self::Session(command) => command,
        }
    }
}

/// A command of a subject is a command.
macro_rules! command_of {
    ($($variant:ident($command:ident)),+ $(,)?) => {
        $(impl From<$command> for Command {
            fn from(command: $command) -> Self {
                Self::$variant(command)
            }
        })+
    };
}

command_of! {
    Document(DocumentCommand),
    File(FileCommand),
    Navigation(NavigationCommand),
    Source(SourceCommand),
    Folder(FolderCommand),
    Import(ImportCommand),
    TableImport(TableImportCommand),
    Compilation(CompilationCommand),
    Verification(VerificationCommand),
    Comparison(ComparisonCommand),
    Version(VersionCommand),
    Autosave(AutosaveCommand),
    Sharing(SharingCommand),
    Review(ReviewCommand),
    Connection(ConnectionCommand),
    Download(DownloadCommand),
    Environment(EnvironmentCommand),
    Consumer(ConsumerCommand),
    Publication(PublicationCommand),
    Session(SessionCommand),
}
