use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::edits::Edits;
use super::source::Source;
use crate::token::{Kind, Token, identifier};

/// Renames parameters inside a body: identifiers that stand for the parameter, also in the holes of
/// interpolated strings and in every branch of conditional compilation. Members of the same name, named
/// arguments of calls and what an initializer assigns are others.
///
/// # Errors
/// A new name that the body already uses for something else.
pub(crate) fn edits(
    source: &Source<'_>,
    body: &Range<usize>,
    renames: &HashMap<String, String>,
) -> Result<Edits, String> {
    let mut edits = Edits::default();
    if renames.is_empty() {
        return Ok(edits);
    }
    let new_names: HashSet<&str> = renames.values().map(String::as_str).collect();
    let code: Vec<&Token> = source.tokens_in(body).iter().filter(|token| token.is_code()).collect();
    let place = Place { source, code: &code };
    let braces = place.braces();
    for (index, token) in code.iter().enumerate() {
        if token.kind != Kind::Identifier {
            continue;
        }
        let name = identifier(&source.text[token.range.clone()]);
        let new = renames.get(name.as_ref());
        if new.is_none() && !new_names.contains(name.as_ref()) {
            continue;
        }
        let role = place.role(index, braces.get(&index).copied());
        match (role, new) {
            (Role::Other, _) => {}
            (_, None) => return Err(name.into_owned()),
            (Role::Use, Some(new)) => edits.replace(token.range.clone(), new.clone()),
            // The name of the member stays, which others read.
            (Role::Projection, Some(new)) => edits.replace(token.range.clone(), format!("{name} = {new}")),
        }
    }
    Ok(edits)
}

/// What an identifier in a body stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A parameter or a local variable.
    Use,
    /// A variable whose name becomes that of a member: `new { ssName }`.
    Projection,
    /// A member, a named argument, or what an initializer assigns.
    Other,
}

/// What the braces around an identifier, which stands directly in them, are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Brace {
    Block,
    /// `new Type { … }`, `with { … }`, or one nested in such.
    Initializer,
    /// `new { … }`.
    Anonymous,
}

struct Place<'a> {
    source: &'a Source<'a>,
    code: &'a [&'a Token],
}

impl Place<'_> {
    fn text(&self, index: usize) -> &str {
        self.code.get(index).map_or("", |token| &self.source.text[token.range.clone()])
    }

    fn before(&self, index: usize, distance: usize) -> &str {
        index.checked_sub(distance).map_or("", |index| self.text(index))
    }

    fn role(&self, index: usize, brace: Option<Brace>) -> Role {
        let (before, after) = (self.before(index, 1), self.text(index + 1));
        // `..name` is a range, `.name` a member, also after `?`; `->` likewise.
        let is_member = before == "." && self.before(index, 2) != "." || before == ">" && self.before(index, 2) == "-";
        let starts_item = matches!(before, "(" | "," | "{" | "[");
        let is_named_argument = starts_item && after == ":";
        let is_assignment = after == "=" && self.text(index + 2) != "=";
        let is_item = matches!(before, "," | "{");
        match brace {
            _ if is_member || is_named_argument => Role::Other,
            Some(Brace::Initializer | Brace::Anonymous) if is_item && is_assignment => Role::Other,
            Some(Brace::Anonymous) if is_item && matches!(after, "," | "}") => Role::Projection,
            _ => Role::Use,
        }
    }

    /// For identifiers that stand directly in braces, what those are.
    fn braces(&self) -> HashMap<usize, Brace> {
        let mut braces = HashMap::new();
        let mut open: Vec<Option<Brace>> = Vec::new();
        for (index, token) in self.code.iter().enumerate() {
            match (token.kind, self.text(index)) {
                (Kind::Punctuation, "{") => open.push(Some(self.brace(index, &open))),
                (Kind::Punctuation, "(" | "[") => open.push(None),
                (Kind::Punctuation, "}" | ")" | "]") => {
                    open.pop();
                }
                (Kind::Identifier, _) => {
                    if let Some(Some(brace)) = open.last() {
                        braces.insert(index, *brace);
                    }
                }
                _ => {}
            }
        }
        braces
    }

    fn brace(&self, index: usize, around: &[Option<Brace>]) -> Brace {
        let is_inside = matches!(around.last(), Some(Some(Brace::Initializer | Brace::Anonymous)));
        match self.before(index, 1) {
            "new" => Brace::Anonymous,
            "with" => Brace::Initializer,
            "=" if is_inside => Brace::Initializer,
            _ if self.follows_new(index) => Brace::Initializer,
            _ => Brace::Block,
        }
    }

    /// Whether what stands before the brace is `new` and a type, perhaps with arguments.
    fn follows_new(&self, index: usize) -> bool {
        let mut depth = 0_usize;
        let mut place = index;
        while place > 0 {
            place -= 1;
            let token = self.code[place];
            match (token.kind, self.text(place)) {
                (Kind::Punctuation, ")" | "]" | ">") => depth += 1,
                (Kind::Punctuation, "(" | "[" | "<") if depth > 0 => depth -= 1,
                _ if depth > 0 => {}
                (Kind::Identifier, "new") => return true,
                (Kind::Identifier, word) if !is_statement(word) => {}
                (Kind::Punctuation, "." | ":" | "?") => {}
                _ => return false,
            }
            // `new int[] { … }`: far behind a `new` no brace is its initializer.
            if index - place > LONGEST_CREATION {
                return false;
            }
        }
        false
    }
}

/// How many tokens are looked back from a brace to its `new`; more than any creation has.
const LONGEST_CREATION: usize = 400;

/// Whether the word before parentheses and a brace makes them a statement.
fn is_statement(word: &str) -> bool {
    matches!(
        word,
        "if" | "while"
            | "for"
            | "foreach"
            | "switch"
            | "using"
            | "lock"
            | "fixed"
            | "catch"
            | "when"
            | "else"
            | "do"
            | "try"
            | "finally"
            | "checked"
            | "unchecked"
            | "unsafe"
            | "return"
            | "get"
            | "set"
    )
}
