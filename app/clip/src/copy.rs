//! From the document to the wire.

use std::collections::HashSet;

use super::row::Row;
use super::wire;
use extension::{
    Action, DataType, DefaultValueBehavior, Entity, Extension, ImportedMember, Item, Key, RecordDefinition, Resource,
    Structure,
};

/// The items that a copy has: none twice, and a row goes with its owner.
pub(super) fn wanted(items: &[Item]) -> Vec<Item> {
    let all: HashSet<Item> = items.iter().copied().collect();
    let mut seen = HashSet::new();
    let goes_with_owner = |item: Item| item.owner() != item && all.contains(&item.owner());
    items.iter().copied().filter(|item| !goes_with_owner(*item) && seen.insert(*item)).collect()
}

/// The copy of these items with what they need.
pub(super) fn clip(extension: &Extension, items: &[Item]) -> wire::Clip {
    let wanted = wanted(items);
    let mut copied: HashSet<Item> = wanted.iter().copied().collect();
    let mut copy = Copy { extension, needed: Vec::new() };
    let elements = wanted.into_iter().filter_map(|item| copy.element(item)).collect();
    let mut needed = Vec::new();
    let mut next = 0;
    while let Some(item) = copy.needed.get(next).copied() {
        next += 1;
        if copied.insert(item) {
            needed.extend(copy.element(item));
        }
    }
    wire::Clip::new(&extension.key.to_string(), elements, needed)
}

/// A copy in the making.
struct Copy<'a> {
    extension: &'a Extension,
    /// The structures, entities and icons that were met.
    needed: Vec<Item>,
}

