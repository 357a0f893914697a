//! Tables of metadata (II.22): how wide their rows are, and how a row is read.

use std::fmt;
use std::marker::PhantomData;

use crate::bytes::Bytes;
use crate::heap::{BlobAt, GuidAt, NameAt};

/// The number of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Table(pub u8);

/// A kind of row.
pub trait Row: Sized {
    /// Its table.
    const TABLE: Table;
    /// The kinds of its columns.
    const COLUMNS: &'static [Column];
    /// The row that these bytes are.
    fn read(cells: &mut Cells<'_>) -> Option<Self>;
}

/// The number of a row of one table, from 1; 0 is no row.
pub struct Index<T> {
    number: u32,
    of: PhantomData<fn() -> T>,
}

/// A row of one of several tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Handle {
    /// The table.
    pub table: Table,
    /// The number of the row, from 1; 0 is no row.
    pub number: u32,
}

/// Which tables a column leads to, by the lowest bits of its number (II.24.2.6).
pub trait CodedIndex {
    /// How many bits.
    const BITS: u32;
    /// The tables by these bits.
    const TABLES: &'static [Table];
}

/// A column that leads to a row of one of several tables.
pub struct Coded<T> {
    handle: Option<Handle>,
    of: PhantomData<fn() -> T>,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy)]
pub enum Column {
    /// A number of two bytes.
    Two,
    /// A number of four bytes.
    Four,
    /// A place among the names.
    Name,
    /// A place among the blobs.
    Blob,
    /// A place among the GUIDs.
    Guid,
    /// A row of a table.
    Of(Table),
    /// A row of one of these tables, told by so many bits.
    OneOf(u32, &'static [Table]),
}

/// How wide the columns of this file are (II.24.2.6).
#[derive(Debug, Clone, Copy)]
pub struct Widths {
    rows: [u32; 64],
    /// How many bytes a row of each table has.
    lengths: [u8; 64],
    /// A bit for each column of each table, from the lowest on: whether it has four bytes.
    large: [u16; 64],
}

/// Which heaps are so large that a place in them takes four bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LargeHeaps {
    pub(crate) names: bool,
    pub(crate) guids: bool,
    pub(crate) blobs: bool,
}

/// The cells of a row, from the first on.
#[derive(Debug)]
pub struct Cells<'a> {
    bytes: Bytes<'a>,
    at: usize,
    large: u16,
}

/// A value that stands in a column.
pub trait Cell: Sized {
    /// The kind of column.
    const COLUMN: Column;
    /// The value of this number.
    fn of(number: u32) -> Self;
}

impl Widths {
    /// The widths in a file with so many rows in each table, and these columns.
    pub(crate) fn new(
        rows: [u32; 64],
        heaps: LargeHeaps,
        columns: impl Fn(Table) -> Option<&'static [Column]>,
    ) -> Self {
        let mut widths = Self { rows, lengths: [0; 64], large: [0; 64] };
        for number in 0_u8..64 {
            let place = usize::from(number);
            for (column, kind) in columns(Table(number)).unwrap_or_default().iter().enumerate() {
                let is_large = widths.is_large(heaps, *kind);
                widths.lengths[place] += if is_large { 4 } else { 2 };
                widths.large[place] |= u16::from(is_large) << column;
            }
        }
        widths
    }

    pub(crate) fn rows(&self, table: Table) -> u32 {
        self.rows.get(usize::from(table.0)).copied().unwrap_or_default()
    }

    fn is_large(&self, heaps: LargeHeaps, column: Column) -> bool {
        match column {
            Column::Two => false,
            Column::Four => true,
            Column::Name => heaps.names,
            Column::Blob => heaps.blobs,
            Column::Guid => heaps.guids,
            Column::Of(table) => self.rows(table) >= 1 << 16,
            Column::OneOf(bits, tables) => tables.iter().any(|table| self.rows(*table) >= 1 << (16 - bits)),
        }
    }

