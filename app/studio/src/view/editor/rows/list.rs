use std::sync::Arc;

use extension::{
    BasicType, DataType, Direction, Element, Elements, EntityAttribute, Extension, Item, Key, Name, Parameter,
    Property, StructureAttribute,
};
use workbench::New;

/// A list of rows that an editor shows: whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    /// The parameters of an action.
    Parameters(Key),
    /// The attributes of a structure.
    StructureAttributes(Key),
    /// The attributes of an entity.
    EntityAttributes(Key),
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Row {
    /// A parameter.
    Parameter(Arc<Parameter>),
    /// An attribute of a structure.
    StructureAttribute(Arc<StructureAttribute>),
    /// An attribute of an entity.
    EntityAttribute(Arc<EntityAttribute>),
}

impl List {
    /// The element that has the rows.
    pub(super) const fn owner(self) -> Item {
        match self {
            Self::Parameters(key) => Item::Action(key),
            Self::StructureAttributes(key) => Item::Structure(key),
            Self::EntityAttributes(key) => Item::Entity(key),
        }
    }

    /// What the rows are called, and one of them.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Parameters(_) => ("Parameters", "parameter"),
            Self::StructureAttributes(_) | Self::EntityAttributes(_) => ("Attributes", "attribute"),
        }
    }

    /// The property that is the list as a whole.
    pub(super) const fn property(self) -> Property {
        match self {
            Self::Parameters(_) => Property::Parameters,
            Self::StructureAttributes(_) | Self::EntityAttributes(_) => Property::Attributes,
        }
    }

    /// The columns with their widths, as tracks of a CSS grid.
    pub(super) const fn columns(self) -> &'static [(Property, &'static str)] {
        use Property as P;
        match self {
            Self::Parameters(_) => &[
                (P::Direction, "34px"),
                (P::Name, "minmax(150px, 2fr)"),
                (P::DataType, "minmax(124px, 1.2fr)"),
                (P::RecordType, "minmax(124px, 1.2fr)"),
                (P::Mandatory, "80px"),
                (P::DefaultValue, "minmax(112px, 1.2fr)"),
                (P::Description, "minmax(150px, 3fr)"),
            ],
            Self::StructureAttributes(_) => &[
                (P::Name, "minmax(150px, 2fr)"),
                (P::Mandatory, "80px"),
                (P::DataType, "minmax(124px, 1.2fr)"),
                (P::RecordType, "minmax(124px, 1.2fr)"),
                (P::Length, "68px"),
                (P::Decimals, "74px"),
                (P::DefaultValue, "minmax(112px, 1.2fr)"),
                (P::Description, "minmax(150px, 3fr)"),
            ],
            Self::EntityAttributes(_) => &[
                (P::Name, "minmax(150px, 2fr)"),
                (P::OriginalName, "minmax(124px, 1.4fr)"),
                (P::OriginalType, "minmax(112px, 1fr)"),
                (P::Mandatory, "80px"),
                (P::AutoNumber, "96px"),
                (P::DataType, "minmax(124px, 1.2fr)"),
                (P::Length, "68px"),
                (P::Decimals, "74px"),
                (P::DefaultValue, "minmax(112px, 1.2fr)"),
                (P::Ignore, "58px"),
                (P::Description, "minmax(150px, 2fr)"),
            ],
        }
    }

    /// The rows in order.
    pub(super) fn items(self, extension: &Extension) -> Vec<Item> {
        fn all<T: Element>(elements: &Elements<T>, item: impl Fn(Key) -> Item) -> Vec<Item> {
            elements.iter().map(|element| item(element.key())).collect()
        }
        let items = match self {
            Self::Parameters(action) => extension
                .actions
                .get(action)
                .map(|it| all(&it.parameters, |parameter| Item::Parameter { action, parameter })),
            Self::StructureAttributes(structure) => extension
                .structures
                .get(structure)
                .map(|it| all(&it.attributes, |attribute| Item::StructureAttribute { structure, attribute })),
            Self::EntityAttributes(entity) => extension
                .entities
                .get(entity)
                .map(|it| all(&it.attributes, |attribute| Item::EntityAttribute { entity, attribute })),
        };
        items.unwrap_or_default()
    }

    /// One more row at the end.
    pub(super) fn new_row(self, direction: Direction, name: Option<Name>) -> New {
        match self {
            Self::Parameters(action) => New::Parameter { action, direction, name },
            Self::StructureAttributes(structure) => New::StructureAttribute { structure, name },
            Self::EntityAttributes(entity) => New::EntityAttribute { entity, name },
        }
    }
}

