//! Views: their columns, where the query tells them.

use super::reader::{Reader, Stop};
use super::tokens::{Cursor, Placed, Token, split};
use super::{ScriptError, Trouble, TroubleKind, column};
use crate::{Column, Table, TableKind, TableName};

/// A view whose columns are still to be looked for.
pub(super) struct View {
    name: TableName,
    /// The names that stand before the query.
    names: Vec<String>,
    query: Vec<Placed>,
    line: usize,
}

/// Reads what follows `CREATE VIEW`.
pub(super) fn read(reader: &mut Reader, mut cursor: Cursor) -> Result<(), Stop> {
    let line = cursor.line();
    cursor.words(&["if", "not", "exists"]);
    let name = cursor.table_name().ok_or_else(|| Stop::expected("the name of a view", &cursor))?;
    let names = match cursor.group() {
        // Oracle lets constraints stand between the names.
        Some(list) => split(list).filter_map(|part| cursor.over(part).name()).collect(),
        None => Vec::new(),
    };
    while !cursor.word("as") {
        if cursor.is_at_end() {
            return Err(Stop::expected("AS and a query", &cursor));
        }
        cursor.skip();
    }
    let view = View { name, names, query: cursor.rest().to_vec(), line };
    // mysqldump makes each view twice: first as a stand-in, so that others can use it.
    reader.views.retain(|other| other.name != view.name);
    if reader.views.len() >= reader.limits.tables {
        return Err(Stop::Error(ScriptError::TooManyTables { limit: reader.limits.tables }));
    }
    reader.views.push(view);
    Ok(())
}

/// Adds the views, whose tables are all known now.
pub(super) fn resolve(reader: &mut Reader) -> Result<(), ScriptError> {
    for view in std::mem::take(&mut reader.views) {
        let View { name, names, query, line } = view;
        let mut table = Table::new(name, TableKind::View);
        // Items such as `*` of a table that the script does not have.
        let mut unknown = 0;
        let columns = selected(reader, Cursor::new(&query, reader.dialect), &mut unknown);
        let is_whole = unknown == 0 && (names.is_empty() || names.len() == columns.len());
        let mut columns = columns.into_iter();
        if names.is_empty() {
            for column in columns {
                if column.name.is_empty() {
                    unknown += 1;
                } else if table.position(&column.name).is_none() {
                    table.columns.push(column);
                }
            }
        } else {
            // With an unknown number of columns nobody knows which name is whose.
            for name in names {
                let column = if is_whole { columns.next() } else { None };
                let column = column.unwrap_or_else(|| Column::new("", None));
                table.columns.push(Column { name, ..column });
            }
            unknown = 0;
        }
        if unknown > 0 {
            let kind = TroubleKind::ViewColumns { view: table.name.to_string(), count: unknown };
            reader.trouble(line, kind);
        }
        match reader.add(table, line) {
            Ok(()) => {}
            Err(Stop::Trouble(Trouble { line, kind })) => reader.trouble(line, kind),
            Err(Stop::Error(error)) => return Err(error),
        }
    }
    Ok(())
}

/// The most parentheses around a query that are looked through.
const MOST_PARENTHESES: usize = 20;

/// The columns of a query.
fn selected(reader: &Reader, mut cursor: Cursor, unknown: &mut usize) -> Vec<Column> {
    for _ in 0..MOST_PARENTHESES {
        let Some(inner) = cursor.group() else { break };
        cursor = cursor.over(inner);
    }
    // Past the named queries before the main one.
    while !cursor.is_at_end() && !cursor.word("select") {
        cursor.skip();
    }
    cursor.any(&["distinct", "all"]);
    if cursor.word("top") {
        cursor.skip();
        cursor.word("percent");
    }
    let list = taken_until(&mut cursor, &["from", "into", "union", "where"]);
    let sources = if cursor.word("from") { sources(reader, cursor) } else { Vec::new() };
    let mut columns = Vec::new();
    for item in split(list) {
        let found = of_item(cursor.over(item), &sources, &mut columns);
        *unknown += usize::from(!found);
        if columns.len() > reader.limits.columns {
            break;
        }
    }
    columns
}

/// The tokens up to one of these words in no parentheses, or to the end.
fn taken_until<'a>(cursor: &mut Cursor<'a>, words: &[&str]) -> &'a [Placed] {
    let start = cursor.rest();
    while !cursor.is_at_end() && !words.iter().any(|word| cursor.is_at(&[word])) {
        cursor.skip();
    }
    start.get(..start.len() - cursor.rest().len()).unwrap_or_default()
}

/// A table in a FROM, with the name that the query uses for it.
struct Source<'a> {
    alias: String,
    /// None where it is a query of its own, or a table that the script does not have.
    table: Option<&'a Table>,
}

/// The tables of a FROM.
fn sources<'a>(reader: &'a Reader, mut cursor: Cursor) -> Vec<Source<'a>> {
    let ends =
        ["where", "group", "order", "having", "union", "limit", "intersect", "except", "minus", "window", "with"];
    let (mut sources, mut is_awaited, mut is_condition) = (Vec::new(), true, false);
    while let Some(token) = cursor.peek() {
        if ends.iter().any(|end| token.is(end)) {
            break;
        }
        if is_awaited && *token == Token::Open && !cursor.rest().get(1).is_some_and(|next| is_query(&next.token)) {
            // Parentheses around joins say nothing of names.
            cursor.next();
        } else if is_awaited && (*token == Token::Open || token.is("lateral")) {
            cursor.word("lateral");
            cursor.skip();
            sources.push(Source { alias: alias(&mut cursor).unwrap_or_default(), table: None });
            is_awaited = false;
        } else if is_awaited {
            let Some(name) = cursor.table_name() else {
                cursor.next();
                continue;
            };
            let table = reader.index.find(&reader.tables, &name).and_then(|place| reader.tables.get(place));
            let alias = alias(&mut cursor).unwrap_or(name.name);
            sources.push(Source { alias, table });
            is_awaited = false;
        } else {
            is_awaited = token.is("join") || (*token == Token::Comma && !is_condition);
            is_condition = !is_awaited && (is_condition || token.is("on") || token.is("using"));
            cursor.skip();
        }
    }
    sources
}

