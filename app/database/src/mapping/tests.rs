use extension::BasicType;

use super::{Unmapped, map};
use crate::{Column, ColumnType, Dialect};

/// Each row of the documented tables: types separated by `|`, and what they become.
const SQL_SERVER: &[(&str, &str)] = &[
    ("char(3)|varchar(20)|varchar(max)|text|nchar(3)|nvarchar(20)|nvarchar(max)|ntext|xml", "Text"),
    ("decimal(10,9)|numeric(28,12)|real|float|float(24)|uniqueidentifier|time|time(7)|datetimeoffset(7)", "Text"),
    ("tinyint|smallint|int|integer|decimal(1,0)|numeric(9)", "Integer"),
    ("bigint|decimal(10,0)|numeric(18,0)|decimal", "Long Integer"),
    ("decimal(19,0)|numeric(28,8)|decimal(1,1)|numeric(18,8)|money|smallmoney", "Decimal"),
    ("bit", "Boolean"),
    ("date", "Date"),
    ("datetime|datetime2|datetime2(3)|smalldatetime", "Date Time"),
    ("image|binary(8)|varbinary(max)", "Binary Data"),
    ("sql_variant|geometry|hierarchyid|geography|rowversion|timestamp", "NoType"),
    ("decimal(38,2)|numeric(29,0)|dbo.Phone|json|cursor", "Unlisted"),
];

const ORACLE: &[(&str, &str)] = &[
    ("char(3)|varchar(9)|varchar2(20 byte)|clob|long|nchar(3)|nvarchar2(9)|nclob|number(20,9)|number", "Text"),
    ("float|float(63)|binary_float|binary_double|rowid|urowid|xmltype|sys.xmltype", "Text"),
    ("number(2)|number(9,0)|number(3,-2)", "Integer"),
    ("number(10,0)|number(18)|number(8,-2)", "Long Integer"),
    ("number(19)|number(28,8)|number(1,1)|number(18,8)", "Decimal"),
    ("number(1)|number(1,0)", "Boolean"),
    ("date|timestamp|timestamp(6)", "Date Time"),
    ("bfile|blob|raw(16)|long raw", "Binary Data"),
    ("interval day to second|interval day(2) to second(6)|interval year(2) to month", "NoType"),
    ("number(38)|integer|number(*,0)|sdo_geometry|timestamp(6) with time zone", "Unlisted"),
];

const MYSQL: &[(&str, &str)] = &[
    ("varchar(20)|char(3)|longtext|mediumtext|tinytext|text|enum('a','b')|set('a','b')", "Text"),
    ("decimal(29,0)|numeric(65,2)|decimal(12,9)|double|double precision|real|float|float(7,4)|time|time(3)", "Text"),
    ("tinyint|tinyint(4)|smallint|mediumint|int|int(11)|integer|decimal(1,0)|numeric(9)", "Integer"),
    (
        "bigint|bigint(20)|int unsigned|int(10) unsigned|bit(2)|bit(64)|decimal(10,0)|numeric(18)|decimal",
        "Long Integer",
    ),
    ("bigint unsigned|bigint(20) unsigned|decimal(19)|numeric(28,8)|decimal(1,1)|decimal(18,8)", "Decimal"),
    ("bit(1)|bit|tinyint(1)|bool|boolean", "Boolean"),
    ("date", "Date"),
    ("datetime|datetime(6)|timestamp", "Date Time"),
    ("blob|longblob|tinyblob|mediumblob|binary(16)|varbinary(99)", "Binary Data"),
    (
        "polygon|point|multipoint|multipolygon|linestring|multilinestring|geometry|geometrycollection|year|year(4)",
        "NoType",
    ),
    ("json|vector(3)", "Unlisted"),
];

const POSTGRESQL: &[(&str, &str)] = &[
    ("character(3)|char(3)|character varying(20)|varchar|varchar(20)|uuid|public.citext|citext|text|real", "Text"),
    ("double precision|decimal(29,0)|numeric(40,2)|decimal(12,9)|numeric|pg_catalog.text", "Text"),
    ("integer|int|int4|smallint|int2|serial|serial4|decimal(1,0)|numeric(9)", "Integer"),
    ("bigint|int8|bigserial|serial8|decimal(10)|numeric(18,0)", "Long Integer"),
    ("money|decimal(19,0)|decimal(28)|decimal(1,1)|decimal(18,8)|numeric(19)|numeric(28,0)|numeric(28,8)", "Decimal"),
    ("boolean|bool", "Boolean"),
    ("date", "Date"),
    ("timestamp|timestamp(3)|timestamp without time zone|timestamp(3) without time zone", "Date Time"),
    ("bytea", "Binary Data"),
    ("box|cidr|circle|inet|line|lseg|macaddr|path|point|polygon|tsquery|tsvector|txid_snapshot", "NoType"),
    ("bit varying(8)|varbit|integer[]|text[][]|integer array|interval|interval day to second", "NoType"),
    ("xml|bit(8)|json|jsonb|mood|timestamp with time zone", "Unlisted"),
];

