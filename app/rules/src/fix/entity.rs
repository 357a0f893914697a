use std::collections::HashSet;

use super::{Fix, elements, names, set_dbms, types};
use crate::rows::Caseless;
use crate::{Finding, Rule, table_name};
use extension::{
    BasicType, Dbms, ENTITY_ATTRIBUTE_NAME_LIMIT, Edit, Entity, EntityAttribute, EntityAttributeEdit, EntityEdit,
    Extension, Item, Key,
};

/// The fixes of rules about entities and their attributes.
pub(super) fn fixes(extension: &Extension, finding: &Finding, new_key: &mut dyn FnMut() -> Key) -> Vec<Fix> {
    let item = finding.place.item;
    let (Item::Entity(key) | Item::EntityAttribute { entity: key, .. }) = item else { return Vec::new() };
    let Some(entity) = extension.entities.get(key) else { return Vec::new() };
    let attribute = match item {
        Item::EntityAttribute { attribute, .. } => entity.attributes.get(attribute),
        _ => None,
    };
    match attribute {
        Some(attribute) => of_attribute(extension, finding.rule, item, entity, attribute),
        None => of_entity(extension, finding, entity, new_key),
    }
}

fn of_entity(extension: &Extension, finding: &Finding, entity: &Entity, new_key: &mut dyn FnMut() -> Key) -> Vec<Fix> {
    let identifier = entity.identifier.and_then(|key| entity.attributes.get(key));
    match finding.rule {
        Rule::IdentifierMissing => vec![clear_identifier(entity)],
        Rule::IdentifierIgnored => {
            let take_in = identifier.map(|attribute| elements::take_in(entity.key, attribute));
            take_in.into_iter().chain([clear_identifier(entity)]).collect()
        }
        Rule::TableMissing | Rule::TableTaken | Rule::TableTakenElsewhere => {
            name_table(extension, entity).into_iter().collect()
        }
        Rule::TableName => fitting_dbms(&entity.physical_table),
        Rule::OnlyAutoNumber => {
            let auto_number = entity.attributes.iter().find(|it| it.is_auto_number && !it.is_ignored);
            let clear = auto_number.map(|attribute| clear_auto_number(entity, attribute));
            let add = elements::add_attribute(extension, Item::Entity(entity.key), new_key).pop();
            add.into_iter().chain(clear).collect()
        }
        _ => Vec::new(),
    }
}

fn of_attribute(
    extension: &Extension,
    rule: Rule,
    item: Item,
    entity: &Entity,
    attribute: &EntityAttribute,
) -> Vec<Fix> {
    let integer = types::to(extension, item, BasicType::Integer.into());
    match rule {
        Rule::IdentifierType => integer.into_iter().chain([clear_identifier(entity)]).collect(),
        Rule::IdentifierOptional => {
            let edit = of(entity, attribute, EntityAttributeEdit::SetMandatory(true));
            vec![Fix::new("Make it mandatory", edit), clear_identifier(entity)]
        }
        Rule::AutoNumberSeveral => vec![clear_auto_number(entity, attribute)],
        Rule::AutoNumberType => integer.into_iter().chain([clear_auto_number(entity, attribute)]).collect(),
        Rule::AttributeReserved => rename_reserved(extension, item, entity, attribute).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn of(entity: &Entity, attribute: &EntityAttribute, edit: EntityAttributeEdit) -> Edit {
    Edit::Entity(entity.key, EntityEdit::Attribute(attribute.key, edit))
}

fn clear_identifier(entity: &Entity) -> Fix {
    Fix::new("Clear Identifier", Edit::Entity(entity.key, EntityEdit::SetIdentifier(None)))
}

fn clear_auto_number(entity: &Entity, attribute: &EntityAttribute) -> Fix {
    Fix::new("Clear Auto Number", of(entity, attribute, EntityAttributeEdit::SetAutoNumber(false)))
}

/// The table of the entity's name, where no other entity has it.
fn name_table(extension: &Extension, entity: &Entity) -> Option<Fix> {
    let others = extension.entities.iter().filter(|other| other.key != entity.key);
    let taken: HashSet<_> = others.map(|other| Caseless(other.physical_table.trim())).collect();
    let name = entity.name.as_str();
    let edit = Edit::Entity(entity.key, EntityEdit::SetPhysicalTable(name.into()));
    (!name.is_empty() && !taken.contains(&Caseless(name)))
        .then(|| Fix::new(format!("Set Physical Table Name to {name}"), edit))
}

/// The databases that take the name.
fn fitting_dbms(table: &str) -> Vec<Fix> {
    let takes = |dbms: &Dbms| table_name::broken_rules(table, dbms).next().is_none();
    [Dbms::SqlServer, Dbms::Oracle].into_iter().filter(takes).map(set_dbms).collect()
}

/// Another name for the attribute; the column keeps its own.
fn rename_reserved(extension: &Extension, item: Item, entity: &Entity, attribute: &EntityAttribute) -> Option<Fix> {
    let taken = names::siblings(extension, item);
    let name = names::free(&format!("{}Value", attribute.name), ENTITY_ATTRIBUTE_NAME_LIMIT, &taken)?;
    let rename = names::to(item, &name);
    let keep = attribute
        .original_name
        .is_empty()
        .then(|| of(entity, attribute, EntityAttributeEdit::SetOriginalName(attribute.name.as_str().into())));
    Fix::all(rename.label, keep.into_iter().chain([rename.edit]).collect())
}
