use super::{
    ActionEdit, Edit, EntityAttributeEdit, EntityEdit, ParameterEdit, ResourceEdit, StructureAttributeEdit,
    StructureEdit,
};
use crate::{Direction, Element, Elements, Extension, Item, Key};

impl Edit {
    /// The name of the edit in the history, as “Rename action Foo to Bar”: said of the document before
    /// the edit.
    pub fn label(&self, before: &Extension) -> String {
        match self {
            Self::RenameExtension(name) => format!("Rename extension {} to {name}", before.name),
            Self::SetVersions { schema, .. } => format!("Set version of the file to {schema}"),
            Self::SetDbms(dbms) => format!("Set DBMS to {}", dbms.label()),
            Self::SetDescription(_) => "Describe the extension".to_owned(),
            Self::AddAction(action, _) => format!("Add action {}", action.name),
            Self::MoveAction(key, _) => format!("Move action {}", name(&before.actions, *key)),
            Self::Action(key, edit) => edit.label(before, *key),
            Self::AddStructure(structure, _) => format!("Add structure {}", structure.name),
            Self::MoveStructure(key, _) => format!("Move structure {}", name(&before.structures, *key)),
            Self::Structure(key, edit) => edit.label(before, *key),
            Self::AddEntity(entity, _) => format!("Add entity {}", entity.name),
            Self::MoveEntity(key, _) => format!("Move entity {}", name(&before.entities, *key)),
            Self::Entity(key, edit) => edit.label(before, *key),
            Self::AddResource(resource) => format!("Add resource {}", resource.file_name),
            Self::Resource(key, edit) => edit.label(&file_name(before, *key)),
            Self::Remove(items) => on_several("Delete", items, before),
            Self::Exclude(keys) => {
                on_several("Exclude", &keys.iter().map(|key| Item::Resource(*key)).collect::<Vec<_>>(), before)
            }
            Self::Include(keys) => match keys.as_slice() {
                [key] => format!("Include resource {}", excluded_name(before, *key)),
                _ => format!("Include {} resources", keys.len()),
            },
            Self::All(label, _) => label.clone(),
        }
    }
}

impl ActionEdit {
    fn label(&self, before: &Extension, key: Key) -> String {
        let action = name(&before.actions, key);
        let parameter_name = |parameter: Key| {
            before.actions.get(key).map_or_else(String::new, |action| name(&action.parameters, parameter))
        };
        match self {
            Self::Rename(to) => format!("Rename action {action} to {to}"),
            Self::SetDescription(_) => format!("Describe action {action}"),
            Self::SetFunction(true) => format!("Make {action} a function"),
            Self::SetFunction(false) => format!("Make {action} no function"),
            Self::SetIcon(_) => format!("Change the icon of {action}"),
            Self::AddParameter(parameter, _) => format!("Add parameter {action}.{}", parameter.name),
            Self::RemoveParameter(parameter) => format!("Delete parameter {action}.{}", parameter_name(*parameter)),
            Self::MoveParameter(parameter, _) => format!("Move parameter {action}.{}", parameter_name(*parameter)),
            Self::Parameter(parameter, edit) => edit.label(before, &format!("{action}.{}", parameter_name(*parameter))),
        }
    }
}

impl ParameterEdit {
    fn label(&self, before: &Extension, path: &str) -> String {
        match self {
            Self::Rename(to) => format!("Rename parameter {path} to {to}"),
            Self::SetDescription(_) => format!("Describe parameter {path}"),
            Self::SetDirection(Direction::Output) => format!("Make {path} an output"),
            Self::SetDirection(Direction::Input { .. }) => format!("Make {path} an input"),
            Self::SetMandatory(true) => format!("Make {path} mandatory"),
            Self::SetMandatory(false) => format!("Make {path} optional"),
            Self::SetDataType(data_type) => format!("Change {path} to {}", before.type_label(data_type)),
            Self::SetDefault(_) => format!("Change the default of {path}"),
        }
    }
}

impl StructureEdit {
    fn label(&self, before: &Extension, key: Key) -> String {
        let structure = name(&before.structures, key);
        let path = |attribute: Key| {
            let attribute = before.structures.get(key).map_or_else(String::new, |it| name(&it.attributes, attribute));
            format!("{structure}.{attribute}")
        };
        match self {
            Self::Rename(to) => format!("Rename structure {structure} to {to}"),
            Self::SetDescription(_) => format!("Describe structure {structure}"),
            Self::AddAttribute(attribute, _) => format!("Add attribute {structure}.{}", attribute.name),
            Self::RemoveAttribute(attribute) => format!("Delete attribute {}", path(*attribute)),
            Self::MoveAttribute(attribute, _) => format!("Move attribute {}", path(*attribute)),
            Self::Attribute(attribute, edit) => edit.label(before, &path(*attribute)),
        }
    }
}

