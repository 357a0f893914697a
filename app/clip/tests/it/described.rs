//! An extension as lines of text without keys: equal where the elements are.

use extension::{Extension, Item};

/// A line for each element and each row, with all properties.
pub(crate) fn described(extension: &Extension) -> String {
    let mut lines = Vec::new();
    for it in extension.resources.iter() {
        lines.push(format!(
            "resource {} {:?} {:?} {:?} {:?} {:?}",
            it.path(),
            it.description,
            it.import_details,
            it.deploy_action,
            it.is_code_reference,
            it.content.base64()
        ));
    }
    for it in &extension.actions {
        let icon = it.icon.and_then(|icon| Item::Resource(icon).name(extension));
        let (member, body, java) = (&it.member, &it.body, &it.java_body);
        lines.push(format!("action {} {:?} {:?}", it.name, it.description, it.import_details));
        lines.push(format!("  {:?} {icon:?} {member:?} {body:?} {java:?}", it.is_function));
        for row in &it.parameters {
            let data_type = extension.type_label(&row.data_type);
            let (direction, default) = (row.direction, &row.default);
            lines.push(format!("  {} {:?} {direction:?} {data_type} {default:?}", row.name, row.description));
        }
    }
    for it in &extension.structures {
        lines.push(format!("structure {} {:?} {:?}", it.name, it.description, it.import_details));
        for row in &it.attributes {
            let data_type = extension.type_label(&row.data_type);
            let (default, length, decimals) = (&row.default, &row.length, &row.decimals);
            let (description, mandatory) = (&row.description, row.is_mandatory);
            lines.push(format!(
                "  {} {description:?} {mandatory} {data_type} {default:?} {length:?} {decimals:?}",
                row.name
            ));
        }
    }
    for it in &extension.entities {
        let identifier = it.identifier.and_then(|identifier| it.attributes.position(identifier));
        let (behavior, table) = (it.default_value_behavior, &it.physical_table);
        lines.push(format!("entity {} {:?} {:?}", it.name, it.description, it.import_details));
        lines.push(format!("  {table:?} {:?} {identifier:?} {behavior:?}", it.logical_database));
        for row in &it.attributes {
            let mut row = row.as_ref().clone();
            let data_type = extension.type_label(&row.data_type);
            (row.key, row.data_type) = (extension.key, extension::DataType::Object);
            lines.push(format!("  {data_type} {row:?}").replace(&extension.key.to_string(), ""));
        }
    }
    lines.join("\n")
}
