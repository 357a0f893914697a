use extension::{BasicType, Direction, Edit, Item, Key, Name, TargetFramework};

use crate::subject::SubjectCommand;

/// A file on its way into the extension.
#[derive(Debug, Clone, PartialEq)]
pub struct NewFile {
    /// Its path inside the folder that it is added to, with slashes: `a.dll`, `img/logo.png`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A new element. One without a name gets the next free one of its kind: `Action1`, `Action2`, ….
#[derive(Debug, Clone, PartialEq)]
pub enum New {
    /// An action; its tab opens.
    Action,
    /// A structure; its tab opens.
    Structure,
    /// An entity; its tab opens.
    Entity,
    /// A parameter at the end.
    Parameter {
        /// The action.
        action: Key,
        /// Input or output.
        direction: Direction,
        /// Its name, when the user typed one.
        name: Option<Name>,
    },
    /// An attribute at the end.
    StructureAttribute {
        /// The structure.
        structure: Key,
        /// Its name, when the user typed one.
        name: Option<Name>,
    },
    /// An attribute at the end.
    EntityAttribute {
        /// The entity.
        entity: Key,
        /// Its name, when the user typed one.
        name: Option<Name>,
    },
}

/// What changes the document.
#[derive(Debug, Clone, PartialEq)]
pub enum DocumentCommand {
    /// Change the document.
    Edit(Edit),
    /// Make the type of a parameter or attribute a list of a basic type, with the structure that it needs.
    SetListOf {
        /// The parameter or attribute.
        item: Item,
        /// The basic type.
        basic: BasicType,
    },
    /// Take the last edit back.
    Undo,
    /// Do the edit again that was taken back last.
    Redo,
    /// Go to this step of the history.
    GoTo(usize),
    /// Add an element.
    Add(New),
    /// Make this file the action's icon; it becomes a resource in the icons' folder.
    BrowseIcon {
        /// The action.
        action: Key,
        /// The file's name.
        file_name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Remove the items as one step; their tabs close.
    Delete(Vec<Item>),
    /// Remove the items, which the clipboard now has.
    Cut(Vec<Item>),
    /// Move items of one list.
    Move {
        /// The items; they keep their order.
        items: Vec<Item>,
        /// Where the first of them is to stand in the list without them.
        to: usize,
    },
    /// Add copies of the items right behind them.
    Duplicate(Vec<Item>),
    /// Add what the text holds.
    Paste {
        /// What gets it: the element for rows, the extension for elements and files.
        into: Item,
        /// Where the first of it is to stand; the end without one.
        position: Option<usize>,
        /// What was copied, here or elsewhere.
        text: String,
    },
    /// Add files as resources.
    AddFiles {
        /// The folder, with backslashes; empty for the outermost.
        folder: String,
        /// The files.
        files: Vec<NewFile>,
    },
    /// Give the resource other bytes.
    ReplaceContent {
        /// The resource.
        resource: Key,
        /// Its new bytes.
        bytes: Vec<u8>,
    },
    /// Give a folder of resources another path.
    MoveFolder {
        /// The path now.
        from: String,
        /// The path then.
        to: String,
    },
    /// Let the project target this version of .NET Framework.
    SetTargetFramework(TargetFramework),
    /// Make an extension of an older version one of version 11, as one step.
    Upgrade,
}

impl SubjectCommand for DocumentCommand {
    fn only_shows(&self) -> bool {
        false
    }
}
