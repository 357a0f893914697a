//! The properties of each kind of element.

mod action;
mod entity;
mod extension;
mod resource;
mod structure;
mod technology;

use ::extension::{BasicType, Extension, Key};

macro_rules! field {
    ($property:ident, $($place:ident).+, $text:expr) => {
        crate::Field {
            property: extension::Property::$property,
            is_same: |one, other| one.$($place).+ == other.$($place).+,
            text: $text,
            take: |to, from| to.$($place).+ = from.$($place).+.clone(),
        }
    };
}
use field;

fn yes_no(is_so: bool) -> String {
    if is_so { "Yes" } else { "No" }.to_owned()
}

/// The path of an icon, or its key where no resource has it.
fn icon(extension: &Extension, icon: Option<Key>) -> String {
    let path = |key: Key| extension.resource(key).map_or_else(|| key.to_string(), |resource| resource.path());
    icon.map(path).unwrap_or_default()
}

/// A type and what belongs to it in one line: `Text (50)`, `Decimal (10, 2)`.
fn sized(label: String, basic: Option<BasicType>, length: &str, decimals: &str) -> String {
    match (basic, length, decimals) {
        (None, ..) | (_, "", "") => label,
        (_, length, "") => format!("{label} ({length})"),
        (_, length, decimals) => format!("{label} ({length}, {decimals})"),
    }
}
