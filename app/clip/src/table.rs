//! Rows from text that is not a copy: cells of a spreadsheet, or lines of names.

use super::notes::{Notes, shown};
use super::row::Row;
use super::{PasteError, ROW_LIMIT};
use extension::is_xml_character;
use extension::{
    BasicType, DESCRIPTION_LIMIT, DataType, Description, Expression, ExpressionError, Extension, Property, Slot,
};

/// What the columns are when no header says so.
const COLUMNS: [Option<Property>; 3] = [Some(Property::Name), Some(Property::DataType), Some(Property::Description)];

/// The rows of the text. A first line that names columns is a header; without one the columns are name, type
/// and description.
pub(super) fn rows(text: &str, target: &Extension, slot: Slot, notes: &mut Notes) -> Result<Vec<Row>, PasteError> {
    let mut lines: Vec<Vec<String>> = if text.contains('\t') { cells(text) } else { listed(text) };
    lines.retain(|line| line.iter().any(|cell| !cell.trim().is_empty()));
    let columns = match lines.first().and_then(|line| header(line)) {
        Some(columns) => {
            for (cell, _) in lines[0].iter().zip(&columns).filter(|(_, column)| column.is_none()) {
                notes.add(format!("The column “{}” is not pasted: no property has that name.", shown(cell)));
            }
            lines.remove(0);
            columns
        }
        None => COLUMNS.to_vec(),
    };
    if lines.len() > ROW_LIMIT {
        return Err(PasteError::TooMany { kind: None, count: lines.len(), limit: ROW_LIMIT });
    }
    Ok(lines.iter().map(|line| row(line, &columns, target, slot, notes)).collect())
}

fn row(line: &[String], columns: &[Option<Property>], target: &Extension, slot: Slot, notes: &mut Notes) -> Row {
    let cell = |wanted: Property| {
        let index = columns.iter().position(|column| *column == Some(wanted))?;
        Some(line.get(index).map_or("", |cell| cell.trim()))
    };
    let mut row = Row::new(cell(Property::Name).unwrap_or_default());
    let name = shown(&row.name);
    // The type first: what a default value may be depends on it.
    if let Some(text) = cell(Property::DataType).filter(|text| !text.is_empty()) {
        match target.parse_type(slot, text) {
            Some(data_type) => row.data_type = data_type,
            None => {
                notes.add(format!("“{}” is not a data type that fits here: {name} is pasted as a Text.", shown(text)));
            }
        }
    }
    for (property, text) in columns.iter().filter_map(|column| Some(((*column)?, cell((*column)?)?))) {
        if let Err(problem) = set(&mut row, property, text) {
            notes.add(format!("{} of {name}: {problem}", property.label()));
        }
    }
    for extra in line.iter().skip(columns.len()).filter(|cell| !cell.trim().is_empty()) {
        notes.add(format!("“{}” beside {name} is not pasted: it is in no column.", shown(extra)));
    }
    row
}

/// Sets a property from its cell.
fn set(row: &mut Row, property: Property, text: &str) -> Result<(), String> {
    match property {
        Property::Description => {
            let (description, problem) = description(text);
            row.description = description;
            return problem.map_or(Ok(()), Err);
        }
        Property::DefaultValue => row.default = default(text, &row.data_type).map_err(|error| error.to_string())?,
        Property::Mandatory => row.is_mandatory = is_yes(text)?,
        Property::AutoNumber => row.is_auto_number = is_yes(text)?,
        Property::Ignore => row.is_ignored = is_yes(text)?,
        Property::Direction => {
            row.is_output = match text.to_lowercase().as_str() {
                "output" | "out" => true,
                "input" | "in" | "" => false,
                _ => !is_yes(text)?,
            };
        }
        Property::Length => row.length = count(text)?,
        Property::Decimals => row.decimals = count(text)?,
        Property::OriginalName => row.original_name = storable(text).into(),
        Property::OriginalType => row.original_type = storable(text).into(),
        _ => {}
    }
    Ok(())
}

fn description(text: &str) -> (Description, Option<String>) {
    match Description::new(text) {
        Ok(description) => (description, None),
        Err(error) => {
            let shorter: String = storable(text).chars().take(DESCRIPTION_LIMIT).collect();
            (Description::as_found(&shorter), Some(format!("{error} What fits is pasted.")))
        }
    }
}

/// The default value; a text need not be in quotes, a date not between #.
fn default(text: &str, data_type: &DataType) -> Result<Expression, ExpressionError> {
    let text = &storable(text);
    let as_is = Expression::new(text);
    let error = match as_is.check(data_type) {
        Ok(()) => return Ok(as_is),
        Err(error) => error,
    };
    let marked = match data_type.basic() {
        Some(BasicType::Text | BasicType::Email | BasicType::PhoneNumber) => {
            format!("\"{}\"", text.replace('"', "\"\""))
        }
        Some(BasicType::Date | BasicType::Time | BasicType::DateTime) => format!("#{text}#"),
        _ => return Err(error),
    };
    let marked = Expression::new(&marked);
    marked.check(data_type).map(|()| marked).map_err(|_| error)
}

