use super::context::{Change, Context, Identifier, Source};
use super::kept::Verified;
use super::rows::{verify_storable, verify_texts, verify_unique};
use super::types::{verify_size, verify_type};
use super::{Finding, Rule, table_name};
use extension::{
    BasicType, DataType, Dbms, ENTITY_ATTRIBUTE_NAME_LIMIT, Entity, EntityAttribute, Item, Key, NAME_LIMIT, Name,
    Property,
};

impl Verified for Entity {
    fn verify(&self, context: &Context, found: &mut Vec<Finding>) {
        let item = Item::Entity(self.key);
        verify_texts(item, (&self.name, NAME_LIMIT), &self.description, found);
        verify_table(self, &context.dbms, found);
        verify_storable(item, Property::LogicalDatabase, &self.logical_database, found);
        verify_identifier(self, context, found);
        verify_attributes(self, found);
        for attribute in &self.attributes {
            if attribute.is_ignored {
                // Left out of verification, but not of the file.
                let item = attribute_item(self.key, attribute.key);
                verify_storable(item, Property::Description, attribute.description.as_str(), found);
                verify_columns(item, attribute, found);
            } else {
                verify_attribute(self.key, attribute, context, found);
            }
        }
        verify_auto_numbers(self, context, found);
        let is_there = |attribute: &EntityAttribute| !attribute.is_ignored;
        verify_unique(&self.name, &self.attributes, is_there, |attribute| attribute_item(self.key, attribute), found);
    }

    fn is_touched_by(&self, change: &Change) -> bool {
        change.is_of_dbms() || change.is_of(self.attributes.iter().map(|attribute| &attribute.data_type))
    }
}

/// The attributes that are there at run time.
pub(super) fn present(entity: &Entity) -> impl Iterator<Item = &EntityAttribute> {
    entity.attributes.iter().map(AsRef::as_ref).filter(|attribute| !attribute.is_ignored)
}

fn attribute_item(entity: Key, attribute: Key) -> Item {
    Item::EntityAttribute { entity, attribute }
}

fn verify_table(entity: &Entity, dbms: &Dbms, found: &mut Vec<Finding>) {
    let place = Item::Entity(entity.key).at(Property::PhysicalTable);
    let table = &entity.physical_table;
    verify_storable(place.item, place.property, table, found);
    if table.trim().is_empty() {
        let text = format!("{} must have a table name. Fill in Physical Table Name.", entity.name);
        found.push(Finding::new(Rule::TableMissing, place, text));
        return;
    }
    for (database, error) in table_name::broken_rules(table, dbms) {
        let text = format!("{table} is an invalid table name in {database}: {error}");
        found.push(Finding::new(Rule::TableName, place, text));
    }
}

fn verify_identifier(entity: &Entity, context: &Context, found: &mut Vec<Finding>) {
    let Some(key) = entity.identifier else { return };
    let (name, place) = (&entity.name, Item::Entity(entity.key).at(Property::Identifier));
    let item = attribute_item(entity.key, key);
    let Some(attribute) = entity.attributes.get(key) else {
        let text = format!("The identifier of {name} is none of its attributes. Choose another.");
        found.push(Finding::new(Rule::IdentifierMissing, place, text));
        return;
    };
    if attribute.is_ignored {
        let text = format!(
            "The identifier of {name}, {}, is ignored, so {name} has none at run time. Choose another, or clear Ignore.",
            attribute.name
        );
        found.push(Finding::new(Rule::IdentifierIgnored, place, text));
        return;
    }
    let is_reference = matches!(attribute.data_type, DataType::EntityIdentifier(_));
    match context.basic(&attribute.data_type) {
        Some(BasicType::Integer | BasicType::LongInteger | BasicType::Text) => {}
        None if is_reference => {
            // What else is wrong with a reference is said of its type.
            let source = context.source(entity.key);
            if matches!(source, Some(Source::Entity { identifier: Identifier::Circular, .. })) {
                let text = format!(
                    "{name} identifier attribute refers to itself through identifiers. Set its type to 'Integer', 'Long Integer' or 'Text'."
                );
                found.push(Finding::new(Rule::IdentifierType, item.at(Property::DataType), text));
            }
        }
        _ => {
            let text = format!(
                "{name} identifier attribute data type must be set to 'Integer', 'Long Integer' or 'Text', not '{}'.",
                attribute.data_type
            );
            found.push(Finding::new(Rule::IdentifierType, item.at(Property::DataType), text));
        }
    }
    if !attribute.is_mandatory {
        let text = format!("{name} identifier attribute must be set to 'Mandatory'.");
        found.push(Finding::new(Rule::IdentifierOptional, item.at(Property::Mandatory), text));
    }
}

