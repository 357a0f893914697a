//! How values of .NET and values of the platform become each other (integration-studio, sections 4.2, 4.6.3 and 4.7).
//!
//! Where the documentation is silent: one type of the platform stands for each of .NET's, Text, Date Time and Decimal where there
//! are several. What has no row in the table is an Object. The opt-in conversions lose nothing: a number that does not fit is an
//! exception, what may be null has a Boolean beside it that says so. Records and record lists are made by a class of the sources
//! (see [`crate::converter`]).

use assembly::signature::Primitive;
use extension::{BasicType, DataType};

use crate::net_type::{Kind, ListForm, NetType};
use crate::plan::{Options, PlannedType, Types};

/// Where conversions find the structures that stand for classes and for the values of lists.
pub(crate) trait Records {
    /// The place of the structure for a class of the assembly, by its number; none where the class stays an Object.
    fn of_class(&self, number: u32) -> Option<usize>;
    /// The place of the structure that has a value of this type and nothing else.
    fn of_value(&self, basic: BasicType) -> Option<usize>;
    /// The name of the class with the conversions.
    fn converter(&self) -> &str;
}

/// No structures.
pub(crate) struct NoRecords;

impl Records for NoRecords {
    fn of_class(&self, _: u32) -> Option<usize> {
        None
    }

    fn of_value(&self, _: BasicType) -> Option<usize> {
        None
    }

    fn converter(&self) -> &'static str {
        ""
    }
}

/// How a type of .NET stands in an action.
#[derive(Debug, Clone)]
pub(crate) struct Conversion<'t> {
    of: &'t NetType,
    form: Form<'t>,
}

