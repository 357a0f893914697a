use leptos::html;
use leptos::prelude::*;
use listbox::{Cursor, Step};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::browser::focus;

/// The cursor of a list whose field has the keyboard. A handle.
#[derive(Clone, Copy)]
pub(crate) struct ListCursor {
    /// The list, whose options stand in it in their order.
    pub(crate) list: NodeRef<html::Ul>,
    count: Signal<usize>,
    at: RwSignal<usize>,
}

impl ListCursor {
    /// A cursor at the first of so many options.
    pub(crate) fn new(count: Signal<usize>) -> Self {
        Self { list: NodeRef::new(), count, at: RwSignal::new(0) }
    }

    /// The option under the cursor; the reader follows it.
    pub(crate) fn at(self) -> usize {
        self.at.get()
    }

    /// The option under the cursor, without following it.
    pub(crate) fn at_untracked(self) -> usize {
        self.at.get_untracked()
    }

    /// Puts the cursor on this option, and leaves the list where it is scrolled to.
    pub(crate) fn set(self, at: usize) {
        self.at.set(at);
    }

    /// Moves the cursor when the key is one that does, and shows where it is; whether it was one.
    pub(crate) fn press(self, key: &str) -> bool {
        let Some(step) = Step::in_field(key) else { return false };
        if let Some(next) = Cursor::BELOW_FIELD.moved(Some(self.at_untracked()), step, self.count.get_untracked()) {
            self.at.set(next);
            self.show();
        }
        true
    }

    /// Scrolls the option under the cursor into sight, with the next frame.
    pub(crate) fn show(self) {
        request_animation_frame(move || {
            // The list may be gone by then.
            let (Some(list), Some(at)) = (self.list.try_get_untracked().flatten(), self.at.try_get_untracked()) else {
                return;
            };
            let options = list.query_selector_all("[role=option]").ok();
            let option = u32::try_from(at).ok().and_then(|at| options?.get(at));
            if let Some(option) = option.and_then(|option| option.dyn_into::<Element>().ok()) {
                focus::into_sight(&option);
            }
        });
    }
}