/// The attributes as a whole.
fn verify_attributes(entity: &Entity, found: &mut Vec<Finding>) {
    let place = Item::Entity(entity.key).at(Property::Attributes);
    let name = &entity.name;
    let mut attributes = present(entity);
    let (first, second) = (attributes.next(), attributes.next());
    if first.is_none() {
        let text = format!("Entity {name} must have at least one attribute that is not ignored. Add one.");
        found.push(Finding::new(Rule::EntityEmpty, place, text));
    }
    if first.is_some_and(|first| first.is_auto_number) && second.is_none() {
        let text = format!(
            "{name} should not be exclusively composed of an 'Auto Number' attribute. Add another one, or clear Auto Number."
        );
        found.push(Finding::new(Rule::OnlyAutoNumber, place, text));
    }
    let binaries = present(entity).filter(|it| it.data_type.basic() == Some(BasicType::BinaryData)).count();
    if binaries > 1 {
        let text = format!(
            "{name} should only have one attribute of 'Binary Data' data type; it has {binaries}. Change them, or split the entity."
        );
        found.push(Finding::new(Rule::BinarySeveral, place, text));
    }
}

fn verify_auto_numbers(entity: &Entity, context: &Context, found: &mut Vec<Finding>) {
    for (place, attribute) in present(entity).filter(|attribute| attribute.is_auto_number).enumerate() {
        let item = attribute_item(entity.key, attribute.key);
        if place > 0 {
            let text = format!("{} can only have one 'Auto Number' attribute. Clear Auto Number here.", entity.name);
            found.push(Finding::new(Rule::AutoNumberSeveral, item.at(Property::AutoNumber), text));
        }
        let data_type = &attribute.data_type;
        if !matches!(context.basic(data_type), Some(BasicType::Integer | BasicType::LongInteger)) {
            let text = format!(
                "{} data type must be set to 'Integer' or 'Long Integer' to use 'Auto Number', not '{data_type}'.",
                attribute.name
            );
            found.push(Finding::new(Rule::AutoNumberType, item.at(Property::DataType), text));
        }
    }
}

fn verify_attribute(entity: Key, attribute: &EntityAttribute, context: &Context, found: &mut Vec<Finding>) {
    let item = attribute_item(entity, attribute.key);
    let EntityAttribute { name, data_type, default, length, decimals, .. } = attribute;
    verify_texts(item, (name, ENTITY_ATTRIBUTE_NAME_LIMIT), &attribute.description, found);
    verify_columns(item, attribute, found);
    if Name::is_reserved_in_oracle(name.as_str()) && matches!(context.dbms, Dbms::All | Dbms::Oracle) {
        let text = format!("'{name}' is an invalid attribute name in Oracle, which reserves it. Rename the attribute.");
        found.push(Finding::new(Rule::AttributeReserved, item.at(Property::Name), text));
    }
    if matches!(data_type, DataType::Object | DataType::Record(_) | DataType::RecordList(_)) {
        let text = format!(
            "'{name}' data type is invalid: an entity's attribute has a basic type or is the identifier of an entity, not {data_type}. Choose another."
        );
        found.push(Finding::new(Rule::AttributeType, item.at(Property::DataType), text));
        return;
    }
    verify_type(item, name, data_type, default, context, found);
    verify_size(item, data_type, length, decimals, found);
}

/// The texts about the column.
fn verify_columns(item: Item, attribute: &EntityAttribute, found: &mut Vec<Finding>) {
    verify_storable(item, Property::OriginalName, &attribute.original_name, found);
    verify_storable(item, Property::OriginalType, &attribute.original_type, found);
}
