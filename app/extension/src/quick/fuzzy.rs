//! How well a typed text stands for a name: what quick open and the choice of types rank by.

use std::ops::Range;

/// A typed text, ready to be compared with many names. White space in it does not count.
#[derive(Debug)]
pub(crate) struct Pattern {
    folded: Vec<char>,
    /// The same for names in ASCII, which nearly all are; `None` where it stands in none of them.
    ascii: Option<Vec<u8>>,
    /// A name that is not in ASCII, and where the characters of the pattern stand in a name: kept for their
    /// memory.
    name: Vec<char>,
    positions: Vec<usize>,
}

/// How a pattern stands in a name, the better the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The characters stand in the name in this order.
    Scattered,
    /// The pattern stands in the name.
    Inside,
    /// The pattern is made of beginnings of the name's words, as `goc` of `GetOrderCount`.
    Words,
    /// The pattern stands at the start of a word of the name.
    WordStart,
    /// The name starts with the pattern.
    Prefix,
    /// The pattern is the name.
    Whole,
}

/// Enough for every name that a person gives; bounds what a hostile one costs.
const STEPS: u32 = 200;

impl Pattern {
    /// The pattern of what a user typed.
    pub(crate) fn new(text: &str) -> Self {
        let folded: Vec<char> =
            text.chars().filter(|character| !character.is_whitespace()).map(Letter::folded).collect();
        let ascii = folded.iter().map(|character| u8::try_from(*character).ok().filter(u8::is_ascii)).collect();
        Self { folded, ascii, name: Vec::new(), positions: Vec::new() }
    }

    /// Whether nothing was typed: such a pattern stands for every name.
    pub(crate) fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// How well the pattern stands for the name, the better the greater; `None` when it does not. Nothing
    /// typed stands for all names equally well.
    pub(crate) fn score(&mut self, name: &str) -> Option<i32> {
        if self.is_empty() {
            return Some(0);
        }
        let fit = self.fit(name)?;
        // The shorter name of two is the nearer one.
        let length = i32::try_from(name.len()).unwrap_or(i32::MAX).min(300);
        Some(fit as i32 * 1000 - length)
    }

    /// The parts of the name that the pattern stands for, as byte ranges; empty when it does not.
    pub(crate) fn ranges(&mut self, name: &str) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        if self.fit(name).is_none() {
            return ranges;
        }
        let mut wanted = self.positions.iter().copied().peekable();
        for (position, (start, character)) in name.char_indices().enumerate() {
            if wanted.next_if_eq(&position).is_none() {
                continue;
            }
            let end = start + character.len_utf8();
            match ranges.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => ranges.push(start..end),
            }
        }
        ranges
    }

    /// The best fit, with the positions of its characters.
    fn fit(&mut self, name: &str) -> Option<Fit> {
        if name.is_ascii() {
            fit(self.ascii.as_ref()?, name.as_bytes(), &mut self.positions)
        } else {
            self.name.clear();
            self.name.extend(name.chars());
            fit(&self.folded, &self.name, &mut self.positions)
        }
    }
}

/// A character, or a byte of a name in ASCII.
trait Letter: Copy + PartialEq {
    /// Lower case, one letter for one, so that positions stay.
    fn folded(self) -> Self;
    /// Whether a word starts with it.
    fn is_start(self, before: Option<Self>) -> bool;
}

impl Letter for char {
    fn folded(self) -> Self {
        if self.is_ascii() { self.to_ascii_lowercase() } else { self.to_lowercase().next().unwrap_or(self) }
    }

    fn is_start(self, before: Option<Self>) -> bool {
        self.is_alphanumeric()
            && before.is_none_or(|before| {
                !before.is_alphanumeric()
                    || (self.is_uppercase() && !before.is_uppercase())
                    || (self.is_numeric() && !before.is_numeric())
            })
    }
}

impl Letter for u8 {
    fn folded(self) -> Self {
        self.to_ascii_lowercase()
    }

