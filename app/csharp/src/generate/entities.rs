//! Entities.cs: for each entity its configuration, its names in the database and its struct.

use extension::{BasicType, DataType, Entity, EntityAttribute, Extension, Literal};

use super::code::Code;
use super::fields::{self, Field};
use super::{debugger, documentation, members, usings};
use crate::names;
use crate::types::string_literal;

const META: &str = "OutSystems.HubEdition.RuntimePlatform.MetaInformation";
const CONFIGURATION: &str =
    "OutSystems.HubEdition.RuntimePlatform.Db.EntityConfiguration,OutSystems.HubEdition.RuntimePlatform";
const NAME_MAP: &str = "System.Collections.Generic.Dictionary<string, string>";

/// Entities.cs.
pub(super) fn file(extension: &Extension) -> String {
    let namespace = names::namespace(&extension.name);
    let mut code = Code::with_usings(&usings::TYPES);
    code.open(format_args!("namespace {namespace}"));
    code.blank();
    for entity in &extension.entities {
        write_configuration(&mut code, extension, entity);
        code.blank();
        write_names(&mut code, entity);
        code.blank();
        write_record(&mut code, extension, entity);
        code.blank();
    }
    code.close_named(&namespace);
    code.finish()
}

/// The column of an attribute: its original name where it has one.
fn column(attribute: &EntityAttribute) -> &str {
    if attribute.original_name.is_empty() { attribute.name.as_str() } else { &attribute.original_name }
}

/// The class that asks the platform for the table of the environment it runs in.
fn write_configuration(code: &mut Code, extension: &Extension, entity: &Entity) {
    let table = string_literal(&entity.physical_table);
    let type_name = format!("EN{}EntityConfiguration", entity.name);
    let arguments = [
        string_literal(&extension.key.guid().to_lowercase()),
        string_literal(&entity.key.guid().to_lowercase()),
        string_literal(entity.name.as_str()),
        table.clone(),
    ]
    .join(", ");
    code.open(format_args!("public class {type_name}"));
    code.line("private static object config;");
    code.blank();
    code.open("private static string PhysicalTableName");
    code.open("get");
    code.open("try");
    code.open("if (config == null)");
    code.line(format_args!("Type type = Type.GetType(\"{CONFIGURATION}\");"));
    code.line(format_args!("if (type == null) return {table};"));
    code.line("Type[] parameters = new Type[] { typeof(string), typeof(string), typeof(string), typeof(string) };");
    code.line("MethodInfo method = type.GetMethod(\"GetEntityConfiguration\", parameters);");
    code.line(format_args!("config = method.Invoke(null, new object[] {{ {arguments} }});"));
    code.close();
    code.line("return config.GetType().GetProperty(\"PhysicalTableName\").GetValue(config, null).ToString();");
    code.close();
    code.block("catch", [format!("return {table};")]);
    code.close();
    code.close();
    code.blank();
    code.block("public static string GetPhysicalTableName()", ["return PhysicalTableName;"]);
    code.close_named(type_name);
}

/// The class with the names of table and columns.
fn write_names(code: &mut Code, entity: &Entity) {
    let name = &entity.name;
    code.open(format_args!("public sealed partial class EN{name}Entity"));
    code.open(format_args!("private static readonly {NAME_MAP} entityAttributes = new {NAME_MAP}()"));
    for attribute in fields::attributes(entity) {
        let lower = attribute.name.as_str().to_lowercase();
        code.line(format_args!("{{ {}, {} }},", string_literal(&lower), string_literal(column(attribute))));
    }
    code.close_with(";");
    code.blank();
    code.block(format_args!("public static {NAME_MAP} AttributesToDatabaseNamesMap()"), ["return entityAttributes;"]);
    code.blank();
    code.block(
        "public static string AttributeDatabaseName(string attributeName)",
        ["string name;", "return entityAttributes.TryGetValue(attributeName, out name) ? name : null;"],
    );
    code.blank();
    code.block("public static string LocalViewName(int? tenant, string locale)", ["return ViewName(null, locale);"]);
    code.blank();
    code.block(
        "public static string ViewName(int? tenant, string locale)",
        [format!("return EN{name}EntityConfiguration.GetPhysicalTableName();")],
    );
    code.close_named(format_args!("EN{name}Entity"));
}

