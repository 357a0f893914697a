//! The keyboard in a tree, as the ARIA practices have it.

use std::hash::Hash;

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::{ROW, TreeRow, Trunk};

impl<N: Clone + Eq + Hash + Send + Sync + 'static> Trunk<N> {
    /// Does what the keys mean.
    pub(super) fn press(self, event: &KeyboardEvent) {
        let is_elsewhere = event.ctrl_key() || event.meta_key() || event.alt_key();
        if is_elsewhere || self.deeds.renaming.with_untracked(Option::is_some) {
            return;
        }
        let at = untrack(|| self.position());
        let Some(row) = self.rows.with_untracked(|rows| rows.get(at).cloned()) else { return };
        if self.travel(event, at, &row) || self.act(event, at, row) {
            event.prevent_default();
            event.stop_propagation();
        }
    }

    /// Keys that move the current line or open and close it.
    fn travel(self, event: &KeyboardEvent, at: usize, row: &TreeRow<N>) -> bool {
        let last = self.rows.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => self.go((at + 1).min(last)),
            "ArrowUp" => self.go(at.saturating_sub(1)),
            "Home" => self.go(0),
            "End" => self.go(last),
            "PageDown" => self.go((at + 15).min(last)),
            "PageUp" => self.go(at.saturating_sub(15)),
            "ArrowRight" if row.is_open == Some(false) => self.deeds.toggle.run(row.node.clone()),
            "ArrowRight" if row.is_open == Some(true) => self.go((at + 1).min(last)),
            "ArrowLeft" if row.is_open == Some(true) => self.deeds.toggle.run(row.node.clone()),
            "ArrowLeft" => {
                let outer =
                    self.rows.with_untracked(|rows| rows[..at].iter().rposition(|other| other.level < row.level));
                self.go(outer.unwrap_or(at));
            }
            _ => return false,
        }
        true
    }

    /// Keys that do something with the current line, and letters that look for one.
    fn act(self, event: &KeyboardEvent, at: usize, row: TreeRow<N>) -> bool {
        match event.key().as_str() {
            "Enter" | " " => self.deeds.open.run(row.node),
            "F2" if row.has_name => self.deeds.renaming.set(Some(row.node)),
            "Delete" => self.deeds.delete.run(row.node),
            "ContextMenu" => self.open_menu(at, row.node),
            letter if letter.chars().count() == 1 => {
                if let Some(index) = self.find_typed(letter, event.time_stamp(), at) {
                    self.go(index);
                }
            }
            _ => return false,
        }
        true
    }

    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // a line number and pixels
    fn open_menu(self, at: usize, node: N) {
        let Some(place) = self.frame.get_untracked().map(|frame| frame.get_bounding_client_rect()) else { return };
        let top = place.top() + (at + 1) as f64 * ROW - self.scrolled.get_untracked();
        self.deeds.menu.run((node, place.left() as i32 + 40, top as i32));
    }

    /// The next line whose name begins with what was typed; letters within a second belong together.
    fn find_typed(self, letter: &str, now: f64, at: usize) -> Option<usize> {
        let (text, is_new) = self.typed.try_update_value(|(text, last)| {
            let is_new = now - *last > 1000.0;
            if is_new {
                text.clear();
            }
            text.push_str(&letter.to_lowercase());
            *last = now;
            (text.clone(), is_new)
        })?;
        self.rows.with_untracked(|rows| {
            let count = rows.len();
            let begin = if is_new { at + 1 } else { at };
            let mut places = (0..count).map(|offset| (begin + offset) % count);
            places.find(|&index| rows[index].name.to_lowercase().starts_with(&text))
        })
    }
}
