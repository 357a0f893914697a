//! From a copy to the edits that paste it.

use super::links::{Link, Links};
use super::names::Names;
use super::notes::Notes;
use super::rows::RowPlace;
use super::{PasteError, Pasted, wire};
use extension::{BasicType, DataType, Edit, Extension, Item, Key, Kind, RecordDefinition, Timestamp};

/// Where pasted elements go.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) action: Option<usize>,
    pub(super) structure: Option<usize>,
    pub(super) entity: Option<usize>,
    /// Where pasted rows go; `None` where there is no element for them.
    pub(super) rows: Option<RowPlace>,
}

/// Pasting in progress.
pub(super) struct Paste<'a> {
    pub(super) target: &'a Extension,
    pub(super) new_key: &'a mut dyn FnMut() -> Key,
    pub(super) now_local: &'a Timestamp,
    pub(super) links: Links,
    pub(super) notes: Notes,
    pub(super) actions: Names,
    pub(super) structures: Names,
    pub(super) entities: Names,
    pub(super) files: Names,
    /// New resources, then new elements: an icon comes before its action.
    pub(super) resource_edits: Vec<Edit>,
    pub(super) element_edits: Vec<Edit>,
    pub(super) row_edits: Vec<Edit>,
    pub(super) items: Vec<Item>,
    /// The path of the first new part.
    pub(super) first: Option<String>,
}

impl Place {
    pub(super) fn new(target: &Extension, into: Item, position: Option<usize>) -> Result<Self, PasteError> {
        if into.name(target).is_none() {
            return Err(PasteError::Missing(into.kind()));
        }
        let after = |found: Option<usize>| found.map(|index| index + 1);
        let rows = RowPlace::new(target, into, position);
        Ok(match into.owner() {
            Item::Extension => Self { action: position, structure: position, entity: position, rows },
            Item::Action(key) => Self { action: after(target.actions.position(key)), rows, ..Self::default() },
            Item::Structure(key) => Self { structure: after(target.structures.position(key)), rows, ..Self::default() },
            Item::Entity(key) => Self { entity: after(target.entities.position(key)), rows, ..Self::default() },
            _ => Self::default(),
        })
    }
}

impl<'a> Paste<'a> {
    pub(super) fn new(target: &'a Extension, new_key: &'a mut dyn FnMut() -> Key, now_local: &'a Timestamp) -> Self {
        Self {
            target,
            new_key,
            now_local,
            links: Links::default(),
            notes: Notes::default(),
            actions: Names::of(&target.actions),
            structures: Names::of(&target.structures),
            entities: Names::of(&target.entities),
            files: Names::of_texts(target.resources.iter().map(|resource| resource.path())),
            resource_edits: Vec::new(),
            element_edits: Vec::new(),
            row_edits: Vec::new(),
            items: Vec::new(),
            first: None,
        }
    }

    /// Pastes a copy.
    pub(super) fn clip(&mut self, clip: &wire::Clip, place: &Place) -> Result<(), PasteError> {
        self.links = Links::new(self.target, clip, self.new_key);
        let mut place = *place;
        let mut rows = Vec::new();
        for element in &clip.items {
            match element {
                wire::Element::Parameter(row)
                | wire::Element::StructureAttribute(row)
                | wire::Element::EntityAttribute(row) => rows.push(self.row(row, &clip.needed)),
                element => {
                    let key = self.links.key_of(element, self.new_key);
                    let (item, name) = self.element(element, key, &mut place, &clip.needed)?;
                    self.items.push(item);
                    self.first.get_or_insert(name);
                }
            }
        }
        while let Some((index, key)) = self.links.next_waiting() {
            self.element(&clip.needed[index], key, &mut Place::default(), &clip.needed)?;
        }
        if rows.is_empty() { Ok(()) } else { self.rows(&rows, place.rows) }
    }

    /// Pastes text from elsewhere as rows.
    pub(super) fn table(&mut self, text: &str, place: &Place) -> Result<(), PasteError> {
        if text.trim().is_empty() {
            return Err(PasteError::Empty);
        }
        let rows = place.rows.ok_or(PasteError::NoPlaceForRows)?;
        let read = super::table::rows(text, self.target, rows.slot(), &mut self.notes)?;
        self.rows(&read, Some(rows))
    }

