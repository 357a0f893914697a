use super::{field, sized, yes_no};
use crate::{Break, Change, Field, Part};
use extension::{DefaultValueBehavior, Entity, EntityAttribute, Extension, Key, Property};

impl Part for Entity {
    const FIELDS: &'static [Field<Self>] = &[
        field!(Name, name, |_, it| it.name.to_string()),
        field!(Description, description, |_, it| it.description.as_str().to_owned()),
        field!(PhysicalTable, physical_table, |_, it| it.physical_table.to_string()),
        field!(LogicalDatabase, logical_database, |_, it| it.logical_database.to_string()),
        field!(Identifier, identifier, |_, it| identifier(it)),
        field!(DefaultValueBehavior, default_value_behavior, |_, it| behavior(it).to_owned()),
        field!(ImportDetails, import_details, |_, it| it.import_details.to_string()),
    ];

    fn identity(&self) -> Key {
        self.key
    }

    fn label(&self) -> String {
        self.name.to_string()
    }

    fn summary(&self, extension: &Extension) -> String {
        let shown = |attribute: &std::sync::Arc<EntityAttribute>| {
            format!("{} {}", attribute.name, extension.type_label(&attribute.data_type))
        };
        let attributes = self.attributes.iter().map(shown).collect::<Vec<_>>().join(", ");
        format!("on {}: {attributes}", self.physical_table)
    }

    fn refine(before: &Self, _: &Self, change: &mut Change) {
        if change.property() == Some(Property::Identifier) && before.identifier.is_some() {
            change.breaks = Some(Break::Type);
        }
    }
}

fn identifier(entity: &Entity) -> String {
    let name = |key: Key| entity.attributes.get(key).map_or_else(|| key.to_string(), |it| it.name.to_string());
    entity.identifier.map(name).unwrap_or_default()
}

fn behavior(entity: &Entity) -> &'static str {
    match entity.default_value_behavior {
        DefaultValueBehavior::NoConversion => "Stored as it is",
        DefaultValueBehavior::ConvertToNull => "Stored as NULL",
    }
}

impl Part for EntityAttribute {
    const FIELDS: &'static [Field<Self>] = &[
        field!(Name, name, |_, it| it.name.to_string()),
        field!(Description, description, |_, it| it.description.as_str().to_owned()),
        field!(OriginalName, original_name, |_, it| it.original_name.to_string()),
        field!(OriginalType, original_type, |_, it| it.original_type.to_string()),
        field!(Mandatory, is_mandatory, |_, it| yes_no(it.is_mandatory)),
        field!(AutoNumber, is_auto_number, |_, it| yes_no(it.is_auto_number)),
        field!(DataType, data_type, |extension, it| extension.type_label(&it.data_type)),
        field!(DefaultValue, default, |_, it| it.default.to_string()),
        field!(Length, length, |_, it| it.length.to_string()),
        field!(Decimals, decimals, |_, it| it.decimals.to_string()),
        field!(Ignore, is_ignored, |_, it| yes_no(it.is_ignored)),
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

    fn refine(before: &Self, after: &Self, change: &mut Change) {
        if change.property() == Some(Property::Ignore) && after.is_ignored && !before.is_ignored {
            change.breaks = Some(Break::Removed);
        }
    }
}
