//! SQLite files: their schema and the first rows of a table, from bytes. Nothing is written and nothing is executed.
//!
//! Only what that needs of the documented file format is read: the header, the b-trees of tables with their overflow pages, and records.
//! Indexes, the free list and the write-ahead log are not looked at.

mod page;
mod record;

use std::collections::HashMap;
use std::sync::Arc;

use crate::script::{self, Limits, ScriptError};
use crate::{Catalog, Dialect, FirstRows, Generated, Table, TableKind};
use page::Pages;
use record::Value;

/// The first bytes of every SQLite file.
pub(crate) const MAGIC: &[u8] = b"SQLite format 3\0";

/// The most objects of a schema.
const SCHEMA_ROWS: usize = 50_000;

/// Why a SQLite file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SqliteError {
    /// Its header is not one of SQLite, or the file is encrypted.
    #[error("The file is not a SQLite database, or it is encrypted.")]
    NotSqlite,
    /// A page is not as the format says.
    #[error("The SQLite file is damaged: page {page} {what}.")]
    Damaged {
        /// The number of the page, from 1.
        page: u32,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The definitions are more than is read.
    #[error("The schema of the SQLite file is too large: {limit} MB of definitions are the most.")]
    TooLarge {
        /// The limit in megabytes.
        limit: usize,
    },
    /// The definitions that the file holds make no table.
    #[error(transparent)]
    Schema(#[from] ScriptError),
    /// The table has no rows of its own: it is a view, or made by a module.
    #[error("{0} has no rows of its own.")]
    NoRows(String),
    /// The rows lie in an index.
    #[error("{0} is a table WITHOUT ROWID, whose rows are not shown.")]
    WithoutRowid(String),
}

/// A SQLite file.
#[derive(Debug, Clone)]
pub(crate) struct SqliteFile {
    pages: Pages,
    /// The first page of each table, by its name in small letters.
    roots: HashMap<String, u32>,
}

/// What a SQLite file says of itself.
pub(crate) struct Schema {
    pub(crate) file: SqliteFile,
    pub(crate) catalog: Catalog,
    pub(crate) troubles: Vec<String>,
}

/// Reads the schema of a file.
pub(crate) fn read(bytes: Arc<[u8]>, limits: &Limits) -> Result<Schema, SqliteError> {
    let pages = Pages::new(bytes)?;
    let (mut definitions, mut roots) = (String::new(), HashMap::new());
    for row in pages.rows(1, SCHEMA_ROWS)? {
        let [Value::Text(kind), Value::Text(name), _, root, Value::Text(definition)] = row.values.as_slice() else {
            continue;
        };
        let is_own = !name.to_ascii_lowercase().starts_with("sqlite_");
        if !is_own || !matches!(kind.as_str(), "table" | "view") {
            continue;
        }
        if let Value::Whole(root) = root {
            roots.extend(u32::try_from(*root).ok().filter(|root| *root > 0).map(|root| (name.to_lowercase(), root)));
        }
        definitions.push_str(definition);
        definitions.push_str("\n;\n");
        if definitions.len() > limits.script {
            return Err(SqliteError::TooLarge { limit: limits.script >> 20 });
        }
    }
    let mut troubles = Vec::new();
    if pages.has_log() {
        troubles.push(
            "The database writes to a log beside it (a file that ends in -wal). What is only there is not seen: close \
             the programs that use the database first."
                .to_owned(),
        );
    }
    let read = script::read(&definitions, Some(Dialect::Sqlite), limits)?;
    // Lines of a text that nobody has seen say nothing.
    troubles.extend(read.troubles.iter().map(|trouble| trouble.kind.to_string()));
    Ok(Schema { file: SqliteFile { pages, roots }, catalog: read.catalog, troubles })
}

impl SqliteFile {
    /// The first rows of a table.
    ///
    /// # Errors
    /// Why they cannot be read.
    pub(crate) fn rows(&self, table: &Table, limit: usize) -> Result<FirstRows, SqliteError> {
        let no_rows = || SqliteError::NoRows(table.name.name.clone());
        if table.kind == TableKind::View {
            return Err(no_rows());
        }
        let root = *self.roots.get(&table.name.name.to_lowercase()).ok_or_else(no_rows)?;
        if self.pages.is_index(root) {
            return Err(SqliteError::WithoutRowid(table.name.name.clone()));
        }
        let mut rows = self.pages.rows(root, limit + 1)?;
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let key = rowid_column(table);
        let shown = rows.into_iter().map(|row| {
            let is_short = row.values.len() < table.columns.len();
            let mut values = row.values.into_iter();
            let cells = table.columns.iter().enumerate().map(|(at, column)| {
                // A column that is computed on reading has no place in the record.
                if is_short && column.generated == Some(Generated::Computed) {
                    return None;
                }
                match values.next() {
                    Some(Value::Null) if key == Some(at) => Some(row.rowid.to_string()),
                    Some(value) => value.shown(),
                    None => None,
                }
            });
            cells.collect()
        });
        let columns = table.columns.iter().map(|column| column.name.clone()).collect();
        Ok(FirstRows { columns, rows: shown.collect(), has_more })
    }
}

/// The column that stands for the number of the row: an INTEGER PRIMARY KEY.
fn rowid_column(table: &Table) -> Option<usize> {
    let [key] = table.primary_key.as_slice() else { return None };
    let at = table.position(key)?;
    let own = table.columns[at].column_type.as_ref()?;
    own.name.eq_ignore_ascii_case("integer").then_some(at)
}
