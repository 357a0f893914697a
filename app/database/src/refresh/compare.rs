use std::collections::HashMap;

use extension::{DataType, ENTITY_ATTRIBUTE_NAME_LIMIT, Entity, EntityAttribute, Extension};

use super::{Change, Changed, Difference, Value, WhyKept, column_of};
use crate::naming::Names;
use crate::{Column, ColumnType, Dialect, Mapped, PlannedAttribute, PlannedEntity, PlannedType, map};

/// What changed in the table of an entity, against what the import would make of it now.
pub(super) fn changes(
    dialect: Dialect,
    entity: &Entity,
    planned: &PlannedEntity,
    extension: &Extension,
) -> Vec<Change> {
    let columns: HashMap<String, usize> =
        planned.attributes.iter().enumerate().rev().map(|(at, it)| (it.column.to_lowercase(), at)).collect();
    let place_of = |attribute: &EntityAttribute| columns.get(&column_of(attribute).to_lowercase()).copied();
    let (mut changes, mut has_attribute) = (Vec::new(), vec![None; planned.attributes.len()]);
    for (at, attribute) in entity.attributes.iter().enumerate() {
        match place_of(attribute) {
            Some(place) => {
                has_attribute[place] = Some(at);
                let own = Compared { dialect, attribute, planned: &planned.attributes[place], extension };
                changes.extend(own.changes());
            }
            None => changes.push(Change {
                attribute: Some(attribute.key),
                name: attribute.name.to_string(),
                what: Changed::Gone,
                kept: Some(WhyKept::Loss),
                is_taken: false,
            }),
        }
    }
    changes.extend(new_columns(entity, planned, &has_attribute));
    changes.extend(identifier(entity, planned, &has_attribute));
    changes
}

/// The columns that no attribute has. Each comes behind the attribute of the column before it.
fn new_columns(entity: &Entity, planned: &PlannedEntity, has_attribute: &[Option<usize>]) -> Vec<Change> {
    let mut names = Names::taken(entity.attributes.iter().map(|attribute| attribute.name.as_str()));
    let (mut changes, mut position) = (Vec::new(), 0);
    for (column, has) in planned.attributes.iter().zip(has_attribute) {
        if let Some(at) = has {
            position = at + 1;
            continue;
        }
        let mut new = column.clone();
        new.name = names.give(&column.name, "Column", ENTITY_ATTRIBUTE_NAME_LIMIT, |_| false);
        // One number of an entity is made by the database.
        new.is_auto_number &= !entity.attributes.iter().any(|attribute| attribute.is_auto_number);
        changes.push(Change {
            attribute: None,
            name: new.name.clone(),
            what: Changed::New(Box::new(new), position),
            kept: None,
            is_taken: true,
        });
    }
    changes
}

/// Another primary key. It is shown where its attribute is there already.
fn identifier(entity: &Entity, planned: &PlannedEntity, has_attribute: &[Option<usize>]) -> Option<Change> {
    let wanted = planned.identifier?;
    let attribute = entity.attributes.iter().as_slice().get((*has_attribute.get(wanted)?)?)?;
    if entity.identifier == Some(attribute.key) {
        return None;
    }
    let now = entity.identifier.and_then(|key| entity.attributes.get(key));
    let now = now.map_or("none", |attribute| attribute.name.as_str());
    let words = format!("the primary key is {}, the Identifier is {now}", attribute.name);
    Some(Change {
        attribute: None,
        name: "Identifier".to_owned(),
        what: Changed::Identifier(Some(attribute.key), words),
        kept: Some(WhyKept::PerhapsByHand),
        is_taken: false,
    })
}

/// An attribute beside what the import would make of its column now.
struct Compared<'a> {
    dialect: Dialect,
    attribute: &'a EntityAttribute,
    planned: &'a PlannedAttribute,
    extension: &'a Extension,
}

