use super::is_line_end;
use super::lexer::Lexer;

/// How a string is written (ECMA-334, sections 6.4.5.6 and 12.8.3; raw strings: C# 11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    quotes: Quotes,
    /// How many braces open a hole; 0 for a string that is not interpolated.
    dollars: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quotes {
    /// `"…"` with backslash escapes, on one line.
    Regular,
    /// `@"…"`, quotes doubled.
    Verbatim,
    /// At least three quotes on both sides.
    Raw {
        count: usize,
        /// Whether the opening line holds nothing else.
        is_multi_line: bool,
    },
}

/// A hole of an interpolated string: code.
#[derive(Debug)]
pub(super) struct Hole {
    form: Form,
    /// How many brackets are open in it.
    pub(super) depth: usize,
}

/// More `$` than anybody writes: what bounds the look ahead.
const LONGEST_PREFIX: usize = 64;

impl Form {
    /// The form of the string that the text starts with, and the length of what opens it.
    pub(super) fn opening(text: &str) -> Option<(Self, usize)> {
        let is_mark = |byte: &u8| matches!(byte, b'$' | b'@');
        let prefix = text.bytes().take(LONGEST_PREFIX + 1).take_while(is_mark).count();
        if prefix > LONGEST_PREFIX {
            return None;
        }
        let (marks, rest) = text.split_at(prefix);
        let count = rest.find(|character| character != '"').unwrap_or(rest.len());
        let dollars = marks.matches('$').count();
        let is_verbatim = match marks.len() - dollars {
            0 => false,
            1 if dollars == 0 || marks == "$@" || marks == "@$" => true,
            _ => return None,
        };
        match count {
            0 => None,
            3.. if !is_verbatim => {
                let first = rest[count..].chars().find(|&it| is_line_end(it) || !it.is_whitespace());
                let is_multi_line = first.is_none_or(is_line_end);
                let quotes = Quotes::Raw { count, is_multi_line };
                Some((Self { quotes, dollars }, prefix + count))
            }
            // Several dollars open raw strings only.
            _ if dollars > 1 => None,
            _ => {
                let quotes = if is_verbatim { Quotes::Verbatim } else { Quotes::Regular };
                Some((Self { quotes, dollars }, prefix + 1))
            }
        }
    }

    fn ends_at_line_end(self) -> bool {
        match self.quotes {
            Quotes::Regular => true,
            Quotes::Verbatim => false,
            Quotes::Raw { is_multi_line, .. } => !is_multi_line,
        }
    }
}

impl Lexer<'_> {
    /// Takes text of a string up to and with its end, or up to and with the start of its next hole.
    pub(super) fn take_string_text(&mut self, form: Form) {
        while let Some(next) = self.peek() {
            match next {
                '"' if self.take_quotes(form) => return,
                '"' => {}
                '\\' if form.quotes == Quotes::Regular => self.take_escape(),
                '{' if form.dollars > 0 => {
                    if self.take_opening(form) {
                        self.holes.push(Hole { form, depth: 0 });
                        return;
                    }
                }
                // Not terminated: the rest of the line is all that is certain to belong to it.
                _ if is_line_end(next) && form.ends_at_line_end() => return,
                _ => self.take(next),
            }
        }
    }

    /// Takes the end of the hole around the position, with the format before it, and what follows in
    /// the string.
    pub(super) fn leave_hole(&mut self) {
        let Some(Hole { form, .. }) = self.holes.pop() else {
            return;
        };
        if self.peek() == Some(':') && self.take_format(form) {
            return;
        }
        let braces = self.rest().len() - self.rest().trim_start_matches('}').len();
        self.position += braces.min(form.dollars);
        self.take_string_text(form);
    }

    /// Takes a format up to the brace behind it; true when the string ended before.
    fn take_format(&mut self, form: Form) -> bool {
        while let Some(next) = self.peek() {
            match next {
                '}' => return false,
                '"' if self.take_quotes(form) => return true,
                '"' => {}
                '\\' if form.quotes == Quotes::Regular => self.take_escape(),
                _ if is_line_end(next) && form.ends_at_line_end() => return true,
                _ => self.take(next),
            }
        }
        true
    }

    /// Takes quotes; true when they end the string.
    fn take_quotes(&mut self, form: Form) -> bool {
        let run = self.rest().len() - self.rest().trim_start_matches('"').len();
        match form.quotes {
            Quotes::Regular => {
                self.position += 1;
                true
            }
            Quotes::Verbatim => {
                self.position += run;
                run % 2 == 1
            }
            Quotes::Raw { count, .. } => {
                self.position += run;
                run >= count
            }
        }
    }

    fn take_escape(&mut self) {
        self.take('\\');
        if let Some(escaped) = self.peek().filter(|&escaped| !is_line_end(escaped)) {
            self.take(escaped);
        }
    }

    /// Takes opening braces; true when the last of them open a hole.
    fn take_opening(&mut self, form: Form) -> bool {
        let run = self.rest().len() - self.rest().trim_start_matches('{').len();
        self.position += run;
        match form.quotes {
            // Doubled braces are text.
            Quotes::Regular | Quotes::Verbatim => run % 2 == 1,
            Quotes::Raw { .. } => run >= form.dollars,
        }
    }
}
