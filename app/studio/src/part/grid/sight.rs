use extension::Item;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{Grid, ROW};

/// Rows made beyond what shows, so that scrolling never sees a gap and Tab finds the next row.
const SPARE: usize = 12;

impl Grid {
    /// The rows that are on the page: those in sight, and the one with the keyboard, in their order.
    pub(crate) fn shown(self) -> Vec<Item> {
        let (first, end) = self.sight.get();
        let current = self.current.get();
        self.rows.with(|rows| {
            let in_sight = |(index, row): &(usize, &Item)| (first..end).contains(index) || Some(**row) == current;
            rows.iter().enumerate().filter(in_sight).map(|(_, row)| *row).collect()
        })
    }

    /// Looks again at what can be seen, after scrolling.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // pixels
    pub(crate) fn look(self) {
        let (Some(scroller), Some(body)) = (self.scroller.get_untracked(), self.body.get_untracked()) else { return };
        let (frame, rows) = (scroller.get_bounding_client_rect(), body.get_bounding_client_rect());
        let above = ((frame.top() - rows.top()) / ROW).max(0.0) as usize;
        // In steps, so that the page changes only now and then.
        let first = above.saturating_sub(SPARE) / 8 * 8;
        let end = above + (frame.height() / ROW) as usize + 2 * SPARE;
        let sight = (first, end.div_ceil(8) * 8);
        if self.sight.get_untracked() != sight {
            self.sight.set(sight);
        }
    }

    /// Looks at what can be seen when the grid is there and when the window changes.
    pub(super) fn watch(self) {
        Effect::new(move |_| {
            if self.body.get().is_some() {
                request_animation_frame(move || self.look_if_there());
            }
        });
        let resized = window_event_listener(ev::resize, move |_| self.look());
        on_cleanup(move || resized.remove());
    }

    fn look_if_there(self) {
        if self.sight.try_get_untracked().is_some() {
            self.look();
        }
    }

    /// Brings the row into sight and, in the next frame, gives the keyboard to what the selector finds in it.
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // pixels
    pub(crate) fn reveal(self, row: Item, selector: String, select: bool) {
        let (Some(scroller), Some(body)) = (self.scroller.get_untracked(), self.body.get_untracked()) else { return };
        let Some(position) = self.position_now(row) else { return };
        self.current.set(Some(row));
        let (frame, rows) = (scroller.get_bounding_client_rect(), body.get_bounding_client_rect());
        let top = rows.top() - frame.top() + position as f64 * ROW;
        // The head of the grid covers a row at the top.
        let by = if top < ROW { top - ROW } else { (top + 2.0 * ROW - frame.height()).max(0.0) };
        if by != 0.0 {
            scroller.set_scroll_top(scroller.scroll_top() + by as i32);
            self.look();
        }
        request_animation_frame(move || {
            let Some(element) = self.element(row).and_then(|row| row.query_selector(&selector).ok().flatten()) else {
                return;
            };
            if let Some(element) = element.dyn_ref::<HtmlElement>() {
                // Focusing an element of the page cannot fail.
                let _ = element.focus();
            }
            if let Some(input) = element.dyn_ref::<HtmlInputElement>().filter(|_| select) {
                input.select();
            }
        });
    }

    /// The row on the page.
    pub(crate) fn element(self, row: Item) -> Option<Element> {
        let body = self.body.try_get_untracked().flatten()?;
        body.query_selector(&format!("[data-row='{}']", row.key()?)).ok().flatten()
    }

    /// Whether the keyboard is in the grid or the rows around it.
    pub(crate) fn has_keyboard(self) -> bool {
        let body = self.body.try_get_untracked().flatten();
        let grid = body.and_then(|body| body.closest("[role=grid]").ok().flatten());
        let active = document().active_element();
        grid.is_some_and(|grid| grid.contains(active.as_deref()))
    }
}
