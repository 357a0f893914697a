use std::fmt::Write as _;

use extension::{BasicType, DataType, Expression, Extension, Key, Literal};

use crate::names;

/// The C# type of a parameter or an attribute of this type, as it stands in the generated files:
/// `decimal`, `RCAddressRecord`.
///
/// A type that cannot be resolved (an unknown one, a record without sources, a key that nothing has)
/// gives `object`; [`update`](fn@crate::update) refuses a definition that has one.
pub fn parameter_type(extension: &Extension, data_type: &DataType) -> String {
    resolved(extension, data_type).unwrap_or_else(|| "object".to_owned())
}

/// The C# type, where the definition says enough to know it.
pub(crate) fn resolved(extension: &Extension, data_type: &DataType) -> Option<String> {
    Some(match data_type {
        DataType::Basic(basic) => basic_type(*basic).to_owned(),
        DataType::Object => "object".to_owned(),
        DataType::Record(record) => format!("RC{}Record", names::record(extension, record)?),
        DataType::RecordList(record) => format!("RL{}RecordList", names::record(extension, record)?),
        DataType::EntityIdentifier(entity) => basic_type(identifier_type(extension, *entity)?).to_owned(),
        DataType::Other { .. } => return None,
    })
}

/// The basic type of an entity's identifier, through identifiers that are references themselves.
pub(crate) fn identifier_type(extension: &Extension, entity: Key) -> Option<BasicType> {
    let mut entity = extension.entities.get(entity)?;
    // References can form a circle; no chain is longer than there are entities.
    for _ in 0..extension.entities.len() {
        let identifier = entity.attributes.get(entity.identifier?)?;
        match &identifier.data_type {
            DataType::Basic(basic) => return Some(*basic),
            DataType::EntityIdentifier(next) => entity = extension.entities.get(*next)?,
            _ => return None,
        }
    }
    None
}

/// The C# literal of a default: the user's own where it fits the type, else the type's.
pub(crate) fn default_literal(extension: &Extension, data_type: &DataType, default: &Expression) -> String {
    own_default(data_type, default).unwrap_or_else(|| type_default(extension, data_type))
}

/// The C# literal of the default of a type.
pub(crate) fn type_default(extension: &Extension, data_type: &DataType) -> String {
    match data_type {
        DataType::Basic(basic) => basic_default(*basic).to_owned(),
        DataType::EntityIdentifier(entity) => {
            identifier_type(extension, *entity).map_or("null", basic_default).to_owned()
        }
        DataType::Record(_) => format!("new {}(null)", parameter_type(extension, data_type)),
        DataType::RecordList(_) => format!("new {}()", parameter_type(extension, data_type)),
        DataType::Object | DataType::Other { .. } => "null".to_owned(),
    }
}

/// The C# type of a basic type.
pub const fn basic_type(basic: BasicType) -> &'static str {
    match basic {
        BasicType::Text | BasicType::Email | BasicType::PhoneNumber => "string",
        BasicType::Integer => "int",
        BasicType::LongInteger => "long",
        BasicType::Decimal | BasicType::Currency => "decimal",
        BasicType::Boolean => "bool",
        BasicType::DateTime | BasicType::Date | BasicType::Time => "DateTime",
        BasicType::BinaryData => "byte[]",
    }
}

/// The C# literal of the default of a basic type.
pub const fn basic_default(basic: BasicType) -> &'static str {
    match basic {
        BasicType::Text | BasicType::Email | BasicType::PhoneNumber => "\"\"",
        BasicType::Integer => "0",
        BasicType::LongInteger => "0L",
        BasicType::Decimal | BasicType::Currency => "0.0M",
        BasicType::Boolean => "false",
        BasicType::DateTime | BasicType::Date | BasicType::Time => "new DateTime(1900, 1, 1, 0, 0, 0)",
        BasicType::BinaryData => "new byte[] {}",
    }
}

fn own_default(data_type: &DataType, default: &Expression) -> Option<String> {
    let basic = data_type.basic()?;
    default.check(data_type).ok()?;
    Some(match default.literal() {
        Literal::Empty | Literal::Other => return None,
        Literal::Text(text) => string_literal(&text.replace("\"\"", "\"")),
        Literal::Boolean(value) => value.to_string(),
        Literal::Integer { negative, digits } | Literal::Decimal { negative, digits } => {
            let sign = if negative { "-" } else { "" };
            let suffix = match basic {
                BasicType::LongInteger => "L",
                BasicType::Decimal | BasicType::Currency => "m",
                _ => "",
            };
            format!("{sign}{digits}{suffix}")
        }
        Literal::Date(day) => moment(day, "0:0:0")?,
        Literal::Time(time) => moment("1900-1-1", time)?,
        Literal::DateTime(both) => both.split_once(' ').and_then(|(day, time)| moment(day, time))?,
    })
}

fn moment(day: &str, time: &str) -> Option<String> {
    let parts: Result<Vec<u16>, _> = day.split('-').chain(time.split(':')).map(str::parse).collect();
    let parts: Vec<String> = parts.ok()?.iter().map(u16::to_string).collect();
    Some(format!("new DateTime({})", parts.join(", ")))
}

/// The text as a regular C# string literal.
pub(crate) fn string_literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        match character {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\r' => literal.push_str("\\r"),
            '\n' => literal.push_str("\\n"),
            '\t' => literal.push_str("\\t"),
            // The two separators end a line in C#, and so the literal.
            _ if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') => {
                let _ = write!(literal, "\\u{:04X}", character as u32);
            }
            _ => literal.push(character),
        }
    }
    literal.push('"');
    literal
}

#[cfg(test)]
mod tests {
    use super::*;
    use extension::{Name, Timestamp};

    fn literal(basic: BasicType, default: &str) -> String {
        let keys = [1, 2, 3].map(|byte| Key::from_bytes([byte; 16]));
        let extension = Extension::new(Name::as_found("E"), keys, Timestamp::new(2026, 1, 1, 0, 0, 0));
        default_literal(&extension, &basic.into(), &Expression::new(default))
    }

    #[test]
    fn own_defaults() {
        use BasicType as B;
        for (basic, default, expected) in [
            (B::Text, r##""#FFFFFF""##, r##""#FFFFFF""##),
            (B::Text, r#""a ""b"" \c""#, r#""a \"b\" \\c""#),
            (B::Text, "\"a\u{2028}\r\n\"", r#""a\u2028\r\n""#),
            (B::Integer, "101", "101"),
            (B::Integer, "-2147483648", "-2147483648"),
            (B::LongInteger, "-7", "-7L"),
            (B::Decimal, "0.0", "0.0m"),
            (B::Currency, "7", "7m"),
            (B::Boolean, "True", "true"),
            (B::Date, "#2024-02-29#", "new DateTime(2024, 2, 29, 0, 0, 0)"),
            (B::Time, "#23:09:01#", "new DateTime(1900, 1, 1, 23, 9, 1)"),
            (B::DateTime, "#2024-02-29 01:02:03#", "new DateTime(2024, 2, 29, 1, 2, 3)"),
            (B::DateTime, "#2024-02-29#", "new DateTime(2024, 2, 29, 0, 0, 0)"),
        ] {
            assert_eq!(literal(basic, default), expected);
        }
    }

    #[test]
    fn a_default_that_does_not_fit_is_the_type_s() {
        assert_eq!(literal(BasicType::Integer, "1.5"), "0");
        assert_eq!(literal(BasicType::Text, "abc"), "\"\"");
        assert_eq!(literal(BasicType::BinaryData, ""), "new byte[] {}");
    }
}
