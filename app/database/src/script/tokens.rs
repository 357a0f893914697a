//! The tokens of a statement, and a cursor over them.

use sqlparser::dialect::{
    Dialect as Grammar, GenericDialect, MsSqlDialect, MySqlDialect, OracleDialect, PostgreSqlDialect, SQLiteDialect,
};
use sqlparser::tokenizer::{Token as Parsed, Tokenizer};

use super::TroubleKind;
use crate::{Dialect, TableName};

/// A token that matters to a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word without quotes.
    Word(String),
    /// A name in quotes.
    Quoted(String),
    /// A text.
    Text(String),
    /// A number.
    Number(String),
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// `.`
    Dot,
    /// Anything else, as written.
    Other(String),
}

/// A token with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) token: Token,
    pub(super) line: usize,
}

/// The tokens of a statement that begins on this line.
pub(super) fn tokens(text: &str, line: usize, dialect: Dialect) -> Result<Vec<Placed>, (usize, TroubleKind)> {
    let grammar: &dyn Grammar = match dialect {
        Dialect::SqlServer => &MsSqlDialect {},
        Dialect::Oracle => &OracleDialect {},
        Dialect::MySql => &MySqlDialect {},
        Dialect::PostgreSql => &PostgreSqlDialect {},
        Dialect::Db2ForI => &GenericDialect {},
        Dialect::Sqlite => &SQLiteDialect {},
    };
    let of = |own: u64| line + usize::try_from(own).unwrap_or(1).saturating_sub(1);
    let parsed = Tokenizer::new(grammar, text).tokenize_with_location();
    let parsed = parsed.map_err(|error| (of(error.location.line), TroubleKind::Tokens(error.message)))?;
    let placed = parsed.into_iter().filter_map(|parsed| {
        let line = of(parsed.span.start.line);
        Some(Placed { token: token(parsed.token, dialect)?, line })
    });
    Ok(placed.collect())
}

fn token(parsed: Parsed, dialect: Dialect) -> Option<Token> {
    Some(match parsed {
        Parsed::Whitespace(_) | Parsed::EOF => return None,
        Parsed::Word(word) => match word.quote_style {
            None => Token::Word(word.value),
            Some(quote) => Token::Quoted(unescaped(word.value, quote)),
        },
        Parsed::DoubleQuotedString(text) if dialect != Dialect::MySql => Token::Quoted(text),
        Parsed::SingleQuotedString(text)
        | Parsed::DoubleQuotedString(text)
        | Parsed::NationalStringLiteral(text)
        | Parsed::EscapedStringLiteral(text)
        | Parsed::UnicodeStringLiteral(text) => Token::Text(text),
        Parsed::DollarQuotedString(text) => Token::Text(text.value),
        Parsed::QuoteDelimitedStringLiteral(text) | Parsed::NationalQuoteDelimitedStringLiteral(text) => {
            Token::Text(text.value)
        }
        Parsed::Number(number, _) => Token::Number(number),
        Parsed::LParen => Token::Open,
        Parsed::RParen => Token::Close,
        Parsed::Comma => Token::Comma,
        Parsed::Period => Token::Dot,
        other => Token::Other(other.to_string()),
    })
}

/// A quoted name with its doubled quotes made single.
fn unescaped(name: String, quote: char) -> String {
    let closing = if quote == '[' { ']' } else { quote };
    let doubled: String = [closing; 2].iter().collect();
    if name.contains(&doubled) { name.replace(&doubled, &closing.to_string()) } else { name }
}

