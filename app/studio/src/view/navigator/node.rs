use extension::{
    ActionEdit, Edit, EntityEdit, Extension, FileName, Item, Key, Name, Refusal, ResourceEdit, StructureEdit,
};
use workbench::errors::Failure;
use workbench::{DocumentCommand, SessionCommand, Target};

use crate::app::Studio;

/// What a line of the navigator stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    /// The extension, an element or a file.
    Element(Target),
    /// A folder of elements.
    Folder(Folder),
    /// A folder of files, by its path with a backslash before each part.
    Files(String),
    /// A file that is left out of the extension.
    Excluded(Key),
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
    pub(crate) fn of_target(target: Target) -> Self {
        match target {
            Target::Source(key) => Self::Element(Target::Resource(key)),
            target => Self::Element(target),
        }
    }

    /// The line of an item; rows of an element have none.
    pub(crate) fn of_item(item: Item) -> Option<Self> {
        (item == item.owner()).then(|| Self::of_target(Target::of(item)))
    }

    /// What can be selected of it.
    pub(crate) fn item(&self) -> Option<Item> {
        match self {
            Self::Element(target) => Some(target.item()),
            _ => None,
        }
    }

    /// Whether it has a name that can be changed.
    pub(crate) fn has_name(&self) -> bool {
        matches!(self, Self::Element(_) | Self::Files(_))
    }

    /// The name under which the browser remembers that the line is closed.
    pub(crate) fn memory(&self) -> Option<String> {
        Some(match self {
            Self::Folder(folder) => format!("{folder:?}"),
            Self::Files(path) => path.clone(),
            _ => return None,
        })
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

/// The folder of a path, as commands have it: with a backslash at both ends.
pub(crate) fn folder_of(path: &str) -> String {
    format!("{path}\\")
}

/// The resources below a folder of the tree: those in the extension and those left out.
pub(crate) fn below(extension: &Extension, path: &str) -> (Vec<Key>, Vec<Key>) {
    let path = folder_of(path).to_lowercase();
    let keys = |list: &[std::sync::Arc<extension::Resource>]| {
        let is_inside = |folder: &extension::Folder| {
            let own = folder.parts().fold(String::from("\\"), |own, part| own + part + "\\");
            own.to_lowercase().starts_with(&path)
        };
        list.iter().filter(|resource| is_inside(&resource.folder)).map(|resource| resource.key).collect()
    };
    (keys(&extension.resources), keys(&extension.excluded))
}

/// Gives what a line stands for another name; whether that worked. The reason why not is told.
pub(crate) fn rename(studio: Studio, node: &Node, text: &str) -> bool {
    if let Node::Files(path) = node {
        return rename_folder(studio, path, text);
    }
    match node.rename_to(text) {
        Some(Ok(edit)) => {
            let is_fine = studio.check(&edit).is_ok();
            studio.tell(DocumentCommand::Edit(edit));
            is_fine
        }
        Some(Err(refusal)) => {
            studio.tell(SessionCommand::Report(Failure::of_refusal(&refusal)));
            false
        }
        None => true,
    }
}

fn rename_folder(studio: Studio, path: &str, text: &str) -> bool {
    match FileName::new(text) {
        Ok(name) => {
            let outer = path.rsplit_once('\\').map_or("", |(outer, _)| outer);
            studio.tell(DocumentCommand::MoveFolder { from: folder_of(path), to: format!("{outer}\\{name}\\") });
            true
        }
        Err(error) => {
            studio.tell(SessionCommand::Report(Failure::of_refusal(&error.into())));
            false
        }
    }
}
