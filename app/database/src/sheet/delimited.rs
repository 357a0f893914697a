//! Rows with separators between their values: from the clipboard of a spreadsheet, or of a CSV file.

use csv::{ReaderBuilder, StringRecord};

use super::{Builder, Sheet, SheetError};

/// What can stand between values: a spreadsheet's clipboard has tabs.
const SEPARATORS: [u8; 4] = [b'\t', b';', b',', b'|'];

/// Rows that are looked at to find the separator.
const LOOKED_AT: usize = 10;

/// The table of these rows.
///
/// # Errors
/// There are none, or they cannot be read.
pub(crate) fn read(name: &str, text: &str) -> Result<Sheet, SheetError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let separator = likely_separator(text);
    let mut builder = Builder::new(name);
    let mut reader = reader(text, separator);
    let (mut record, mut row) = (StringRecord::new(), Vec::<String>::new());
    while !builder.is_full() && reader.read_record(&mut record).map_err(|error| SheetError::Row(error.to_string()))? {
        row.clear();
        row.extend(record.iter().map(str::to_owned));
        builder.add(&row)?;
    }
    builder.finished().ok_or(SheetError::NoRows)
}

/// Whether a text has at least two rows of as many values, and more than one value in each.
pub(crate) fn looks_like_rows(text: &str) -> bool {
    separator(text).is_some()
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

/// The first separator that gives the first rows the same number of values, which is more than one.
fn separator(text: &str) -> Option<u8> {
    SEPARATORS.into_iter().find(|&separator| {
        let counts = counts(text, separator);
        counts.len() > 1 && counts[0] > 1 && counts.iter().all(|count| *count == counts[0])
    })
}

/// The separator that gives most of the first rows as many values as there are names, and more than one; a comma where none does.
fn likely_separator(text: &str) -> u8 {
    let fitting = |separator: u8| {
        let counts = counts(text, separator);
        let names = counts.first().copied().unwrap_or_default();
        if names > 1 { counts.iter().filter(|count| **count == names).count() } else { 0 }
    };
    // The first of several that fit as well.
    let best = SEPARATORS.map(|separator| (fitting(separator), separator));
    let best = best.into_iter().reduce(|best, other| if other.0 > best.0 { other } else { best });
    best.filter(|(rows, _)| *rows > 0).map_or(b',', |(_, separator)| separator)
}

/// How many values each of the first rows has; empty rows do not count.
fn counts(text: &str, separator: u8) -> Vec<usize> {
    let records = reader(text, separator).into_records().take(LOOKED_AT).map_while(Result::ok);
    let is_empty = |record: &StringRecord| record.iter().all(|value| value.trim().is_empty());
    records.filter(|record| !is_empty(record)).map(|record| record.len()).collect()
}
