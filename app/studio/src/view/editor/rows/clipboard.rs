//! Cutting, copying and pasting rows by keys. The browser's own events are used, so that no permission is
//! asked for and rows travel between windows as text.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{ClipboardEvent, HtmlInputElement};

use super::deeds::Deeds;
use crate::browser::clipboard;

/// Listens as long as the rows are shown. The document hears before the window, where the studio listens for
/// everything else.
pub(super) fn listen(deeds: Deeds) {
    let heard = Closure::<dyn Fn(ClipboardEvent)>::new(move |event: ClipboardEvent| {
        if deeds.grid.has_keyboard() && !event.default_prevented() {
            hear(deeds, &event);
        }
    });
    let listener = heard.as_ref().unchecked_ref::<web_sys::js_sys::Function>().clone();
    for name in EVENTS {
        // Listening to an event of the document cannot fail.
        let _ = document().add_event_listener_with_callback(name, &listener);
    }
    let kept = StoredValue::new_local(Some((heard, listener)));
    on_cleanup(move || {
        if let Some((heard, listener)) = kept.try_update_value(Option::take).flatten() {
            for name in EVENTS {
                let _ = document().remove_event_listener_with_callback(name, &listener);
            }
            drop(heard);
        }
    });
}

const EVENTS: [&str; 3] = ["cut", "copy", "paste"];

fn hear(deeds: Deeds, event: &ClipboardEvent) {
    let field = document().active_element().and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    if event.type_() == "paste" {
        return paste(deeds, event, field.as_ref());
    }
    if field.is_some_and(|field| has_selected_text(&field)) {
        return;
    }
    let items = deeds.grid.selected();
    if items.is_empty() {
        return;
    }
    let text = deeds
        .studio
        .derived
        .extension
        .with_untracked(|extension| extension.as_ref().map(|extension| clip::copy(extension, &items)));
    if let Some(text) = text {
        clipboard::give(event, &text);
        if event.type_() == "cut" {
            deeds.cut();
        }
    }
}

/// Copied rows are pasted as rows wherever the keyboard is; other text only where no text can be written, and
/// several lines or cells where a new row is written.
fn paste(deeds: Deeds, event: &ClipboardEvent, field: Option<&HtmlInputElement>) {
    let Some(text) = clipboard::take(event) else { return };
    let field = field.filter(|field| field.type_() == "text");
    let is_new_row = field.is_some_and(|field| field.closest(".new-row").ok().flatten().is_some());
    let has_rows = text.trim_end().contains(['\n', '\r', '\t']);
    if field.is_none() || is_copy(&text) || (is_new_row && has_rows) {
        event.prevent_default();
        deeds.paste(text, is_new_row);
    }
}

/// Whether the text is what copying makes.
fn is_copy(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.contains("\"xifClip\"")
}

fn has_selected_text(field: &HtmlInputElement) -> bool {
    // A check box has no text and answers with an error.
    let place = |place: Result<Option<u32>, wasm_bindgen::JsValue>| place.ok().flatten();
    place(field.selection_start()) != place(field.selection_end())
}
