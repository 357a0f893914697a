use std::collections::BTreeSet;

use database::{Dialect, PlanChange};
use extension::Key;

use crate::NewFile;
use crate::subject::SubjectCommand;

/// The import of entities from tables and views.
#[derive(Debug, Clone, PartialEq)]
pub enum TableImportCommand {
    /// Open the window. For an entity only its table is checked, so that it is refreshed.
    Begin {
        /// The entity.
        entity: Option<Key>,
    },
    /// Take a file: a script, a SQLite file, rows or a workbook.
    TakeFiles(Vec<NewFile>),
    /// Take a text that was pasted: a script, or rows of a spreadsheet.
    TakeText(String),
    /// Read the source as that of another kind of database; none lets a script tell.
    SetDialect(Option<Dialect>),
    /// Forget the source, and ask for another one.
    ChooseSource,
    /// Check or uncheck tables and views, by their places.
    Check {
        /// The tables.
        tables: BTreeSet<usize>,
        /// Whether they are imported.
        is_checked: bool,
    },
    /// Check the tables, too, that checked ones refer to.
    CheckReferenced,
    /// Show the first rows of a table.
    Look(usize),
    /// The name that each environment maps to one of its connections.
    SetLogicalDatabase(String),
    /// Show what the import makes.
    Preview,
    /// Go back to the tables.
    ChooseAgain,
    /// Change an entity of the preview.
    Change {
        /// Its place in the preview.
        entity: usize,
        /// The change.
        change: PlanChange,
    },
    /// Take a change of a table into its entity, or keep the entity as it is.
    Take {
        /// The entity, by its place among those that are refreshed.
        entity: usize,
        /// The change, by its place.
        change: usize,
        /// Whether it is taken.
        is_taken: bool,
    },
    /// Give the user the report of the preview as a file.
    SaveReport,
    /// Make what the preview shows.
    Import,
    /// Close the window.
    Close,
}

impl SubjectCommand for TableImportCommand {
    fn only_shows(&self) -> bool {
        !matches!(self, Self::Import)
    }
}
