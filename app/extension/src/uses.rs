use crate::{
    ActionEdit, BasicType, DataType, Edit, EntityAttributeEdit, EntityEdit, Extension, Item, Key, ParameterEdit,
    RecordDefinition, StructureAttributeEdit, StructureEdit, Use,
};

impl Extension {
    /// Where the structure or entity with this key is a type, or the resource an icon: in definition order,
    /// the element itself left out.
    pub fn uses_of(&self, key: Key) -> Vec<Use> {
        let mut uses = Vec::new();
        let mut add = |item: Item, path: String| uses.push(Use { item, path });
        for action in &self.actions {
            if action.icon == Some(key) {
                add(Item::Action(action.key), action.name.to_string());
            }
            for parameter in action.parameters.iter().filter(|parameter| parameter.data_type.uses(key)) {
                let item = Item::Parameter { action: action.key, parameter: parameter.key };
                add(item, format!("{}.{}", action.name, parameter.name));
            }
        }
        for structure in self.structures.iter().filter(|structure| structure.key != key) {
            for attribute in structure.attributes.iter().filter(|attribute| attribute.data_type.uses(key)) {
                let item = Item::StructureAttribute { structure: structure.key, attribute: attribute.key };
                add(item, format!("{}.{}", structure.name, attribute.name));
            }
        }
        for entity in self.entities.iter().filter(|entity| entity.key != key) {
            for attribute in entity.attributes.iter().filter(|attribute| attribute.data_type.uses(key)) {
                let item = Item::EntityAttribute { entity: entity.key, attribute: attribute.key };
                add(item, format!("{}.{}", entity.name, attribute.name));
            }
        }
        uses
    }

    /// The type of a parameter or attribute.
    pub fn type_of(&self, item: Item) -> Option<&DataType> {
        Some(match item {
            Item::Parameter { action, parameter } => &self.actions.get(action)?.parameters.get(parameter)?.data_type,
            Item::StructureAttribute { structure, attribute } => {
                &self.structures.get(structure)?.attributes.get(attribute)?.data_type
            }
            Item::EntityAttribute { entity, attribute } => {
                &self.entities.get(entity)?.attributes.get(attribute)?.data_type
            }
            _ => return None,
        })
    }

    /// The edits that take the structure or entity with this key out of every type: a record loses the
    /// source, an identifier becomes the type of the identifier's attribute.
    pub fn edits_to_release(&self, key: Key) -> Vec<Edit> {
        let uses = self.uses_of(key);
        uses.iter().filter_map(|using| set_type(using.item, self.released(self.type_of(using.item)?, key))).collect()
    }

    fn released(&self, data_type: &DataType, key: Key) -> DataType {
        let without = |record: &RecordDefinition| {
            RecordDefinition::new(record.sources().iter().copied().filter(|source| *source != key))
        };
        match data_type {
            DataType::Record(record) => DataType::Record(without(record)),
            DataType::RecordList(record) => DataType::RecordList(without(record)),
            DataType::EntityIdentifier(entity) if *entity == key => {
                let entity = self.entities.get(key);
                let identifier = entity.and_then(|entity| entity.attributes.get(entity.identifier?));
                identifier.map_or(BasicType::Integer.into(), |attribute| attribute.data_type.clone())
            }
            other => other.clone(),
        }
    }
}

/// The edit that gives the parameter or attribute another type.
pub fn set_type(item: Item, data_type: DataType) -> Option<Edit> {
    Some(match item {
        Item::Parameter { action, parameter } => {
            Edit::Action(action, ActionEdit::Parameter(parameter, ParameterEdit::SetDataType(data_type)))
        }
        Item::StructureAttribute { structure, attribute } => Edit::Structure(
            structure,
            StructureEdit::Attribute(attribute, StructureAttributeEdit::SetDataType(data_type)),
        ),
        Item::EntityAttribute { entity, attribute } => {
            Edit::Entity(entity, EntityEdit::Attribute(attribute, EntityAttributeEdit::SetDataType(data_type)))
        }
        _ => return None,
    })
}
