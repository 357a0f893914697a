//! The keyboard in a tree, as the ARIA practices have it.

use std::hash::Hash;

use leptos::prelude::*;
use listbox::{Cursor, Step};
use web_sys::KeyboardEvent;

use super::{ROW, TreeRow, Trunk};

impl<N: Clone + Eq + Hash + Send + Sync + 'static> Trunk<N> {
    /// Does what the keys mean.
    pub(super) fn press(self, event: &KeyboardEvent) {
        if self.deeds.renaming.with_untracked(Option::is_some) {
            return;
        }
        let at = untrack(|| self.position());
        let Some(row) = self.rows.with_untracked(|rows| rows.get(at).cloned()) else { return };
        let has_control = event.ctrl_key() || event.meta_key();
        let is_done = match (has_control, event.alt_key()) {
            (false, false) => self.travel(event, at, &row) || self.act(event, at, row),
            (true, false) => self.select(event, at, row),
            (false, true) => self.shift(event, &row),
            (true, true) => false,
        };
        if is_done {
            event.prevent_default();
            event.stop_propagation();
        }
    }

    /// Where a key that moves the current line leads.
    fn next_place(self, event: &KeyboardEvent, at: usize) -> Option<usize> {
        Cursor::TREE.moved(Some(at), Step::in_list(&event.key())?, self.rows.with_untracked(Vec::len))
    }

    /// Makes the line the current one and selects it, or with Shift the lines up to it.
    fn travel_to(self, event: &KeyboardEvent, index: usize) {
        self.go(index);
        if event.shift_key() {
            self.pick_to(index);
        } else if let Some(node) = self.node_at(index) {
            self.pick(node);
        }
    }

    /// Keys that move the current line or open and close it.
    fn travel(self, event: &KeyboardEvent, at: usize, row: &TreeRow<N>) -> bool {
        if let Some(index) = self.next_place(event, at) {
            self.travel_to(event, index);
            return true;
        }
        match event.key().as_str() {
            "ArrowRight" if row.is_open == Some(false) => self.deeds.toggle.run(row.node.clone()),
            "ArrowRight" if row.is_open == Some(true) => self.travel_to(event, at + 1),
            "ArrowLeft" if row.is_open == Some(true) => self.deeds.toggle.run(row.node.clone()),
            "ArrowLeft" => {
                let outer =
                    self.rows.with_untracked(|rows| rows[..at].iter().rposition(|other| other.level < row.level));
                self.travel_to(event, outer.unwrap_or(at));
            }
            _ => return false,
        }
        true
    }

    /// Keys with Ctrl: they move without selecting, and select without moving.
    fn select(self, event: &KeyboardEvent, at: usize, row: TreeRow<N>) -> bool {
        if let Some(index) = self.next_place(event, at) {
            self.go(index);
            return true;
        }
        match event.key().as_str() {
            "a" | "A" if !event.shift_key() => self.pick_siblings(at),
            " " => self.pick_other(row.node),
            "." if row.has_offers => self.open_menu(at, row.node),
            _ => return false,
        }
        true
    }

    /// Keys with Alt: they move the selected lines themselves.
    fn shift(self, event: &KeyboardEvent, row: &TreeRow<N>) -> bool {
        let by = match event.key().as_str() {
            "ArrowUp" => -1,
            "ArrowDown" => 1,
            _ => return false,
        };
        if row.is_loose {
            self.deeds.shift.run((self.about(&row.node), by));
        }
        row.is_loose
    }

    /// Keys that do something with the current line, and letters that look for one.
    fn act(self, event: &KeyboardEvent, at: usize, row: TreeRow<N>) -> bool {
        match event.key().as_str() {
            " " if row.check.is_some() => self.deeds.check.run(row.node),
            "Enter" | " " => self.deeds.open.run(row.node),
            "F2" if row.has_name => self.deeds.renaming.set(Some(row.node)),
            "Delete" => self.deeds.delete.run(self.about(&row.node)),
            "ContextMenu" => self.open_menu(at, row.node),
            "F10" if event.shift_key() => self.open_menu(at, row.node),
            letter if letter.chars().count() == 1 => {
                if let Some(index) = self.find_typed(letter, event.time_stamp(), at) {
                    self.go(index);
                    self.pick_current();
                }
            }
            _ => return false,
        }
        true
    }

    fn pick_current(self) {
        if let Some(node) = self.current.get_untracked() {
            self.pick(node);
        }
    }

    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // a line number and pixels
    fn open_menu(self, at: usize, node: N) {
        let Some(place) = self.frame.get_untracked().map(|frame| frame.get_bounding_client_rect()) else { return };
        let top = place.top() + (at + 1) as f64 * ROW - self.scrolled.get_untracked();
        self.pick_for_menu(&node);
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
