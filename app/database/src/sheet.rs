//! Tables from rows: pasted from a spreadsheet, of a CSV file, or of the sheets of an .xlsx file.
//!
//! The first row has the names. Types are guessed from the values, see [`Guess`](crate::Guess).

mod delimited;
mod workbook;

use crate::guess::Values;
use crate::{Column, FirstRows, Table, TableKind, TableName};

pub(crate) use delimited::{looks_like_rows, read as read_text};
pub(crate) use workbook::read as read_workbook;

/// The most that is read of rows.
const ROWS: usize = 100_000;
const COLUMNS: usize = 1_024;
/// Characters of a value that are kept: for a look at the data.
const SHOWN: usize = 500;

/// Why rows give no table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// There is no row with names.
    #[error("There are no rows: the first row has the names of the columns.")]
    NoRows,
    /// It has too many columns.
    #[error("{name} has more than {limit} columns.")]
    TooManyColumns {
        /// The table.
        name: String,
        /// The limit.
        limit: usize,
    },
    /// A row cannot be read.
    #[error("The rows cannot be read: {0}.")]
    Row(String),
    /// The file is not a workbook.
    #[error("The file is not an .xlsx workbook: {0}.")]
    NotWorkbook(String),
    /// A part of a workbook is larger than is read.
    #[error("The part {part} of the workbook has more than {limit} MB.")]
    TooLarge {
        /// The part.
        part: String,
        /// The limit in megabytes.
        limit: usize,
    },
}

/// A table of rows, with the rows that come first.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) table: Table,
    pub(crate) first: FirstRows,
    pub(crate) trouble: Option<String>,
}

/// A table on its way: rows come one by one.
#[derive(Debug)]
pub(crate) struct Builder {
    name: String,
    header: Vec<String>,
    columns: Vec<Values>,
    first: FirstRows,
    count: usize,
}

impl Builder {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), header: Vec::new(), columns: Vec::new(), first: FirstRows::default(), count: 0 }
    }

    /// Whether no more rows are looked at.
    pub(crate) fn is_full(&self) -> bool {
        self.count >= ROWS
    }

    /// One more row. The first that is not empty has the names.
    ///
    /// # Errors
    /// It has too many columns.
    pub(crate) fn add(&mut self, row: &[String]) -> Result<(), SheetError> {
        let used = row.iter().rposition(|value| !value.trim().is_empty()).map_or(0, |last| last + 1);
        if used == 0 || self.is_full() {
            return Ok(());
        }
        if used > COLUMNS {
            return Err(SheetError::TooManyColumns { name: self.name.clone(), limit: COLUMNS });
        }
        let row: Vec<&str> = row[..used].iter().map(|value| value.trim()).collect();
        if self.header.is_empty() {
            self.header = row.iter().map(|&name| name.to_owned()).collect();
            self.columns.resize_with(used, Values::default);
            return Ok(());
        }
        self.header.resize(self.header.len().max(used), String::new());
        self.columns.resize_with(self.header.len(), Values::default);
        for (values, value) in self.columns.iter_mut().zip(&row).filter(|(_, value)| !value.is_empty()) {
            values.add(value);
        }
        self.count += 1;
        if self.first.rows.len() < FirstRows::LIMIT {
            let shown = |value: &&str| (!value.is_empty()).then(|| value.chars().take(SHOWN).collect());
            self.first.rows.push(row.iter().map(shown).collect());
        } else {
            self.first.has_more = true;
        }
        Ok(())
    }

    /// The table; none when not one row came.
    pub(crate) fn finished(mut self) -> Option<Sheet> {
        // A column without a name and without a value is an empty one of the sheet.
        let is_used: Vec<bool> = self
            .header
            .iter()
            .zip(&self.columns)
            .map(|(name, values)| !name.is_empty() || values.count() > 0)
            .collect();
        if !is_used.contains(&true) {
            return None;
        }
        let name = TableName { name: self.name.clone(), ..TableName::default() };
        let mut table = Table::new(name, TableKind::Table);
        for (at, (header, values)) in self.header.iter().zip(&self.columns).enumerate() {
            if !is_used[at] {
                continue;
            }
            let name = if header.is_empty() { format!("Column{}", at + 1) } else { header.clone() };
            let mut column = Column::new(name, None);
            column.guess = Some(values.guess());
            column.is_nullable = self.count == 0 || values.count() < self.count;
            table.columns.push(column);
        }
        let mut is_kept = is_used.iter();
        self.columns.retain(|_| is_kept.next() == Some(&true));
        self.set_key(&mut table);
        for row in &mut self.first.rows {
            row.resize(is_used.len(), None);
            let mut is_kept = is_used.iter();
            row.retain(|_| is_kept.next() == Some(&true));
        }
        self.first.columns = table.columns.iter().map(|column| column.name.clone()).collect();
        let trouble = self.is_full().then(|| format!("{}: only the first {ROWS} rows were looked at.", self.name));
        Some(Sheet { table, first: self.first, trouble })
    }

    /// The key of rows: a column that is called so and has no value twice. Others with that property can become it by hand.
    fn set_key(&self, table: &mut Table) {
        if self.count < 2 {
            return;
        }
        let is_unique = |at: usize| self.columns[at].are_unique() && self.columns[at].count() == self.count;
        let unique: Vec<usize> = (0..self.columns.len()).filter(|at| is_unique(*at)).collect();
        let named = unique.iter().copied().find(|at| {
            let name = table.columns[*at].name.to_lowercase();
            let own = self.name.to_lowercase();
            name == "id" || name == format!("{own}id") || name == format!("{own}_id") || name == format!("{own} id")
        });
        match named {
            Some(at) => table.primary_key = vec![table.columns[at].name.clone()],
            None => table.unique_keys = unique.iter().map(|at| vec![table.columns[*at].name.clone()]).collect(),
        }
    }
}
