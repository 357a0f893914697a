//! What differs between two extensions, as a list that a reader understands: element, property, before,
//! after; sources by line. And what of it breaks the modules that use the extension.
//!
//! Elements are matched by key, so a rename is a rename. Those that no key matches are matched by name
//! and kind, for files that do not descend from each other. Elements that the two extensions share in
//! memory cost nothing.

mod align;
mod breaking;
mod change;
mod field;
mod fields;
mod lines;
mod pairs;
mod take;
mod technologies;
mod text;
mod walk;

use crate::Extension;

pub use breaking::{Break, breaking};
pub use change::{Change, ChangeKind, Comparison, Group};
pub use lines::{Hunk, Line, LineChanges, LineKind, line_changes};

pub(crate) use field::{Field, Part};
pub(crate) use pairs::longest_rising;
pub(crate) use text::{Ends, Text, content_label, content_labels};

/// What differs between the two. It is empty exactly when they are equal; how they stood in their files and
/// which files lie beside them does not count.
pub fn compare(before: &Extension, after: &Extension) -> Comparison {
    let aligned = align::align(before, after);
    let mut groups = walk::groups(before, &aligned);
    for change in groups.iter_mut().flat_map(|group| &mut group.changes) {
        change.after = change.after.map(|item| aligned.own(item));
    }
    Comparison { groups }
}

/// The properties in which items of this kind are compared.
#[cfg(test)]
pub(crate) fn described(item: crate::Item) -> Vec<crate::Property> {
    use crate::{Action, Entity, EntityAttribute, Item, Parameter, Resource, Structure, StructureAttribute};
    fn of<T: Part>() -> Vec<crate::Property> {
        T::FIELDS.iter().map(|field| field.property).collect()
    }
    match item {
        Item::Extension => of::<Extension>(),
        Item::Action(_) => of::<Action>(),
        // The direction holds whether an input is mandatory.
        Item::Parameter { .. } => [of::<Parameter>(), vec![crate::Property::Mandatory]].concat(),
        Item::Structure(_) => of::<Structure>(),
        Item::StructureAttribute { .. } => of::<StructureAttribute>(),
        Item::Entity(_) => of::<Entity>(),
        Item::EntityAttribute { .. } => of::<EntityAttribute>(),
        Item::Resource(_) => of::<Resource>(),
    }
}
