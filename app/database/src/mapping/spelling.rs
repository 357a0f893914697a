//! Types as scripts spell them, brought to the names and numbers that the mapping tables speak of.

use super::rows::types;
use crate::{ColumnType, Dialect, Length};

/// A type in the words of the mapping table of its database.
#[derive(Debug)]
pub(super) struct Spelled {
    /// The name in the table; empty where the table cannot have it.
    pub(super) name: &'static str,
    /// All digits of a number; [`ANY`] where there is no limit.
    pub(super) digits: u32,
    /// Digits after the point; [`ANY`] where there is no limit.
    pub(super) decimals: u32,
    /// The argument, 0 where there is none.
    pub(super) length: u32,
    /// The most characters of a text, where it has a limit.
    pub(super) characters: Option<u32>,
    /// Whether it has no negative numbers.
    pub(super) is_unsigned: bool,
}

/// More digits than any limit.
const ANY: u32 = u32::MAX;

/// The type in the words of the table.
pub(super) fn spelled(dialect: Dialect, column_type: &ColumnType) -> Spelled {
    let mut own = column_type.clone();
    if dialect == Dialect::PostgreSql {
        own.name = unqualified(&own.name);
    }
    let types = types(dialect);
    let found = types.spellings.iter().find(|(spelling, _)| *spelling == own.name);
    let (name, (digits, decimals)) = match found {
        Some((_, name)) if own.is_array && !name.is_empty() => ("array", (0, 0)),
        Some((_, name)) => (*name, digits(dialect, &own)),
        None => match types.rows.iter().flat_map(|row| row.names).find(|name| **name == own.name) {
            Some(_) if own.is_array => ("array", (0, 0)),
            Some(name) => (*name, digits(dialect, &own)),
            None => ("", (0, 0)),
        },
    };
    let implied = implied_length(&own.name);
    Spelled {
        name,
        digits,
        decimals,
        length: own.number().or(implied).unwrap_or(0),
        characters: characters(name, &own),
        is_unsigned: own.is_unsigned || own.name == "serial",
    }
}

/// The name without the schemas that types of PostgreSQL are often written with, and without fields.
fn unqualified(name: &str) -> String {
    // The fields of an interval say nothing of the type.
    let name = if name.starts_with("interval ") { "interval" } else { name };
    let bare = name.strip_prefix("pg_catalog.").or_else(|| name.strip_prefix("public."));
    bare.unwrap_or(name).to_owned()
}

/// Lengths that a spelling has by itself.
fn implied_length(name: &str) -> Option<u32> {
    matches!(name, "bool" | "boolean" | "bit").then_some(1)
}

/// All digits of a number, and those after its point.
fn digits(dialect: Dialect, own: &ColumnType) -> (u32, u32) {
    let decimals = |scale: Option<i32>| scale.map_or(0, |scale| u32::try_from(scale).unwrap_or(0));
    match own.name.as_str() {
        "money" if dialect == Dialect::PostgreSql => (19, 2),
        "money" => (19, 4),
        "smallmoney" => (10, 4),
        "bigint" | "serial" => (20, 0),
        // Oracle's other names of whole numbers are NUMBER(38,0).
        "integer" | "int" | "smallint" if dialect == Dialect::Oracle => (38, 0),
        "number" | "decimal" | "numeric" | "dec" | "num" | "fixed" => match (own.length, dialect) {
            // The negative scale of Oracle adds zeros before the point.
            (Some(Length::Of(all)), _) => match own.scale {
                Some(scale) if scale < 0 => (all.saturating_add(scale.unsigned_abs()), 0),
                scale => (all, decimals(scale)),
            },
            (Some(Length::Most), _) => (38, decimals(own.scale)),
            (None, Dialect::Oracle) if own.name == "number" => (ANY, ANY),
            (None, Dialect::Oracle) => (38, 0),
            (None, Dialect::PostgreSql) => (ANY, ANY),
            (None, Dialect::SqlServer) => (18, 0),
            (None, Dialect::MySql | Dialect::Sqlite) => (10, 0),
            (None, Dialect::Db2ForI) => (5, 0),
        },
        _ => (0, 0),
    }
}

/// The most characters of a text.
fn characters(name: &str, own: &ColumnType) -> Option<u32> {
    let has_characters = name.contains("char") || name.ends_with("clob");
    match name {
        "uniqueidentifier" | "uuid" => Some(36),
        // CHAR without an argument holds one character.
        "char" | "character" | "nchar" if own.length.is_none() => Some(1),
        _ if own.name == "sysname" => Some(128),
        _ if has_characters => own.length.and_then(Length::number).filter(|&length| length > 0),
        _ => None,
    }
}

