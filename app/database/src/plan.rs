//! The preview of an import: which entities it makes, and why they are as they are.

mod attribute;
mod change;
mod edit;
mod keys;
mod remark;

use std::collections::{HashMap, HashSet};

use extension::{BasicType, DefaultValueBehavior, Entity, Extension, Key, NAME_LIMIT, NameError};

use crate::catalog::TableIndex;
use crate::naming::Names;
use crate::{Catalog, Dialect, ForeignKey, Table, TableKind, TableName};
pub use change::{ChangeError, PlanChange};
pub(crate) use edit::made;
pub use remark::{Reason, Remark};

/// The entities that an import makes. All names can be changed before [`Plan::edit`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The kind of database.
    pub dialect: Dialect,
    /// The name that each environment maps to a connection of its own; empty for none.
    pub logical_database: String,
    /// The entities in the order of the tables.
    pub entities: Vec<PlannedEntity>,
    /// The chosen tables that become nothing.
    pub left_out: Vec<LeftOut>,
    /// How many tables and views were not chosen.
    pub not_chosen: usize,
}

/// An entity of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedEntity {
    /// The table or view.
    pub table: TableName,
    /// Which of the two it is.
    pub kind: TableKind,
    /// The name of the entity.
    pub name: String,
    /// Its description.
    pub description: String,
    /// The name of the table in the form of its database.
    pub physical_table: String,
    /// The attribute that is the identifier, by place.
    pub identifier: Option<usize>,
    /// What happens to attributes that hold their default.
    pub default_value_behavior: DefaultValueBehavior,
    /// The attributes in the order of the columns.
    pub attributes: Vec<PlannedAttribute>,
    /// The references of the table to others.
    pub foreign_keys: Vec<ForeignKey>,
    /// What the user should know.
    pub remarks: Vec<Remark>,
}

/// An attribute of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAttribute {
    /// The name of the attribute.
    pub name: String,
    /// The name of the column.
    pub column: String,
    /// The type of the column; empty where it is not known.
    pub column_type: String,
    /// The description.
    pub description: String,
    /// The type.
    pub data_type: PlannedType,
    /// Characters of a Text, all digits of a Decimal.
    pub length: Option<u32>,
    /// Digits after the point of a Decimal.
    pub decimals: Option<u32>,
    /// Whether a value must be given.
    pub is_mandatory: bool,
    /// Whether the database makes the value.
    pub is_auto_number: bool,
    /// Whether it is left out at run time.
    pub is_ignored: bool,
    /// Why it has its type.
    pub reason: Reason,
    /// What the column alone makes of it.
    own: OwnType,
}

/// What a column alone makes of its attribute, without references to other tables and changes by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OwnType {
    data_type: BasicType,
    length: Option<u32>,
    decimals: Option<u32>,
    is_auto_number: bool,
    reason: Reason,
}

/// The type of an attribute of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlannedType {
    /// A basic type.
    Basic(BasicType),
    /// The identifier of an entity of the plan, by place.
    IdentifierOfPlanned(usize),
    /// The identifier of an entity that the extension has.
    IdentifierOf(Key),
}

/// Which tables are imported, and as what.
#[derive(Debug, Clone, Default)]
pub struct Selection<'a> {
    /// Names of tables and views, with or without qualifiers, in any case; none stands for all.
    pub tables: &'a [String],
    /// The logical database of the entities.
    pub logical_database: &'a str,
}

/// A table that becomes no entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The table.
    pub table: TableName,
    /// The reason.
    pub why: WhyLeftOut,
}

/// Why a table becomes no entity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhyLeftOut {
    /// An entity has the table already.
    #[error("the entity {0} has this table already")]
    AlreadyThere(String),
    /// No column of it is known.
    #[error("none of its columns is known")]
    NoColumns,
}

/// Why there is no plan, or no edit of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// No table has the name that was asked for.
    #[error("There is no table or view {name}. There are: {}.", some(.known))]
    NoSuchTable {
        /// The name.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// A name that was changed breaks a rule.
    #[error("{path}: {error}")]
    Name {
        /// The entity, or the entity and its attribute.
        path: String,
        /// The rule.
        error: NameError,
    },
}

