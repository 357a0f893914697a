//! The sheets of an .xlsx file: Office Open XML, of which only values, names and the formats of dates are read.
//!
//! The crates that read spreadsheets are not used: the best one switches on another decoding of the XML reader that XIFs are read with,
//! and gives no limit for what an archive inflates to.

mod date;
mod part;

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use quick_xml::events::Event;
use zip::ZipArchive;

use super::{Builder, COLUMNS, Sheet, SheetError};
use date::Styles;
use part::{attribute, elements, target_of};

/// Bytes of one part of a workbook, inflated.
const PART: usize = 256 << 20;
/// Files of the archive.
const FILES: usize = 20_000;
/// Sheets that are read.
const SHEETS: usize = 200;

/// The tables of the sheets that have rows.
///
/// # Errors
/// The file is not a workbook, or none of its sheets has rows.
pub(crate) fn read(bytes: &Arc<[u8]>) -> Result<Vec<Sheet>, SheetError> {
    let mut book = Book::open(bytes)?;
    let workbook = book.part("xl/workbook.xml")?;
    let targets = target_of(&book.part("xl/_rels/workbook.xml.rels")?)?;
    let mut named = Vec::new();
    let mut is_1904 = false;
    elements(&workbook, |start| match start.local_name().as_ref() {
        "sheet" => named.push((attribute(start, "name"), attribute(start, "r:id"))),
        "workbookPr" => is_1904 = matches!(attribute(start, "date1904").as_str(), "1" | "true"),
        _ => {}
    })?;
    let texts =
        if book.has("xl/sharedStrings.xml") { part::texts(&book.part("xl/sharedStrings.xml")?)? } else { Vec::new() };
    let styles = if book.has("xl/styles.xml") {
        Styles::read(&book.part("xl/styles.xml")?, is_1904)?
    } else {
        Styles::new(is_1904)
    };
    let mut sheets = Vec::new();
    for (name, id) in named.into_iter().take(SHEETS) {
        let Some(path) = targets.get(&id) else { continue };
        let path = path.strip_prefix('/').map_or_else(|| format!("xl/{path}"), str::to_owned);
        // Charts and macros stand among the sheets, too.
        if !path.contains("worksheets/") || !book.has(&path) {
            continue;
        }
        sheets.extend(sheet(&name, &book.part(&path)?, &texts, &styles)?);
    }
    if sheets.is_empty() {
        return Err(SheetError::NoRows);
    }
    Ok(sheets)
}

/// The archive of a workbook.
struct Book {
    zip: ZipArchive<Cursor<Arc<[u8]>>>,
    /// The paths by their small letters: some programs write them in others.
    paths: HashMap<String, String>,
}

impl Book {
    fn open(bytes: &Arc<[u8]>) -> Result<Self, SheetError> {
        let not = |why: String| SheetError::NotWorkbook(why);
        let zip = ZipArchive::new(Cursor::new(Arc::clone(bytes))).map_err(|error| not(error.to_string()))?;
        if zip.len() > FILES {
            return Err(not(format!("its archive has more than {FILES} files")));
        }
        let paths: Vec<String> = zip.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
        let paths = paths.into_iter().map(|path| (path.to_ascii_lowercase(), path)).collect();
        Ok(Self { zip, paths })
    }

    fn has(&self, path: &str) -> bool {
        self.paths.contains_key(&path.to_ascii_lowercase())
    }

    /// The text of a part, counted while it is inflated.
    fn part(&mut self, path: &str) -> Result<String, SheetError> {
        let not = |why: String| SheetError::NotWorkbook(why);
        let known = self.paths.get(&path.to_ascii_lowercase()).ok_or_else(|| not(format!("it has no {path}")))?;
        let mut entry = self.zip.by_name(known).map_err(|error| not(error.to_string()))?;
        let mut bytes = Vec::new();
        let most = u64::try_from(PART).unwrap_or(u64::MAX);
        entry.by_ref().take(most + 1).read_to_end(&mut bytes).map_err(|error| not(error.to_string()))?;
        if bytes.len() > PART {
            return Err(SheetError::TooLarge { part: path.to_owned(), limit: PART >> 20 });
        }
        let text = String::from_utf8(bytes).map_err(|_| not(format!("{path} is not in UTF-8")))?;
        Ok(if text.starts_with('\u{feff}') { text['\u{feff}'.len_utf8()..].to_owned() } else { text })
    }
}

/// A cell on its way.
#[derive(Default)]
struct Cell {
    /// Its column, from 0.
    at: usize,
    kind: String,
    style: usize,
    value: String,
}

/// The table of a sheet; none where it is empty.
fn sheet(name: &str, text: &str, texts: &[String], styles: &Styles) -> Result<Option<Sheet>, SheetError> {
    let (mut builder, mut row, mut cell) = (Builder::new(name), Vec::<String>::new(), Cell::default());
    let mut is_value = false;
    let mut reader = part::reader(text);
    loop {
        match part::next(&mut reader)? {
            Event::Start(start) | Event::Empty(start) if start.local_name().as_ref() == "row" => row.clear(),
            Event::Start(start) => match start.local_name().as_ref() {
                "c" => {
                    let at = column_of(&attribute(&start, "r")).unwrap_or(cell.at + usize::from(!row.is_empty()));
                    cell = Cell {
                        at,
                        kind: attribute(&start, "t"),
                        style: attribute(&start, "s").parse().unwrap_or(0),
                        value: String::new(),
                    };
                }
                "v" | "t" => is_value = true,
                _ => is_value = false,
            },
            Event::End(end) => match end.local_name().as_ref() {
                "c" => {
                    if cell.at >= COLUMNS && !cell.value.is_empty() {
                        return Err(SheetError::TooManyColumns { name: name.to_owned(), limit: COLUMNS });
                    }
                    if cell.at < COLUMNS {
                        row.resize(row.len().max(cell.at + 1), String::new());
                        row[cell.at] = shown(&cell, texts, styles);
                    }
                }
                "row" => builder.add(&row)?,
                "sheetData" => break,
                _ => is_value = false,
            },
            Event::Eof => break,
            event if is_value => part::append(&event, &mut cell.value),
            _ => {}
        }
        if builder.is_full() {
            break;
        }
    }
    Ok(builder.finished())
}

/// The value of a cell in the words that types are guessed from.
fn shown(cell: &Cell, texts: &[String], styles: &Styles) -> String {
    match cell.kind.as_str() {
        "s" => cell.value.trim().parse::<usize>().ok().and_then(|at| texts.get(at)).cloned().unwrap_or_default(),
        "b" => (if cell.value.trim() == "1" { "true" } else { "false" }).to_owned(),
        // The value of a formula that failed.
        "e" => String::new(),
        "str" | "inlineStr" | "d" => cell.value.clone(),
        _ => styles.number(cell.value.trim(), cell.style),
    }
}

/// The column of `AB12`, from 0.
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let number =
        letters.take(4).fold(0_usize, |sum, letter| sum * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}
