//! What the values of generated structs must be, for the program that runs them.

use std::fmt::Write as _;

use extension::{BasicType, DataType, Expression, Extension};

use super::matrix;
use super::surface::types::attributes;

/// One line for each attribute of structures and entities, columns between tabs: struct, its element, attribute,
/// kind (value, object, record or list), default, default of the type, reader, kind for the debugger, global key,
/// column of an entity, whether it is the identifier, table of the entity.
pub(crate) fn table(extension: &Extension) -> String {
    let mut text = String::new();
    for structure in &extension.structures {
        let name = format!("ST{}Structure", structure.name);
        for it in &structure.attributes {
            let values = values(extension, &it.data_type, &it.default);
            let key = format!("{}*{}", extension.key, it.key);
            let _ = writeln!(text, "{name}\t{}\t{}\t{values}\t{key}\t\tFalse\t", structure.name, it.name);
        }
    }
    for entity in &extension.entities {
        let name = format!("EN{}EntityRecord", entity.name);
        for it in attributes(entity) {
            let values = values(extension, &it.data_type, &it.default);
            let key = format!("{}*{}", extension.key, it.key);
            let column = if it.original_name.is_empty() { it.name.as_str() } else { &it.original_name };
            let is_identifier = if entity.identifier == Some(it.key) { "True" } else { "False" };
            let table = &entity.physical_table;
            let _ = writeln!(
                text,
                "{name}\t{}\t{}\t{values}\t{key}\t{column}\t{is_identifier}\t{table}",
                entity.name, it.name
            );
        }
    }
    text
}

/// The columns that follow from the type.
fn values(extension: &Extension, data_type: &DataType, default: &Expression) -> String {
    match data_type {
        DataType::Basic(basic) => {
            let type_default = type_default(*basic);
            let own = if default.is_empty() { type_default } else { own_default(*basic) };
            let label = basic_kind(*basic);
            format!("value\t{own}\t{type_default}\tRead{label}\t{label}")
        }
        DataType::EntityIdentifier(entity) => {
            let (suffix, default) = reference(extension, *entity);
            format!("value\t{default}\t{default}\tReadEntityReference{suffix}\tEntityReference{suffix}")
        }
        DataType::Object | DataType::Other { .. } => "object\tnull\tnull\t\t".to_owned(),
        DataType::Record(_) => "record\trecord\trecord\t\t".to_owned(),
        DataType::RecordList(_) => "list\tlist of 0\tlist of 0\t\t".to_owned(),
    }
}

fn reference(extension: &Extension, entity: extension::Key) -> (&'static str, &'static str) {
    let entity = extension.entities.get(entity).unwrap();
    match &entity.attributes.get(entity.identifier.unwrap()).unwrap().data_type {
        DataType::EntityIdentifier(next) => reference(extension, *next),
        DataType::Basic(BasicType::LongInteger) => ("LongInteger", "0"),
        DataType::Basic(BasicType::Text) => ("Text", ""),
        _ => ("", "0"),
    }
}

/// The name of a basic type in the names of readers and kinds.
fn basic_kind(basic: BasicType) -> &'static str {
    match basic {
        BasicType::Text | BasicType::Email | BasicType::PhoneNumber => "Text",
        BasicType::Integer => "Integer",
        BasicType::LongInteger => "LongInteger",
        BasicType::Decimal | BasicType::Currency => "Decimal",
        BasicType::Boolean => "Boolean",
        BasicType::DateTime => "DateTime",
        BasicType::Date => "Date",
        BasicType::Time => "Time",
        BasicType::BinaryData => "BinaryData",
    }
}

fn type_default(basic: BasicType) -> &'static str {
    match basic {
        BasicType::Text | BasicType::Email | BasicType::PhoneNumber | BasicType::BinaryData => "",
        BasicType::Integer | BasicType::LongInteger => "0",
        BasicType::Decimal | BasicType::Currency => "0.0",
        BasicType::Boolean => "False",
        BasicType::DateTime | BasicType::Date | BasicType::Time => "1900-01-01 00:00:00",
    }
}

/// The values of [`matrix::own_default`].
fn own_default(basic: BasicType) -> &'static str {
    match basic {
        BasicType::Text => "a \"quoted\" \\ text",
        BasicType::Email => "a@b.c",
        BasicType::PhoneNumber => "+351",
        BasicType::Boolean => "True",
        BasicType::DateTime => "2024-02-29 23:59:58",
        BasicType::Date => "3000-12-31 00:00:00",
        BasicType::Time => "1900-01-01 23:59:58",
        _ => matrix::own_default(basic),
    }
}
