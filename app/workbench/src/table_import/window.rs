//! What the window “Connect to External Table or View” shows.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use database::{
    Column, Dialect, FirstRows, Generated, Plan, PlanChange, Refresh, Source, SourceKind, Table, TableKind, map,
};
use extension::{Extension, Key};

/// What the window “Connect to External Table or View” shows. Long lists are shared: copies are cheap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableImporting {
    /// Where the tables come from, once it is known.
    pub source: Option<TableSource>,
    /// The entity that is refreshed, where the window was opened for one.
    pub entity: Option<String>,
    /// The tables and views.
    pub tables: Arc<Vec<OfferedTable>>,
    /// Those that are imported, by their places.
    pub checked: Arc<BTreeSet<usize>>,
    /// What of the source could not be read.
    pub troubles: Arc<Vec<String>>,
    /// The logical database of the entities.
    pub logical_database: String,
    /// The first rows of a table, or why there are none, with the place of the table.
    pub rows: Option<(usize, Arc<Result<FirstRows, String>>)>,
    /// What the import makes, once it is asked for.
    pub preview: Option<Arc<TablePreview>>,
    /// Why it does not go on.
    pub failure: Option<String>,
}

/// Where tables come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSource {
    /// The name of the file, or what was pasted.
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
    /// The kind of database that it was read for.
    pub dialect: Dialect,
    /// The one that it looks like, where that is another.
    pub suggested: Option<Dialect>,
    /// Whether there are rows to look at.
    pub has_rows: bool,
}

/// A table or view that can be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedTable {
    /// Its name with the qualifiers.
    pub name: String,
    /// Whether it is a view.
    pub is_view: bool,
    /// What its author says of it.
    pub comment: String,
    /// Its columns, each with its type and what it becomes.
    pub columns: Vec<OfferedColumn>,
    /// Its references to other tables.
    pub references: Vec<TableReference>,
    /// The entity that has it, which is refreshed.
    pub entity: Option<String>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedColumn {
    /// Its name.
    pub name: String,
    /// Its type and properties: `varchar(80), not null, primary key`.
    pub about: String,
    /// The type of the attribute; empty where it becomes none.
    pub becomes: String,
}

/// A reference of a table to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableReference {
    /// The columns that refer, with commas between them.
    pub columns: String,
    /// The name of the other table.
    pub to: String,
    /// The place of the other table, where it is offered.
    pub place: Option<usize>,
}

/// What an import makes and changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TablePreview {
    /// The new entities, and the tables that become none.
    pub plan: Plan,
    /// What changed in the tables of entities that are there.
    pub refresh: Refresh,
    /// The names that were typed and refused, and stand in their fields.
    pub refused: Vec<RefusedChange>,
}

/// A name of the preview that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedChange {
    /// The entity, by its place.
    pub entity: usize,
    /// The change.
    pub change: PlanChange,
    /// Why.
    pub why: String,
}

impl TablePreview {
    /// Whether there is something to make or to change, and nothing is refused.
    pub fn can_import(&self) -> bool {
        self.refused.is_empty() && (!self.plan.entities.is_empty() || self.refresh.counts().1 > 0)
    }

    /// The refused name of a field, with the reason.
    pub fn refused(&self, entity: usize, field: &PlanChange) -> Option<(&str, &str)> {
        let is_it = |it: &&RefusedChange| it.entity == entity && it.change.is_same_field(field);
        let refused = self.refused.iter().find(is_it)?;
        Some((refused.change.text()?, &refused.why))
    }

    /// The report as text: what is made, what is changed, and what is left out.
    pub(super) fn report(&self, source: &TableSource, troubles: &[String]) -> String {
        let mut lines = vec![format!("Import from {} ({})", source.name, source.dialect)];
        for entity in &self.plan.entities {
            lines.push(String::new());
            lines.push(format!("Entity {}: {}", entity.name, entity.physical_table));
            for (at, attribute) in entity.attributes.iter().enumerate() {
                let mark = if entity.identifier == Some(at) { "*" } else { "-" };
                let becomes = self.plan.type_label(attribute.data_type);
                let (name, column, reason) = (&attribute.name, &attribute.column, &attribute.reason);
                lines.push(format!("  {mark} {name}: {becomes} <- {column} {} ({reason})", attribute.column_type));
            }
            lines.extend(entity.remarks.iter().map(|remark| format!("  {remark}")));
        }
        for entity in self.refresh.entities.iter().filter(|entity| !entity.changes.is_empty()) {
            lines.push(String::new());
            lines.push(format!("Refresh of {}: {}", entity.name, entity.table));
            for change in &entity.changes {
                let taken = if change.is_taken { "taken" } else { "kept as it is" };
                lines.push(format!("  {}: {} ({taken})", change.name, change.what));
            }
        }
        lines.push(String::new());
        let left_out = self.plan.left_out.iter();
        lines.extend(left_out.map(|out| format!("Left out {}: {}", out.table, out.why)));
        lines.extend(troubles.iter().map(|trouble| format!("Not read: {trouble}")));
        lines.iter().map(|line| format!("{}\r\n", line.trim_end())).collect()
    }
}

impl OfferedTable {
    /// What a source offers, beside what the extension has.
    pub(super) fn all(source: &Source, entities: &HashMap<usize, Key>, extension: &Extension) -> Vec<Self> {
        let tables = &source.catalog.tables;
        let places: HashMap<String, Vec<usize>> =
            tables.iter().enumerate().fold(HashMap::new(), |mut places, (place, table)| {
                places.entry(table.name.name.to_lowercase()).or_insert_with(Vec::new).push(place);
                places
            });
        let place_of = |name: &database::TableName| {
            let named = places.get(&name.name.to_lowercase())?;
            named.iter().copied().find(|place| tables[*place].name.can_mean(name))
        };
        let offered = tables.iter().enumerate().map(|(place, table)| Self {
            name: table.name.to_string(),
            is_view: table.kind == TableKind::View,
            comment: table.comment.clone(),
            columns: table.columns.iter().map(|column| of_column(source.catalog.dialect, table, column)).collect(),
            references: table
                .foreign_keys
                .iter()
                .map(|key| TableReference {
                    columns: key.columns.join(", "),
                    to: key.table.to_string(),
                    place: place_of(&key.table),
                })
                .collect(),
            entity: entities
                .get(&place)
                .and_then(|key| extension.entities.get(*key))
                .map(|entity| entity.name.to_string()),
        });
        offered.collect()
    }
}

fn of_column(dialect: Dialect, table: &Table, column: &Column) -> OfferedColumn {
    let is_key = table.primary_key.iter().any(|key| key.eq_ignore_ascii_case(&column.name));
    let own = column.column_type.as_ref().map(|own| own.text.as_str()).unwrap_or_default();
    let parts = [
        (!own.is_empty(), own),
        (!column.is_nullable, "not null"),
        (is_key, "primary key"),
        (column.generated == Some(Generated::Number), "number made by the database"),
        (column.generated == Some(Generated::Computed), "computed"),
    ];
    let about: Vec<&str> = parts.into_iter().filter_map(|(is_so, part)| is_so.then_some(part)).collect();
    let becomes = match (&column.column_type, column.guess) {
        (None, Some(guess)) => guess.mapped.data_type.label().to_owned(),
        _ => map(dialect, column).map_or_else(|_| String::new(), |mapped| mapped.data_type.label().to_owned()),
    };
    OfferedColumn { name: column.name.clone(), about: about.join(", "), becomes }
}