impl Row {
    /// The row that the item is.
    pub(super) fn of(extension: &Extension, item: Item) -> Option<Self> {
        Some(match item {
            Item::Parameter { action, parameter } => {
                Self::Parameter(extension.actions.get(action)?.parameters.get(parameter)?.clone())
            }
            Item::StructureAttribute { structure, attribute } => {
                Self::StructureAttribute(extension.structures.get(structure)?.attributes.get(attribute)?.clone())
            }
            Item::EntityAttribute { entity, attribute } => {
                Self::EntityAttribute(extension.entities.get(entity)?.attributes.get(attribute)?.clone())
            }
            _ => return None,
        })
    }

    /// Its type.
    pub(super) fn data_type(&self) -> &DataType {
        match self {
            Self::Parameter(it) => &it.data_type,
            Self::StructureAttribute(it) => &it.data_type,
            Self::EntityAttribute(it) => &it.data_type,
        }
    }

    /// Whether the value goes into the action; attributes have no direction.
    pub(super) fn is_input(&self) -> bool {
        match self {
            Self::Parameter(it) => it.is_input(),
            Self::StructureAttribute(_) | Self::EntityAttribute(_) => true,
        }
    }

    /// The text of a property.
    pub(super) fn text(&self, property: Property) -> String {
        match (self, property) {
            (Self::Parameter(it), Property::Name) => it.name.as_str(),
            (Self::Parameter(it), Property::DefaultValue) => it.default.as_str(),
            (Self::Parameter(it), Property::Description) => it.description.as_str(),
            (Self::StructureAttribute(it), Property::Name) => it.name.as_str(),
            (Self::StructureAttribute(it), Property::DefaultValue) => it.default.as_str(),
            (Self::StructureAttribute(it), Property::Length) => it.length.as_str(),
            (Self::StructureAttribute(it), Property::Decimals) => it.decimals.as_str(),
            (Self::StructureAttribute(it), Property::Description) => it.description.as_str(),
            (Self::EntityAttribute(it), Property::Name) => it.name.as_str(),
            (Self::EntityAttribute(it), Property::OriginalName) => &it.original_name,
            (Self::EntityAttribute(it), Property::OriginalType) => &it.original_type,
            (Self::EntityAttribute(it), Property::DefaultValue) => it.default.as_str(),
            (Self::EntityAttribute(it), Property::Length) => it.length.as_str(),
            (Self::EntityAttribute(it), Property::Decimals) => it.decimals.as_str(),
            (Self::EntityAttribute(it), Property::Description) => it.description.as_str(),
            _ => "",
        }
        .to_owned()
    }

    /// Whether a property that can be on or off is on.
    pub(super) fn is_on(&self, property: Property) -> bool {
        match (self, property) {
            (Self::Parameter(it), Property::Mandatory) => it.is_mandatory(),
            (Self::StructureAttribute(it), Property::Mandatory) => it.is_mandatory,
            (Self::EntityAttribute(it), Property::Mandatory) => it.is_mandatory,
            (Self::EntityAttribute(it), Property::AutoNumber) => it.is_auto_number,
            (Self::EntityAttribute(it), Property::Ignore) => it.is_ignored,
            _ => false,
        }
    }

    /// Whether its type has the property, or it is set all the same: then it can be cleared.
    pub(super) fn takes(&self, property: Property) -> bool {
        let basic = self.data_type().basic();
        match property {
            Property::Length => matches!(basic, Some(BasicType::Text | BasicType::Decimal)),
            Property::Decimals => basic == Some(BasicType::Decimal),
            Property::DefaultValue => {
                basic.is_some_and(|basic| basic != BasicType::BinaryData) || !self.text(property).is_empty()
            }
            _ => true,
        }
    }
}
