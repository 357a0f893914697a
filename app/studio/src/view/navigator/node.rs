use extension::{ActionEdit, Edit, EntityEdit, FileName, Name, Refusal, ResourceEdit, StructureEdit};
use workbench::errors::Failure;
use workbench::{Command, Target};

use crate::app::{NavigatorTab, Studio};

/// What a line of the navigator stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    /// The extension, an element or a file.
    Element(Target),
    /// A folder of elements.
    Folder(Folder),
    /// A folder of files, by its path with backslashes.
    Files(String),
}

/// The folders of elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Folder {
    Actions,
    Structures,
    Entities,
}

impl Node {
    /// The line of what an editor shows: a file has one line, whether its text or its properties are open.
    pub(crate) fn of_target(target: Target, tab: NavigatorTab) -> Self {
        match (target, tab) {
            (Target::Source(key), _) => Self::Element(Target::Resource(key)),
            (target, _) => Self::Element(target),
        }
    }

    /// What Delete removes.
    pub(crate) fn deletable(&self) -> Option<Target> {
        match self {
            Self::Element(target) if *target != Target::Extension => Some(*target),
            _ => None,
        }
    }

    /// Whether it has a name that can be changed.
    pub(crate) fn has_name(&self) -> bool {
        matches!(self, Self::Element(_))
    }

    fn rename_to(&self, text: &str) -> Option<Result<Edit, Refusal>> {
        let Self::Element(target) = self else { return None };
        let name = || Name::new(text).map_err(Refusal::from);
        Some(match *target {
            Target::Extension => name().map(Edit::RenameExtension),
            Target::Action(key) => name().map(|name| Edit::Action(key, ActionEdit::Rename(name))),
            Target::Structure(key) => name().map(|name| Edit::Structure(key, StructureEdit::Rename(name))),
            Target::Entity(key) => name().map(|name| Edit::Entity(key, EntityEdit::Rename(name))),
            Target::Resource(key) | Target::Source(key) => {
                FileName::new(text).map_err(Refusal::from).map(|name| Edit::Resource(key, ResourceEdit::Rename(name)))
            }
        })
    }
}

/// Gives what a line stands for another name; whether that worked. The reason why not is told.
pub(crate) fn rename(studio: Studio, node: &Node, text: &str) -> bool {
    match node.rename_to(text) {
        Some(Ok(edit)) => {
            let is_fine = studio.check(&edit).is_ok();
            studio.tell(Command::Edit(edit));
            is_fine
        }
        Some(Err(refusal)) => {
            studio.tell(Command::Report(Failure::of_refusal(&refusal)));
            false
        }
        None => true,
    }
}
