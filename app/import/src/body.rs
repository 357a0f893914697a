//! The parameters of an action that calls a member, and the C# that calls it: the language of version 5, which every compiler of
//! extensions takes.

use assembly::Entry;
use assembly::surface::Passing;
use extension::{BasicType, Description, Direction, Expression};

use crate::conversion::{Conversion, Given, Records};
use crate::literal::Literal;
use crate::naming::Names;
use crate::net_type::{Kind, NetType};
use crate::plan::{Options, PlannedParameter, PlannedType, Types};
use crate::target::{Declared, Operation, Target};

/// Parameters and code on their way.
pub(crate) struct Call<'t> {
    target: &'t Target,
    options: Options,
    records: &'t dyn Records,
    documentation: &'t Entry,
    names: Names,
    /// The parameters of the action.
    pub(crate) parameters: Vec<PlannedParameter>,
    before: Vec<String>,
    arguments: Vec<String>,
    after: Vec<String>,
    locals: usize,
}

const TASK: &str = "global::System.Threading.Tasks.Task";
const INPUT: Direction = Direction::Input { mandatory: true };
const OPTIONAL: Direction = Direction::Input { mandatory: false };

impl<'t> Call<'t> {
    /// The parameters and the lines of C# of an action that calls this.
    pub(crate) fn of(
        target: &'t Target,
        documentation: &'t Entry,
        options: Options,
        records: &'t dyn Records,
    ) -> (Vec<PlannedParameter>, Vec<String>) {
        let mut call = Self {
            target,
            options,
            records,
            documentation,
            names: Names::default(),
            parameters: Vec::new(),
            before: Vec::new(),
            arguments: Vec::new(),
            after: Vec::new(),
            locals: 0,
        };
        let this = target.this().map(|class| {
            let name = call.parameter(&format!("This_{}", class.label), INPUT, PlannedType::OBJECT, &class.short);
            format!("(({}){name})", class.code)
        });
        for declared in &target.parameters {
            call.declared(declared);
        }
        let lines = call.lines(this.as_deref());
        (call.parameters, lines)
    }

    fn is_async(&self) -> bool {
        self.target.operation == Operation::Call && self.target.result.as_ref().is_some_and(|it| it.awaited().is_some())
    }

    /// Adds a parameter to the action; gives its name in C#.
    fn parameter(&mut self, wanted: &str, direction: Direction, data_type: PlannedType, net: &str) -> String {
        let name = self.names.take(wanted);
        let code = format!("ss{name}");
        self.parameters.push(PlannedParameter {
            name,
            direction,
            data_type,
            default: Expression::default(),
            description: Description::default(),
            net: net.to_owned(),
        });
        code
    }

