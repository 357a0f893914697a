use extension::Item;
use leptos::prelude::*;

use super::Grid;

/// How a click or a key changes what is selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pick {
    /// This row alone.
    Only,
    /// This row too, or no longer.
    Toggle,
    /// Every row from where the selection began.
    Range,
}

impl Pick {
    /// What the keys held with a click mean.
    pub(crate) fn of(ctrl: bool, shift: bool) -> Self {
        match (ctrl, shift) {
            (_, true) => Self::Range,
            (true, false) => Self::Toggle,
            (false, false) => Self::Only,
        }
    }
}

impl Grid {
    /// The selected rows of this grid, in their order.
    pub(crate) fn selected(self) -> Vec<Item> {
        self.selection.with_untracked(|selection| {
            self.rows.with_untracked(|rows| rows.iter().filter(|row| selection.contains(row)).copied().collect())
        })
    }

    /// Whether the row is selected, followed.
    pub(crate) fn is_selected(self, row: Item) -> bool {
        self.selection.with(|selection| selection.contains(&row))
    }

    /// Changes what is selected.
    pub(crate) fn pick(self, row: Item, pick: Pick) {
        let anchor = self.anchor.get_untracked().filter(|anchor| self.position_now(*anchor).is_some());
        let chosen = self.rows.with_untracked(|rows| picked(rows, &self.selected(), anchor, row, pick));
        if pick != Pick::Range || anchor.is_none() {
            self.anchor.set(Some(row));
        }
        self.current.set(Some(row));
        self.select(chosen);
    }

    /// Selects these rows and no others.
    pub(crate) fn select(self, rows: Vec<Item>) {
        if self.selection.with_untracked(|selection| *selection != rows) {
            self.selection.set(rows);
        }
    }

    /// A cell of the row got the keyboard: the row alone is selected.
    pub(crate) fn enter(self, row: Item) {
        if self.current.get_untracked() != Some(row) {
            self.current.set(Some(row));
        }
        if self.selected() != [row] {
            self.anchor.set(Some(row));
            self.select(vec![row]);
        }
    }
}

/// The rows that are selected after a pick.
fn picked(rows: &[Item], selected: &[Item], anchor: Option<Item>, row: Item, pick: Pick) -> Vec<Item> {
    match pick {
        Pick::Only => vec![row],
        Pick::Toggle if selected.contains(&row) => selected.iter().copied().filter(|other| *other != row).collect(),
        Pick::Toggle => rows.iter().copied().filter(|other| *other == row || selected.contains(other)).collect(),
        Pick::Range => {
            let place = |wanted: Item| rows.iter().position(|other| *other == wanted);
            let (Some(to), from) = (place(row), anchor.and_then(place)) else { return vec![row] };
            let from = from.unwrap_or(to);
            rows[from.min(to)..=from.max(to)].to_vec()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use extension::Key;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn picks_follow_the_order_of_the_rows() {
        let rows: Vec<Item> = (0..5).map(|number| Item::Action(Key::from_bytes([number; 16]))).collect();
        let pick = |selected: &[Item], anchor, row: usize, how| picked(&rows, selected, anchor, rows[row], how);
        assert_eq!(pick(&rows, None, 2, Pick::Only), [rows[2]]);
        assert_eq!(pick(&[rows[3]], None, 1, Pick::Toggle), [rows[1], rows[3]]);
        assert_eq!(pick(&[rows[1], rows[3]], None, 1, Pick::Toggle), [rows[3]]);
        assert_eq!(pick(&[], Some(rows[3]), 1, Pick::Range), rows[1..=3]);
        assert_eq!(pick(&[], None, 4, Pick::Range), [rows[4]]);
        assert_eq!(pick(&[], Some(Item::Extension), 4, Pick::Range), [rows[4]]);
    }
}
