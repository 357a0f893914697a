use super::statements::Statements;
use super::tokens::{Cursor, Token, tokens};
use super::view::{self, View};
use super::{Limits, ScriptError, Trouble, TroubleKind, alter, comment, table};
use crate::catalog::TableIndex;
use crate::{Catalog, Dialect, Table, TableKind, TableName};

/// The catalog on its way.
pub(super) struct Reader {
    pub(super) dialect: Dialect,
    pub(super) limits: Limits,
    pub(super) tables: Vec<Table>,
    pub(super) index: TableIndex,
    /// Views, whose columns are looked for when all tables are known.
    pub(super) views: Vec<View>,
    pub(super) troubles: Vec<Trouble>,
    columns: usize,
}

/// Why a statement is not read to its end.
pub(super) enum Stop {
    /// It cannot be read; the others can.
    Trouble(Trouble),
    /// The script is beyond a limit.
    Error(ScriptError),
}

impl Stop {
    /// Something else was expected here.
    pub(super) fn expected(expected: &'static str, cursor: &Cursor) -> Self {
        let kind = TroubleKind::Expected { expected, found: cursor.found() };
        Self::Trouble(Trouble { line: cursor.line(), kind })
    }
}

/// The statements that matter.
enum Matter {
    Table,
    View,
    Alter,
    Comment,
    Property,
}

impl Reader {
    pub(super) fn new(dialect: Dialect, limits: Limits) -> Self {
        Self {
            dialect,
            limits,
            tables: Vec::new(),
            index: TableIndex::default(),
            views: Vec::new(),
            troubles: Vec::new(),
            columns: 0,
        }
    }

    /// Reads all statements.
    pub(super) fn read(&mut self, script: &str) -> Result<(), ScriptError> {
        let mut statements = Statements::new(script, self.dialect);
        for statement in statements.by_ref() {
            if matter_of(statement.text).is_none() {
                continue;
            }
            match self.statement(statement.text, statement.line) {
                Ok(()) => {}
                Err(Stop::Trouble(trouble)) => self.troubles.push(trouble),
                Err(Stop::Error(error)) => return Err(error),
            }
        }
        self.troubles.append(&mut statements.troubles);
        view::resolve(self)
    }

    /// The catalog, and what could not be read.
    pub(super) fn finished(mut self) -> (Catalog, Vec<Trouble>) {
        self.troubles.sort_by_key(|trouble| trouble.line);
        (Catalog { dialect: self.dialect, tables: self.tables }, self.troubles)
    }

