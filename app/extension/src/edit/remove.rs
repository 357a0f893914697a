use super::apply::removed;
use super::{ActionEdit, Edit, EntityEdit, StructureEdit, resource};
use crate::{Extension, Item, Key, Kind, Name, Refusal};

/// Removes the items, those inside others first, so that what only they use is free to go.
pub(super) fn apply(extension: &mut Extension, items: &[Item]) -> Result<(), Refusal> {
    check_unused(extension, items)?;
    let is_inside = |item: &&Item| item.owner() != **item;
    let goes_with_owner = |item: &&Item| items.contains(&item.owner());
    for item in items.iter().filter(|item| is_inside(item) && !goes_with_owner(item)) {
        remove(extension, *item)?;
    }
    for item in items.iter().filter(|item| !is_inside(item)) {
        remove(extension, *item)?;
    }
    Ok(())
}

/// Refuses structures and entities that are used by what stays.
fn check_unused(extension: &Extension, items: &[Item]) -> Result<(), Refusal> {
    for item in items {
        let (Item::Structure(key) | Item::Entity(key)) = *item else { continue };
        let mut uses = extension.uses_of(key);
        uses.retain(|using| !items.contains(&using.item) && !items.contains(&using.item.owner()));
        if !uses.is_empty() {
            let name = extension.source_name(key).cloned().unwrap_or_else(|| Name::as_found("?"));
            return Err(Refusal::InUse { name, uses });
        }
    }
    Ok(())
}

fn remove(extension: &mut Extension, item: Item) -> Result<(), Refusal> {
    let inner = |extension: &mut Extension, edit: Edit| {
        *extension = extension.apply(&edit)?;
        Ok(())
    };
    match item {
        Item::Extension => Err(Refusal::Missing(Kind::Extension)),
        Item::Action(key) => {
            extension.actions = removed(&extension.actions, key, Kind::Action)?;
            unlisted(extension, key)
        }
        Item::Structure(key) => {
            extension.structures = removed(&extension.structures, key, Kind::Structure)?;
            unlisted(extension, key)
        }
        Item::Entity(key) => {
            extension.entities = removed(&extension.entities, key, Kind::Entity)?;
            unlisted(extension, key)
        }
        Item::Resource(key) => {
            resource::remove(extension, key)?;
            unlisted(extension, key)
        }
        Item::Parameter { action, parameter } => {
            inner(extension, Edit::Action(action, ActionEdit::RemoveParameter(parameter)))
        }
        Item::StructureAttribute { structure, attribute } => {
            inner(extension, Edit::Structure(structure, StructureEdit::RemoveAttribute(attribute)))
        }
        Item::EntityAttribute { entity, attribute } => {
            inner(extension, Edit::Entity(entity, EntityEdit::RemoveAttribute(attribute)))
        }
    }
}

// One shape for the arms above.
#[allow(clippy::unnecessary_wraps)]
fn unlisted(extension: &mut Extension, key: Key) -> Result<(), Refusal> {
    extension.unlist(key);
    Ok(())
}
