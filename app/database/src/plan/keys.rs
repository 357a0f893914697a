//! Identifiers and references.

use std::collections::HashMap;

use extension::{BasicType, Extension, Key};

use super::{Plan, PlannedEntity, PlannedType, Reason, Remark};
use crate::catalog::is_same;
use crate::{ForeignKey, Table, TableKind};

/// Gives each entity of the plan its identifier, or says why it has none.
pub(super) fn set_keys(plan: &mut Plan, tables: &[&Table]) {
    for (entity, table) in plan.entities.iter_mut().zip(tables) {
        match identifier(entity, table) {
            Ok(place) => {
                entity.identifier = Some(place);
                let attribute = &mut entity.attributes[place];
                attribute.is_mandatory = true;
                if !attribute.is_auto_number {
                    let column = attribute.column.clone();
                    entity.remarks.push(Remark::KeyByHand { column });
                }
            }
            Err(remark) => entity.remarks.push(remark),
        }
    }
}

/// The place of the attribute that is the identifier.
fn identifier(entity: &PlannedEntity, table: &Table) -> Result<usize, Remark> {
    let column = match table.primary_key.as_slice() {
        [] if table.kind == TableKind::View => return Err(Remark::ViewWithoutKey),
        [] => return Err(Remark::NoKey { unique: table.unique_keys.iter().find(|key| key.len() == 1).cloned() }),
        [column] => column,
        columns => return Err(Remark::CompositeKey { columns: columns.to_vec() }),
    };
    let unusable = |data_type| Remark::UnusableKey { column: column.clone(), data_type };
    let place = table.position(column).ok_or_else(|| unusable(None))?;
    let attribute = entity.attributes.get(place).ok_or_else(|| unusable(None))?;
    match attribute.data_type {
        _ if attribute.is_ignored => Err(unusable(None)),
        PlannedType::Basic(BasicType::Integer | BasicType::LongInteger | BasicType::Text) => Ok(place),
        PlannedType::Basic(other) => Err(unusable(Some(other))),
        PlannedType::IdentifierOf(_) | PlannedType::IdentifierOfPlanned(_) => Err(unusable(None)),
    }
}

/// What a foreign key can refer to, by physical name in small letters.
struct Targets {
    planned: HashMap<String, Target>,
    /// The entity by bare name, for references without qualifiers; none where several have it.
    bare: HashMap<String, Option<String>>,
}

#[derive(Clone)]
struct Target {
    data_type: Option<PlannedType>,
    /// The column of the identifier.
    identifier: String,
}

impl Targets {
    fn new(planned: &[PlannedEntity], extension: &Extension) -> Self {
        let mut targets = Self { planned: HashMap::new(), bare: HashMap::new() };
        for entity in &extension.entities {
            let identifier = entity.identifier.and_then(|key| entity.attributes.get(key));
            let column = identifier.map(|attribute| match attribute.original_name.as_ref() {
                "" => attribute.name.as_str().to_owned(),
                column => column.to_owned(),
            });
            targets.add(&entity.physical_table, target_of(entity.key, column));
        }
        for (place, entity) in planned.iter().enumerate() {
            let identifier = entity.identifier.map(|place| entity.attributes[place].column.clone());
            let data_type = identifier.is_some().then_some(PlannedType::IdentifierOfPlanned(place));
            let target = Target { data_type, identifier: identifier.unwrap_or_default() };
            targets.add(&entity.physical_table, target);
        }
        targets
    }

    fn add(&mut self, physical: &str, target: Target) {
        let physical = physical.to_lowercase();
        let bare = physical.rsplit('.').next().unwrap_or_default().to_owned();
        let known = self.bare.entry(bare).or_insert_with(|| Some(physical.clone()));
        if known.as_ref().is_some_and(|other| *other != physical) {
            *known = None;
        }
        self.planned.insert(physical, target);
    }