fn is_yes(text: &str) -> Result<bool, String> {
    extension::yes_or_no(text).ok_or_else(|| format!("“{}” is neither Yes nor No.", shown(text)))
}

fn count(text: &str) -> Result<Expression, String> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() <= 9 {
        Ok(Expression::new(text))
    } else {
        Err(format!("“{}” is not a number.", shown(text)))
    }
}

/// The text without the characters that a XIF cannot store.
fn storable(text: &str) -> String {
    text.chars().filter(|character| is_xml_character(*character)).collect()
}

/// The columns that a first line names, when it names the column of names and one more.
fn header(line: &[String]) -> Option<Vec<Option<Property>>> {
    let mut columns: Vec<Option<Property>> = line.iter().map(|cell| column(cell)).collect();
    for index in 1..columns.len() {
        // Only the first of two columns with the same name counts.
        if columns[..index].contains(&columns[index]) {
            columns[index] = None;
        }
    }
    let known = columns.iter().flatten().count();
    (columns.contains(&Some(Property::Name)) && known > 1).then_some(columns)
}

/// The properties that a row of a spreadsheet can have.
const PROPERTIES: [Property; 12] = [
    Property::Name,
    Property::DataType,
    Property::Mandatory,
    Property::DefaultValue,
    Property::Description,
    Property::Direction,
    Property::Length,
    Property::Decimals,
    Property::OriginalName,
    Property::OriginalType,
    Property::AutoNumber,
    Property::Ignore,
];

fn column(cell: &str) -> Option<Property> {
    Property::by_word(cell).filter(|property| PROPERTIES.contains(property))
}

/// Lines with name, type and description, which the first two commas outside parentheses part.
fn listed(text: &str) -> Vec<Vec<String>> {
    let parted = |line: &str| {
        let (mut parts, mut part, mut depth) = (Vec::new(), String::new(), 0_i32);
        for character in line.chars() {
            depth += i32::from(character == '(') - i32::from(character == ')');
            if character == ',' && depth <= 0 && parts.len() + 1 < COLUMNS.len() {
                parts.push(std::mem::take(&mut part));
            } else {
                part.push(character);
            }
        }
        parts.push(part);
        parts
    };
    text.lines().map(parted).collect()
}

/// Cells between tabs as spreadsheets copy them: one with a tab, line break or quote in it stands in quotes,
/// and quotes in it are doubled. A quote that is never closed is a character like others.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut lines = vec![Vec::new()];
    let mut rest = text;
    loop {
        let (cell, after) = quoted(rest).unwrap_or_else(|| {
            let end = rest.find(['\t', '\n']).unwrap_or(rest.len());
            (rest[..end].trim_end_matches('\r').to_owned(), &rest[end..])
        });
        if let Some(line) = lines.last_mut() {
            line.push(cell);
        }
        let after = after.strip_prefix('\r').unwrap_or(after);
        match after.chars().next() {
            Some('\t') => {}
            Some(_) => lines.push(Vec::new()),
            None => return lines,
        }
        rest = &after[1..];
    }
}

/// A cell in quotes and what follows it, when a tab, a line break or nothing follows.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inner = text.strip_prefix('"')?;
    let mut from = 0;
    loop {
        let end = from + inner[from..].find('"')?;
        let after = &inner[end + 1..];
        if after.starts_with('"') {
            from = end + 2;
        } else if after.is_empty() || ["\t", "\n", "\r\n"].iter().any(|end| after.starts_with(end)) {
            return Some((inner[..end].replace("\"\"", "\""), after));
        } else {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_of_a_spreadsheet() {
        assert_eq!(cells("a\tb\r\nc\t"), [vec!["a", "b"], vec!["c", ""]]);
        assert_eq!(
            cells("\"a\tb\nc\"\t\"say \"\"x\"\"\"\n5\"\t\"open"),
            [vec!["a\tb\nc", "say \"x\""], vec!["5\"", "\"open"]]
        );
    }

    #[test]
    fn lines_of_names() {
        let line = |text: &str| listed(text).remove(0);
        assert_eq!(line("Order"), ["Order"]);
        assert_eq!(
            line("Lines, Record List (Order, Line), all, of them"),
            ["Lines", " Record List (Order, Line)", " all, of them"]
        );
    }

    proptest! {
        #[test]
        fn any_text_has_cells(text in "[ab\"\t\r\n]{0,40}") {
            let cells: usize = cells(&text).iter().flatten().map(String::len).sum();
            prop_assert!(cells <= text.len());
        }
    }
}
