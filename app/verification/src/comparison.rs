//! What differs between two extensions, with what differs in their assemblies: which versions they are, what they need, and
//! what of their public surface changed.

mod outline;

use comparison::{Change, Comparison};
use extension::{Extension, Item, Property, Resource};

use crate::{AssemblyFile, assembly_file};
use outline::Outline;

/// What differs between the two, as [`comparison::compare`] tells it, with a look into the assemblies that changed:
/// each side says which assembly it is, and the lines are those of its public surface.
pub fn compare(before: &Extension, after: &Extension) -> Comparison {
    let mut comparison = comparison::compare(before, after);
    for change in comparison.groups.iter_mut().flat_map(|group| &mut group.changes) {
        look_into(change, before, after);
    }
    comparison
}

fn look_into(change: &mut Change, before: &Extension, after: &Extension) {
    if change.property() != Some(Property::Content) {
        return;
    }
    let file = |item: Option<Item>, extension: &Extension| match item {
        Some(Item::Resource(key)) => extension.resource(key).cloned(),
        _ => None,
    };
    let (Some(old), Some(new)) = (file(change.before, before), file(change.after, after)) else { return };
    change.old = named(&old, &change.old);
    change.new = named(&new, &change.new);
    if let (Some(old), Some(new)) = (Outline::of(&old), Outline::of(&new)) {
        change.lines = Some(old.changes_to(&new));
    }
}

/// The words about a content, with the name and version of an assembly before them.
fn named(resource: &Resource, words: &str) -> String {
    let Some(AssemblyFile::Managed(facts)) = assembly_file(resource) else { return words.to_owned() };
    match &facts.name {
        Some(name) => format!("{} {}, {words}", name.name, name.version),
        None => words.to_owned(),
    }
}