impl StructureAttributeEdit {
    fn label(&self, before: &Extension, path: &str) -> String {
        match self {
            Self::Rename(to) => format!("Rename attribute {path} to {to}"),
            Self::SetDescription(_) => format!("Describe attribute {path}"),
            Self::SetMandatory(true) => format!("Make {path} mandatory"),
            Self::SetMandatory(false) => format!("Make {path} optional"),
            Self::SetDataType(data_type) => format!("Change {path} to {}", before.type_label(data_type)),
            Self::SetDefault(_) => format!("Change the default of {path}"),
            Self::SetLength(_) => format!("Change the length of {path}"),
            Self::SetDecimals(_) => format!("Change the decimals of {path}"),
        }
    }
}

impl EntityEdit {
    fn label(&self, before: &Extension, key: Key) -> String {
        let entity = name(&before.entities, key);
        let path = |attribute: Key| {
            let attribute = before.entities.get(key).map_or_else(String::new, |it| name(&it.attributes, attribute));
            format!("{entity}.{attribute}")
        };
        match self {
            Self::Rename(to) => format!("Rename entity {entity} to {to}"),
            Self::SetDescription(_) => format!("Describe entity {entity}"),
            Self::SetPhysicalTable(table) => format!("Set the table of {entity} to {table}"),
            Self::SetLogicalDatabase(database) => format!("Set the logical database of {entity} to {database}"),
            Self::SetIdentifier(Some(attribute)) => format!("Make {} the identifier", path(*attribute)),
            Self::SetIdentifier(None) => format!("Remove the identifier of {entity}"),
            Self::SetDefaultValueBehavior(_) => format!("Change the default value behavior of {entity}"),
            Self::AddAttribute(attribute, _) => format!("Add attribute {entity}.{}", attribute.name),
            Self::RemoveAttribute(attribute) => format!("Delete attribute {}", path(*attribute)),
            Self::MoveAttribute(attribute, _) => format!("Move attribute {}", path(*attribute)),
            Self::Attribute(attribute, edit) => edit.label(before, &path(*attribute)),
        }
    }
}

impl EntityAttributeEdit {
    fn label(&self, before: &Extension, path: &str) -> String {
        match self {
            Self::Rename(to) => format!("Rename attribute {path} to {to}"),
            Self::SetDescription(_) => format!("Describe attribute {path}"),
            Self::SetOriginalName(_) => format!("Change the column of {path}"),
            Self::SetOriginalType(_) => format!("Change the column type of {path}"),
            Self::SetMandatory(true) => format!("Make {path} mandatory"),
            Self::SetMandatory(false) => format!("Make {path} optional"),
            Self::SetAutoNumber(true) => format!("Make {path} an auto number"),
            Self::SetAutoNumber(false) => format!("Make {path} no auto number"),
            Self::SetDataType(data_type) => format!("Change {path} to {}", before.type_label(data_type)),
            Self::SetDefault(_) => format!("Change the default of {path}"),
            Self::SetLength(_) => format!("Change the length of {path}"),
            Self::SetDecimals(_) => format!("Change the decimals of {path}"),
            Self::SetIgnored(true) => format!("Ignore {path}"),
            Self::SetIgnored(false) => format!("Use {path}"),
        }
    }
}

impl ResourceEdit {
    fn label(&self, file_name: &str) -> String {
        match self {
            Self::Rename(to) => format!("Rename resource {file_name} to {to}"),
            Self::Move(folder) => format!("Move resource {file_name} to {}", folder.as_str()),
            Self::SetDescription(_) => format!("Describe resource {file_name}"),
            Self::SetDeployAction(action) => format!("Deploy {file_name}: {}", action.label()),
            Self::SetContent(..) => format!("Edit {file_name}"),
        }
    }
}

fn name<T: Element>(elements: &Elements<T>, key: Key) -> String {
    elements.get(key).map_or_else(String::new, |element| element.name().to_string())
}

/// “Delete action Foo”, “Delete 3 actions”, “Delete 5 elements”.
fn on_several(verb: &str, items: &[Item], before: &Extension) -> String {
    let mut kinds = items.iter().map(|item| item.kind());
    match (items, kinds.next()) {
        ([item], Some(kind)) => {
            format!("{verb} {} {}", kind.label(), item.path(before).unwrap_or_default())
        }
        (_, Some(first)) if kinds.all(|kind| kind == first) => {
            format!("{verb} {} {}", items.len(), first.plural())
        }
        _ => format!("{verb} {} elements", items.len()),
    }
}

fn excluded_name(extension: &Extension, key: Key) -> String {
    let found = extension.excluded.iter().find(|resource| resource.key == key);
    found.map_or_else(String::new, |resource| resource.file_name.to_string())
}

fn file_name(extension: &Extension, key: Key) -> String {
    extension.resource(key).map_or_else(String::new, |resource| resource.file_name.to_string())
}
