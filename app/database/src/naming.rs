//! Names of tables and columns as names of entities and attributes.

use std::collections::{HashMap, HashSet};

use extension::Name;

/// Names that are given out, each once, ignoring case.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: HashSet<String>,
    /// The number to try next, by name, so that a thousand equal names are no million tries.
    next: HashMap<String, usize>,
}

impl Names {
    /// The names that are taken already.
    pub(crate) fn taken<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { taken: names.into_iter().map(str::to_ascii_lowercase).collect(), next: HashMap::new() }
    }

    /// A valid name for this text that nothing has: `Order`, `Order_2`, …
    ///
    /// `limit` is the most characters, `start` what is put before a text that does not begin with a letter.
    pub(crate) fn give(&mut self, text: &str, start: &str, limit: usize, is_refused: fn(&str) -> bool) -> String {
        let valid = valid(text, start, limit);
        let mut name = valid.clone();
        if is_refused(&name) {
            name = shortened(&valid, "_", limit);
        }
        let number = self.next.entry(valid.to_ascii_lowercase()).or_insert(2);
        while !self.taken.insert(name.to_ascii_lowercase()) {
            name = shortened(&valid, &format!("_{number}"), limit);
            *number += 1;
        }
        name
    }
}

/// The text with what names cannot have exchanged: other characters by `_`, as in the platform's own editor, and with a letter before
/// a digit. What stands before the first letter or digit goes.
fn valid(text: &str, start: &str, limit: usize) -> String {
    let replaced = Name::with_replaced_characters(text);
    let trimmed = replaced.trim_start_matches('_');
    let begins_with_letter = trimmed.starts_with(|first: char| first.is_ascii_alphabetic());
    let whole = if begins_with_letter { trimmed.to_owned() } else { format!("{start}{trimmed}") };
    shortened(&whole, "", limit)
}

/// The text with an end, cut so that both have room. The text is ASCII.
fn shortened(text: &str, end: &str, limit: usize) -> String {
    let kept: String = text.chars().take(limit.saturating_sub(end.len())).collect();
    format!("{kept}{end}")
}

#[cfg(test)]
mod tests {
    use extension::{ENTITY_ATTRIBUTE_NAME_LIMIT, NAME_LIMIT};

    use super::*;

    #[test]
    fn names_are_valid_and_unique() {
        let mut names = Names::taken(["Order"]);
        let mut give = |text: &str| names.give(text, "Column", 28, |name| name.eq_ignore_ascii_case("number"));
        assert_eq!(give("order"), "order_2");
        assert_eq!(give("ORDER"), "ORDER_3");
        assert_eq!(give("Preço médio"), "Pre_o_m_dio");
        assert_eq!(give("2nd line"), "Column2nd_line");
        assert_eq!(give("__x"), "x");
        assert_eq!(give("日本"), "Column");
        assert_eq!(give(""), "Column_2");
        assert_eq!(give("NUMBER"), "NUMBER_");
        assert_eq!(give("Number"), "Number_2");
        assert_eq!(give(&"a".repeat(40)), "a".repeat(28));
        assert_eq!(give(&"a".repeat(40)), format!("{}_2", "a".repeat(26)));
    }

    #[test]
    fn every_text_gives_a_name() {
        let (mut entities, mut attributes) = (Names::default(), Names::default());
        for text in ["", "_", "9", "ä", "a b", "\u{0}", "select", &"é".repeat(90), "𝒳"] {
            for _ in 0..3 {
                assert!(Name::new(&entities.give(text, "Table", NAME_LIMIT, |_| false)).is_ok());
                let name = attributes.give(text, "Column", ENTITY_ATTRIBUTE_NAME_LIMIT, |_| true);
                assert!(Name::of_entity_attribute(&name).is_ok());
            }
        }
    }
}
