use std::collections::HashSet;
use std::sync::Arc;

use super::record::{self, Value};
use super::{MAGIC, SqliteError};

/// The size of the header of a file, which stands before the b-tree of its first page.
const HEADER: usize = 100;
/// Bytes of one record: a definition, or a row with its texts. What is longer is cut.
const RECORD: usize = 4 << 20;
/// Levels of a b-tree: no file that fits into memory has more.
const DEEPEST: usize = 24;

/// The pages of a file.
#[derive(Debug, Clone)]
pub(super) struct Pages {
    bytes: Arc<[u8]>,
    size: usize,
    /// The bytes of a page that are used.
    usable: usize,
    encoding: Encoding,
}

/// How texts are written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Encoding {
    Utf8,
    Utf16Little,
    Utf16Big,
}

/// A row: its number, and its values.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) rowid: i64,
    pub(super) values: Vec<Value>,
}

impl Pages {
    pub(super) fn new(bytes: Arc<[u8]>) -> Result<Self, SqliteError> {
        if bytes.len() < HEADER || !bytes.starts_with(MAGIC) {
            return Err(SqliteError::NotSqlite);
        }
        let size = match u16::from_be_bytes([bytes[16], bytes[17]]) {
            1 => 65_536,
            size if size.is_power_of_two() && size >= 512 => usize::from(size),
            _ => return Err(SqliteError::NotSqlite),
        };
        let usable = size - usize::from(bytes[20]);
        if usable < 480 {
            return Err(SqliteError::NotSqlite);
        }
        let encoding = match bytes[59] {
            2 => Encoding::Utf16Little,
            3 => Encoding::Utf16Big,
            _ => Encoding::Utf8,
        };
        Ok(Self { bytes, size, usable, encoding })
    }

    /// Whether changes are written to a log beside the file first.
    pub(super) fn has_log(&self) -> bool {
        self.bytes.get(18) == Some(&2)
    }

    /// Whether the page begins an index.
    pub(super) fn is_index(&self, page: u32) -> bool {
        self.head(page).is_ok_and(|(content, start)| matches!(content.get(start), Some(0x02 | 0x0a)))
    }

    /// The first rows of the table that begins at this page.
    pub(super) fn rows(&self, root: u32, limit: usize) -> Result<Vec<Row>, SqliteError> {
        let mut walk = Walk { pages: self, seen: HashSet::new(), rows: Vec::new(), limit, bytes: 0 };
        walk.page(root, 0)?;
        Ok(walk.rows)
    }

    /// The content of a page.
    fn page(&self, number: u32) -> Result<&[u8], SqliteError> {
        let lies_outside = SqliteError::Damaged { page: number, what: "lies outside of the file" };
        let start = usize::try_from(number).ok().and_then(|it| it.checked_sub(1)?.checked_mul(self.size));
        let start = start.ok_or_else(|| lies_outside.clone())?;
        let end = start.checked_add(self.usable).ok_or_else(|| lies_outside.clone())?;
        self.bytes.get(start..end).ok_or(lies_outside)
    }

    /// The content of a page, and where its b-tree begins in it.
    fn head(&self, number: u32) -> Result<(&[u8], usize), SqliteError> {
        Ok((self.page(number)?, if number == 1 { HEADER } else { 0 }))
    }

    /// The payload of a cell that begins at `at`, with what lies on overflow pages, up to [`RECORD`] bytes.
    fn payload(&self, number: u32, page: &[u8], at: usize, size: usize) -> Result<Vec<u8>, SqliteError> {
        let damaged = |what| SqliteError::Damaged { page: number, what };
        let most = self.usable - 35;
        let local = if size <= most {
            size
        } else {
            let least = (self.usable - 12) * 32 / 255 - 23;
            let wanted = least + (size - least) % (self.usable - 4);
            if wanted <= most { wanted } else { least }
        };
        let end = at.checked_add(local).ok_or_else(|| damaged("has a cell that is too long"))?;
        let own = page.get(at..end).ok_or_else(|| damaged("has a cell that leaves it"))?;
        let mut payload = own.to_vec();
        let wanted = size.min(RECORD);
        let mut next = if size > local { four(page, end) } else { None };
        let mut seen = HashSet::new();
        while payload.len() < wanted {
            let number = next.filter(|it| *it != 0).ok_or_else(|| damaged("has a cell whose rest is missing"))?;
            if !seen.insert(number) {
                return Err(damaged("has a cell that goes in a circle"));
            }
            let page = self.page(number)?;
            let take = (wanted - payload.len()).min(self.usable - 4);
            payload.extend_from_slice(page.get(4..4 + take).unwrap_or_default());
            next = four(page, 0);
        }
        payload.truncate(wanted);
        Ok(payload)
    }
}

/// A walk through the b-tree of a table, in the order of its rows.
struct Walk<'a> {
    pages: &'a Pages,
    seen: HashSet<u32>,
    rows: Vec<Row>,
    limit: usize,
    /// Bytes of all records so far.
    bytes: usize,
}

impl Walk<'_> {
    fn page(&mut self, number: u32, depth: usize) -> Result<(), SqliteError> {
        let damaged = |what| SqliteError::Damaged { page: number, what };
        if depth > DEEPEST || !self.seen.insert(number) {
            return Err(damaged("leads back to itself"));
        }
        let (page, start) = self.pages.head(number)?;
        let kind = *page.get(start).ok_or_else(|| damaged("is empty"))?;
        let count = two(page, start + 3).ok_or_else(|| damaged("is empty"))?;
        let pointers = match kind {
            0x05 => start + 12,
            0x0d => start + 8,
            _ => return Err(damaged("is not a page of a table")),
        };
        for cell in 0..usize::from(count) {
            if self.is_full() {
                return Ok(());
            }
            let at = two(page, pointers + 2 * cell).map(usize::from);
            let at = at.filter(|at| *at < page.len()).ok_or_else(|| damaged("has a cell that leaves it"))?;
            if kind == 0x05 {
                let child = four(page, at).ok_or_else(|| damaged("has a cell that leaves it"))?;
                self.page(child, depth + 1)?;
            } else {
                self.row(number, page, at)?;
            }
        }
        if kind == 0x05 && !self.is_full() {
            let last = four(page, start + 8).ok_or_else(|| damaged("has no last child"))?;
            self.page(last, depth + 1)?;
        }
        Ok(())
    }

    fn is_full(&self) -> bool {
        // As many bytes as sixteen of the longest records: cells may overlap in a hostile file.
        self.rows.len() >= self.limit || self.bytes > 16 * RECORD
    }

    fn row(&mut self, number: u32, page: &[u8], at: usize) -> Result<(), SqliteError> {
        let damaged = |what| SqliteError::Damaged { page: number, what };
        let whole = || damaged("has a cell that leaves it");
        let (size, length) = record::number(page.get(at..).ok_or_else(whole)?).ok_or_else(whole)?;
        let at = at + length;
        let (rowid, length) = record::number(page.get(at..).ok_or_else(whole)?).ok_or_else(whole)?;
        let size = usize::try_from(size).map_err(|_| damaged("has a cell that is too long"))?;
        let payload = self.pages.payload(number, page, at + length, size)?;
        self.bytes += payload.len();
        let values = record::values(&payload, self.pages.encoding).ok_or_else(|| damaged("has a damaged record"))?;
        self.rows.push(Row { rowid, values });
        Ok(())
    }
}

fn two(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
}
