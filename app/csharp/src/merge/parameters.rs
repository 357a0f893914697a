use std::ops::Range;

use super::edits::Edits;
use super::source::Source;
use crate::signature::SignatureParameter;
use crate::token::{Kind, identifier};

/// A parameter as the user's code declares it.
#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    /// From the parenthesis or comma before it to the one behind it.
    pub(crate) slot: Range<usize>,
    /// The declaration without the blanks and comments around it.
    pub(crate) declaration: Range<usize>,
    /// Its modifiers, such as `out`; empty where there are none.
    pub(crate) modifiers: Range<usize>,
    /// Its type.
    pub(crate) data_type: Range<usize>,
    /// Its name.
    pub(crate) name: Range<usize>,
}

const MODIFIERS: [&str; 7] = ["out", "ref", "in", "this", "params", "scoped", "readonly"];

/// The parameters between the parentheses at these positions; none when one of them cannot be read.
pub(crate) fn parameters(source: &Source<'_>, (open, close): (usize, usize)) -> Option<Vec<Parameter>> {
    let mut parameters = Vec::new();
    let mut first = open + 1;
    if first == close {
        return Some(parameters);
    }
    while first <= close {
        let end = end_of_parameter(source, first, close);
        parameters.push(parameter(source, first, end)?);
        first = end + 1;
    }
    Some(parameters)
}

impl Parameter {
    /// Its name as text, `@` and escapes resolved.
    pub(crate) fn name(&self, source: &Source<'_>) -> String {
        identifier(&source.text[self.name.clone()]).into_owned()
    }

    /// Whether it has the direction that the definition gives it.
    pub(crate) fn has_direction_of(&self, source: &Source<'_>, expected: &SignatureParameter) -> bool {
        let modifiers = code(source, &self.modifiers);
        modifiers == if expected.is_out { "out" } else { "" }
    }

    /// Whether it has the type that the definition gives it, whichever way that is written.
    pub(crate) fn has_type_of(&self, source: &Source<'_>, expected: &SignatureParameter) -> bool {
        plain_type(&code(source, &self.data_type)) == expected.type_name
    }

    /// What makes the declaration the expected one; what is right already stays as it is written.
    pub(crate) fn edits(&self, source: &Source<'_>, expected: &SignatureParameter) -> Edits {
        let mut edits = Edits::default();
        let (has_direction, has_type) = (self.has_direction_of(source, expected), self.has_type_of(source, expected));
        let modifier = if expected.is_out { "out " } else { "" };
        // Where no blank stands, as in `out(int, int)x`, the new words would become one.
        let before = if self.modifiers.end == self.data_type.start && !self.modifiers.is_empty() { " " } else { "" };
        let behind = if self.data_type.end == self.name.start { " " } else { "" };
        let type_name = &expected.type_name;
        match (has_direction, has_type) {
            (true, true) => {}
            (false, true) => edits.replace(self.modifiers.start..self.data_type.start, modifier),
            (true, false) => edits.replace(self.data_type.clone(), format!("{before}{type_name}{behind}")),
            // As one: of two replacements that begin at one place only one holds.
            (false, false) => {
                let range = self.modifiers.start..self.data_type.end;
                edits.replace(range, format!("{modifier}{type_name}{behind}"));
            }
        }
        if self.name(source) != expected.name {
            let before = if has_type { behind } else { "" };
            edits.replace(self.name.clone(), format!("{before}{}", expected.name));
        }
        edits
    }

    /// The declaration as the expected one.
    pub(crate) fn rewritten(&self, source: &Source<'_>, expected: &SignatureParameter) -> String {
        let start = self.declaration.start;
        let moved = |range: &Range<usize>| range.start - start..range.end - start;
        let part = Self {
            slot: moved(&self.declaration),
            declaration: moved(&self.declaration),
            modifiers: moved(&self.modifiers),
            data_type: moved(&self.data_type),
            name: moved(&self.name),
        };
        let text = &source.text[self.declaration.clone()];
        // A parameter alone has no unbalanced brackets, since its file has none.
        match Source::new(text) {
            Ok(alone) => part.edits(&alone, expected).apply(text),
            Err(_) => expected.to_string(),
        }
    }