impl Copy<'_> {
    fn element(&mut self, item: Item) -> Option<wire::Element> {
        let extension = self.extension;
        Some(match item {
            Item::Extension => return None,
            Item::Action(key) => wire::Element::Action(self.action(extension.actions.get(key)?)),
            Item::Structure(key) => wire::Element::Structure(self.structure(extension.structures.get(key)?)),
            Item::Entity(key) => wire::Element::Entity(self.entity(extension.entities.get(key)?)),
            Item::Resource(key) => {
                let excluded = || extension.excluded.iter().find(|resource| resource.key == key);
                wire::Element::Resource(resource(extension.resource(key).or_else(excluded)?))
            }
            Item::Parameter { action, parameter } => {
                let parameter = extension.actions.get(action)?.parameters.get(parameter)?;
                wire::Element::Parameter(self.row(parameter.key, &Row::of_parameter(parameter)))
            }
            Item::StructureAttribute { structure, attribute } => {
                let attribute = extension.structures.get(structure)?.attributes.get(attribute)?;
                wire::Element::StructureAttribute(self.row(attribute.key, &Row::of_structure_attribute(attribute)))
            }
            Item::EntityAttribute { entity, attribute } => {
                let attribute = extension.entities.get(entity)?.attributes.get(attribute)?;
                wire::Element::EntityAttribute(self.row(attribute.key, &Row::of_entity_attribute(attribute)))
            }
        })
    }

    fn action(&mut self, action: &Action) -> wire::Action {
        let icon = action.icon.and_then(|icon| self.extension.resource(icon));
        self.needed.extend(icon.map(|icon| Item::Resource(icon.key)));
        let parameters = action.parameters.iter();
        wire::Action {
            key: text_of(action.key),
            name: action.name.as_str().into(),
            description: action.description.as_str().into(),
            import_details: (&action.import_details).into(),
            function: action.is_function,
            icon: icon.map(|icon| wire::Reference { name: icon.path().as_str().into(), key: text_of(icon.key) }),
            body: (&action.body).into(),
            java_body: (&action.java_body).into(),
            member: action.member.as_deref().map(member),
            parameters: parameters.map(|it| self.row(it.key, &Row::of_parameter(it))).collect(),
        }
    }

    fn structure(&mut self, structure: &Structure) -> wire::Structure {
        let attributes = structure.attributes.iter();
        wire::Structure {
            key: text_of(structure.key),
            name: structure.name.as_str().into(),
            description: structure.description.as_str().into(),
            import_details: (&structure.import_details).into(),
            attributes: attributes.map(|it| self.row(it.key, &Row::of_structure_attribute(it))).collect(),
        }
    }

    fn entity(&mut self, entity: &Entity) -> wire::Entity {
        let identifier = entity.identifier.and_then(|identifier| entity.attributes.get(identifier));
        let attributes = entity.attributes.iter();
        wire::Entity {
            key: text_of(entity.key),
            name: entity.name.as_str().into(),
            description: entity.description.as_str().into(),
            import_details: (&entity.import_details).into(),
            physical_table: (&entity.physical_table).into(),
            logical_database: (&entity.logical_database).into(),
            identifier: identifier.map(|it| wire::Reference { name: it.name.as_str().into(), key: text_of(it.key) }),
            convert_to_null: entity.default_value_behavior == DefaultValueBehavior::ConvertToNull,
            attributes: attributes.map(|it| self.row(it.key, &Row::of_entity_attribute(it))).collect(),
        }
    }

    fn row(&mut self, key: Key, row: &Row) -> wire::Row {
        wire::Row {
            key: text_of(key),
            name: (&row.name).into(),
            data_type: self.data_type(&row.data_type),
            output: row.is_output,
            mandatory: row.is_mandatory,
            default: row.default.as_str().into(),
            length: row.length.as_str().into(),
            decimals: row.decimals.as_str().into(),
            original_name: (&row.original_name).into(),
            original_type: (&row.original_type).into(),
            auto_number: row.is_auto_number,
            ignored: row.is_ignored,
            description: row.description.as_str().into(),
        }
    }

    fn data_type(&mut self, data_type: &DataType) -> wire::Type {
        match data_type {
            DataType::Basic(_) | DataType::Object => wire::Type::Plain(data_type.to_string().as_str().into()),
            DataType::Record(record) => wire::Type::Record(self.sources(record)),
            DataType::RecordList(record) => wire::Type::RecordList(self.sources(record)),
            DataType::EntityIdentifier(key) => {
                self.needed.push(Item::Entity(*key));
                wire::Type::Identifier(self.reference(*key))
            }
            DataType::Other { type_text, record_text } => {
                wire::Type::Other { type_text: type_text.into(), record_text: record_text.into() }
            }
        }
    }

    fn sources(&mut self, record: &RecordDefinition) -> Vec<wire::Source> {
        let mut sources = Vec::with_capacity(record.sources().len());
        for key in record.sources().iter().copied() {
            let is_entity = self.extension.entities.get(key).is_some();
            self.needed.push(if is_entity { Item::Entity(key) } else { Item::Structure(key) });
            let reference = self.reference(key);
            sources.push(if is_entity { wire::Source::Entity(reference) } else { wire::Source::Structure(reference) });
        }
        sources
    }

    fn reference(&self, key: Key) -> wire::Reference {
        let name = self.extension.source_name(key).map_or("?", |name| name.as_str());
        wire::Reference { name: name.into(), key: text_of(key) }
    }
}

fn resource(resource: &Resource) -> wire::Resource {
    wire::Resource {
        key: text_of(resource.key),
        file_name: resource.file_name.as_str().into(),
        folder: resource.folder.as_str().into(),
        description: resource.description.as_str().into(),
        import_details: (&resource.import_details).into(),
        deploy_action: resource.deploy_action.label().into(),
        code_reference: resource.is_code_reference,
        references: resource.references.iter().map(|reference| (&reference.name).into()).collect(),
        content: resource.content.base64().into_owned(),
    }
}

fn member(member: &ImportedMember) -> wire::Member {
    let parameter = |parameter: &extension::ImportedParameter| wire::MemberParameter {
        name: (&parameter.name).into(),
        type_name: (&parameter.type_name).into(),
        is_by_ref: parameter.is_by_ref,
        is_out: parameter.is_out,
        is_mandatory: parameter.is_mandatory,
    };
    wire::Member {
        kind: (&member.kind).into(),
        name: (&member.name).into(),
        declaring_type: (&member.declaring_type).into(),
        class: (&member.class).into(),
        return_type: (&member.return_type).into(),
        is_static: member.is_static,
        parameters: member.parameters.iter().map(parameter).collect(),
    }
}

fn text_of(key: Key) -> wire::Text {
    key.to_string().as_str().into()
}
