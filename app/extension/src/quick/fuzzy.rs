//! How well a typed text stands for a name: what quick open and the choice of types rank by.

use std::ops::Range;

/// A typed text, ready to be compared with many names. White space in it does not count.
#[derive(Debug)]
pub(crate) struct Pattern {
    folded: Vec<char>,
    /// The name at hand, folded character by character; kept for its memory only.
    name: Vec<char>,
    /// For each character of the name, whether a word starts there.
    starts: Vec<bool>,
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
        let folded = text.chars().filter(|character| !character.is_whitespace()).map(fold).collect();
        Self { folded, name: Vec::new(), starts: Vec::new() }
    }

    /// Whether nothing was typed: such a pattern stands for every name.
    pub(crate) fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// How well the pattern stands for the name, the better the greater; `None` when it does not.
    pub(crate) fn score(&mut self, name: &str) -> Option<i32> {
        if !self.is_scattered_in(name) {
            return None;
        }
        self.load(name);
        let (fit, _) = self.fit();
        let length = i32::try_from(self.name.len()).unwrap_or(i32::MAX).min(300);
        Some(fit as i32 * 1000 - length)
    }

    /// The parts of the name that the pattern stands for, as byte ranges; empty when it does not.
    pub(crate) fn ranges(&mut self, name: &str) -> Vec<Range<usize>> {
        if !self.is_scattered_in(name) {
            return Vec::new();
        }
        self.load(name);
        let (_, positions) = self.fit();
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut wanted = positions.into_iter().peekable();
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

    fn is_scattered_in(&self, name: &str) -> bool {
        let mut wanted = self.folded.iter().copied();
        let mut next = wanted.next();
        for character in name.chars() {
            let Some(current) = next else { return true };
            if fold(character) == current {
                next = wanted.next();
            }
        }
        next.is_none()
    }

    fn load(&mut self, name: &str) {
        self.name.clear();
        self.starts.clear();
        let mut before = None;
        for character in name.chars() {
            self.starts.push(is_start(before, character));
            self.name.push(fold(character));
            before = Some(character);
        }
    }

    /// The best fit of a pattern whose characters stand in the name in order, and their positions.
    fn fit(&self) -> (Fit, Vec<usize>) {
        let length = self.folded.len();
        if self.name.starts_with(&self.folded) {
            let fit = if self.name.len() == length { Fit::Whole } else { Fit::Prefix };
            return (fit, (0..length).collect());
        }
        let mut inside = None;
        for (start, part) in self.name.windows(length.max(1)).enumerate() {
            if part == self.folded {
                if self.starts[start] {
                    return (Fit::WordStart, (start..start + length).collect());
                }
                inside.get_or_insert(start);
            }
        }
        let mut positions = Vec::with_capacity(length);
        if self.is_of_words(0, &mut positions, &mut STEPS.clone()) {
            return (Fit::Words, positions);
        }
        match inside {
            Some(start) => (Fit::Inside, (start..start + length).collect()),
            None => (Fit::Scattered, self.first_positions()),
        }
    }

    /// Whether the rest of the pattern goes on at `from` or at the starts of later words.
    fn is_of_words(&self, from: usize, positions: &mut Vec<usize>, steps: &mut u32) -> bool {
        let Some(&wanted) = self.folded.get(positions.len()) else { return true };
        let goes_on = !positions.is_empty();
        for position in from..self.name.len() {
            *steps = steps.saturating_sub(1);
            if *steps == 0 {
                return false;
            }
            let allowed = self.starts[position] || (goes_on && position == from);
            if allowed && self.name[position] == wanted {
                positions.push(position);
                if self.is_of_words(position + 1, positions, steps) {
                    return true;
                }
                positions.pop();
            }
        }
        false
    }

    fn first_positions(&self) -> Vec<usize> {
        let mut positions = Vec::with_capacity(self.folded.len());
        for (position, &character) in self.name.iter().enumerate() {
            if self.folded.get(positions.len()) == Some(&character) {
                positions.push(position);
            }
        }
        positions
    }
}

/// Lower case, one character for one, so that positions stay.
fn fold(character: char) -> char {
    if character.is_ascii() {
        character.to_ascii_lowercase()
    } else {
        character.to_lowercase().next().unwrap_or(character)
    }
}

fn is_start(before: Option<char>, character: char) -> bool {
    character.is_alphanumeric()
        && before.is_none_or(|before| {
            !before.is_alphanumeric()
                || (character.is_uppercase() && !before.is_uppercase())
                || (character.is_numeric() && !before.is_numeric())
        })
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
