//! Members that the structs of structures, entities and records share.

use std::fmt;

use super::code::Code;
use super::fields::{Field, FieldKind};

const REFLECTED: &str = "BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance";

/// Keys of the attributes and the initialization that does nothing.
pub(super) fn keys(code: &mut Code, fields: &[Field]) {
    for field in fields {
        let (id, key) = (&field.id, &field.key);
        code.line(format_args!("internal static readonly GlobalObjectKey {id} = GlobalObjectKey.Parse(\"{key}\");"));
    }
    code.blank();
    code.line("public static void EnsureInitialized() {}");
    code.blank();
}

/// Reading from a data reader, where `fields` writes what reads each field.
pub(super) fn read(code: &mut Code, type_name: &str, fields: impl FnOnce(&mut Code)) {
    code.open("public void Read(IDataReader r, ref int index)");
    fields(code);
    code.close();
    code.blank();
    code.block("public void ReadDB(IDataReader r)", ["int index = 0;", "Read(r, ref index);"]);
    code.blank();
    code.block(format_args!("public void ReadIM({type_name} r)"), ["this = r;"]);
    code.blank();
}

/// Reads the fields that a data reader can give; `owner` is the element's name.
pub(super) fn value_reads(code: &mut Code, owner: &str, fields: &[Field]) {
    for field in fields {
        if let FieldKind::Value { reader, fallback, .. } = &field.kind {
            let (member, label) = (&field.member, &field.label);
            code.line(format_args!("{member} = r.{reader}(index++, \"{owner}.{label}\", {fallback});"));
        }
    }
}

/// Operators, `Equals` and `GetHashCode`.
pub(super) fn equality(code: &mut Code, type_name: &str, fields: &[Field]) {
    code.open(format_args!("public static bool operator ==({type_name} a, {type_name} b)"));
    for field in fields {
        let member = &field.member;
        unless_same(code, field, format_args!("a.{member}"), format_args!("b.{member}"));
    }
    code.line("return true;");
    code.close();
    code.blank();
    code.block(format_args!("public static bool operator !=({type_name} a, {type_name} b)"), ["return !(a == b);"]);
    code.blank();
    let same = format!("return o != null && o.GetType() == typeof({type_name}) && this == ({type_name}) o;");
    code.block("public override bool Equals(object o)", [same]);
    code.blank();
    code.open("public override int GetHashCode()");
    code.open("try");
    code.line("int hash = base.GetHashCode();");
    for field in fields {
        code.line(format_args!("hash ^= {}.GetHashCode();", field.member));
    }
    code.line("return hash;");
    code.close();
    code.block("catch", ["return base.GetHashCode();"]);
    code.close();
    code.blank();
}

/// Both sides of .NET's serialization; `initial` sets every field first.
pub(super) fn serialization(code: &mut Code, type_name: &str, fields: &[Field], initial: &[String]) {
    code.open("public void GetObjectData(SerializationInfo info, StreamingContext context)");
    code.open(format_args!("foreach (FieldInfo field in GetType().GetFields({REFLECTED}))"));
    code.line("if (field.FieldType.IsSerializable) info.AddValue(field.Name, field.GetValue(this));");
    code.close();
    code.close();
    code.blank();
    code.open(format_args!("public {type_name}(SerializationInfo info, StreamingContext context)"));
    for line in initial {
        code.line(line);
    }
    if !fields.is_empty() {
        code.line("FieldInfo field;");
    }
    for field in fields {
        let (name, data_type) = (&field.storage, &field.type_name);
        code.line(format_args!("field = GetType().GetField(\"{name}\", {REFLECTED});"));
        code.line(format_args!("if (field == null) throw new Exception(\"The field {name} was not found.\");"));
        code.line(format_args!(
            "if (field.FieldType.IsSerializable) {name} = ({data_type}) info.GetValue(\"{name}\", typeof({data_type}));"
        ));
    }
    code.close();
    code.blank();
}

/// What resets and saves nested records.
pub(super) fn recursion(code: &mut Code, fields: &[Field]) {
    for method in ["RecursiveReset", "InternalRecursiveSave"] {
        let calls = fields.iter().filter(|field| field.is_nested());
        let calls: Vec<String> = calls.map(|field| format!("{}.{method}();", field.member)).collect();
        code.block(format_args!("public void {method}()"), calls);
        code.blank();
    }
}

