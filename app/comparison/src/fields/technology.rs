use super::field;
use crate::{Field, Part};
use extension::{Extension, Key, Property, Technology};

/// The lists of elements are not properties: they are parts.
impl Part for Technology {
    const FIELDS: &'static [Field<Self>] = &[
        field!(Name, name, |_, it| it.name.to_string()),
        field!(Description, description, |_, it| it.description.to_string()),
        Field {
            property: Property::Technology,
            is_same: |one, other| one.plugin == other.plugin && one.plugin_version == other.plugin_version,
            text: |_, it| format!("{} {}", it.plugin, it.plugin_version),
            take: |to, from| {
                to.plugin = from.plugin.clone();
                to.plugin_version = from.plugin_version.clone();
            },
        },
    ];

    fn identity(&self) -> Key {
        self.key
    }

    fn label(&self) -> String {
        self.name.to_string()
    }

    fn summary(&self, _: &Extension) -> String {
        format!("{} {} ({})", self.name, self.plugin, self.plugin_version)
    }
}
