//! Records.cs: a struct for each entity, each structure and each join that is used.

use extension::{Extension, Key, RecordDefinition};

use super::code::Code;
use super::fields::{self, Field};
use super::record_keys::RecordKeys;
use super::{debugger, members, usings};
use crate::names;

/// The record definitions that have a struct and a list: every entity, every structure, then the joins
/// that parameters and attributes use.
pub(crate) fn definitions(extension: &Extension) -> Vec<RecordDefinition> {
    let entities = extension.entities.iter().map(|entity| entity.key);
    let structures = extension.structures.iter().map(|structure| structure.key);
    let singles = entities.chain(structures).map(|key| RecordDefinition::new([key]));
    let mut definitions: Vec<RecordDefinition> = singles.collect();
    let of_actions = extension.actions.iter().flat_map(|action| action.parameters.iter().map(|it| &it.data_type));
    let of_structures = extension.structures.iter().flat_map(|it| it.attributes.iter().map(|it| &it.data_type));
    for record in of_actions.chain(of_structures).filter_map(|data_type| data_type.record()) {
        if record.sources().len() > 1 && !definitions.contains(record) {
            definitions.push(record.clone());
        }
    }
    definitions
}

/// Records.cs.
pub(super) fn file(extension: &Extension, keys: &RecordKeys) -> String {
    let mut code = Code::with_usings(&usings::RECORDS);
    code.open(format_args!("namespace {}", names::namespace(&extension.name)));
    code.blank();
    for definition in definitions(extension) {
        if let Some(name) = names::record(extension, &definition) {
            write(&mut code, extension, keys, &name, definition.sources());
            code.blank();
        }
    }
    code.close();
    code.finish()
}

/// For each source of a record what its attributes are at the start: nothing to optimize in a structure,
/// a bit for each attribute of an entity.
pub(super) fn default_optimized_values(extension: &Extension, sources: &[Key]) -> Vec<String> {
    let value = |&key: &Key| match attribute_count(extension, key) {
        Some(count) => format!("new BitArray({count}, false)"),
        None => "null".to_owned(),
    };
    let values: Vec<String> = sources.iter().map(value).collect();
    vec![format!("return new BitArray[] {{ {} }};", values.join(", "))]
}

fn attribute_count(extension: &Extension, source: Key) -> Option<usize> {
    extension.entities.get(source).map(|entity| fields::attributes(entity).len())
}

fn write(code: &mut Code, extension: &Extension, keys: &RecordKeys, name: &str, sources: &[Key]) {
    let type_name = &format!("RC{name}Record");
    let fields = &fields::of_record(extension, keys, sources);
    code.line("[Serializable()]");
    code.open(format_args!("public partial struct {type_name}: ISerializable, ITypedRecord<{type_name}>"));
    members::keys(code, fields);
    for field in fields {
        code.line(format_args!("[System.Xml.Serialization.XmlElement(\"{}\")]", field.label));
        code.line(format_args!("public {} {};", field.type_name, field.member));
    }
    code.blank();
    let entity = match (fields.as_slice(), sources) {
        ([field], [source]) => {
            conversions(code, type_name, field);
            attribute_count(extension, *source).map(|_| field)
        }
        _ => None,
    };
    if let Some(field) = entity {
        code.open("public BitArray ChangedAttributes");
        code.block("set", [format!("{}.ChangedAttributes = value;", field.member)]);
        code.block("get", [format!("return {}.ChangedAttributes;", field.member)]);
        code.close();
        code.blank();
    }
    let initial = constructor(code, type_name, fields);
    optimized_attributes(code, extension, fields, sources);
    members::read(code, type_name, |code| {
        for field in fields {
            code.line(format_args!("{}.Read(r, ref index);", field.member));
        }
    });
    members::equality(code, type_name, fields);
    members::serialization(code, type_name, fields, &initial);
    members::recursion(code, fields);
    members::duplicate(code, type_name, fields, &["copy.OptimizedAttributes = null;".to_owned()]);
    debugger::to_xml(code, "Record", fields);
    debugger::evaluate_fields(code, fields);
    attribute_states(code, entity);
    access(code, fields);
    members::is_default(code, type_name, fields);
    code.close_named(type_name);
}

