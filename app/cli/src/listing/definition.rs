use extension::{
    Action, DataType, DefaultValueBehavior, Direction, Element, Elements, Entity, EntityAttribute, Extension,
    ImportedMember, ImportedParameter, Key, Parameter, Resource, Structure, StructureAttribute, Technology,
};

use verification::AssemblyFile;

use super::{Entry, Fact, Group, Listing, Value};
use crate::fingerprint::sha256;

/// The listing of this document.
pub fn listing(extension: &Extension) -> Listing {
    let group = |name, entries| Group { name, entries };
    Listing {
        extension: of_extension(extension),
        head: of_head(extension),
        groups: vec![
            group("resources", extension.resources.iter().map(|resource| of_resource(resource)).collect()),
            group("actions", extension.actions.iter().map(|action| of_action(extension, action)).collect()),
            group("structures", extension.structures.iter().map(|it| of_structure(extension, it)).collect()),
            group("entities", extension.entities.iter().map(|entity| of_entity(extension, entity)).collect()),
            group("technologies", extension.technologies.iter().map(|it| of_technology(extension, it)).collect()),
        ],
    }
}

fn of_extension(extension: &Extension) -> Entry {
    let head = &extension.provenance;
    entry(
        "Extension",
        extension.name.as_str(),
        vec![
            text("Key", &extension.key),
            text("Code key", &head.code_key),
            text("Description", extension.description.as_str()),
            text("Databases", extension.dbms.label()),
            text("Target framework", &extension.target_framework()),
            text("Application server", &head.application_server_type),
            flag("System", head.is_system),
            flag("Open source product", head.is_open_source_product),
            text("Product key", head.product.as_ref().map(|(key, _)| &**key).unwrap_or_default()),
            text("Product name", head.product.as_ref().map(|(_, name)| &**name).unwrap_or_default()),
        ],
    )
}

/// What differs with every save stands together, so that a difference of two texts has it in one place.
/// The hash of the definition makes two listings differ whenever the files do, also in what no element
/// shows.
fn of_head(extension: &Extension) -> Entry {
    let head = &extension.provenance;
    entry(
        "Head",
        "",
        vec![
            number("Generation", head.generation),
            flag("Valid", head.is_valid),
            text("Last modified UTC", &head.last_modified_utc),
            text("Hash", &head.hash),
            text("Saved by version", &head.version),
            text("Schema version", &head.last_upgrade_version),
            text("Activation code", &head.activation_code),
            text("Direct upgrade from", &head.direct_upgrade_from),
            text("Definition SHA-256", &sha256(xif::print(extension).as_bytes())),
        ],
    )
}

fn of_resource(resource: &Resource) -> Entry {
    let mut listed = entry(
        "Resource",
        &resource.path(),
        vec![
            text("Key", &resource.key),
            text("Folder", resource.folder.as_str()),
            text("File name", resource.file_name.as_str()),
            text("Description", resource.description.as_str()),
            number("Size", resource.content.len() as u64),
            text("SHA-256", &sha256(&resource.content.bytes())),
            text("Deploy action", resource.deploy_action.label()),
            text("Last modified", &resource.last_modified),
            flag("Code reference", resource.is_code_reference),
            text("Import details", &resource.import_details),
        ],
    );
    listed.facts.extend(of_assembly(resource));
    let of_reference =
        |reference: &extension::Reference| entry("Reference", &reference.name, vec![text("Key", &reference.key)]);
    listed.parts.push(Group { name: "references", entries: resource.references.iter().map(of_reference).collect() });
    listed
}

