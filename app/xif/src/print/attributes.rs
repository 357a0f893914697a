use std::borrow::Cow;

use extension::{
    DataType, DefaultValueBehavior, Direction, Entity, EntityAttribute, Extension, ImportedMember, ImportedParameter,
    Key, Parameter, Resource, StructureAttribute,
};

use super::item::Item;
use crate::wire::{self, yes_no};

/// An attribute to be written.
pub(super) struct Attribute<'a> {
    pub(super) name: &'static str,
    pub(super) value: Cow<'a, str>,
    pub(super) presence: Presence,
    /// Whether a text that the file has means the same to the reader.
    pub(super) is_also: fn(&str) -> bool,
}

/// When an attribute stands in the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// Always.
    Always,
    /// Where it stood already; elsewhere only when it has a value: the names of entities are inferred.
    WithValue,
    /// Never: it is taken out where it stood.
    Never,
}

fn always<'a>(name: &'static str, value: impl Into<Cow<'a, str>>) -> Attribute<'a> {
    Attribute { name, value: value.into(), presence: Presence::Always, is_also: |_| false }
}

fn with_value<'a>(name: &'static str, value: impl Into<Cow<'a, str>>) -> Attribute<'a> {
    Attribute { presence: Presence::WithValue, ..always(name, value) }
}

/// A switch of an entity: as the names are inferred, so are the words, and what is not Yes stays as the file has it.
fn switch<'a>(name: &'static str, is_on: bool) -> Attribute<'a> {
    let is_also: fn(&str) -> bool = if is_on { |_| false } else { |text| text != "Yes" };
    Attribute { is_also, ..with_value(name, yes_no(is_on)) }
}

/// The attributes of the element, in the order of Integration Studio.
pub(super) fn of<'a>(item: &Item<'a>) -> Vec<Attribute<'a>> {
    match *item {
        Item::Extension(extension) => of_extension(extension),
        Item::Resource(resource) => of_resource(resource),
        Item::Reference(reference) => vec![always("Key", reference.key.to_string()), always("Name", &*reference.name)],
        Item::Action(action) => vec![
            always("Key", action.key.to_string()),
            always("Name", action.name.as_str()),
            always("Description", action.description.as_str()),
            always("ImportDetails", &*action.import_details),
            always("IsFunction", yes_no(action.is_function)),
            Attribute {
                presence: if action.icon.is_some() { Presence::Always } else { Presence::Never },
                ..always("Icon", action.icon.map(|key| key.to_string()).unwrap_or_default())
            },
        ],
        Item::AssemblyObject(member) => vec![always("Kind", &*member.kind)],
        Item::Method(member) => of_method(member),
        Item::MethodParameter(_, parameter) => of_method_parameter(parameter),
        Item::Parameter(parameter) => of_parameter(parameter),
        Item::Expression(name, expression) => vec![always("Name", name), always("StringText", expression.as_str())],
        Item::Tree(tree) => tree.attributes.iter().map(|(name, value)| always(name, value.as_str())).collect(),
        Item::Structure(structure) => vec![
            always("Key", structure.key.to_string()),
            always("Name", structure.name.as_str()),
            always("Description", structure.description.as_str()),
            always("ImportDetails", &*structure.import_details),
        ],
        Item::StructureAttribute(attribute) => of_structure_attribute(attribute),
        Item::Entity(entity) => of_entity(entity),
        Item::EntityAttribute(attribute) => of_entity_attribute(attribute),
        Item::Technology(technology) => vec![
            always("PluginKey", &*technology.plugin),
            always("PluginVersion", &*technology.plugin_version),
            always("Key", technology.key.to_string()),
            always("Name", technology.name.as_str()),
            always("Description", &*technology.description),
        ],
        Item::KeyOf(_, key) => vec![always("Key", key.to_string())],
        _ => Vec::new(),
    }
}

fn of_extension(extension: &Extension) -> Vec<Attribute<'_>> {
    let head = &extension.provenance;
    let mut attributes = vec![
        always("Key", extension.key.to_string()),
        always("CodeKey", &*head.code_key),
        always("Name", extension.name.as_str()),
        always("ApplicationServerType", &*head.application_server_type),
        always("Database", wire::dbms(&extension.dbms)),
        always("System", yes_no(head.is_system)),
        always("Valid", yes_no(head.is_valid)),
        always("Description", extension.description.as_str()),
        always("LastUpgradeVersion", &*head.last_upgrade_version),
        always("ActivationCode", &*head.activation_code),
    ];
    if let Some((id, name)) = &head.product {
        attributes.extend([always("ProductId", &**id), always("ProductName", &**name)]);
    }
    attributes.extend([
        always("IsOpenSourceProduct", yes_no(head.is_open_source_product)),
        always("Generation", head.generation.to_string()),
        always("Hash", &*head.hash),
        always("Version", &*head.version),
        always("LastModifiedUTC", head.last_modified_utc.as_str()),
        always("DirectUpgradeFrom", &*head.direct_upgrade_from),
    ]);
    attributes
}

