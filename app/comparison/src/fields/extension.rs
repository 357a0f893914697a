use std::sync::Arc;

use super::{field, yes_no};
use crate::{Field, Part};
use extension::{Extension, Key, Property, Provenance};

/// A property of the head, which the versions share.
macro_rules! head {
    ($property:ident, $place:ident, $text:expr) => {
        Field {
            property: Property::$property,
            is_same: |one, other| one.provenance.$place == other.provenance.$place,
            text: |_, it| {
                let text: fn(&Provenance) -> String = $text;
                text(&it.provenance)
            },
            take: |to, from| Arc::make_mut(&mut to.provenance).$place = from.provenance.$place.clone(),
        }
    };
}

impl Part for Extension {
    const FIELDS: &'static [Field<Self>] = &[
        field!(Name, name, |_, it| it.name.to_string()),
        field!(Key, key, |_, it| it.key.to_string()),
        head!(CodeKey, code_key, |head| head.code_key.to_string()),
        field!(Description, description, |_, it| it.description.as_str().to_owned()),
        field!(Dbms, dbms, |_, it| it.dbms.label().to_owned()),
        head!(ApplicationServer, application_server_type, |head| head.application_server_type.to_string()),
        head!(System, is_system, |head| yes_no(head.is_system)),
        head!(Product, product, product),
        head!(OpenSourceProduct, is_open_source_product, |head| yes_no(head.is_open_source_product)),
        head!(SchemaVersion, last_upgrade_version, |head| head.last_upgrade_version.to_string()),
        head!(DirectUpgradeFrom, direct_upgrade_from, |head| head.direct_upgrade_from.to_string()),
        head!(Generation, generation, |head| head.generation.to_string()),
        head!(LastModified, last_modified_utc, |head| format!("{} UTC", head.last_modified_utc)),
        head!(Hash, hash, |head| head.hash.to_string()),
        head!(Valid, is_valid, |head| yes_no(head.is_valid)),
        head!(SavedByVersion, version, |head| head.version.to_string()),
        head!(ActivationCode, activation_code, |head| head.activation_code.to_string()),
    ];

    fn identity(&self) -> Key {
        self.key
    }

    fn label(&self) -> String {
        self.name.to_string()
    }

    fn is_later(one: &Self, other: &Self) -> bool {
        one.provenance.last_modified_utc > other.provenance.last_modified_utc
    }

    fn summary(&self, _: &Extension) -> String {
        let count = |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
        [
            count(self.resources.len(), "resource", "resources"),
            count(self.actions.len(), "action", "actions"),
            count(self.structures.len(), "structure", "structures"),
            count(self.entities.len(), "entity", "entities"),
        ]
        .join(", ")
    }
}

/// Name and key of the product; that there is neither is another thing than that both are empty.
fn product(head: &Provenance) -> String {
    match &head.product {
        None => String::new(),
        Some((key, name)) if key.is_empty() && name.is_empty() => "(empty)".to_owned(),
        Some((key, name)) => format!("{name} ({key})"),
    }
}
