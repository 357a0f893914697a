//! Dragging lines of a tree, and files from outside over it.

use std::hash::Hash;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Node};

use super::{ROW, Trunk};

/// Where a dragged line would go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Spot {
    /// Before the line.
    Before,
    /// Behind the line.
    Behind,
    /// Into the line.
    Into,
}

/// The type under which a drag of lines carries their names.
const LINES: &str = "text/plain";

/// Whether files from outside are dragged.
fn has_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0))
}

impl<N: Clone + Eq + Hash + Send + Sync + 'static> Trunk<N> {
    /// Begins to drag the line, with all that is selected when it is among that.
    pub(super) fn drag_start(self, event: &DragEvent, node: &N, name: &str) {
        if let Some(transfer) = event.data_transfer() {
            transfer.set_effect_allowed("move");
            // Firefox drags nothing without content; a browser that refuses drags all the same.
            let _ = transfer.set_data(LINES, name);
        }
        self.dragged.set(self.about(node));
    }

    /// Ends the drag, wherever it went.
    pub(super) fn drag_end(self) {
        self.dragged.set(Vec::new());
        self.over.set(None);
    }

    pub(super) fn drag_over(self, event: &DragEvent) {
        let (line, place) = self.under(event);
        if has_files(event) {
            // The page takes the files; the tree only says where to.
            let node = line.map(|(_, node)| node);
            if self.deeds.files_over.run(node) {
                self.over.set(None);
            }
            return;
        }
        let dragged = self.dragged.get_untracked();
        let Some((index, node)) = line.filter(|_| !dragged.is_empty()) else {
            return self.over.set(None);
        };
        let spot = if place < 0.5 { Spot::Before } else { Spot::Behind };
        let accepts = |spot: &Spot| self.deeds.accepts.run((dragged.clone(), node.clone(), *spot));
        let spot = [Spot::Into, spot].into_iter().find(accepts);
        if spot.is_some() {
            event.prevent_default();
        }
        let over = spot.map(|spot| (index, spot));
        if self.over.get_untracked() != over {
            self.over.set(over);
        }
    }

    pub(super) fn drag_leave(self, event: &DragEvent) {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        let is_inside = self.frame.get_untracked().is_some_and(|frame| frame.contains(to.as_ref()));
        if !is_inside {
            self.over.set(None);
            self.deeds.files_over.run(None);
        }
    }

    pub(super) fn drop(self, event: &DragEvent) {
        let (dragged, over) = (self.dragged.get_untracked(), self.over.get_untracked());
        if has_files(event) || dragged.is_empty() {
            return;
        }
        event.prevent_default();
        self.drag_end();
        let Some((index, spot)) = over else { return };
        if let Some(node) = self.node_at(index) {
            self.deeds.take.run((dragged, node, spot));
        }
    }

    /// The line under the pointer with its place, and how far down in it the pointer is, from 0 to 1.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // pixels
    fn under(self, event: &DragEvent) -> (Option<(usize, N)>, f64) {
        let Some(frame) = self.frame.get_untracked() else { return (None, 0.0) };
        let top = frame.get_bounding_client_rect().top();
        let down = (f64::from(event.client_y()) - top + f64::from(frame.scroll_top())) / ROW;
        let index = down.max(0.0) as usize;
        let node = self.rows.with_untracked(|rows| rows.get(index).map(|row| row.node.clone()));
        (node.map(|node| (index, node)), down.fract())
    }
}

/// The line, or the frame around a line, that shows where a drop would go.
pub(super) fn drop_mark(index: usize, spot: Spot) -> impl IntoView {
    let (top, class) = match spot {
        Spot::Before => (index * 24, "drop-mark"),
        Spot::Behind => ((index + 1) * 24, "drop-mark"),
        Spot::Into => (index * 24, "drop-mark is-around"),
    };
    view! { <div class=class style=format!("top: {top}px") role="presentation"></div> }
}
