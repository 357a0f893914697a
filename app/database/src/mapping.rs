//! Which type of the platform a column becomes: the documented tables, one for each kind of database.

mod rows;
mod spelling;

#[cfg(test)]
mod tests;

use extension::BasicType;

use crate::{Column, Dialect, Length};
use rows::{Row, When, types};
use spelling::{Spelled, spelled};

/// What a column becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mapped {
    /// The type of the attribute.
    pub data_type: BasicType,
    /// Characters of a Text, all digits of a Decimal, where the column limits them.
    pub length: Option<u32>,
    /// Digits after the point of a Decimal.
    pub decimals: Option<u32>,
    /// Whether everybody expects the type: a Text of a column that holds no text is unusual.
    pub is_usual: bool,
}

impl Mapped {
    /// A Text with so many characters.
    pub(crate) const fn text(length: Option<u32>) -> Self {
        Self { data_type: BasicType::Text, length, decimals: None, is_usual: true }
    }
}

/// Why a column becomes an attribute that is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unmapped {
    /// The documentation says that the type becomes nothing.
    #[error("the platform has no type for it")]
    NoType,
    /// The documentation does not name the type, or not with so many digits.
    #[error("the platform's documentation names no type for it")]
    Unlisted,
    /// The type of the column is not known.
    #[error("its type is not known")]
    Unknown,
}

/// What a column becomes.
///
/// # Errors
/// Why it becomes an attribute that is ignored.
pub fn map(dialect: Dialect, column: &Column) -> Result<Mapped, Unmapped> {
    let column_type = column.column_type.as_ref().ok_or(Unmapped::Unknown)?;
    let spelled = spelled(dialect, column_type);
    let applies = |row: &&Row| row.names.contains(&spelled.name) && row.when.is_met(&spelled, column);
    let row = types(dialect).rows.iter().find(applies).ok_or(Unmapped::Unlisted)?;
    let data_type = row.becomes.ok_or(Unmapped::NoType)?;
    Ok(sized(data_type, &spelled))
}

/// The type with the length and decimals that the column has.
fn sized(data_type: BasicType, spelled: &Spelled) -> Mapped {
    let (length, decimals) = match data_type {
        BasicType::Decimal => (Some(spelled.digits), Some(spelled.decimals)),
        BasicType::Text => (spelled.characters, None),
        _ => (None, None),
    };
    Mapped { data_type, length, decimals, is_usual: is_usual(data_type, spelled.name) }
}

fn is_usual(data_type: BasicType, name: &str) -> bool {
    match data_type {
        BasicType::Text => ["char", "text", "lob", "long", "xml", "enum"].iter().any(|part| name.contains(part)),
        BasicType::Boolean => matches!(name, "bit" | "boolean"),
        BasicType::Decimal => !matches!(name, "bigint"),
        BasicType::DateTime => name != "date",
        _ => true,
    }
}

impl When {
    fn is_met(&self, spelled: &Spelled, column: &Column) -> bool {
        match self {
            Self::Always => true,
            Self::Digits { all, decimals } => all.contains(&spelled.digits) && decimals.contains(&spelled.decimals),
            Self::MoreDigits => spelled.digits > 28,
            Self::MoreDecimals => spelled.decimals > 8,
            Self::Length(lengths) => lengths.contains(&spelled.length),
            Self::Unsigned => spelled.is_unsigned,
            Self::ZeroOrOne => column.is_zero_or_one,
        }
    }
}

impl Length {
    fn number(self) -> Option<u32> {
        match self {
            Self::Of(number) => Some(number),
            Self::Most => None,
        }
    }
}
