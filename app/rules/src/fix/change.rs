//! The edits of properties that several kinds of element have.

use extension::{
    ActionEdit, Description, Edit, EntityAttributeEdit, EntityEdit, Expression, Extension, FileName, Item, Name,
    ParameterEdit, ResourceEdit, StructureAttributeEdit, StructureEdit,
};

/// The edit of a row, by the kind of row.
fn of_row(
    item: Item,
    of_parameter: impl FnOnce() -> Option<ParameterEdit>,
    of_structure: impl FnOnce() -> StructureAttributeEdit,
    of_entity: impl FnOnce() -> EntityAttributeEdit,
) -> Option<Edit> {
    Some(match item {
        Item::Parameter { action, parameter } => {
            Edit::Action(action, ActionEdit::Parameter(parameter, of_parameter()?))
        }
        Item::StructureAttribute { structure, attribute } => {
            Edit::Structure(structure, StructureEdit::Attribute(attribute, of_structure()))
        }
        Item::EntityAttribute { entity, attribute } => {
            Edit::Entity(entity, EntityEdit::Attribute(attribute, of_entity()))
        }
        _ => return None,
    })
}

/// Another name.
pub(super) fn name(item: Item, text: &str) -> Edit {
    let name = Name::as_found(text);
    let row = of_row(
        item,
        || Some(ParameterEdit::Rename(name.clone())),
        || StructureAttributeEdit::Rename(name.clone()),
        || EntityAttributeEdit::Rename(name.clone()),
    );
    row.unwrap_or_else(|| match item {
        Item::Action(key) => Edit::Action(key, ActionEdit::Rename(name)),
        Item::Structure(key) => Edit::Structure(key, StructureEdit::Rename(name)),
        Item::Entity(key) => Edit::Entity(key, EntityEdit::Rename(name)),
        Item::Resource(key) => Edit::Resource(key, ResourceEdit::Rename(FileName::as_found(text))),
        _ => Edit::RenameExtension(name),
    })
}

/// Another description.
pub(super) fn description(item: Item, text: &str) -> Edit {
    let description = Description::as_found(text);
    let row = of_row(
        item,
        || Some(ParameterEdit::SetDescription(description.clone())),
        || StructureAttributeEdit::SetDescription(description.clone()),
        || EntityAttributeEdit::SetDescription(description.clone()),
    );
    row.unwrap_or_else(|| match item {
        Item::Action(key) => Edit::Action(key, ActionEdit::SetDescription(description)),
        Item::Structure(key) => Edit::Structure(key, StructureEdit::SetDescription(description)),
        Item::Entity(key) => Edit::Entity(key, EntityEdit::SetDescription(description)),
        Item::Resource(key) => Edit::Resource(key, ResourceEdit::SetDescription(description)),
        _ => Edit::SetDescription(description),
    })
}

/// Another default value of a row.
pub(super) fn default(item: Item, default: &Expression) -> Option<Edit> {
    of_row(
        item,
        || Some(ParameterEdit::SetDefault(default.clone())),
        || StructureAttributeEdit::SetDefault(default.clone()),
        || EntityAttributeEdit::SetDefault(default.clone()),
    )
}

/// Another length of an attribute.
pub(super) fn length(item: Item, length: &Expression) -> Option<Edit> {
    of_row(
        item,
        || None,
        || StructureAttributeEdit::SetLength(length.clone()),
        || EntityAttributeEdit::SetLength(length.clone()),
    )
}

/// Other decimals of an attribute.
pub(super) fn decimals(item: Item, decimals: &Expression) -> Option<Edit> {
    of_row(
        item,
        || None,
        || StructureAttributeEdit::SetDecimals(decimals.clone()),
        || EntityAttributeEdit::SetDecimals(decimals.clone()),
    )
}

/// The default value of a row.
pub(super) fn default_of(extension: &Extension, item: Item) -> Option<&Expression> {
    Some(match item {
        Item::Parameter { action, parameter } => &extension.actions.get(action)?.parameters.get(parameter)?.default,
        Item::StructureAttribute { structure, attribute } => {
            &extension.structures.get(structure)?.attributes.get(attribute)?.default
        }
        Item::EntityAttribute { entity, attribute } => {
            &extension.entities.get(entity)?.attributes.get(attribute)?.default
        }
        _ => return None,
    })
}
