use super::constraint::{self, Constraint};
use super::reader::{Reader, Stop};
use super::tokens::{Cursor, Placed, Token, split};
use super::{Trouble, TroubleKind, column};
use crate::{Column, Dialect, Table, TableKind};

/// Reads what follows `CREATE TABLE`.
pub(super) fn read(reader: &mut Reader, mut cursor: Cursor) -> Result<(), Stop> {
    let line = cursor.line();
    cursor.words(&["if", "not", "exists"]);
    let name = cursor.table_name().ok_or_else(|| Stop::expected("the name of a table", &cursor))?;
    if name.name.starts_with('#') || name.name.starts_with('@') {
        // Temporary, and variables, in SQL Server.
        return Ok(());
    }
    if cursor.words(&["for", "system", "name"]) {
        cursor.name();
    }
    if cursor.words(&["partition", "of"]) {
        // Another table has the rows and the columns.
        return Ok(());
    }
    let mut table = Table::new(name, TableKind::Table);
    if cursor.word("like") {
        like(reader, &mut table, cursor, line)?;
        return reader.add(table, line);
    }
    let Some(elements) = cursor.group() else {
        if cursor.is_at(&["as"]) || cursor.is_at(&["with"]) || cursor.is_at(&["of"]) {
            let kind = TroubleKind::NoColumns(table.name.to_string());
            return Err(Stop::Trouble(Trouble { line, kind }));
        }
        return Err(Stop::expected("the columns in parentheses", &cursor));
    };
    for element in split(elements) {
        add_element(reader, &mut table, cursor.over(element))?;
        if table.columns.len() > reader.limits.columns {
            reader.check_columns(&table.name, table.columns.len(), 0, line)?;
        }
    }
    table.comment = comment_behind(cursor);
    reader.add(table, line)
}

/// Takes a column or a constraint into the table.
pub(super) fn add_element(reader: &mut Reader, table: &mut Table, mut cursor: Cursor) -> Result<(), Stop> {
    if cursor.is_at_end() {
        return Ok(());
    }
    let line = cursor.line();
    if cursor.word("like") {
        return like(reader, table, cursor, line);
    }
    if let Some(constraint) = constraint::read(&mut cursor) {
        add_constraint(reader, table, constraint, line);
        return Ok(());
    }
    let found = cursor.found();
    match column::read(&mut cursor) {
        Some(read) => {
            let (column, constraints) = (read.column, read.constraints);
            if table.position(&column.name).is_some_and(|place| table.columns[place].name == column.name) {
                reader.trouble(line, TroubleKind::Column { table: table.name.to_string(), found });
                return Ok(());
            }
            table.columns.push(column);
            for constraint in constraints {
                add_constraint(reader, table, constraint, line);
            }
        }
        None => reader.trouble(line, TroubleKind::Column { table: table.name.to_string(), found }),
    }
    Ok(())
}

/// Takes a key into the table.
pub(super) fn add_constraint(reader: &mut Reader, table: &mut Table, constraint: Constraint, line: usize) {
    let columns: &[String] = match &constraint {
        Constraint::Primary(columns) | Constraint::Unique(columns) => columns,
        Constraint::Foreign(key) => &key.columns,
        Constraint::ZeroOrOne(_) | Constraint::Other => &[],
    };
    let missing = columns.iter().find(|column| table.position(column).is_none());
    if let Some(column) = missing {
        let kind = TroubleKind::NoColumn { table: table.name.to_string(), column: column.clone() };
        return reader.trouble(line, kind);
    }
    match constraint {
        Constraint::Primary(columns) => {
            for column in &columns {
                if let Some(place) = table.position(column) {
                    // In SQLite a key can be NULL, which is a fault of old that nobody means.
                    table.columns[place].is_nullable = false;
                }
            }
            table.primary_key = columns;
        }
        Constraint::Unique(columns) => table.unique_keys.push(columns),
        Constraint::Foreign(key) => table.foreign_keys.push(key),
        Constraint::ZeroOrOne(column) => {
            if let Some(place) = table.position(&column) {
                table.columns[place].is_zero_or_one = true;
            }
        }
        Constraint::Other => {}
    }
}

/// Takes the columns of another table.
fn like(reader: &mut Reader, table: &mut Table, mut cursor: Cursor, line: usize) -> Result<(), Stop> {
    let other = cursor.table_name().ok_or_else(|| Stop::expected("the name of a table", &cursor))?;
    let columns: Vec<Column> = reader.tables[reader.place(&other, line)?].columns.clone();
    for column in columns {
        if table.position(&column.name).is_none() {
            table.columns.push(column);
        }
    }
    Ok(())
}

/// `COMMENT='…'` among the options of a table of MySQL.
fn comment_behind(mut cursor: Cursor) -> String {
    if cursor.dialect() != Dialect::MySql {
        return String::new();
    }
    while !cursor.is_at_end() {
        if cursor.word("comment") {
            cursor.take(&Token::Other("=".to_owned()));
            if let Some(Token::Text(text)) = cursor.peek() {
                return text.clone();
            }
        }
        cursor.skip();
    }
    String::new()
}

/// The elements of a list in parentheses, or the one that stands without them.
pub(super) fn elements<'a>(cursor: &mut Cursor<'a>, of: &'a [Placed]) -> Vec<&'a [Placed]> {
    match cursor.group() {
        Some(inner) => split(inner).collect(),
        None => vec![of],
    }
}
