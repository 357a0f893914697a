//! The names that a table can have in a database, qualified or not.

use extension::Dbms;

/// The longest part of a table's name: in both, since Oracle 12.2. Earlier ones take 30.
const LIMIT: usize = 128;

/// A database with rules of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Database {
    /// `server.catalog.owner.table`; parts in brackets or quotes can hold anything.
    SqlServer,
    /// `owner.table@link`; quoted parts can hold anything but quotes.
    Oracle,
}

/// What is wrong with a table's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum TableNameError {
    /// A part between the separators is empty.
    #[error("a part between the dots is empty. Write {0}.")]
    Empty(&'static str),
    /// There are more parts than the form has.
    #[error("it has too many parts. Write {0}.")]
    TooManyParts(&'static str),
    /// A bracket or a quote is not closed, or something follows it.
    #[error("“{0}” is not closed where the part ends. Close it there.")]
    Unclosed(char),
    /// A character that only quoted parts can have.
    #[error("“{character}” can only stand there between {quotes}. Put the part between them.")]
    Character {
        /// The character.
        character: char,
        /// What makes it possible.
        quotes: &'static str,
    },
    /// A part is too long.
    #[error("a part has more than {LIMIT} characters. Shorten it.")]
    TooLong,
}

/// The databases of this choice in which the name is none, and why.
pub(super) fn broken_rules(table: &str, dbms: &Dbms) -> impl Iterator<Item = (&'static str, TableNameError)> {
    let databases: &[Database] = match dbms {
        Dbms::All => &[Database::SqlServer, Database::Oracle],
        Dbms::SqlServer => &[Database::SqlServer],
        Dbms::Oracle => &[Database::Oracle],
        Dbms::Other(_) => &[],
    };
    databases.iter().filter_map(move |database| Some((database.label(), database.check(table).err()?)))
}

impl Database {
    const fn label(self) -> &'static str {
        match self {
            Self::SqlServer => "SQL Server",
            Self::Oracle => "Oracle",
        }
    }

    const fn form(self) -> &'static str {
        match self {
            Self::SqlServer => "server.catalog.owner.table, or less of it",
            Self::Oracle => "owner.table@link, or less of it",
        }
    }

    const fn quotes(self) -> &'static str {
        match self {
            Self::SqlServer => "brackets or quotes",
            Self::Oracle => "quotes",
        }
    }

    /// Whether the database takes the name.
    pub(super) fn check(self, table: &str) -> Result<(), TableNameError> {
        let table = table.trim();
        let (local, link) = match self {
            Self::SqlServer => (table, None),
            Self::Oracle => split_link(table),
        };
        if let Some(link) = link {
            // A link has the form of a domain name.
            let parts = self.parts(link)?;
            parts.iter().try_for_each(|part| self.check_part(part))?;
        }
        let parts = self.parts(local)?;
        if parts.len() > self.most_parts() {
            return Err(TableNameError::TooManyParts(self.form()));
        }
        for (place, part) in parts.iter().enumerate() {
            // `catalog..table` leaves the owner to the connection.
            let may_be_empty = self == Self::SqlServer && place > 0 && place + 1 < parts.len();
            if !(part.is_empty() && may_be_empty) {
                self.check_part(part)?;
            }
        }
        Ok(())
    }

    const fn most_parts(self) -> usize {
        match self {
            Self::SqlServer => 4,
            Self::Oracle => 2,
        }
    }

    fn closing(self, opening: char) -> Option<char> {
        match (self, opening) {
            (_, '"') => Some('"'),
            (Self::SqlServer, '[') => Some(']'),
            _ => None,
        }
    }

    /// The parts between dots that are not quoted.
    fn parts(self, text: &str) -> Result<Vec<&str>, TableNameError> {
        let (mut parts, mut start, mut open, mut closed) = (Vec::new(), 0, None, None);
        for (place, character) in text.char_indices() {
            let was_closed = closed.take();
            match open {
                Some(closing) if closing == character => {
                    open = None;
                    closed = Some(character);
                }
                None if character == '.' => {
                    parts.push(&text[start..place]);
                    start = place + 1;
                }
                // A doubled closing mark stands for itself.
                None if was_closed == Some(character) => open = was_closed,
                None if place == start => open = self.closing(character),
                Some(_) | None => {}
            }
        }
        match open {
            Some(mark) => Err(TableNameError::Unclosed(mark)),
            None => {
                parts.push(&text[start..]);
                Ok(parts)
            }
        }
    }

    fn check_part(self, part: &str) -> Result<(), TableNameError> {
        let first = part.chars().next().ok_or(TableNameError::Empty(self.form()))?;
        if part.chars().count() > LIMIT + 2 {
            return Err(TableNameError::TooLong);
        }
        if let Some(closing) = self.closing(first) {
            return check_quoted(part, first, closing, self);
        }
        if part.chars().count() > LIMIT {
            return Err(TableNameError::TooLong);
        }
        let wrong = if self.can_start(first) { part.chars().find(|&it| !self.can_follow(it)) } else { Some(first) };
        wrong.map_or(Ok(()), |character| Err(TableNameError::Character { character, quotes: self.quotes() }))
    }

    fn can_start(self, character: char) -> bool {
        character.is_alphabetic() || (self == Self::SqlServer && matches!(character, '_' | '#' | '@'))
    }

    fn can_follow(self, character: char) -> bool {
        character.is_alphanumeric()
            || matches!(character, '_' | '$' | '#')
            || (self == Self::SqlServer && character == '@')
    }
}

