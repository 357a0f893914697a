use super::apply::{added, check_name_is_free, check_storable, edited, moved, removed};
use super::{StructureAttributeEdit, StructureEdit};
use crate::{Extension, Kind, Property, Refusal, Structure, StructureAttribute};

/// The structure after the edit.
pub(super) fn apply(extension: &Extension, structure: &Structure, edit: &StructureEdit) -> Result<Structure, Refusal> {
    let mut next = structure.clone();
    let attributes = &structure.attributes;
    match edit {
        StructureEdit::Rename(name) => {
            check_name_is_free(&extension.structures, structure.key, name, Kind::Structure)?;
            next.name = name.clone();
        }
        StructureEdit::SetDescription(description) => next.description = description.clone(),
        StructureEdit::AddAttribute(attribute, position) => {
            next.attributes = added(attributes, attribute.clone(), *position, Kind::Attribute)?;
        }
        StructureEdit::RemoveAttribute(key) => next.attributes = removed(attributes, *key, Kind::Attribute)?,
        StructureEdit::MoveAttribute(key, to) => next.attributes = moved(attributes, *key, *to, Kind::Attribute)?,
        StructureEdit::Attribute(key, edit) => {
            next.attributes = edited(attributes, *key, Kind::Attribute, |it| apply_to_attribute(structure, it, edit))?;
        }
    }
    Ok(next)
}

fn apply_to_attribute(
    structure: &Structure,
    attribute: &StructureAttribute,
    edit: &StructureAttributeEdit,
) -> Result<StructureAttribute, Refusal> {
    let mut next = attribute.clone();
    match edit {
        StructureAttributeEdit::Rename(name) => {
            check_name_is_free(&structure.attributes, attribute.key, name, Kind::Attribute)?;
            next.name = name.clone();
        }
        StructureAttributeEdit::SetDescription(description) => next.description = description.clone(),
        StructureAttributeEdit::SetMandatory(mandatory) => next.is_mandatory = *mandatory,
        StructureAttributeEdit::SetDataType(data_type) => {
            attribute.default.check(data_type)?;
            next.data_type = data_type.clone();
        }
        StructureAttributeEdit::SetDefault(default) => {
            check_storable(Property::DefaultValue, default.as_str())?;
            default.check(&attribute.data_type)?;
            next.default = default.clone();
        }
        StructureAttributeEdit::SetLength(length) => {
            check_storable(Property::Length, length.as_str())?;
            next.length = length.clone();
        }
        StructureAttributeEdit::SetDecimals(decimals) => {
            check_storable(Property::Decimals, decimals.as_str())?;
            next.decimals = decimals.clone();
        }
    }
    Ok(next)
}
