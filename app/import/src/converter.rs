//! The file of the sources that makes records of objects and objects of records: a class with a method for each way, in C# 5.

use std::fmt::Write as _;

use extension::{BasicType, Name};

use crate::conversion::{Conversion, Given, list_of, values_of};
use crate::net_type::identifier;
use crate::plan::{Options, Plan, PlannedType, Types};
use crate::structures::{PlannedAttribute, PlannedClass, PlannedStructure, Structures};

/// With it the file begins, so that a later import knows it again.
pub(crate) const FIRST_LINE: &str = "// Made by the import of a .NET assembly.";

const ENUMERABLE: &str = "global::System.Collections.Generic.IEnumerable";
const OPTIONS: Options = Options { types: Types::Structured, checks_null: true };

/// Code on its way.
struct Code {
    text: String,
    depth: usize,
}

impl Code {
    fn line(&mut self, line: &str) {
        let indentation = if line.is_empty() { String::new() } else { "\t".repeat(self.depth) };
        let _ = write!(self.text, "{indentation}{line}\r\n");
    }

    fn open(&mut self, head: &str) {
        self.line(&format!("{head} {{"));
        self.depth += 1;
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.line("}");
    }

    fn method(&mut self, head: &str, lines: &[String]) {
        self.line("");
        self.open(&format!("internal static {head}"));
        for line in lines {
            self.line(line);
        }
        self.close();
    }
}

/// The file for the structures of a plan, in an extension of this name.
pub(crate) fn text(plan: &Plan, extension: &Name) -> String {
    let structures = &plan.structures;
    let mut code = Code { text: String::new(), depth: 0 };
    code.line(FIRST_LINE);
    code.line("// A later import of the assembly writes this file anew: keep code of your own in another one.");
    code.line("");
    code.open(&format!("namespace OutSystems.Nss{extension}"));
    code.line("");
    code.line(&format!(
        "/// <summary>Makes records of the objects of {}, and objects of records.</summary>",
        plan.assembly.name.replace(['<', '>', '&'], " ")
    ));
    code.open(&format!("internal static class {}", structures.converter));
    let is_obsolete = structures
        .all
        .iter()
        .filter_map(|it| it.class.as_ref())
        .any(|class| class.members.iter().any(|member| member.is_obsolete));
    if is_obsolete {
        code.line("#pragma warning disable 612, 618");
    }
    for structure in &structures.all {
        match (&structure.class, structure.basic) {
            (Some(class), _) => of_class(&mut code, structures, structure, class),
            (None, Some(basic)) => of_value(&mut code, structure, basic),
            (None, None) => {}
        }
    }
    code.close();
    code.close();
    code.text
}

fn of_class(code: &mut Code, structures: &Structures, structure: &PlannedStructure, class: &PlannedClass) {
    let (name, net) = (&structure.name, &class.of.code);
    let (record, list) = (format!("RC{name}Record"), format!("RL{name}RecordList"));
    let mut lines = vec![format!("{record} record = new {record}(null);")];
    if !class.of.is_value {
        lines.push("if ((object)value == null) return record;".to_owned());
    }
    lines.extend(given(structures, structure, class));
    lines.push("return record;".to_owned());
    code.method(&format!("{record} Record({net} value)"), &lines);

    let mut lines = vec![format!("{net} value = new {net}();")];
    lines.extend(taken(structures, structure, class));
    lines.push("return value;".to_owned());
    code.method(&format!("{net} Value({record} record)"), &lines);

    code.method(
        &format!("{list} Records({ENUMERABLE}<{net}> values)"),
        &[
            format!("{list} list = new {list}();"),
            "if (values == null) return list;".to_owned(),
            format!("foreach ({net} value in values) list.Append(Record(value));"),
            "return list;".to_owned(),
        ],
    );
    code.method(
        &format!("{net}[] Values({list} list)"),
        &[format!("return (object)list == null ? new {net}[0] : list.ToArray(record => Value(record));")],
    );
}

