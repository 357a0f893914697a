use crate::{
    ActionEdit, Description, Edit, EntityAttributeEdit, EntityEdit, Expression, FileName, Item, Name, ParameterEdit,
    Property, Refusal, ResourceEdit, StructureAttributeEdit, StructureEdit,
};

/// The edit that gives a property of texts this one.
///
/// # Errors
/// The text breaks a rule of the property, or the item has no such property.
pub fn set_text(item: Item, property: Property, text: &str) -> Result<Edit, Refusal> {
    match item {
        Item::Extension => of_extension(property, text),
        Item::Action(key) => {
            let edit = match property {
                Property::Name => ActionEdit::Rename(Name::new(text)?),
                Property::Description => ActionEdit::SetDescription(Description::new(text)?),
                _ => return none(item, property),
            };
            Ok(Edit::Action(key, edit))
        }
        Item::Structure(key) => {
            let edit = match property {
                Property::Name => StructureEdit::Rename(Name::new(text)?),
                Property::Description => StructureEdit::SetDescription(Description::new(text)?),
                _ => return none(item, property),
            };
            Ok(Edit::Structure(key, edit))
        }
        Item::Entity(key) => {
            let edit = match property {
                Property::Name => EntityEdit::Rename(Name::new(text)?),
                Property::Description => EntityEdit::SetDescription(Description::new(text)?),
                Property::PhysicalTable => EntityEdit::SetPhysicalTable(text.into()),
                Property::LogicalDatabase => EntityEdit::SetLogicalDatabase(text.into()),
                _ => return none(item, property),
            };
            Ok(Edit::Entity(key, edit))
        }
        Item::Resource(key) => {
            let edit = match property {
                Property::Name => ResourceEdit::Rename(FileName::new(text)?),
                Property::Description => ResourceEdit::SetDescription(Description::new(text)?),
                _ => return none(item, property),
            };
            Ok(Edit::Resource(key, edit))
        }
        row => of_row(row, property, text),
    }
}

fn of_extension(property: Property, text: &str) -> Result<Edit, Refusal> {
    match property {
        Property::Name => Ok(Edit::RenameExtension(Name::new(text)?)),
        Property::Description => Ok(Edit::SetDescription(Description::new(text)?)),
        _ => none(Item::Extension, property),
    }
}

fn of_row(item: Item, property: Property, text: &str) -> Result<Edit, Refusal> {
    match item {
        Item::Parameter { action, parameter } => {
            let edit = match property {
                Property::Name => ParameterEdit::Rename(Name::new(text)?),
                Property::DefaultValue => ParameterEdit::SetDefault(Expression::new(text)),
                Property::Description => ParameterEdit::SetDescription(Description::new(text)?),
                _ => return none(item, property),
            };
            Ok(Edit::Action(action, ActionEdit::Parameter(parameter, edit)))
        }
        Item::StructureAttribute { structure, attribute } => {
            let edit = match property {
                Property::Name => StructureAttributeEdit::Rename(Name::new(text)?),
                Property::DefaultValue => StructureAttributeEdit::SetDefault(Expression::new(text)),
                Property::Length => StructureAttributeEdit::SetLength(Expression::new(text)),
                Property::Decimals => StructureAttributeEdit::SetDecimals(Expression::new(text)),
                Property::Description => StructureAttributeEdit::SetDescription(Description::new(text)?),
                _ => return none(item, property),
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
                Property::Description => EntityAttributeEdit::SetDescription(Description::new(text)?),
                _ => return none(item, property),
            };
            Ok(Edit::Entity(entity, EntityEdit::Attribute(attribute, edit)))
        }
        other => none(other, property),
    }
}

fn none<T>(item: Item, property: Property) -> Result<T, Refusal> {
    Err(Refusal::NoProperty { kind: item.kind(), property })
}

/// The edit that turns a property on or off; `None` where the item has no such property.
pub fn set_on(item: Item, property: Property, is_on: bool) -> Option<Edit> {
    Some(match (item, property) {
        (Item::Action(key), Property::Function) => Edit::Action(key, ActionEdit::SetFunction(is_on)),
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
