//! Entities. No file with one is known: the names of attributes are inferred from structures and from
//! the documented properties. Only key and name are asked for; whatever else stands there is kept.

use std::sync::Arc;

use extension::{DefaultValueBehavior, Description, Entity, EntityAttribute, Expression, Key, Name, Origin};

use super::cursor::{Cursor, Open};
use crate::layout::{Identity, Kept};
use crate::{ReadError, wire};

pub(super) fn read(cursor: &mut Cursor<'_>, open: &Open<'_>) -> Result<(Key, Entity), ReadError> {
    let key = cursor.own_key(open)?;
    let mut entity = Entity::new(key, Name::as_found(&cursor.required(open, "Name")?));
    entity.description = Description::as_found(&text(cursor, open, "Description")?);
    entity.import_details = text(cursor, open, "ImportDetails")?;
    entity.physical_table = text(cursor, open, "PhysicalTableName")?;
    entity.logical_database = text(cursor, open, "LogicalDatabase")?;
    entity.identifier = text(cursor, open, "Identifier")?.parse().ok();
    if &*text(cursor, open, "ConvertDefaultsToNull")? == "Yes" {
        entity.default_value_behavior = DefaultValueBehavior::ConvertToNull;
    }
    let mut attributes = Vec::new();
    let node = cursor.children(open, &mut |cursor, child| {
        if child.tag != "Attribute" {
            return Ok(None);
        }
        let attribute = read_attribute(cursor, child)?;
        let identity = Identity::Key("Attribute", attribute.key);
        attributes.push(attribute);
        Ok(Some((identity, Kept::ByItself)))
    })?;
    entity.attributes = attributes.into_iter().collect();
    entity.origin = Origin::new(node);
    Ok((key, entity))
}

fn read_attribute(cursor: &mut Cursor<'_>, open: &Open<'_>) -> Result<EntityAttribute, ReadError> {
    let key = cursor.own_key(open)?;
    let mut attribute = EntityAttribute::new(key, Name::as_found(&cursor.required(open, "Name")?));
    attribute.description = Description::as_found(&text(cursor, open, "Description")?);
    attribute.original_name = text(cursor, open, "OriginalName")?;
    attribute.original_type = text(cursor, open, "OriginalType")?;
    attribute.is_mandatory = &*text(cursor, open, "IsMandatory")? == "Yes";
    attribute.is_auto_number = &*text(cursor, open, "IsAutoNumber")? == "Yes";
    attribute.is_ignored = &*text(cursor, open, "Ignore")? == "Yes";
    attribute.data_type = wire::read_data_type(&text(cursor, open, "Type")?, &text(cursor, open, "RecordType")?);
    attribute.default = Expression::as_found(&text(cursor, open, "DefaultValue")?);
    attribute.decimals = Expression::as_found(&text(cursor, open, "Decimals")?);
    attribute.length = Expression::as_found(&text(cursor, open, "Length")?);
    attribute.origin = Origin::new(cursor.expressions(open, &["DefaultValue", "Decimals", "Length"])?);
    Ok(attribute)
}

fn text(cursor: &Cursor<'_>, open: &Open<'_>, name: &'static str) -> Result<Arc<str>, ReadError> {
    Ok(cursor.optional(open, name)?.unwrap_or_default().as_ref().into())
}
