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
    let separator = separator(text).unwrap_or(b',');
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
        let mut counts = Vec::new();
        for record in reader(text, separator).into_records().take(LOOKED_AT) {
            let Ok(record) = record else { return false };
            counts.extend((record.len() > 1 || !record.get(0).unwrap_or_default().trim().is_empty()).then(|| record.len()));
        }
        counts.len() > 1 && counts[0] > 1 && counts.iter().all(|count| *count == counts[0])
    })
}