    /// How many bytes a row of the table has.
    pub(crate) fn row(&self, table: Table) -> usize {
        self.lengths.get(usize::from(table.0)).copied().unwrap_or_default().into()
    }

    fn large(&self, table: Table) -> u16 {
        self.large.get(usize::from(table.0)).copied().unwrap_or_default()
    }
}

impl<'a> Cells<'a> {
    pub(crate) fn new(bytes: Bytes<'a>, widths: &Widths, table: Table) -> Self {
        Self { bytes, at: 0, large: widths.large(table) }
    }

    /// The value in the next column.
    pub fn cell<T: Cell>(&mut self) -> Option<T> {
        let is_large = self.large & 1 != 0;
        self.large >>= 1;
        let number = if is_large {
            self.at += 4;
            self.bytes.u32(self.at - 4)?
        } else {
            self.at += 2;
            u32::from(self.bytes.u16(self.at - 2)?)
        };
        Some(T::of(number))
    }
}

impl Cell for u16 {
    const COLUMN: Column = Column::Two;
    fn of(number: u32) -> Self {
        Self::try_from(number & 0xffff).unwrap_or_default()
    }
}

impl Cell for u32 {
    const COLUMN: Column = Column::Four;
    fn of(number: u32) -> Self {
        number
    }
}

impl Cell for NameAt {
    const COLUMN: Column = Column::Name;
    fn of(number: u32) -> Self {
        Self(number)
    }
}

impl Cell for BlobAt {
    const COLUMN: Column = Column::Blob;
    fn of(number: u32) -> Self {
        Self(number)
    }
}

impl Cell for GuidAt {
    const COLUMN: Column = Column::Guid;
    fn of(number: u32) -> Self {
        Self(number)
    }
}

impl<T: Row> Cell for Index<T> {
    const COLUMN: Column = Column::Of(T::TABLE);
    fn of(number: u32) -> Self {
        Self::new(number)
    }
}

impl<T: CodedIndex> Cell for Coded<T> {
    const COLUMN: Column = Column::OneOf(T::BITS, T::TABLES);
    fn of(number: u32) -> Self {
        let tag = usize::try_from(number & ((1 << T::BITS) - 1)).unwrap_or(usize::MAX);
        let handle = T::TABLES.get(tag).map(|table| Handle { table: *table, number: number >> T::BITS });
        Self { handle: handle.filter(|handle| handle.number > 0), of: PhantomData }
    }
}

impl<T> Index<T> {
    /// The row of this number.
    pub const fn new(number: u32) -> Self {
        Self { number, of: PhantomData }
    }

    /// The number.
    pub const fn number(self) -> u32 {
        self.number
    }
}

impl<T: Row> Index<T> {
    /// The row among those of all tables.
    pub fn handle(self) -> Handle {
        Handle { table: T::TABLE, number: self.number }
    }
}

impl Handle {
    /// The row, when it is of this table.
    pub fn index<T: Row>(self) -> Option<Index<T>> {
        (self.table == T::TABLE).then(|| Index::new(self.number))
    }
}

impl<T: CodedIndex> Coded<T> {
    /// The row; none where the column leads nowhere.
    pub fn handle(self) -> Option<Handle> {
        self.handle
    }

    /// The number that stands in the column; 0 where it leads nowhere.
    pub(crate) fn number(self) -> u32 {
        self.handle.and_then(Self::number_of).unwrap_or_default()
    }

    /// The number that leads to this row; none where the column cannot.
    pub fn number_of(handle: Handle) -> Option<u32> {
        let tag = T::TABLES.iter().position(|table| *table == handle.table)?;
        Some(handle.number.checked_shl(T::BITS)? | u32::try_from(tag).ok()?)
    }
}

impl<T> Clone for Index<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Index<T> {}

impl<T> PartialEq for Index<T> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl<T> Eq for Index<T> {}

impl<T> std::hash::Hash for Index<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

impl<T> fmt::Debug for Index<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.number)
    }
}

impl<T> Clone for Coded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Coded<T> {}

impl<T> fmt::Debug for Coded<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.handle.fmt(formatter)
    }
}
