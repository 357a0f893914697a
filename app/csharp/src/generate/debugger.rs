//! What the platform's debugger asks the structs: their values as XML, and single fields by name.

use super::code::Code;
use super::fields::{Field, FieldKind};

/// The values as XML under an element of this name. Records keep the case of the field's name.
pub(super) fn to_xml(code: &mut Code, element: &str, fields: &[Field]) {
    code.open("public void ToXml(Object parent, System.Xml.XmlElement baseElem, String fieldName, int detailLevel)");
    code.line(format_args!("System.Xml.XmlElement element = VarValue.AppendChild(baseElem, \"{element}\");"));
    code.open("if (fieldName != null)");
    code.line("VarValue.AppendAttribute(element, \"debug.field\", fieldName);");
    if element != "Record" {
        code.line("fieldName = fieldName.ToLower();");
    }
    code.close();
    code.open("if (detailLevel > 0)");
    for field in fields {
        field_to_xml(code, field);
    }
    code.close();
    code.block("else", ["VarValue.AppendDeferredEvaluationElement(element);"]);
    code.close();
    code.blank();
}

/// Single fields by name. The name of a nested one, and of any in a record, is told.
pub(super) fn evaluate_fields(code: &mut Code, fields: &[Field]) {
    code.open("public void EvaluateFields(VarValue variable, Object parent, String baseName, String fields)");
    code.line("String head = VarValue.GetHead(fields);");
    code.line("String tail = VarValue.GetTail(fields);");
    code.line("variable.Found = false;");
    for field in fields {
        let (label, lower, member) = (&field.label, field.label.to_lowercase(), &field.member);
        code.open(format_args!("if (head == \"{lower}\")"));
        code.line(format_args!(
            "if (!VarValue.FieldIsOptimized(parent, baseName + \".{label}\")) variable.Value = {member}; else variable.Optimized = true;"
        ));
        if field.is_nested() {
            code.line(format_args!("variable.SetFieldName(\"{lower}\");"));
        }
        code.close();
    }
    code.line("if (variable.Found && tail != null) variable.EvaluateFields(this, head, tail);");
    code.close();
    code.blank();
}

fn field_to_xml(code: &mut Code, field: &Field) {
    let (label, member) = (&field.label, &field.member);
    let kind = match &field.kind {
        FieldKind::Value { type_kind, .. } => type_kind_argument(type_kind),
        FieldKind::Object => String::new(),
        FieldKind::Record | FieldKind::RecordList => {
            return code.line(format_args!("{member}.ToXml(this, element, \"{label}\", detailLevel - 1);"));
        }
    };
    code.line(format_args!(
        "if (!VarValue.FieldIsOptimized(parent, fieldName + \".{label}\")) VarValue.AppendAttribute(element, \"{label}\", {member}{kind}); else VarValue.AppendOptimizedAttribute(element, \"{label}\");"
    ));
}

/// A constant is compiled in as its number. Those of Date and Time are not known, so they are looked up by name.
fn type_kind_argument(name: &str) -> String {
    match name {
        "Date" | "Time" => format!(", detailLevel, (TypeKind) Enum.Parse(typeof(TypeKind), \"{name}\")"),
        _ => format!(", detailLevel, TypeKind.{name}"),
    }
}