    /// The whole as one step.
    pub(super) fn finish(self, verb: &str) -> Result<Pasted, PasteError> {
        let Some(first) = self.items.first().copied() else {
            let notes = self.notes.into_texts();
            return Err(if notes.is_empty() { PasteError::Empty } else { PasteError::NothingFits(notes) });
        };
        let label = match self.items.len() {
            1 => format!("{verb} {} {}", first.kind().label(), self.first.unwrap_or_default()),
            count if self.items.iter().all(|item| item.kind() == first.kind()) => {
                format!("{verb} {count} {}", first.kind().plural())
            }
            count => format!("{verb} {count} elements"),
        };
        let edits = self.resource_edits.into_iter().chain(self.element_edits).chain(self.row_edits).collect();
        Ok(Pasted { edit: Edit::All(label, edits), items: self.items, notes: self.notes.into_texts() })
    }

    /// The type that a row of a copy has here.
    pub(super) fn data_type(&mut self, written: &wire::Type, row: &str, needed: &[wire::Element]) -> DataType {
        let row = if row.is_empty() { "a row without name" } else { row };
        match written {
            wire::Type::Plain(label) => match plain_type(label.as_str()) {
                Some(data_type) => data_type,
                None => {
                    let label = super::notes::shown(label.as_str());
                    self.notes.add(format!("“{label}” is not a data type: {row} is pasted as a Text."));
                    BasicType::Text.into()
                }
            },
            wire::Type::Record(sources) => DataType::Record(self.record(sources, row, needed)),
            wire::Type::RecordList(sources) => DataType::RecordList(self.record(sources, row, needed)),
            wire::Type::Identifier(entity) => match self.link(Kind::Entity, entity, needed) {
                Some(key) => DataType::EntityIdentifier(key),
                None => {
                    let entity = entity.name.as_str();
                    self.notes.add(format!("The entity {entity} is missing: {row} is pasted as an Integer."));
                    BasicType::Integer.into()
                }
            },
            wire::Type::Other { type_text, record_text } => {
                DataType::Other { type_text: type_text.0.clone(), record_text: record_text.0.clone() }
            }
        }
    }

    fn record(&mut self, sources: &[wire::Source], row: &str, needed: &[wire::Element]) -> RecordDefinition {
        let mut keys = Vec::with_capacity(sources.len());
        for source in sources {
            let (kind, reference) = match source {
                wire::Source::Structure(reference) => (Kind::Structure, reference),
                wire::Source::Entity(reference) => (Kind::Entity, reference),
            };
            match self.link(kind, reference, needed) {
                Some(key) => keys.push(key),
                None => {
                    let (kind, name) = (kind.label(), reference.name.as_str());
                    self.notes
                        .add(format!("The {kind} {name} is missing: the record type of {row} is pasted without it."));
                }
            }
        }
        RecordDefinition::new(keys)
    }

    fn link(&mut self, kind: Kind, reference: &wire::Reference, needed: &[wire::Element]) -> Option<Key> {
        match self.links.find(kind, reference, self.new_key) {
            Link::Same(key) | Link::Added(key) => Some(key),
            Link::Missing => None,
            Link::Namesake(key) => {
                let copied = self.links.needed(kind, reference).and_then(|index| needed.get(index));
                if copied.is_some_and(|copied| !has_same_rows(self.target, key, copied)) && self.links.is_news(key) {
                    let name = reference.name.as_str();
                    self.notes.add(format!(
                        "The {} {name} of this extension is used, though its attributes differ from those of the copied one.",
                        kind.label()
                    ));
                }
                Some(key)
            }
        }
    }
}

/// Whether the structure or entity has the same attributes, by name, as the copied one.
fn has_same_rows(target: &Extension, key: Key, copied: &wire::Element) -> bool {
    let written = match copied {
        wire::Element::Structure(structure) => &structure.attributes,
        wire::Element::Entity(entity) => &entity.attributes,
        _ => return true,
    };
    let names: Vec<&str> = match (target.structures.get(key), target.entities.get(key)) {
        (Some(structure), _) => structure.attributes.iter().map(|attribute| attribute.name.as_str()).collect(),
        (None, Some(entity)) => entity.attributes.iter().map(|attribute| attribute.name.as_str()).collect(),
        (None, None) => return true,
    };
    names.len() == written.len()
        && names.iter().zip(written).all(|(name, row)| name.eq_ignore_ascii_case(row.name.as_str()))
}

fn plain_type(label: &str) -> Option<DataType> {
    let basic = BasicType::ALL.into_iter().find(|basic| basic.label().eq_ignore_ascii_case(label));
    basic.map(DataType::Basic).or_else(|| label.eq_ignore_ascii_case("Object").then_some(DataType::Object))
}
