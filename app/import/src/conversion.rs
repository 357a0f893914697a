//! How values of .NET and values of the platform become each other (integration-studio, sections 4.2, 4.6.3 and 4.7).
//!
//! Where the documentation is silent: one type of the platform stands for each of .NET's, Text, Date Time and Decimal where there
//! are several. What has no row in the table is an Object. The opt-in conversions lose nothing: a number that does not fit is an
//! exception, what may be null has a Boolean beside it that says so.

use assembly::signature::Primitive;
use extension::{BasicType, DataType};

use crate::net_type::{Kind, NetType};
use crate::plan::{Options, Types};

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
}

/// What is written to give an output its value.
pub(crate) enum Given {
    /// One expression of what is given back.
    Expression(Box<dyn Fn(&str) -> String>),
    /// The bytes of a stream.
    Stream,
    /// A value, and whether there is none.
    Nullable(Box<dyn Fn(&str) -> String>, &'static str),
}

impl<'t> Conversion<'t> {
    pub(crate) fn of(of: &'t NetType, types: Types) -> Self {
        let form = same(&of.kind).map(Form::Same);
        let form = form.or_else(|| if types == Types::Converted { converted(of) } else { None });
        Self { of, form: form.unwrap_or(Form::Object) }
    }

    pub(crate) fn data_type(&self) -> DataType {
        self.basic().map_or(DataType::Object, DataType::Basic)
    }

    pub(crate) fn basic(&self) -> Option<BasicType> {
        match &self.form {
            Form::Same(basic) | Form::Widened(basic, _, _) => Some(*basic),
            Form::Object => None,
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
            Form::Object if self.of.is_value && types == Types::Converted => {
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
        }
    }

    /// Whether an output's expression may hold a whole call: it mentions what is given back once.
    pub(crate) fn takes_call(&self) -> bool {
        matches!(self.form, Form::Same(_) | Form::Object | Form::Widened(..) | Form::Real(_) | Form::Moment)
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
            let inner = Conversion::of(inner, Types::Converted);
            inner.basic().is_some().then(|| Form::Nullable(Box::new(inner)))
        }
        Kind::Void
        | Kind::Primitive(_)
        | Kind::Decimal
        | Kind::Bytes
        | Kind::DateTime
        | Kind::Task { .. }
        | Kind::Other => None,
    }
}