/// From the record to its only source and back.
fn conversions(code: &mut Code, type_name: &str, field: &Field) {
    let (source, member) = (&field.type_name, &field.member);
    code.block(
        format_args!("public static implicit operator {source}({type_name} r)"),
        [format!("return r.{member};")],
    );
    code.blank();
    code.block(
        format_args!("public static implicit operator {type_name}({source} r)"),
        [
            format!("{type_name} record = new {type_name}(null);"),
            format!("record.{member} = r;"),
            "return record;".to_owned(),
        ],
    );
    code.blank();
}

fn constructor(code: &mut Code, type_name: &str, fields: &[Field]) -> Vec<String> {
    code.line("public BitArray OptimizedAttributes;");
    code.blank();
    let mut initial = vec!["OptimizedAttributes = null;".to_owned()];
    initial.extend(fields.iter().map(|field| format!("{} = {};", field.member, field.default)));
    code.block(format_args!("public {type_name}(params string[] dummy)"), &initial);
    code.blank();
    initial
}

fn optimized_attributes(code: &mut Code, extension: &Extension, fields: &[Field], sources: &[Key]) {
    code.block("public BitArray[] GetDefaultOptimizedValues()", default_optimized_values(extension, sources));
    code.blank();
    code.open("public BitArray[] AllOptimizedAttributes");
    code.open("set");
    code.open("if (value == null)");
    for (place, (field, source)) in fields.iter().zip(sources).enumerate() {
        if attribute_count(extension, *source).is_some() {
            code.line(format_args!("{}.OptimizedAttributes = GetDefaultOptimizedValues()[{place}];", field.member));
        }
    }
    code.close();
    code.open("else");
    for (place, field) in fields.iter().enumerate() {
        code.line(format_args!("{}.OptimizedAttributes = value[{place}];", field.member));
    }
    code.close();
    code.close();
    let current = fields.iter().zip(sources).map(|(field, source)| match attribute_count(extension, *source) {
        Some(_) => format!("{}.OptimizedAttributes", field.member),
        None => "null".to_owned(),
    });
    let current: Vec<String> = current.collect();
    code.block("get", [format!("return new BitArray[] {{ {} }};", current.join(", "))]);
    code.close();
    code.blank();
}

/// Access by key. How the platform derives a record's keys is not known, so a peer may have another one for the same
/// source: a record of one source gives it for any key, and what a peer does not give by key is taken from its
/// field of the same name.
fn access(code: &mut Code, fields: &[Field]) {
    let unknown = match fields {
        [field] => format!("return {};", field.member),
        _ => "return null;".to_owned(),
    };
    let before: &[String] = if fields.is_empty() { &[] } else { &["object source;".to_owned()] };
    members::access(code, fields, &unknown, before, |code, _, field| {
        let (member, id) = (&field.member, &field.id);
        code.line("source = null;");
        code.line(format_args!("try {{ source = other.AttributeGet({id}); }} catch (Exception) {{}}"));
        code.open("if (source == null)");
        code.line(format_args!("FieldInfo field = other.GetType().GetField(\"{member}\");"));
        code.line("if (field != null) source = field.GetValue(other);");
        code.close();
        code.line(format_args!("{member}.FillFromOther((IRecord) source);"));
    });
}

fn attribute_states(code: &mut Code, entity: Option<&Field>) {
    let Some(field) = entity else {
        return members::no_attribute_states(code);
    };
    for method in ["ChangedAttributeGet", "OptimizedAttributeGet"] {
        code.block(
            format_args!("public bool {method}(GlobalObjectKey key)"),
            [format!("return {}.{method}(key);", field.member)],
        );
        code.blank();
    }
}