    fn find(&self, physical: &str) -> Option<&Target> {
        let physical = physical.to_lowercase();
        self.planned.get(&physical).or_else(|| {
            let bare = physical.rsplit('.').next()?;
            let known = self.bare.get(bare)?.as_ref()?;
            // A qualifier on one side only leaves no doubt.
            let is_less = bare == physical || known == bare;
            is_less.then(|| self.planned.get(known)).flatten()
        })
    }
}

fn target_of(entity: Key, column: Option<String>) -> Target {
    let data_type = column.is_some().then_some(PlannedType::IdentifierOf(entity));
    Target { data_type, identifier: column.unwrap_or_default() }
}

/// Gives the columns of foreign keys the types of identifiers, where the other table is imported too.
///
/// It can be called again after a change of an identifier. Types that were chosen by hand stay.
pub(super) fn set_references(plan: &mut Plan, extension: &Extension) {
    let targets = Targets::new(&plan.entities, extension);
    refer_all(plan, &targets);
}

/// [`set_references`] for entities that are in the extension already.
pub(super) fn set_references_of_existing(plan: &mut Plan, extension: &Extension) {
    refer_all(plan, &Targets::new(&[], extension));
}

fn refer_all(plan: &mut Plan, targets: &Targets) {
    let dialect = plan.dialect;
    for entity in &mut plan.entities {
        if entity.foreign_keys.is_empty() {
            continue;
        }
        forget_references(entity);
        let places: HashMap<String, usize> =
            entity.attributes.iter().enumerate().rev().map(|(at, it)| (it.column.to_lowercase(), at)).collect();
        for key in std::mem::take(&mut entity.foreign_keys) {
            refer(entity, &places, &key, targets.find(&dialect.physical_name(&key.table)));
            entity.foreign_keys.push(key);
        }
        let optional: Vec<String> = entity
            .attributes
            .iter()
            .filter(|attribute| matches!(attribute.reason, Reason::Reference { .. }) && !attribute.is_mandatory)
            .map(|attribute| attribute.column.clone())
            .collect();
        if !optional.is_empty() {
            entity.remarks.push(Remark::OptionalReferences { columns: optional });
        }
    }
}

fn forget_references(entity: &mut PlannedEntity) {
    entity.remarks.retain(|remark| !matches!(remark, Remark::OptionalReferences { .. }));
    for attribute in &mut entity.attributes {
        if attribute.reason.is_about_reference() {
            attribute.take_own_type();
        }
    }
}

fn refer(entity: &mut PlannedEntity, places: &HashMap<String, usize>, key: &ForeignKey, target: Option<&Target>) {
    let is_single = key.columns.len() == 1;
    for column in &key.columns {
        let Some(&place) = places.get(&column.to_lowercase()) else { continue };
        let is_identifier = entity.identifier == Some(place);
        let Some(attribute) = entity.attributes.get_mut(place) else { continue };
        if attribute.is_ignored || matches!(attribute.reason, Reason::Reference { .. } | Reason::ByHand) {
            continue;
        }
        let to = key.table.to_string();
        let is_to_identifier = |target: &Target| match key.referenced.as_slice() {
            [] => true,
            [referenced] => is_same(referenced, &target.identifier),
            _ => false,
        };
        let data_type = target.filter(|target| is_to_identifier(target)).and_then(|target| target.data_type);
        attribute.reason = match (target, data_type) {
            _ if !is_single => Reason::CompositeReference { table: to },
            (None, _) => Reason::ReferenceNotImported { table: to },
            (Some(_), None) => Reason::ReferenceToOther { table: to },
            (Some(_), Some(_)) if is_identifier => Reason::ReferenceOfIdentifier { table: to },
            (Some(_), Some(data_type)) => {
                (attribute.data_type, attribute.length, attribute.decimals) = (data_type, None, None);
                attribute.is_auto_number = false;
                Reason::Reference { table: to }
            }
        };
    }
}