/// What an assembly says of itself; empty for other files.
fn of_assembly(resource: &Resource) -> [Fact; 6] {
    let file = verification::assembly_file(resource);
    let facts = file.as_ref().and_then(|file| file.facts());
    let name = facts.and_then(|facts| facts.name.as_ref());
    let references = facts.map(|facts| facts.references.iter().map(ToString::to_string).collect());
    [
        text("Assembly kind", &file.as_ref().map(AssemblyFile::kind).unwrap_or_default()),
        text("Assembly name", name.map_or("", |name| name.name.as_str())),
        text("Assembly version", &name.map(|name| name.version.to_string()).unwrap_or_default()),
        text("Target framework", &facts.and_then(assembly::Facts::target_framework_label).unwrap_or_default()),
        text("Strong name", &file.as_ref().map(AssemblyFile::strong_name).unwrap_or_default()),
        Fact { label: "Assembly references", value: Value::List(references.unwrap_or_default()) },
    ]
}

fn of_action(extension: &Extension, action: &Action) -> Entry {
    let icon = action.icon.map(|key| extension.resource(key).map_or_else(|| key.to_string(), |icon| icon.path()));
    let mut listed = entry(
        "Action",
        action.name.as_str(),
        vec![
            text("Key", &action.key),
            text("Description", action.description.as_str()),
            flag("Function", action.is_function),
            text("Icon", &icon.unwrap_or_default()),
            text("Import details", &action.import_details),
            text("Body", &action.body),
            text("Java body", &action.java_body),
        ],
    );
    let parameters = action.parameters.iter().map(|parameter| of_parameter(extension, parameter)).collect();
    let members = action.member.iter().map(|member| of_member(member)).collect();
    listed.parts =
        vec![Group { name: "parameters", entries: parameters }, Group { name: "importedMembers", entries: members }];
    listed
}

fn of_parameter(extension: &Extension, parameter: &Parameter) -> Entry {
    let mut facts = vec![text("Key", &parameter.key), text("Description", parameter.description.as_str())];
    facts.extend(of_type(extension, &parameter.data_type));
    let kind = match parameter.direction {
        Direction::Input { mandatory } => {
            facts.push(flag("Mandatory", mandatory));
            "Input"
        }
        Direction::Output => "Output",
    };
    facts.push(text("Default", &parameter.default));
    entry(kind, parameter.name.as_str(), facts)
}

/// The type by the names of what it is made of, and by keys where a key has no name here or the type is
/// none that is known.
fn of_type(extension: &Extension, data_type: &DataType) -> [Fact; 2] {
    let named = |key: &Key| extension.source_name(*key).is_some();
    let keys = |keys: &[Key]| {
        let unnamed = keys.iter().any(|key| !named(key));
        if unnamed { keys.iter().map(Key::to_string).collect::<Vec<_>>().join(", ") } else { String::new() }
    };
    let unnamed = match data_type {
        DataType::Record(record) | DataType::RecordList(record) => keys(record.sources()),
        DataType::EntityIdentifier(key) => keys(&[*key]),
        DataType::Other { record_text, .. } => record_text.to_string(),
        DataType::Basic(_) | DataType::Object => String::new(),
    };
    [text("Type", &extension.type_label(data_type)), text("Record keys", &unnamed)]
}

fn of_member(member: &ImportedMember) -> Entry {
    let of_parameter = |parameter: &ImportedParameter| {
        entry(
            "Parameter",
            &parameter.name,
            vec![
                text("Type", &parameter.type_name),
                flag("By reference", parameter.is_by_ref),
                flag("Out", parameter.is_out),
                flag("Mandatory", parameter.is_mandatory),
            ],
        )
    };
    let mut listed = entry(
        "Imported member",
        &member.name,
        vec![
            text("Member kind", &member.kind),
            text("Declaring type", &member.declaring_type),
            text("Class", &member.class),
            text("Return type", &member.return_type),
            flag("Static", member.is_static),
        ],
    );
    listed.parts.push(Group { name: "parameters", entries: member.parameters.iter().map(of_parameter).collect() });
    listed
}

fn of_structure(extension: &Extension, structure: &Structure) -> Entry {
    let mut listed = entry(
        "Structure",
        structure.name.as_str(),
        vec![
            text("Key", &structure.key),
            text("Description", structure.description.as_str()),
            text("Import details", &structure.import_details),
        ],
    );
    let attributes = structure.attributes.iter().map(|attribute| of_structure_attribute(extension, attribute));
    listed.parts.push(Group { name: "attributes", entries: attributes.collect() });
    listed
}