fn check_quoted(part: &str, opening: char, closing: char, database: Database) -> Result<(), TableNameError> {
    let inner = part.strip_prefix(opening).and_then(|rest| rest.strip_suffix(closing));
    let inner = inner.ok_or(TableNameError::Unclosed(opening))?;
    let doubled: String = [closing, closing].iter().collect();
    let rest = inner.replace(&doubled, "");
    if inner.is_empty() {
        return Err(TableNameError::Empty(database.form()));
    }
    if rest.contains(closing) || (database == Database::Oracle && inner.contains('"')) {
        return Err(TableNameError::Unclosed(opening));
    }
    Ok(())
}

/// What stands before and behind the `@` that is not quoted.
fn split_link(table: &str) -> (&str, Option<&str>) {
    let mut is_quoted = false;
    for (place, character) in table.char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            '@' if !is_quoted => return (&table[..place], Some(&table[place + 1..])),
            _ => {}
        }
    }
    (table, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_taken() {
        for table in [
            "Orders",
            "dbo.Orders",
            "Shop.dbo.Orders",
            "Shop..Orders",
            "Server1.Shop.dbo.Orders",
            "[Order Lines]",
            "[my.server].[Shop].[dbo].[Order]]s]",
            "\"Order Lines\"",
            "#temp",
            "_x",
            "Aufträge",
        ] {
            assert_eq!(Database::SqlServer.check(table), Ok(()), "{table}");
        }
        for table in
            ["ORDERS", "SHOP.ORDERS", "SHOP.ORDERS@REMOTE", "orders@remote.example.com", "\"a@b\".\"c.d\"", "V$X"]
        {
            assert_eq!(Database::Oracle.check(table), Ok(()), "{table}");
        }
    }

    #[test]
    fn names_that_are_not() {
        for table in
            ["Order Lines", "a.b.c.d.e", ".Orders", "dbo.", "[Orders", "[a]b", "1st", "a-b", "[]", "\"a", "a@@b c"]
        {
            assert!(Database::SqlServer.check(table).is_err(), "{table}");
        }
        for table in ["[ORDERS]", "_X", "A.B.C", "A..B", "A@", "A@B@C", "\"A", "ORDER LINES", "\"\"", "\"a\"\"b\""] {
            assert!(Database::Oracle.check(table).is_err(), "{table}");
        }
        let long = "a".repeat(129);
        assert_eq!(Database::Oracle.check(&long), Err(TableNameError::TooLong));
        assert_eq!(Database::SqlServer.check(&format!("[{long}]")), Err(TableNameError::TooLong));
    }
}
