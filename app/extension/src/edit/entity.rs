use std::sync::Arc;

use super::apply::{added, check_name_is_free, check_storable, edited, moved, removed};
use super::{EntityAttributeEdit, EntityEdit};
use crate::{Entity, EntityAttribute, Extension, Kind, Property, Refusal};

/// Refuses an added entity with a text that no XML file can hold.
pub(super) fn check_added(entity: &Entity) -> Result<(), Refusal> {
    check_storable(Property::PhysicalTable, &entity.physical_table)?;
    check_storable(Property::LogicalDatabase, &entity.logical_database)?;
    for attribute in &entity.attributes {
        check_storable(Property::OriginalName, &attribute.original_name)?;
        check_storable(Property::OriginalType, &attribute.original_type)?;
    }
    Ok(())
}

/// The entity after the edit.
pub(super) fn apply(extension: &Extension, entity: &Entity, edit: &EntityEdit) -> Result<Entity, Refusal> {
    let mut next = entity.clone();
    let attributes = &entity.attributes;
    match edit {
        EntityEdit::Rename(name) => {
            check_name_is_free(&extension.entities, entity.key, name, Kind::Entity)?;
            next.name = name.clone();
        }
        EntityEdit::SetDescription(description) => next.description = description.clone(),
        EntityEdit::SetPhysicalTable(table) => {
            check_storable(Property::PhysicalTable, table)?;
            next.physical_table = Arc::clone(table);
        }
        EntityEdit::SetLogicalDatabase(database) => {
            check_storable(Property::LogicalDatabase, database)?;
            next.logical_database = Arc::clone(database);
        }
        EntityEdit::SetIdentifier(identifier) => match identifier {
            Some(key) if attributes.get(*key).is_none() => return Err(Refusal::Missing(Kind::Attribute)),
            _ => next.identifier = *identifier,
        },
        EntityEdit::SetDefaultValueBehavior(behavior) => next.default_value_behavior = *behavior,
        EntityEdit::AddAttribute(attribute, position) => {
            next.attributes = added(attributes, attribute.clone(), *position, Kind::Attribute)?;
        }
        EntityEdit::RemoveAttribute(key) => {
            next.attributes = removed(attributes, *key, Kind::Attribute)?;
            next.identifier = entity.identifier.filter(|identifier| identifier != key);
        }
        EntityEdit::MoveAttribute(key, to) => next.attributes = moved(attributes, *key, *to, Kind::Attribute)?,
        EntityEdit::Attribute(key, edit) => {
            next.attributes = edited(attributes, *key, Kind::Attribute, |it| apply_to_attribute(entity, it, edit))?;
        }
    }
    Ok(next)
}

fn apply_to_attribute(
    entity: &Entity,
    attribute: &EntityAttribute,
    edit: &EntityAttributeEdit,
) -> Result<EntityAttribute, Refusal> {
    let mut next = attribute.clone();
    match edit {
        EntityAttributeEdit::Rename(name) => {
            check_name_is_free(&entity.attributes, attribute.key, name, Kind::Attribute)?;
            next.name = name.clone();
        }
        EntityAttributeEdit::SetDescription(description) => next.description = description.clone(),
        EntityAttributeEdit::SetOriginalName(name) => {
            check_storable(Property::OriginalName, name)?;
            next.original_name = Arc::clone(name);
        }
        EntityAttributeEdit::SetOriginalType(text) => {
            check_storable(Property::OriginalType, text)?;
            next.original_type = Arc::clone(text);
        }
        EntityAttributeEdit::SetMandatory(mandatory) => next.is_mandatory = *mandatory,
        EntityAttributeEdit::SetAutoNumber(auto_number) => next.is_auto_number = *auto_number,
        EntityAttributeEdit::SetDataType(data_type) => {
            attribute.default.check(data_type)?;
            next.data_type = data_type.clone();
        }
        EntityAttributeEdit::SetDefault(default) => {
            check_storable(Property::DefaultValue, default.as_str())?;
            default.check(&attribute.data_type)?;
            next.default = default.clone();
        }
        EntityAttributeEdit::SetLength(length) => {
            check_storable(Property::Length, length.as_str())?;
            next.length = length.clone();
        }
        EntityAttributeEdit::SetDecimals(decimals) => {
            check_storable(Property::Decimals, decimals.as_str())?;
            next.decimals = decimals.clone();
        }
        EntityAttributeEdit::SetIgnored(ignored) => next.is_ignored = *ignored,
    }
    Ok(next)
}
