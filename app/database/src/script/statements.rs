//! A script cut into statements.

use super::{Trouble, TroubleKind};
use crate::Dialect;

/// Quotes that are not closed before the rest of a script is given up. Each costs a look at the rest.
const MOST_UNCLOSED: usize = 20;

/// A statement of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Statement<'a> {
    /// Its text, without the terminator.
    pub(super) text: &'a str,
    /// The line of its first character that is not blank, from 1.
    pub(super) line: usize,
}

/// Statements, one after the other: they end at a semicolon, at the delimiter that MySQL's client was told, at a line `GO` or `/`, and
/// where a line begins another definition, since SQL Server needs no semicolons.
pub(super) struct Statements<'a> {
    text: &'a str,
    dialect: Dialect,
    /// Where the next statement begins.
    at: usize,
    line: usize,
    delimiter: &'a str,
    unclosed: usize,
    /// What could not be read.
    pub(super) troubles: Vec<Trouble>,
}

/// What begins at a place, as far as cutting is concerned.
enum Piece {
    /// Something that is no end of a statement, of so many bytes.
    Inside(usize),
    /// Something that is not closed.
    Unclosed(&'static str),
}

impl<'a> Statements<'a> {
    pub(super) fn new(text: &'a str, dialect: Dialect) -> Self {
        Self { text, dialect, at: 0, line: 1, delimiter: ";", unclosed: 0, troubles: Vec::new() }
    }

    fn rest(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    /// The length of what begins here.
    fn piece(&self, at: usize) -> Piece {
        let rest = self.rest(at);
        let bytes = rest.as_bytes();
        let is_mysql = self.dialect == Dialect::MySql;
        match bytes {
            [b'-', b'-', ..] => Piece::Inside(line_length(rest)),
            [b'#', ..] if is_mysql => Piece::Inside(line_length(rest)),
            [b'/', b'*', ..] => closed(comment_length(bytes, self.dialect), "A comment"),
            [b'\'', ..] => closed(quoted_length(bytes, b'\'', is_mysql || is_escaped(self.text, at)), "A text"),
            [b'"', ..] => closed(quoted_length(bytes, b'"', is_mysql), "A quote"),
            [b'`', ..] if is_mysql || self.dialect == Dialect::Sqlite => {
                closed(quoted_length(bytes, b'`', false), "A quote")
            }
            [b'[', ..] if matches!(self.dialect, Dialect::SqlServer | Dialect::Sqlite) => {
                closed(quoted_length(bytes, b']', false), "A bracket")
            }
            [b'q' | b'Q', b'\'', ..] if self.dialect == Dialect::Oracle => {
                closed(delimited_length(rest), "A text with a delimiter of its own")
            }
            [b'$', ..] if self.dialect == Dialect::PostgreSql => match dollar_tag(rest) {
                Some(tag) => {
                    let end = self.rest(at + tag.len()).find(tag).map(|found| found + 2 * tag.len());
                    closed(end, "A text in dollars")
                }
                None => Piece::Inside(1),
            },
            [first, ..] if first.is_ascii_alphanumeric() || *first == b'_' => {
                Piece::Inside(bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count())
            }
            _ => Piece::Inside(rest.chars().next().map_or(1, char::len_utf8)),
        }
    }

    /// Counts the lines up to here, and cuts the statement that began at `start`.
    fn cut(&mut self, start: usize, end: usize, next: usize) -> Option<Statement<'a>> {
        let text = self.text.get(start..end).unwrap_or_default();
        let next = next + if self.dialect == Dialect::PostgreSql { self.copied_rows(text, next) } else { 0 };
        let blank = text.len() - text.trim_start().len();
        let line = self.line + lines(&text[..blank]);
        self.line += lines(self.text.get(start..next).unwrap_or_default());
        self.at = next;
        let text = text.trim();
        (!text.is_empty()).then_some(Statement { text, line })
    }

    /// The bytes of the rows behind `COPY … FROM stdin;`, which no quotes protect. A line `\.` ends them.
    fn copied_rows(&self, statement: &str, at: usize) -> usize {
        let is_copy = statement.trim_start().get(..4).is_some_and(|first| first.eq_ignore_ascii_case("copy"));
        if !is_copy || !statement.to_ascii_lowercase().contains("from stdin") {
            return 0;
        }
        let rest = self.rest(at);
        rest.find("\n\\.").map_or(rest.len(), |end| end + 3)
    }

    /// A line that is for the client: the length of it, when it ends a statement.
    fn client_line(&mut self, at: usize) -> Option<usize> {
        let line = self.rest(at);
        let line = &line[..line_length(line)];
        let mut words = line.split_whitespace();
        let first = words.next()?;
        let is = |word: &str| first.eq_ignore_ascii_case(word);
        if self.dialect == Dialect::MySql && is("delimiter") {
            self.delimiter = words.next().unwrap_or(";");
            return Some(line.len());
        }
        let is_alone = words.all(|word| word.parse::<u32>().is_ok());
        ((is("go") && is_alone) || line.trim() == "/").then_some(line.len())
    }
}

impl<'a> Iterator for Statements<'a> {
    type Item = Statement<'a>;

