//! What changes inside of a declaration.

use std::collections::HashSet;

use super::Merge;
use super::declarations::as_it_is;
use super::outline::Item;
use super::segments::{self, Change, Segment};
use crate::merge::lines::{behind_comment, documentation, documentation_lines, removed};
use crate::merge::source::Source;
use crate::token::Kind;

/// A member in the file and in the template, to see what it is about.
pub(super) struct Versions<'s> {
    both: [&'s [Segment]; 2],
    pub(super) is_as_generated: bool,
}

impl Versions<'_> {
    /// Whether the member with this name is behind, or has to do with one that is.
    pub(super) fn mention(&self, name: &str, behind: &HashSet<String>) -> bool {
        let parts = |name: &String| [format!("_{name}"), name.clone()];
        !behind.is_empty()
            && (behind.contains(name)
                || behind
                    .iter()
                    .flat_map(parts)
                    .any(|word| self.both.iter().any(|all| all.iter().any(|it| it.has(&word)))))
    }
}

impl Merge<'_> {
    /// Brings a member, or the head of a type, in step; each version with the position where it ends.
    pub(super) fn merge_declaration(
        &mut self,
        scope: &str,
        (own, own_end): (&Item, usize),
        base: Option<(&Item, usize)>,
        (new, new_end): (&Item, usize),
        is_behind: impl Fn(&Versions<'_>) -> bool,
    ) {
        let own_segments = segments::segments(self.own, own, own_end, |it| self.own_renamed(scope, it));
        let new_segments = segments::segments(self.new, new, new_end, as_it_is);
        self.keep_known(&own_segments, &new_segments);
        if segments::are_same(&own_segments, &new_segments) {
            return;
        }
        let base_segments =
            base.map(|(base, end)| segments::segments(self.base, base, end, |it| self.renamed(scope, it)));
        let own_range = self.own.range(own.first).start..self.own.range(own_end - 1).end;
        let is_as_generated = self.is_as_generated(&own_range);
        if let Some(base) = &base_segments
            && segments::are_same(base, &new_segments)
        {
            let both = [&own_segments[..], &new_segments[..]];
            if !is_behind(&Versions { both, is_as_generated }) {
                return;
            }
        } else if let Some(changes) =
            base_segments.and_then(|base| segments::changes(&base, &new_segments, &own_segments))
        {
            for change in changes {
                self.change(&own_segments, &new_segments, &change);
            }
            return;
        }
        if !is_as_generated {
            self.lose(&own_range, &new.name(self.new));
        }
        let model = self.new.range(new.first).start;
        let text = &self.new.text[model..self.new.range(new_end - 1).end];
        let text = self.form.adapted(text, (self.new, model), (self.own, own_range.start));
        self.replace(own_range, text);
    }

    pub(super) fn keep_known(&mut self, own: &[Segment], new: &[Segment]) {
        if self.is_followed {
            return;
        }
        let generated: HashSet<&[String]> = new.iter().map(Segment::words).collect();
        for segment in own.iter().filter(|segment| generated.contains(segment.words())) {
            let positions = &segment.positions;
            self.known.push(self.own.range(positions.start).start..self.own.range(positions.end - 1).end);
        }
    }

    /// Makes a change of segments in the file.
    pub(super) fn change(&mut self, own: &[Segment], new: &[Segment], change: &Change) {
        let start_of = |source: &Source<'_>, segment: &Segment| source.range(segment.positions.start).start;
        let end_of = |source: &Source<'_>, segment: &Segment| source.range(segment.positions.end - 1).end;
        let (from, to) = (&own[change.from.clone()], &new[change.to.clone()]);
        match (from, to) {
            ([], []) => {}
            ([], [first, ..]) => {
                let Some(before) = change.from.start.checked_sub(1) else {
                    // Before everything: an attribute.
                    let (Some(next), Some(place)) = (new.get(change.to.end), own.first()) else { return };
                    let (model, offset) = (start_of(self.new, first), start_of(self.own, place));
                    let part = &self.new.text[model..start_of(self.new, next)];
                    let text = self.form.adapted(part, (self.new, model), (self.own, offset));
                    return self.edits.replace(offset..offset, text);
                };
                let model = &new[change.to.start - 1];
                let place = end_of(self.own, &own[before]);
                let part = &self.new.text[end_of(self.new, model)..end_of(self.new, &new[change.to.end - 1])];
                let text = self.form.adapted(
                    part,
                    (self.new, start_of(self.new, model)),
                    (self.own, start_of(self.own, &own[before])),
                );
                let offset = behind_comment(self.own, place);
                self.edits.replace(offset..offset, text);
            }
            ([first, ..], []) => {
                let range = start_of(self.own, first)..end_of(self.own, &own[change.from.end - 1]);
                for range in removed(self.own, &range) {
                    self.replace(range, String::new());
                }
            }
            (from, to) if from.len() == to.len() => {
                for (from, to) in from.iter().zip(to) {
                    self.replace_segment(from, to);
                }
            }
            ([first, ..], [model, ..]) => {
                let range = start_of(self.own, first)..end_of(self.own, &own[change.from.end - 1]);
                let model = start_of(self.new, model);
                let part = &self.new.text[model..end_of(self.new, &new[change.to.end - 1])];
                let text = self.form.adapted(part, (self.new, model), (self.own, range.start));
                let comments = self.form.comments(self.own, &range);
                self.replace(range, format!("{comments}{text}"));
            }
        }
    }

    pub(super) fn replace_segment(&mut self, from: &Segment, to: &Segment) {
        // Words change places one by one where nothing else does: two that came to stand side by side would become one.
        let is_alike = |(own, new): (usize, usize)| {
            let is_word = self.own.kind(own) != Some(Kind::Punctuation);
            self.own.kind(own) == self.new.kind(new) && (is_word || self.own.text_at(own) == self.new.text_at(new))
        };
        let pairs = || from.positions.clone().zip(to.positions.clone());
        if from.positions.len() == to.positions.len() && pairs().all(is_alike) {
            for (own, new) in from.positions.clone().zip(to.positions.clone()) {
                let range = self.own.range(own);
                if self.own.text_at(own) == self.new.text_at(new) {
                    // It is right already, whatever is renamed elsewhere.
                    self.replaced.push(range);
                } else {
                    self.replace(range, self.new.text_at(new).to_owned());
                }
            }
            return;
        }
        let range = self.own.range(from.positions.start).start..self.own.range(from.positions.end - 1).end;
        let model = self.new.range(to.positions.start).start;
        let part = &self.new.text[model..self.new.range(to.positions.end - 1).end];
        let text = self.form.adapted(part, (self.new, model), (self.own, range.start));
        let comments = self.form.comments(self.own, &range);
        self.replace(range, format!("{comments}{text}"));
    }

    /// The comment before a declaration follows its description where it is the one of the template.
    pub(super) fn merge_documentation(&mut self, own: &Item, base: Option<&Item>, new: &Item) {
        let Some(base) = base else { return };
        let [own_range, base_range, new_range] = [(self.own, own), (self.base, base), (self.new, new)]
            .map(|(source, item)| documentation(source, item.first));
        let [own_lines, base_lines, new_lines] =
            [(self.own, &own_range), (self.base, &base_range), (self.new, &new_range)]
                .map(|(source, range)| documentation_lines(&source.text[range.clone()]));
        if base_lines == new_lines || own_lines == new_lines || own_lines != base_lines || own_range.is_empty() {
            return;
        }
        let part = &self.new.text[new_range.clone()];
        let text = self.form.adapted(part, (self.new, new_range.start), (self.own, own_range.start));
        self.replace(own_range, text);
    }
}