fn is_query(token: &Token) -> bool {
    token.is("select") || token.is("with") || token.is("values")
}

/// The name that follows a table in a FROM.
fn alias(cursor: &mut Cursor) -> Option<String> {
    if cursor.word("as") {
        return cursor.name();
    }
    let words = [
        "join",
        "inner",
        "left",
        "right",
        "full",
        "cross",
        "natural",
        "on",
        "using",
        "where",
        "group",
        "order",
        "having",
        "union",
        "limit",
        "with",
        "outer",
        "straight_join",
        "intersect",
        "except",
        "minus",
        "window",
    ];
    if words.iter().any(|word| cursor.is_at(&[word])) {
        return None;
    }
    match cursor.peek()? {
        Token::Word(_) | Token::Quoted(_) => cursor.name(),
        _ => None,
    }
}

/// Adds the columns of an item of a SELECT; one without a name has an empty one. Whether it is known how many they are.
fn of_item(cursor: Cursor, sources: &[Source], columns: &mut Vec<Column>) -> bool {
    let item = cursor.rest();
    if is_star(item.last()) && (item.len() == 1 || item.len() > 2 && item[item.len() - 2].token == Token::Dot) {
        return of_star(cursor, sources, columns);
    }
    let (name, expression) = named(cursor).unwrap_or((String::new(), item));
    columns.push(Column { name, ..typed(cursor.over(expression), sources) });
    true
}

fn is_star(placed: Option<&Placed>) -> bool {
    placed.is_some_and(|placed| placed.token == Token::Other("*".to_owned()))
}

/// `*`, or `c.*`.
fn of_star(mut cursor: Cursor, sources: &[Source], columns: &mut Vec<Column>) -> bool {
    let item = cursor.rest();
    let of = if item.len() == 1 { None } else { cursor.over(&item[..item.len() - 2]).table_name() };
    let meant: Vec<&Source> = match &of {
        None => sources.iter().collect(),
        Some(of) => sources.iter().filter(|source| crate::catalog::is_same(&source.alias, &of.name)).collect(),
    };
    cursor.next();
    for source in &meant {
        let Some(table) = source.table else { continue };
        columns.extend(table.columns.iter().map(plain));
    }
    !meant.is_empty() && meant.iter().all(|source| source.table.is_some())
}

/// A column of a table as a column of a view, where the database makes no numbers.
fn plain(column: &Column) -> Column {
    Column { generated: None, default: None, ..column.clone() }
}

/// The name of an item, and its expression.
fn named(cursor: Cursor<'_>) -> Option<(String, &[Placed])> {
    let item = cursor.rest();
    let (last, before) = item.split_last()?;
    let name = |placed: &Placed| cursor.over(std::slice::from_ref(placed)).name();
    // SQL Server's `Name = expression`.
    if item.len() > 2 && item[1].token == Token::Other("=".to_owned()) {
        return item.first().and_then(name).map(|name| (name, &item[2..]));
    }
    let is_name = matches!(last.token, Token::Word(_) | Token::Quoted(_));
    let before_last = before.last().map(|placed| &placed.token);
    match before_last {
        Some(token) if token.is("as") => {
            // SQL Server and MySQL take a text as a name.
            let text = matches!(last.token, Token::Text(_)).then(|| last.token.text().to_owned());
            Some((text.or_else(|| name(last))?, &before[..before.len() - 1]))
        }
        None | Some(Token::Dot) if is_name => Some((name(last)?, item)),
        Some(Token::Close | Token::Word(_) | Token::Quoted(_) | Token::Number(_) | Token::Text(_))
            if is_name && !last.token.is("end") =>
        {
            Some((name(last)?, before))
        }
        _ => None,
    }
}

/// The column that an expression is: that of a table, or one of a type that CAST names.
fn typed(mut cursor: Cursor, sources: &[Source]) -> Column {
    let unknown = Column::new("", None);
    if cursor.is_at(&["cast"]) && cursor.peek_at(1) == Some(&Token::Open) {
        cursor.next();
        let Some(inner) = cursor.group() else { return unknown };
        let mut inner = cursor.over(inner);
        while !inner.is_at_end() && !inner.word("as") {
            inner.skip();
        }
        let column_type = column::column_type(&mut inner).filter(|_| cursor.is_at_end());
        return Column::new("", column_type);
    }
    let Some(name) = cursor.table_name().filter(|_| cursor.is_at_end()) else { return unknown };
    let of = name.schema.as_deref();
    let is_meant = |source: &&Source| of.is_none_or(|of| crate::catalog::is_same(&source.alias, of));
    let found = sources.iter().filter(is_meant).find_map(|source| {
        let table = source.table?;
        table.position(&name.name).map(|place| plain(&table.columns[place]))
    });
    found.unwrap_or(unknown)
}