/// `Duplicate`, with the lines that follow the fields.
pub(super) fn duplicate(code: &mut Code, type_name: &str, fields: &[Field], rest: &[String]) {
    code.open(format_args!("public {type_name} Duplicate()"));
    code.line(format_args!("{type_name} copy;"));
    for field in fields {
        let (name, data_type) = (&field.storage, &field.type_name);
        match field.kind {
            FieldKind::Value { is_binary: true, .. } => {
                code.line(format_args!("copy.{name} = {name} == null ? null : (byte[]) {name}.Clone();"));
            }
            FieldKind::Value { .. } | FieldKind::Object => code.line(format_args!("copy.{name} = {name};")),
            FieldKind::Record | FieldKind::RecordList => {
                code.line(format_args!("copy.{name} = ({data_type}) {name}.Duplicate();"));
            }
        }
    }
    for line in rest {
        code.line(line);
    }
    code.line("return copy;");
    code.close();
    code.blank();
    code.block("IRecord IRecord.Duplicate()", ["return Duplicate();"]);
    code.blank();
}

/// What `AttributeGet` does with a key that it does not know.
pub(super) const INVALID_KEY: &str = "throw new Exception(\"Invalid key\");";

/// Access by key: `AttributeGet`, and `FillFromOther` with the lines before its fields; `copy` writes what takes one field
/// over, at its place.
pub(super) fn access(
    code: &mut Code,
    fields: &[Field],
    unknown: &str,
    before: &[String],
    copy: impl Fn(&mut Code, usize, &Field),
) {
    code.open("public object AttributeGet(GlobalObjectKey key)");
    for field in fields {
        code.line(format_args!("if (key == {}) return {};", field.id, field.member));
    }
    code.line(unknown);
    code.close();
    code.blank();
    code.open("public void FillFromOther(IRecord other)");
    for line in before {
        code.line(line);
    }
    code.line("if (other == null) return;");
    for (place, field) in fields.iter().enumerate() {
        copy(code, place, field);
    }
    code.close();
    code.blank();
}

/// What takes one field over from another record.
pub(super) fn copy_from_other(code: &mut Code, field: &Field) {
    let (member, data_type, id) = (&field.member, &field.type_name, &field.id);
    match field.kind {
        FieldKind::Value { .. } | FieldKind::Object => {
            code.line(format_args!("{member} = ({data_type}) other.AttributeGet({id});"));
        }
        FieldKind::Record => {
            code.line(format_args!("{member}.FillFromOther((IRecord) other.AttributeGet({id}));"));
        }
        FieldKind::RecordList => {
            code.line(format_args!("{member} = new {data_type}();"));
            code.line(format_args!("{member}.FillFromOther((IOSList) other.AttributeGet({id}));"));
        }
    }
}

/// `IsDefault`, the last member.
pub(super) fn is_default(code: &mut Code, type_name: &str, fields: &[Field]) {
    code.open("public bool IsDefault()");
    if fields.iter().any(|field| field.kind != FieldKind::RecordList) {
        code.line(format_args!("{type_name} standard = new {type_name}(null);"));
    }
    for field in fields {
        let member = &field.member;
        if field.kind == FieldKind::RecordList {
            code.line(format_args!("if ((object) {member} != null && {member}.Length != 0) return false;"));
        } else {
            unless_same(code, field, format_args!("{member}"), format_args!("standard.{member}"));
        }
    }
    code.line("return true;");
    code.close();
}

/// Methods of changed and optimized attributes, which only entities have.
pub(super) fn no_attribute_states(code: &mut Code) {
    for method in ["ChangedAttributeGet", "OptimizedAttributeGet"] {
        code.block(
            format_args!("public bool {method}(GlobalObjectKey key)"),
            ["throw new Exception(\"Method not Supported\");"],
        );
        code.blank();
    }
}

/// Returns false where the two values of the field differ.
fn unless_same(code: &mut Code, field: &Field, left: fmt::Arguments<'_>, right: fmt::Arguments<'_>) {
    if matches!(field.kind, FieldKind::Value { is_binary: true, .. }) {
        code.line(format_args!("if (!RuntimePlatformUtils.CompareByteArrays({left}, {right})) return false;"));
    } else {
        code.line(format_args!("if ({left} != {right}) return false;"));
    }
}
