use extension::{BasicType, DESCRIPTION_LIMIT, Dbms, Description, ENTITY_ATTRIBUTE_NAME_LIMIT, Name};

use super::{OwnType, PlannedAttribute, PlannedType, Reason};
use crate::naming::Names;
use crate::{Column, Dialect, Generated, Mapped, Table, map};

/// The attributes of a table's columns.
pub(super) fn attributes(dialect: Dialect, table: &Table, dbms: &Dbms) -> Vec<PlannedAttribute> {
    let is_refused: fn(&str) -> bool = match dbms {
        Dbms::All | Dbms::Oracle => Name::is_reserved_in_oracle,
        _ if dialect == Dialect::Oracle => Name::is_reserved_in_oracle,
        _ => |_| false,
    };
    let mut names = Names::default();
    let mut has_number = false;
    let attributes = table.columns.iter().map(|column| {
        let name = names.give(&column.name, "Column", ENTITY_ATTRIBUTE_NAME_LIMIT, is_refused);
        let mut attribute = attribute(dialect, column, name);
        // An entity has one number that the database makes.
        attribute.is_auto_number &= !has_number;
        attribute.own.is_auto_number &= !has_number;
        has_number |= attribute.is_auto_number;
        attribute
    });
    attributes.collect()
}

fn attribute(dialect: Dialect, column: &Column, name: String) -> PlannedAttribute {
    let (mapped, reason) = mapped(dialect, column);
    let column_type = column.column_type.as_ref().map(|own| own.text.clone()).unwrap_or_default();
    let Mapped { data_type, length, decimals, .. } = mapped;
    let is_ignored = matches!(reason, Reason::Unmapped(_));
    let is_whole = matches!(data_type, BasicType::Integer | BasicType::LongInteger);
    let is_auto_number = is_whole && !is_ignored && column.generated == Some(Generated::Number);
    PlannedAttribute {
        name,
        column: column.name.clone(),
        column_type,
        description: description(&column.comment),
        data_type: PlannedType::Basic(data_type),
        length,
        decimals,
        is_mandatory: !column.is_nullable,
        is_auto_number,
        is_ignored,
        reason: reason.clone(),
        own: OwnType { data_type, length, decimals, is_auto_number, reason },
    }
}

/// What a column becomes, and why.
fn mapped(dialect: Dialect, column: &Column) -> (Mapped, Reason) {
    if let (None, Some(guess)) = (&column.column_type, &column.guess) {
        return (guess.mapped, Reason::Guessed(guess.evidence));
    }
    match map(dialect, column) {
        Ok(mapped) if mapped.is_usual => (mapped, Reason::Row),
        Ok(mapped) => (mapped, Reason::UnusualRow),
        // The type that a new attribute has.
        Err(unmapped) => (Mapped::text(None), Reason::Unmapped(unmapped)),
    }
}

/// A comment as a description: without what a XIF cannot store, and cut where it is too long.
pub(super) fn description(comment: &str) -> String {
    comment.trim().chars().filter(is_storable).take(DESCRIPTION_LIMIT).collect()
}

/// Whether a XIF can store the character.
pub(super) fn is_storable(character: &char) -> bool {
    Description::new(character.encode_utf8(&mut [0; 4])).is_ok()
}
