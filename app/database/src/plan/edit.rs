use extension::{
    DataType, Description, Edit, Elements, Entity, EntityAttribute, Expression, Key, Name, NameError, Timestamp,
};

use super::attribute::is_storable;
use super::{Plan, PlanError, PlannedAttribute, PlannedEntity, PlannedType};

impl Plan {
    /// The one edit that adds the entities of the plan.
    ///
    /// `new_key` gives the key of an element by its path, `Customer` or `Customer/Id`; `now` stands in the report of the import. The
    /// extension may still refuse the edit, for instance where a changed name is taken.
    ///
    /// # Errors
    /// A name that was changed breaks a rule.
    pub fn edit(&self, new_key: &mut dyn FnMut(&str) -> Key, now: &Timestamp) -> Result<Edit, PlanError> {
        let keys: Vec<Key> = self.entities.iter().map(|entity| new_key(&entity.name)).collect();
        let added = self.entities.iter().zip(&keys).map(|(planned, key)| {
            let entity = self.entity(planned, *key, &keys, new_key, now)?;
            Ok(Edit::AddEntity(entity, None))
        });
        let edits = added.collect::<Result<Vec<_>, PlanError>>()?;
        let label = match self.entities.as_slice() {
            [one] => format!("Import entity {}", one.name),
            entities => format!("Import {} entities", entities.len()),
        };
        Ok(Edit::All(label, edits))
    }

    fn entity(
        &self,
        planned: &PlannedEntity,
        key: Key,
        keys: &[Key],
        new_key: &mut dyn FnMut(&str) -> Key,
        now: &Timestamp,
    ) -> Result<Entity, PlanError> {
        let wrong = |path: &str| {
            let path = path.to_owned();
            move |error: NameError| PlanError::Name { path, error }
        };
        let mut attributes = Vec::with_capacity(planned.attributes.len());
        for attribute in &planned.attributes {
            let path = format!("{}/{}", planned.name, attribute.name);
            let name = Name::of_entity_attribute(&attribute.name).map_err(wrong(&path))?;
            attributes.push(made(attribute, new_key(&path), name, keys));
        }
        let identifier = planned.identifier.and_then(|place| attributes.get(place)).map(|attribute| attribute.key);
        let mut entity = Entity::new(key, Name::new(&planned.name).map_err(wrong(&planned.name))?);
        entity.description = Description::as_found(&planned.description);
        entity.import_details = self.report(planned, now).into();
        entity.physical_table = planned.physical_table.as_str().into();
        entity.logical_database = self.logical_database.as_str().into();
        entity.identifier = identifier;
        entity.default_value_behavior = planned.default_value_behavior;
        entity.attributes = Elements::from_iter(attributes);
        Ok(entity)
    }

    /// The report that stands behind Import Details, in the documented form.
    fn report(&self, planned: &PlannedEntity, now: &Timestamp) -> String {
        let mut lines = vec![
            format!("Entity {}: imported {} from a definition of {}", planned.name, now.as_str(), self.dialect),
            format!("Physical table {}", planned.physical_table),
        ];
        if let Some(identifier) = planned.identifier.and_then(|place| planned.attributes.get(place)) {
            lines.push(format!("Identifier {}", identifier.name));
        }
        for attribute in &planned.attributes {
            let status = if attribute.is_ignored { "ignored" } else { "imported" };
            let (name, own) = (&attribute.name, &attribute.column_type);
            lines.push(format!("{name} ( {} <- {own} ): {status}", self.type_label(attribute.data_type)));
        }
        lines.iter().flat_map(|line| [line.as_str(), "\n"]).flat_map(str::chars).filter(is_storable).collect()
    }

    /// A type as the studio shows it: `Text`, `Customer Identifier`.
    pub fn type_label(&self, data_type: PlannedType) -> String {
        match data_type {
            PlannedType::Basic(basic) => basic.label().to_owned(),
            PlannedType::IdentifierOfPlanned(place) => {
                let name = self.entities.get(place).map_or("?", |entity| entity.name.as_str());
                format!("{name} Identifier")
            }
            PlannedType::IdentifierOf(_) => "Entity Identifier".to_owned(),
        }
    }
}

/// The attribute of a plan, with the keys of the plan's entities.
pub(crate) fn made(planned: &PlannedAttribute, key: Key, name: Name, keys: &[Key]) -> EntityAttribute {
    let number = |number: Option<u32>| number.map_or_else(Expression::default, |it| Expression::new(&it.to_string()));
    let mut attribute = EntityAttribute::new(key, name);
    attribute.description = Description::as_found(&planned.description);
    attribute.original_name = planned.column.as_str().into();
    attribute.original_type = planned.column_type.as_str().into();
    attribute.is_mandatory = planned.is_mandatory;
    attribute.is_auto_number = planned.is_auto_number;
    attribute.data_type = match planned.data_type {
        PlannedType::Basic(basic) => DataType::Basic(basic),
        PlannedType::IdentifierOf(entity) => DataType::EntityIdentifier(entity),
        PlannedType::IdentifierOfPlanned(place) => match keys.get(place) {
            Some(entity) => DataType::EntityIdentifier(*entity),
            None => extension::BasicType::Text.into(),
        },
    };
    attribute.length = number(planned.length);
    attribute.decimals = number(planned.decimals);
    attribute.is_ignored = planned.is_ignored;
    attribute
}