    fn statement(&mut self, text: &str, line: usize) -> Result<(), Stop> {
        if text.len() > self.limits.statement {
            let kind = TroubleKind::TooLong(self.limits.statement);
            return Err(Stop::Trouble(Trouble { line, kind }));
        }
        let tokens = tokens(text, line, self.dialect).map_err(|(line, kind)| Stop::Trouble(Trouble { line, kind }))?;
        let mut cursor = Cursor::new(&tokens, self.dialect);
        match matter(&mut cursor) {
            Some(Matter::Table) => table::read(self, cursor),
            Some(Matter::View) => view::read(self, cursor),
            Some(Matter::Alter) => alter::read(self, cursor),
            Some(Matter::Comment) => comment::read(self, cursor),
            Some(Matter::Property) => {
                comment::read_property(self, cursor);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Something that could not be read, beside what could.
    pub(super) fn trouble(&mut self, line: usize, kind: TroubleKind) {
        self.troubles.push(Trouble { line, kind });
    }

    /// Where the table stands that a statement on this line is about.
    pub(super) fn place(&self, name: &TableName, line: usize) -> Result<usize, Stop> {
        let missing = || Stop::Trouble(Trouble { line, kind: TroubleKind::NoTable(name.to_string()) });
        self.index.find(&self.tables, name).ok_or_else(missing)
    }

    /// Takes the table out, so that it can be changed beside the reader; it is to be put back.
    pub(super) fn taken(&mut self, name: &TableName, line: usize) -> Result<(usize, Table), Stop> {
        let place = self.place(name, line)?;
        let nothing = Table::new(TableName::default(), TableKind::Table);
        Ok((place, std::mem::replace(&mut self.tables[place], nothing)))
    }

    /// Puts a table back where it was.
    pub(super) fn put_back(&mut self, (place, table): (usize, Table)) {
        self.tables[place] = table;
    }

    /// One more table, where there is none of this name.
    pub(super) fn add(&mut self, table: Table, line: usize) -> Result<(), Stop> {
        if self.index.find(&self.tables, &table.name).is_some_and(|place| self.tables[place].name == table.name) {
            self.trouble(line, TroubleKind::Twice(table.name.to_string()));
            return Ok(());
        }
        if self.tables.len() >= self.limits.tables {
            return Err(Stop::Error(ScriptError::TooManyTables { limit: self.limits.tables }));
        }
        self.check_columns(&table.name, table.columns.len(), table.columns.len(), line)?;
        self.index.add(&table.name, self.tables.len());
        self.tables.push(table);
        Ok(())
    }

    /// Refuses more columns than the limits allow: `own` in a table, of which `new` come in addition.
    pub(super) fn check_columns(&mut self, name: &TableName, own: usize, new: usize, line: usize) -> Result<(), Stop> {
        self.columns += new;
        let limit = match (own > self.limits.columns, self.columns > self.limits.all_columns) {
            (true, _) => self.limits.columns,
            (_, true) => self.limits.all_columns,
            _ => return Ok(()),
        };
        Err(Stop::Error(ScriptError::TooManyColumns { line, table: name.to_string(), limit }))
    }
}

/// Whether the first words of a statement, which has not been looked at yet, can be those of a definition.
fn matter_of(text: &str) -> Option<()> {
    let text = without_comments(text);
    let first: String = text.chars().take_while(char::is_ascii_alphabetic).take(8).collect();
    let heads = ["create", "alter", "comment", "label", "exec", "execute"];
    heads.iter().any(|head| first.eq_ignore_ascii_case(head)).then_some(())
}

/// The text without comments before it. Those of MySQL that hold code for some versions begin with their code.
fn without_comments(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        if let Some(code) = text.strip_prefix("/*!") {
            text = code.trim_start_matches(|digit: char| digit.is_ascii_digit());
        } else if text.starts_with("/*") {
            let Some(end) = text.find("*/") else { return "" };
            text = &text[end + 2..];
        } else if text.starts_with("--") || text.starts_with('#') {
            let Some(end) = text.find('\n') else { return "" };
            text = &text[end..];
        } else {
            return text;
        }
    }
}

/// What the statement is about; its first words are taken.
fn matter(cursor: &mut Cursor) -> Option<Matter> {
    if cursor.any(&["exec", "execute"]) {
        return Some(Matter::Property);
    }
    if cursor.words(&["comment", "on"]) || cursor.words(&["label", "on"]) {
        return Some(Matter::Comment);
    }
    if cursor.words(&["alter", "table"]) {
        return Some(Matter::Alter);
    }
    if !cursor.any(&["create", "alter"]) {
        return None;
    }
    let mut is_temporary = false;
    // The words of vendors between CREATE and TABLE or VIEW, with DEFINER=`root`@`localhost` and the like.
    for _ in 0..40 {
        if cursor.word("table") {
            return (!is_temporary).then_some(Matter::Table);
        }
        if cursor.word("view") {
            return (!is_temporary).then_some(Matter::View);
        }
        is_temporary |= cursor.is_at(&["temporary"]) || cursor.is_at(&["temp"]);
        let others = ["index", "procedure", "function", "trigger", "type", "sequence", "database", "schema", "package"];
        if others.iter().any(|other| cursor.is_at(&[other])) || cursor.peek() == Some(&Token::Open) {
            return None;
        }
        cursor.next()?;
    }
    None
}
