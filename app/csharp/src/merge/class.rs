use std::collections::HashSet;
use std::ops::Range;

use super::source::Source;
use crate::token::{Kind, identifier};

/// A declaration of a class, one of several where it is partial: the positions of its braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Class {
    pub(crate) open: usize,
    pub(crate) close: usize,
}

/// A method of a class whose name says that it may be an action's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Method {
    /// Its name.
    pub(crate) name: String,
    /// The position of the name.
    pub(crate) name_position: usize,
    /// The positions of the parentheses of its parameters; none for a generic method.
    pub(crate) parentheses: Option<(usize, usize)>,
    /// What it does.
    pub(crate) body: Option<Body>,
    /// Whether it returns nothing, and does so at once.
    pub(crate) is_void: bool,
    /// What makes it asynchronous without a value: where `async` and where the type stand.
    pub(crate) asynchronous: Option<(Range<usize>, Range<usize>)>,
}

/// The body of a method: the places between the braces, or between the arrow and the semicolon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Body {
    Block(Range<usize>),
    Expression(Range<usize>),
}

impl Body {
    /// The body's place in the text.
    pub(crate) fn range(&self) -> &Range<usize> {
        match self {
            Self::Block(range) | Self::Expression(range) => range,
        }
    }
}

/// The declarations of the class with this name.
pub(crate) fn classes(source: &Source<'_>, name: &str) -> Vec<Class> {
    let is_declaration = |&position: &usize| {
        source.is_named(position, "class") && source.is_named(position + 1, name) && source.text_at(position) == "class"
    };
    let braces = |position: usize| {
        let mut next = position + 2;
        while next < source.len() && !source.is(next, ';') {
            if source.is(next, '{') {
                return Some(Class { open: next, close: source.partner(next) });
            }
            next += 1;
        }
        None
    };
    (0..source.len()).filter(is_declaration).filter_map(braces).collect()
}

/// The methods of the class, in order, whose names start as those of actions do: `Mss`.
pub(crate) fn methods(source: &Source<'_>, class: Class) -> Vec<Method> {
    let mut methods = Vec::new();
    let mut position = class.open + 1;
    while position < class.close {
        if source.is_named(position, "operator") {
            // `operator ==` is not an assignment: on to its parameters.
            position = next_at(position, class.close, |next| source.is(next, '('));
        } else if source.is(position, '=') {
            // An initial value or the body of an expression member.
            position = end_of_expression(source, position, class.close) + 1;
        } else if let Some(method) = method_at(source, position, class.close) {
            position = after(source, &method, class.close);
            methods.push(method);
        } else {
            position = source.partner(position).max(position) + 1;
        }
    }
    methods
}

/// The names of methods that are declared in a branch of conditional compilation which is not the first.
pub(crate) fn conditional_methods(source: &Source<'_>) -> HashSet<String> {
    let mut code = source.tokens.iter().filter(|token| token.is_code()).peekable();
    let mut names = HashSet::new();
    while let Some(token) = code.next() {
        if let Some(next) = code.peek().filter(|next| next.is_alternative && token.is_named(source.text, "void")) {
            names.insert(identifier(&source.text[next.range.clone()]).into_owned());
        }
    }
    names
}

fn method_at(source: &Source<'_>, position: usize, end: usize) -> Option<Method> {
    if source.kind(position) != Some(Kind::Identifier) {
        return None;
    }
    let name = identifier(source.text_at(position));
    let is_generic = source.is(position + 1, '<');
    if !name.starts_with("Mss") || !(is_generic || source.is(position + 1, '(')) {
        return None;
    }
    let parentheses = (!is_generic).then(|| (position + 1, source.partner(position + 1)));
    let head_end = next_at(position + 1, end, |next| source.is(next, '('));
    let asynchronous = asynchronous(source, position);
    Some(Method {
        name: name.into_owned(),
        name_position: position,
        parentheses,
        body: body(source, source.partner(head_end) + 1, end),
        is_void: asynchronous.is_none() && is_void(source, position),
        asynchronous,
    })
}

/// Whether `void` stands before the name, or before the interface that qualifies it.
fn is_void(source: &Source<'_>, name: usize) -> bool {
    let first = qualified(source, name);
    first >= 1 && source.is_named(first - 1, "void")
}

/// Where the name begins with what qualifies it.
fn qualified(source: &Source<'_>, name: usize) -> usize {
    let mut first = name;
    while first >= 2 && source.is(first - 1, '.') {
        first -= 2;
    }
    first
}

/// Where `async` stands, with the blanks behind it, and the type: `void`, or a task without a value.
fn asynchronous(source: &Source<'_>, name: usize) -> Option<(Range<usize>, Range<usize>)> {
    const MODIFIERS: [&str; 10] =
        ["public", "private", "protected", "internal", "static", "virtual", "override", "sealed", "new", "unsafe"];
    let last = qualified(source, name).checked_sub(1)?;
    if !(source.is_named(last, "void") || source.is_named(last, "Task")) {
        return None;
    }
    let first = qualified(source, last);
    let mut word = first.checked_sub(1)?;
    while MODIFIERS.contains(&source.text_at(word)) {
        word = word.checked_sub(1)?;
    }
    let is_async = source.is_named(word, "async");
    let of_type = source.range(first).start..source.range(last).end;
    is_async.then(|| (source.range(word).start..source.range(word + 1).start, of_type))
}

/// The position of the first token of the member with this name, of an attribute where it has some.
pub(crate) fn start(source: &Source<'_>, name: usize) -> usize {
    let mut first = name;
    while let Some(before) = first.checked_sub(1) {
        if source.is(before, ';') || source.is(before, '}') || source.is(before, '{') {
            break;
        }
        first = source.partner(before).min(before);
    }
    first
}

fn body(source: &Source<'_>, start: usize, end: usize) -> Option<Body> {
    // Anything else is the next member: this one is not finished.
    if !(source.is(start, '{') || source.is_arrow(start) || source.is_named(start, "where")) {
        return None;
    }
    let position = next_at(start, end, |next| source.is(next, '{') || source.is(next, ';') || source.is_arrow(next));
    if position >= end || source.is(position, ';') {
        None
    } else if source.is(position, '{') {
        let close = source.partner(position);
        Some(Body::Block(source.range(position).end..source.range(close).start))
    } else {
        let semicolon = end_of_expression(source, position, end);
        Some(Body::Expression(source.range(position + 1).end..source.range(semicolon).start))
    }
}

/// The position behind the method's body.
fn after(source: &Source<'_>, method: &Method, end: usize) -> usize {
    let start = method.parentheses.map_or(method.name_position, |(_, close)| close) + 1;
    let Some(body_end) = method.body.as_ref().map(|body| body.range().end) else {
        return start;
    };
    next_at(start, end, |next| source.range(next).start >= body_end && (source.is(next, '}') || source.is(next, ';')))
        + 1
}

/// The first position from `start` on, brackets taken as one, that is wanted; `end` when there is none.
fn next_at(start: usize, end: usize, is_wanted: impl Fn(usize) -> bool) -> usize {
    let mut position = start;
    while position < end && !is_wanted(position) {
        position += 1;
    }
    position
}

fn end_of_expression(source: &Source<'_>, start: usize, end: usize) -> usize {
    let mut position = start;
    while position < end && !source.is(position, ';') {
        position = source.partner(position).max(position) + 1;
    }
    position.min(end)
}
