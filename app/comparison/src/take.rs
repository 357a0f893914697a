//! One element as another version has it, everything else as it is: a difference that is taken back.

use std::collections::HashSet;
use std::sync::Arc;

use super::Part;
use extension::{Element, Elements, Extension, Item, Key, Technology};

/// The extension with one element, and its parts, as `other` has it: brought back, taken out, or exchanged whole. Elements are matched by key. Of the extension itself, the name, the description and the databases
/// are taken.
///
/// Whether it fits the rest, such as a name that something else has by now, is for verification to say.
#[must_use]
pub fn with_element_of(extension: &Extension, other: &Extension, item: Item) -> Extension {
    let mut next = extension.clone();
    match item.owner() {
        Item::Action(key) => next.actions = elements(&extension.actions, &other.actions, key),
        Item::Structure(key) => next.structures = elements(&extension.structures, &other.structures, key),
        Item::Entity(key) => next.entities = elements(&extension.entities, &other.entities, key),
        Item::Resource(key) => {
            next.resources = Arc::new(taken(&extension.resources, &other.resources, |it| it.identity(), key));
            if other.resource(key).is_some() {
                Arc::make_mut(&mut next.excluded).retain(|resource| resource.key != key);
            }
        }
        _ => {
            next.name = other.name.clone();
            next.description = other.description.clone();
            next.dbms = other.dbms.clone();
        }
    }
    if let Some(key) = item.owner().key() {
        next.technologies = extension.technologies.iter().map(|it| technology(it, other, key)).collect();
    }
    next
}

fn elements<T: Element + Part>(own: &Elements<T>, other: &Elements<T>, key: Key) -> Elements<T> {
    Elements::of_shared(taken(own, other, |it| it.identity(), key))
}

/// The technology with this element listed, or not, as in the other version. One that the other version does not
/// have lists nothing of it.
fn technology(own: &Technology, other: &Extension, key: Key) -> Technology {
    let mut next = own.clone();
    let none = Technology::new(own.key, "", "", "");
    let theirs = other.technologies.iter().find(|it| it.key == own.key).unwrap_or(&none);
    let list = |own: &Arc<[Key]>, theirs: &Arc<[Key]>| {
        let is_same = own.contains(&key) == theirs.contains(&key);
        if is_same { Arc::clone(own) } else { taken(own, theirs, |it| *it, key).into() }
    };
    next.resources = list(&own.resources, &theirs.resources);
    next.actions = list(&own.actions, &theirs.actions);
    next.structures = list(&own.structures, &theirs.structures);
    next.entities = list(&own.entities, &theirs.entities);
    next
}

/// The list with what has this key as in the other list. It keeps its place when it has it among those that both
/// lists have; else it goes behind what it stands behind there.
fn taken<T: Clone>(own: &[T], other: &[T], identity: impl Fn(&T) -> Key, key: Key) -> Vec<T> {
    let position = |list: &[T]| list.iter().position(|it| identity(it) == key);
    let keys = |list: &[T]| list.iter().map(&identity).collect::<HashSet<Key>>();
    let mut next = own.to_vec();
    let (here, there) = (position(own), position(other));
    if let Some(here) = here {
        next.remove(here);
    }
    let Some(there) = there else { return next };
    let (ours, theirs) = (keys(&next), keys(other));
    let before: Vec<Key> = other[..there].iter().map(&identity).filter(|it| ours.contains(it)).collect();
    let stays = |here: &usize| {
        let own: HashSet<Key> = own[..*here].iter().map(&identity).filter(|it| theirs.contains(it)).collect();
        own == before.iter().copied().collect()
    };
    let behind =
        || before.last().and_then(|last| next.iter().position(|it| identity(it) == *last)).map_or(0, |it| it + 1);
    let place = here.filter(stays).unwrap_or_else(behind);
    next.insert(place, other[there].clone());
    next
}
