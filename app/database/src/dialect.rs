use std::fmt;

use crate::TableName;

/// A kind of database: how its scripts are written, and which types of the platform its columns become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// SQL Server and Azure SQL Database.
    SqlServer,
    /// Oracle.
    Oracle,
    /// MySQL and MariaDB.
    MySql,
    /// PostgreSQL, also as Aurora and Azure offer it.
    PostgreSql,
    /// DB2 for iSeries.
    Db2ForI,
    /// SQLite, which the platform does not connect to: its scripts and files are only a source of definitions.
    Sqlite,
}

impl Dialect {
    /// Every dialect, in the order of the platform's list.
    pub const ALL: [Self; 6] =
        [Self::SqlServer, Self::Oracle, Self::MySql, Self::PostgreSql, Self::Db2ForI, Self::Sqlite];

    /// The name that people know.
    pub const fn label(self) -> &'static str {
        match self {
            Self::SqlServer => "SQL Server",
            Self::Oracle => "Oracle",
            Self::MySql => "MySQL",
            Self::PostgreSql => "PostgreSQL",
            Self::Db2ForI => "DB2 for iSeries",
            Self::Sqlite => "SQLite",
        }
    }

    /// The word for it on a command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SqlServer => "sqlserver",
            Self::Oracle => "oracle",
            Self::MySql => "mysql",
            Self::PostgreSql => "postgresql",
            Self::Db2ForI => "db2",
            Self::Sqlite => "sqlite",
        }
    }

    /// A name without quotes as the database keeps it: Oracle and DB2 in capitals, PostgreSQL in small letters.
    pub fn folded(self, name: &str) -> String {
        match self {
            Self::Oracle | Self::Db2ForI => name.to_uppercase(),
            Self::PostgreSql => name.to_lowercase(),
            Self::SqlServer | Self::MySql | Self::Sqlite => name.to_owned(),
        }
    }

    /// The physical name of a table: the parts that are known, with dots between them and in quotes where they need quotes.
    ///
    /// The documented forms are `server.catalog.owner.table` for SQL Server and `owner.table@server` for Oracle. A name without a catalog
    /// is the better one: with a catalog, another connection of the logical database does not redirect the entity.
    pub fn physical_name(self, table: &TableName) -> String {
        let mut parts: Vec<&str> = [&table.catalog, &table.schema].into_iter().flatten().map(String::as_str).collect();
        parts.push(&table.name);
        let most = if self == Self::SqlServer { 3 } else { 2 };
        let parts = &parts[parts.len().saturating_sub(most)..];
        parts.iter().map(|part| self.quoted(part)).collect::<Vec<_>>().join(".")
    }

    fn quoted(self, part: &str) -> String {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#');
        let starts_plainly = part.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        if starts_plainly && part.bytes().all(is_plain) && self.folded(part) == part {
            return part.to_owned();
        }
        match self {
            Self::SqlServer => format!("[{}]", part.replace(']', "]]")),
            Self::MySql => format!("`{}`", part.replace('`', "``")),
            _ => format!("\"{}\"", part.replace('"', "\"\"")),
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(catalog: &str, schema: &str, table: &str) -> TableName {
        let part = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        TableName { catalog: part(catalog), schema: part(schema), name: table.to_owned() }
    }

    #[test]
    fn physical_names() {
        let cases = [
            (Dialect::SqlServer, name("Shop", "dbo", "Customers"), "Shop.dbo.Customers"),
            (Dialect::SqlServer, name("", "dbo", "Order Details"), "dbo.[Order Details]"),
            (Dialect::SqlServer, name("", "", "a]b"), "[a]]b]"),
            (Dialect::Oracle, name("X", "HR", "EMPLOYEES"), "HR.EMPLOYEES"),
            (Dialect::Oracle, name("", "", "Employees"), "\"Employees\""),
            (Dialect::MySql, name("", "shop", "my table"), "shop.`my table`"),
            (Dialect::PostgreSql, name("", "public", "Orders"), "public.\"Orders\""),
            (Dialect::Db2ForI, name("", "MYLIB", "CUSTMAST"), "MYLIB.CUSTMAST"),
        ];
        for (dialect, table, physical) in cases {
            assert_eq!(dialect.physical_name(&table), physical);
        }
    }
}
