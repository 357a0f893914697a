//! Catalogs from scripts of definitions: what `pg_dump --schema-only`, `mysqldump --no-data`, SQL Server Management Studio, SQL Developer
//! and others write, and what people write by hand.
//!
//! A script is cut into statements first, so that a statement with an error costs nothing but itself and gigabytes of rows are passed
//! over. The tokens of the few statements that matter come from the crate `sqlparser`, which knows the quotes and comments of each
//! dialect. Its grammar is not used: it refuses a whole statement for one clause of a vendor that it does not know, and nearly every
//! table of a real script has such clauses, while names, types and keys stand in the same places everywhere.

mod alter;
mod column;
mod comment;
mod constraint;
mod detect;
mod reader;
mod statements;
mod table;
mod text;
mod tokens;
mod view;

use std::fmt;

use crate::{Catalog, Dialect};
pub use detect::detect;
pub use text::decode;

/// The most that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a script.
    pub script: usize,
    /// Bytes of a statement that matters.
    pub statement: usize,
    /// Tables and views.
    pub tables: usize,
    /// Columns of one table: no database has more than 4,096.
    pub columns: usize,
    /// Columns of all tables.
    pub all_columns: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { script: 50 << 20, statement: 2 << 20, tables: 5_000, columns: 4_096, all_columns: 200_000 }
    }
}

/// What a script says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// The tables and views.
    pub catalog: Catalog,
    /// The dialect that the script looks like, where it is not the one that it was read in.
    pub suggested: Option<Dialect>,
    /// What could not be read, in the order of the script.
    pub troubles: Vec<Trouble>,
}

/// Something in a script that could not be read. The rest is read all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub kind: TroubleKind,
}

/// What is wrong in a script.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TroubleKind {
    /// A quote or a comment is opened and never closed.
    #[error("{0} is opened here and never closed. What follows on the next lines was read as if it were not.")]
    Unclosed(&'static str),
    /// So many quotes are not closed that the rest makes no sense.
    #[error("Too many quotes are not closed. The rest of the script was not read.")]
    TooManyUnclosed,
    /// The tokens of a statement make no sense.
    #[error("The statement cannot be read: {0}.")]
    Tokens(String),
    /// A statement is longer than any definition.
    #[error("The statement is longer than {} MB and was not read.", .0 >> 20)]
    TooLong(usize),
    /// A part of a definition is not where it should be.
    #[error("{expected} was expected, not {found}. The statement was not read.")]
    Expected {
        /// What should stand there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// A column has no name, or no type where one is needed.
    #[error("A column of {table} cannot be read: {found}. The other columns were.")]
    Column {
        /// The table.
        table: String,
        /// How it begins.
        found: String,
    },
    /// A statement changes a table that the script has not made.
    #[error("There is no table {0} above. The statement was not read.")]
    NoTable(String),
    /// A key has a column that the table has not.
    #[error("{table} has no column {column}.")]
    NoColumn {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// A table is made twice.
    #[error("{0} is made for the second time. The first definition counts.")]
    Twice(String),
    /// The columns of a table stand elsewhere.
    #[error("The columns of {0} do not stand in the statement. Name them in it.")]
    NoColumns(String),
    /// Columns of a view cannot be known.
    #[error("{count} of the columns of the view {view} cannot be known: a column needs a name, and * a table above.")]
    ViewColumns {
        /// The view.
        view: String,
        /// How many, at least.
        count: usize,
    },
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Line {}: {}", self.line, self.kind)
    }
}

/// Why a script gives nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    /// It is too large.
    #[error("The script has {} MB; {} MB are the most. Leave the rows out: mysqldump --no-data, pg_dump --schema-only.", .bytes >> 20, .limit >> 20)]
    TooLarge {
        /// Its bytes.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Its bytes are no text.
    #[error("The script is not a text in UTF-8 or UTF-16: line {line} has other bytes. Save it as UTF-8.")]
    NotText {
        /// The line with the first wrong byte.
        line: usize,
    },
    /// It makes too many tables.
    #[error("The script makes more than {limit} tables and views. Split it.")]
    TooManyTables {
        /// The limit.
        limit: usize,
    },
    /// A table, or all of them, have too many columns.
    #[error("Line {line}: with {table} there are more than {limit} columns. Split the script, or look at the line.")]
    TooManyColumns {
        /// The line.
        line: usize,
        /// The table.
        table: String,
        /// The limit.
        limit: usize,
    },
    /// It makes no table and no view.
    #[error("The script makes no table and no view.{}{}", hint(*.suggested, *.dialect), first(.troubles))]
    NoTables {
        /// The dialect that it was read in.
        dialect: Dialect,
        /// The dialect that it looks like.
        suggested: Option<Dialect>,
        /// What could not be read.
        troubles: Vec<Trouble>,
    },
}

fn hint(suggested: Option<Dialect>, dialect: Dialect) -> String {
    suggested.map(|other| format!(" It was read as {dialect} and looks like {other}.")).unwrap_or_default()
}

fn first(troubles: &[Trouble]) -> String {
    troubles.first().map(|trouble| format!(" {trouble}")).unwrap_or_default()
}

/// The tables and views of a script, in the dialect that is given, or else in the one that it looks like.
///
/// # Errors
/// Why there are none.
pub fn read(script: &str, dialect: Option<Dialect>, limits: &Limits) -> Result<Script, ScriptError> {
    if script.len() > limits.script {
        return Err(ScriptError::TooLarge { bytes: script.len(), limit: limits.script });
    }
    let detected = detect(script);
    // The plainest of them, when nothing in the script tells.
    let used = dialect.or(detected).unwrap_or(Dialect::SqlServer);
    let suggested = detected.filter(|detected| *detected != used);
    let mut reader = reader::Reader::new(used, *limits);
    reader.read(script)?;
    let (catalog, troubles) = reader.finished();
    if catalog.tables.is_empty() {
        return Err(ScriptError::NoTables { dialect: used, suggested, troubles });
    }
    Ok(Script { catalog, suggested, troubles })
}
