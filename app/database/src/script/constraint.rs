use super::tokens::{Cursor, Placed, Token};
use crate::{Dialect, ForeignKey};

/// A constraint of a table.
#[derive(Debug)]
pub(super) enum Constraint {
    /// The primary key.
    Primary(Vec<String>),
    /// A unique key.
    Unique(Vec<String>),
    /// A reference to another table.
    Foreign(ForeignKey),
    /// The column takes 0 and 1 only.
    ZeroOrOne(String),
    /// Something that says nothing of types and keys, such as an index.
    Other,
}

/// The constraint that the element of a table is; none where it is a column.
pub(super) fn read(cursor: &mut Cursor) -> Option<Constraint> {
    if cursor.word("constraint") {
        // The name may be missing.
        if !is_constraint(cursor) {
            cursor.table_name();
        }
        return Some(named(cursor).unwrap_or(Constraint::Other));
    }
    if is_constraint(cursor) {
        return Some(named(cursor).unwrap_or(Constraint::Other));
    }
    let starts: &[&[&str]] = match cursor.dialect() {
        Dialect::MySql => &[&["key"], &["index"], &["fulltext"], &["spatial"]],
        Dialect::SqlServer => &[&["index"], &["period", "for"]],
        Dialect::PostgreSql => &[&["exclude"]],
        Dialect::Oracle => &[&["supplemental", "log"]],
        Dialect::Db2ForI => &[&["period"]],
        Dialect::Sqlite => &[],
    };
    starts.iter().any(|words| cursor.is_at(words)).then_some(Constraint::Other)
}

fn is_constraint(cursor: &Cursor) -> bool {
    let keys: [&[&str]; 3] = [&["primary", "key"], &["foreign", "key"], &["unique"]];
    // A column may be called check in a dialect that does not reserve the word.
    let is_check = cursor.is_at(&["check"]) && cursor.peek_at(1) == Some(&Token::Open);
    is_check || keys.iter().any(|words| cursor.is_at(words))
}

fn named(cursor: &mut Cursor) -> Option<Constraint> {
    if cursor.words(&["primary", "key"]) {
        return Some(Constraint::Primary(key_columns(cursor)?));
    }
    if cursor.word("unique") {
        return Some(Constraint::Unique(key_columns(cursor)?));
    }
    if cursor.words(&["foreign", "key"]) {
        let columns = key_columns(cursor)?;
        return Some(Constraint::Foreign(references(cursor, columns)?));
    }
    if cursor.word("check") {
        let inner = cursor.group()?;
        return zero_or_one(cursor.over(inner)).map(Constraint::ZeroOrOne);
    }
    None
}

/// The columns in the next parentheses, behind words such as CLUSTERED or the name of an index.
fn key_columns(cursor: &mut Cursor) -> Option<Vec<String>> {
    while cursor.peek()? != &Token::Open {
        cursor.next();
    }
    cursor.names()
}

/// `REFERENCES table (columns)`.
pub(super) fn references(cursor: &mut Cursor, columns: Vec<String>) -> Option<ForeignKey> {
    if !cursor.word("references") {
        return None;
    }
    let table = cursor.table_name()?;
    let referenced = if cursor.peek() == Some(&Token::Open) { cursor.names()? } else { Vec::new() };
    Some(ForeignKey { columns, table, referenced })
}

/// Tokens of the longest check that can be one for 0 and 1.
const LONGEST: usize = 64;

/// The column of `C IN (0, 1)`, or of `C = 0 OR C = 1`.
pub(super) fn zero_or_one(mut cursor: Cursor) -> Option<String> {
    if cursor.rest().len() > LONGEST {
        return None;
    }
    while let Some(inner) = { cursor }.group().filter(|inner| inner.len() + 2 == cursor.rest().len()) {
        cursor = cursor.over(inner);
    }
    let column = cursor.name()?;
    let is_number = |placed: &Placed| matches!(&placed.token, Token::Number(number) if number == "0" || number == "1");
    if cursor.word("in") {
        let inner = cursor.group()?;
        let numbers = inner.iter().filter(|placed| placed.token != Token::Comma);
        let is_both = numbers.clone().count() == 2 && numbers.clone().all(is_number);
        return (is_both && cursor.is_at_end()).then_some(column);
    }
    let equals = Token::Other("=".to_owned());
    let is_one = |cursor: &mut Cursor| cursor.take(&equals) && cursor.rest().first().is_some_and(is_number);
    if !is_one(&mut cursor) {
        return None;
    }
    cursor.next();
    let is_same = cursor.word("or") && cursor.name().as_deref() == Some(&column) && is_one(&mut cursor);
    (is_same && cursor.rest().len() == 1).then_some(column)
}