/// A spelling, and the name in the table.
pub(super) type Spelling = (&'static str, &'static str);

pub(super) const SQL_SERVER: &[Spelling] = &[
    ("character", "char"),
    ("character varying", "varchar"),
    ("char varying", "varchar"),
    ("national character", "nchar"),
    ("national char", "nchar"),
    ("national character varying", "nvarchar"),
    ("national char varying", "nvarchar"),
    ("sysname", "nvarchar"),
    ("integer", "int"),
    ("dec", "decimal"),
    ("double precision", "float"),
    ("binary varying", "varbinary"),
];

pub(super) const ORACLE: &[Spelling] = &[
    ("character", "char"),
    ("character varying", "varchar2"),
    ("char varying", "varchar2"),
    ("national character", "nchar"),
    ("national char", "nchar"),
    ("national character varying", "nvarchar2"),
    ("national char varying", "nvarchar2"),
    ("nchar varying", "nvarchar2"),
    ("sys.xmltype", "xmltype"),
    ("decimal", "number"),
    ("numeric", "number"),
    ("dec", "number"),
    ("integer", "number"),
    ("int", "number"),
    ("smallint", "number"),
    ("double precision", "float"),
    ("real", "float"),
];

pub(super) const MYSQL: &[Spelling] = &[
    ("character", "char"),
    ("character varying", "varchar"),
    ("nchar", "char"),
    ("national char", "char"),
    ("national character", "char"),
    ("nvarchar", "varchar"),
    ("national varchar", "varchar"),
    ("national character varying", "varchar"),
    ("long", "mediumtext"),
    ("long varchar", "mediumtext"),
    ("long varbinary", "mediumblob"),
    ("bool", "tinyint"),
    ("boolean", "tinyint"),
    ("integer", "int"),
    ("middleint", "mediumint"),
    ("int1", "tinyint"),
    ("int2", "smallint"),
    ("int3", "mediumint"),
    ("int4", "int"),
    ("int8", "bigint"),
    ("serial", "bigint"),
    ("dec", "decimal"),
    ("fixed", "decimal"),
    ("double precision", "double"),
    ("float4", "float"),
    ("float8", "double"),
    ("geomcollection", "geometrycollection"),
];

pub(super) const POSTGRESQL: &[Spelling] = &[
    ("char", "character"),
    ("bpchar", "character"),
    ("varchar", "character varying"),
    ("char varying", "character varying"),
    ("national character", "character"),
    ("nchar", "character"),
    ("national character varying", "character varying"),
    ("int", "integer"),
    ("int4", "integer"),
    ("int2", "smallint"),
    ("serial4", "serial"),
    // The third of the family, which the page leaves out: its column is a smallint.
    ("smallserial", "serial"),
    ("serial2", "serial"),
    ("int8", "bigint"),
    ("serial8", "bigserial"),
    ("dec", "decimal"),
    ("float", "double precision"),
    ("float8", "double precision"),
    ("float4", "real"),
    ("bool", "boolean"),
    ("timestamp without time zone", "timestamp"),
    ("varbit", "bit varying"),
];

pub(super) const DB2_FOR_I: &[Spelling] = &[
    ("char", "character"),
    ("character varying", "varchar"),
    ("char varying", "varchar"),
    ("char for bit data", "character for bit data"),
    ("character varying for bit data", "varchar for bit data"),
    ("character large object", "clob"),
    ("char large object", "clob"),
    ("binary large object", "blob"),
    ("binary varying", "varbinary"),
    ("national character", "nchar"),
    ("national char", "nchar"),
    ("national character varying", "nvarchar"),
    ("nchar varying", "nvarchar"),
    ("int", "integer"),
    ("dec", "decimal"),
    ("num", "numeric"),
    ("double precision", "double"),
    ("timestmp", "timestamp"),
];

pub(super) const SQLITE: &[Spelling] = &[
    ("character", "char"),
    ("character varying", "varchar"),
    ("varying character", "varchar"),
    ("native character", "nchar"),
    ("string", "text"),
    ("integer", "int"),
    ("int2", "smallint"),
    ("int8", "bigint"),
    ("big int", "bigint"),
    ("bool", "boolean"),
    ("double precision", "double"),
    ("dec", "decimal"),
];
