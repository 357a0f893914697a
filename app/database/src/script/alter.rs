use super::reader::{Reader, Stop};
use super::tokens::{Cursor, Placed, split};
use super::{TroubleKind, column, table};
use crate::{Generated, Table};

/// What a part of ALTER TABLE does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    /// Adds columns or constraints.
    Add,
    /// Gives a column another definition.
    Modify,
    /// Changes one property of a column.
    Alter,
    /// Nothing that matters here.
    Other,
}

/// Reads what follows `ALTER TABLE`.
pub(super) fn read(reader: &mut Reader, mut cursor: Cursor) -> Result<(), Stop> {
    let line = cursor.line();
    cursor.words(&["if", "exists"]);
    cursor.word("only");
    let name = cursor.table_name().ok_or_else(|| Stop::expected("the name of a table", &cursor))?;
    // SQL Server's WITH CHECK and WITH NOCHECK look at the rows.
    if cursor.word("with") {
        cursor.next();
    }
    let mut verb = Verb::Other;
    let mut parts = Vec::new();
    for part in split(cursor.rest()) {
        let mut part = cursor.over(part);
        // A part without a verb goes on with the one before.
        verb = verb_of(&mut part).unwrap_or(verb);
        if verb != Verb::Other {
            parts.push((verb, part));
        }
    }
    if parts.is_empty() {
        // OWNER TO, ENABLE ROW LEVEL SECURITY: of tables and of others.
        return Ok(());
    }
    let mut table = reader.taken(&name, line)?;
    let before = table.1.columns.len();
    let changed = parts.into_iter().try_for_each(|(verb, part)| change(reader, &mut table.1, verb, part));
    let own = table.1.columns.len();
    reader.put_back(table);
    changed?;
    reader.check_columns(&name, own, own.saturating_sub(before), line)
}

/// Takes the verb.
fn verb_of(part: &mut Cursor) -> Option<Verb> {
    let others = ["drop", "rename", "owner", "enable", "disable", "check", "nocheck", "set", "cluster", "inherit"];
    if part.word("add") {
        if part.is_at(&["value"]) || part.is_at(&["partition"]) {
            return Some(Verb::Other);
        }
        part.word("column");
        part.words(&["if", "not", "exists"]);
        Some(Verb::Add)
    } else if part.word("modify") {
        part.word("column");
        Some(Verb::Modify)
    } else if part.word("change") {
        part.word("column");
        // The old name.
        part.name();
        Some(Verb::Modify)
    } else if part.words(&["alter", "column"]) || part.word("alter") {
        Some(Verb::Alter)
    } else if others.iter().any(|other| part.is_at(&[other])) {
        Some(Verb::Other)
    } else {
        None
    }
}

fn change(reader: &mut Reader, table: &mut Table, verb: Verb, mut part: Cursor) -> Result<(), Stop> {
    let whole = part.rest();
    match verb {
        Verb::Add => {
            let is_list = part.peek() == Some(&super::tokens::Token::Open);
            let elements: Vec<&[Placed]> = if is_list { table::elements(&mut part, whole) } else { vec![whole] };
            elements.into_iter().try_for_each(|element| table::add_element(reader, table, part.over(element)))
        }
        Verb::Modify => {
            for element in table::elements(&mut part, whole) {
                modify(reader, table, part.over(element));
            }
            Ok(())
        }
        Verb::Alter => {
            alter(reader, table, part);
            Ok(())
        }
        Verb::Other => Ok(()),
    }
}

/// Another definition of a column; what it leaves out stays.
fn modify(reader: &mut Reader, table: &mut Table, mut cursor: Cursor) {
    let (line, found) = (cursor.line(), cursor.found());
    let wrong = TroubleKind::Column { table: table.name.to_string(), found };
    let Some(read) = column::read(&mut cursor) else { return reader.trouble(line, wrong) };
    let Some(place) = table.position(&read.column.name) else { return reader.trouble(line, wrong) };
    let known = &mut table.columns[place];
    let column::ReadColumn { column, constraints } = read;
    if column.column_type.is_some() {
        known.column_type = column.column_type;
    }
    known.is_nullable &= column.is_nullable;
    known.generated = column.generated.or(known.generated);
    known.default = column.default.or(known.default.take());
    if !column.comment.is_empty() {
        known.comment = column.comment;
    }
    for constraint in constraints {
        table::add_constraint(reader, table, constraint, line);
    }
}

/// One property of a column: its default, its type, whether it can be NULL, whether it is an identity.
fn alter(reader: &mut Reader, table: &mut Table, mut cursor: Cursor) {
    let start = cursor;
    let Some(place) = cursor.name().and_then(|name| table.position(&name)) else { return };
    let known = &mut table.columns[place];
    if cursor.words(&["set", "not", "null"]) {
        known.is_nullable = false;
    } else if cursor.words(&["drop", "not", "null"]) {
        known.is_nullable = true;
    } else if cursor.words(&["add", "generated"]) {
        known.generated = Some(Generated::Number);
    } else if cursor.words(&["set", "data", "type"]) || cursor.word("type") {
        known.column_type = column::column_type(&mut cursor).or(known.column_type.take());
    } else if cursor.is_at(&["set", "default"]) {
        cursor.word("set");
        let mut read = column::ReadColumn { column: known.clone(), constraints: Vec::new() };
        column::attributes(&mut cursor, &mut read);
        *known = read.column;
    } else if !cursor.is_at(&["set"]) && !cursor.is_at(&["drop"]) && !cursor.is_at(&["restart"]) {
        // SQL Server's ALTER COLUMN gives a whole definition.
        modify(reader, table, start);
    }
}
