use super::directive::Branches;
use super::string::{Form, Hole};
use super::{Kind, Token, is_line_end};

/// Reads a text from front to back. Nesting lives in lists, not in recursion, so that no text exhausts
/// the stack.
pub(super) struct Lexer<'a> {
    pub(super) text: &'a str,
    pub(super) position: usize,
    tokens: Vec<Token>,
    /// The holes of interpolated strings around the position, the innermost last.
    pub(super) holes: Vec<Hole>,
    branches: Branches,
    at_line_start: bool,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            position: 0,
            tokens: Vec::with_capacity(text.len() / 4),
            holes: Vec::new(),
            branches: Branches::default(),
            at_line_start: true,
        }
    }

    pub(super) fn run(mut self) -> Vec<Token> {
        while let Some(next) = self.peek() {
            let start = self.position;
            let is_alternative = self.branches.is_alternative();
            let kind = self.next(next);
            // Every kind takes at least the character that it was chosen by.
            debug_assert!(self.position > start);
            self.at_line_start = match kind {
                Kind::Blank => self.at_line_start || self.text[start..self.position].contains(is_line_end),
                _ => false,
            };
            self.tokens.push(Token { kind, range: start..self.position, is_alternative });
        }
        self.tokens
    }

    /// Takes one token that starts with this character.
    fn next(&mut self, next: char) -> Kind {
        if is_blank(next) {
            self.take_ascii(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
            self.take_while(is_blank);
            return Kind::Blank;
        }
        if self.at_line_start && next == '#' {
            let start = self.position;
            self.take_while(|character| !is_line_end(character));
            self.branches.enter(&self.text[start..self.position]);
            return Kind::Directive;
        }
        if self.branches.is_dead() {
            self.take_while(|character| !is_line_end(character));
            return Kind::Dead;
        }
        if next != '/' {
            return self.next_code(next);
        }
        if self.rest().starts_with("//") {
            self.take_while(|character| !is_line_end(character));
            return Kind::Comment;
        }
        if let Some(rest) = self.rest().strip_prefix("/*") {
            self.position += rest.find("*/").map_or(rest.len(), |end| end + 2) + 2;
            return Kind::Comment;
        }
        self.next_code(next)
    }

    fn next_code(&mut self, next: char) -> Kind {
        if matches!(next, '"' | '$' | '@')
            && let Some(form) = self.string_opening()
        {
            self.take_string_text(form);
            return Kind::String;
        }
        let second = self.rest()[next.len_utf8()..].chars().next();
        match next {
            '\'' => self.take_character(),
            '0'..='9' => self.take_number(),
            '.' if second.is_some_and(|second| second.is_ascii_digit()) => self.take_number(),
            '@' if second.is_some_and(is_identifier_start) => {
                self.take(next);
                self.take_identifier()
            }
            _ if is_identifier_start(next) => self.take_identifier(),
            _ => self.take_punctuation(next),
        }
    }

    fn take_character(&mut self) -> Kind {
        self.position += 1;
        if self.peek() == Some('\\') {
            self.take('\\');
            if let Some(escaped) = self.peek().filter(|&escaped| !is_line_end(escaped)) {
                self.take(escaped);
            }
        }
        self.take_while(|character| character != '\'' && !is_line_end(character));
        if self.peek() == Some('\'') {
            self.position += 1;
        }
        Kind::Character
    }

    fn take_number(&mut self) -> Kind {
        let start = self.position;
        while let Some(next) = self.peek() {
            let taken = &self.text[start..self.position];
            let follows_digit = self.rest()[next.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
            let is_part = match next {
                '.' => follows_digit && !taken.contains('.'),
                '+' | '-' => follows_digit && taken.ends_with(['e', 'E']) && !taken.starts_with("0x"),
                _ => is_identifier_part(next),
            };
            if !is_part {
                break;
            }
            self.take(next);
        }
        Kind::Number
    }

    fn take_identifier(&mut self) -> Kind {
        self.take_ascii(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        self.take_while(is_identifier_part);
        Kind::Identifier
    }

    fn take_punctuation(&mut self, next: char) -> Kind {
        if let Some(hole) = self.holes.last_mut() {
            match next {
                '(' | '[' | '{' => hole.depth += 1,
                ')' | ']' | '}' if hole.depth > 0 => hole.depth -= 1,
                '}' | ':' if hole.depth == 0 => {
                    self.leave_hole();
                    return Kind::String;
                }
                _ => {}
            }
        }
        self.take(next);
        Kind::Punctuation
    }

    /// What kind of string starts here; the position moves behind its opening quotes.
    fn string_opening(&mut self) -> Option<Form> {
        let (form, length) = Form::opening(self.rest())?;
        self.position += length;
        Some(form)
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.position..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn take(&mut self, character: char) {
        self.position += character.len_utf8();
    }

    /// The same as [`Lexer::take_while`] for what most texts are made of, without looking at characters one by one.
    fn take_ascii(&mut self, is_part: impl Fn(u8) -> bool) {
        let bytes = self.rest().as_bytes();
        self.position += bytes.iter().position(|&byte| !is_part(byte)).unwrap_or(bytes.len());
    }

    pub(super) fn take_while(&mut self, is_part: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.position += rest.find(|character| !is_part(character)).unwrap_or(rest.len());
    }
}

/// The byte order mark counts as blank wherever it stands.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || character == '\u{feff}'
}

/// Letters of any script, `_`, and the backslash of an escaped letter. Other characters beyond ASCII
/// are not C#; what they are called does not matter as long as nothing is lost.
fn is_identifier_start(character: char) -> bool {
    character.is_ascii_alphabetic()
        || matches!(character, '_' | '\\')
        || (!character.is_ascii() && !is_blank(character))
}

fn is_identifier_part(character: char) -> bool {
    is_identifier_start(character) || character.is_ascii_digit()
}
