use std::ops::Range;

use similar::{ChangeTag, DiffableStr, TextDiff};

use super::{Ends, Text};
use extension::Content;

/// How many equal lines stand around those that differ.
const CONTEXT: usize = 3;

/// The lines in which two texts differ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineChanges {
    /// Places that differ, in order. None when only line ends or the byte order mark of the whole differ.
    pub hunks: Vec<Hunk>,
    /// How many lines only the later text has.
    pub added: usize,
    /// How many lines only the earlier text has.
    pub removed: usize,
}

/// A place where two texts differ, with lines around it that are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// The lines in the earlier text, counted from 0.
    pub before: Range<usize>,
    /// The lines in the later text, counted from 0.
    pub after: Range<usize>,
    /// The lines of both.
    pub lines: Vec<Line>,
}

impl Hunk {
    /// The lines as they stand side by side: those that are gone beside those that came in their place, each with
    /// its number, counted from 0.
    pub fn side_by_side(&self) -> Vec<[Option<(usize, &Line)>; 2]> {
        let (mut before, mut after) = (self.before.start, self.after.start);
        let mut rows: Vec<[Option<(usize, &Line)>; 2]> = Vec::new();
        // The first row of the place that differs: an added line stands beside a removed one of it.
        let mut open = 0;
        for line in &self.lines {
            match line.kind {
                LineKind::Same => {
                    rows.push([Some((before, line)), Some((after, line))]);
                    (before, after, open) = (before + 1, after + 1, rows.len());
                }
                LineKind::Removed => {
                    rows.push([Some((before, line)), None]);
                    before += 1;
                }
                LineKind::Added => {
                    match rows[open..].iter_mut().find(|row| row[1].is_none()) {
                        Some(row) => row[1] = Some((after, line)),
                        None => rows.push([None, Some((after, line))]),
                    }
                    after += 1;
                }
            }
        }
        rows
    }
}

/// A line of a [`Hunk`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which of the texts has it.
    pub kind: LineKind,
    /// The line with its end.
    pub text: String,
}

/// Which of the two texts has a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// Both.
    Same,
    /// The earlier one.
    Removed,
    /// The later one.
    Added,
}

/// Where two contents differ by line, when both are texts.
///
/// When each has one kind of line end throughout, the ends do not count: a text that was converted as a whole
/// differs in none of its lines.
pub fn line_changes(before: &Content, after: &Content) -> Option<LineChanges> {
    let (before, after) = (Text::of(before)?, Text::of(after)?);
    let (before, after) = if before.ends == after.ends {
        (before.characters, after.characters)
    } else {
        (before.neutral(), after.neutral())
    };
    let difference = TextDiff::from_lines(before.as_str(), after.as_str());
    let mut changes = LineChanges::default();
    for group in difference.grouped_ops(CONTEXT) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let lines: Vec<Line> = group
            .iter()
            .flat_map(|operation| difference.iter_changes(operation))
            .map(|change| Line { kind: change.tag().into(), text: change.value().to_owned() })
            .collect();
        changes.added += lines.iter().filter(|line| line.kind == LineKind::Added).count();
        changes.removed += lines.iter().filter(|line| line.kind == LineKind::Removed).count();
        changes.hunks.push(Hunk {
            before: first.old_range().start..last.old_range().end,
            after: first.new_range().start..last.new_range().end,
            lines,
        });
    }
    Some(changes)
}

impl LineChanges {
    /// The earlier content with one place, or without a number every place, as the later one has it: what [`line_changes`]
    /// found. Line ends and byte order mark stay those of the earlier content. `None` when that is not text or the
    /// places are not its own.
    pub fn taken(&self, before: &Content, hunk: Option<usize>) -> Option<Content> {
        let text = Text::of(before)?;
        let own = text.characters.as_str().tokenize_lines();
        let mut pieces: Vec<String> = Vec::new();
        let mut next = 0;
        for (index, place) in self.hunks.iter().enumerate() {
            if hunk.is_some_and(|hunk| hunk != index) {
                continue;
            }
            pieces.extend(own.get(next..place.before.start)?.iter().map(|line| (*line).to_owned()));
            next = place.before.start;
            for line in &place.lines {
                match line.kind {
                    LineKind::Added => pieces.push(text.ends.on(&line.text)),
                    LineKind::Same => pieces.push((*own.get(next)?).to_owned()),
                    LineKind::Removed => {}
                }
                next += usize::from(line.kind != LineKind::Added);
            }
        }
        pieces.extend(own.get(next..)?.iter().map(|line| (*line).to_owned()));
        // A last line without an end may have got others behind it.
        let last = pieces.len().saturating_sub(1);
        let end = if text.ends == Ends::CrLf { "\r\n" } else { "\n" };
        for piece in pieces.iter_mut().take(last).filter(|piece| !piece.ends_with(['\n', '\r'])) {
            piece.push_str(end);
        }
        Some(Text { characters: pieces.concat(), ..text }.content())
    }
}

impl From<ChangeTag> for LineKind {
    fn from(tag: ChangeTag) -> Self {
        match tag {
            ChangeTag::Equal => Self::Same,
            ChangeTag::Delete => Self::Removed,
            ChangeTag::Insert => Self::Added,
        }
    }
}
