//! What a grid of rows knows beside its cells: which rows are selected, which are in sight, where a dragged
//! row would go.

mod drag;
mod pick;
mod sight;

use extension::Item;
use leptos::html;
use leptos::prelude::*;

pub(crate) use drag::DragHandle;
pub(crate) use pick::Pick;

/// The height of a row in pixels: `--grid-row` in the style sheet.
pub(crate) const ROW: f64 = 28.0;

/// A grid of rows. Only the rows in sight are on the page, and the one with the keyboard.
#[derive(Clone, Copy)]
pub(crate) struct Grid {
    /// Every row in order.
    pub(crate) rows: Memo<Vec<Item>>,
    /// What is selected on the screen, perhaps elsewhere.
    pub(crate) selection: RwSignal<Vec<Item>>,
    /// The row with the keyboard, or the last one that had it.
    pub(crate) current: RwSignal<Option<Item>>,
    /// Where a range of selected rows began.
    anchor: RwSignal<Option<Item>>,
    /// The first row that can be seen, and the one behind the last.
    sight: RwSignal<(usize, usize)>,
    /// Before which row the dragged ones would go.
    pub(crate) drop_at: RwSignal<Option<usize>>,
    /// What scrolls.
    pub(crate) scroller: NodeRef<html::Div>,
    /// What holds the rows.
    pub(crate) body: NodeRef<html::Div>,
}

impl Grid {
    /// A grid of these rows, in what scrolls.
    pub(crate) fn new(rows: Memo<Vec<Item>>, selection: RwSignal<Vec<Item>>, scroller: NodeRef<html::Div>) -> Self {
        let grid = Self {
            rows,
            selection,
            current: RwSignal::new(None),
            anchor: RwSignal::new(None),
            sight: RwSignal::new((0, 40)),
            drop_at: RwSignal::new(None),
            scroller,
            body: NodeRef::new(),
        };
        grid.watch();
        grid
    }

    /// Where a row stands, followed.
    pub(crate) fn position(self, row: Item) -> Option<usize> {
        self.rows.with(|rows| rows.iter().position(|other| *other == row))
    }

    /// Where a row stands, once.
    pub(crate) fn position_now(self, row: Item) -> Option<usize> {
        self.rows.with_untracked(|rows| rows.iter().position(|other| *other == row))
    }
}
