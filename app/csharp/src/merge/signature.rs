use std::collections::HashMap;

use super::edits::Edits;
use super::parameters::Parameter;
use super::source::Source;
use crate::signature::{Signature, SignatureParameter};
use crate::token::Kind;

/// Whether the parameters are those of the signature, in order.
pub(crate) fn matches(source: &Source<'_>, parameters: &[Parameter], signature: &Signature) -> bool {
    parameters.len() == signature.parameters.len()
        && parameters.iter().zip(&signature.parameters).all(|(parameter, expected)| {
            parameter.name(source) == expected.name
                && parameter.has_direction_of(source, expected)
                && parameter.has_type_of(source, expected)
        })
}

/// What makes the parameters those of the signature. `renames` leads from the names in the code to
/// those of the signature. What is right already keeps its form, its attributes and its comments.
pub(crate) fn edits(
    source: &Source<'_>,
    parameters: &[Parameter],
    signature: &Signature,
    renames: &HashMap<String, String>,
) -> Edits {
    let new_name = |parameter: &Parameter| {
        let name = parameter.name(source);
        renames.get(&name).cloned().unwrap_or(name)
    };
    let old_places: Vec<Option<usize>> = signature
        .parameters
        .iter()
        .map(|expected| parameters.iter().position(|parameter| new_name(parameter) == expected.name))
        .collect();
    let stays =
        old_places.len() == parameters.len() && old_places.iter().enumerate().all(|(place, old)| *old == Some(place));
    let mut edits = Edits::default();
    if stays {
        for (parameter, expected) in parameters.iter().zip(&signature.parameters) {
            edits.append(parameter.edits(source, expected));
        }
    } else if let (Some(first), Some(last)) = (parameters.first(), parameters.last()) {
        let list = arranged(source, parameters, &signature.parameters, &old_places);
        edits.replace(first.slot.start..last.slot.end, list);
    }
    edits
}

/// The list between the parentheses with other parameters, laid out as it was: the places before the
/// first parameter, between two and behind the last keep their blanks, comments go with the parameter
/// they stand at.
fn arranged(
    source: &Source<'_>,
    parameters: &[Parameter],
    expected: &[SignatureParameter],
    old_places: &[Option<usize>],
) -> String {
    let is_blank = |text: &str| text.chars().all(char::is_whitespace);
    let first_lead = blank_part(parameters.first().map_or("", |first| first.lead(source)));
    let own_line = parameters.get(1).map(|second| blank_part(second.lead(source)));
    let next_lead = own_line.unwrap_or(if first_lead.is_empty() { " " } else { first_lead });
    let last_trail = parameters.last().map_or("", |last| last.trail(source));
    let mut comments = removed_comments(source, parameters, old_places);
    let mut list = String::new();
    for (place, (expected, old)) in expected.iter().zip(old_places).enumerate() {
        if place > 0 {
            list.push(',');
        }
        let lead = if place == 0 { first_lead } else { next_lead };
        let old = old.and_then(|old| parameters.get(old));
        match old.map(|old| old.lead(source)).filter(|lead| !is_blank(lead)) {
            Some(with_comment) => list.push_str(with_comment),
            None => list.push_str(lead),
        }
        let declaration = old.map_or_else(|| expected.to_string(), |old| old.rewritten(source, expected));
        list.push_str(&declaration);
        let trail = old.map(|old| old.trail(source)).filter(|trail| !is_blank(trail));
        list.push_str(trail.unwrap_or_default());
    }
    list.extend(comments.drain(..));
    if is_blank(last_trail) && !list.is_empty() {
        list.push_str(last_trail);
    }
    list
}

/// The comments of parameters that are no longer there, which nobody asked to delete.
fn removed_comments(source: &Source<'_>, parameters: &[Parameter], old_places: &[Option<usize>]) -> Vec<String> {
    let mut comments = Vec::new();
    for (place, parameter) in parameters.iter().enumerate() {
        if old_places.contains(&Some(place)) {
            continue;
        }
        for token in source.tokens_in(&parameter.slot).iter().filter(|token| token.kind == Kind::Comment) {
            let text = &source.text[token.range.clone()];
            // A comment to the end of the line must not take the parenthesis with it.
            let end = if text.starts_with("//") { source.line_end() } else { "" };
            comments.push(format!(" {text}{end}"));
        }
    }
    comments
}

/// The blanks that the text consists of, or that stand behind its last comment.
fn blank_part(text: &str) -> &str {
    let start = text
        .rfind(|character: char| !character.is_whitespace())
        .map_or(0, |last| last + text[last..].chars().next().map_or(0, char::len_utf8));
    &text[start..]
}
