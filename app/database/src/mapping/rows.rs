//! The rows of the documented tables. The first row that applies counts.

use std::ops::RangeInclusive;

use extension::BasicType;
use extension::BasicType::{BinaryData, Boolean, Date, DateTime, Decimal, Integer, LongInteger, Text};

use super::spelling::{self, Spelling};
use crate::Dialect;

/// A row: these types become this type, on a condition.
pub(super) struct Row {
    /// Names of column types.
    pub(super) names: &'static [&'static str],
    /// The condition.
    pub(super) when: When,
    /// The type; none where the attribute is ignored.
    pub(super) becomes: Option<BasicType>,
}

/// The condition of a row.
pub(super) enum When {
    /// None.
    Always,
    /// So many digits in all, so many of them after the point.
    Digits {
        /// In all.
        all: RangeInclusive<u32>,
        /// After the point.
        decimals: RangeInclusive<u32>,
    },
    /// More than 28 digits.
    MoreDigits,
    /// More than 8 digits after the point.
    MoreDecimals,
    /// The argument of the type.
    Length(RangeInclusive<u32>),
    /// No negative numbers.
    Unsigned,
    /// A constraint lets in 0 and 1 only.
    ZeroOrOne,
}

const fn row(becomes: BasicType, names: &'static [&'static str]) -> Row {
    Row { names, when: When::Always, becomes: Some(becomes) }
}

const fn when(becomes: BasicType, when: When, names: &'static [&'static str]) -> Row {
    Row { names, when, becomes: Some(becomes) }
}

const fn nothing(names: &'static [&'static str]) -> Row {
    Row { names, when: When::Always, becomes: None }
}

const fn digits(all: RangeInclusive<u32>, decimals: RangeInclusive<u32>) -> When {
    When::Digits { all, decimals }
}

const NUMERIC: &[&str] = &["decimal", "numeric"];
const NUMBER: &[&str] = &["number"];

/// What is known of the types of one kind of database.
pub(super) struct Types {
    /// The rows of its table.
    pub(super) rows: &'static [Row],
    /// Other spellings of the names in the table.
    pub(super) spellings: &'static [Spelling],
}

/// The types of a kind of database.
pub(super) const fn types(dialect: Dialect) -> Types {
    let (rows, spellings) = match dialect {
        Dialect::SqlServer => (SQL_SERVER, spelling::SQL_SERVER),
        Dialect::Oracle => (ORACLE, spelling::ORACLE),
        Dialect::MySql => (MYSQL, spelling::MYSQL),
        Dialect::PostgreSql => (POSTGRESQL, spelling::POSTGRESQL),
        Dialect::Db2ForI => (DB2_FOR_I, spelling::DB2_FOR_I),
        Dialect::Sqlite => (SQLITE, spelling::SQLITE),
    };
    Types { rows, spellings }
}

/// The table prints the last row of Decimal as (1-18, ">1-8"), which can only mean 1 to 8.
const SQL_SERVER: &[Row] = &[
    row(Text, &["char", "varchar", "text", "nchar", "nvarchar", "ntext", "xml"]),
    when(Text, When::MoreDecimals, NUMERIC),
    row(Text, &["real", "float", "uniqueidentifier", "time", "datetimeoffset"]),
    row(Integer, &["tinyint", "smallint", "int"]),
    when(Integer, digits(1..=9, 0..=0), NUMERIC),
    row(LongInteger, &["bigint"]),
    when(LongInteger, digits(10..=18, 0..=0), NUMERIC),
    when(Decimal, digits(19..=28, 0..=8), NUMERIC),
    when(Decimal, digits(1..=18, 1..=8), NUMERIC),
    row(Decimal, &["money", "smallmoney"]),
    row(Boolean, &["bit"]),
    row(Date, &["date"]),
    row(DateTime, &["datetime", "datetime2", "smalldatetime"]),
    row(BinaryData, &["image", "binary", "varbinary"]),
    nothing(&["sql_variant", "geometry", "hierarchyid", "geography", "rowversion", "timestamp"]),
];

const ORACLE: &[Row] = &[
    row(Text, &["char", "varchar", "varchar2", "clob", "long", "nchar", "nvarchar2", "nclob"]),
    when(Text, When::MoreDecimals, NUMBER),
    row(Text, &["float", "binary_float", "binary_double", "rowid", "urowid", "xmltype"]),
    when(Boolean, digits(1..=1, 0..=0), NUMBER),
    when(Integer, digits(2..=9, 0..=0), NUMBER),
    when(LongInteger, digits(10..=18, 0..=0), NUMBER),
    when(Decimal, digits(19..=28, 0..=8), NUMBER),
    when(Decimal, digits(1..=18, 1..=8), NUMBER),
    row(DateTime, &["date", "timestamp"]),
    row(BinaryData, &["bfile", "blob", "raw", "long raw"]),
    nothing(&["interval day to second", "interval year to month"]),
];

