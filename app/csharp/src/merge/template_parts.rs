//! The assignments of defaults that a stub begins with follow the outputs, as long as nobody has changed them.

use std::ops::Range;

use extension::{Action, Extension, Parameter};

use super::class::Body;
use super::edits::Edits;
use super::lines::{behind_comment, removed};
use super::source::Source;
use crate::generate::actions;
use crate::names;
use crate::token::{Token, tokens};

/// An action before and now, with the definitions that they stand in.
#[derive(Clone, Copy)]
pub(crate) struct Both<'a> {
    pub(crate) before: (&'a Extension, &'a Action),
    pub(crate) now: (&'a Extension, &'a Action),
}

/// What changes in a body, and the outputs for which nothing can be assigned in it. `is_written` tells whether the method has
/// an output of this name already.
pub(crate) fn edits(
    source: &Source<'_>,
    body: &Body,
    both: Both<'_>,
    is_written: impl Fn(&str) -> bool,
) -> (Edits, Vec<String>) {
    let mut edits = Edits::default();
    let (before, now) = (both.before.1, both.now.1);
    let is_new = |parameter: &&std::sync::Arc<Parameter>| {
        let was_output = before.parameters.get(parameter.key).is_some_and(|before| !before.is_input());
        !was_output && !is_written(&names::parameter(parameter))
    };
    let new: Vec<&std::sync::Arc<Parameter>> = now.outputs().filter(is_new).collect();
    let Body::Block(range) = body else {
        return (edits, new.into_iter().map(|parameter| names::parameter(parameter)).collect());
    };
    let statements = statements(source, range);
    let place = |text: &str| {
        let wanted = words(text);
        statements.iter().position(|statement| {
            let own = statement.clone().map(|position| source.text_at(position));
            own.eq(wanted.iter().map(String::as_str))
        })
    };
    let mut last = None;
    for old in before.outputs() {
        let assignment = actions::assignment(both.before.0, old);
        let Some(found) = place(&assignment) else { continue };
        let statement = &statements[found];
        let whole = source.range(statement.start).start..source.range(statement.end - 1).end;
        match now.parameters.get(old.key).filter(|now| !now.is_input()) {
            Some(now) => {
                last = last.max(Some(found));
                let new = actions::assignment(both.now.0, now);
                let value = |text: &str| text.split_once(" = ").map(|(_, value)| value.to_owned()).unwrap_or_default();
                if value(&assignment) != value(&new) {
                    edits.replace(source.range(statement.start + 2).start..whole.end, value(&new));
                }
            }
            None => {
                for range in removed(source, &whole) {
                    edits.replace(range, "");
                }
            }
        }
    }
    for parameter in new {
        let text = actions::assignment(both.now.0, parameter);
        if place(&text).is_none() {
            let (offset, text) = added(source, range, last.map(|last| &statements[last]), &statements, &text);
            edits.replace(offset..offset, text);
        }
    }
    (edits, Vec::new())
}

/// The statements of a block, as positions; those inside of others are not looked into.
fn statements(source: &Source<'_>, body: &Range<usize>) -> Vec<Range<usize>> {
    let positions = source.positions(body);
    let mut statements = Vec::new();
    let (mut first, mut position) = (positions.start, positions.start);
    while position < positions.end {
        let is_block = source.is(position, '{');
        position = source.partner(position).max(position) + 1;
        if is_block || source.is(position - 1, ';') {
            statements.push(first..position);
            first = position;
        }
    }
    statements
}

/// Where an assignment is added and as what: behind the last one of the template, or at the start of the body.
fn added(
    source: &Source<'_>,
    body: &Range<usize>,
    last: Option<&Range<usize>>,
    statements: &[Range<usize>],
    text: &str,
) -> (usize, String) {
    let anchor = last.map_or(body.start, |last| source.range(last.end - 1).end);
    let model = last.or(statements.first()).map(|statement| source.range(statement.start).start);
    let is_on_line = |offset: usize| source.text[source.line_start(offset)..offset].trim().is_empty();
    match model {
        Some(model) if is_on_line(model) => {
            let text = format!("{}{}{text}", source.line_end(), source.indentation(model));
            (behind_comment(source, anchor), text)
        }
        Some(_) => (anchor, format!(" {text}")),
        None => {
            let indentation = source.indentation(body.start);
            let is_short = !source.text[body.clone()].contains('\n');
            let end = if is_short { format!("{}{indentation}", source.line_end()) } else { String::new() };
            (behind_comment(source, anchor), format!("{}{indentation}\t{text}{end}", source.line_end()))
        }
    }
}

fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().filter(Token::is_code).map(|token| text[token.range].to_owned()).collect()
}
