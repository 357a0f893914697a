//! A parameter or an attribute while it is neither: what all kinds of rows have in common.

use std::sync::Arc;

use extension::{
    DataType, Description, Direction, EntityAttribute, Expression, Key, Name, Parameter, Property, StructureAttribute,
};

/// A row with all properties that any kind of row has.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools)] // Independent properties, as in the model.
pub(super) struct Row {
    pub(super) name: Arc<str>,
    pub(super) description: Description,
    pub(super) data_type: DataType,
    pub(super) is_output: bool,
    pub(super) is_mandatory: bool,
    pub(super) default: Expression,
    pub(super) length: Expression,
    pub(super) decimals: Expression,
    pub(super) original_name: Arc<str>,
    pub(super) original_type: Arc<str>,
    pub(super) is_auto_number: bool,
    pub(super) is_ignored: bool,
}

impl Row {
    /// A new row as typing a name makes one.
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            description: Description::default(),
            data_type: extension::DEFAULT_PARAMETER_TYPE,
            is_output: false,
            is_mandatory: true,
            default: Expression::default(),
            length: Expression::default(),
            decimals: Expression::default(),
            original_name: "".into(),
            original_type: "".into(),
            is_auto_number: false,
            is_ignored: false,
        }
    }

    pub(super) fn of_parameter(parameter: &Parameter) -> Self {
        Self {
            description: parameter.description.clone(),
            data_type: parameter.data_type.clone(),
            is_output: !parameter.is_input(),
            is_mandatory: parameter.is_mandatory(),
            default: parameter.default.clone(),
            ..Self::new(parameter.name.as_str())
        }
    }

    pub(super) fn of_structure_attribute(attribute: &StructureAttribute) -> Self {
        Self {
            description: attribute.description.clone(),
            data_type: attribute.data_type.clone(),
            is_mandatory: attribute.is_mandatory,
            default: attribute.default.clone(),
            length: attribute.length.clone(),
            decimals: attribute.decimals.clone(),
            ..Self::new(attribute.name.as_str())
        }
    }

    pub(super) fn of_entity_attribute(attribute: &EntityAttribute) -> Self {
        Self {
            name: attribute.name.as_str().into(),
            description: attribute.description.clone(),
            data_type: attribute.data_type.clone(),
            is_output: false,
            is_mandatory: attribute.is_mandatory,
            default: attribute.default.clone(),
            length: attribute.length.clone(),
            decimals: attribute.decimals.clone(),
            original_name: Arc::clone(&attribute.original_name),
            original_type: Arc::clone(&attribute.original_type),
            is_auto_number: attribute.is_auto_number,
            is_ignored: attribute.is_ignored,
        }
    }

    pub(super) fn to_parameter(&self, key: Key, name: Name) -> Parameter {
        let direction =
            if self.is_output { Direction::Output } else { Direction::Input { mandatory: self.is_mandatory } };
        Parameter {
            description: self.description.clone(),
            data_type: self.data_type.clone(),
            default: self.default.clone(),
            ..Parameter::new(key, name, direction)
        }
    }

    pub(super) fn to_structure_attribute(&self, key: Key, name: Name) -> StructureAttribute {
        StructureAttribute {
            description: self.description.clone(),
            is_mandatory: self.is_mandatory_attribute(),
            data_type: self.data_type.clone(),
            default: self.default.clone(),
            decimals: self.decimals.clone(),
            length: self.length.clone(),
            ..StructureAttribute::new(key, name)
        }
    }

    pub(super) fn to_entity_attribute(&self, key: Key, name: Name) -> EntityAttribute {
        EntityAttribute {
            description: self.description.clone(),
            original_name: Arc::clone(&self.original_name),
            original_type: Arc::clone(&self.original_type),
            is_mandatory: self.is_mandatory_attribute(),
            is_auto_number: self.is_auto_number,
            data_type: self.data_type.clone(),
            default: self.default.clone(),
            length: self.length.clone(),
            decimals: self.decimals.clone(),
            is_ignored: self.is_ignored,
            ..EntityAttribute::new(key, name)
        }
    }

    /// The properties of the row that a parameter does not have.
    pub(super) fn beyond_parameter(&self) -> Vec<Property> {
        let mut beyond = self.beyond_structure_attribute();
        beyond.retain(|property| *property != Property::Direction);
        beyond.extend((!self.length.is_empty()).then_some(Property::Length));
        beyond.extend((!self.decimals.is_empty()).then_some(Property::Decimals));
        beyond
    }

    /// The properties of the row that an attribute of a structure does not have.
    pub(super) fn beyond_structure_attribute(&self) -> Vec<Property> {
        let mut beyond = self.beyond_entity_attribute();
        beyond.extend((!self.original_name.is_empty()).then_some(Property::OriginalName));
        beyond.extend((!self.original_type.is_empty()).then_some(Property::OriginalType));
        beyond.extend(self.is_auto_number.then_some(Property::AutoNumber));
        beyond.extend(self.is_ignored.then_some(Property::Ignore));
        beyond
    }

    /// The properties of the row that an attribute of an entity does not have.
    pub(super) fn beyond_entity_attribute(&self) -> Vec<Property> {
        self.is_output.then_some(Property::Direction).into_iter().collect()
    }

    /// An output is neither mandatory nor optional; as an attribute it is what new ones are.
    fn is_mandatory_attribute(&self) -> bool {
        self.is_mandatory || self.is_output
    }
}