impl Compared<'_> {
    /// What is taken, and what is kept with the reason: each is a change of its own.
    fn changes(&self) -> Vec<Change> {
        let mut by_reason: [(Option<WhyKept>, Vec<Difference>); 3] =
            [(None, Vec::new()), (Some(WhyKept::ByHand), Vec::new()), (Some(WhyKept::PerhapsByHand), Vec::new())];
        for (kept, difference) in self.differences() {
            by_reason.iter_mut().filter(|(own, _)| *own == kept).for_each(|(_, all)| all.push(difference.clone()));
        }
        let change = |(kept, differences): (Option<WhyKept>, Vec<Difference>)| {
            (!differences.is_empty()).then(|| Change {
                attribute: Some(self.attribute.key),
                name: self.attribute.name.to_string(),
                what: Changed::Properties(differences),
                kept,
                is_taken: kept.is_none(),
            })
        };
        by_reason.into_iter().filter_map(change).collect()
    }

    fn differences(&self) -> Vec<(Option<WhyKept>, Difference)> {
        let (own, planned) = (self.attribute, self.planned);
        let mut all = Vec::new();
        let mut differ = |kept: Option<WhyKept>, value: Value, from: &str, to: &str| {
            all.push((kept, Difference { value, from: from.to_owned(), to: to.to_owned() }));
        };
        // Without the type of the column nobody knows what the import made of it.
        let hand = if own.original_type.is_empty() { WhyKept::PerhapsByHand } else { WhyKept::ByHand };
        let by_hand = |is_by_hand: bool| is_by_hand.then_some(hand);
        if !is_same_type(&own.original_type, &planned.column_type) {
            let to = planned.column_type.clone();
            differ(by_hand(own.original_type.is_empty()), Value::OriginalType(to.clone()), &own.original_type, &to);
        }
        let before = self.before();
        let was_ignored = before.is_none();
        let mapped = before.unwrap_or(Mapped::text(None));
        let data_type = data_type(planned.data_type);
        let is_own_type = self.is_of_import(&mapped);
        if own.data_type != data_type {
            let (from, to) = (self.extension.type_label(&own.data_type), self.extension.type_label(&data_type));
            // A default value may not fit another type.
            let is_by_hand = !is_own_type || !own.default.as_str().is_empty();
            differ(by_hand(is_by_hand), Value::DataType(data_type), &from, &to);
        }
        let text = |number: Option<u32>| number.map(|it| it.to_string()).unwrap_or_default();
        for (now, was, then, value) in [
            (own.length.as_str(), text(mapped.length), text(planned.length), Value::Length as fn(String) -> Value),
            (own.decimals.as_str(), text(mapped.decimals), text(planned.decimals), Value::Decimals),
        ] {
            // The identifier of an entity has no size of its own.
            let is_by_hand = !is_own_type || matches!(own.data_type, DataType::Basic(_)) && now != was;
            if now != then {
                differ(by_hand(is_by_hand), value(then.clone()), now, &then);
            }
        }
        let yes_no = |is_so: bool| if is_so { "Yes" } else { "No" };
        for (now, then, kept, value) in [
            (
                own.is_mandatory,
                planned.is_mandatory,
                Some(WhyKept::PerhapsByHand),
                Value::Mandatory as fn(bool) -> Value,
            ),
            (own.is_auto_number, planned.is_auto_number, Some(WhyKept::PerhapsByHand), Value::AutoNumber),
            (own.is_ignored, planned.is_ignored, by_hand(own.is_ignored != was_ignored), Value::Ignored),
        ] {
            if now != then {
                differ(kept, value(then), yes_no(now), yes_no(then));
            }
        }
        let (now, then) = (own.description.as_str(), planned.description.as_str());
        if !then.is_empty() && now != then {
            let kept = (!now.is_empty()).then_some(WhyKept::PerhapsByHand);
            differ(kept, Value::Description(then.to_owned()), now, then);
        }
        all
    }

    /// What the type that the attribute was imported with becomes; none where it becomes nothing.
    fn before(&self) -> Option<Mapped> {
        let text = &self.attribute.original_type;
        let column = Column::new(column_of(self.attribute), Some(ColumnType::new(text)));
        map(self.dialect, &column).ok()
    }

    /// Whether the type of the attribute is one that an import gives it.
    fn is_of_import(&self, mapped: &Mapped) -> bool {
        if self.attribute.original_type.is_empty() {
            return false;
        }
        match &self.attribute.data_type {
            DataType::Basic(basic) => *basic == mapped.data_type,
            DataType::EntityIdentifier(_) => data_type(self.planned.data_type) == self.attribute.data_type,
            _ => false,
        }
    }
}

/// The type of an attribute. A plan for entities that are there has no identifiers of others.
pub(super) fn data_type(planned: PlannedType) -> DataType {
    match planned {
        PlannedType::Basic(basic) => DataType::Basic(basic),
        PlannedType::IdentifierOf(entity) => DataType::EntityIdentifier(entity),
        PlannedType::IdentifierOfPlanned(_) => extension::BasicType::Text.into(),
    }
}

/// Whether two texts are the same type: case and blanks do not count.
fn is_same_type(one: &str, two: &str) -> bool {
    let plain =
        |text: &str| text.chars().filter(|it| !it.is_whitespace()).flat_map(char::to_lowercase).collect::<String>();
    one == two || plain(one) == plain(two)
}
