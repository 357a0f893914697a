//! The public surface of an assembly as declarations, and what of it changed.

use assembly::{Budget, Damage, Facts, Image, ManagedImage, Style, Surface};
use comparison::{Hunk, Line, LineChanges, LineKind};
use extension::Resource;

/// What an assembly declares to others, in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Outline {
    /// The assembly with its references; then a section for each public type, sorted by name.
    sections: Vec<Section>,
}

/// A declaration with what belongs to it.
#[derive(Debug, PartialEq, Eq)]
struct Section {
    /// What stays the same in every version: the full name of a type, empty for the assembly.
    name: String,
    /// The declaration.
    heading: String,
    /// The members of a type, or the references of the assembly; sorted.
    lines: Vec<String>,
}

impl Outline {
    /// The outline of the assembly in this file; none where it is not an assembly, or a damaged one.
    pub(super) fn of(resource: &Resource) -> Option<Self> {
        if !resource.file_name.extension().eq_ignore_ascii_case("dll") {
            return None;
        }
        match Image::read(&resource.content.bytes()).ok()? {
            Image::Managed(image) => Self::of_image(&image).ok(),
            Image::Native(_) => None,
        }
    }

    fn of_image(image: &ManagedImage<'_>) -> Result<Self, Damage> {
        let surface = Surface::read(image)?;
        let budget = Budget::of(surface.metadata());
        let mut sections = vec![of_assembly(&Facts::of(image))];
        for of in surface.all() {
            let of = of?;
            let mut lines: Vec<String> = Vec::with_capacity(of.members.len());
            for member in &of.members {
                lines.push(surface.member_text(&of, member, Style::Full));
                budget.take(lines.last().map_or(0, String::len));
                budget.check()?;
            }
            lines.sort();
            sections.push(Section { name: of.full_name(), heading: surface.type_text(&of, Style::Full), lines });
        }
        sections[1..].sort_by(|one, other| one.name.cmp(&other.name));
        Ok(Self { sections })
    }

    /// What the later version declares otherwise: a place for each type that differs, with its heading and the members that
    /// are gone or new. Both lists are sorted, so one walk over them is enough, however much differs.
    pub(super) fn changes_to(&self, later: &Self) -> LineChanges {
        let mut changes = LineChanges::default();
        let (mut before, mut after) = (Place::default(), Place::default());
        loop {
            let (one, other) = (self.sections.get(before.section), later.sections.get(after.section));
            let order = match (one, other) {
                (None, None) => return changes,
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some(one), Some(other)) => one.name.cmp(&other.name),
            };
            let one = one.filter(|_| order.is_le());
            let other = other.filter(|_| order.is_ge());
            let lines = differing(one, other);
            let (began_before, began_after) = (before.line, after.line);
            before.pass(one);
            after.pass(other);
            if lines.iter().all(|line| line.kind == LineKind::Same) {
                continue;
            }
            changes.added += lines.iter().filter(|line| line.kind == LineKind::Added).count();
            changes.removed += lines.iter().filter(|line| line.kind == LineKind::Removed).count();
            changes.hunks.push(Hunk { before: began_before..before.line, after: began_after..after.line, lines });
        }
    }
}

/// Where a walk over an outline is.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    section: usize,
    line: usize,
}

impl Place {
    fn pass(&mut self, section: Option<&Section>) {
        if let Some(section) = section {
            self.section += 1;
            self.line += 1 + section.lines.len();
        }
    }
}

fn of_assembly(facts: &Facts) -> Section {
    let framework = facts.target_framework_label().map(|label| format!(", for {label}")).unwrap_or_default();
    let name = facts.name.as_ref().map_or_else(|| "without a name".to_owned(), ToString::to_string);
    let mut lines: Vec<String> = facts.references.iter().map(|reference| format!("Reference {reference}")).collect();
    lines.sort();
    Section { name: String::new(), heading: format!("Assembly {name}{framework}"), lines }
}

/// The lines of a section that is in one version or in both: its heading, and the members that differ.
fn differing(one: Option<&Section>, other: Option<&Section>) -> Vec<Line> {
    let line = |kind, text: &str| Line { kind, text: format!("{text}\n") };
    let mut lines = Vec::new();
    let headings = (one.map(|one| &one.heading), other.map(|other| &other.heading));
    if let (Some(one), Some(other)) = headings
        && one == other
    {
        lines.push(line(LineKind::Same, one));
    } else {
        lines.extend(headings.0.map(|heading| line(LineKind::Removed, heading)));
        lines.extend(headings.1.map(|heading| line(LineKind::Added, heading)));
    }
    let members = |section: Option<&Section>| section.map(|section| section.lines.clone()).unwrap_or_default();
    let (mut old, mut new) = (members(one).into_iter().peekable(), members(other).into_iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return lines,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(old), Some(new)) => old.cmp(new),
        };
        let gone = if order.is_le() { old.next() } else { None };
        let came = if order.is_ge() { new.next() } else { None };
        match (gone, came) {
            (Some(gone), None) => lines.push(line(LineKind::Removed, &format!("    {gone}"))),
            (None, Some(came)) => lines.push(line(LineKind::Added, &format!("    {came}"))),
            _ => {}
        }
    }
}
