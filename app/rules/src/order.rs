use std::collections::HashMap;
use std::sync::Arc;

use super::Finding;
use extension::{Elements, Extension, Item, Key};

/// Puts findings of this document into its order: the extension, then actions, structures, entities and
/// resources as they follow each other, each before its rows. What is about the same stays as it was.
pub fn in_order(extension: &Extension, findings: &mut [Finding]) {
    if findings.len() < 2 {
        return;
    }
    let places = Places::of(extension);
    findings.sort_by_cached_key(|finding| places.of_item(extension, finding.place.item));
}

/// Where each element stands. Of two with one key the first counts.
struct Places(HashMap<Key, usize>);

impl Places {
    fn of(extension: &Extension) -> Self {
        let actions = extension.actions.iter().map(|it| it.key);
        let structures = extension.structures.iter().map(|it| it.key);
        let entities = extension.entities.iter().map(|it| it.key);
        let resources = extension.resources.iter().map(|it| it.key);
        let mut places = HashMap::new();
        for (place, key) in actions.chain(structures).chain(entities).chain(resources).enumerate() {
            places.entry(key).or_insert(place);
        }
        Self(places)
    }

    /// The kind, the place of the element, the place of the row: none before the first.
    fn of_item(&self, extension: &Extension, item: Item) -> (u8, usize, Option<usize>) {
        let owner = |key: Key| self.0.get(&key).copied().unwrap_or(usize::MAX);
        match item {
            Item::Extension => (0, 0, None),
            Item::Action(key) => (1, owner(key), None),
            Item::Parameter { action, parameter } => {
                let row = self.element(&extension.actions, 0, action).and_then(|it| it.parameters.position(parameter));
                (1, owner(action), row)
            }
            Item::Structure(key) => (2, owner(key), None),
            Item::StructureAttribute { structure, attribute } => {
                let before = extension.actions.len();
                let found = self.element(&extension.structures, before, structure);
                (2, owner(structure), found.and_then(|it| it.attributes.position(attribute)))
            }
            Item::Entity(key) => (3, owner(key), None),
            Item::EntityAttribute { entity, attribute } => {
                let before = extension.actions.len() + extension.structures.len();
                let found = self.element(&extension.entities, before, entity);
                (3, owner(entity), found.and_then(|it| it.attributes.position(attribute)))
            }
            Item::Resource(key) => (4, owner(key), None),
        }
    }

    fn element<'a, T>(&self, elements: &'a Elements<T>, before: usize, key: Key) -> Option<&'a T> {
        let elements: &[Arc<T>] = elements;
        elements.get(self.0.get(&key)?.checked_sub(before)?).map(AsRef::as_ref)
    }
}
