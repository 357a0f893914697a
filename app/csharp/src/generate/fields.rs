use extension::{BasicType, DataType, Entity, EntityAttribute, Expression, Extension, Key, Name, Structure};

use super::record_keys::RecordKeys;
use crate::types;

/// A field of a generated struct: an attribute of a structure or an entity, or a source of a record.
pub(super) struct Field {
    /// The element's name.
    pub(super) label: String,
    /// The constant with its key: `IdName`.
    pub(super) id: String,
    /// The member that code outside uses: `ssName`.
    pub(super) member: String,
    /// The field that holds the value: the member itself but for entities.
    pub(super) storage: String,
    /// Its C# type.
    pub(super) type_name: String,
    /// Its global key, as text.
    pub(super) key: String,
    /// The value in a new struct.
    pub(super) default: String,
    /// What it holds.
    pub(super) kind: FieldKind,
}

/// What a field holds, as far as members treat it differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FieldKind {
    /// A value that a data reader can give.
    Value {
        /// The extension method that reads it.
        reader: &'static str,
        /// Its kind in the debugger's view.
        type_kind: &'static str,
        /// What is read for NULL: the type's default, never the attribute's own.
        fallback: String,
        /// Whether it is an array of bytes, which compares and copies differently.
        is_binary: bool,
    },
    /// Any object.
    Object,
    /// A record, or a source of one.
    Record,
    /// A list of records.
    RecordList,
}

impl Field {
    /// Whether it is a record or a list of records, which has these members itself.
    pub(super) fn is_nested(&self) -> bool {
        matches!(self.kind, FieldKind::Record | FieldKind::RecordList)
    }
}

/// The fields of a structure.
pub(super) fn of_structure(extension: &Extension, structure: &Structure) -> Vec<Field> {
    let field = |attribute: &std::sync::Arc<extension::StructureAttribute>| {
        let key = attribute.key;
        of_attribute(extension, &attribute.name, key, &attribute.data_type, &attribute.default)
    };
    structure.attributes.iter().map(field).collect()
}

/// The attributes of an entity that are there at run time.
pub(super) fn attributes(entity: &Entity) -> Vec<&EntityAttribute> {
    entity.attributes.iter().map(AsRef::as_ref).filter(|attribute| !attribute.is_ignored).collect()
}

/// The fields of an entity.
pub(super) fn of_entity(extension: &Extension, entity: &Entity) -> Vec<Field> {
    let field = |attribute: &EntityAttribute| {
        let key = attribute.key;
        let field = of_attribute(extension, &attribute.name, key, &attribute.data_type, &attribute.default);
        Field { storage: format!("_{}", field.member), ..field }
    };
    attributes(entity).into_iter().map(field).collect()
}

/// The fields of a record: its sources.
pub(super) fn of_record(extension: &Extension, keys: &RecordKeys, sources: &[Key]) -> Vec<Field> {
    let field = |&key: &Key| {
        let name = extension.source_name(key)?;
        let is_entity = extension.entities.get(key).is_some();
        let (prefix, type_name) =
            if is_entity { ("ssEN", format!("EN{name}EntityRecord")) } else { ("ssST", format!("ST{name}Structure")) };
        Some(Field {
            id: format!("Id{name}"),
            label: name.to_string(),
            member: format!("{prefix}{name}"),
            storage: format!("{prefix}{name}"),
            default: format!("new {type_name}(null)"),
            type_name,
            key: keys.global_key(key),
            kind: FieldKind::Record,
        })
    };
    sources.iter().filter_map(field).collect()
}

fn of_attribute(extension: &Extension, name: &Name, key: Key, data_type: &DataType, default: &Expression) -> Field {
    Field {
        id: format!("Id{name}"),
        label: name.to_string(),
        member: format!("ss{name}"),
        storage: format!("ss{name}"),
        type_name: types::parameter_type(extension, data_type),
        key: format!("{}*{key}", extension.key),
        default: types::default_literal(extension, data_type, default),
        kind: kind(extension, data_type),
    }
}

fn kind(extension: &Extension, data_type: &DataType) -> FieldKind {
    let value = |(reader, type_kind)| FieldKind::Value {
        reader,
        type_kind,
        fallback: types::type_default(extension, data_type),
        is_binary: data_type.basic() == Some(BasicType::BinaryData),
    };
    match data_type {
        DataType::Basic(basic) => value(access(*basic)),
        DataType::EntityIdentifier(entity) => {
            value(match types::identifier_type(extension, *entity).map(types::basic_type) {
                Some("long") => ("ReadEntityReferenceLongInteger", "EntityReferenceLongInteger"),
                Some("string") => ("ReadEntityReferenceText", "EntityReferenceText"),
                _ => ("ReadEntityReference", "EntityReference"),
            })
        }
        DataType::Object | DataType::Other { .. } => FieldKind::Object,
        DataType::Record(_) => FieldKind::Record,
        DataType::RecordList(_) => FieldKind::RecordList,
    }
}

/// How a value of a basic type is read, and its kind in the debugger's view. Texts and numbers of a
/// special meaning are those of the type that they are made of.
const fn access(basic: BasicType) -> (&'static str, &'static str) {
    match basic {
        BasicType::Text | BasicType::Email | BasicType::PhoneNumber => ("ReadText", "Text"),
        BasicType::Integer => ("ReadInteger", "Integer"),
        BasicType::LongInteger => ("ReadLongInteger", "LongInteger"),
        BasicType::Decimal | BasicType::Currency => ("ReadDecimal", "Decimal"),
        BasicType::Boolean => ("ReadBoolean", "Boolean"),
        BasicType::DateTime => ("ReadDateTime", "DateTime"),
        BasicType::Date => ("ReadDate", "Date"),
        BasicType::Time => ("ReadTime", "Time"),
        BasicType::BinaryData => ("ReadBinaryData", "BinaryData"),
    }
}
