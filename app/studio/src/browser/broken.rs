//! What the user sees when the studio itself breaks: not a page that answers nothing.

use leptos::prelude::document;

/// Tells the user, and the browser's console, about a panic.
pub(crate) fn tell_on_panic() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        let Ok(place) = document().create_element("div") else { return };
        place.set_class_name("broken");
        // Nothing can be done about a page that does not even take this.
        let _ = place.set_attribute("role", "alert");
        place.set_text_content(Some(
            "The studio met an error of its own and has stopped. Files on your computer are as they were last saved. \
             Load the page again to go on; the browser's console has the details for a report.",
        ));
        if let Some(body) = document().body() {
            let _ = body.append_child(&place);
        }
    }));
}
