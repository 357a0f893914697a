use extension::{Description, Expression, Key, Name, Origin, Structure, StructureAttribute};

use super::cursor::{Cursor, Open};
use crate::layout::{Identity, Kept};
use crate::{ReadError, wire};

pub(super) fn read(cursor: &mut Cursor<'_>, open: &Open<'_>) -> Result<(Key, Structure), ReadError> {
    let key = cursor.own_key(open)?;
    let mut structure = Structure::new(key, Name::as_found(&cursor.required(open, "Name")?));
    structure.description = Description::as_found(&cursor.required(open, "Description")?);
    structure.import_details = cursor.shared(open, "ImportDetails")?;
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
    structure.attributes = attributes.into_iter().collect();
    structure.origin = Origin::new(node);
    Ok((key, structure))
}

fn read_attribute(cursor: &mut Cursor<'_>, open: &Open<'_>) -> Result<StructureAttribute, ReadError> {
    let key = cursor.own_key(open)?;
    let mut attribute = StructureAttribute::new(key, Name::as_found(&cursor.required(open, "Name")?));
    attribute.description = Description::as_found(&cursor.required(open, "Description")?);
    attribute.is_mandatory = cursor.yes_no(open, "IsMandatory")?;
    attribute.data_type = wire::read_data_type(&cursor.required(open, "Type")?, &cursor.required(open, "RecordType")?);
    attribute.default = Expression::as_found(&cursor.required(open, "DefaultValue")?);
    attribute.decimals = Expression::as_found(&cursor.required(open, "Decimals")?);
    attribute.length = Expression::as_found(&cursor.required(open, "Length")?);
    attribute.origin = Origin::new(cursor.expressions(open, &["DefaultValue", "Decimals", "Length"])?);
    Ok(attribute)
}
