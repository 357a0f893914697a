//! The streams of an assembly (II.24): its tables, and the heaps that these point into.

use std::borrow::Cow;
use std::ops::Range;

use crate::bytes::Bytes;
use crate::heap::{BlobAt, GuidAt, Heaps, NameAt};
use crate::row::{self, EventMap, EventPtr, FieldPtr, MethodPtr, ParamPtr, PropertyMap, PropertyPtr};
use crate::table::{Cells, Index, LargeHeaps, Row, Table, Widths};
use crate::{CustomAttribute, Event, Field, Handle, MethodDef, Param, Property, TypeDef};

/// What is wrong with the bytes of an assembly, to stand in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Damage(pub(crate) &'static str);

/// All that an assembly declares. Rows are read when they are asked for.
#[derive(Debug, Clone)]
pub struct Metadata<'a> {
    heaps: Heaps<'a>,
    tables: Bytes<'a>,
    widths: Widths,
    starts: [usize; 64],
    sorted: u64,
}

const CUT_OFF: Damage = Damage("its metadata are cut off");
const SIGNATURE: u32 = 0x424a_5342;
/// The most streams that are looked at; compilers write five.
const STREAMS: u16 = 32;

impl<'a> Metadata<'a> {
    /// The metadata in these bytes.
    pub(crate) fn read(bytes: Bytes<'a>) -> Result<Self, Damage> {
        if bytes.u32(0).ok_or(CUT_OFF)? != SIGNATURE {
            return Err(Damage("its metadata begin as none do"));
        }
        let (mut heaps, mut tables) = (Heaps::default(), None);
        let mut at = bytes.size(12).and_then(|length| length.checked_add(16)).ok_or(CUT_OFF)?;
        let count = bytes.u16(at.saturating_add(2)).ok_or(CUT_OFF)?.min(STREAMS);
        at += 4;
        for _ in 0..count {
            let (offset, length) = (bytes.size(at).ok_or(CUT_OFF)?, bytes.size(at + 4).ok_or(CUT_OFF)?);
            let name = bytes.until_zero(at + 8, 32).ok_or(CUT_OFF)?;
            let stream = bytes.part(offset, length).ok_or(Damage("a stream of its metadata lies outside them"))?;
            match name {
                b"#~" | b"#-" => tables = Some(stream),
                b"#Strings" => heaps.names = stream,
                b"#Blob" => heaps.blobs = stream,
                b"#GUID" => heaps.guids = stream,
                _ => {}
            }
            at += 8 + (name.len() + 4) / 4 * 4;
        }
        let metadata = Self::of_tables(heaps, tables.ok_or(Damage("its metadata have no tables"))?)?;
        metadata.check_lists()?;
        Ok(metadata)
    }

    fn of_tables(heaps: Heaps<'a>, tables: Bytes<'a>) -> Result<Self, Damage> {
        let sizes = tables.u8(6).ok_or(CUT_OFF)?;
        let (valid, sorted) = (tables.u64(8).ok_or(CUT_OFF)?, tables.u64(16).ok_or(CUT_OFF)?);
        let (mut rows, mut at) = ([0; 64], 24);
        for (number, count) in rows.iter_mut().enumerate().filter(|(number, _)| valid >> number & 1 == 1) {
            if u8::try_from(number).ok().and_then(|number| row::columns(Table(number))).is_none() {
                return Err(Damage("it has a table that nobody knows"));
            }
            *count = tables.u32(at).ok_or(CUT_OFF)?;
            at += 4;
        }
        // An extra number that some tools write.
        at += if sizes & 0x40 == 0 { 0 } else { 4 };
        let heaps_of = LargeHeaps { names: sizes & 1 != 0, guids: sizes & 2 != 0, blobs: sizes & 4 != 0 };
        let widths = Widths::new(rows, heaps_of, row::columns);
        let mut starts = [0; 64];
        for (number, start) in (0_u8..64).zip(&mut starts) {
            *start = at;
            let count = usize::try_from(widths.rows(Table(number))).map_err(|_| CUT_OFF)?;
            at = widths
                .row(Table(number))
                .checked_mul(count)
                .and_then(|length| at.checked_add(length))
                .ok_or(CUT_OFF)?;
        }
        if at > tables.len() {
            return Err(Damage("its tables are cut off"));
        }
        Ok(Self { heaps, tables, widths, starts, sorted })
    }