/// The methods for a list of values.
fn of_value(code: &mut Code, structure: &PlannedStructure, basic: BasicType) {
    let Some(attribute) = structure.attributes.first() else { return };
    let (name, of) = (&structure.name, type_of(basic));
    let (record, list) = (format!("RC{name}Record"), format!("RL{name}RecordList"));
    let field = field(structure, attribute);
    code.method(
        &format!("{list} {}<T>({ENUMERABLE}<T> values, global::System.Func<T, {of}> converter)", list_of(basic)),
        &[
            format!("{list} list = new {list}();"),
            "if (values == null) return list;".to_owned(),
            "foreach (T value in values) {".to_owned(),
            format!("\t{record} record = new {record}(null);"),
            format!("\t{field} = converter(value);"),
            "\tlist.Append(record);".to_owned(),
            "}".to_owned(),
            "return list;".to_owned(),
        ],
    );
    code.method(
        &format!("T[] {}<T>({list} list, global::System.Func<{of}, T> converter)", values_of(basic)),
        &[format!("return (object)list == null ? new T[0] : list.ToArray(record => converter({field}));")],
    );
}

fn field(structure: &PlannedStructure, attribute: &PlannedAttribute) -> String {
    format!("record.ssST{}.ss{}", structure.name, attribute.name)
}

/// The attribute for a member, and the one that says that it has no value.
fn fields(structure: &PlannedStructure, member: &str) -> Option<(String, Option<String>)> {
    let of = |member: &str| {
        let attribute = structure.attributes.iter().find(|it| it.member == member)?;
        Some(field(structure, attribute))
    };
    Some((of(member)?, of(&format!("{member}?"))))
}

/// The statements that give the attributes of a record their values.
fn given(structures: &Structures, structure: &PlannedStructure, class: &PlannedClass) -> Vec<String> {
    let mut lines = Vec::new();
    for member in &class.members {
        let (Some((own, is_null)), Ok(name)) = (fields(structure, &member.name), identifier(&member.name)) else {
            continue;
        };
        let is_null = is_null.unwrap_or_default();
        let value = format!("value.{name}");
        match Conversion::of(&member.of, Types::Structured, structures).given(OPTIONS) {
            Given::Expression(write) => lines.push(format!("{own} = {};", write(&value))),
            Given::Nullable(write, _) => {
                lines.push(format!("{is_null} = !{value}.HasValue;"));
                let inner = write(&format!("{value}.Value"));
                lines.push(format!("if ({value}.HasValue) {own} = {inner};"));
            }
            Given::Record(converter) => {
                lines.push(format!("{is_null} = (object){value} == null;"));
                lines.push(format!("{own} = {converter}.Record({value});"));
            }
            // Members that are streams are left out.
            Given::Stream => {}
        }
    }
    lines
}

/// The statements that give an object the values of a record.
fn taken(structures: &Structures, structure: &PlannedStructure, class: &PlannedClass) -> Vec<String> {
    let mut lines = Vec::new();
    for member in class.members.iter().filter(|member| member.is_written) {
        let (Some((own, is_null)), Ok(name)) = (fields(structure, &member.name), identifier(&member.name)) else {
            continue;
        };
        let conversion = Conversion::of(&member.of, Types::Structured, structures);
        let argument = conversion.argument(&own, is_null.as_deref().unwrap_or("false"), Types::Structured);
        let is_record = matches!(conversion.data_type(), PlannedType::Record(_));
        match is_null.filter(|_| is_record) {
            Some(is_null) => lines.push(format!("value.{name} = {is_null} ? null : {argument};")),
            None => lines.push(format!("value.{name} = {argument};")),
        }
    }
    lines
}

/// The type of C# of a basic type; one that every file understands.
fn type_of(basic: BasicType) -> &'static str {
    match basic {
        BasicType::DateTime | BasicType::Date | BasicType::Time => "global::System.DateTime",
        other => csharp::basic_type(other),
    }
}
