//! A text in a text.

use std::ops::Range;

use super::Query;

/// A text to look for.
#[derive(Debug)]
pub(super) struct Needle {
    text: String,
    /// The characters without their case; empty where case counts.
    folded: Vec<char>,
    whole_word: bool,
}

impl Needle {
    /// `None` where there is nothing to look for.
    pub(super) fn new(query: &Query) -> Option<Self> {
        if query.text.is_empty() {
            return None;
        }
        let folded = if query.match_case { Vec::new() } else { query.text.chars().flat_map(fold).collect() };
        Some(Self { text: query.text.clone(), folded, whole_word: query.whole_word })
    }

    /// Where it stands in the text first, from this byte on.
    pub(super) fn first_in(&self, text: &str, mut from: usize) -> Option<Range<usize>> {
        loop {
            let range = self.any_in(text, from)?;
            if !self.whole_word || is_whole(text, &range) {
                return Some(range);
            }
            from = range.start + text[range.start..].chars().next().map_or(1, char::len_utf8);
        }
    }

    fn any_in(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let rest = text.get(from..)?;
        if self.folded.is_empty() {
            let start = from + rest.find(&self.text)?;
            return Some(start..start + self.text.len());
        }
        if self.text.is_ascii() && rest.is_ascii() {
            let start = from + ascii_position(rest.as_bytes(), self.text.as_bytes())?;
            return Some(start..start + self.text.len());
        }
        rest.char_indices().find_map(|(start, _)| {
            let length = self.folded_prefix(&rest[start..])?;
            Some(from + start..from + start + length)
        })
    }

    /// How many bytes of the text's beginning are the needle but for case; whole characters only.
    fn folded_prefix(&self, text: &str) -> Option<usize> {
        let mut wanted = self.folded.iter().copied();
        for (start, character) in text.char_indices() {
            if wanted.len() == 0 {
                return Some(start);
            }
            if !fold(character).all(|folded| wanted.next() == Some(folded)) {
                return None;
            }
        }
        (wanted.len() == 0).then_some(text.len())
    }
}

fn ascii_position(text: &[u8], needle: &[u8]) -> Option<usize> {
    let first = needle.first()?.to_ascii_lowercase();
    let starts = text.len().checked_sub(needle.len())? + 1;
    let is_at = |start: &usize| {
        text[*start].to_ascii_lowercase() == first && text[*start..*start + needle.len()].eq_ignore_ascii_case(needle)
    };
    (0..starts).find(is_at)
}

/// The character without its case. By way of upper case, so that all forms of a letter become one: ς and σ.
fn fold(character: char) -> impl Iterator<Item = char> {
    let upper = if character.is_ascii() { None } else { Some(character.to_uppercase().flat_map(char::to_lowercase)) };
    let ascii = character.is_ascii().then(|| character.to_ascii_lowercase());
    ascii.into_iter().chain(upper.into_iter().flatten())
}

/// Whether no word goes on beyond the edges of the range.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let goes_on = |one: Option<char>, other: Option<char>| one.is_some_and(is_word) && other.is_some_and(is_word);
    let found = &text[range.clone()];
    !goes_on(text[..range.start].chars().next_back(), found.chars().next())
        && !goes_on(found.chars().next_back(), text[range.end..].chars().next())
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str, wanted: &str, match_case: bool, whole_word: bool) -> Vec<Range<usize>> {
        let needle = Needle::new(&Query { text: wanted.to_owned(), match_case, whole_word });
        let mut from = 0;
        let next = || {
            let range = needle.as_ref()?.first_in(text, from)?;
            from = range.end;
            Some(range)
        };
        std::iter::from_fn(next).collect()
    }

    #[test]
    fn case_and_words() {
        assert_eq!(found("Order order", "ORDER", false, false), [0..5, 6..11]);
        assert_eq!(found("Order order", "order", true, false).len(), 1);
        assert_eq!(found("Reorder order_ order", "order", true, true), std::slice::from_ref(&(15..20)));
        assert_eq!(found("f(x) (x)y", "(x)", true, true).len(), 2);
        assert_eq!(found("f(x)y", "x)y", true, true).len(), 1);
        assert_eq!(found("fx)y", "x)", true, true).len(), 0);
        assert_eq!(found("aaaa", "aa", true, false), [0..2, 2..4]);
    }

    #[test]
    fn letters_beyond_ascii_have_case_too() {
        assert_eq!(found("GRÖSSE größe", "größe", false, false), [0..7, 8..15]);
        assert_eq!(found("Σίσυφος", "ΣΊΣΥΦΟΣ", false, true).len(), 1);
        assert_eq!(found("x ǅ Kelvin \u{212a}", "k", false, false).len(), 2);
        // Half of an ß is not a hit.
        assert_eq!(found("ß", "s", false, false), [0..0; 0]);
    }

    proptest! {
        #[test]
        fn hits_are_parts_of_any_text(text: String, wanted in "\\PC{1,2}|[a-cßσΣİ]{1,2}", whole: bool) {
            for range in found(&text, &wanted, false, whole) {
                let hit = text.get(range).unwrap();
                let fold_all = |text: &str| text.chars().flat_map(fold).collect::<String>();
                prop_assert_eq!(fold_all(hit), fold_all(&wanted));
            }
            prop_assert_eq!(found(&text, &wanted, true, false).len(), text.matches(wanted.as_str()).count());
        }

        #[test]
        fn both_ways_find_the_same_in_ascii(text in "[abAB_ ]{0,30}", wanted in "[abAB]{1,3}") {
            // The umlaut sends the search the slow way.
            let with_umlaut = format!("{text}ä");
            prop_assert_eq!(found(&text, &wanted, false, false), found(&with_umlaut, &wanted, false, false));
        }
    }
}