    fn describe(&mut self, text: &str, of: &NetType) {
        let values = values(of, self.options.types);
        let text = [text, values.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
        if let Some(parameter) = self.parameters.last_mut() {
            parameter.description = Description::shortened(&text);
        }
    }

    fn default_value(&mut self, default: Expression) {
        if let Some(parameter) = self.parameters.last_mut() {
            parameter.default = default;
        }
    }

    fn conversion<'n>(&self, of: &'n NetType) -> Conversion<'n> {
        Conversion::of(of, self.options.types, self.records)
    }

    fn local(&mut self) -> String {
        self.locals += 1;
        format!("argument{}", self.locals)
    }

    fn declared(&mut self, declared: &Declared) {
        let conversion = self.conversion(&declared.of);
        let said = self.documentation.parameters.iter().find(|(name, _)| *name == declared.name);
        let said = said.map_or("", |(_, text)| text.as_str());
        let name = &declared.name;
        match declared.passing {
            Passing::Value | Passing::In if conversion.is_stream() && self.target.operation == Operation::Call => {
                self.stream(declared, said);
            }
            Passing::Value | Passing::In => {
                let argument = self.input(name, declared, &conversion, said);
                self.arguments.push(argument);
            }
            Passing::Ref => {
                let argument = self.input(&format!("In_{name}"), declared, &conversion, said);
                let local = self.local();
                self.before.push(format!("{} {local} = {argument};", declared.of.code));
                self.arguments.push(format!("ref {local}"));
                self.output(&format!("Out_{name}"), &declared.of, &conversion, said, &local);
            }
            Passing::Out if conversion.is_same() && !self.is_async() && !self.options.checks_null => {
                let code = self.parameter(name, Direction::Output, conversion.data_type(), &declared.of.short);
                self.describe(said, &declared.of);
                self.arguments.push(format!("out {code}"));
            }
            Passing::Out => {
                let local = self.local();
                self.before.push(format!("{of} {local} = default({of});", of = declared.of.code));
                self.arguments.push(format!("out {local}"));
                self.output(name, &declared.of, &conversion, said, &local);
            }
        }
    }

    /// An input of the action, and the argument that it becomes.
    fn input(&mut self, name: &str, declared: &Declared, conversion: &Conversion<'_>, said: &str) -> String {
        let is_optional = declared.default.is_some() || declared.is_params;
        let direction = if is_optional { OPTIONAL } else { INPUT };
        let code = self.parameter(name, direction, conversion.data_type(), &declared.of.short);
        self.describe(said, &declared.of);
        let default = declared.default.as_ref();
        if let Some(expression) = default.zip(conversion.basic()).and_then(|(default, of)| default.expression(of)) {
            self.default_value(expression);
        }
        if conversion.is_nullable() {
            let is_null =
                self.parameter(&format!("IsNull_{name}"), OPTIONAL, PlannedType::basic(BasicType::Boolean), "bool");
            self.describe("True where there is no value: null is handed over.", &declared.of);
            if default == Some(&Literal::Null) {
                self.default_value(Expression::new("True"));
            }
            return conversion.argument(&code, &is_null, self.options.types);
        }
        let argument = conversion.argument(&code, "false", self.options.types);
        let is_text = conversion.is_same() && conversion.basic() == Some(BasicType::Text);
        if self.options.types != Types::Table && is_text && default == Some(&Literal::Null) {
            return format!("({code} == \"\" ? null : {code})");
        }
        if let Some(is_empty) = conversion.is_empty(&code).filter(|_| default == Some(&Literal::Null)) {
            return format!("({is_empty} ? null : {argument})");
        }
        match declared.of.code.strip_suffix("[]") {
            // Without arguments there is an empty list, and no null.
            Some(element) if declared.is_params && conversion.is_object() => {
                format!("({code} == null ? {} : {argument})", empty_array(element))
            }
            _ => argument,
        }
    }

    /// A method reads a stream or writes to it, so the bytes go in and out.
    fn stream(&mut self, declared: &Declared, said: &str) {
        let input = self.parameter(
            &format!("In_{}", declared.name),
            OPTIONAL,
            PlannedType::basic(BasicType::BinaryData),
            &declared.of.short,
        );
        self.describe(said, &declared.of);
        let output = self.parameter(
            &format!("Out_{}", declared.name),
            Direction::Output,
            PlannedType::basic(BasicType::BinaryData),
            &declared.of.short,
        );
        self.describe("What the stream holds afterwards.", &declared.of);
        let local = self.local();
        self.before.push(format!("var {local} = new global::System.IO.MemoryStream();"));
        self.before.push(format!("if ({input} != null) {local}.Write({input}, 0, {input}.Length);"));
        self.before.push(format!("{local}.Position = 0;"));
        self.arguments.push(local.clone());
        self.after.push(format!("{output} = {local}.ToArray();"));
    }

    /// An output of the action, which gets its value from this local variable.
    fn output(&mut self, name: &str, of: &NetType, conversion: &Conversion<'_>, said: &str, value: &str) {
        let code = self.parameter(name, Direction::Output, conversion.data_type(), &of.short);
        self.describe(said, of);
        match conversion.given(self.options) {
            Given::Expression(write) => self.after.push(format!("{code} = {};", write(value))),
            Given::Stream => self.after.extend(bytes_of(&code, value)),
            Given::Nullable(write, nothing) => {
                let is_null = self.parameter(
                    &format!("IsNull_{name}"),
                    Direction::Output,
                    PlannedType::basic(BasicType::Boolean),
                    "bool",
                );
                self.describe("True where there is no value.", of);
                self.after.push(format!("{is_null} = !{value}.HasValue;"));
                let inner = write(&format!("{value}.Value"));
                self.after.push(format!("if ({value}.HasValue) {code} = {inner};"));
                self.after.push(format!("else {code} = {nothing};"));
            }
            Given::Record(converter) => {
                // A new object is never null.
                if self.target.operation != Operation::Create {
                    let boolean = PlannedType::basic(BasicType::Boolean);
                    let is_null = self.parameter(&format!("IsNull_{name}"), Direction::Output, boolean, "bool");
                    self.describe("True where there is no object.", of);
                    self.after.push(format!("{is_null} = (object){value} == null;"));
                }
                self.after.push(format!("{code} = {converter}.Record({value});"));
            }
        }
    }

    fn lines(&mut self, this: Option<&str>) -> Vec<String> {
        let target = self.target;
        let object = this.unwrap_or(&target.class.code);
        let name = crate::net_type::identifier(&target.name).unwrap_or_default();
        let arguments = self.arguments.join(", ");
        let mut call = match target.operation {
            Operation::Create => format!("new {}({arguments})", target.class.code),
            Operation::Call => format!("{object}.{name}({arguments})"),
            Operation::GetProperty | Operation::GetField => format!("{object}.{name}"),
            Operation::SetProperty | Operation::SetField => format!("{object}.{name} = {arguments}"),
        };
        let mut result = target.result.as_ref();
        if let Some((awaited, is_value)) = result.filter(|_| self.is_async()).and_then(NetType::awaited) {
            // On another thread no continuation waits for the one that waits here.
            let task = if is_value { ".AsTask()" } else { "" };
            call = format!("{TASK}.Run(() => {call}{task}).GetAwaiter().GetResult()");
            result = awaited;
        }
        let statement = match result {
            None => format!("{call};"),
            Some(of) => self.result(of, &call),
        };
        let mut lines = std::mem::take(&mut self.before);
        lines.push(statement);
        lines.append(&mut self.after);
        if target.is_obsolete {
            lines.insert(0, "#pragma warning disable 612, 618".to_owned());
            lines.push("#pragma warning restore 612, 618".to_owned());
        }
        lines
    }

    /// The statement that calls; the output of the action stands behind all others.
    fn result(&mut self, of: &NetType, call: &str) -> String {
        let conversion = self.conversion(of);
        if self.target.operation == Operation::Create {
            // A new object is never null.
            self.options.checks_null = false;
        }
        let name = match self.target.operation {
            Operation::Create => format!("New_{}", self.target.class.label),
            Operation::Call => format!("Return_{}", of.label),
            _ => self.target.name.clone(),
        };
        let said = self.documentation.returns.clone();
        if !conversion.takes_call() {
            let after = std::mem::take(&mut self.after);
            self.output(&name, of, &conversion, &said, "result");
            // What the call gives back is looked at first, as it stands first.
            self.after.extend(after);
            return format!("{} result = {call};", of.code);
        }
        let code = self.parameter(&name, Direction::Output, conversion.data_type(), &of.short);
        self.describe(&said, of);
        match conversion.given(self.options) {
            Given::Expression(write) => format!("{code} = {};", write(call)),
            Given::Stream | Given::Nullable(..) | Given::Record(_) => format!("{code} = {call};"),
        }
    }
}

