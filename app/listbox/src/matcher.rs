use std::ops::Range;

/// A typed text that entries of a list are looked for with. An entry is found when it has every word of the text, in any
/// order and any case; a text without words finds every entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matcher {
    /// In lower case.
    words: Vec<String>,
}

impl Matcher {
    /// The matcher of what a user typed.
    pub fn new(typed: &str) -> Self {
        Self { words: typed.split_whitespace().map(str::to_lowercase).collect() }
    }

    /// Whether there are no words to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether an entry with this text is found.
    pub fn finds(&self, text: &str) -> bool {
        self.finds_among(&[text])
    }

    /// Whether an entry is found that shows these texts: each word stands in one of them.
    pub fn finds_among(&self, texts: &[&str]) -> bool {
        if self.is_empty() {
            return true;
        }
        let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
        self.words.iter().all(|word| texts.iter().any(|text| text.contains(word)))
    }

    /// The parts of a text to mark, as byte ranges in order that do not touch; none when a word is not in it.
    pub fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let letters: Vec<Letter> = letters(text).collect();
        let mut ranges = Vec::new();
        for word in &self.words {
            let Some(range) = places(&letters, word).next() else { return Vec::new() };
            ranges.push(range);
        }
        joined(ranges)
    }

    /// All places in a text that one of the words has, as byte ranges in order that do not touch.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        let letters: Vec<Letter> = letters(text).collect();
        joined(self.words.iter().flat_map(|word| places(&letters, word)).collect())
    }

    /// The first `most` entries that are found, those whose name starts with the first word before all others.
    pub fn best<T: Clone>(&self, entries: &[T], name: impl Fn(&T) -> &str, most: usize) -> Vec<T> {
        let first = self.words.first().map_or("", String::as_str);
        let starts = |entry: &&T| name(entry).to_lowercase().starts_with(first);
        let found: Vec<&T> = entries.iter().filter(|entry| self.finds(name(entry))).collect();
        let (begin, others): (Vec<&T>, Vec<&T>) = found.into_iter().partition(starts);
        begin.into_iter().chain(others).take(most).cloned().collect()
    }
}

/// A character in lower case, with its place in the text.
struct Letter {
    folded: char,
    place: Range<usize>,
}

/// One letter for one character: a character that becomes several in lower case is compared by the first of them.
fn letters(text: &str) -> impl Iterator<Item = Letter> {
    text.char_indices().map(|(start, character)| Letter {
        folded: character.to_lowercase().next().unwrap_or(character),
        place: start..start + character.len_utf8(),
    })
}

/// The places of a word, which may overlap.
fn places<'a>(letters: &'a [Letter], word: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let length = word.chars().count();
    let is_word = move |part: &&[Letter]| part.iter().map(|letter| letter.folded).eq(word.chars());
    letters.windows(length).filter(is_word).filter_map(|part| Some(part.first()?.place.start..part.last()?.place.end))
}

/// The ranges in order, those that touch as one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    ranges.dedup_by(|next, before| {
        let touches = next.start <= before.end;
        if touches {
            before.end = before.end.max(next.end);
        }
        touches
    });
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_looked_for_in_any_order_and_case() {
        let matcher = Matcher::new("  Order GET ");
        assert!(matcher.finds("GetOrderCount"));
        assert!(!matcher.finds("GetCount"));
        assert!(matcher.finds_among(&["order.cs", "gets"]));
        assert!(!matcher.finds_among(&[]));
        assert!(Matcher::new("ÄRGER").finds("Der Ärger"));
    }

    #[test]
    fn a_text_without_words_finds_everything_and_marks_nothing() {
        let matcher = Matcher::new(" \t");
        assert!(matcher.is_empty());
        assert!(matcher.finds("") && matcher.finds_among(&[]));
        assert!(matcher.ranges("GetOrder").is_empty());
        assert_eq!(matcher.best(&["b", "a"], |entry| entry, 1), ["b"]);
    }

    #[test]
    fn what_is_found_is_marked_once() {
        let ranges = |typed: &str, text: &str| -> Vec<(usize, usize)> {
            Matcher::new(typed).ranges(text).into_iter().map(|range| (range.start, range.end)).collect()
        };
        assert_eq!(ranges("order get", "GetOrder"), [(0, 8)]);
        assert_eq!(ranges("count get", "GetOrderCount"), [(0, 3), (8, 13)]);
        assert_eq!(ranges("ord order", "GetOrder"), [(3, 8)]);
        assert_eq!(ranges("rger", "Ärger"), [(2, 6)]);
        assert!(Matcher::new("get x").ranges("GetOrder").is_empty());
        assert!(Matcher::new("orders").ranges("Order").is_empty());
        assert!(Matcher::new("İ").ranges("").is_empty());
        assert_eq!(Matcher::new("get x").places("Get, got, get"), [0..3, 10..13]);
        assert_eq!(Matcher::new("aa").places("aaa b aa"), [0..3, 6..8]);
        assert!(Matcher::new("").places("aaa").is_empty());
    }

    #[test]
    fn names_that_begin_with_the_text_come_first() {
        let names = ["OrderLine", "Line", "Other"];
        let found = |typed: &str| Matcher::new(typed).best(&names, |name| name, 10);
        assert_eq!(found("line"), ["Line", "OrderLine"]);
        assert_eq!(found(""), names);
        assert!(found("x").is_empty());
        assert_eq!(Matcher::new("o").best(&names, |name| name, 1), ["OrderLine"]);
    }
}
