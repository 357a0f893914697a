use super::constraint::{Constraint, references, zero_or_one};
use super::tokens::{Cursor, Placed, Token, joined};
use crate::{Column, ColumnType, Dialect, Generated};

/// A column with the constraints that stand with it.
pub(super) struct ReadColumn {
    pub(super) column: Column,
    pub(super) constraints: Vec<Constraint>,
}

/// Words that end a type, or a default: what they begin comes next.
const ATTRIBUTES: &[&str] = &[
    "not",
    "null",
    "default",
    "identity",
    "auto_increment",
    "autoincrement",
    "generated",
    "primary",
    "unique",
    "references",
    "check",
    "comment",
    "constraint",
    "collate",
    "as",
    "on",
    "rowguidcol",
    "sparse",
    "key",
    "invisible",
    "visible",
    "enable",
    "disable",
    "storage",
    "compression",
    "ccsid",
    "charset",
    "encode",
    "masked",
    "hidden",
    "implicitly",
];

/// The definition of a column; none where it has no name.
pub(super) fn read(cursor: &mut Cursor) -> Option<ReadColumn> {
    let name = cursor.name()?;
    if cursor.dialect() == Dialect::Db2ForI && cursor.word("for") {
        // FOR COLUMN gives the name of the system, for programs of old.
        cursor.word("column");
        cursor.name()?;
    }
    let column_type = column_type(cursor);
    let is_serial = column_type.as_ref().is_some_and(|own| own.name.rsplit('.').next().is_some_and(is_serial));
    let mut read = ReadColumn { column: Column::new(name, column_type), constraints: Vec::new() };
    if is_serial {
        (read.column.generated, read.column.is_nullable) = (Some(Generated::Number), false);
    }
    attributes(cursor, &mut read);
    let is_sqlite_number = cursor.dialect() == Dialect::Sqlite
        && read.column.column_type.as_ref().is_some_and(|own| own.name == "integer")
        && read.constraints.iter().any(|constraint| matches!(constraint, Constraint::Primary(_)));
    if is_sqlite_number {
        read.column.generated = Some(Generated::Number);
    }
    Some(read)
}

fn is_serial(name: &str) -> bool {
    matches!(name, "serial" | "serial2" | "serial4" | "serial8" | "bigserial" | "smallserial")
}

/// The type that comes next, as text.
pub(super) fn column_type(cursor: &mut Cursor) -> Option<ColumnType> {
    let start = cursor.rest();
    match cursor.peek()? {
        Token::Word(word) if !ATTRIBUTES.iter().any(|attribute| word.eq_ignore_ascii_case(attribute)) => {}
        Token::Quoted(_) => {}
        _ => return None,
    }
    let is_interval = cursor.is_at(&["interval"]);
    cursor.next();
    while cursor.take(&Token::Dot) {
        cursor.next()?;
    }
    loop {
        let is_group = cursor.group().is_some();
        if !is_group && !type_word(cursor, is_interval) {
            break;
        }
    }
    let taken = start.get(..start.len() - cursor.rest().len())?;
    Some(ColumnType::new(&text_of(taken)))
}

/// Takes a further word of a type, or the brackets of an array.
fn type_word(cursor: &mut Cursor, is_interval: bool) -> bool {
    let is_bracket = |token: &Token| matches!(token, Token::Other(text) if text == "[" || text == "]");
    if cursor.dialect() == Dialect::PostgreSql && cursor.peek().is_some_and(is_bracket) {
        cursor.next();
        if matches!(cursor.peek(), Some(Token::Number(_))) {
            cursor.next();
        }
        return true;
    }
    let simple = [
        "varying",
        "precision",
        "unsigned",
        "signed",
        "zerofill",
        "large",
        "object",
        "raw",
        "varchar",
        "varbinary",
        "character",
        "char",
        "array",
        "text",
    ];
    // CHARACTER SET, of MySQL, says nothing of the type.
    if cursor.is_at(&["character", "set"]) || cursor.is_at(&["char", "set"]) {
        return false;
    }
    let zones: [&[&str]; 3] =
        [&["with", "local", "time", "zone"], &["with", "time", "zone"], &["without", "time", "zone"]];
    let interval = ["year", "month", "day", "hour", "minute", "second", "to"];
    cursor.any(&simple)
        || zones.iter().any(|zone| cursor.words(zone))
        || cursor.words(&["for", "bit", "data"])
        || (is_interval && cursor.any(&interval))
}

