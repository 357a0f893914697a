use std::fmt;
use std::sync::Arc;

use crate::{BasicType, DataType};

/// A default value, a length or a number of decimals, as the user wrote it.
///
/// Any text is kept; [`Expression::literal`] says what it is and [`Expression::check`] whether it fits
/// a type, so that a file with a wrong default can still be opened and mended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expression(Option<Arc<str>>);

/// What the text of an expression is. The platform takes only literals as defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal<'a> {
    /// No text: the type's own default.
    Empty,
    /// Digits, perhaps after a minus sign.
    Integer {
        /// Whether a minus sign stands before the digits.
        negative: bool,
        /// The digits as written.
        digits: &'a str,
    },
    /// Digits with a decimal point, perhaps after a minus sign.
    Decimal {
        /// Whether a minus sign stands before the digits.
        negative: bool,
        /// Digits, point and digits as written.
        digits: &'a str,
    },
    /// True or False, in any case.
    Boolean(bool),
    /// A quoted text: what stands between the quotes, doubled quotes not yet made one.
    Text(&'a str),
    /// `#yyyy-mm-dd#`: what stands between the marks.
    Date(&'a str),
    /// `#hh:mm:ss#`: what stands between the marks.
    Time(&'a str),
    /// `#yyyy-mm-dd hh:mm:ss#`: what stands between the marks.
    DateTime(&'a str),
    /// No literal.
    Other,
}

/// Why an expression does not fit a type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// It is not a literal.
    #[error("“{text}” is not a literal value. {}", .expected.default_hint())]
    NotALiteral {
        /// The expression.
        text: String,
        /// The type it is for.
        expected: DataType,
    },
    /// It is a literal of another type.
    #[error("{expected} is needed here, “{text}” is {found}. {}", .expected.default_hint())]
    WrongType {
        /// The expression.
        text: String,
        /// The type it is for.
        expected: DataType,
        /// The type that it has.
        found: &'static str,
    },
    /// The number is beyond the type's range.
    #[error("“{text}” is beyond the range of {expected}.")]
    OutOfRange {
        /// The expression.
        text: String,
        /// The type it is for.
        expected: DataType,
    },
    /// The type takes no default value.
    #[error("{expected} takes no default value.")]
    NoDefault {
        /// The type it is for.
        expected: DataType,
    },
}

impl DataType {
    /// What to write as a default value of this type.
    pub fn default_hint(&self) -> &'static str {
        match self.basic() {
            Some(BasicType::Text | BasicType::Email | BasicType::PhoneNumber) => {
                "Write a text in quotes, such as \"abc\"."
            }
            Some(BasicType::Integer | BasicType::LongInteger) => "Write digits, such as 10 or -1.",
            Some(BasicType::Decimal | BasicType::Currency) => "Write digits with a point, such as 1.5.",
            Some(BasicType::Boolean) => "Write True or False.",
            Some(BasicType::Date) => "Write a date, such as #2026-12-31#.",
            Some(BasicType::Time) => "Write a time, such as #23:59:00#.",
            Some(BasicType::DateTime) => "Write a date with a time, such as #2026-12-31 23:59:00#.",
            Some(BasicType::BinaryData) | None => "Leave it empty.",
        }
    }

    /// The values that a number of this type can have.
    pub fn value_range(&self) -> &'static str {
        match self.basic() {
            Some(BasicType::Integer) => "a value from -2147483648 to 2147483647",
            Some(BasicType::LongInteger) => "a value from -9223372036854775808 to 9223372036854775807",
            _ => "at most 8 decimals, and no more than 79228162514264337593543950335",
        }
    }
}

impl Expression {
    /// The expression with this text; blanks around it do not belong to it.
    pub fn new(text: &str) -> Self {
        Self::as_found(text.trim())
    }

    /// The expression of a file, kept to the character.
    pub fn as_found(text: &str) -> Self {
        Self((!text.is_empty()).then(|| text.into()))
    }