const DB2_FOR_I: &[(&str, &str)] = &[
    ("character(3)|char(3)|varchar(20)|clob(1M)|dbclob(1M)|xml|decimal(29,0)|numeric(31,2)|decimal(12,9)", "Text"),
    ("float|real|decfloat|decfloat(34)|double|double precision|time|nchar(3)|nvarchar(9)|nclob(1M)", "Text"),
    ("integer|int|smallint|decimal(1,0)|numeric(9)|decimal", "Integer"),
    ("bigint|decimal(10,0)|numeric(18)", "Long Integer"),
    ("decimal(1,1)|numeric(18,8)|decimal(19,0)|numeric(28,8)", "Decimal"),
    ("date", "Date"),
    ("timestamp|timestamp(6)", "Date Time"),
    ("binary(8)|blob(1M)|char(10) for bit data|varchar(10) for bit data|varbinary(9)", "Binary Data"),
    ("datalink|graphic(3)|vargraphic(9)|rowid", "NoType"),
    ("boolean", "Unlisted"),
];

const SQLITE: &[(&str, &str)] = &[
    ("text|varchar(20)|clob|real|double|float", "Text"),
    ("integer|int|smallint", "Integer"),
    ("bigint", "Long Integer"),
    ("decimal(12,2)", "Decimal"),
    ("boolean|tinyint(1)", "Boolean"),
    ("date", "Date"),
    ("datetime|timestamp", "Date Time"),
    ("blob", "Binary Data"),
    ("geometry", "Unlisted"),
];

fn becomes(dialect: Dialect, text: &str, is_zero_or_one: bool) -> String {
    let column = Column { is_zero_or_one, ..Column::new("C", Some(ColumnType::new(text))) };
    match map(dialect, &column) {
        Ok(mapped) => mapped.data_type.label().to_owned(),
        Err(unmapped) => format!("{unmapped:?}"),
    }
}

#[test]
fn each_row_of_the_documented_tables() {
    let tables = [
        (Dialect::SqlServer, SQL_SERVER),
        (Dialect::Oracle, ORACLE),
        (Dialect::MySql, MYSQL),
        (Dialect::PostgreSql, POSTGRESQL),
        (Dialect::Db2ForI, DB2_FOR_I),
        (Dialect::Sqlite, SQLITE),
    ];
    for (dialect, rows) in tables {
        for (types, expected) in rows {
            for text in types.split('|') {
                assert_eq!(becomes(dialect, text, false), *expected, "{dialect}: {text}");
                assert_eq!(becomes(dialect, &text.to_uppercase(), false), *expected, "{dialect}: {text}, capitals");
            }
        }
    }
}

#[test]
fn a_constraint_makes_a_boolean_in_db2() {
    for text in ["smallint", "integer", "bigint"] {
        assert_eq!(becomes(Dialect::Db2ForI, text, true), "Boolean");
        assert_ne!(becomes(Dialect::PostgreSql, text, true), "Boolean");
    }
}

#[test]
fn lengths_and_decimals() {
    let sizes = |dialect, text| {
        let mapped = map(dialect, &Column::new("C", Some(ColumnType::new(text)))).unwrap();
        (mapped.data_type, mapped.length, mapped.decimals)
    };
    assert_eq!(sizes(Dialect::SqlServer, "nvarchar(80)"), (BasicType::Text, Some(80), None));
    assert_eq!(sizes(Dialect::SqlServer, "nvarchar(max)"), (BasicType::Text, None, None));
    assert_eq!(sizes(Dialect::SqlServer, "char"), (BasicType::Text, Some(1), None));
    assert_eq!(sizes(Dialect::SqlServer, "sysname"), (BasicType::Text, Some(128), None));
    assert_eq!(sizes(Dialect::SqlServer, "uniqueidentifier"), (BasicType::Text, Some(36), None));
    assert_eq!(sizes(Dialect::SqlServer, "float(53)"), (BasicType::Text, None, None));
    assert_eq!(sizes(Dialect::SqlServer, "money"), (BasicType::Decimal, Some(19), Some(4)));
    assert_eq!(sizes(Dialect::Oracle, "number(12,2)"), (BasicType::Decimal, Some(12), Some(2)));
    assert_eq!(sizes(Dialect::MySql, "bigint unsigned"), (BasicType::Decimal, Some(20), Some(0)));
    assert_eq!(map(Dialect::MySql, &Column::new("C", None)), Err(Unmapped::Unknown));
}
