//! The data types that fit a parameter or an attribute: what a list of types offers, and what a typed
//! text means.

mod parse;

use std::collections::HashMap;
use std::ops::Range;

use crate::quick::fuzzy::Pattern;
use crate::{BasicType, DataType, Extension, Item, Key, RecordDefinition};

/// A place for a data type. Which types fit it:
///
/// | Slot | basic | Object | Record, Record List | entity identifiers |
/// | --- | --- | --- | --- | --- |
/// | parameter | yes | yes | yes | yes |
/// | structure attribute | yes | yes | not over the structure itself, at any depth | yes |
/// | entity attribute | yes | no | no | yes |
///
/// The platform's pages do not say whether a structure attribute can be an Object; nothing in the
/// generated code speaks against it. Of entity attributes one page says “basic types only” and another
/// names identifiers of entities: they are offered, since a foreign key is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    /// A parameter of an action.
    Parameter,
    /// An attribute of the structure with this key.
    StructureAttribute(Key),
    /// An attribute of an entity.
    EntityAttribute,
}

/// A type that a list offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeChoice {
    /// The type.
    pub data_type: DataType,
    /// Its [label](Extension::type_label).
    pub label: String,
    /// The parts of the label that the typed text stands for, as byte ranges in order.
    pub matched: Vec<Range<usize>>,
}

impl Slot {
    /// The slot of a parameter or an attribute; other items have no type.
    pub const fn of(item: Item) -> Option<Self> {
        match item {
            Item::Parameter { .. } => Some(Self::Parameter),
            Item::StructureAttribute { structure, .. } => Some(Self::StructureAttribute(structure)),
            Item::EntityAttribute { .. } => Some(Self::EntityAttribute),
            _ => None,
        }
    }

    const fn takes_records(self) -> bool {
        !matches!(self, Self::EntityAttribute)
    }
}

impl Extension {
    /// Every type that fits the slot: the basic types, Object, records and record lists over each structure
    /// and entity, and identifiers of the entities that have one. Records over several sources are too many
    /// to list; [`Extension::fits`] and [`Extension::parse_type`] know them.
    pub fn offered_types(&self, slot: Slot) -> Vec<DataType> {
        let mut types: Vec<DataType> = BasicType::ALL.into_iter().map(DataType::Basic).collect();
        if slot.takes_records() {
            types.push(DataType::Object);
            let sources = self.record_sources(slot);
            let over = |source: &Key| RecordDefinition::new([*source]);
            types.extend(sources.iter().map(|source| DataType::Record(over(source))));
            types.extend(sources.iter().map(|source| DataType::RecordList(over(source))));
        }
        let identified = self.entities.iter().filter(|entity| entity.identifier.is_some());
        types.extend(identified.map(|entity| DataType::EntityIdentifier(entity.key)));
        types
    }

    /// The structures and entities that a record in this slot can be made of, in the order of the document.
    pub fn record_sources(&self, slot: Slot) -> Vec<Key> {
        let holders = match slot {
            Slot::Parameter => Vec::new(),
            Slot::StructureAttribute(structure) => self.holders_of(structure),
            Slot::EntityAttribute => return Vec::new(),
        };
        let structures = self.structures.iter().map(|structure| structure.key);
        let entities = self.entities.iter().map(|entity| entity.key);
        structures.filter(|key| !holders.contains(key)).chain(entities).collect()
    }

    /// What a new record in this slot is made of: the first structure or entity that there is.
    pub fn first_record(&self, slot: Slot) -> Option<RecordDefinition> {
        self.record_sources(slot).first().map(|source| RecordDefinition::new([*source]))
    }

    /// The offered types whose label the typed text stands for, the best first; all in their usual order
    /// when nothing is typed.
    pub fn type_choices(&self, slot: Slot, text: &str) -> Vec<TypeChoice> {
        let mut pattern = Pattern::new(text);
        let labelled = self.offered_types(slot).into_iter().map(|data_type| (self.type_label(&data_type), data_type));
        let mut scored: Vec<(i32, String, DataType)> =
            labelled.filter_map(|(label, data_type)| Some((pattern.score(&label)?, label, data_type))).collect();
        if !pattern.is_empty() {
            // Stable: types that fit equally well stay in their usual order.
            scored.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
        }
        let choice = |(_, label, data_type): (i32, String, DataType)| TypeChoice {
            matched: pattern.ranges(&label),
            data_type,
            label,
        };
        scored.into_iter().map(choice).collect()
    }

    /// Whether a parameter or attribute in this slot can have the type. A record over nothing fits where
    /// records do: it is one whose definition is still to be chosen.
    pub fn fits(&self, slot: Slot, data_type: &DataType) -> bool {
        match data_type {
            DataType::Basic(_) => true,
            DataType::Object => slot.takes_records(),
            DataType::Record(record) | DataType::RecordList(record) => {
                let sources = self.record_sources(slot);
                slot.takes_records() && record.sources().iter().all(|source| sources.contains(source))
            }
            DataType::EntityIdentifier(key) => {
                self.entities.get(*key).is_some_and(|entity| entity.identifier.is_some())
            }
            DataType::Other { .. } => false,
        }
    }

    /// The structure and all structures that hold a record of it, at any depth.
    fn holders_of(&self, structure: Key) -> Vec<Key> {
        let mut direct: HashMap<Key, Vec<Key>> = HashMap::new();
        for holder in &self.structures {
            for record in holder.attributes.iter().filter_map(|attribute| attribute.data_type.record()) {
                for source in record.sources() {
                    direct.entry(*source).or_default().push(holder.key);
                }
            }
        }
        let mut holders = vec![structure];
        let mut next = 0;
        while let Some(key) = holders.get(next) {
            for holder in direct.remove(key).unwrap_or_default() {
                if !holders.contains(&holder) {
                    holders.push(holder);
                }
            }
            next += 1;
        }
        holders
    }
}
