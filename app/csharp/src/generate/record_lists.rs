//! RecordLists.cs: a list class for each record struct.

use extension::{Extension, Key};

use super::code::Code;
use super::{records, usings};
use crate::names;

/// RecordLists.cs.
pub(super) fn file(extension: &Extension) -> String {
    let mut code = Code::with_usings(&usings::RECORD_LISTS);
    code.open(format_args!("namespace {}", names::namespace(&extension.name)));
    code.blank();
    for definition in records::definitions(extension) {
        if let Some(name) = names::record(extension, &definition) {
            write(&mut code, extension, &name, definition.sources());
            code.blank();
        }
    }
    code.close();
    code.finish()
}

fn write(code: &mut Code, extension: &Extension, name: &str, sources: &[Key]) {
    let (list, record) = (&format!("RL{name}RecordList"), &format!("RC{name}Record"));
    code.line("[Serializable()]");
    code.open(format_args!(
        "public partial class {list}: GenericRecordList<{record}>, IEnumerable, IEnumerator, ISerializable"
    ));
    code.line("public static void EnsureInitialized() {}");
    code.blank();
    block(
        code,
        &format!("protected override {record} GetElementDefaultValue()"),
        &[&format!("return new {record}(\"\");")],
    );
    conversions(code, list, record);
    constructors(code, list);
    code.block(
        "public override BitArray[] GetDefaultOptimizedValues()",
        records::default_optimized_values(extension, sources),
    );
    code.blank();
    block(code, &format!("protected override OSList<{record}> NewList()"), &[&format!("return new {list}();")]);
    code.close_named(list);
}

fn conversions(code: &mut Code, list: &str, record: &str) {
    let new = format!("{list} result = new {list}();");
    let filled = |call: &str| [new.clone(), format!("result.{call};"), "return result;".to_owned()];
    block(code, &format!("public T[] ToArray<T>(Func<{record}, T> converter)"), &["return ToArray(this, converter);"]);
    block(
        code,
        &format!("public static T[] ToArray<T>({list} list, Func<{record}, T> converter)"),
        &["return InnerToArray(list, converter);"],
    );
    code.block(
        format_args!("public static implicit operator {list}({record}[] array)"),
        filled("InnerFromArray(array)"),
    );
    code.blank();
    code.block(
        format_args!("public static {list} ToList<T>(T[] array, Func<T, {record}> converter)"),
        filled("InnerFromArray(array, converter)"),
    );
    code.blank();
    code.block(
        format_args!("public static {list} FromRestList<T>(RestList<T> restList, Func<T, {record}> converter)"),
        filled("InnerFromRestList(restList, converter)"),
    );
    code.blank();
}

fn constructors(code: &mut Code, list: &str) {
    let obsolete = "[Obsolete(\"Use the constructor without parameters\")]";
    block(code, &format!("public {list}(): base()"), &[]);
    code.line(obsolete);
    block(code, &format!("public {list}(IDbTransaction trans): base(trans)"), &[]);
    code.line(obsolete);
    block(
        code,
        &format!("public {list}(IDbTransaction trans, ReadDBMethodDelegate alternateReadDBMethod): this(trans)"),
        &["this.alternateReadDBMethod = alternateReadDBMethod;"],
    );
    block(code, &format!("public {list}(SerializationInfo info, StreamingContext context): base(info, context)"), &[]);
}

fn block(code: &mut Code, head: &str, lines: &[&str]) {
    code.block(head, lines.iter().copied());
    code.blank();
}