#[derive(Debug, Clone)]
enum Form<'t> {
    /// The types are the same in C#.
    Same(BasicType),
    /// Any object; a value is boxed.
    Object,
    /// C# converts a result without words, and an argument with these before and behind it.
    Widened(BasicType, &'static str, &'static str),
    /// A number that C# converts to a decimal when it is told to.
    Real(&'static str),
    /// A character.
    Character,
    /// A text that .NET reads: how it is made of a text, and of nothing.
    Read(String, String),
    /// An address.
    Uri,
    /// A moment with a zone, which is that of the server.
    Moment,
    /// The bytes of a stream.
    Stream,
    /// A value or nothing.
    Nullable(Box<Conversion<'t>>),
    /// A record in place of an object: the structure's place, and the class with the conversions.
    Record(usize, String),
    /// A record list in place of a list of objects.
    Records(usize, String, ListForm),
    /// A record list in place of a list of values.
    Values(usize, String, ListForm, Box<Conversion<'t>>, BasicType),
}

/// What is written to give an output its value.
pub(crate) enum Given {
    /// One expression of what is given back.
    Expression(Box<dyn Fn(&str) -> String>),
    /// The bytes of a stream.
    Stream,
    /// A value, and whether there is none.
    Nullable(Box<dyn Fn(&str) -> String>, &'static str),
    /// A record, and whether there is no object.
    Record(String),
}

impl<'t> Conversion<'t> {
    pub(crate) fn of(of: &'t NetType, types: Types, records: &dyn Records) -> Self {
        let form = same(&of.kind).map(Form::Same);
        let form = form.or_else(|| if types == Types::Table { None } else { converted(of) });
        let form = form.or_else(|| if types == Types::Structured { structured(of, records) } else { None });
        Self { of, form: form.unwrap_or(Form::Object) }
    }

    /// The same without structures.
    fn plain(of: &'t NetType) -> Self {
        Self::of(of, Types::Converted, &NoRecords)
    }

    /// Whether the type can be that of an attribute, apart from classes.
    pub(crate) fn is_simple(of: &'t NetType) -> bool {
        let own = Self::plain(of);
        let is_list = || matches!(&of.kind, Kind::List { of, .. } if Self::plain(of).of_list().is_some());
        own.basic().is_some() && !own.is_stream() || is_list()
    }

    /// The basic type in lists of this: one expression makes each.
    fn of_list(&self) -> Option<BasicType> {
        self.basic().filter(|_| !self.is_stream() && !self.is_nullable())
    }

    pub(crate) fn data_type(&self) -> PlannedType {
        match &self.form {
            Form::Record(at, _) => PlannedType::Record(*at),
            Form::Records(at, ..) | Form::Values(at, ..) => PlannedType::RecordList(*at),
            _ => PlannedType::Data(self.basic().map_or(DataType::Object, DataType::Basic)),
        }
    }

    /// Whether it is an object as it is.
    pub(crate) fn is_object(&self) -> bool {
        matches!(self.form, Form::Object)
    }

    /// Whether a record stands for an object that may be null.
    pub(crate) fn is_nullable_record(&self) -> bool {
        matches!(self.form, Form::Record(..)) && !self.of.is_value
    }

    /// What says that a record or record list of the action holds nothing.
    pub(crate) fn is_empty(&self, value: &str) -> Option<String> {
        match &self.form {
            Form::Record(..) if !self.of.is_value => Some(format!("{value}.IsDefault()")),
            Form::Records(..) | Form::Values(..) => Some(format!("(object){value} == null || {value}.Length == 0")),
            _ => None,
        }
    }

    pub(crate) fn basic(&self) -> Option<BasicType> {
        match &self.form {
            Form::Same(basic) | Form::Widened(basic, _, _) => Some(*basic),
            Form::Object | Form::Record(..) | Form::Records(..) | Form::Values(..) => None,
            Form::Real(_) => Some(BasicType::Decimal),
            Form::Character | Form::Read(..) | Form::Uri => Some(BasicType::Text),
            Form::Moment => Some(BasicType::DateTime),
            Form::Stream => Some(BasicType::BinaryData),
            Form::Nullable(inner) => inner.basic(),
        }
    }

    pub(crate) fn is_same(&self) -> bool {
        matches!(self.form, Form::Same(_))
    }

    pub(crate) fn is_nullable(&self) -> bool {
        matches!(self.form, Form::Nullable(_))
    }

    pub(crate) fn is_stream(&self) -> bool {
        matches!(self.form, Form::Stream)
    }

    /// The argument that a parameter of the action becomes; `is_null` is the parameter that says that there is none.
    pub(crate) fn argument(&self, value: &str, is_null: &str, types: Types) -> String {
        let code = &self.of.code;
        match &self.form {
            Form::Same(_) => value.to_owned(),
            Form::Object if code == "object" => value.to_owned(),
            Form::Object if self.of.is_value && types != Types::Table => {
                format!("({value} == null ? default({code}) : ({code}){value})")
            }
            Form::Object => format!("({code}){value}"),
            Form::Widened(_, before, behind) => format!("{before}{value}{behind}"),
            Form::Real(method) => format!("decimal.{method}({value})"),
            Form::Character => format!("(string.IsNullOrEmpty({value}) ? '\\0' : {value}[0])"),
            Form::Read(read, nothing) => {
                format!("(string.IsNullOrEmpty({value}) ? {nothing} : {})", read.replace('$', value))
            }
            Form::Uri => format!(
                "(string.IsNullOrEmpty({value}) ? null : new global::System.Uri({value}, global::System.UriKind.RelativeOrAbsolute))"
            ),
            Form::Moment => format!("new global::System.DateTimeOffset({value})"),
            Form::Stream => format!("new global::System.IO.MemoryStream({value} ?? new byte[0])"),
            Form::Nullable(inner) => {
                format!("({is_null} ? ({code})null : {})", inner.argument(value, is_null, types))
            }
            Form::Record(_, converter) => format!("{converter}.Value({value})"),
            Form::Records(_, converter, form) => held(self.of, *form, &format!("{converter}.Values({value})")),
            Form::Values(_, converter, form, element, basic) => {
                let read = element.argument("each", "false", types);
                held(self.of, *form, &format!("{converter}.{}({value}, each => {read})", values_of(*basic)))
            }
        }
    }

    /// How an output gets its value.
    pub(crate) fn given(&self, options: Options) -> Given {
        let checked = |nothing: &'static str| -> Given {
            if options.checks_null {
                Given::Expression(Box::new(move |value| format!("{value} ?? {nothing}")))
            } else {
                Given::Expression(Box::new(str::to_owned))
            }
        };
        let expression = |write: fn(&str) -> String| Given::Expression(Box::new(write));
        match &self.form {
            Form::Same(BasicType::Text) => checked("\"\""),
            Form::Same(BasicType::BinaryData) => checked("new byte[0]"),
            Form::Object if self.of.is_value && !matches!(self.of.kind, Kind::Nullable(_)) => expression(str::to_owned),
            Form::Object if options.checks_null => expression(|value| format!("(object){value} ?? new object()")),
            Form::Same(_) | Form::Object | Form::Widened(..) => expression(str::to_owned),
            Form::Real(_) => expression(|value| format!("(decimal){value}")),
            Form::Character => expression(|value| format!("{value} == '\\0' ? \"\" : {value}.ToString()")),
            Form::Read(..) if self.of.is_value => expression(|value| format!("{value}.ToString()")),
            Form::Read(..) => expression(|value| format!("{value} == null ? \"\" : {value}.ToString()")),
            Form::Uri => expression(|value| format!("{value} == null ? \"\" : {value}.OriginalString")),
            Form::Moment => expression(|value| format!("{value}.LocalDateTime")),
            Form::Stream => Given::Stream,
            Form::Nullable(inner) => match inner.given(options) {
                Given::Expression(write) => Given::Nullable(write, inner.basic().map_or("null", csharp::basic_default)),
                other => other,
            },
            Form::Record(_, converter) if self.of.is_value => {
                let converter = converter.clone();
                Given::Expression(Box::new(move |value| format!("{converter}.Record({value})")))
            }
            Form::Record(_, converter) => Given::Record(converter.clone()),
            Form::Records(_, converter, _) => {
                let converter = converter.clone();
                Given::Expression(Box::new(move |value| format!("{converter}.Records({value})")))
            }
            Form::Values(_, converter, _, element, basic) => {
                let list = format!("{converter}.{}", list_of(*basic));
                // A list has no nulls.
                let write = match element.given(Options { checks_null: true, ..options }) {
                    Given::Expression(write) => write("each"),
                    _ => "each".to_owned(),
                };
                Given::Expression(Box::new(move |value| format!("{list}({value}, each => {write})")))
            }
        }
    }

    /// Whether an output's expression may hold a whole call: it mentions what is given back once.
    pub(crate) fn takes_call(&self) -> bool {
        let is_once =
            matches!(self.form, Form::Same(_) | Form::Object | Form::Widened(..) | Form::Real(_) | Form::Moment);
        is_once || matches!(self.form, Form::Records(..) | Form::Values(..)) || self.is_record_of_value()
    }

    fn is_record_of_value(&self) -> bool {
        matches!(self.form, Form::Record(..)) && self.of.is_value
    }
}

/// The method that gives the values of a list of this type: `TextValues`.
pub(crate) fn values_of(basic: BasicType) -> String {
    format!("{}Values", basic.label().replace(' ', ""))
}

/// The method that makes a list of this type: `TextList`.
pub(crate) fn list_of(basic: BasicType) -> String {
    format!("{}List", basic.label().replace(' ', ""))
}

/// An array in what the member takes.
fn held(of: &NetType, form: ListForm, array: &str) -> String {
    let Kind::List { of: element, .. } = &of.kind else { return array.to_owned() };
    let element = &element.code;
    let generic = "global::System.Collections.Generic";
    match form {
        ListForm::Array => array.to_owned(),
        ListForm::List => format!("new {generic}.List<{element}>({array})"),
        ListForm::Set => format!("new {generic}.HashSet<{element}>({array})"),
        ListForm::Collection => {
            format!(
                "new global::System.Collections.ObjectModel.Collection<{element}>(new {generic}.List<{element}>({array}))"
            )
        }
    }
}

/// The types that become structures.
fn structured<'t>(of: &'t NetType, records: &dyn Records) -> Option<Form<'t>> {
    let converter = || records.converter().to_owned();
    match &of.kind {
        Kind::Own(number) => Some(Form::Record(records.of_class(*number)?, converter())),
        Kind::List { of: element, form } => match &element.kind {
            Kind::Own(number) => Some(Form::Records(records.of_class(*number)?, converter(), *form)),
            _ => {
                let element = Conversion::plain(element);
                let basic = element.of_list()?;
                Some(Form::Values(records.of_value(basic)?, converter(), *form, Box::new(element), basic))
            }
        },
        _ => None,
    }
}