    /// Lists of members begin one behind the other. So no row is in two lists, and a walk over all of them ends.
    fn check_lists(&self) -> Result<(), Damage> {
        fn rises(mut starts: impl Iterator<Item = u32>) -> bool {
            let mut last = 0;
            starts.all(|start| std::mem::replace(&mut last, start) <= start)
        }
        let is_right = rises(self.rows::<TypeDef>().map(|it| it.fields.number()))
            && rises(self.rows::<TypeDef>().map(|it| it.methods.number()))
            && rises(self.rows::<MethodDef>().map(|it| it.parameters.number()))
            && rises(self.rows::<PropertyMap>().map(|it| it.properties.number()))
            && rises(self.rows::<EventMap>().map(|it| it.events.number()));
        if is_right { Ok(()) } else { Err(Damage("its lists of members overlap")) }
    }

    /// How many rows the table has.
    pub fn count<T: Row>(&self) -> u32 {
        self.widths.rows(T::TABLE)
    }

    /// A row; none where the table does not have it.
    pub fn row<T: Row>(&self, index: Index<T>) -> Option<T> {
        let before = index.number().checked_sub(1).filter(|before| *before < self.count::<T>())?;
        let width = self.widths.row(T::TABLE);
        let start = self.starts.get(usize::from(T::TABLE.0))?;
        let at = usize::try_from(before).ok()?.checked_mul(width)?.checked_add(*start)?;
        T::read(&mut Cells::new(self.tables.part(at, width)?, &self.widths, T::TABLE))
    }

    /// Every row of the table.
    pub fn rows<T: Row>(&self) -> impl Iterator<Item = T> {
        self.indexes().filter_map(|index| self.row(index))
    }

    /// The number of every row of the table.
    pub fn indexes<T: Row>(&self) -> impl Iterator<Item = Index<T>> + use<T> {
        (1..=self.count::<T>()).map(Index::new)
    }