    /// The text as written, empty where there is none.
    pub fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// What the text is.
    pub fn literal(&self) -> Literal<'_> {
        let text = self.as_str();
        if text.is_empty() {
            return Literal::Empty;
        }
        quoted(text)
            .or_else(|| moment(text))
            .or_else(|| boolean(text))
            .or_else(|| number(text))
            .unwrap_or(Literal::Other)
    }

    /// Whether the expression can be the default value of this type.
    ///
    /// # Errors
    /// What is wrong with it, and what to write instead.
    pub fn check(&self, expected: &DataType) -> Result<(), ExpressionError> {
        let literal = self.literal();
        if literal == Literal::Empty {
            return Ok(());
        }
        let Some(basic) = expected.basic().filter(|basic| *basic != BasicType::BinaryData) else {
            return Err(ExpressionError::NoDefault { expected: expected.clone() });
        };
        let text = || self.as_str().to_owned();
        match fits(&literal, basic) {
            Fit::Yes => Ok(()),
            Fit::OutOfRange => Err(ExpressionError::OutOfRange { text: text(), expected: expected.clone() }),
            Fit::No if literal == Literal::Other => {
                Err(ExpressionError::NotALiteral { text: text(), expected: expected.clone() })
            }
            Fit::No => Err(ExpressionError::WrongType {
                text: text(),
                expected: expected.clone(),
                found: literal.type_label(),
            }),
        }
    }
}

impl Literal<'_> {
    fn type_label(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Integer { .. } => "Integer",
            Self::Decimal { .. } => "Decimal",
            Self::Boolean(_) => "Boolean",
            Self::Text(_) => "Text",
            Self::Date(_) => "Date",
            Self::Time(_) => "Time",
            Self::DateTime(_) => "Date Time",
            Self::Other => "no literal",
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

enum Fit {
    Yes,
    No,
    OutOfRange,
}

fn fits(literal: &Literal<'_>, basic: BasicType) -> Fit {
    use BasicType as B;
    let in_range = |inside: bool| if inside { Fit::Yes } else { Fit::OutOfRange };
    match (literal, basic) {
        (Literal::Text(_), B::Text | B::Email | B::PhoneNumber)
        | (Literal::Boolean(_), B::Boolean)
        // A date stands for its midnight (implicit conversion to Date Time).
        | (Literal::Date(_), B::Date | B::DateTime)
        | (Literal::Time(_), B::Time)
        | (Literal::DateTime(_), B::DateTime) => Fit::Yes,
        (Literal::Integer { negative, digits }, B::Integer) => in_range(signed(*negative, digits).is_some_and(|n| i32::try_from(n).is_ok())),
        (Literal::Integer { negative, digits }, B::LongInteger) => {
            in_range(signed(*negative, digits).is_some_and(|n| i64::try_from(n).is_ok()))
        }
        (Literal::Integer { digits, .. } | Literal::Decimal { digits, .. }, B::Decimal | B::Currency) => in_range(is_decimal(digits)),
        _ => Fit::No,
    }
}

fn signed(negative: bool, digits: &str) -> Option<i128> {
    let number: i128 = digits.parse().ok()?;
    Some(if negative { -number } else { number })
}

/// The platform's Decimal: at most 2^96−1, at most 8 decimals. The page's −2^96 is beyond what .NET's Decimal holds.
fn is_decimal(digits: &str) -> bool {
    const LARGEST: u128 = (1 << 96) - 1;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let has_none = || fraction.bytes().all(|digit| digit == b'0');
    fraction.len() <= 8
        && whole.parse::<u128>().is_ok_and(|number| number < LARGEST || (number == LARGEST && has_none()))
}

fn quoted(text: &str) -> Option<Literal<'_>> {
    let inner = text.strip_prefix('"')?.strip_suffix('"').filter(|_| text.len() >= 2)?;
    // A quote inside must be doubled.
    inner.replace("\"\"", "").find('"').is_none().then_some(Literal::Text(inner))
}

fn boolean(text: &str) -> Option<Literal<'static>> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    (is("true") || is("false")).then(|| Literal::Boolean(is("true")))
}

fn number(text: &str) -> Option<Literal<'_>> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match digits.split_once('.') {
        None if is_digits(digits) => Some(Literal::Integer { negative, digits }),
        Some((whole, fraction)) if is_digits(whole) && is_digits(fraction) => {
            Some(Literal::Decimal { negative, digits })
        }
        _ => None,
    }
}