fn of_structure_attribute(extension: &Extension, attribute: &StructureAttribute) -> Entry {
    let mut facts = vec![text("Key", &attribute.key), text("Description", attribute.description.as_str())];
    facts.extend(of_type(extension, &attribute.data_type));
    facts.extend([
        flag("Mandatory", attribute.is_mandatory),
        text("Length", &attribute.length),
        text("Decimals", &attribute.decimals),
        text("Default", &attribute.default),
    ]);
    entry("Attribute", attribute.name.as_str(), facts)
}

fn of_entity(extension: &Extension, entity: &Entity) -> Entry {
    let identifier = entity.identifier.map(|key| name_or_key(&entity.attributes, key)).unwrap_or_default();
    let behavior = match entity.default_value_behavior {
        DefaultValueBehavior::NoConversion => "Stored as it is",
        DefaultValueBehavior::ConvertToNull => "Stored as NULL",
    };
    let mut listed = entry(
        "Entity",
        entity.name.as_str(),
        vec![
            text("Key", &entity.key),
            text("Description", entity.description.as_str()),
            text("Physical table", &entity.physical_table),
            text("Logical database", &entity.logical_database),
            text("Identifier", &identifier),
            text("Default values", behavior),
            text("Import details", &entity.import_details),
        ],
    );
    let attributes = entity.attributes.iter().map(|attribute| of_entity_attribute(extension, attribute));
    listed.parts.push(Group { name: "attributes", entries: attributes.collect() });
    listed
}

fn of_entity_attribute(extension: &Extension, attribute: &EntityAttribute) -> Entry {
    let mut facts = vec![
        text("Key", &attribute.key),
        text("Description", attribute.description.as_str()),
        text("Original name", &attribute.original_name),
        text("Original type", &attribute.original_type),
    ];
    facts.extend(of_type(extension, &attribute.data_type));
    facts.extend([
        flag("Mandatory", attribute.is_mandatory),
        flag("Auto number", attribute.is_auto_number),
        flag("Ignored", attribute.is_ignored),
        text("Length", &attribute.length),
        text("Decimals", &attribute.decimals),
        text("Default", &attribute.default),
    ]);
    entry("Attribute", attribute.name.as_str(), facts)
}

fn of_technology(extension: &Extension, technology: &Technology) -> Entry {
    let resource = |key: &Key| extension.resource(*key).map_or_else(|| key.to_string(), |resource| resource.path());
    entry(
        "Technology",
        technology.name.as_str(),
        vec![
            text("Key", &technology.key),
            text("Description", &technology.description),
            text("Plug-in", &technology.plugin),
            text("Plug-in version", &technology.plugin_version),
            Fact { label: "Resources", value: Value::List(technology.resources.iter().map(resource).collect()) },
            members("Actions", &extension.actions, &technology.actions),
            members("Structures", &extension.structures, &technology.structures),
            members("Entities", &extension.entities, &technology.entities),
        ],
    )
}

fn members<T: Element>(label: &'static str, elements: &Elements<T>, keys: &[Key]) -> Fact {
    Fact { label, value: Value::List(keys.iter().map(|key| name_or_key(elements, *key)).collect()) }
}

fn name_or_key<T: Element>(elements: &Elements<T>, key: Key) -> String {
    elements.get(key).map_or_else(|| key.to_string(), |element| element.name().to_string())
}

fn entry(kind: &'static str, name: &str, facts: Vec<Fact>) -> Entry {
    Entry { kind, name: name.to_owned(), facts, parts: Vec::new() }
}

fn text(label: &'static str, value: &(impl ToString + ?Sized)) -> Fact {
    Fact { label, value: Value::Text(value.to_string()) }
}

fn number(label: &'static str, value: u64) -> Fact {
    Fact { label, value: Value::Number(value) }
}

fn flag(label: &'static str, value: bool) -> Fact {
    Fact { label, value: Value::Flag(value) }
}