    fn is_start(self, before: Option<Self>) -> bool {
        self.is_ascii_alphanumeric()
            && before.is_none_or(|before| {
                !before.is_ascii_alphanumeric()
                    || (self.is_ascii_uppercase() && !before.is_ascii_uppercase())
                    || (self.is_ascii_digit() && !before.is_ascii_digit())
            })
    }
}

/// The best fit of a folded pattern in a name, and the positions of its letters.
fn fit<L: Letter>(pattern: &[L], name: &[L], positions: &mut Vec<usize>) -> Option<Fit> {
    positions.clear();
    for (position, letter) in name.iter().enumerate() {
        match pattern.get(positions.len()) {
            Some(wanted) if letter.folded() == *wanted => positions.push(position),
            Some(_) => {}
            None => break,
        }
    }
    let length = pattern.len();
    if positions.len() < length {
        return None;
    }
    let is_at =
        |start: usize| name[start..start + length].iter().zip(pattern).all(|(it, wanted)| it.folded() == *wanted);
    if is_at(0) {
        return Some(if name.len() == length { Fit::Whole } else { Fit::Prefix });
    }
    let mut inside = None;
    for start in positions[0]..=name.len() - length {
        if is_at(start) {
            if is_start(name, start) {
                positions.clear();
                positions.extend(start..start + length);
                return Some(Fit::WordStart);
            }
            inside.get_or_insert(start);
        }
    }
    let mut of_words = Words { pattern, name, positions: Vec::new(), steps: STEPS };
    if of_words.go_on(0) {
        *positions = of_words.positions;
        return Some(Fit::Words);
    }
    let Some(start) = inside else { return Some(Fit::Scattered) };
    positions.clear();
    positions.extend(start..start + length);
    Some(Fit::Inside)
}

fn is_start<L: Letter>(name: &[L], position: usize) -> bool {
    name[position].is_start(position.checked_sub(1).map(|before| name[before]))
}

/// The search for a pattern in the beginnings of words.
struct Words<'a, L> {
    pattern: &'a [L],
    name: &'a [L],
    positions: Vec<usize>,
    steps: u32,
}

impl<L: Letter> Words<'_, L> {
    /// Whether the rest of the pattern goes on at `from` or at the starts of later words.
    fn go_on(&mut self, from: usize) -> bool {
        let Some(wanted) = self.pattern.get(self.positions.len()).copied() else { return true };
        let is_begun = !self.positions.is_empty();
        for position in from..self.name.len() {
            self.steps = self.steps.saturating_sub(1);
            if self.steps == 0 {
                return false;
            }
            let fits = self.name[position].folded() == wanted;
            if fits && ((is_begun && position == from) || is_start(self.name, position)) {
                self.positions.push(position);
                if self.go_on(position + 1) {
                    return true;
                }
                self.positions.pop();
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_better_fit_has_the_greater_score() {
        let names = ["Order", "OrderLine", "GetOrder", "Oracle", "Reorder", "ForwardRendering"];
        let mut pattern = Pattern::new("order");
        let scores: Vec<Option<i32>> = names.iter().map(|name| pattern.score(name)).collect();
        assert!(scores[0] > scores[1] && scores[1] > scores[2] && scores[2] > scores[4], "{scores:?}");
        assert_eq!(scores[3], None);
        assert!(scores[4] > scores[5], "{scores:?}");
    }

    #[test]
    fn beginnings_of_words_are_found_also_where_the_first_try_fails() {
        let mut pattern = Pattern::new("gor");
        assert_eq!(pattern.ranges("GoodOrder"), [0..1, 4..6]);
        assert_eq!(Pattern::new("rl addr").ranges("Record List (Address)"), [0..1, 7..8, 13..17]);
    }

    proptest! {
        #[test]
        fn ranges_are_parts_of_any_name(text: String, name: String) {
            let mut pattern = Pattern::new(&text);
            let ranges = pattern.ranges(&name);
            prop_assert_eq!(pattern.score(&name).is_some(), pattern.is_empty() || !ranges.is_empty());
            for range in ranges {
                prop_assert!(name.get(range).is_some());
            }
        }
    }
}
