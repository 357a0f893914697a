use extension::{Key, Place};

use crate::Target;
use crate::subject::SubjectCommand;

/// What shows a part of the document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NavigationCommand {
    /// Open the element or file in a tab.
    Open(Target),
    /// Close the tab.
    Close(Target),
    /// Close every tab but this one.
    CloseOthers(Target),
    /// Close every tab.
    CloseAll,
    /// Open the editor that has the field, at the field.
    ShowPlace(Place),
    /// Open the text of a resource at a line.
    ShowSource {
        /// The resource.
        resource: Key,
        /// The line, from 1.
        line: u32,
        /// The column, from 1.
        column: u32,
    },
    /// Open what a problem is about.
    ShowProblem(usize),
}

impl SubjectCommand for NavigationCommand {
    fn only_shows(&self) -> bool {
        true
    }
}
