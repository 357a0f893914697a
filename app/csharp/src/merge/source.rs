use std::borrow::Cow;
use std::ops::Range;

use super::UserFile;
use crate::token::{Kind, Token, tokens};

/// A source file of the user with its code in view: the tokens that decide its structure, and which
/// brackets belong together.
pub(crate) struct Source<'a> {
    /// The text without byte order mark.
    pub(crate) text: &'a str,
    /// Every token of the text.
    pub(crate) tokens: Cow<'a, [Token]>,
    /// Where in `tokens` the code stands, alternatives of conditional compilation left out. Places in
    /// this list are what the rest of the merge calls a position.
    code: Vec<usize>,
    /// For a bracket the position of its partner, else its own.
    partners: Vec<usize>,
}

/// A bracket without partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unbalanced {
    /// Where it is, in bytes.
    pub(crate) offset: usize,
    /// The bracket.
    pub(crate) bracket: char,
}

impl<'a> Source<'a> {
    /// Reads a text.
    ///
    /// # Errors
    /// A bracket has no partner, so that nothing is certain about the structure.
    pub(crate) fn new(text: &'a str) -> Result<Self, Unbalanced> {
        Self::with_tokens(text, Cow::Owned(tokens(text)))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// As those of [`Source::new`].
    pub(crate) fn of(file: &'a UserFile) -> Result<Self, Unbalanced> {
        Self::with_tokens(&file.text, Cow::Borrowed(file.tokens()))
    }

    fn with_tokens(text: &'a str, tokens: Cow<'a, [Token]>) -> Result<Self, Unbalanced> {
        let is_structure = |&index: &usize| tokens[index].is_code() && !tokens[index].is_alternative;
        let code: Vec<usize> = (0..tokens.len()).filter(is_structure).collect();
        let partners = partners(text, &tokens, &code)?;
        Ok(Self { text, tokens, code, partners })
    }

    /// The positions whose tokens begin in this part of the text.
    pub(crate) fn positions(&self, range: &Range<usize>) -> Range<usize> {
        let at = |offset: usize| self.code.partition_point(|&index| self.tokens[index].range.start < offset);
        at(range.start)..at(range.end)
    }

    /// The column of a place in the text, from 1, in UTF-16 units as editors count.
    pub(crate) fn column(&self, offset: usize) -> usize {
        self.text[self.line_start(offset)..offset].encode_utf16().count() + 1
    }

    /// How many positions there are.
    pub(crate) fn len(&self) -> usize {
        self.code.len()
    }

    /// Where the token at this position is, in bytes.
    pub(crate) fn range(&self, position: usize) -> Range<usize> {
        self.token(position).map_or(self.text.len()..self.text.len(), |token| token.range.clone())
    }

    /// The text of the token at this position; empty beyond the end.
    pub(crate) fn text_at(&self, position: usize) -> &'a str {
        &self.text[self.range(position)]
    }

    /// The kind of the token at this position.
    pub(crate) fn kind(&self, position: usize) -> Option<Kind> {
        self.token(position).map(|token| token.kind)
    }

    /// Whether the token at this position is this operator or bracket.
    pub(crate) fn is(&self, position: usize, punctuation: char) -> bool {
        self.token(position).is_some_and(|token| token.is(self.text, punctuation))
    }

    /// Whether the token at this position is this identifier or keyword.
    pub(crate) fn is_named(&self, position: usize, name: &str) -> bool {
        self.token(position).is_some_and(|token| token.is_named(self.text, name))
    }

    /// Whether `=>` stands at this position.
    pub(crate) fn is_arrow(&self, position: usize) -> bool {
        self.is(position, '=')
            && self.is(position + 1, '>')
            && self.range(position).end == self.range(position + 1).start
    }

    /// The position of the partner of the bracket at this position; the position itself for any other
    /// token.
    pub(crate) fn partner(&self, position: usize) -> usize {
        self.partners.get(position).copied().unwrap_or(position)
    }

    /// The line of a place in the text, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        line_of(self.text, offset)
    }

    /// The tokens of a part of the text, blanks and alternatives among them.
    pub(crate) fn tokens_in(&self, range: &Range<usize>) -> &[Token] {
        let first = self.tokens.partition_point(|token| token.range.start < range.start);
        let last = self.tokens.partition_point(|token| token.range.start < range.end);
        self.tokens.get(first..last).unwrap_or_default()
    }

    /// The line end that the file uses most.
    pub(crate) fn line_end(&self) -> &'static str {
        let all = self.text.matches('\n').count();
        if all > 0 && self.text.matches("\r\n").count() * 2 < all { "\n" } else { "\r\n" }
    }

    /// The white space at the start of the line that the place is on.
    pub(crate) fn indentation(&self, offset: usize) -> &'a str {
        let start = self.line_start(offset);
        let line = &self.text[start..];
        &line[..line.find(|character| character != ' ' && character != '\t').unwrap_or(line.len())]
    }

    /// Where the line starts that the place is on.
    pub(crate) fn line_start(&self, offset: usize) -> usize {
        self.text[..offset].rfind(['\n', '\r']).map_or(0, |end| end + 1)
    }

    fn token(&self, position: usize) -> Option<&Token> {
        self.code.get(position).and_then(|&index| self.tokens.get(index))
    }
}

/// The line of a place in a text, from 1.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

fn partners(text: &str, tokens: &[Token], code: &[usize]) -> Result<Vec<usize>, Unbalanced> {
    let mut partners: Vec<usize> = (0..code.len()).collect();
    let mut open: Vec<(usize, char)> = Vec::new();
    for (position, &index) in code.iter().enumerate() {
        let token = &tokens[index];
        if token.kind != Kind::Punctuation {
            continue;
        }
        let unbalanced = |bracket| Unbalanced { offset: token.range.start, bracket };
        match &text[token.range.clone()] {
            "(" => open.push((position, ')')),
            "[" => open.push((position, ']')),
            "{" => open.push((position, '}')),
            bracket @ (")" | "]" | "}") => match open.pop() {
                Some((partner, expected)) if bracket.starts_with(expected) => {
                    partners[position] = partner;
                    partners[partner] = position;
                }
                _ => return Err(unbalanced(bracket.chars().next().unwrap_or_default())),
            },
            _ => {}
        }
    }
    match open.pop() {
        None => Ok(partners),
        Some((position, _)) => {
            let range = tokens[code[position]].range.clone();
            let bracket = text[range.clone()].chars().next().unwrap_or_default();
            Err(Unbalanced { offset: range.start, bracket })
        }
    }
}