/// The types that the documentation's table has.
fn same(kind: &Kind) -> Option<BasicType> {
    Some(match kind {
        Kind::Primitive(Primitive::String) => BasicType::Text,
        Kind::Primitive(Primitive::Boolean) => BasicType::Boolean,
        Kind::Primitive(Primitive::Int32) => BasicType::Integer,
        Kind::Primitive(Primitive::Int64) => BasicType::LongInteger,
        Kind::Decimal => BasicType::Decimal,
        Kind::DateTime => BasicType::DateTime,
        Kind::Bytes => BasicType::BinaryData,
        _ => return None,
    })
}

fn converted(of: &NetType) -> Option<Form<'_>> {
    let code = &of.code;
    let read = |read: &str, nothing: &str| Some(Form::Read(read.to_owned(), nothing.to_owned()));
    match &of.kind {
        Kind::Primitive(Primitive::SByte) => Some(Form::Widened(BasicType::Integer, "checked((sbyte)", ")")),
        Kind::Primitive(Primitive::Byte) => Some(Form::Widened(BasicType::Integer, "checked((byte)", ")")),
        Kind::Primitive(Primitive::Int16) => Some(Form::Widened(BasicType::Integer, "checked((short)", ")")),
        Kind::Primitive(Primitive::UInt16) => Some(Form::Widened(BasicType::Integer, "checked((ushort)", ")")),
        Kind::Primitive(Primitive::UInt32) => Some(Form::Widened(BasicType::LongInteger, "checked((uint)", ")")),
        Kind::Primitive(Primitive::UInt64) => Some(Form::Widened(BasicType::Decimal, "decimal.ToUInt64(", ")")),
        Kind::Primitive(Primitive::Single) => Some(Form::Real("ToSingle")),
        Kind::Primitive(Primitive::Double) => Some(Form::Real("ToDouble")),
        Kind::Primitive(Primitive::Char) => Some(Form::Character),
        Kind::Guid => read("new global::System.Guid($)", "global::System.Guid.Empty"),
        Kind::TimeSpan => read(
            "global::System.TimeSpan.Parse($, global::System.Globalization.CultureInfo.InvariantCulture)",
            "global::System.TimeSpan.Zero",
        ),
        Kind::Version => read("new global::System.Version($)", "null"),
        Kind::Enum { .. } => Some(Form::Read(
            format!("({code})global::System.Enum.Parse(typeof({code}), $, true)"),
            format!("default({code})"),
        )),
        Kind::Uri => Some(Form::Uri),
        Kind::DateTimeOffset => Some(Form::Moment),
        Kind::Stream => Some(Form::Stream),
        Kind::Nullable(inner) => {
            let inner = Conversion::plain(inner);
            inner.basic().is_some().then(|| Form::Nullable(Box::new(inner)))
        }
        Kind::Void
        | Kind::Primitive(_)
        | Kind::Decimal
        | Kind::Bytes
        | Kind::DateTime
        | Kind::Task { .. }
        | Kind::List { .. }
        | Kind::Own(_)
        | Kind::Other => None,
    }
}
