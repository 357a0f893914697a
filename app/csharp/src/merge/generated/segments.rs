//! Three versions of a declaration, statement by statement.

use std::ops::Range;

use super::super::source::Source;
use super::outline::{Item, text};

/// A piece of a declaration that changes as one: an attribute, a head, a statement, a closing brace.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    /// The positions of its tokens.
    pub(super) positions: Range<usize>,
    /// Its tokens.
    words: Vec<String>,
}

impl Segment {
    /// Its tokens as texts.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether the word is among its tokens.
    pub(super) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|own| own == word)
    }
}

/// A change: these segments become those.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) from: Range<usize>,
    pub(super) to: Range<usize>,
}

/// Beyond so many pairs two versions are not compared but taken as different.
const MOST_PAIRS: usize = 16_000_000;

/// The segments of the positions, of which those before `declaration` are attributes.
pub(super) fn segments(source: &Source<'_>, item: &Item, to: usize, renamed: impl Fn(&str) -> String) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut first = item.first;
    let mut words = Vec::new();
    let mut position = item.first;
    while position < to {
        words.push(text(source, position, &renamed));
        let ends = match source.text_at(position) {
            ";" | "{" | "}" => true,
            "]" => position < item.declaration && source.partner(position) == first,
            _ => false,
        };
        position += 1;
        if ends || position == to {
            segments.push(Segment { positions: first..position, words: std::mem::take(&mut words) });
            first = position;
        }
    }
    segments
}

/// Whether two versions have the same tokens.
pub(super) fn are_same(one: &[Segment], other: &[Segment]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.words == other.words)
}

/// What is to change in `own` so that it follows from `base` to `new`; none where it cannot be told.
pub(super) fn changes(base: &[Segment], new: &[Segment], own: &[Segment]) -> Option<Vec<Change>> {
    let wanted = differences(base, new)?;
    let own_places = places(&matches(base, own)?, base.len());
    let mut changes = Vec::new();
    for change in wanted {
        let before = match change.from.start {
            0 => Some(0),
            start => own_places[start - 1].map(|place| place + 1),
        };
        let after = if change.from.end == base.len() { Some(own.len()) } else { own_places[change.from.end] };
        let (Some(before), Some(after)) = (before, after) else { return None };
        if before > after {
            return None;
        }
        let is_there = are_same(&own[before..after], &new[change.to.clone()]);
        if is_there {
            continue;
        }
        if !are_same(&own[before..after], &base[change.from.clone()]) {
            return None;
        }
        changes.push(Change { from: before..after, to: change.to });
    }
    Some(changes)
}

/// What changes from one version to another.
pub(super) fn differences(from: &[Segment], to: &[Segment]) -> Option<Vec<Change>> {
    let mut changes = Vec::new();
    let (mut one, mut other) = (0, 0);
    for (next_one, next_other) in matches(from, to)?.into_iter().chain([(from.len(), to.len())]) {
        if one < next_one || other < next_other {
            changes.push(Change { from: one..next_one, to: other..next_other });
        }
        (one, other) = (next_one + 1, next_other + 1);
    }
    Some(changes)
}

fn places(matches: &[(usize, usize)], length: usize) -> Vec<Option<usize>> {
    let mut places = vec![None; length];
    for &(one, other) in matches {
        places[one] = Some(other);
    }
    places
}

/// The longest common subsequence, as pairs of places.
fn matches(one: &[Segment], other: &[Segment]) -> Option<Vec<(usize, usize)>> {
    let is_same = |(one, other): &(&Segment, &Segment)| one.words == other.words;
    let start = one.iter().zip(other).take_while(is_same).count();
    let rest = one[start..].iter().rev().zip(other[start..].iter().rev());
    let end = rest.take_while(is_same).count();
    let mut pairs: Vec<(usize, usize)> = (0..start).map(|place| (place, place)).collect();
    pairs.extend(longest(&one[start..one.len() - end], &other[start..other.len() - end], start)?);
    pairs.extend((0..end).rev().map(|place| (one.len() - 1 - place, other.len() - 1 - place)));
    Some(pairs)
}

fn longest(one: &[Segment], other: &[Segment], offset: usize) -> Option<Vec<(usize, usize)>> {
    let width = other.len() + 1;
    if (one.len() + 1).saturating_mul(width) > MOST_PAIRS {
        return None;
    }
    let mut lengths = vec![0_u32; (one.len() + 1) * width];
    for row in (0..one.len()).rev() {
        for column in (0..other.len()).rev() {
            lengths[row * width + column] = if one[row].words == other[column].words {
                lengths[(row + 1) * width + column + 1] + 1
            } else {
                lengths[(row + 1) * width + column].max(lengths[row * width + column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut pairs = Vec::new();
    while row < one.len() && column < other.len() {
        if one[row].words == other[column].words {
            pairs.push((row + offset, column + offset));
            (row, column) = (row + 1, column + 1);
        } else if lengths[(row + 1) * width + column] >= lengths[row * width + column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    Some(pairs)
}
