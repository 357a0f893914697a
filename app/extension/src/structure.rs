use std::sync::Arc;

use crate::{DataType, Description, Elements, Expression, Key, Name, Origin};

/// A compound data type for the parameters of actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    /// Its identity.
    pub key: Key,
    /// Its name; in C# `ST<Name>Structure`.
    pub name: Name,
    /// What it means.
    pub description: Description,
    /// The report of the import that made it; empty for others.
    pub import_details: Arc<str>,
    /// Its attributes in order.
    pub attributes: Elements<StructureAttribute>,
    /// How it stood in its file.
    pub origin: Origin,
}

/// An attribute of a structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructureAttribute {
    /// Its identity.
    pub key: Key,
    /// Its name; in C# `ss<Name>`.
    pub name: Name,
    /// What it means.
    pub description: Description,
    /// Whether a value must be given.
    pub is_mandatory: bool,
    /// Its type; never the structure itself, at any depth.
    pub data_type: DataType,
    /// The value when none is given.
    pub default: Expression,
    /// Digits after the point; only for Decimal.
    pub decimals: Expression,
    /// Characters of a Text, all digits of a Decimal; empty is the type's own length.
    pub length: Expression,
    /// How it stood in its file.
    pub origin: Origin,
}

impl Structure {
    /// A new structure without attributes.
    pub fn new(key: Key, name: Name) -> Self {
        Self {
            key,
            name,
            description: Description::default(),
            import_details: "".into(),
            attributes: Elements::default(),
            origin: Origin::default(),
        }
    }
}

impl StructureAttribute {
    /// A new attribute: a mandatory Text.
    pub fn new(key: Key, name: Name) -> Self {
        Self {
            key,
            name,
            description: Description::default(),
            is_mandatory: true,
            data_type: crate::DEFAULT_PARAMETER_TYPE,
            default: Expression::default(),
            decimals: Expression::default(),
            length: Expression::default(),
            origin: Origin::default(),
        }
    }
}