fn moment(text: &str) -> Option<Literal<'_>> {
    let inner = text.strip_prefix('#')?.strip_suffix('#')?;
    if let Some((day, time)) = inner.split_once(' ') {
        return (is_date(day) && is_time(time)).then_some(Literal::DateTime(inner));
    }
    if is_date(inner) {
        return Some(Literal::Date(inner));
    }
    is_time(inner).then_some(Literal::Time(inner))
}

/// A day from 1900-01-01 to 3000-12-31.
fn is_date(text: &str) -> bool {
    let Some([year, month, day]) = numbers(text, '-', [4, 2, 2]) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    };
    (1900..=3000).contains(&year) && (1..=12).contains(&month) && (1..=days).contains(&day)
}

fn is_time(text: &str) -> bool {
    numbers(text, ':', [2, 2, 2]).is_some_and(|[hour, minute, second]| hour < 24 && minute < 60 && second < 60)
}

fn numbers(text: &str, separator: char, lengths: [usize; 3]) -> Option<[u16; 3]> {
    let parts: Vec<&str> = text.split(separator).collect();
    let parts: [&str; 3] = parts.try_into().ok()?;
    let mut values = [0; 3];
    for ((value, part), length) in values.iter_mut().zip(parts).zip(lengths) {
        if part.len() != length || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *value = part.parse().ok()?;
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits_type(text: &str, basic: BasicType) -> bool {
        Expression::new(text).check(&basic.into()).is_ok()
    }

    #[test]
    fn literals_fit_their_types() {
        use BasicType as B;
        for (text, basic) in [
            ("", B::Text),
            ("", B::BinaryData),
            ("\"\"", B::Text),
            ("\"a \"\"b\"\"\"", B::Text),
            ("\"x@y\"", B::Email),
            ("101", B::Integer),
            ("-1", B::Integer),
            ("-2147483648", B::Integer),
            ("9223372036854775807", B::LongInteger),
            ("1.5", B::Decimal),
            ("-0.00000001", B::Currency),
            ("7", B::Decimal),
            ("79228162514264337593543950335", B::Decimal),
            ("-79228162514264337593543950335.00", B::Decimal),
            ("True", B::Boolean),
            ("false", B::Boolean),
            ("#1900-01-01#", B::Date),
            ("#3000-12-31 23:59:59#", B::DateTime),
            ("#2024-02-29#", B::DateTime),
            ("#00:00:00#", B::Time),
        ] {
            assert!(fits_type(text, basic), "{text} as {basic:?}");
        }
    }

    #[test]
    fn others_do_not() {
        use BasicType as B;
        for (text, basic) in [
            ("abc", B::Text),
            ("\"a\"b\"", B::Text),
            ("\"", B::Text),
            ("2147483648", B::Integer),
            ("-2147483649", B::Integer),
            ("9223372036854775808", B::LongInteger),
            ("1.5", B::Integer),
            ("1.123456789", B::Decimal),
            ("1,5", B::Decimal),
            ("79228162514264337593543950336", B::Decimal),
            ("79228162514264337593543950335.5", B::Decimal),
            ("1", B::Boolean),
            ("#1899-12-31#", B::Date),
            ("#2023-02-29#", B::Date),
            ("#24:00:00#", B::Time),
            ("#2024-1-1#", B::Date),
            ("NullDate()", B::Date),
            ("0", B::BinaryData),
            ("--1", B::Integer),
        ] {
            assert!(!fits_type(text, basic), "{text} as {basic:?}");
        }
    }

    #[test]
    fn messages_say_what_to_write() {
        let error = Expression::new("abc").check(&BasicType::Text.into()).unwrap_err();
        assert_eq!(error.to_string(), "“abc” is not a literal value. Write a text in quotes, such as \"abc\".");
        let error = Expression::new("1.5").check(&BasicType::Integer.into()).unwrap_err();
        assert_eq!(error.to_string(), "Integer is needed here, “1.5” is Decimal. Write digits, such as 10 or -1.");
    }
}
