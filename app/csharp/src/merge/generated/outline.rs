use std::ops::Range;

use super::super::source::Source;
use crate::token::{Kind, identifier};

/// The declarations of a file, those in namespaces taken out of them.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The `using` directives.
    pub(super) usings: Vec<Item>,
    /// Everything else that stands outside of types: the types themselves, and what is not known more closely.
    pub(super) items: Vec<Item>,
    /// The position before which a type that has no neighbour is added; none for the end of the file.
    pub(super) end: Option<usize>,
    /// The positions of the names of namespaces.
    pub(super) namespaces: Vec<Range<usize>>,
}

/// A declaration: a type, or a member of one.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// The position of its first token, of an attribute where it has some.
    pub(super) first: usize,
    /// The position of its last token.
    pub(super) last: usize,
    /// The position behind its attributes.
    pub(super) declaration: usize,
    /// The position behind its head: of the brace, the arrow, the `=` or the semicolon.
    pub(super) head_end: usize,
    /// What stands between the braces of a type.
    pub(super) body: Option<Body>,
}

/// The members of a type and the position of the brace before them.
#[derive(Debug, Clone)]
pub(super) struct Body {
    pub(super) open: usize,
    pub(super) members: Vec<Item>,
}

/// Declarations that are nested more deeply are not looked into.
const DEEPEST: usize = 32;
const TYPES: [&str; 5] = ["class", "struct", "interface", "record", "enum"];

impl Outline {
    /// The declarations of the file.
    pub(super) fn of(source: &Source<'_>) -> Self {
        let mut outline = Self::default();
        outline.read(source, 0..source.len(), DEEPEST);
        outline
    }

    fn read(&mut self, source: &Source<'_>, range: Range<usize>, depth: usize) {
        let mut position = range.start;
        while position < range.end {
            let declaration = behind_attributes(source, position);
            if source.is_named(declaration, "namespace") && depth > 0 {
                let brace = (declaration..range.end).find(|&next| source.is(next, '{') || source.is(next, ';'));
                self.namespaces.push(declaration + 1..brace.unwrap_or(range.end));
                let Some(brace) = brace else { return };
                let close = source.partner(brace);
                let is_block = source.is(brace, '{');
                self.read(source, brace + 1..if is_block { close } else { range.end }, depth - 1);
                if is_block && self.end.is_none() {
                    self.end = Some(close);
                }
                position = if is_block { close + 1 } else { range.end };
                continue;
            }
            let item = item(source, position, declaration, range.end, depth);
            position = item.last + 1;
            let is_using = source.is_named(declaration, "using") || source.is_named(declaration, "extern");
            if is_using { self.usings.push(item) } else { self.items.push(item) }
        }
    }
}

impl Item {
    /// What tells the declaration from others beside it: the name, for methods with the types of its parameters. `renamed` gives the
    /// name that an identifier is to have.
    pub(super) fn identity(&self, source: &Source<'_>, renamed: impl Fn(&str) -> String) -> String {
        let word = |position: usize| text(source, position, &renamed);
        let words = |range: Range<usize>| range.map(word).collect::<Vec<_>>().join(" ");
        if source.is_named(self.declaration, "using") {
            return words(self.declaration..self.last);
        }
        let head = self.declaration..self.head_end;
        if let Some(kind) = self.type_word(source) {
            return format!("type {}", word(kind + 1));
        }
        let open = self.parameters(source);
        if let Some(name) =
            open.and_then(|open| open.checked_sub(1)).filter(|&name| source.text_at(name).starts_with("Mss"))
        {
            // The method of an action is known by its name alone.
            return word(name);
        }
        let types = || open.map(|open| parameter_types(source, open, &renamed)).unwrap_or_default();
        if let Some(operator) = head.clone().find(|&position| source.is_named(position, "operator")) {
            let end = open.unwrap_or(self.head_end);
            return format!("{} ({})", words(operator.saturating_sub(1).max(self.declaration)..end), types());
        }
        match open {
            Some(open) => {
                let mut first = open;
                while first > self.declaration && !ends_type(source, first - 1, open) {
                    first -= 1;
                }
                format!("{} ({})", words(first..open), types())
            }
            None if source.is(self.head_end.saturating_sub(1), ']') => format!("this {}", words(head)),
            None => word(self.head_end.saturating_sub(1)),
        }
    }

    /// The name that is declared.
    pub(super) fn name(&self, source: &Source<'_>) -> String {
        let place = match (self.type_word(source), self.parameters(source)) {
            (Some(kind), _) => kind + 1,
            (None, Some(open)) => open.saturating_sub(1),
            (None, None) => self.head_end.saturating_sub(1),
        };
        identifier(source.text_at(place)).into_owned()
    }

    /// Where its text is, from the first to the last token.
    pub(super) fn range(&self, source: &Source<'_>) -> Range<usize> {
        source.range(self.first).start..source.range(self.last).end
    }

    /// The position of the parenthesis before the parameters of a method.
    pub(super) fn parameters(&self, source: &Source<'_>) -> Option<usize> {
        if self.type_word(source).is_some() {
            return None;
        }
        // A tuple as the type of a field, `(int, int) pair`, ends before the name.
        let head = self.declaration..self.head_end;
        head.clone().rev().find(|&position| source.is(position, ')')).map(|close| source.partner(close)).filter(
            |&open| {
                let is_name = open > self.declaration && matches!(source.kind(open - 1), Some(Kind::Identifier));
                let after = source.text_at(source.partner(open) + 1);
                let is_end = source.partner(open) + 1 >= self.head_end || matches!(after, "where" | ":");
                is_end
                    && (is_name || open > self.declaration && matches!(source.text_at(open - 1), ">" | "=" | "!" | "<"))
            },
        )
    }

