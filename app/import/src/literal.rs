//! What a parameter is when it is left out.

use assembly::surface::Value;
use extension::{BasicType, Expression};

/// A constant that a parameter has when it is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// `null`, or for a structure its own default.
    Null,
    /// A truth value.
    Boolean(bool),
    /// A whole number.
    Whole(i128),
    /// A number with decimals, as OutSystems writes it.
    Decimal(String),
    /// A text.
    Text(String),
    /// A value that no literal of OutSystems tells.
    Other,
}

impl Literal {
    pub(crate) fn of(value: Option<&Value<'_>>) -> Self {
        match value {
            Some(Value::Null) => Self::Null,
            Some(Value::Boolean(value)) => Self::Boolean(*value),
            Some(Value::Signed(value)) => Self::Whole((*value).into()),
            Some(Value::Unsigned(value)) => Self::Whole((*value).into()),
            Some(Value::Char(unit)) => {
                char::from_u32((*unit).into()).map_or(Self::Other, |character| Self::Text(character.to_string()))
            }
            Some(Value::Single(value)) => real((*value).into()),
            Some(Value::Double(value)) => real(*value),
            Some(Value::Decimal { digits, scale, is_negative }) => {
                let scale = usize::from(*scale);
                let digits = format!("{digits:0>width$}", width = scale + 1);
                let (whole, decimals) = digits.split_at(digits.len() - scale);
                let sign = if *is_negative { "-" } else { "" };
                Self::Decimal(format!("{sign}{whole}{}{decimals}", if scale == 0 { "" } else { "." }))
            }
            Some(Value::Text(bytes)) => {
                let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
                let text: Result<String, _> = char::decode_utf16(units).collect();
                text.map_or(Self::Other, Self::Text)
            }
            None => Self::Other,
        }
    }

    /// The default value of a parameter of this type; none where it has no literal, or is the type's own default.
    pub(crate) fn expression(&self, of: BasicType) -> Option<Expression> {
        let text = match (self, of) {
            (Self::Boolean(value), BasicType::Boolean) => if *value { "True" } else { "False" }.to_owned(),
            (Self::Whole(value), BasicType::Integer | BasicType::LongInteger) => value.to_string(),
            (Self::Whole(value), BasicType::Decimal) => format!("{value}.0"),
            (Self::Decimal(text), BasicType::Decimal) if text.contains('.') => text.clone(),
            (Self::Decimal(text), BasicType::Decimal) => format!("{text}.0"),
            (Self::Text(text), BasicType::Text) if text.chars().all(extension::is_xml_character) => {
                format!("\"{}\"", text.replace('"', "\"\""))
            }
            _ => return None,
        };
        let expression = Expression::new(&text);
        expression.check(&of.into()).is_ok().then_some(expression)
    }
}

/// Numbers that are written with an exponent have no literal.
fn real(value: f64) -> Literal {
    let text = format!("{value}");
    let is_plain = value.is_finite() && text.len() <= 20;
    if is_plain { Literal::Decimal(text) } else { Literal::Other }
}