    /// What stands before the declaration: blanks and comments.
    pub(crate) fn lead<'a>(&self, source: &Source<'a>) -> &'a str {
        &source.text[self.slot.start..self.declaration.start]
    }

    /// What stands behind the declaration: blanks and comments.
    pub(crate) fn trail<'a>(&self, source: &Source<'a>) -> &'a str {
        &source.text[self.declaration.end..self.slot.end]
    }
}

/// The position of the comma or parenthesis behind the parameter that starts at this position.
fn end_of_parameter(source: &Source<'_>, first: usize, close: usize) -> usize {
    let mut position = first;
    let mut angles = 0_usize;
    let mut in_default = false;
    while position < close {
        match source.text_at(position) {
            "," if angles == 0 => return position,
            "=" => in_default = true,
            "<" if !in_default => angles += 1,
            ">" if !in_default => angles = angles.saturating_sub(1),
            _ => {}
        }
        position = source.partner(position).max(position) + 1;
    }
    close
}

fn parameter(source: &Source<'_>, first: usize, end: usize) -> Option<Parameter> {
    let mut position = first;
    while source.is(position, '[') {
        position = source.partner(position) + 1;
    }
    let modifiers = position;
    while MODIFIERS.contains(&source.text_at(position)) {
        position += 1;
    }
    let data_type = position;
    let name = (data_type..end).find(|&next| source.is(next, '=')).unwrap_or(end).checked_sub(1)?;
    if name <= data_type || source.kind(name) != Some(Kind::Identifier) {
        return None;
    }
    let start = source.range(data_type).start;
    let modifier_end = if modifiers == data_type { start } else { source.range(data_type - 1).end };
    Some(Parameter {
        slot: source.range(first.checked_sub(1)?).end..source.range(end).start,
        declaration: source.range(first).start..source.range(end - 1).end,
        modifiers: source.range(modifiers).start..modifier_end,
        data_type: start..source.range(name - 1).end,
        name: source.range(name),
    })
}

/// The code of a part of the text, without blanks and comments.
fn code(source: &Source<'_>, range: &Range<usize>) -> String {
    let tokens = source.tokens_in(range).iter().filter(|token| token.is_code());
    tokens.map(|token| &source.text[token.range.clone()]).collect()
}

/// A type as generated code writes it, where the user wrote the same one another way: `System.String`,
/// `string?`, `OutSystems.NssMine.RCAddressRecord`.
fn plain_type(written: &str) -> String {
    let last = written.rsplit(['.', ':']).next().unwrap_or(written);
    // A generic type has dots inside and is none of those that are generated.
    if written.contains('<') {
        return written.to_owned();
    }
    let in_system = written == last || matches!(written.strip_suffix(last), Some("System." | "global::System."));
    let plain = last.strip_suffix('?').unwrap_or(last);
    let keyword = match plain {
        "String" | "string" => "string",
        "Object" | "object" => "object",
        "Byte[]" | "byte[]" => "byte[]",
        "Int32" => "int",
        "Int64" => "long",
        "Decimal" => "decimal",
        "Boolean" => "bool",
        "DateTime" => "DateTime",
        _ if plain.starts_with("RC") || plain.starts_with("RL") => return without_mark(plain, last),
        _ => return written.to_owned(),
    };
    let is_reference = matches!(keyword, "string" | "object" | "byte[]");
    // `int?` is another type than `int`; `string?` is the same as `string`.
    if in_system && (is_reference || plain == last) { keyword.to_owned() } else { written.to_owned() }
}

fn without_mark(plain: &str, last: &str) -> String {
    if plain.ends_with("RecordList") { plain.to_owned() } else { last.to_owned() }
}
