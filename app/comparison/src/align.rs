//! Elements of files that do not descend from each other: what no key matches is matched by name.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Part;
use extension::{DataType, Elements, Extension, Item, Key, RecordDefinition};

/// The later extension with the keys of the earlier one, where elements are matched by name.
pub(super) struct Aligned {
    pub(super) extension: Extension,
    /// The key that an element has in the later extension, by the one it was given.
    own: HashMap<Key, Key>,
}

impl Aligned {
    /// The item as the later extension has it.
    pub(super) fn own(&self, item: Item) -> Item {
        if self.own.is_empty() { item } else { with_keys(item, |key| self.own_key(key)) }
    }

    /// The key that the element has in the later extension.
    pub(super) fn own_key(&self, key: Key) -> Key {
        self.own.get(&key).copied().unwrap_or(key)
    }
}

pub(super) fn align(before: &Extension, after: &Extension) -> Aligned {
    let mut names = Names::new(before, after);
    names.folder(&before.actions, &after.actions);
    names.folder(&before.structures, &after.structures);
    names.folder(&before.entities, &after.entities);
    names.folder(&before.resources, &after.resources);
    // Parts of elements that are the same by key or, since now, by name.
    names.parts(&before.actions, &after.actions, |action| &action.parameters);
    names.parts(&before.structures, &after.structures, |structure| &structure.attributes);
    names.parts(&before.entities, &after.entities, |entity| &entity.attributes);
    names.list(&as_parts(before), &as_parts(after));
    let own = names.given.iter().map(|(own, given)| (*given, *own)).collect();
    let extension = if names.given.is_empty() { after.clone() } else { renamed(after, &names.given) };
    Aligned { extension, own }
}

fn as_parts(extension: &Extension) -> Vec<Arc<extension::Technology>> {
    extension.technologies.iter().cloned().map(Arc::new).collect()
}

/// Collects the keys that elements of the later extension are given.
struct Names {
    before: HashSet<Key>,
    after: HashSet<Key>,
    /// The key of an element of the earlier extension, by the key of the later one's element of the same name.
    given: HashMap<Key, Key>,
}

impl Names {
    fn new(before: &Extension, after: &Extension) -> Self {
        Self { before: keys(before), after: keys(after), given: HashMap::new() }
    }

    fn folder<T: Part>(&mut self, before: &[Arc<T>], after: &[Arc<T>]) {
        if !is_shared(before, after) {
            self.list(before, after);
        }
    }

    fn list<T: Part>(&mut self, before: &[Arc<T>], after: &[Arc<T>]) {
        let name = |element: &Arc<T>| element.label().to_lowercase();
        let gone: Vec<&Arc<T>> = before.iter().filter(|it| !self.after.contains(&it.identity())).collect();
        if gone.is_empty() {
            return;
        }
        let mut new: HashMap<String, Key> = HashMap::new();
        for element in after.iter().filter(|it| !self.before.contains(&it.identity())) {
            new.entry(name(element)).or_insert(element.identity());
        }
        for element in gone {
            if let Some(own) = new.remove(&name(element)) {
                self.given.insert(own, element.identity());
            }
        }
    }

    fn parts<T: Part, P: Part>(&mut self, before: &[Arc<T>], after: &[Arc<T>], parts: fn(&T) -> &Elements<P>) {
        if is_shared(before, after) {
            return;
        }
        let earlier: HashMap<Key, &Arc<T>> = before.iter().map(|it| (it.identity(), it)).collect();
        for element in after {
            let key = self.given.get(&element.identity()).copied().unwrap_or(element.identity());
            if let Some(same) = earlier.get(&key).filter(|same| !Arc::ptr_eq(same, element)) {
                self.list(parts(same), parts(element));
            }
        }
    }
}

fn is_shared<T>(before: &[Arc<T>], after: &[Arc<T>]) -> bool {
    before.len() == after.len() && before.iter().zip(after).all(|(one, other)| Arc::ptr_eq(one, other))
}