/// The first names, and how many more there are.
fn some(names: &[String]) -> String {
    let first = names.iter().take(10).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(10) {
        0 if first.is_empty() => "none".to_owned(),
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

impl Plan {
    /// The plan for these tables of a catalog, as they would come into this extension.
    ///
    /// # Errors
    /// A chosen table is not in the catalog.
    pub fn new(catalog: &Catalog, selection: &Selection, extension: &Extension) -> Result<Self, PlanError> {
        let chosen = Self::places(catalog, selection.tables)?;
        Ok(Self::of_places(catalog, |place| chosen.contains(&place), selection.logical_database, extension))
    }

    /// The plan for the tables at these places of a catalog.
    pub fn of_places(
        catalog: &Catalog,
        is_chosen: impl Fn(usize) -> bool,
        logical_database: &str,
        extension: &Extension,
    ) -> Self {
        let chosen = catalog.tables.iter().enumerate().filter(|(place, _)| is_chosen(*place)).map(|(_, table)| table);
        Self::of_tables(catalog, chosen.collect(), logical_database, extension)
    }

    /// The places of the tables with these names in a catalog; of all where there are none.
    ///
    /// # Errors
    /// A name is not that of a table.
    pub fn places(catalog: &Catalog, names: &[String]) -> Result<HashSet<usize>, PlanError> {
        if names.is_empty() {
            return Ok((0..catalog.tables.len()).collect());
        }
        let index = TableIndex::of(&catalog.tables);
        let place = |name: &String| {
            let found = index.find(&catalog.tables, &TableName::of_text(name));
            found.ok_or_else(|| PlanError::NoSuchTable {
                name: name.clone(),
                known: catalog.tables.iter().map(|table| table.name.to_string()).collect(),
            })
        };
        names.iter().map(place).collect()
    }

    fn of_tables(catalog: &Catalog, chosen: Vec<&Table>, logical_database: &str, extension: &Extension) -> Self {
        let mut plan = Self {
            dialect: catalog.dialect,
            logical_database: logical_database.to_owned(),
            entities: Vec::new(),
            left_out: Vec::new(),
            not_chosen: catalog.tables.len() - chosen.len(),
        };
        let entity_of = EntitiesByTable::of(extension);
        let mut names = Names::taken(extension.entities.iter().map(|entity| entity.name.as_str()));
        let mut tables = Vec::new();
        for table in chosen {
            match why_left_out(catalog.dialect, table, &entity_of) {
                Some(why) => plan.left_out.push(LeftOut { table: table.name.clone(), why }),
                None => {
                    plan.entities.push(entity(catalog.dialect, table, &mut names, extension));
                    tables.push(table);
                }
            }
        }
        keys::set_keys(&mut plan, &tables);
        keys::set_references(&mut plan, extension);
        plan
    }

    /// What an import would make of the tables of entities that are there, with their own names.
    pub(crate) fn of_existing(dialect: Dialect, pairs: &[(&Entity, &Table)], extension: &Extension) -> Self {
        let planned = pairs.iter().map(|(existing, table)| {
            let mut planned = entity(dialect, table, &mut Names::default(), extension);
            planned.name = existing.name.to_string();
            planned.physical_table = existing.physical_table.to_string();
            planned
        });
        let entities = planned.collect();
        let mut plan = Self { dialect, logical_database: String::new(), entities, left_out: Vec::new(), not_chosen: 0 };
        let tables: Vec<&Table> = pairs.iter().map(|(_, table)| *table).collect();
        keys::set_keys(&mut plan, &tables);
        keys::set_references_of_existing(&mut plan, extension);
        plan
    }

    /// How many attributes all entities have.
    pub fn attribute_count(&self) -> usize {
        self.entities.iter().map(|entity| entity.attributes.len()).sum()
    }
}

/// The entities of an extension by their tables, ignoring case.
struct EntitiesByTable<'a>(HashMap<String, &'a Entity>);

impl<'a> EntitiesByTable<'a> {
    fn of(extension: &'a Extension) -> Self {
        let mut entities = HashMap::new();
        for entity in &extension.entities {
            entities.entry(entity.physical_table.to_lowercase()).or_insert(&**entity);
        }
        Self(entities)
    }
}

fn why_left_out(dialect: Dialect, table: &Table, entities: &EntitiesByTable) -> Option<WhyLeftOut> {
    if table.columns.is_empty() {
        return Some(WhyLeftOut::NoColumns);
    }
    let same = entities.0.get(&dialect.physical_name(&table.name).to_lowercase())?;
    Some(WhyLeftOut::AlreadyThere(same.name.to_string()))
}

fn entity(dialect: Dialect, table: &Table, names: &mut Names, extension: &Extension) -> PlannedEntity {
    let mut entity = PlannedEntity {
        table: table.name.clone(),
        kind: table.kind,
        name: names.give(&table.name.name, "Table", NAME_LIMIT, |_| false),
        description: attribute::description(&table.comment),
        physical_table: dialect.physical_name(&table.name),
        identifier: None,
        default_value_behavior: DefaultValueBehavior::default(),
        attributes: attribute::attributes(dialect, table, &extension.dbms),
        foreign_keys: table.foreign_keys.clone(),
        remarks: Vec::new(),
    };
    remark::of_columns(dialect, table, &mut entity);
    entity
}