    /// A name; empty where there is none. What is not UTF-8 is replaced, and a very long one is cut.
    pub fn name(&self, at: NameAt) -> Cow<'a, str> {
        self.heaps.name(at)
    }

    /// Whether this is the name there.
    pub(crate) fn is_name(&self, at: NameAt, name: &str) -> bool {
        self.heaps.is_name(at, name)
    }

    /// A blob; none where there is none.
    pub fn blob(&self, at: BlobAt) -> Option<&'a [u8]> {
        self.heaps.blob(at)
    }

    /// A GUID; none where there is none.
    pub fn guid(&self, at: GuidAt) -> Option<[u8; 16]> {
        self.heaps.guid(at)
    }

    /// The fields of a type (II.22.37).
    pub fn fields(&self, of: Index<TypeDef>) -> impl Iterator<Item = Index<Field>> {
        self.entries::<_, FieldPtr, _>(of, |row: TypeDef| row.fields, |order| order.field)
    }

    /// The methods of a type (II.22.37).
    pub fn methods(&self, of: Index<TypeDef>) -> impl Iterator<Item = Index<MethodDef>> {
        self.entries::<_, MethodPtr, _>(of, |row: TypeDef| row.methods, |order| order.method)
    }

    /// The parameters of a method that have a row: those with a name, a direction or attributes (II.22.26).
    pub fn parameters(&self, of: Index<MethodDef>) -> impl Iterator<Item = Index<Param>> {
        self.entries::<_, ParamPtr, _>(of, |row: MethodDef| row.parameters, |order| order.parameter)
    }

    /// The properties of a type, which this row tells (II.22.35).
    pub fn properties(&self, of: Index<PropertyMap>) -> impl Iterator<Item = Index<Property>> {
        self.entries::<_, PropertyPtr, _>(of, |row: PropertyMap| row.properties, |order| order.property)
    }

    /// The events of a type, which this row tells (II.22.12).
    pub fn events(&self, of: Index<EventMap>) -> impl Iterator<Item = Index<Event>> {
        self.entries::<_, EventPtr, _>(of, |row: EventMap| row.events, |order| order.event)
    }

    /// The type that a method is declared in: the last one whose list of methods begins no later.
    pub fn declaring_type(&self, method: Index<MethodDef>) -> Option<Index<TypeDef>> {
        let begins =
            |number| self.row(Index::<TypeDef>::new(number)).is_some_and(|row| row.methods.number() <= method.number());
        let after = partition(1..self.count::<TypeDef>().saturating_add(1), begins);
        (after > 1).then(|| Index::new(after - 1))
    }

    /// The attributes that a program gives something. The table is sorted in what compilers write; else all of it is
    /// looked at.
    pub fn attributes(&self, of: Handle) -> impl Iterator<Item = CustomAttribute> {
        let all = 1..self.count::<CustomAttribute>().saturating_add(1);
        let is_sorted = self.sorted >> CustomAttribute::TABLE.0 & 1 == 1;
        let range = if is_sorted { self.sorted_range(&all, of) } else { all };
        range
            .filter_map(|number| self.row(Index::<CustomAttribute>::new(number)))
            .filter(move |it| it.parent.handle() == Some(of))
    }

    fn sorted_range(&self, all: &Range<u32>, of: Handle) -> Range<u32> {
        use crate::{Coded, HasCustomAttribute};
        let Some(wanted) = Coded::<HasCustomAttribute>::number_of(of) else { return 0..0 };
        let before = |number: u32| {
            let parent = self.row(Index::<CustomAttribute>::new(number)).and_then(|it| it.parent.handle());
            parent.and_then(Coded::<HasCustomAttribute>::number_of)
        };
        let first = partition(all.clone(), |number| before(number).is_none_or(|parent| parent < wanted));
        let end = partition(first..all.end, |number| before(number).is_some_and(|parent| parent == wanted));
        first..end
    }

    /// The name of a type with its namespace, as `System.String`.
    pub fn type_name(&self, handle: Handle) -> Option<String> {
        let (namespace, name) = if let Some(index) = handle.index::<TypeDef>() {
            self.row(index).map(|it| (it.namespace, it.name))?
        } else {
            self.row(handle.index::<crate::TypeRef>()?).map(|it| (it.namespace, it.name))?
        };
        let (namespace, name) = (self.name(namespace), self.name(name));
        Some(if namespace.is_empty() { name.into_owned() } else { format!("{namespace}.{name}") })
    }

    /// The entries of a list: from where it begins to where that of the next row does. Where there is a table of the order,
    /// they are its rows, which name those that are meant (II.22.18 and its like).
    fn entries<Owner: Row, Order: Row, Entry: Row>(
        &self,
        of: Index<Owner>,
        start: impl Fn(Owner) -> Index<Entry>,
        meant: impl Fn(Order) -> Index<Entry>,
    ) -> impl Iterator<Item = Index<Entry>> {
        let is_ordered = self.count::<Order>() > 0;
        let count = if is_ordered { self.count::<Order>() } else { self.count::<Entry>() };
        let end = count.saturating_add(1);
        let begin = |of: Index<Owner>| self.row(of).map_or(end, |row| start(row).number());
        let first = begin(of).clamp(1, end);
        let next = begin(Index::new(of.number().saturating_add(1))).clamp(first, end);
        (first..next).filter_map(move |number| {
            if is_ordered { self.row(Index::<Order>::new(number)).map(&meant) } else { Some(Index::new(number)) }
        })
    }

    /// How many bytes its tables and heaps have; what it may take to describe it depends on them.
    pub(crate) fn size(&self) -> usize {
        self.tables.len().saturating_add(self.heaps.size())
    }
}

/// The first number of the range for which this does not hold, when it holds for those before.
fn partition(range: Range<u32>, holds: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
