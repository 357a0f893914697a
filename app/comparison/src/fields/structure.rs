use super::{field, sized, yes_no};
use crate::{Field, Part};
use extension::{Extension, Key, Structure, StructureAttribute};

impl Part for Structure {
    const FIELDS: &'static [Field<Self>] = &[
        field!(Name, name, |_, it| it.name.to_string()),
        field!(Description, description, |_, it| it.description.as_str().to_owned()),
        field!(ImportDetails, import_details, |_, it| it.import_details.to_string()),
    ];

    fn identity(&self) -> Key {
        self.key
    }

    fn label(&self) -> String {
        self.name.to_string()
    }

    fn summary(&self, extension: &Extension) -> String {
        let shown = |attribute: &std::sync::Arc<StructureAttribute>| {
            format!("{} {}", attribute.name, extension.type_label(&attribute.data_type))
        };
        self.attributes.iter().map(shown).collect::<Vec<_>>().join(", ")
    }
}

impl Part for StructureAttribute {
    const FIELDS: &'static [Field<Self>] = &[
        field!(Name, name, |_, it| it.name.to_string()),
        field!(Description, description, |_, it| it.description.as_str().to_owned()),
        field!(Mandatory, is_mandatory, |_, it| yes_no(it.is_mandatory)),
        field!(DataType, data_type, |extension, it| extension.type_label(&it.data_type)),
        field!(DefaultValue, default, |_, it| it.default.to_string()),
        field!(Length, length, |_, it| it.length.to_string()),
        field!(Decimals, decimals, |_, it| it.decimals.to_string()),
    ];

    fn identity(&self) -> Key {
        self.key
    }

    fn label(&self) -> String {
        self.name.to_string()
    }

    fn summary(&self, extension: &Extension) -> String {
        let label = extension.type_label(&self.data_type);
        sized(label, self.data_type.basic(), self.length.as_str(), self.decimals.as_str())
    }
}
