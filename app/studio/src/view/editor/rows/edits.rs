//! The edits that a cell of a row stands for.

use extension::{
    ActionEdit, Description, Edit, EntityAttributeEdit, EntityEdit, Expression, Item, Name, ParameterEdit, Property,
    Refusal, StructureAttributeEdit, StructureEdit,
};

/// The edit that gives a row's property this text.
pub(super) fn set_text(item: Item, property: Property, text: &str) -> Result<Edit, Refusal> {
    match item {
        Item::Parameter { action, parameter } => {
            let edit = match property {
                Property::Name => ParameterEdit::Rename(Name::new(text)?),
                Property::DefaultValue => ParameterEdit::SetDefault(Expression::new(text)),
                _ => ParameterEdit::SetDescription(Description::new(text)?),
            };
            Ok(Edit::Action(action, ActionEdit::Parameter(parameter, edit)))
        }
        Item::StructureAttribute { structure, attribute } => {
            let edit = match property {
                Property::Name => StructureAttributeEdit::Rename(Name::new(text)?),
                Property::DefaultValue => StructureAttributeEdit::SetDefault(Expression::new(text)),
                Property::Length => StructureAttributeEdit::SetLength(Expression::new(text)),
                Property::Decimals => StructureAttributeEdit::SetDecimals(Expression::new(text)),
                _ => StructureAttributeEdit::SetDescription(Description::new(text)?),
            };
            Ok(Edit::Structure(structure, StructureEdit::Attribute(attribute, edit)))
        }
        Item::EntityAttribute { entity, attribute } => {
            let edit = match property {
                Property::Name => EntityAttributeEdit::Rename(Name::of_entity_attribute(text)?),
                Property::OriginalName => EntityAttributeEdit::SetOriginalName(text.into()),
                Property::OriginalType => EntityAttributeEdit::SetOriginalType(text.into()),
                Property::DefaultValue => EntityAttributeEdit::SetDefault(Expression::new(text)),
                Property::Length => EntityAttributeEdit::SetLength(Expression::new(text)),
                Property::Decimals => EntityAttributeEdit::SetDecimals(Expression::new(text)),
                _ => EntityAttributeEdit::SetDescription(Description::new(text)?),
            };
            Ok(Edit::Entity(entity, EntityEdit::Attribute(attribute, edit)))
        }
        other => Err(Refusal::Missing(other.kind())),
    }
}

/// The edit that turns a row's property on or off; `None` where it has no such property.
pub(super) fn set_on(item: Item, property: Property, is_on: bool) -> Option<Edit> {
    Some(match (item, property) {
        (Item::Parameter { action, parameter }, Property::Mandatory) => {
            Edit::Action(action, ActionEdit::Parameter(parameter, ParameterEdit::SetMandatory(is_on)))
        }
        (Item::StructureAttribute { structure, attribute }, Property::Mandatory) => {
            Edit::Structure(structure, StructureEdit::Attribute(attribute, StructureAttributeEdit::SetMandatory(is_on)))
        }
        (Item::EntityAttribute { entity, attribute }, _) => {
            let edit = match property {
                Property::Mandatory => EntityAttributeEdit::SetMandatory(is_on),
                Property::AutoNumber => EntityAttributeEdit::SetAutoNumber(is_on),
                Property::Ignore => EntityAttributeEdit::SetIgnored(is_on),
                _ => return None,
            };
            Edit::Entity(entity, EntityEdit::Attribute(attribute, edit))
        }
        _ => return None,
    })
}
