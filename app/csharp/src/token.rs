//! C# as tokens: enough to tell code from strings and comments, and nothing is lost. The tokens of a
//! text follow each other without a gap, whatever the text is.

mod directive;
mod lexer;
mod string;

use std::borrow::Cow;
use std::ops::Range;

/// A piece of C#.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it is, in bytes.
    pub range: Range<usize>,
    /// Whether it stands in a branch of conditional compilation that is not the first one. A build
    /// compiles one branch, so that the structure of a file follows from the first branches alone.
    pub is_alternative: bool,
}

/// The kinds of tokens, as far as the merge tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// White space and line ends.
    Blank,
    /// A comment of any form, without the line end behind it.
    Comment,
    /// A line of the preprocessor, without its line end.
    Directive,
    /// A line that no build compiles: under `#if false`.
    Dead,
    /// An identifier or a keyword.
    Identifier,
    /// A number.
    Number,
    /// A character literal.
    Character,
    /// A string of any form, or the parts of an interpolated one outside its holes, with the marks
    /// around a hole. The code in the holes is tokens of its own.
    String,
    /// One character of an operator, or a bracket.
    Punctuation,
}

/// The tokens of a text, all of it, in order.
pub fn tokens(text: &str) -> Vec<Token> {
    lexer::Lexer::new(text).run()
}

impl Token {
    /// Whether it is code: neither blank nor comment nor a directive.
    pub(crate) fn is_code(&self) -> bool {
        !matches!(self.kind, Kind::Blank | Kind::Comment | Kind::Directive | Kind::Dead)
    }

    /// Whether it is this operator or bracket.
    pub(crate) fn is(&self, text: &str, punctuation: char) -> bool {
        self.kind == Kind::Punctuation && text[self.range.clone()].starts_with(punctuation)
    }

    /// Whether it is this identifier or keyword.
    pub(crate) fn is_named(&self, text: &str, name: &str) -> bool {
        if self.kind != Kind::Identifier {
            return false;
        }
        let own = &text[self.range.clone()];
        own == name || (own.len() > name.len() && identifier(own) == name)
    }
}

/// The name that an identifier stands for: without `@`, escapes decoded (ECMA-334, section 6.4.3).
pub fn identifier(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('@').unwrap_or(text);
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut name = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(position) = rest.find('\\') {
        name.push_str(&rest[..position]);
        let length = if rest[position..].starts_with("\\U") { 8 } else { 4 };
        let digits = rest.get(position + 2..position + 2 + length);
        let decoded = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        let Some(character) = decoded else {
            name.push('\\');
            rest = &rest[position + 1..];
            continue;
        };
        name.push(character);
        rest = &rest[position + 2 + length..];
    }
    name.push_str(rest);
    Cow::Owned(name)
}

/// Whether the character ends a line (ECMA-334, section 6.3.3).
pub(crate) fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests;
