use std::ops::Range;

use super::super::source::Source;
use crate::token::Kind;

/// The form in which a file came: what is written into it takes this form.
pub(super) struct Form {
    line_end: &'static str,
    /// One step of indentation.
    unit: String,
}

impl Form {
    /// The form of a file whose declarations begin at these places, each a step further in than the one before it.
    pub(super) fn of(source: &Source<'_>, nested: Option<(usize, usize)>) -> Self {
        let unit = nested.and_then(|(outer, inner)| {
            let (outer, inner) = (source.indentation(outer), source.indentation(inner));
            inner.strip_prefix(outer).filter(|unit| !unit.is_empty())
        });
        Self { line_end: source.line_end(), unit: unit.unwrap_or("\t").to_owned() }
    }

    /// A part of a template, whose line at `model` corresponds to the line at `place` of the file.
    pub(super) fn adapted(
        &self,
        part: &str,
        (template, model): (&Source<'_>, usize),
        (own, place): (&Source<'_>, usize),
    ) -> String {
        let depth = template.indentation(model).len();
        let indentation = own.indentation(place);
        let mut lines = part.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        let mut text = lines.next().unwrap_or_default().to_owned();
        for line in lines {
            let rest = line.trim_start_matches('\t');
            let steps = line.len() - rest.len();
            text.push_str(self.line_end);
            if rest.is_empty() {
                continue;
            }
            match steps.checked_sub(depth) {
                Some(further) => {
                    text.push_str(indentation);
                    text.push_str(&self.unit.repeat(further));
                }
                None => {
                    let length = indentation.len().saturating_sub((depth - steps) * self.unit.len());
                    text.push_str(indentation.get(..length).unwrap_or_default());
                }
            }
            text.push_str(rest);
        }
        text
    }

    /// The comments among these, so that they can stand before what replaces the code around them.
    pub(super) fn comments(&self, source: &Source<'_>, range: &Range<usize>) -> String {
        let mut text = String::new();
        for token in source.tokens_in(range).iter().filter(|token| token.kind == Kind::Comment) {
            let comment = &source.text[token.range.clone()];
            text.push_str(comment);
            if comment.starts_with("//") {
                text.push_str(self.line_end);
                text.push_str(source.indentation(range.start));
            } else {
                text.push(' ');
            }
        }
        text
    }
}
