//! The documentation of an action's method follows its action, where it is the one of the template.

use extension::{Action, Parameter};

use super::edits::Edits;
use super::lines::{documentation, documentation_lines};
use super::source::Source;
use crate::generate::actions;
use crate::generate::documentation::escaped;
use crate::names;

/// What changes in the documentation before the member whose first token is at the position. Names follow only where those of
/// the method do.
pub(crate) fn edits(source: &Source<'_>, first: usize, before: &Action, after: &Action, renames: bool) -> Edits {
    let mut edits = Edits::default();
    let range = documentation(source, first);
    let own = &source.text[range.clone()];
    let [old, new] = [before, after].map(actions::documentation);
    let (own_lines, old_lines, new_lines) =
        (documentation_lines(own), documentation_lines(&old), documentation_lines(&new));
    if own.is_empty() || old_lines == new_lines || own_lines == new_lines {
        return edits;
    }
    if own_lines == old_lines {
        let between = format!("{}{}", source.line_end(), source.indentation(range.start));
        edits.replace(range, new.trim_end().lines().collect::<Vec<_>>().join(&between));
        return edits;
    }
    let part = Part { source, start: range.start, text: own };
    part.follow_summary(before, after, &mut edits);
    for old in &before.parameters {
        match after.parameters.get(old.key) {
            Some(new) => part.follow(old, new, renames, &mut edits),
            None => part.remove(old, &mut edits),
        }
    }
    part.add(before, after, &mut edits);
    edits
}

struct Part<'a> {
    source: &'a Source<'a>,
    /// Where the documentation starts in the file.
    start: usize,
    text: &'a str,
}

impl Part<'_> {
    /// The place behind `<param name="…` or `<paramref name="…` with this name.
    fn names(&self, element: &str, name: &str) -> Vec<usize> {
        let found = ['"', '\''].into_iter().flat_map(|quote| {
            let mark = format!("<{element} name={quote}");
            let whole = format!("{mark}{name}{quote}");
            self.text.match_indices(&whole).map(|(place, _)| place + mark.len()).collect::<Vec<_>>()
        });
        found.collect()
    }

    /// From the `>` behind the name to the end of the element, when it ends on its line.
    fn description(&self, place: usize) -> Option<(usize, usize)> {
        let start = place + self.text[place..].find('>')? + 1;
        let end = start + self.text[start..].find("</param>")?;
        (!self.text[start..end].contains('\n')).then_some((start, end))
    }

    fn follow(&self, old: &Parameter, new: &Parameter, renames: bool, edits: &mut Edits) {
        let (old_name, new_name) = (names::parameter(old), names::parameter(new));
        let places = self.names("param", &old_name);
        for &place in &places {
            let (before, now) = (escaped(old.description.as_str()), escaped(new.description.as_str()));
            if let Some((start, end)) = self.description(place)
                && before != now
                && !now.contains('\n')
                && self.text[start..end].trim() == before.trim()
            {
                edits.replace(self.start + start..self.start + end, now);
            }
        }
        if renames && old_name != new_name {
            for place in places.into_iter().chain(self.names("paramref", &old_name)) {
                edits.replace(self.start + place..self.start + place + old_name.len(), new_name.clone());
            }
        }
    }

    /// Takes out the line of a parameter that nobody has described otherwise.
    fn remove(&self, old: &Parameter, edits: &mut Edits) {
        for place in self.names("param", &names::parameter(old)) {
            let Some((start, end)) = self.description(place) else { continue };
            let line = self.line(place);
            let alone = self.text[line.clone()].trim().trim_start_matches('/').trim();
            let is_template = self.text[start..end].trim() == escaped(old.description.as_str()).trim();
            if is_template && alone.starts_with("<param ") && alone.ends_with("</param>") && line.end < self.text.len()
            {
                let next = line.end + self.text[line.end..].find("///").unwrap_or(0);
                let first = line.start + self.text[line.clone()].find("///").unwrap_or(0);
                edits.replace(self.start + first..self.start + next, "");
            } else if is_template && line.start > 0 && line.end == self.text.len() {
                let before = self.text[..line.start].trim_end().len();
                edits.replace(self.start + before..self.start + line.end, "");
            }
        }
    }

    /// Adds the parameters that are new, where others are described.
    fn add(&self, before: &Action, after: &Action, edits: &mut Edits) {
        if !self.text.contains("<param ") && !before.parameters.is_empty() {
            return;
        }
        let mut place = self.text.find("</summary>");
        for new in &after.parameters {
            let name = names::parameter(new);
            let old = before.parameters.get(new.key).map(|old| names::parameter(old));
            let own = [Some(name.clone()), old.clone()]
                .into_iter()
                .flatten()
                .flat_map(|name| self.names("param", &name))
                .next();
            if own.is_some() {
                place = own;
            } else if old.is_none()
                && let Some(place) = place
            {
                let end = self.end_of_param(place);
                let (line_end, indentation) = (self.source.line_end(), self.source.indentation(self.start));
                let description = escaped(new.description.as_str()).replace(['\r', '\n'], " ");
                let offset = self.start + end;
                edits.replace(
                    offset..offset,
                    format!("{line_end}{indentation}/// <param name=\"{name}\">{description}</param>"),
                );
            }
        }
    }

    /// The end of the line on which the element ends.
    fn end_of_param(&self, place: usize) -> usize {
        let rest = &self.text[place..];
        let end = match rest.find("</param>") {
            Some(end) if !rest[..end].contains("<param") && !rest.starts_with("</summary>") => place + end,
            _ => place,
        };
        self.line(end).end
    }

    fn follow_summary(&self, before: &Action, after: &Action, edits: &mut Edits) {
        if before.description == after.description {
            return;
        }
        let inside = |text: &str| {
            let start = text.find("<summary>")? + "<summary>".len();
            Some(start..start + text[start..].find("</summary>")?)
        };
        let [old, new] = [before, after].map(actions::documentation);
        let (Some(own), Some(old_range), Some(new_range)) = (inside(self.text), inside(&old), inside(&new)) else {
            return;
        };
        if documentation_lines(&self.text[own.clone()]) == documentation_lines(&old[old_range]) {
            let between = format!("{}{}", self.source.line_end(), self.source.indentation(self.start));
            let text = new[new_range].split("\r\n").collect::<Vec<_>>().join(&between);
            edits.replace(self.start + own.start..self.start + own.end, text);
        }
    }

    fn line(&self, place: usize) -> std::ops::Range<usize> {
        let start = self.text[..place].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[place..].find(['\r', '\n']).map_or(self.text.len(), |end| place + end);
        start..end
    }
}
