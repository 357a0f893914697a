//! Whole lines of a text: what is added behind one, what goes with one, and the documentation before a declaration.

use std::ops::Range;

use super::source::Source;
use crate::token::Kind;

/// Behind the place and a comment to the end of its line, when nothing else stands there.
pub(crate) fn behind_comment(source: &Source<'_>, offset: usize) -> usize {
    let rest = &source.text[offset..];
    let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
    let comment = line.trim();
    if comment.starts_with("//") && !comment.starts_with("///") { offset + line.trim_end().len() } else { offset }
}

/// What goes when the code in the range goes: whole lines where nothing else stands on them, and no comment.
pub(crate) fn removed(source: &Source<'_>, range: &Range<usize>) -> Vec<Range<usize>> {
    let text = source.text;
    let tokens = source.tokens_in(range);
    if tokens.iter().any(|token| matches!(token.kind, Kind::Comment | Kind::Directive | Kind::Dead)) {
        let is_code = |kind| !matches!(kind, Kind::Comment | Kind::Directive | Kind::Dead | Kind::Blank);
        return tokens.iter().filter(|token| is_code(token.kind)).map(|token| token.range.clone()).collect();
    }
    let line = source.line_start(range.start);
    let is_first = text[line..range.start].trim().is_empty();
    let rest = &text[range.end..];
    let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
    let is_last = rest[..end].trim().is_empty();
    if is_first && is_last {
        let whole = line..range.end + end;
        return Vec::from([whole]);
    }
    let before = text[..range.start].trim_end_matches([' ', '\t']).len();
    let part = if is_first { range.clone() } else { before..range.end };
    Vec::from([part])
}

/// Where the documentation before the declaration stands whose first token is at the position; nothing where there is none.
pub(crate) fn documentation(source: &Source<'_>, first: usize) -> Range<usize> {
    let end = source.range(first).start;
    let before = source.tokens.partition_point(|token| token.range.start < end);
    let mut range = end..end;
    for token in source.tokens[..before].iter().rev() {
        match token.kind {
            Kind::Blank => {}
            Kind::Comment if source.text[token.range.clone()].starts_with("///") => {
                range = token.range.start..if range.is_empty() { token.range.end } else { range.end };
            }
            _ => break,
        }
    }
    range
}

/// What documentation says, whatever blanks stand in it.
pub(crate) fn documentation_lines(text: &str) -> Vec<&str> {
    text.lines().map(|line| line.trim().trim_start_matches('/').trim()).filter(|line| !line.is_empty()).collect()
}
