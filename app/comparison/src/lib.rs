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
pub mod merge;
mod pairs;
mod take;
mod technologies;
mod text;
mod walk;

use extension::Extension;

pub use breaking::{Break, breaking};
pub use change::{Change, ChangeKind, Comparison, Group};
pub use lines::{Hunk, Line, LineChanges, LineKind, line_changes};
pub use take::with_element_of;

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
pub(crate) fn described(item: extension::Item) -> Vec<extension::Property> {
    use extension::{Action, Entity, EntityAttribute, Item, Parameter, Resource, Structure, StructureAttribute};
    fn of<T: Part>() -> Vec<extension::Property> {
        T::FIELDS.iter().map(|field| field.property).collect()
    }
    match item {
        Item::Extension => of::<Extension>(),
        Item::Action(_) => of::<Action>(),
        // The direction holds whether an input is mandatory.
        Item::Parameter { .. } => [of::<Parameter>(), vec![extension::Property::Mandatory]].concat(),
        Item::Structure(_) => of::<Structure>(),
        Item::StructureAttribute { .. } => of::<StructureAttribute>(),
        Item::Entity(_) => of::<Entity>(),
        Item::EntityAttribute { .. } => of::<EntityAttribute>(),
        Item::Resource(_) => of::<Resource>(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use extension::{Item, Key, Property};

    /// A property that is added to an element is either set by users or known not to be.
    #[test]
    fn every_property_is_set_or_comes_from_elsewhere() {
        use Property as P;
        let key = Key::from_bytes([1; 16]);
        let items = [
            Item::Extension,
            Item::Action(key),
            Item::Parameter { action: key, parameter: key },
            Item::Structure(key),
            Item::StructureAttribute { structure: key, attribute: key },
            Item::Entity(key),
            Item::EntityAttribute { entity: key, attribute: key },
            Item::Resource(key),
        ];
        let from_elsewhere = [
            P::Key,
            P::CodeKey,
            P::ApplicationServer,
            P::System,
            P::Product,
            P::OpenSourceProduct,
            P::SchemaVersion,
            P::DirectUpgradeFrom,
            P::Generation,
            P::Hash,
            P::LastModified,
            P::Valid,
            P::SavedByVersion,
            P::ActivationCode,
            P::ImportDetails,
            P::Body,
            P::JavaBody,
            P::ImportedMember,
            P::Content,
            P::CodeReference,
            P::References,
        ];
        for item in items {
            let described = described(item);
            for property in Property::settable(item) {
                assert!(described.contains(property), "{item:?} has no {property:?}");
                assert_eq!(Property::named(item, property.label()), Some(*property));
            }
            for property in described {
                let is_set = Property::settable(item).contains(&property);
                assert!(is_set != from_elsewhere.contains(&property), "{property:?} of {item:?}");
            }
        }
    }
}
