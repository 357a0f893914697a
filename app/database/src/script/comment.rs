use super::reader::{Reader, Stop};
use super::tokens::{Cursor, Token, split};
use crate::{Table, TableName};

/// Reads what follows `COMMENT ON` or, in DB2, `LABEL ON`.
pub(super) fn read(reader: &mut Reader, mut cursor: Cursor) -> Result<(), Stop> {
    let line = cursor.line();
    let is_column = cursor.word("column");
    let is_table = !is_column && (cursor.any(&["table", "view"]) || cursor.words(&["materialized", "view"]));
    let named = cursor.table_name().ok_or_else(|| Stop::expected("a name", &cursor))?;
    if let Some(list) = cursor.group() {
        // DB2 takes several columns of a table at once.
        let place = reader.place(&named, line)?;
        for part in split(list) {
            let mut part = cursor.over(part);
            if let (Some(column), Some(text)) = (part.name(), text(&mut part)) {
                set(&mut reader.tables[place], Some(&column), text);
            }
        }
        return Ok(());
    }
    if !is_table && !is_column {
        // Comments of functions, schemas and the like.
        return Ok(());
    }
    let Some(text) = text(&mut cursor) else { return Ok(()) };
    if is_table {
        return reader.place(&named, line).map(|place| set(&mut reader.tables[place], None, text));
    }
    let TableName { catalog, schema, name: column } = named;
    let table = schema.ok_or_else(|| Stop::expected("the name of a table and of its column", &cursor))?;
    let place = reader.place(&TableName { catalog: None, schema: catalog, name: table }, line)?;
    set(&mut reader.tables[place], Some(&column), text);
    Ok(())
}

/// The text behind IS.
fn text(cursor: &mut Cursor) -> Option<String> {
    cursor.word("text");
    if !cursor.word("is") {
        return None;
    }
    match cursor.next()? {
        // DB2 pads the lines of headings with blanks.
        Token::Text(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        _ => None,
    }
}

fn set(table: &mut Table, column: Option<&str>, text: String) {
    let place = column.map(|column| table.position(column));
    let comment = match place {
        None => &mut table.comment,
        Some(Some(place)) => &mut table.columns[place].comment,
        Some(None) => return,
    };
    *comment = text;
}

/// The parameters of the procedure that makes a property.
const ORDER: [&str; 8] =
    ["@name", "@value", "@level0type", "@level0name", "@level1type", "@level1name", "@level2type", "@level2name"];

/// Reads what follows EXEC: SQL Server keeps comments as properties of the name `MS_Description`.
pub(super) fn read_property(reader: &mut Reader, mut cursor: Cursor) {
    let Some(procedure) = cursor.table_name() else { return };
    if !procedure.name.eq_ignore_ascii_case("sp_addextendedproperty") {
        return;
    }
    // The values come in this order, or with their names.
    let mut values: [Option<&str>; 8] = [None; 8];
    for (place, part) in split(cursor.rest()).enumerate() {
        let named = part.first().and_then(|first| ORDER.iter().position(|name| first.token.is(name)));
        let place = named.unwrap_or(place);
        let value = part.last().map(|last| last.token.text());
        if let Some(slot) = values.get_mut(place) {
            *slot = value;
        }
    }
    let [Some(name), Some(value), _, schema, _, Some(table), _, column] = values else { return };
    if !name.eq_ignore_ascii_case("MS_Description") {
        return;
    }
    let table = TableName { catalog: None, schema: schema.map(str::to_owned), name: table.to_owned() };
    // Properties of procedures and types look the same.
    if let Some(place) = reader.index.find(&reader.tables, &table) {
        set(&mut reader.tables[place], column, value.to_owned());
    }
}
