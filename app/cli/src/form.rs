//! How a XIF is written, apart from what it says: white space, order of attributes, and parts that no element of
//! the document stands for.

use std::collections::HashMap;
use std::sync::Arc;

use extension::{Element, Elements, Extension, Key, Origin, Resource};

/// Whether `later`, whose definition is `text`, is written in another form than `earlier`: in white space, in the order
/// of attributes, or in parts that nobody knows. What its elements say does not count.
pub fn is_other(earlier: &Extension, later: &Extension, text: &str) -> bool {
    xif::print(&in_form_of(earlier, later)) != text
}

/// The extension with every element standing as the element of the same key stands in `earlier`.
fn in_form_of(earlier: &Extension, later: &Extension) -> Extension {
    let mut next = Extension { origin: earlier.origin.clone(), ..later.clone() };
    let resources: HashMap<Key, &Resource> = earlier.resources.iter().map(|it| (it.key, &**it)).collect();
    for resource in Arc::make_mut(&mut next.resources) {
        let Some(same) = resources.get(&resource.key) else { continue };
        let resource = Arc::make_mut(resource);
        resource.origin = same.origin.clone();
        let references = resource.references.iter().zip(same.references.iter());
        let own = references.take_while(|(one, other)| one.key == other.key);
        let own: Vec<Origin> = own.map(|(_, other)| other.origin.clone()).collect();
        let all = resource.references.iter().enumerate().map(|(place, reference)| {
            let origin = own.get(place).unwrap_or(&reference.origin).clone();
            extension::Reference { origin, ..reference.clone() }
        });
        resource.references = all.collect();
    }
    next.actions = each(&earlier.actions, &later.actions, |same, action| {
        action.origin = same.origin.clone();
        action.parameters = each(&same.parameters, &action.parameters, |same, it| it.origin = same.origin.clone());
    });
    next.structures = each(&earlier.structures, &later.structures, |same, structure| {
        structure.origin = same.origin.clone();
        structure.attributes =
            each(&same.attributes, &structure.attributes, |same, it| it.origin = same.origin.clone());
    });
    next.entities = each(&earlier.entities, &later.entities, |same, entity| {
        entity.origin = same.origin.clone();
        entity.attributes = each(&same.attributes, &entity.attributes, |same, it| it.origin = same.origin.clone());
    });
    let technologies = later.technologies.iter().map(|technology| {
        let same = earlier.technologies.iter().find(|it| it.key == technology.key);
        let origin = same.unwrap_or(technology).origin.clone();
        extension::Technology { origin, ..technology.clone() }
    });
    next.technologies = technologies.collect();
    next
}

fn each<T: Element + Clone>(earlier: &[Arc<T>], later: &[Arc<T>], change: impl Fn(&T, &mut T)) -> Elements<T> {
    let same: HashMap<Key, &T> = earlier.iter().map(|it| (it.key(), &**it)).collect();
    let changed = later.iter().map(|element| {
        let mut next = T::clone(element);
        if let Some(same) = same.get(&element.key()) {
            change(same, &mut next);
        }
        Arc::new(next)
    });
    Elements::of_shared(changed.collect())
}
