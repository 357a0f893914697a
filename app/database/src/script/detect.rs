use crate::Dialect;

/// How much of a script is looked at: the definitions of a dump come first.
const LOOKED_AT: usize = 1 << 20;

/// The most occurrences of a sign that count.
const MOST: usize = 5;

/// Signs of a dialect in small letters, each with its weight.
const SIGNS: &[(Dialect, &str, usize)] = &[
    (Dialect::SqlServer, "[dbo]", 5),
    (Dialect::SqlServer, "dbo.", 2),
    (Dialect::SqlServer, "\ngo\n", 4),
    (Dialect::SqlServer, "\ngo\r\n", 4),
    (Dialect::SqlServer, " identity(", 4),
    (Dialect::SqlServer, "nvarchar(", 2),
    (Dialect::SqlServer, "uniqueidentifier", 3),
    (Dialect::SqlServer, "datetime2", 3),
    (Dialect::SqlServer, "nonclustered", 4),
    (Dialect::SqlServer, "sp_addextendedproperty", 5),
    (Dialect::SqlServer, "](", 1),
    (Dialect::Oracle, "varchar2", 5),
    (Dialect::Oracle, " number(", 3),
    (Dialect::Oracle, " number,", 3),
    (Dialect::Oracle, " number ", 3),
    (Dialect::Oracle, "nvarchar2", 4),
    (Dialect::Oracle, "pctfree", 4),
    (Dialect::Oracle, "xmltype", 3),
    (Dialect::Oracle, "using index", 2),
    (Dialect::Oracle, "\n/\n", 3),
    (Dialect::MySql, "engine=", 5),
    (Dialect::MySql, "engine =", 5),
    (Dialect::MySql, "auto_increment", 5),
    (Dialect::MySql, "`", 2),
    (Dialect::MySql, "unsigned", 3),
    (Dialect::MySql, "/*!", 5),
    (Dialect::MySql, " enum(", 3),
    (Dialect::MySql, " tinyint(1)", 2),
    (Dialect::PostgreSql, "serial", 3),
    (Dialect::PostgreSql, "character varying", 3),
    (Dialect::PostgreSql, "pg_catalog", 5),
    (Dialect::PostgreSql, "::", 3),
    (Dialect::PostgreSql, "bytea", 4),
    (Dialect::PostgreSql, "nextval(", 4),
    (Dialect::PostgreSql, "jsonb", 4),
    (Dialect::PostgreSql, "without time zone", 3),
    (Dialect::PostgreSql, "owner to", 3),
    (Dialect::PostgreSql, "timestamptz", 3),
    (Dialect::PostgreSql, "alter table only", 5),
    (Dialect::Db2ForI, "ccsid", 4),
    (Dialect::Db2ForI, "for column", 5),
    (Dialect::Db2ForI, "rcdfmt", 5),
    (Dialect::Db2ForI, "label on", 5),
    (Dialect::Db2ForI, "for bit data", 4),
    (Dialect::Db2ForI, "decfloat", 4),
    (Dialect::Db2ForI, "vargraphic", 4),
    (Dialect::Db2ForI, "for system name", 5),
    (Dialect::Sqlite, "autoincrement", 5),
    (Dialect::Sqlite, "without rowid", 5),
    (Dialect::Sqlite, "pragma ", 5),
    (Dialect::Sqlite, "sqlite_", 5),
];

/// The dialect that a script looks like; none where nothing tells.
pub fn detect(script: &str) -> Option<Dialect> {
    let mut end = script.len().min(LOOKED_AT);
    while !script.is_char_boundary(end) {
        end -= 1;
    }
    let text = script[..end].to_ascii_lowercase();
    let weight = |dialect: Dialect| -> usize {
        let own = SIGNS.iter().filter(|(of, ..)| *of == dialect);
        own.map(|(_, sign, weight)| text.matches(sign).take(MOST).count() * weight).sum()
    };
    let best = Dialect::ALL.map(|dialect| (weight(dialect), dialect));
    // The first of several that are equally likely.
    let (most, dialect) = best.into_iter().reduce(|best, other| if other.0 > best.0 { other } else { best })?;
    (most > 0).then_some(dialect)
}
