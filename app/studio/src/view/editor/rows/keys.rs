//! What the keys do in the rows.

use extension::{Item, Property};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent};

use super::deeds::{Deeds, HEAD, NAME};
use crate::browser::focus;
use crate::part::{Pick, place_mark};

/// The name of the field of the last row.
pub(super) fn new_row_label(deeds: Deeds) -> String {
    format!("Name of a new {}", deeds.list.words().1)
}

/// Keys in any cell.
pub(super) fn press(deeds: Deeds, event: &KeyboardEvent) {
    let has_command = event.ctrl_key() || event.meta_key();
    let key = event.key();
    let is_done = match key.as_str() {
        "ArrowUp" if event.alt_key() => deeds.shift(if event.shift_key() { isize::MIN } else { -1 }),
        "ArrowDown" if event.alt_key() => deeds.shift(if event.shift_key() { isize::MAX } else { 1 }),
        "Delete" if event.alt_key() => deeds.delete(),
        "d" | "D" if has_command && !event.shift_key() && !event.alt_key() => deeds.duplicate(),
        "ArrowUp" | "ArrowDown" | "Enter" if is_plain_text(event) => {
            step_row(deeds, event, if key == "ArrowUp" { -1 } else { 1 });
            true
        }
        _ => false,
    };
    if is_done {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// Keys on the head of a row; whether they did something.
pub(super) fn press_on_head(deeds: Deeds, item: Item, event: &KeyboardEvent) -> bool {
    let grid = deeds.grid;
    let has_command = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        _ if event.alt_key() => return false,
        "ArrowUp" => walk(deeds, item, -1, event.shift_key()),
        "ArrowDown" => walk(deeds, item, 1, event.shift_key()),
        "Home" => walk(deeds, item, isize::MIN, event.shift_key()),
        "End" => walk(deeds, item, isize::MAX, event.shift_key()),
        " " => grid.pick(item, Pick::Toggle),
        "a" | "A" if has_command => grid.select(grid.rows.get_untracked()),
        "Delete" => return deeds.delete(),
        "Escape" => grid.pick(item, Pick::Only),
        "Enter" | "F2" => grid.reveal(item, NAME.to_owned(), true),
        _ => return false,
    }
    true
}

/// Moves the keyboard from head to head.
fn walk(deeds: Deeds, from: Item, by: isize, extends: bool) {
    let grid = deeds.grid;
    let next = grid.rows.with_untracked(|rows| {
        let position = rows.iter().position(|row| *row == from)?;
        rows.get(position.saturating_add_signed(by).min(rows.len() - 1)).copied()
    });
    if let Some(next) = next {
        grid.pick(next, if extends { Pick::Range } else { Pick::Only });
        grid.reveal(next, HEAD.to_owned(), false);
    }
}

/// Moves the keyboard to the same column of the row above or below.
fn step_row(deeds: Deeds, event: &KeyboardEvent, by: isize) {
    let Some(label) = target(event).and_then(|cell| cell.get_attribute("aria-label")) else { return };
    let grid = deeds.grid;
    let rows = grid.rows.get_untracked();
    let is_new = label == new_row_label(deeds);
    let label = if is_new { "Name".to_owned() } else { label };
    let from = grid.current.get_untracked().filter(|_| !is_new).and_then(|row| grid.position_now(row));
    // The row for new ones is the last; below it comes the first.
    let to = from.unwrap_or(rows.len()).checked_add_signed(by).unwrap_or(rows.len());
    let to = if to > rows.len() { 0 } else { to };
    match rows.get(to) {
        Some(row) => grid.reveal(*row, format!("input[aria-label='{label}']"), true),
        None => focus::to(".new-row input"),
    }
}

/// Whether the keys are for a text of one line, with no modifier.
fn is_plain_text(event: &KeyboardEvent) -> bool {
    let is_plain = !event.alt_key() && !event.ctrl_key() && !event.shift_key() && !event.meta_key();
    let input = target(event).and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    is_plain && input.is_some_and(|input| input.type_() == "text")
}

fn target(event: &Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into::<Element>().ok())
}

/// The place of the field that the event is about.
pub(super) fn place_of(event: &Event) -> Option<String> {
    target(event)?.get_attribute("data-place")
}

/// Whether the event is about the head of a row.
pub(super) fn is_in_head(event: &Event) -> bool {
    target(event).is_some_and(|element| element.closest(HEAD).ok().flatten().is_some())
}

impl Deeds {
    /// The column of a place.
    pub(super) fn property_of(self, item: Item, place: &str) -> Option<Property> {
        let columns = self.list.columns().iter().map(|(property, _)| *property);
        columns.into_iter().find(|property| place_mark(item.at(*property)) == place)
    }
}

/// Gives the keyboard to the field that is wanted, when it is one of these rows.
pub(super) fn follow_wanted(deeds: Deeds) {
    let wanted = deeds.studio.screen.wanted;
    Effect::new(move |_| {
        let Some(place) = wanted.get() else { return };
        // The grid may be new: its rows are on the page in the next frame.
        request_animation_frame(move || {
            if deeds.grid.rows.try_with_untracked(|rows| rows.contains(&place.item)) == Some(true) {
                deeds.grid.reveal(place.item, format!("[data-place='{}']", place_mark(place)), true);
                wanted.set(None);
            }
        });
    });
}
