use api::compile::CompileAnswer;
use extension::{Dbms, Description, Direction, Edit, Key, Name};

use crate::errors::Failure;
use crate::{Choice, JobId, NoticeId, Target};

/// What a user, or an effect that has ended, tells the workbench.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Make a new extension with its source files and open it.
    NewExtension {
        /// Its name.
        name: Name,
        /// Its databases.
        dbms: Dbms,
        /// Its description.
        description: Description,
    },
    /// Open a XIF.
    OpenBytes {
        /// The name of the file it came from.
        file_name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// [`Effect::Unpack`](crate::Effect::Unpack) has ended with the definition XML.
    Unpacked {
        /// The job.
        job: JobId,
        /// The inflated text.
        result: Result<String, Failure>,
    },
    /// Close the document.
    Close,
    /// Write the document to the file it came from.
    Save,
    /// Write the document to a file that the user chooses.
    SaveAs,
    /// [`Effect::Pack`](crate::Effect::Pack) has ended with the file's bytes.
    Packed {
        /// The job.
        job: JobId,
        /// The deflated bytes.
        result: Result<Vec<u8>, Failure>,
    },
    /// [`Effect::WriteFile`](crate::Effect::WriteFile) has ended.
    Written {
        /// The job.
        job: JobId,
        /// The name of the file that was written, or why it was not; `None` when the user cancelled.
        result: Result<Option<String>, Failure>,
    },
    /// Change the document.
    Edit(Edit),
    /// Take the last edit back.
    Undo,
    /// Do the edit again that was taken back last.
    Redo,
    /// Go to this step of the history.
    GoTo(usize),
    /// Add an action with the next free name and open it.
    AddAction,
    /// Add a parameter with this name, or the next free one, at the end.
    AddParameter {
        /// The action.
        action: Key,
        /// Input or output.
        direction: Direction,
        /// Its name, when the user typed one.
        name: Option<Name>,
    },
    /// Make this file the action's icon; it becomes a resource in the icons' folder.
    BrowseIcon {
        /// The action.
        action: Key,
        /// The file's name.
        file_name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Remove the element; its tab closes.
    Delete(Target),
    /// Open the element or file in a tab.
    Open(Target),
    /// Close the tab.
    CloseTab(Target),
    /// Close every tab.
    CloseAllTabs,
    /// Show the tab.
    ActivateTab(Target),
    /// The text of a source file is now this.
    ChangeSource {
        /// The resource.
        resource: Key,
        /// The whole text, with any line ends.
        text: String,
    },
    /// Make the source files follow the definition.
    UpdateSource,
    /// Update the source files and open `<Extension>.cs`, at the action's method when one is given.
    EditSource {
        /// The action to show.
        action: Option<Key>,
    },
    /// Update the source files and compile them.
    Compile,
    /// [`Effect::Compile`](crate::Effect::Compile) has ended.
    Compiled {
        /// The job.
        job: JobId,
        /// The server's answer.
        result: Result<CompileAnswer, Failure>,
    },
    /// Open what a problem is about.
    ShowProblem(usize),
    /// End a running job.
    Cancel(JobId),
    /// Take the notice away.
    Dismiss(NoticeId),
    /// Answer the pending question.
    Answer(Choice),
    /// Show a failure that the interface met itself, such as a file that could not be read.
    Report(Failure),
}
