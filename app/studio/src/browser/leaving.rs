//! Leaving the page asks first while there is something that would be lost.

use leptos::ev;
use leptos::prelude::*;

/// Loads the page again, which asks first as leaving does.
pub(crate) fn reload() {
    // A browser that refuses leaves the page as it is.
    let _ = window().location().reload();
}

/// Guards the page as long as the closure answers yes.
pub(crate) fn guard(is_dirty: impl Fn() -> bool + 'static) {
    let handle = window_event_listener(ev::beforeunload, move |event| {
        if is_dirty() {
            event.prevent_default();
            // Older browsers ask only when a text is set; none shows it.
            event.set_return_value("unsaved");
        }
    });
    on_cleanup(move || handle.remove());
}
