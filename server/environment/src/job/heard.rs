//! What was heard of a publish until now. A server tells its messages again and again, and as many as it likes.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use web::text::beginning;

/// The messages that were heard, as numbers, and the errors among them.
#[derive(Debug, Default)]
pub(super) struct Heard {
    marks: HashSet<u64>,
    errors: u64,
    first: Vec<String>,
}

/// Messages that are known again. By then a job keeps none any more, so that one that is heard twice is not told twice.
const MOST: usize = 50_000;

/// Errors whose texts are kept.
const FIRST: usize = 10;

/// Bytes of such a text.
const LONGEST: usize = 2000;

impl Heard {
    /// Whether a message, or what marks it, was not heard before.
    pub(super) fn is_new(&mut self, message: &impl Hash) -> bool {
        let mut hasher = DefaultHasher::new();
        message.hash(&mut hasher);
        let mark = hasher.finish();
        if self.marks.len() >= MOST { !self.marks.contains(&mark) } else { self.marks.insert(mark) }
    }

    /// Counts an error.
    pub(super) fn error(&mut self, text: &str) {
        self.errors += 1;
        if self.first.len() < FIRST {
            self.first.push(beginning(text, LONGEST).to_owned());
        }
    }

    /// How many errors there were.
    pub(super) fn errors(&self) -> u64 {
        self.errors
    }

    /// The texts of the first ones.
    pub(super) fn first_errors(&self) -> &[String] {
        &self.first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_again_is_not_new_and_errors_count_beyond_what_is_known() {
        let mut heard = Heard::default();
        for number in 0..MOST {
            assert!(heard.is_new(&number) && !heard.is_new(&number));
        }
        for number in MOST..10 * MOST {
            assert!(heard.is_new(&number));
            heard.error(&"e".repeat(LONGEST + 1));
        }
        assert_eq!(heard.marks.len(), MOST);
        assert_eq!((heard.errors(), heard.first_errors().len()), (9 * MOST as u64, FIRST));
        assert_eq!(heard.first_errors()[0].len(), LONGEST);
    }
}
