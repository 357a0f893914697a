//! Constants as C# writes them.

use super::Writer;
use super::identifier::is_unseen;
use crate::signature::Type;
use crate::surface::Value;

/// The most of a text that is told.
const LONGEST: usize = 1000;

impl Writer<'_, '_> {
    /// The value of something of this type.
    pub(super) fn value(&mut self, value: &Value<'_>, of: &Type) {
        match value {
            Value::Null => self.push(self.null(of)),
            Value::Boolean(value) => self.push(if *value { "true" } else { "false" }),
            Value::Char(unit) => {
                self.push("'");
                self.unit(char::from_u32((*unit).into()).ok_or(*unit), '\'');
                self.push("'");
            }
            Value::Signed(value) => self.whole(&value.to_string(), of),
            Value::Unsigned(value) => self.whole(&value.to_string(), of),
            Value::Single(value) => self.real("float", (*value).into(), &format!("{value:?}f")),
            Value::Double(value) => self.real("double", *value, &format!("{value:?}")),
            Value::Decimal { digits, scale, is_negative } => {
                let scale = usize::from(*scale);
                let digits = format!("{digits:0>width$}", width = scale + 1);
                let (whole, fraction) = digits.split_at(digits.len() - scale);
                self.push(if *is_negative { "-" } else { "" });
                self.push(whole);
                self.push(if fraction.is_empty() { "" } else { "." });
                self.push(fraction);
                self.push("m");
            }
            Value::Text(bytes) => self.quoted(bytes),
        }
    }

    /// What stands for nothing: structures have no `null`.
    fn null(&self, of: &Type) -> &'static str {
        match of.plain() {
            Type::Generic(named, _) if self.surface.is_named(named.handle, "System", "Nullable`1") => "null",
            Type::Named(named) | Type::Generic(named, _) if named.is_value == Some(true) => "default",
            Type::OfType(_) | Type::OfMethod(_) => "default",
            _ => "null",
        }
    }

    /// A number; one of an enumeration needs a conversion, but for 0.
    fn whole(&mut self, digits: &str, of: &Type) {
        if matches!(of.plain(), Type::Named(_)) && digits != "0" {
            self.push("(");
            self.of_type(of, 0);
            self.push(")");
            if digits.starts_with('-') {
                self.push("(");
                self.push(digits);
                return self.push(")");
            }
        }
        self.push(digits);
    }

    fn real(&mut self, keyword: &str, value: f64, digits: &str) {
        if value.is_finite() {
            return self.push(digits);
        }
        self.push(keyword);
        self.push(match (value.is_nan(), value < 0.) {
            (true, _) => ".NaN",
            (false, true) => ".NegativeInfinity",
            (false, false) => ".PositiveInfinity",
        });
    }

    fn quoted(&mut self, bytes: &[u8]) {
        let units = bytes.chunks_exact(2).map(|pair| u16::from(pair[0]) | u16::from(pair[1]) << 8);
        self.push("\"");
        for (place, unit) in char::decode_utf16(units).enumerate() {
            if place == LONGEST {
                self.push("…");
                break;
            }
            self.unit(unit.map_err(|error| error.unpaired_surrogate()), '"');
        }
        self.push("\"");
    }

    /// A character between quotes; half of a pair is written in numbers.
    fn unit(&mut self, unit: Result<char, u16>, quote: char) {
        match unit {
            Ok('\n') => self.push("\\n"),
            Ok('\r') => self.push("\\r"),
            Ok('\t') => self.push("\\t"),
            Ok('\0') => self.push("\\0"),
            Ok('\\') => self.push("\\\\"),
            Ok(character) if character == quote => {
                self.push("\\");
                self.push(character.encode_utf8(&mut [0; 4]));
            }
            Ok(character) if is_unseen(character) => self.push(&format!("\\u{:04x}", u32::from(character))),
            Ok(character) => self.push(character.encode_utf8(&mut [0; 4])),
            Err(half) => self.push(&format!("\\u{half:04x}")),
        }
    }
}