/// The values of an enumeration in words.
pub(crate) fn values(of: &NetType, types: Types) -> String {
    let inner = if let Kind::Nullable(inner) = &of.kind { inner } else { of };
    match &inner.kind {
        Kind::Enum { values, .. } if types != Types::Table && values.is_empty() => {
            format!("A name of the enumeration {}.", inner.full_name.as_deref().unwrap_or(&inner.short))
        }
        Kind::Enum { values, is_flags } if types != Types::Table => {
            let one = if *is_flags { "Some, with commas, of" } else { "One of" };
            format!("{one}: {}.", values.join(", "))
        }
        _ => String::new(),
    }
}

/// Elements that are arrays have their brackets behind those of the list.
fn empty_array(element: &str) -> String {
    match element.find('[') {
        Some(at) if !element.ends_with('>') => format!("new {}[0]{}", &element[..at], &element[at..]),
        _ => format!("new {element}[0]"),
    }
}

/// The statements that read all bytes of a stream, from its beginning where that is possible.
fn bytes_of(code: &str, value: &str) -> Vec<String> {
    [
        format!("{code} = new byte[0];"),
        format!("if ({value} != null)"),
        "{".to_owned(),
        "\tvar bytes = new global::System.IO.MemoryStream();".to_owned(),
        format!("\tif ({value}.CanSeek) {value}.Position = 0;"),
        format!("\t{value}.CopyTo(bytes);"),
        format!("\t{code} = bytes.ToArray();"),
        "}".to_owned(),
    ]
    .into()
}
