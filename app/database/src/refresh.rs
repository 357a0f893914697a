//! What changed in tables since their entities were made, and the choice of what an entity takes of it.
//!
//! An entity keeps the type of each column as it was when it was imported. What that type becomes is known, so that a type, a length or
//! Ignored that is another one was made by hand, and is kept unless somebody chooses otherwise. Of the other properties nobody knows whether
//! a hand or the import made them: their changes are shown, and kept, too.

mod compare;
mod edit;

use std::collections::HashMap;
use std::fmt;

use extension::{DataType, Entity, EntityAttribute, Extension, Key};

use crate::plan::Plan;
use crate::{Catalog, Dialect, PlannedAttribute, Table, TableName};

/// What changed in the tables of entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refresh {
    /// The kind of database.
    pub dialect: Dialect,
    /// The entities whose tables were found, in their order; those without changes, too.
    pub entities: Vec<RefreshedEntity>,
}

/// An entity whose table was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefreshedEntity {
    /// The entity.
    pub entity: Key,
    /// Its name.
    pub name: String,
    /// Its table.
    pub table: TableName,
    /// What changed, by attribute.
    pub changes: Vec<Change>,
}

/// A change that can be taken or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The attribute; none for a new one, and for what concerns the entity.
    pub attribute: Option<Key>,
    /// The name of the attribute, or `Identifier`.
    pub name: String,
    /// What changed.
    pub what: Changed,
    /// Why it is not taken unless somebody chooses so.
    pub kept: Option<WhyKept>,
    /// Whether it is taken.
    pub is_taken: bool,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// A column that no attribute has. It comes to this place among the attributes.
    New(Box<PlannedAttribute>, usize),
    /// The column of the attribute is not there any more.
    Gone,
    /// Properties of the attribute differ from what the column gives it.
    Properties(Vec<Difference>),
    /// The primary key is another one: the attribute that would be the identifier.
    Identifier(Option<Key>, String),
}

/// A property that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The new value.
    pub(crate) value: Value,
    /// As it is.
    pub from: String,
    /// As the column has it.
    pub to: String,
}

/// The new value of a property of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    OriginalType(String),
    DataType(DataType),
    Length(String),
    Decimals(String),
    Mandatory(bool),
    AutoNumber(bool),
    Ignored(bool),
    Description(String),
}

/// Why a change is not taken by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WhyKept {
    /// The import would have made it otherwise.
    #[error("made by hand")]
    ByHand,
    /// It cannot be told whether a hand made it.
    #[error("perhaps made by hand")]
    PerhapsByHand,
    /// Consumers can use the attribute.
    #[error("consumers lose the attribute")]
    Loss,
}

impl Refresh {
    /// What changed in the chosen tables of the catalog, for the entities that have them. No names stand for all tables.
    pub fn new(catalog: &Catalog, is_chosen: impl Fn(usize) -> bool, extension: &Extension) -> Self {
        let found = Found::new(catalog, extension);
        let mut pairs: Vec<(&Entity, &Table)> = Vec::new();
        for entity in &extension.entities {
            let place = found.table_of(entity).filter(|place| is_chosen(*place));
            pairs.extend(place.and_then(|place| catalog.tables.get(place)).map(|table| (&**entity, table)));
        }
        let plan = Plan::of_existing(catalog.dialect, &pairs, extension);
        let refreshed = pairs.iter().zip(&plan.entities).map(|((entity, table), planned)| RefreshedEntity {
            entity: entity.key,
            name: entity.name.to_string(),
            table: table.name.clone(),
            changes: compare::changes(catalog.dialect, entity, planned, extension),
        });
        Self { dialect: catalog.dialect, entities: refreshed.collect() }
    }

    /// How many changes there are, and how many of them are taken.
    pub fn counts(&self) -> (usize, usize) {
        let changes = || self.entities.iter().flat_map(|entity| &entity.changes);
        (changes().count(), changes().filter(|change| change.is_taken).count())
    }
}

/// The entity that has each table of a catalog, by the place of the table.
///
/// A table is that of an entity when the physical names are the same, or when one of them only has qualifiers and there is no other table of
/// the name.
pub fn entities_of_tables(catalog: &Catalog, extension: &Extension) -> HashMap<usize, Key> {
    let found = Found::new(catalog, extension);
    let entities = extension.entities.iter();
    entities.filter_map(|entity| Some((found.table_of(entity)?, entity.key))).collect()
}

/// The tables of a catalog, to be found by physical names.
struct Found {
    /// By the whole physical name in small letters.
    whole: HashMap<String, usize>,
    /// By what stands behind the last dot; none where it is not the only one.
    bare: HashMap<String, Option<(usize, bool)>>,
    /// How many entities have the bare name.
    entities: HashMap<String, usize>,
}

impl Found {
    fn new(catalog: &Catalog, extension: &Extension) -> Self {
        let mut found = Self { whole: HashMap::new(), bare: HashMap::new(), entities: HashMap::new() };
        for (place, table) in catalog.tables.iter().enumerate() {
            let whole = catalog.dialect.physical_name(&table.name).to_lowercase();
            let is_bare = !whole.contains('.');
            let only = found.bare.entry(bare(&whole).to_owned()).or_insert(Some((place, is_bare)));
            if only.is_some_and(|(other, _)| other != place) {
                *only = None;
            }
            found.whole.entry(whole).or_insert(place);
        }
        for entity in &extension.entities {
            *found.entities.entry(bare(&entity.physical_table.to_lowercase()).to_owned()).or_default() += 1;
        }
        found
    }

    fn table_of(&self, entity: &Entity) -> Option<usize> {
        let whole = entity.physical_table.to_lowercase();
        if let Some(place) = self.whole.get(&whole) {
            return Some(*place);
        }
        let bare = bare(&whole);
        let (place, is_bare) = (*self.bare.get(bare)?)?;
        let is_one = self.entities.get(bare) == Some(&1);
        (is_one && (is_bare || bare == whole)).then_some(place)
    }
}

/// The name without qualifiers.
fn bare(physical: &str) -> &str {
    physical.rsplit('.').next().unwrap_or(physical)
}

/// The name of the column of an attribute.
fn column_of(attribute: &EntityAttribute) -> &str {
    if attribute.original_name.is_empty() { attribute.name.as_str() } else { &attribute.original_name }
}

impl Difference {
    /// The property.
    pub const fn property(&self) -> &'static str {
        match self.value {
            Value::OriginalType(_) => "Original Type",
            Value::DataType(_) => "Data Type",
            Value::Length(_) => "Length",
            Value::Decimals(_) => "Decimals",
            Value::Mandatory(_) => "Mandatory",
            Value::AutoNumber(_) => "Auto Number",
            Value::Ignored(_) => "Ignore",
            Value::Description(_) => "Description",
        }
    }
}

/// `Length: 50 → 80`.
impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &str| if value.is_empty() { "none".to_owned() } else { value.to_owned() };
        write!(formatter, "{}: {} → {}", self.property(), shown(&self.from), shown(&self.to))
    }
}

/// What changed, in words without the name of the attribute.
impl fmt::Display for Changed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New(planned, _) => {
                write!(formatter, "new column {} {}", planned.column, planned.column_type)
            }
            Self::Gone => formatter.write_str("the column is gone"),
            Self::Properties(differences) => {
                let all: Vec<String> = differences.iter().map(ToString::to_string).collect();
                formatter.write_str(&all.join("; "))
            }
            Self::Identifier(_, words) => formatter.write_str(words),
        }
    }
}