fn of_resource(resource: &Resource) -> Vec<Attribute<'_>> {
    vec![
        always("Key", resource.key.to_string()),
        always("Filename", resource.file_name.as_str()),
        always("Description", resource.description.as_str()),
        always("ImportDetails", &*resource.import_details),
        always("CompileAction", wire::deploy_action(&resource.deploy_action)),
        always("LastModified", resource.last_modified.as_str()),
        always("Path", resource.folder.as_str()),
        always("CodeReference", yes_no(resource.is_code_reference)),
    ]
}

fn of_method(member: &ImportedMember) -> Vec<Attribute<'_>> {
    vec![
        always("Name", &*member.name),
        always("DeclaringTypeName", &*member.declaring_type),
        always("ClassName", &*member.class),
        always("ReturnTypeName", &*member.return_type),
        always("IsStatic", yes_no(member.is_static)),
    ]
}

fn of_method_parameter(parameter: &ImportedParameter) -> Vec<Attribute<'_>> {
    vec![
        always("Name", &*parameter.name),
        always("IsByRef", yes_no(parameter.is_by_ref)),
        always("IsOut", yes_no(parameter.is_out)),
        always("ParameterType", &*parameter.type_name),
        always("ParameterIsMandatory", yes_no(parameter.is_mandatory)),
    ]
}

fn of_parameter(parameter: &Parameter) -> Vec<Attribute<'_>> {
    let (type_text, record_text) = wire::data_type(&parameter.data_type);
    let mut attributes = vec![
        always("Key", parameter.key.to_string()),
        always("Name", parameter.name.as_str()),
        always("Description", parameter.description.as_str()),
    ];
    let mandatory = match parameter.direction {
        Direction::Input { mandatory } => always("IsMandatory", yes_no(mandatory)),
        Direction::Output => Attribute { presence: Presence::Never, ..always("IsMandatory", "") },
    };
    attributes.push(mandatory);
    attributes.extend([
        always("Type", type_text),
        always("Default", parameter.default.as_str()),
        always("RecordType", record_text),
    ]);
    attributes
}

fn of_structure_attribute(attribute: &StructureAttribute) -> Vec<Attribute<'_>> {
    let (type_text, record_text) = wire::data_type(&attribute.data_type);
    vec![
        always("Key", attribute.key.to_string()),
        always("Name", attribute.name.as_str()),
        always("Description", attribute.description.as_str()),
        always("IsMandatory", yes_no(attribute.is_mandatory)),
        always("Type", type_text),
        always("DefaultValue", attribute.default.as_str()),
        always("Decimals", attribute.decimals.as_str()),
        always("Length", attribute.length.as_str()),
        always("RecordType", record_text),
    ]
}

fn of_entity(entity: &Entity) -> Vec<Attribute<'_>> {
    let identifier = match entity.identifier {
        Some(key) => with_value("Identifier", key.to_string()),
        None => Attribute { is_also: |text| text.parse::<Key>().is_err(), ..with_value("Identifier", "") },
    };
    let converts = entity.default_value_behavior == DefaultValueBehavior::ConvertToNull;
    vec![
        always("Key", entity.key.to_string()),
        always("Name", entity.name.as_str()),
        with_value("Description", entity.description.as_str()),
        with_value("ImportDetails", &*entity.import_details),
        with_value("PhysicalTableName", &*entity.physical_table),
        with_value("LogicalDatabase", &*entity.logical_database),
        identifier,
        switch("ConvertDefaultsToNull", converts),
    ]
}

fn of_entity_attribute(attribute: &EntityAttribute) -> Vec<Attribute<'_>> {
    // A type that the file did not state was read as the empty text, and is written as that.
    let stated = |data_type: &DataType| !matches!(data_type, DataType::Other { type_text, .. } if type_text.is_empty());
    let (type_text, record_text) = wire::data_type(&attribute.data_type);
    let type_text = if stated(&attribute.data_type) { type_text } else { Cow::Borrowed("") };
    vec![
        always("Key", attribute.key.to_string()),
        always("Name", attribute.name.as_str()),
        with_value("Description", attribute.description.as_str()),
        with_value("OriginalName", &*attribute.original_name),
        with_value("OriginalType", &*attribute.original_type),
        switch("IsMandatory", attribute.is_mandatory),
        switch("IsAutoNumber", attribute.is_auto_number),
        with_value("Type", type_text),
        with_value("DefaultValue", attribute.default.as_str()),
        with_value("Decimals", attribute.decimals.as_str()),
        with_value("Length", attribute.length.as_str()),
        with_value("RecordType", record_text),
        switch("Ignore", attribute.is_ignored),
    ]
}

impl Attribute<'_> {
    /// Whether this text of a file, which is still escaped, says the same.
    pub(super) fn is_said_by(&self, raw: &str) -> bool {
        is_same(raw, &self.value) || quick_xml::escape::unescape(raw).is_ok_and(|text| (self.is_also)(&text))
    }

    /// Whether a text that does not have the attribute gets it.
    pub(super) fn is_added(&self, element_is_new: bool) -> bool {
        match self.presence {
            Presence::Always => true,
            Presence::WithValue => element_is_new || !matches!(&*self.value, "" | "No"),
            Presence::Never => false,
        }
    }
}

/// Whether a text of a file, which is still escaped, is this value.
pub(super) fn is_same(raw: &str, value: &str) -> bool {
    raw == value && !raw.contains('&') || quick_xml::escape::unescape(raw).is_ok_and(|old| old == value)
}
