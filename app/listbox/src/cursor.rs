/// A move of the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To the next entry.
    Next,
    /// To the previous entry.
    Previous,
    /// Down by a page.
    PageDown,
    /// Up by a page.
    PageUp,
    /// To the first entry.
    First,
    /// To the last entry.
    Last,
}

impl Step {
    /// The move that a key asks for while the keyboard is in a list, by the name that browsers give the key.
    pub fn in_list(key: &str) -> Option<Self> {
        match key {
            "Home" => Some(Self::First),
            "End" => Some(Self::Last),
            _ => Self::in_field(key),
        }
    }

    /// The move that a key asks for while the keyboard is in a field above the list: Home and End move in the text.
    pub fn in_field(key: &str) -> Option<Self> {
        match key {
            "ArrowDown" => Some(Self::Next),
            "ArrowUp" => Some(Self::Previous),
            "PageDown" => Some(Self::PageDown),
            "PageUp" => Some(Self::PageUp),
            _ => None,
        }
    }
}

/// How the cursor of a kind of list moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Whether a step beyond one end leads to the other. A page always stops at the end.
    goes_around: bool,
    /// The entries of a page.
    page: usize,
}

impl Cursor {
    /// The list below a field: a choice, the palette, quick open.
    pub const BELOW_FIELD: Self = Self { goes_around: true, page: 10 };
    /// A tree, or a table of lines.
    pub const TREE: Self = Self { goes_around: false, page: 15 };

    /// Where the cursor stands after the step in a list of this length; `None` in an empty list. A cursor beyond the end,
    /// which a filter may leave behind, counts as one at the last entry.
    pub fn moved(self, at: Option<usize>, step: Step, count: usize) -> Option<usize> {
        let last = count.checked_sub(1)?;
        let at = at.map(|at| at.min(last));
        Some(match (step, at) {
            (Step::Next, _) if self.goes_around => around(at, 1, count)?,
            (Step::Previous, _) if self.goes_around => around(at, -1, count)?,
            (Step::Last, _) => last,
            (Step::First, _) | (_, None) => 0,
            (Step::Next, Some(at)) => (at + 1).min(last),
            (Step::Previous, Some(at)) => at.saturating_sub(1),
            (Step::PageDown, Some(at)) => (at + self.page).min(last),
            (Step::PageUp, Some(at)) => at.saturating_sub(self.page),
        })
    }
}

/// The place some steps from `at` in a list of this length, around its ends; `None` in an empty list. From nowhere, a way
/// down begins with the first entry and a way up with the last one.
pub fn around(at: Option<usize>, by: isize, count: usize) -> Option<usize> {
    if count == 0 {
        return None;
    }
    let length = count.cast_signed();
    let begin = at.map_or(if by > 0 { -1 } else { 0 }, |at| at.min(count - 1).cast_signed());
    Some((begin + by).rem_euclid(length).cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(cursor: Cursor, at: usize, key: &str, count: usize) -> Option<usize> {
        cursor.moved(Some(at), Step::in_list(key)?, count)
    }

    #[test]
    fn below_a_field_arrows_go_around_the_ends_and_pages_stop_there() {
        let list = Cursor::BELOW_FIELD;
        assert_eq!(moved(list, 2, "ArrowDown", 3), Some(0));
        assert_eq!(moved(list, 0, "ArrowUp", 3), Some(2));
        assert_eq!(moved(list, 0, "PageDown", 3), Some(2));
        assert_eq!(moved(list, 15, "PageUp", 30), Some(5));
        assert_eq!(moved(list, 5, "PageUp", 30), Some(0));
    }

    #[test]
    fn in_a_tree_every_step_stops_at_the_ends() {
        let tree = Cursor::TREE;
        assert_eq!(moved(tree, 2, "ArrowDown", 3), Some(2));
        assert_eq!(moved(tree, 0, "ArrowUp", 3), Some(0));
        assert_eq!(moved(tree, 20, "PageUp", 30), Some(5));
        assert_eq!(moved(tree, 20, "Home", 30), Some(0));
        assert_eq!(moved(tree, 20, "End", 30), Some(29));
    }

    #[test]
    fn an_empty_list_has_no_place_for_a_cursor() {
        for key in ["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End"] {
            assert_eq!(moved(Cursor::TREE, 0, key, 0), None, "{key}");
            assert_eq!(moved(Cursor::BELOW_FIELD, 7, key, 0), None, "{key}");
        }
        assert_eq!(around(None, 1, 0), None);
    }

    #[test]
    fn a_cursor_that_stands_nowhere_or_beyond_the_end_comes_into_the_list() {
        assert_eq!(Cursor::TREE.moved(None, Step::Previous, 3), Some(0));
        assert_eq!(Cursor::TREE.moved(None, Step::Next, 3), Some(0));
        assert_eq!(Cursor::BELOW_FIELD.moved(None, Step::Previous, 3), Some(2));
        assert_eq!(moved(Cursor::BELOW_FIELD, 200, "ArrowUp", 3), Some(1));
        assert_eq!(moved(Cursor::TREE, 200, "ArrowDown", 3), Some(2));
        assert_eq!(around(None, 1, 3), Some(0));
        assert_eq!(around(None, -1, 3), Some(2));
        assert_eq!(around(Some(2), 2, 3), Some(1));
    }

    #[test]
    fn in_a_field_the_keys_of_the_text_stay_with_it() {
        assert_eq!(Step::in_field("Home"), None);
        assert_eq!(Step::in_field("End"), None);
        assert_eq!(Step::in_list("a"), None);
    }
}
