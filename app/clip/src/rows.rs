//! New parameters and attributes in an element that is there.

use super::element::next;
use super::names::Names;
use super::paste::Paste;
use super::row::Row;
use super::{PasteError, ROW_LIMIT};
use extension::{
    ActionEdit, DataType, ENTITY_ATTRIBUTE_NAME_LIMIT, Edit, EntityEdit, Extension, Item, Key, Kind, NAME_LIMIT, Name,
    Property, Slot, StructureEdit,
};

/// Where rows go.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowPlace {
    pub(super) owner: Owner,
    pub(super) position: Option<usize>,
}

/// An element that has rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Owner {
    Action(Key),
    Structure(Key),
    Entity(Key),
}

impl RowPlace {
    /// The place in the element that `into` is or is a row of: the position, else behind the row.
    pub(super) fn new(target: &Extension, into: Item, position: Option<usize>) -> Option<Self> {
        let owner = Owner::of(into.owner())?;
        let behind = || owner.position_of(target, into).map(|index| index + 1);
        Some(Self { owner, position: position.or_else(behind) })
    }

    pub(super) const fn slot(self) -> Slot {
        match self.owner {
            Owner::Action(_) => Slot::Parameter,
            Owner::Structure(key) => Slot::StructureAttribute(key),
            Owner::Entity(_) => Slot::EntityAttribute,
        }
    }
}

impl Owner {
    pub(super) const fn of(item: Item) -> Option<Self> {
        match item {
            Item::Action(key) => Some(Self::Action(key)),
            Item::Structure(key) => Some(Self::Structure(key)),
            Item::Entity(key) => Some(Self::Entity(key)),
            _ => None,
        }
    }

    /// Where a row of the element stands.
    pub(super) fn position_of(self, target: &Extension, row: Item) -> Option<usize> {
        let key = row.key()?;
        match self {
            Self::Action(action) => target.actions.get(action)?.parameters.position(key),
            Self::Structure(structure) => target.structures.get(structure)?.attributes.position(key),
            Self::Entity(entity) => target.entities.get(entity)?.attributes.position(key),
        }
    }

    const fn item(self) -> Item {
        match self {
            Self::Action(key) => Item::Action(key),
            Self::Structure(key) => Item::Structure(key),
            Self::Entity(key) => Item::Entity(key),
        }
    }

    const fn row(self, key: Key) -> Item {
        match self {
            Self::Action(action) => Item::Parameter { action, parameter: key },
            Self::Structure(structure) => Item::StructureAttribute { structure, attribute: key },
            Self::Entity(entity) => Item::EntityAttribute { entity, attribute: key },
        }
    }

    fn names(self, target: &Extension) -> Option<Names> {
        Some(match self {
            Self::Action(key) => Names::of(&target.actions.get(key)?.parameters),
            Self::Structure(key) => Names::of(&target.structures.get(key)?.attributes),
            Self::Entity(key) => Names::of(&target.entities.get(key)?.attributes),
        })
    }

    fn add(self, row: &Row, key: Key, name: Name, position: Option<usize>) -> Edit {
        match self {
            Self::Action(owner) => Edit::Action(owner, ActionEdit::AddParameter(row.to_parameter(key, name), position)),
            Self::Structure(owner) => {
                Edit::Structure(owner, StructureEdit::AddAttribute(row.to_structure_attribute(key, name), position))
            }
            Self::Entity(owner) => {
                Edit::Entity(owner, EntityEdit::AddAttribute(row.to_entity_attribute(key, name), position))
            }
        }
    }

    /// The properties that the row loses here.
    fn dropped(self, row: &Row) -> (Vec<Property>, &'static str) {
        match self {
            Self::Action(_) => (row.beyond_parameter(), "parameters"),
            Self::Structure(_) => (row.beyond_structure_attribute(), "attributes of a structure"),
            Self::Entity(_) => (row.beyond_entity_attribute(), "attributes of an entity"),
        }
    }

    const fn kind(self) -> Kind {
        match self {
            Self::Action(_) => Kind::Parameter,
            Self::Structure(_) | Self::Entity(_) => Kind::Attribute,
        }
    }
}

/// What stands before a number in the name of a new row.
pub(super) const fn stem(kind: Kind) -> &'static str {
    match kind {
        Kind::Parameter => "Parameter",
        _ => "Attribute",
    }
}

impl Paste<'_> {
    /// Adds the rows that fit; the others are told about.
    pub(super) fn rows(&mut self, rows: &[Row], place: Option<RowPlace>) -> Result<(), PasteError> {
        let mut place = place.ok_or(PasteError::NoPlaceForRows)?;
        if rows.len() > ROW_LIMIT {
            return Err(PasteError::TooMany { kind: None, count: rows.len(), limit: ROW_LIMIT });
        }
        let owner = place.owner;
        let mut names = owner.names(self.target).ok_or(PasteError::Missing(owner.item().kind()))?;
        let path = owner.item().name(self.target).unwrap_or_default();
        let limit = if matches!(owner, Owner::Entity(_)) { ENTITY_ATTRIBUTE_NAME_LIMIT } else { NAME_LIMIT };
        // With the structures that the rows need, since a record of one of them may hold the owner.
        let staged = if self.element_edits.is_empty() {
            self.target.clone()
        } else {
            let edits = self.resource_edits.iter().chain(&self.element_edits).cloned().collect();
            self.target.apply(&Edit::All(String::new(), edits))?
        };
        let mut outputs = output_limit(self.target, owner);
        for row in rows {
            if let Some(reason) = refusal(&staged, place.slot(), row, &mut outputs) {
                self.notes.add(format!("“{}” is not pasted: {reason}", super::notes::shown(&row.name)));
                continue;
            }
            let name = self.told(&row.name, names.take(&row.name, stem(owner.kind()), limit), owner.kind());
            let (dropped, kind) = owner.dropped(row);
            for property in dropped {
                self.notes.add_dropped(property, kind, name.as_str());
            }
            self.first.get_or_insert_with(|| format!("{path}.{name}"));
            let key = (self.new_key)();
            self.items.push(owner.row(key));
            self.row_edits.push(owner.add(row, key, name, next(&mut place.position)));
        }
        Ok(())
    }
}

/// How many outputs more the element can have: a function has one.
fn output_limit(target: &Extension, owner: Owner) -> usize {
    match owner {
        Owner::Action(key) => target
            .actions
            .get(key)
            .filter(|action| action.is_function)
            .map_or(usize::MAX, |action| 1_usize.saturating_sub(action.outputs().count())),
        Owner::Structure(_) | Owner::Entity(_) => usize::MAX,
    }
}

/// Why the row cannot stand there.
fn refusal(staged: &Extension, slot: Slot, row: &Row, outputs: &mut usize) -> Option<String> {
    let needs_check = matches!(row.data_type, DataType::Object | DataType::Record(_) | DataType::RecordList(_));
    if needs_check && !staged.fits(slot, &row.data_type) {
        return Some(match slot {
            Slot::EntityAttribute => format!("an attribute of an entity cannot be of type {}.", row.data_type),
            _ => format!("the structure would hold itself by {}.", staged.type_label(&row.data_type)),
        });
    }
    if row.is_output && slot == Slot::Parameter {
        match outputs.checked_sub(1) {
            Some(left) => *outputs = left,
            None => return Some("the action is a function and has its only output already.".to_owned()),
        }
    }
    None
}
