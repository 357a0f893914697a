use std::fmt;
use std::sync::Arc;

use crate::Key;

/// A type that needs nothing else to be defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BasicType {
    /// Text of any length.
    Text,
    /// −2^31 … 2^31−1.
    Integer,
    /// −2^63 … 2^63−1.
    LongInteger,
    /// A number with at most 28 digits, 8 of them decimals.
    Decimal,
    /// As Decimal, shown as money.
    Currency,
    /// True or False.
    Boolean,
    /// A day with a time.
    DateTime,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A text that is an e-mail address.
    Email,
    /// A text that is a phone number.
    PhoneNumber,
    /// Bytes.
    BinaryData,
}

impl BasicType {
    /// Every basic type, in the order in which the studio offers them.
    pub const ALL: [Self; 12] = [
        Self::Text,
        Self::Integer,
        Self::LongInteger,
        Self::Decimal,
        Self::Boolean,
        Self::DateTime,
        Self::Date,
        Self::Time,
        Self::PhoneNumber,
        Self::Email,
        Self::BinaryData,
        Self::Currency,
    ];

    /// The name that the platform's tools show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Integer => "Integer",
            Self::LongInteger => "Long Integer",
            Self::Decimal => "Decimal",
            Self::Currency => "Currency",
            Self::Boolean => "Boolean",
            Self::DateTime => "Date Time",
            Self::Date => "Date",
            Self::Time => "Time",
            Self::Email => "Email",
            Self::PhoneNumber => "Phone Number",
            Self::BinaryData => "Binary Data",
        }
    }
}

/// The sources of a record: keys of structures and entities. More than one is a join.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct RecordDefinition(Arc<[Key]>);

impl RecordDefinition {
    /// The record over these structures and entities, in this order.
    pub fn new(sources: impl IntoIterator<Item = Key>) -> Self {
        Self(sources.into_iter().collect())
    }

    /// The keys of the structures and entities, in definition order.
    pub fn sources(&self) -> &[Key] {
        &self.0
    }

    /// Whether nothing is chosen yet.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The type of a parameter or an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DataType {
    /// One of the basic types.
    Basic(BasicType),
    /// Any .NET object.
    Object,
    /// One record.
    Record(RecordDefinition),
    /// A list of records.
    RecordList(RecordDefinition),
    /// The identifier of the entity with this key.
    EntityIdentifier(Key),
    /// A type that a file has and the studio does not know: kept, shown, never offered.
    Other {
        /// The file's text for the type.
        type_text: Arc<str>,
        /// The file's text for the record definition.
        record_text: Arc<str>,
    },
}

impl DataType {
    /// The basic type, where it is one.
    pub fn basic(&self) -> Option<BasicType> {
        match self {
            Self::Basic(basic) => Some(*basic),
            _ => None,
        }
    }

    /// The record definition of a Record or Record List.
    pub fn record(&self) -> Option<&RecordDefinition> {
        match self {
            Self::Record(record) | Self::RecordList(record) => Some(record),
            _ => None,
        }
    }

    /// Whether the type refers to the structure or entity with this key.
    pub fn uses(&self, key: Key) -> bool {
        match self {
            Self::Record(record) | Self::RecordList(record) => record.sources().contains(&key),
            Self::EntityIdentifier(entity) => *entity == key,
            _ => false,
        }
    }
}

impl From<BasicType> for DataType {
    fn from(basic: BasicType) -> Self {
        Self::Basic(basic)
    }
}

/// The name of the kind of type, without what a record is made of: see
/// [`Extension::type_label`](crate::Extension::type_label) for the whole.
impl fmt::Display for DataType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Basic(basic) => basic.label(),
            Self::Object => "Object",
            Self::Record(_) => "Record",
            Self::RecordList(_) => "Record List",
            Self::EntityIdentifier(_) => "Entity Identifier",
            Self::Other { type_text, .. } => type_text,
        })
    }
}
