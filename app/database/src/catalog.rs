use std::collections::HashMap;
use std::fmt;

use crate::{ColumnType, Dialect, Guess};

/// The tables and views of a database, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalog {
    /// The kind of database.
    pub dialect: Dialect,
    /// Tables and views, in the order in which they were found.
    pub tables: Vec<Table>,
}

/// The name of a table or view, with as many qualifiers as are known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct TableName {
    /// The catalog, or the database.
    pub catalog: Option<String>,
    /// The schema, the owner or the library; in MySQL the database.
    pub schema: Option<String>,
    /// The name.
    pub name: String,
}

/// A table or a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: TableName,
    /// Table or view.
    pub kind: TableKind,
    /// What its author says about it.
    pub comment: String,
    /// Its columns in order.
    pub columns: Vec<Column>,
    /// The columns of the primary key in its order; empty where there is none.
    pub primary_key: Vec<String>,
    /// The columns of each unique key.
    pub unique_keys: Vec<Vec<String>>,
    /// Its references to other tables.
    pub foreign_keys: Vec<ForeignKey>,
}

/// Table or view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TableKind {
    /// A table.
    Table,
    /// A view.
    View,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name as the database keeps it.
    pub name: String,
    /// Its type; none where a view or a computed column does not tell it.
    pub column_type: Option<ColumnType>,
    /// What its values look like, where it has no type but values.
    pub guess: Option<Guess>,
    /// Whether it can be NULL.
    pub is_nullable: bool,
    /// The expression of its default, as written.
    pub default: Option<String>,
    /// Whether the database makes its value, and how.
    pub generated: Option<Generated>,
    /// Whether a constraint lets in 0 and 1 only.
    pub is_zero_or_one: bool,
    /// What its author says about it.
    pub comment: String,
}

/// How a database makes the value of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Generated {
    /// A number that grows with each row: identity, auto increment, or the next value of a sequence.
    Number,
    /// An expression over other columns, or a time of the system: nobody writes it.
    Computed,
}

/// A reference to another table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// The columns that refer.
    pub columns: Vec<String>,
    /// The table referred to.
    pub table: TableName,
    /// The columns referred to; empty stands for the primary key.
    pub referenced: Vec<String>,
}

impl TableName {
    /// The name that somebody typed: dots stand between qualifiers and name.
    pub fn of_text(text: &str) -> Self {
        let mut parts = text.rsplitn(3, '.').map(str::to_owned);
        let name = parts.next().unwrap_or_default();
        Self { schema: parts.next(), catalog: parts.next(), name }
    }

    /// Whether the other name can mean the same table: qualifiers count where both have them, case does not.
    pub fn can_mean(&self, other: &Self) -> bool {
        let agree = |one: &Option<String>, two: &Option<String>| match (one, two) {
            (Some(one), Some(two)) => is_same(one, two),
            _ => true,
        };
        is_same(&self.name, &other.name) && agree(&self.schema, &other.schema) && agree(&self.catalog, &other.catalog)
    }
}

/// Where tables stand in a list, by name.
#[derive(Debug, Default)]
pub(crate) struct TableIndex(HashMap<String, Vec<usize>>);

impl TableIndex {
    /// The places of these tables.
    pub(crate) fn of(tables: &[Table]) -> Self {
        let mut index = Self::default();
        for (place, table) in tables.iter().enumerate() {
            index.add(&table.name, place);
        }
        index
    }

    /// One more table.
    pub(crate) fn add(&mut self, name: &TableName, place: usize) {
        self.0.entry(name.name.to_lowercase()).or_default().push(place);
    }

    /// The place of the table that the name means: the one spelled so, else the first that it can mean.
    pub(crate) fn find(&self, tables: &[Table], name: &TableName) -> Option<usize> {
        let places = self.0.get(&name.name.to_lowercase())?;
        let with = |is_meant: &dyn Fn(&TableName) -> bool| {
            places.iter().copied().find(|&place| tables.get(place).is_some_and(|table| is_meant(&table.name)))
        };
        with(&|other| other == name)
            .or_else(|| with(&|other| other.name == name.name && name.can_mean(other)))
            .or_else(|| with(&|other| name.can_mean(other)))
    }
}

/// Whether two names are the same but for case.
pub(crate) fn is_same(one: &str, two: &str) -> bool {
    one.eq_ignore_ascii_case(two) || (!one.is_ascii() && !two.is_ascii() && one.to_lowercase() == two.to_lowercase())
}

/// The qualifiers and the name, with dots between them.
impl fmt::Display for TableName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in [&self.catalog, &self.schema].into_iter().flatten() {
            write!(formatter, "{part}.")?;
        }
        formatter.write_str(&self.name)
    }
}

impl Table {
    /// A table or view without columns.
    pub fn new(name: TableName, kind: TableKind) -> Self {
        Self {
            name,
            kind,
            comment: String::new(),
            columns: Vec::new(),
            primary_key: Vec::new(),
            unique_keys: Vec::new(),
            foreign_keys: Vec::new(),
        }
    }

    /// Where the column of this name stands, ignoring case.
    pub fn position(&self, column: &str) -> Option<usize> {
        let exact = self.columns.iter().position(|it| it.name == column);
        exact.or_else(|| self.columns.iter().position(|it| is_same(&it.name, column)))
    }
}

impl Column {
    /// A column that can be NULL, of this type or of one that is not known.
    pub fn new(name: impl Into<String>, column_type: Option<ColumnType>) -> Self {
        Self {
            name: name.into(),
            column_type,
            guess: None,
            is_nullable: true,
            default: None,
            generated: None,
            is_zero_or_one: false,
            comment: String::new(),
        }
    }
}
