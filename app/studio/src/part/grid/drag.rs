use extension::Item;
use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

use super::pick::Pick;
use super::{Grid, ROW};

/// Pixels that the pointer goes before a press becomes a drag.
const SLACK: i32 = 4;

/// The head of a row: a click selects it, dragging it moves the selected rows.
#[component]
pub(crate) fn DragHandle(
    /// The grid.
    grid: Grid,
    /// The row.
    row: Item,
    /// Its name for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Carries out what the keys say; whether it did something.
    keys: Callback<KeyboardEvent, bool>,
    /// Moves the selected rows to this place of the list without them.
    drop: Callback<usize>,
) -> impl IntoView {
    let drag = Dragging { grid, row, handle: NodeRef::new(), pressed_at: RwSignal::new(None) };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && drag.is_dragging() {
            drag.stop();
        } else if !keys.run(event.clone()) {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let number = move || grid.position(row).map(|position| position + 1);
    view! {
        <button
            node_ref=drag.handle
            type="button"
            class="row-head"
            aria-label=move || label.get()
            tabindex=move || if grid.current.get() == Some(row) { "0" } else { "-1" }
            on:pointerdown=move |event| drag.press(&event)
            on:pointermove=move |event| drag.go(&event)
            on:pointerup=move |event| drag.release(&event, drop)
            on:pointercancel=move |_| drag.stop()
            on:keydown=on_key
        >
            <span class="number" aria-hidden="true">{number}</span>
            <span class="codicon codicon-gripper" aria-hidden="true"></span>
        </button>
    }
}

/// A press on the head of a row, and the drag that it may become.
#[derive(Clone, Copy)]
struct Dragging {
    grid: Grid,
    row: Item,
    handle: NodeRef<html::Button>,
    /// Where the pointer was pressed, from the top of the window; `None` while it is not.
    pressed_at: RwSignal<Option<i32>>,
}

impl Dragging {
    fn is_dragging(self) -> bool {
        self.grid.drop_at.get_untracked().is_some()
    }

    fn stop(self) {
        self.pressed_at.set(None);
        self.grid.drop_at.set(None);
    }

    fn press(self, event: &PointerEvent) {
        if event.button() == 0 {
            self.pressed_at.set(Some(event.client_y()));
            if let Some(handle) = self.handle.get_untracked() {
                // Without capture the drag ends at the edge of the handle; the press itself still selects.
                let _ = handle.set_pointer_capture(event.pointer_id());
                let _ = handle.focus();
            }
        }
    }

    fn go(self, event: &PointerEvent) {
        let Some(from) = self.pressed_at.get_untracked() else { return };
        if !self.is_dragging() && (event.client_y() - from).abs() < SLACK {
            return;
        }
        if !self.is_dragging() && !self.grid.selected().contains(&self.row) {
            self.grid.pick(self.row, Pick::Only);
        }
        self.grid.drag_to(f64::from(event.client_y()));
    }

    /// Drops the rows where they are dragged to, or selects the row that was only pressed.
    fn release(self, event: &PointerEvent, drop: Callback<usize>) {
        let was_pressed = self.pressed_at.get_untracked().is_some();
        let target = self.grid.drop_at.get_untracked();
        self.stop();
        match target {
            Some(target) => {
                if let Some(to) = self.grid.place_without_selected(target) {
                    drop.run(to);
                }
            }
            None if was_pressed => {
                self.grid.pick(self.row, Pick::of(event.ctrl_key() || event.meta_key(), event.shift_key()));
            }
            None => {}
        }
    }
}

impl Grid {
    /// Shows where the dragged rows would go, and scrolls at the edges.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // pixels
    fn drag_to(self, y: f64) {
        let (Some(scroller), Some(body)) = (self.scroller.get_untracked(), self.body.get_untracked()) else { return };
        let frame = scroller.get_bounding_client_rect();
        let by = if y < frame.top() + 2.0 * ROW {
            -12
        } else if y > frame.bottom() - ROW {
            12
        } else {
            0
        };
        scroller.set_scroll_top(scroller.scroll_top() + by);
        let place = ((y - body.get_bounding_client_rect().top()) / ROW).round().max(0.0) as usize;
        self.drop_at.set(Some(place.min(self.rows.with_untracked(Vec::len))));
    }

    /// The same place in the list without the selected rows; `None` when they would stay where they are.
    fn place_without_selected(self, target: usize) -> Option<usize> {
        let selected = self.selected();
        self.rows.with_untracked(|rows| place_without(rows, &selected, target))
    }
}

fn place_without(rows: &[Item], selected: &[Item], target: usize) -> Option<usize> {
    let before = rows.iter().take(target).filter(|row| selected.contains(row)).count();
    let to = target - before.min(target);
    let mut next: Vec<Item> = rows.iter().copied().filter(|row| !selected.contains(row)).collect();
    let moved: Vec<Item> = rows.iter().copied().filter(|row| selected.contains(row)).collect();
    next.splice(to.min(next.len())..to.min(next.len()), moved);
    (next != rows).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::place_without;
    use extension::{Item, Key};
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn dropped_rows_go_where_the_line_showed() {
        let rows: Vec<Item> = (0..5).map(|number| Item::Action(Key::from_bytes([number; 16]))).collect();
        assert_eq!(place_without(&rows, &[rows[0]], 3), Some(2));
        assert_eq!(place_without(&rows, &[rows[4]], 0), Some(0));
        assert_eq!(place_without(&rows, &[rows[1], rows[3]], 5), Some(3));
        assert_eq!(place_without(&rows, &[rows[1]], 1), None);
        assert_eq!(place_without(&rows, &[rows[1]], 2), None);
        assert_eq!(place_without(&rows, &[rows[1], rows[3]], 2), Some(1));
    }
}
