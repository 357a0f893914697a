//! Members that the structs of structures, entities and records share.

use super::code::Code;
use super::fields::{Field, FieldKind};

const REFLECTED: &str = "BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance";

/// Keys of the attributes and the initialization that does nothing.
pub(super) fn keys(code: &mut Code, fields: &[Field]) {
    for field in fields {
        let (id, key) = (field.id(), &field.key);
        code.line(format_args!("internal static readonly GlobalObjectKey {id} = GlobalObjectKey.Parse(\"{key}\");"));
    }
    code.blank();
    code.line("public static void EnsureInitialized() {}");
    code.blank();
}

/// Reading from a data reader, what reads one field given by `line`.
pub(super) fn read(code: &mut Code, type_name: &str, lines: impl IntoIterator<Item = String>) {
    code.block("public void Read(IDataReader r, ref int index)", lines);
    code.blank();
    code.block("public void ReadDB(IDataReader r)", ["int index = 0;", "Read(r, ref index);"]);
    code.blank();
    code.block(format_args!("public void ReadIM({type_name} r)"), ["this = r;"]);
    code.blank();
}

/// Reads the fields that a data reader can give; `owner` is the element's name.
pub(super) fn value_reads(owner: &str, fields: &[Field]) -> Vec<String> {
    let line = |field: &Field| match &field.kind {
        FieldKind::Value { reader, fallback, .. } => {
            Some(format!("{} = r.{reader}(index++, \"{owner}.{}\", {fallback});", field.member, field.label))
        }
        _ => None,
    };
    fields.iter().filter_map(line).collect()
}

/// Operators, `Equals` and `GetHashCode`.
pub(super) fn equality(code: &mut Code, type_name: &str, fields: &[Field]) {
    code.open(format_args!("public static bool operator ==({type_name} a, {type_name} b)"));
    for field in fields {
        let (left, right) = (format!("a.{}", field.member), format!("b.{}", field.member));
        code.line(format_args!("if ({}) return false;", differs(field, &left, &right)));
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
        let value = match field.kind {
            FieldKind::Value { is_binary: true, .. } => format!("{name} == null ? null : (byte[]) {name}.Clone()"),
            FieldKind::Value { .. } | FieldKind::Object => name.clone(),
            FieldKind::Record | FieldKind::RecordList => format!("({data_type}) {name}.Duplicate()"),
        };
        code.line(format_args!("copy.{name} = {value};"));
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

/// Access by key: `AttributeGet`, and `FillFromOther` with the lines before its fields.
pub(super) fn access(
    code: &mut Code,
    fields: &[Field],
    unknown: &str,
    before: &[String],
    copies: impl Fn(&Field) -> Vec<String>,
) {
    code.open("public object AttributeGet(GlobalObjectKey key)");
    for field in fields {
        code.line(format_args!("if (key == {}) return {};", field.id(), field.member));
    }
    code.line(unknown);
    code.close();
    code.blank();
    code.open("public void FillFromOther(IRecord other)");
    for line in before {
        code.line(line);
    }
    code.line("if (other == null) return;");
    for line in fields.iter().flat_map(copies) {
        code.line(line);
    }
    code.close();
    code.blank();
}

/// What takes one field over from another record.
pub(super) fn copy_from_other(field: &Field) -> Vec<String> {
    let (member, data_type, id) = (&field.member, &field.type_name, field.id());
    match field.kind {
        FieldKind::Value { .. } | FieldKind::Object => {
            vec![format!("{member} = ({data_type}) other.AttributeGet({id});")]
        }
        FieldKind::Record => vec![format!("{member}.FillFromOther((IRecord) other.AttributeGet({id}));")],
        FieldKind::RecordList => vec![
            format!("{member} = new {data_type}();"),
            format!("{member}.FillFromOther((IOSList) other.AttributeGet({id}));"),
        ],
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
        let condition = match field.kind {
            FieldKind::RecordList => format!("(object) {member} != null && {member}.Length != 0"),
            _ => differs(field, member, &format!("standard.{member}")),
        };
        code.line(format_args!("if ({condition}) return false;"));
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

fn differs(field: &Field, left: &str, right: &str) -> String {
    match field.kind {
        FieldKind::Value { is_binary: true, .. } => {
            format!("!RuntimePlatformUtils.CompareByteArrays({left}, {right})")
        }
        _ => format!("{left} != {right}"),
    }
}
