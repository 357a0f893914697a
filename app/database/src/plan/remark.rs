use std::fmt;

use extension::BasicType;

use super::PlannedEntity;
use crate::{Dialect, Evidence, Generated, Table, Unmapped};

/// Why an attribute has its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The platform maps the column's type so, as everybody expects.
    Row,
    /// The platform maps the column's type so, which may surprise.
    UnusualRow,
    /// Nothing: the attribute is ignored.
    Unmapped(Unmapped),
    /// Its values look so: nothing tells its type.
    Guessed(Evidence),
    /// Somebody chose it.
    ByHand,
    /// It refers to a row of this table.
    Reference {
        /// The table.
        table: String,
    },
    /// It refers to a table that becomes no entity, so its type is that of the column.
    ReferenceNotImported {
        /// The table.
        table: String,
    },
    /// It refers to a column that is not the identifier of the entity.
    ReferenceToOther {
        /// The table.
        table: String,
    },
    /// It refers to the table together with other columns.
    CompositeReference {
        /// The table.
        table: String,
    },
    /// It is the identifier of its own entity, too, which must be of a basic type.
    ReferenceOfIdentifier {
        /// The table.
        table: String,
    },
}

impl Reason {
    /// Whether a user expects nothing else.
    pub const fn is_plain(&self) -> bool {
        matches!(self, Self::Row)
    }

    /// Whether it tells what became of a foreign key.
    pub(super) const fn is_about_reference(&self) -> bool {
        matches!(
            self,
            Self::Reference { .. }
                | Self::ReferenceNotImported { .. }
                | Self::ReferenceToOther { .. }
                | Self::CompositeReference { .. }
                | Self::ReferenceOfIdentifier { .. }
        )
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row => write!(formatter, "the platform's mapping"),
            Self::UnusualRow => write!(formatter, "the platform maps the type so"),
            Self::Unmapped(why) => write!(formatter, "ignored: {why}"),
            Self::Guessed(evidence) => write!(formatter, "guessed: {evidence}"),
            Self::ByHand => write!(formatter, "chosen by hand"),
            Self::Reference { table } => write!(formatter, "a foreign key to {table}"),
            Self::ReferenceNotImported { table } => {
                write!(formatter, "a foreign key to {table}, which is not imported; the column's own type")
            }
            Self::ReferenceToOther { table } => {
                write!(formatter, "a foreign key to {table}, not to an identifier; the column's own type")
            }
            Self::CompositeReference { table } => {
                write!(formatter, "part of a foreign key to {table} with several columns; the column's own type")
            }
            Self::ReferenceOfIdentifier { table } => {
                write!(formatter, "the identifier, and a foreign key to {table}; an identifier has a basic type")
            }
        }
    }
}

/// What the user should know of an entity before it is imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// The table has no primary key.
    NoKey {
        /// A unique key of one column, which could be the identifier.
        unique: Option<Vec<String>>,
    },
    /// A view has no primary key.
    ViewWithoutKey,
    /// The primary key has several columns.
    CompositeKey {
        /// The columns.
        columns: Vec<String>,
    },
    /// The primary key cannot be an identifier.
    UnusableKey {
        /// The column.
        column: String,
        /// Its type; none where the attribute is ignored.
        data_type: Option<BasicType>,
    },
    /// Somebody chose that the entity has no identifier.
    NoIdentifier,
    /// The database does not make the key of a new row.
    KeyByHand {
        /// The column.
        column: String,
    },
    /// The database makes a number for a column whose type cannot be an Auto Number, or for a second column.
    NumberByHand {
        /// The column.
        column: String,
    },
    /// Columns that the database computes.
    Computed {
        /// The columns.
        columns: Vec<String>,
    },
    /// References that can be NULL.
    OptionalReferences {
        /// The columns.
        columns: Vec<String>,
    },
    /// Columns of Oracle whose names are not in capitals.
    NotInCapitals {
        /// The columns.
        columns: Vec<String>,
    },
}

impl Remark {
    /// Whether consumers get only the action Create.
    pub const fn offers_create_only(&self) -> bool {
        matches!(
            self,
            Self::NoKey { .. }
                | Self::ViewWithoutKey
                | Self::CompositeKey { .. }
                | Self::UnusableKey { .. }
                | Self::NoIdentifier
        )
    }
}

const CREATE_ONLY: &str =
    "The entity has no Identifier, so consumers are offered the action Create only: no Update, Get or Delete.";

impl fmt::Display for Remark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoKey { unique: None } => write!(formatter, "The table has no primary key. {CREATE_ONLY}"),
            Self::NoKey { unique: Some(columns) } => write!(
                formatter,
                "The table has no primary key. {CREATE_ONLY} {} is unique and could be the Identifier.",
                columns.join(", ")
            ),
            Self::ViewWithoutKey => write!(
                formatter,
                "A view has no primary key. {CREATE_ONLY} Set the Identifier when a column is unique; queries need none."
            ),
            Self::CompositeKey { columns } => write!(
                formatter,
                "The primary key has {} columns ({}); the platform has no composite keys. {CREATE_ONLY}",
                columns.len(),
                columns.join(", ")
            ),
            Self::UnusableKey { column, data_type: Some(data_type) } => write!(
                formatter,
                "The primary key {column} is {data_type}; an Identifier is Integer, Long Integer or Text. {CREATE_ONLY}",
                data_type = data_type.label()
            ),
            Self::UnusableKey { column, data_type: None } => {
                write!(formatter, "The primary key {column} has no type in the platform. {CREATE_ONLY}")
            }
            Self::NoIdentifier => write!(formatter, "{CREATE_ONLY}"),
            Self::KeyByHand { column } => write!(
                formatter,
                "The database does not make {column} as far as the definition tells: consumers give the key of a new record."
            ),
            Self::NumberByHand { column } => write!(
                formatter,
                "The database makes {column}, but it cannot be Auto Number here: one Integer or Long Integer can."
            ),
            Self::Computed { columns } => {
                write!(formatter, "The database computes {}: writing to it fails.", columns.join(", "))
            }
            Self::OptionalReferences { columns } => write!(
                formatter,
                "{} can be NULL. Without a conversion an empty reference is stored as 0 or an empty text, which the \
                 foreign key may refuse: see Default Value behavior.",
                columns.join(", ")
            ),
            Self::NotInCapitals { columns } => write!(
                formatter,
                "Oracle's columns must be in capitals for the platform to find them: {}.",
                columns.join(", ")
            ),
        }
    }
}

/// The remarks that columns give by themselves.
pub(super) fn of_columns(dialect: Dialect, table: &Table, entity: &mut PlannedEntity) {
    let columns = || table.columns.iter().zip(&entity.attributes);
    let made = columns()
        .filter(|(column, attribute)| column.generated == Some(Generated::Number) && !attribute.is_auto_number);
    let mut remarks: Vec<Remark> =
        made.map(|(column, _)| Remark::NumberByHand { column: column.name.clone() }).collect();
    let computed: Vec<String> = columns()
        .filter(|(column, attribute)| column.generated == Some(Generated::Computed) && !attribute.is_ignored)
        .map(|(column, _)| column.name.clone())
        .collect();
    if !computed.is_empty() {
        remarks.push(Remark::Computed { columns: computed });
    }
    let small: Vec<String> = columns()
        .filter(|(column, _)| dialect == Dialect::Oracle && column.name != column.name.to_uppercase())
        .map(|(column, _)| column.name.clone())
        .collect();
    if !small.is_empty() {
        remarks.push(Remark::NotInCapitals { columns: small });
    }
    entity.remarks.extend(remarks);
}