/// The text of a type, as people write it: `decimal(10,2) unsigned`.
fn text_of(tokens: &[Placed]) -> String {
    let text = joined(tokens).replace(" ,", ",");
    let mut spaced = String::with_capacity(text.len() + 4);
    let mut quote = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        quote ^= character == '\'';
        spaced.push(character);
        if character == ')' && !quote && characters.peek().is_some_and(|next| next.is_alphanumeric()) {
            spaced.push(' ');
        }
    }
    spaced
}

/// What stands behind the type.
pub(super) fn attributes(cursor: &mut Cursor, read: &mut ReadColumn) {
    let own = vec![read.column.name.clone()];
    while !cursor.is_at_end() {
        if cursor.words(&["not", "null"]) {
            read.column.is_nullable = false;
        } else if cursor.word("on") {
            // ON DELETE SET NULL is no NULL of the column, and ON UPDATE no default.
            cursor.next();
            cursor.word("set");
            cursor.next();
        } else if cursor.word("default") {
            read.column.default = Some(default(cursor));
            if read.column.default.as_deref().is_some_and(is_next_of_sequence) {
                read.column.generated = Some(Generated::Number);
            }
        } else if cursor.any(&["identity", "auto_increment", "autoincrement"]) {
            read.column.generated = Some(Generated::Number);
            cursor.group();
        } else if cursor.word("generated") {
            read.column.generated = Some(generated(cursor));
        } else if cursor.word("as") {
            read.column.generated = Some(if cursor.word("identity") { Generated::Number } else { Generated::Computed });
            cursor.skip();
        } else if cursor.words(&["primary", "key"]) {
            read.constraints.push(Constraint::Primary(own.clone()));
        } else if cursor.word("unique") {
            cursor.word("key");
            read.constraints.push(Constraint::Unique(own.clone()));
        } else if cursor.is_at(&["references"]) {
            match references(cursor, own.clone()) {
                Some(key) => read.constraints.push(Constraint::Foreign(key)),
                None => cursor.skip(),
            }
        } else if cursor.word("check") {
            let is_both = cursor.group().and_then(|inner| zero_or_one(cursor.over(inner)));
            read.column.is_zero_or_one |= is_both.is_some_and(|column| column == read.column.name);
        } else if cursor.word("comment") {
            if let Some(Token::Text(text)) = cursor.next() {
                read.column.comment.clone_from(text);
            }
        } else if cursor.any(&["constraint", "collate"]) {
            cursor.next();
        } else {
            cursor.skip();
        }
    }
}

/// The expression of a default.
fn default(cursor: &mut Cursor) -> String {
    // Oracle's DEFAULT ON NULL.
    cursor.words(&["on", "null"]);
    let start = cursor.rest();
    cursor.skip();
    let is_attribute = |token: &Token| ATTRIBUTES.iter().any(|word| token.is(word));
    while cursor.peek().is_some_and(|token| !is_attribute(token)) {
        cursor.skip();
    }
    joined(start.get(..start.len() - cursor.rest().len()).unwrap_or_default())
}

/// Whether a default takes the next number of a sequence.
pub(super) fn is_next_of_sequence(default: &str) -> bool {
    let default = default.to_ascii_lowercase();
    default.contains("nextval") || default.contains("next value for")
}

/// What follows GENERATED.
fn generated(cursor: &mut Cursor) -> Generated {
    while !cursor.is_at_end() {
        if cursor.word("as") {
            let is_identity = cursor.word("identity");
            cursor.group();
            return if is_identity { Generated::Number } else { Generated::Computed };
        }
        cursor.next();
    }
    // GENERATED ALWAYS FOR EACH ROW ON UPDATE, of DB2.
    Generated::Computed
}