    /// The position of `class`, `struct` and the like.
    pub(super) fn type_word(&self, source: &Source<'_>) -> Option<usize> {
        let head = self.declaration..self.head_end;
        let is_word = |&position: &usize| TYPES.contains(&source.text_at(position));
        let end = head.clone().find(|&it| source.is(it, '(') || source.is(it, ':') || source.is(it, '<'));
        (self.declaration..end.unwrap_or(self.head_end)).find(is_word).filter(|&word| {
            source.kind(word + 1) == Some(Kind::Identifier) && (self.body.is_some() || source.text_at(word) == "record")
        })
    }
}

/// The text of the token at the position, an identifier under the name that it is to have.
pub(super) fn text(source: &Source<'_>, position: usize, renamed: impl Fn(&str) -> String) -> String {
    let own = source.text_at(position);
    if source.kind(position) == Some(Kind::Identifier) { renamed(&identifier(own)) } else { own.to_owned() }
}

/// Whether the name before the parenthesis does not reach further to the left.
fn ends_type(source: &Source<'_>, position: usize, open: usize) -> bool {
    let is_dot = |place: usize| source.is(place, '.') || source.is(place, ':');
    let is_generic = |place: usize| matches!(source.text_at(place), "<" | ">" | ",");
    let next = position + 1;
    if is_dot(position) || is_generic(position) || next == open {
        return false;
    }
    !(is_dot(next) || is_generic(next))
}

fn parameter_types(source: &Source<'_>, open: usize, renamed: &impl Fn(&str) -> String) -> String {
    let close = source.partner(open);
    let mut types: Vec<Vec<String>> = vec![Vec::new()];
    let mut position = open + 1;
    let mut depth = 0_usize;
    while position < close {
        match source.text_at(position) {
            "[" if types.last().is_some_and(Vec::is_empty) => {
                position = source.partner(position) + 1;
                continue;
            }
            "=" => {
                while position < close && !source.is(position, ',') {
                    position = source.partner(position).max(position) + 1;
                }
                continue;
            }
            "," if depth == 0 => types.push(Vec::new()),
            own => {
                match own {
                    "<" => depth += 1,
                    ">" => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if let Some(last) = types.last_mut() {
                    last.push(text(source, position, renamed));
                }
            }
        }
        position += 1;
    }
    // The last word of each is the parameter's name.
    let types = types.iter().map(|words| words[..words.len().saturating_sub(1)].join(" "));
    types.collect::<Vec<_>>().join(",")
}

fn behind_attributes(source: &Source<'_>, first: usize) -> usize {
    let mut position = first;
    while source.is(position, '[') {
        position = source.partner(position) + 1;
    }
    position
}

fn item(source: &Source<'_>, first: usize, declaration: usize, end: usize, depth: usize) -> Item {
    let mut position = declaration;
    let mut head_end = None;
    let last = loop {
        if position >= end {
            break end.saturating_sub(1).max(first);
        }
        if source.is(position, ';') {
            head_end.get_or_insert(position);
            break position;
        }
        if source.is(position, '=') && !is_operator(source, position) {
            head_end.get_or_insert(position);
            // A value or the body of an expression member, up to the semicolon.
            while position < end && !source.is(position, ';') {
                position = source.partner(position).max(position) + 1;
            }
            continue;
        }
        if source.is(position, '{') {
            head_end.get_or_insert(position);
            let close = source.partner(position);
            if source.is(close + 1, '=') && close + 1 < end {
                position = close + 1;
                continue;
            }
            break if source.is(close + 1, ';') && close + 1 < end { close + 1 } else { close };
        }
        position = source.partner(position).max(position) + 1;
    };
    let head_end = head_end.unwrap_or(last);
    let mut item = Item { first, last, declaration, head_end, body: None };
    if source.is(head_end, '{') {
        let close = source.partner(head_end);
        item.body = Some(Body { open: head_end, members: Vec::new() });
        let is_type = item.type_word(source).is_some_and(|word| source.text_at(word) != "enum");
        if is_type
            && let Some(body) = &mut item.body
            && let Some(depth) = depth.checked_sub(1)
        {
            body.members = members(source, head_end + 1..close, depth);
        } else {
            item.body = None;
        }
    }
    item
}

fn members(source: &Source<'_>, range: Range<usize>, depth: usize) -> Vec<Item> {
    let mut members = Vec::new();
    let mut position = range.start;
    while position < range.end {
        let item = item(source, position, behind_attributes(source, position), range.end, depth);
        position = item.last + 1;
        members.push(item);
    }
    members
}

/// Whether the `=` is part of `operator ==` and the like.
fn is_operator(source: &Source<'_>, position: usize) -> bool {
    (position.saturating_sub(3)..position).any(|before| source.is_named(before, "operator"))
        && !source.is_arrow(position)
        && (position.saturating_sub(3)..position).all(|it| !source.is(it, '(') && !source.is(it, ')'))
}