fn write_record(code: &mut Code, extension: &Extension, entity: &Entity) {
    let type_name = &format!("EN{}EntityRecord", entity.name);
    let fields = &fields::of_entity(extension, entity);
    let count = fields.len();
    documentation::write_summary(code, entity.description.as_str());
    let (name, table) = (string_literal(entity.name.as_str()), string_literal(&entity.physical_table));
    code.line(format_args!(
        "[{META}.EntityRecordDetails({name}, \"{}\", \"{}\", 0, {table}, null)]",
        entity.key, extension.key
    ));
    code.line("[Serializable()]");
    code.open(format_args!(
        "public partial struct {type_name}: ISerializable, ITypedRecord<{type_name}>, ISimpleRecord"
    ));
    members::keys(code, fields);
    for (place, (attribute, field)) in fields::attributes(entity).into_iter().zip(fields).enumerate() {
        write_attribute(code, entity, attribute, field, place, count);
    }
    code.line("public BitArray ChangedAttributes;");
    code.blank();
    code.line("public BitArray OptimizedAttributes;");
    code.blank();
    let initial = constructor(code, type_name, fields);
    no_optimized_values(code);
    members::read(code, type_name, |code| {
        members::value_reads(code, entity.name.as_str(), fields);
        code.line(format_args!("ChangedAttributes = new BitArray({count}, false);"));
        code.line(format_args!("OptimizedAttributes = new BitArray({count}, false);"));
    });
    members::equality(code, type_name, fields);
    members::serialization(code, type_name, fields, &initial);
    members::recursion(code, fields);
    members::duplicate(code, type_name, fields, &copied_states(count));
    debugger::to_xml(code, "Entity", fields);
    debugger::evaluate_fields(code, fields);
    attribute_states(code, fields);
    let before = ["ChangedAttributes", "OptimizedAttributes"].map(|it| format!("{it} = new BitArray({count});"));
    members::access(code, fields, members::INVALID_KEY, &before, copy_from_other);
    members::is_default(code, type_name, fields);
    code.close_named(type_name);
}

fn write_attribute(
    code: &mut Code,
    entity: &Entity,
    attribute: &EntityAttribute,
    field: &Field,
    place: usize,
    count: usize,
) {
    let is_identifier = entity.identifier == Some(attribute.key);
    let is_reference = matches!(attribute.data_type, DataType::EntityIdentifier(_));
    code.line(format_args!(
        "[{META}.EntityAttributeDetails({}, {}, {}, {is_identifier}, {is_reference}, {})]",
        string_literal(column(attribute)),
        length(attribute),
        attribute.is_auto_number,
        attribute.is_mandatory
    ));
    code.line(format_args!("[System.Xml.Serialization.XmlElement(\"{}\")]", field.label));
    let (storage, data_type) = (&field.storage, &field.type_name);
    code.line(format_args!("private {data_type} {storage};"));
    code.open(format_args!("public {data_type} {}", field.member));
    code.block("get", [format!("return {storage};")]);
    code.open("set");
    code.open(format_args!("if ({storage} != value || OptimizedAttributes[{place}])"));
    // Another identifier makes another record of it: everything is to be stored.
    if is_identifier {
        code.line(format_args!("ChangedAttributes = new BitArray({count}, true);"));
    } else {
        code.line(format_args!("ChangedAttributes[{place}] = true;"));
    }
    code.line(format_args!("{storage} = value;"));
    code.close();
    code.close();
    code.close();
    code.blank();
}

/// The length of a Text or a Decimal; nothing else has one.
fn length(attribute: &EntityAttribute) -> u32 {
    let has_length = matches!(attribute.data_type.basic(), Some(BasicType::Text | BasicType::Decimal));
    match attribute.length.literal() {
        Literal::Integer { negative: false, digits } if has_length => digits.parse().unwrap_or(0),
        _ => 0,
    }
}

fn constructor(code: &mut Code, type_name: &str, fields: &[Field]) -> Vec<String> {
    let count = fields.len();
    let mut initial = vec![
        format!("ChangedAttributes = new BitArray({count}, true);"),
        format!("OptimizedAttributes = new BitArray({count}, false);"),
    ];
    initial.extend(fields.iter().map(|field| format!("{} = {};", field.storage, field.default)));
    code.block(format_args!("public {type_name}(params string[] dummy)"), &initial);
    code.blank();
    initial
}

fn no_optimized_values(code: &mut Code) {
    code.block("public BitArray[] GetDefaultOptimizedValues()", ["return new BitArray[0];"]);
    code.blank();
    code.open("public BitArray[] AllOptimizedAttributes");
    code.line("set {}");
    code.block("get", ["return new BitArray[0];"]);
    code.close();
    code.blank();
}

fn copied_states(count: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for states in ["ChangedAttributes", "OptimizedAttributes"] {
        lines.push(format!("copy.{states} = new BitArray({count});"));
        lines.push(format!("for (int i = 0; i < {count}; i++) copy.{states}[i] = {states}[i];"));
    }
    lines
}

fn attribute_states(code: &mut Code, fields: &[Field]) {
    for states in ["Changed", "Optimized"] {
        code.open(format_args!("public bool {states}AttributeGet(GlobalObjectKey key)"));
        for (place, field) in fields.iter().enumerate() {
            code.line(format_args!("if (key.Equals({})) return {states}Attributes[{place}];", field.id));
        }
        code.line("throw new Exception(\"Invalid key\");");
        code.close();
        code.blank();
    }
}

fn copy_from_other(code: &mut Code, place: usize, field: &Field) {
    members::copy_from_other(code, field);
    for states in ["Changed", "Optimized"] {
        code.line(format_args!("{states}Attributes[{place}] = other.{states}AttributeGet({});", field.id));
    }
}
