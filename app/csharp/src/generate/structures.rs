//! Structures.cs: a struct for each structure.

use extension::{Extension, Structure};

use super::code::Code;
use super::fields::{self, Field, FieldKind};
use super::{debugger, documentation, members, usings};
use crate::names;

/// Structures.cs.
pub(super) fn file(extension: &Extension) -> String {
    let namespace = names::namespace(&extension.name);
    let mut code = Code::with_usings(&usings::TYPES);
    code.open(format_args!("namespace {namespace}"));
    code.blank();
    for structure in &extension.structures {
        write(&mut code, extension, structure);
        code.blank();
    }
    code.close_named(&namespace);
    code.finish()
}

fn write(code: &mut Code, extension: &Extension, structure: &Structure) {
    let type_name = &format!("ST{}Structure", structure.name);
    let fields = &fields::of_structure(extension, structure);
    documentation::write_summary(code, structure.description.as_str());
    code.line("[Serializable()]");
    code.open(format_args!(
        "public partial struct {type_name}: ISerializable, ITypedRecord<{type_name}>, ISimpleRecord"
    ));
    members::keys(code, fields);
    let initial = declarations(code, type_name, fields);
    optimized_attributes(code, fields);
    members::read(code, type_name, |code| members::value_reads(code, structure.name.as_str(), fields));
    members::equality(code, type_name, fields);
    members::serialization(code, type_name, fields, &initial);
    members::recursion(code, fields);
    members::duplicate(code, type_name, fields, &["copy.OptimizedAttributes = null;".to_owned()]);
    debugger::to_xml(code, "Structure", fields);
    debugger::evaluate_fields(code, fields);
    members::no_attribute_states(code);
    members::access(code, fields, members::INVALID_KEY, &[], |code, _, field| members::copy_from_other(code, field));
    members::is_default(code, type_name, fields);
    code.close_named(type_name);
}

/// The fields and the constructor; what the constructor sets.
fn declarations(code: &mut Code, type_name: &str, fields: &[Field]) -> Vec<String> {
    for field in fields {
        code.line(format_args!("[System.Xml.Serialization.XmlElement(\"{}\")]", field.label));
        code.line(format_args!("public {} {};", field.type_name, field.member));
    }
    code.blank();
    code.line("public BitArray OptimizedAttributes;");
    code.blank();
    let mut initial = vec!["OptimizedAttributes = null;".to_owned()];
    initial.extend(fields.iter().map(|field| format!("{} = {};", field.storage, field.default)));
    code.block(format_args!("public {type_name}(params string[] dummy)"), &initial);
    code.blank();
    initial
}

fn optimized_attributes(code: &mut Code, fields: &[Field]) {
    let records: Vec<&Field> = fields.iter().filter(|field| field.kind == FieldKind::Record).collect();
    let count = records.len();
    code.block("public BitArray[] GetDefaultOptimizedValues()", [format!("return new BitArray[{count}];")]);
    code.blank();
    code.open("public BitArray[] AllOptimizedAttributes");
    code.open("set");
    if count > 0 {
        code.line("if (value == null) return;");
    }
    for (place, field) in records.into_iter().enumerate() {
        code.line(format_args!("{}.OptimizedAttributes = value[{place}];", field.member));
    }
    code.close();
    code.block("get", [format!("return new BitArray[{count}];")]);
    code.close();
    code.blank();
}
