use std::sync::Arc;

use crate::{BasicType, DataType, Description, Elements, Expression, Key, Name, Origin};

/// A table or view outside the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its identity.
    pub key: Key,
    /// Its name; in C# `EN<Name>EntityRecord`.
    pub name: Name,
    /// What it holds.
    pub description: Description,
    /// The report of the import that made it; empty for others.
    pub import_details: Arc<str>,
    /// The table's name in the database, qualified or not.
    pub physical_table: Arc<str>,
    /// The name that an environment maps to one of its connections; empty when not imported through one.
    pub logical_database: Arc<str>,
    /// The attribute that is the primary key.
    pub identifier: Option<Key>,
    /// What happens to attributes that hold their default.
    pub default_value_behavior: DefaultValueBehavior,
    /// Its attributes in order.
    pub attributes: Elements<EntityAttribute>,
    /// How it stood in its file.
    pub origin: Origin,
}

/// What happens to an attribute that holds its default value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DefaultValueBehavior {
    /// The default is stored as it is.
    #[default]
    NoConversion,
    /// The default is stored as NULL, and NULL is read as the default.
    ConvertToNull,
}

impl DefaultValueBehavior {
    /// Both, in the order in which the studio offers them.
    pub const ALL: [Self; 2] = [Self::NoConversion, Self::ConvertToNull];

    /// The name that the platform's tools show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NoConversion => "No conversion to/from Database",
            Self::ConvertToNull => "Convert to/from Null value in Database",
        }
    }
}

/// An attribute of an entity: a column.
// The four switches are independent properties of the platform's model, not states.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityAttribute {
    /// Its identity.
    pub key: Key,
    /// Its name; in C# `ss<Name>`.
    pub name: Name,
    /// What it means.
    pub description: Description,
    /// The column's name where it is not the attribute's.
    pub original_name: Arc<str>,
    /// The column's type as the database calls it.
    pub original_type: Arc<str>,
    /// Whether a value must be given.
    pub is_mandatory: bool,
    /// Whether the database makes the value.
    pub is_auto_number: bool,
    /// Its type: a basic one or an identifier of an entity.
    pub data_type: DataType,
    /// The value when none is given.
    pub default: Expression,
    /// Characters of a Text, all digits of a Decimal; empty is the type's own length.
    pub length: Expression,
    /// Digits after the point; only for Decimal.
    pub decimals: Expression,
    /// Whether it is left out at run time, in verification and in the code.
    pub is_ignored: bool,
    /// How it stood in its file.
    pub origin: Origin,
}

impl Entity {
    /// A new entity without attributes, on the table of the same name.
    pub fn new(key: Key, name: Name) -> Self {
        let physical_table = name.as_str().into();
        Self {
            key,
            name,
            description: Description::default(),
            import_details: "".into(),
            physical_table,
            logical_database: "".into(),
            identifier: None,
            default_value_behavior: DefaultValueBehavior::default(),
            attributes: Elements::default(),
            origin: Origin::default(),
        }
    }
}

impl EntityAttribute {
    /// A new attribute: a mandatory Text.
    pub fn new(key: Key, name: Name) -> Self {
        Self {
            key,
            name,
            description: Description::default(),
            original_name: "".into(),
            original_type: "".into(),
            is_mandatory: true,
            is_auto_number: false,
            data_type: BasicType::Text.into(),
            default: Expression::default(),
            length: Expression::default(),
            decimals: Expression::default(),
            is_ignored: false,
            origin: Origin::default(),
        }
    }
}
