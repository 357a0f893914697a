use super::{Fix, change};
use crate::types::{DECIMAL_DECIMALS, DECIMAL_LENGTH};
use extension::{
    BasicType, DataType, Edit, Entity, EntityAttribute, EntityAttributeEdit, EntityEdit, Expression, Extension, Item,
    Key, Place, Property, RecordDefinition, set_type,
};

/// No default value.
pub(super) fn clear_default(item: Item) -> Vec<Fix> {
    let edit = change::default(item, &Expression::default());
    edit.map(|edit| Fix::new("Clear Default Value", edit)).into_iter().collect()
}

/// The type Text.
pub(super) fn set_text(extension: &Extension, item: Item) -> Vec<Fix> {
    to(extension, item, BasicType::Text.into()).into_iter().collect()
}

/// The fix that gives the row this type, without a default value that it does not take.
pub(super) fn to(extension: &Extension, item: Item, data_type: DataType) -> Option<Fix> {
    let label = format!("Set Data Type to {}", extension.type_label(&data_type));
    let fits = change::default_of(extension, item)?.check(&data_type).is_ok();
    let clear = if fits { None } else { change::default(item, &Expression::default()) };
    Fix::all(label, clear.into_iter().chain(set_type(item, data_type)).collect())
}

/// An identifier for the entity that the type refers to, or another type.
pub(super) fn mend_reference(extension: &Extension, item: Item) -> Vec<Fix> {
    let entity = match extension.type_of(item) {
        Some(DataType::EntityIdentifier(key)) => extension.entities.get(*key),
        _ => None,
    };
    let identify = entity.and_then(|entity| identify(entity));
    identify.into_iter().chain(to(extension, item, BasicType::Integer.into())).collect()
}

/// The attribute that is likely to be the identifier as such.
fn identify(entity: &Entity) -> Option<Fix> {
    let can_be = |attribute: &&EntityAttribute| {
        use BasicType as B;
        matches!(attribute.data_type.basic(), Some(B::Integer | B::LongInteger | B::Text))
    };
    let candidates: Vec<_> = crate::entity::present(entity).filter(can_be).collect();
    let attribute = candidates.iter().find(|it| it.is_auto_number).or_else(|| candidates.first())?;
    let mut edits = vec![Edit::Entity(entity.key, EntityEdit::SetIdentifier(Some(attribute.key)))];
    if !attribute.is_mandatory {
        let edit = EntityEdit::Attribute(attribute.key, EntityAttributeEdit::SetMandatory(true));
        edits.push(Edit::Entity(entity.key, edit));
    }
    Fix::all(format!("Make {} the identifier of {}", attribute.name, entity.name), edits)
}

/// A record of what is there, or another type.
pub(super) fn release_missing(extension: &Extension, item: Item) -> Vec<Fix> {
    let released = with_sources(extension, item, |sources| {
        sources.iter().copied().filter(|key| extension.source_name(*key).is_some()).collect()
    });
    released.into_iter().chain(set_text(extension, item)).collect()
}

/// A record of each source once.
pub(super) fn take_once(extension: &Extension, item: Item) -> Vec<Fix> {
    let once = |sources: &[Key]| {
        let is_first = |(place, key): &(usize, &Key)| !sources[..*place].contains(key);
        sources.iter().enumerate().filter(is_first).map(|(_, key)| *key).collect()
    };
    with_sources(extension, item, once).into_iter().collect()
}

/// The record over other sources, when these are some and others than before.
fn with_sources(extension: &Extension, item: Item, choose: impl Fn(&[Key]) -> Vec<Key>) -> Option<Fix> {
    let data_type = extension.type_of(item)?;
    let sources = choose(data_type.record()?.sources());
    if sources.is_empty() || sources == data_type.record()?.sources() {
        return None;
    }
    let record = RecordDefinition::new(sources);
    let is_list = matches!(data_type, DataType::RecordList(_));
    to(extension, item, if is_list { DataType::RecordList(record) } else { DataType::Record(record) })
}

/// No length, or no decimals.
pub(super) fn clear_size(place: Place) -> Vec<Fix> {
    with_size(place, &Expression::default())
        .map(|edit| Fix::new(format!("Clear {}", place.property.label()), edit))
        .into_iter()
        .collect()
}

/// The largest length, or the most decimals, that the platform's Decimal has.
pub(super) fn largest_size(place: Place) -> Vec<Fix> {
    let largest = if place.property == Property::Length { DECIMAL_LENGTH } else { DECIMAL_DECIMALS };
    let edit = with_size(place, &Expression::new(&largest.to_string()));
    edit.map(|edit| Fix::new(format!("Set {} to {largest}", place.property.label()), edit)).into_iter().collect()
}

fn with_size(place: Place, value: &Expression) -> Option<Edit> {
    match place.property {
        Property::Length => change::length(place.item, value),
        Property::Decimals => change::decimals(place.item, value),
        _ => None,
    }
}