    fn next(&mut self) -> Option<Statement<'a>> {
        let (mut start, mut at) = (self.at, self.at);
        let (mut depth, mut is_line_start) = (0_usize, true);
        while at < self.text.len() {
            let is_blank = self.rest(at).as_bytes().first().is_some_and(u8::is_ascii_whitespace);
            if is_line_start && !is_blank {
                if let Some(length) = self.client_line(at) {
                    if let Some(statement) = self.cut(start, at, at + length) {
                        return Some(statement);
                    }
                    (start, at, depth) = (self.at, self.at, 0);
                    continue;
                }
                if depth == 0 && begins_definition(self.rest(at)) {
                    if let Some(statement) = self.cut(start, at, at) {
                        return Some(statement);
                    }
                    start = self.at;
                }
            }
            let rest = self.rest(at);
            if rest.starts_with(self.delimiter) {
                let next = at + self.delimiter.len();
                if let Some(statement) = self.cut(start, at, next) {
                    return Some(statement);
                }
                (start, at, depth, is_line_start) = (next, next, 0, false);
                continue;
            }
            match rest.as_bytes().first() {
                Some(b'(') => depth += 1,
                Some(b')') => depth = depth.saturating_sub(1),
                _ => {}
            }
            match self.piece(at) {
                Piece::Inside(length) => {
                    let first = rest.as_bytes().first();
                    is_line_start =
                        first == Some(&b'\n') || (is_line_start && first.is_some_and(u8::is_ascii_whitespace));
                    at += length.max(1);
                }
                Piece::Unclosed(what) => {
                    let line = self.line + lines(self.text.get(start..at).unwrap_or_default());
                    self.unclosed += 1;
                    let is_last = self.unclosed > MOST_UNCLOSED;
                    let kind = if is_last { TroubleKind::TooManyUnclosed } else { TroubleKind::Unclosed(what) };
                    self.troubles.push(Trouble { line, kind });
                    let next = if is_last { self.text.len() } else { at + line_length(rest) };
                    // The statement with it is lost.
                    self.cut(start, at, next);
                    (start, at, depth, is_line_start) = (next, next, 0, true);
                }
            }
        }
        self.cut(start, self.text.len(), self.text.len())
    }
}

fn closed(length: Option<usize>, what: &'static str) -> Piece {
    length.map_or(Piece::Unclosed(what), Piece::Inside)
}

fn lines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// The bytes up to the end of the line, without it.
fn line_length(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// The bytes from an opening quote to the closing one, which is doubled where it stands inside.
fn quoted_length(bytes: &[u8], quote: u8, has_backslashes: bool) -> Option<usize> {
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if has_backslashes => at += 2,
            byte if byte == quote => match bytes.get(at + 1) {
                Some(next) if *next == quote => at += 2,
                _ => return Some(at + 1),
            },
            _ => at += 1,
        }
    }
    None
}

/// The bytes of `q'[…]'`, whose delimiter stands behind the quote.
fn delimited_length(text: &str) -> Option<usize> {
    let open = text.get(2..)?.chars().next()?;
    let close = match open {
        '[' => ']',
        '(' => ')',
        '{' => '}',
        '<' => '>',
        other => other,
    };
    let start = 2 + open.len_utf8();
    let end = format!("{close}'");
    Some(start + text.get(start..)?.find(&end)? + end.len())
}

/// Whether the quote at this place belongs to `E'…'` of PostgreSQL.
fn is_escaped(text: &str, at: usize) -> bool {
    let before = &text.as_bytes()[..at];
    match before {
        [.., before, b'e' | b'E'] => !before.is_ascii_alphanumeric() && *before != b'_',
        _ => false,
    }
}

/// The bytes of a block comment. They nest where the dialect says so.
fn comment_length(bytes: &[u8], dialect: Dialect) -> Option<usize> {
    let nests = matches!(dialect, Dialect::SqlServer | Dialect::PostgreSql);
    let (mut at, mut depth) = (2, 1_usize);
    while at + 1 < bytes.len() {
        match (bytes[at], bytes[at + 1]) {
            (b'*', b'/') => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return Some(at);
                }
            }
            (b'/', b'*') if nests => {
                depth += 1;
                at += 2;
            }
            _ => at += 1,
        }
    }
    None
}

/// `$$` or `$tag$` at the beginning.
fn dollar_tag(text: &str) -> Option<&str> {
    let end = text[1..].find('$')? + 2;
    let tag = text.get(..end)?;
    let inner = &tag[1..end - 1];
    let is_word = inner.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (is_word && !inner.starts_with(|first: char| first.is_ascii_digit())).then_some(tag)
}

/// Whether a line begins a statement of its own, whatever stands before it.
fn begins_definition(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let Some(first) = words.next() else { return false };
    let is = |word: &str, other: &str| word.eq_ignore_ascii_case(other);
    if is(first, "alter") {
        return words.next().is_some_and(|second| is(second, "table"));
    }
    if is(first, "comment") || is(first, "label") {
        return words.next().is_some_and(|second| is(second, "on"));
    }
    ["create", "exec", "execute", "insert", "use"].iter().any(|word| is(first, word))
}