/// A place in a list of tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    rest: &'a [Placed],
    /// The line of the last token that was taken.
    line: usize,
    dialect: Dialect,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(tokens: &'a [Placed], dialect: Dialect) -> Self {
        Self { rest: tokens, line: tokens.first().map_or(1, |first| first.line), dialect }
    }

    /// A cursor over a part of the same statement.
    pub(super) fn over(&self, tokens: &'a [Placed]) -> Self {
        Self { rest: tokens, line: tokens.first().map_or(self.line, |first| first.line), dialect: self.dialect }
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The line of the next token, or of the last one.
    pub(super) fn line(&self) -> usize {
        self.rest.first().map_or(self.line, |next| next.line)
    }

    pub(super) fn rest(&self) -> &'a [Placed] {
        self.rest
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn peek(&self) -> Option<&'a Token> {
        self.peek_at(0)
    }

    pub(super) fn peek_at(&self, place: usize) -> Option<&'a Token> {
        self.rest.get(place).map(|placed| &placed.token)
    }

    pub(super) fn next(&mut self) -> Option<&'a Token> {
        let (first, rest) = self.rest.split_first()?;
        (self.rest, self.line) = (rest, first.line);
        Some(&first.token)
    }

    /// Takes the token, where it is the next.
    pub(super) fn take(&mut self, token: &Token) -> bool {
        let is_next = self.peek() == Some(token);
        if is_next {
            self.next();
        }
        is_next
    }

    /// Whether these words, without quotes, come next.
    pub(super) fn is_at(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(place, word)| self.peek_at(place).is_some_and(|token| token.is(word)))
    }

    /// Takes these words, where they come next.
    pub(super) fn words(&mut self, words: &[&str]) -> bool {
        let is_next = self.is_at(words);
        for _ in words.iter().filter(|_| is_next) {
            self.next();
        }
        is_next
    }

    /// Takes the word, where it comes next.
    pub(super) fn word(&mut self, word: &str) -> bool {
        self.words(&[word])
    }

    /// Takes one of these words, where one comes next.
    pub(super) fn any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.word(word))
    }

    /// A name as the database keeps it. Some dialects let texts stand for names.
    pub(super) fn name(&mut self) -> Option<String> {
        let name = match self.peek()? {
            Token::Word(word) => self.dialect.folded(word),
            Token::Quoted(name) => name.clone(),
            Token::Text(name) if matches!(self.dialect, Dialect::Sqlite | Dialect::MySql) => name.clone(),
            _ => return None,
        };
        self.next();
        Some(name)
    }

    /// A name with its qualifiers.
    pub(super) fn table_name(&mut self) -> Option<TableName> {
        let mut parts = vec![self.name()?];
        while self.peek() == Some(&Token::Dot) || self.is_slash() {
            self.next();
            match self.name() {
                Some(part) => parts.push(part),
                // `catalog..table` leaves the owner out.
                None if self.peek() == Some(&Token::Dot) => {}
                None => return None,
            }
        }
        let name = parts.pop()?;
        let schema = parts.pop();
        Some(TableName { catalog: parts.pop(), schema, name })
    }

    /// DB2 for i writes `LIBRARY/TABLE` in its system naming.
    fn is_slash(&self) -> bool {
        self.dialect == Dialect::Db2ForI && self.peek() == Some(&Token::Other("/".to_owned()))
    }

    /// What stands between the parenthesis that comes next and its partner; to the end where that is missing.
    pub(super) fn group(&mut self) -> Option<&'a [Placed]> {
        if !self.take(&Token::Open) {
            return None;
        }
        let start = self.rest;
        let mut depth = 1_usize;
        while let Some(token) = self.next() {
            match token {
                Token::Open => depth += 1,
                Token::Close => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return start.get(..start.len() - self.rest.len() - 1);
            }
        }
        Some(start)
    }

    /// Takes a token, or a whole group.
    pub(super) fn skip(&mut self) {
        if self.group().is_none() {
            self.next();
        }
    }

    /// A list of names in parentheses, without lengths and orders.
    pub(super) fn names(&mut self) -> Option<Vec<String>> {
        let inner = self.group()?;
        let names = split(inner).map(|part| self.over(part).name());
        names.collect()
    }

    /// The next token for a message.
    pub(super) fn found(&self) -> String {
        let shown = |token: &Token| format!("“{}”", token.text().chars().take(40).collect::<String>());
        self.peek().map_or_else(|| "the end".to_owned(), shown)
    }
}

impl Token {
    /// Whether it is this word, without quotes and in any case.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(own) if own.eq_ignore_ascii_case(word))
    }

    /// The text of it, without quotes.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Word(text) | Self::Quoted(text) | Self::Text(text) | Self::Number(text) | Self::Other(text) => text,
            Self::Open => "(",
            Self::Close => ")",
            Self::Comma => ",",
            Self::Dot => ".",
        }
    }
}

/// The parts between the commas that stand in no parentheses.
pub(super) fn split(tokens: &[Placed]) -> impl Iterator<Item = &[Placed]> {
    let mut depth = 0_usize;
    tokens.split(move |placed| {
        match placed.token {
            Token::Open => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && placed.token == Token::Comma
    })
}

/// Tokens as text, with blanks where words would run together.
pub(super) fn joined(tokens: &[Placed]) -> String {
    let mut text = String::new();
    let is_wordy =
        |token: &Token| matches!(token, Token::Word(_) | Token::Number(_) | Token::Text(_) | Token::Quoted(_));
    let mut was_wordy = false;
    for Placed { token, .. } in tokens {
        if was_wordy && is_wordy(token) {
            text.push(' ');
        }
        match token {
            Token::Text(inner) => {
                text.push('\'');
                text.push_str(&inner.replace('\'', "''"));
                text.push('\'');
            }
            other => text.push_str(other.text()),
        }
        was_wordy = is_wordy(token);
    }
    text
}
