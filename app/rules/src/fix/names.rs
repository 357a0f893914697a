use std::collections::HashSet;

use super::{Fix, change};
use crate::rows::Caseless;
use extension::is_xml_character;
use extension::{
    Dbms, ENTITY_ATTRIBUTE_NAME_LIMIT, Edit, Element, EntityAttributeEdit, EntityEdit, Expression, Extension, Item,
    NAME_LIMIT, Name, Place, Property,
};

/// Another name: the nearest that is valid and that nothing in the folder or element has.
pub(super) fn rename(extension: &Extension, item: Item) -> Vec<Fix> {
    let Some(name) = item.name(extension) else { return Vec::new() };
    let taken = siblings(extension, item);
    let fix = free(&valid(&name, item), limit(item), &taken).map(|name| to(item, &name));
    fix.into_iter().collect()
}

/// Another name of a structure or entity, that neither structures nor entities have.
pub(super) fn rename_source(extension: &Extension, item: Item) -> Vec<Fix> {
    let (Item::Structure(_) | Item::Entity(_), Some(name)) = (item, item.name(extension)) else {
        return Vec::new();
    };
    let structures = extension.structures.iter().map(|it| it.name.as_str());
    let taken = structures.chain(extension.entities.iter().map(|it| it.name.as_str())).map(Caseless).collect();
    free(&name, NAME_LIMIT, &taken).map(|name| to(item, &name)).into_iter().collect()
}

/// The fix that gives the item this name.
pub(super) fn to(item: Item, name: &str) -> Fix {
    Fix::new(format!("Rename to {name}"), change::name(item, name))
}

/// This name, or the first of `Name2`, `Name3`, … that is not taken, shortened as far as the number needs it.
pub(super) fn free(name: &str, limit: usize, taken: &HashSet<Caseless<'_>>) -> Option<String> {
    if name.len() > limit {
        return None;
    }
    let numbered = (2..=taken.len() + 2).map(|number| {
        let number = number.to_string();
        // Valid names are ASCII, so bytes are characters.
        format!("{}{number}", name.get(..limit - number.len()).unwrap_or(name))
    });
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(&Caseless(name)))
}

/// The names of the others in the folder or element.
pub(super) fn siblings(extension: &Extension, item: Item) -> HashSet<Caseless<'_>> {
    fn others<T: Element>(elements: &[std::sync::Arc<T>], item: Item) -> HashSet<Caseless<'_>> {
        let own = elements.iter().rposition(|it| Some(it.key()) == item.key());
        let others = elements.iter().enumerate().filter(|(place, _)| Some(*place) != own);
        others.map(|(_, element)| Caseless(element.name().as_str())).collect()
    }
    let none = HashSet::new;
    match item {
        Item::Action(_) => others(&extension.actions, item),
        Item::Structure(_) => others(&extension.structures, item),
        Item::Entity(_) => others(&extension.entities, item),
        Item::Parameter { action, .. } => {
            extension.actions.get(action).map_or_else(none, |it| others(&it.parameters, item))
        }
        Item::StructureAttribute { structure, .. } => {
            extension.structures.get(structure).map_or_else(none, |it| others(&it.attributes, item))
        }
        Item::EntityAttribute { entity, .. } => {
            extension.entities.get(entity).map_or_else(none, |it| others(&it.attributes, item))
        }
        Item::Extension | Item::Resource(_) => none(),
    }
}

fn limit(item: Item) -> usize {
    if matches!(item, Item::EntityAttribute { .. }) { ENTITY_ATTRIBUTE_NAME_LIMIT } else { NAME_LIMIT }
}

/// The name with what is not allowed exchanged; one that starts with no letter gets the kind in front.
fn valid(name: &str, item: Item) -> String {
    let replaced = Name::with_replaced_characters(name);
    let rest = replaced.trim_start_matches('_');
    if rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return rest.to_owned();
    }
    let mut kind = item.kind().label().to_owned();
    if let Some(first) = kind.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    kind + rest
}

/// The text of a property without the characters that no XIF can hold.
pub(super) fn without_unstorable(extension: &Extension, place: Place) -> Vec<Fix> {
    let label = format!("Remove what cannot be stored from {}", place.property.label());
    let edit = storable_text(extension, place);
    edit.map(|edit| Fix::new(label, edit)).into_iter().collect()
}

fn storable_text(extension: &Extension, place: Place) -> Option<Edit> {
    let storable = |text: &str| text.chars().filter(|&it| is_xml_character(it)).collect::<String>();
    let item = place.item;
    Some(match (place.property, item) {
        (Property::Description, _) => change::description(item, &storable(description_of(extension, item)?)),
        (Property::DefaultValue, _) => {
            let default = Expression::new(&storable(change::default_of(extension, item)?.as_str()));
            let fits = default.check(extension.type_of(item)?).is_ok();
            change::default(item, &if fits { default } else { Expression::default() })?
        }
        (Property::Dbms, _) => Edit::SetDbms(Dbms::All),
        (Property::PhysicalTable, Item::Entity(key)) => {
            let table = storable(&extension.entities.get(key)?.physical_table);
            Edit::Entity(key, EntityEdit::SetPhysicalTable(table.into()))
        }
        (Property::LogicalDatabase, Item::Entity(key)) => {
            let database = storable(&extension.entities.get(key)?.logical_database);
            Edit::Entity(key, EntityEdit::SetLogicalDatabase(database.into()))
        }
        (Property::OriginalName | Property::OriginalType, Item::EntityAttribute { entity, attribute }) => {
            let found = extension.entities.get(entity)?.attributes.get(attribute)?;
            let edit = if place.property == Property::OriginalName {
                EntityAttributeEdit::SetOriginalName(storable(&found.original_name).into())
            } else {
                EntityAttributeEdit::SetOriginalType(storable(&found.original_type).into())
            };
            Edit::Entity(entity, EntityEdit::Attribute(attribute, edit))
        }
        _ => return None,
    })
}

fn description_of(extension: &Extension, item: Item) -> Option<&str> {
    let description = match item {
        Item::Extension => &extension.description,
        Item::Action(key) => &extension.actions.get(key)?.description,
        Item::Structure(key) => &extension.structures.get(key)?.description,
        Item::Entity(key) => &extension.entities.get(key)?.description,
        Item::Resource(key) => &extension.resource(key)?.description,
        Item::Parameter { action, parameter } => &extension.actions.get(action)?.parameters.get(parameter)?.description,
        Item::StructureAttribute { structure, attribute } => {
            &extension.structures.get(structure)?.attributes.get(attribute)?.description
        }
        Item::EntityAttribute { entity, attribute } => {
            &extension.entities.get(entity)?.attributes.get(attribute)?.description
        }
    };
    Some(description.as_str())
}
