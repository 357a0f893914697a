use std::ops::Range;

/// Replacements in a text, collected in any order.
#[derive(Debug, Default)]
pub(crate) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Replaces a part of the text.
    pub(crate) fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    /// Adds what another collected.
    pub(crate) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether nothing is replaced.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text with all replacements, of which none overlaps another. What is added at a place stands before what is replaced
    /// there, in the order in which it was added.
    pub(crate) fn apply_in_order(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, !range.is_empty()));
        applied(self.0, text)
    }

    /// The text with all replacements. Of two that overlap the larger one holds: it was made with the
    /// smaller one in mind. Of two of the same part the first one holds.
    pub(crate) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        applied(self.0, text)
    }
}

fn applied(edits: Vec<(Range<usize>, String)>, text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for (range, replacement) in edits {
        if range.start < done {
            continue;
        }
        result.push_str(&text[done..range.start]);
        result.push_str(&replacement);
        done = range.end;
    }
    result.push_str(&text[done..]);
    result
}
