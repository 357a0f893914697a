//! Files and texts that tables are read from, whatever they are.

use std::sync::Arc;

use crate::script::{self, Limits, ScriptError};
use crate::sheet::{self, Sheet, SheetError};
use crate::sqlite::{self, SqliteError, SqliteFile};
use crate::{Catalog, Dialect};

/// What tables are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// A script of definitions.
    Script,
    /// A SQLite file.
    Sqlite,
    /// Rows of text.
    Rows,
    /// The sheets of a workbook.
    Workbook,
}

/// The tables that were found.
#[derive(Debug, Clone)]
pub struct Source {
    /// What they were read from.
    pub kind: SourceKind,
    /// The tables and views.
    pub catalog: Catalog,
    /// The dialect that a script looks like, where it is not the one that it was read in.
    pub suggested: Option<Dialect>,
    /// What could not be read, a sentence each; those of a script begin with the line.
    pub troubles: Vec<String>,
    rows: Rows,
}

#[derive(Debug, Clone)]
enum Rows {
    None,
    Kept(Vec<FirstRows>),
    Sqlite(SqliteFile),
}

/// The first rows of a table. A value is none where there is no value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FirstRows {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The values of each row.
    pub rows: Vec<Vec<Option<String>>>,
    /// Whether there are more rows.
    pub has_more: bool,
}

/// Why nothing is found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// A script gives nothing.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// A SQLite file gives nothing.
    #[error(transparent)]
    Sqlite(#[from] SqliteError),
    /// Rows give nothing.
    #[error(transparent)]
    Sheet(#[from] SheetError),
}

impl FirstRows {
    /// How many rows are shown.
    pub const LIMIT: usize = 50;
}

impl SourceKind {
    /// What the bytes of a file are, by their beginning, and for texts by the name of the file.
    pub fn of(file_name: &str, bytes: &[u8]) -> Self {
        let ending = file_name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        match bytes {
            _ if bytes.starts_with(sqlite::MAGIC) => Self::Sqlite,
            [b'P', b'K', 3 | 5, 4 | 6, ..] => Self::Workbook,
            _ if matches!(ending.as_str(), "csv" | "tsv" | "tab") => Self::Rows,
            _ => Self::Script,
        }
    }
}

impl Source {
    /// Reads a file or a pasted text. `dialect` is the kind of database of a script, and the one whose tables rows stand for; without it a
    /// script tells.
    ///
    /// # Errors
    /// Why there are no tables.
    pub fn read(
        kind: SourceKind,
        file_name: &str,
        bytes: Arc<[u8]>,
        dialect: Option<Dialect>,
        limits: &Limits,
    ) -> Result<Self, SourceError> {
        match kind {
            SourceKind::Script => Self::script(&script::decode(&bytes, limits)?, dialect, limits),
            SourceKind::Sqlite => {
                let sqlite::Schema { file, catalog, troubles } = sqlite::read(bytes, limits)?;
                Ok(Self { kind, catalog, suggested: None, troubles, rows: Rows::Sqlite(file) })
            }
            SourceKind::Rows => {
                let text = script::decode(&bytes, limits)?;
                Ok(Self::sheets(kind, vec![sheet::read_text(stem(file_name), &text)?], dialect))
            }
            SourceKind::Workbook => Ok(Self::sheets(kind, sheet::read_workbook(&bytes)?, dialect)),
        }
    }

    /// Reads a text that somebody pasted: a script, or else rows, whose table gets this name.
    ///
    /// # Errors
    /// Why there are no tables.
    pub fn read_text(name: &str, text: &str, dialect: Option<Dialect>, limits: &Limits) -> Result<Self, SourceError> {
        match Self::script(text, dialect, limits) {
            Err(SourceError::Script(ScriptError::NoTables { .. })) if sheet::looks_like_rows(text) => {
                Ok(Self::sheets(SourceKind::Rows, vec![sheet::read_text(name, text)?], dialect))
            }
            read => read,
        }
    }

    fn script(text: &str, dialect: Option<Dialect>, limits: &Limits) -> Result<Self, SourceError> {
        let read = script::read(text, dialect, limits)?;
        Ok(Self {
            kind: SourceKind::Script,
            catalog: read.catalog,
            suggested: read.suggested,
            troubles: read.troubles.iter().map(ToString::to_string).collect(),
            rows: Rows::None,
        })
    }

    fn sheets(kind: SourceKind, sheets: Vec<Sheet>, dialect: Option<Dialect>) -> Self {
        let (mut tables, mut rows, mut troubles) = (Vec::new(), Vec::new(), Vec::new());
        for sheet in sheets {
            tables.push(sheet.table);
            rows.push(sheet.first);
            troubles.extend(sheet.trouble);
        }
        let catalog = Catalog { dialect: dialect.unwrap_or(Dialect::SqlServer), tables };
        Self { kind, catalog, suggested: None, troubles, rows: Rows::Kept(rows) }
    }

    /// Whether there are rows to look at.
    pub const fn has_rows(&self) -> bool {
        !matches!(self.rows, Rows::None)
    }

    /// The first rows of the table at this place; none where the source has no rows.
    ///
    /// # Errors
    /// Why they cannot be read.
    pub fn first_rows(&self, place: usize) -> Result<Option<FirstRows>, SourceError> {
        match &self.rows {
            Rows::None => Ok(None),
            Rows::Kept(all) => Ok(all.get(place).cloned()),
            Rows::Sqlite(file) => match self.catalog.tables.get(place) {
                Some(table) => Ok(Some(file.rows(table, FirstRows::LIMIT)?)),
                None => Ok(None),
            },
        }
    }
}

/// The name of a file without folders and ending.
fn stem(file_name: &str) -> &str {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