/// The key of everything in the extension.
fn keys(extension: &Extension) -> HashSet<Key> {
    let resources = extension.resources.iter().map(|it| it.key);
    let actions = extension.actions.iter().flat_map(|it| with_own(it.key, it.parameters.iter().map(|it| it.key)));
    let structures = extension.structures.iter().flat_map(|it| with_own(it.key, it.attributes.iter().map(|it| it.key)));
    let entities = extension.entities.iter().flat_map(|it| with_own(it.key, it.attributes.iter().map(|it| it.key)));
    let technologies = extension.technologies.iter().map(|it| it.key);
    resources.chain(actions).chain(structures).chain(entities).chain(technologies).collect()
}

fn with_own(own: Key, parts: impl Iterator<Item = Key>) -> impl Iterator<Item = Key> {
    std::iter::once(own).chain(parts)
}

/// The extension with other keys wherever a key stands.
fn renamed(extension: &Extension, given: &HashMap<Key, Key>) -> Extension {
    let key = |key: Key| given.get(&key).copied().unwrap_or(key);
    let keys = |list: &[Key]| -> Arc<[Key]> { list.iter().map(|it| key(*it)).collect() };
    let mut next = extension.clone();
    for resource in Arc::make_mut(&mut next.resources) {
        if given.contains_key(&resource.key) {
            let resource = Arc::make_mut(resource);
            resource.key = key(resource.key);
        }
    }
    next.actions = each(&next.actions, |action| {
        action.key = key(action.key);
        action.icon = action.icon.map(key);
        action.parameters = each(&action.parameters, |parameter| {
            parameter.key = key(parameter.key);
            parameter.data_type = of_type(&parameter.data_type, key);
        });
    });
    next.structures = each(&next.structures, |structure| {
        structure.key = key(structure.key);
        structure.attributes = each(&structure.attributes, |attribute| {
            attribute.key = key(attribute.key);
            attribute.data_type = of_type(&attribute.data_type, key);
        });
    });
    next.entities = each(&next.entities, |entity| {
        entity.key = key(entity.key);
        entity.identifier = entity.identifier.map(key);
        entity.attributes = each(&entity.attributes, |attribute| {
            attribute.key = key(attribute.key);
            attribute.data_type = of_type(&attribute.data_type, key);
        });
    });
    let technology = |it: &extension::Technology| extension::Technology {
        key: key(it.key),
        resources: keys(&it.resources),
        actions: keys(&it.actions),
        structures: keys(&it.structures),
        entities: keys(&it.entities),
        ..it.clone()
    };
    next.technologies = next.technologies.iter().map(technology).collect();
    next
}

/// The folder with every element changed; elements that stay equal stay shared.
fn each<T: Clone + PartialEq>(elements: &Elements<T>, change: impl Fn(&mut T)) -> Elements<T> {
    let changed = elements.iter().map(|element| {
        let mut next = T::clone(element);
        change(&mut next);
        if next == **element { Arc::clone(element) } else { Arc::new(next) }
    });
    Elements::of_shared(changed.collect())
}

fn of_type(data_type: &DataType, key: impl Fn(Key) -> Key) -> DataType {
    let record = |record: &RecordDefinition| RecordDefinition::new(record.sources().iter().map(|it| key(*it)));
    match data_type {
        DataType::Record(sources) => DataType::Record(record(sources)),
        DataType::RecordList(sources) => DataType::RecordList(record(sources)),
        DataType::EntityIdentifier(entity) => DataType::EntityIdentifier(key(*entity)),
        other => other.clone(),
    }
}

fn with_keys(item: Item, key: impl Fn(Key) -> Key) -> Item {
    match item {
        Item::Extension => Item::Extension,
        Item::Action(action) => Item::Action(key(action)),
        Item::Parameter { action, parameter } => Item::Parameter { action: key(action), parameter: key(parameter) },
        Item::Structure(structure) => Item::Structure(key(structure)),
        Item::StructureAttribute { structure, attribute } => {
            Item::StructureAttribute { structure: key(structure), attribute: key(attribute) }
        }
        Item::Entity(entity) => Item::Entity(key(entity)),
        Item::EntityAttribute { entity, attribute } => {
            Item::EntityAttribute { entity: key(entity), attribute: key(attribute) }
        }
        Item::Resource(resource) => Item::Resource(key(resource)),
    }
}