const MYSQL: &[Row] = &[
    row(Text, &["varchar", "char", "longtext", "mediumtext", "tinytext", "text", "enum", "set"]),
    when(Text, When::MoreDigits, NUMERIC),
    when(Text, When::MoreDecimals, NUMERIC),
    row(Text, &["double", "real", "float", "time"]),
    when(Boolean, When::Length(1..=1), &["bit", "tinyint"]),
    when(LongInteger, When::Length(2..=64), &["bit"]),
    row(Integer, &["tinyint", "smallint", "mediumint"]),
    when(LongInteger, When::Unsigned, &["int"]),
    row(Integer, &["int"]),
    when(Integer, digits(1..=9, 0..=0), NUMERIC),
    when(Decimal, When::Unsigned, &["bigint"]),
    row(LongInteger, &["bigint"]),
    when(LongInteger, digits(10..=18, 0..=0), NUMERIC),
    when(Decimal, digits(19..=28, 0..=8), NUMERIC),
    when(Decimal, digits(1..=18, 1..=8), NUMERIC),
    row(Date, &["date"]),
    row(DateTime, &["datetime", "timestamp"]),
    row(BinaryData, &["blob", "longblob", "tinyblob", "mediumblob", "binary", "varbinary"]),
    nothing(&["polygon", "point", "multipoint", "multipolygon", "linestring", "multilinestring", "geometry"]),
    nothing(&["geometrycollection", "year"]),
];

/// The database knows decimal and numeric as one type, so the wider row of numeric, (1-28, 1-8), is that of both.
const POSTGRESQL: &[Row] = &[
    row(Text, &["character", "character varying", "uuid", "citext", "text", "real", "double precision"]),
    when(Text, When::MoreDigits, NUMERIC),
    when(Text, When::MoreDecimals, NUMERIC),
    row(Integer, &["integer", "smallint", "serial"]),
    when(Integer, digits(1..=9, 0..=0), NUMERIC),
    row(LongInteger, &["bigint", "bigserial"]),
    when(LongInteger, digits(10..=18, 0..=0), NUMERIC),
    row(Decimal, &["money"]),
    when(Decimal, digits(19..=28, 0..=0), NUMERIC),
    when(Decimal, digits(1..=28, 1..=8), NUMERIC),
    row(Boolean, &["boolean"]),
    row(Date, &["date"]),
    row(DateTime, &["timestamp"]),
    row(BinaryData, &["bytea"]),
    nothing(&["box", "cidr", "circle", "inet", "line", "lseg", "macaddr", "path", "point", "polygon"]),
    nothing(&["tsquery", "tsvector", "txid_snapshot", "bit varying", "array", "interval"]),
];

const DB2_FOR_I: &[Row] = &[
    row(Text, &["character", "varchar", "clob", "dbclob", "xml"]),
    when(Text, When::MoreDigits, NUMERIC),
    when(Text, When::MoreDecimals, NUMERIC),
    row(Text, &["float", "real", "decfloat", "double", "time", "nchar", "nvarchar", "nclob"]),
    when(Boolean, When::ZeroOrOne, &["smallint", "integer", "bigint"]),
    row(Integer, &["integer", "smallint"]),
    when(Integer, digits(1..=9, 0..=0), NUMERIC),
    row(LongInteger, &["bigint"]),
    when(LongInteger, digits(10..=18, 0..=0), NUMERIC),
    when(Decimal, digits(1..=18, 1..=8), NUMERIC),
    when(Decimal, digits(19..=28, 0..=8), NUMERIC),
    row(Date, &["date"]),
    row(DateTime, &["timestamp"]),
    row(BinaryData, &["binary", "blob", "character for bit data", "varchar for bit data", "varbinary"]),
    nothing(&["datalink", "graphic", "vargraphic", "rowid"]),
];

/// The platform connects to no SQLite, so no page has this table: it follows the others by the usual meaning of the names.
const SQLITE: &[Row] = &[
    row(Text, &["char", "varchar", "text", "nchar", "nvarchar", "clob", "real", "double", "float", "time"]),
    when(Text, When::MoreDigits, NUMERIC),
    when(Text, When::MoreDecimals, NUMERIC),
    when(Boolean, When::Length(1..=1), &["tinyint"]),
    row(Integer, &["tinyint", "smallint", "mediumint", "int"]),
    when(Integer, digits(1..=9, 0..=0), NUMERIC),
    row(LongInteger, &["bigint"]),
    when(LongInteger, digits(10..=18, 0..=0), NUMERIC),
    when(Decimal, digits(19..=28, 0..=8), NUMERIC),
    when(Decimal, digits(1..=18, 1..=8), NUMERIC),
    row(Boolean, &["boolean"]),
    row(Date, &["date"]),
    row(DateTime, &["datetime", "timestamp"]),
    row(BinaryData, &["blob", "binary", "varbinary"]),
];
