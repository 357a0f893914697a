//! The clipboard, which holds text.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::ClipboardEvent;

use super::words;

const TEXT: &str = "text/plain";

/// Gives the text to the clipboard that the browser opens for a Cut or Copy by keys.
pub(crate) fn give(event: &ClipboardEvent, text: &str) {
    if let Some(transfer) = event.clipboard_data() {
        event.prevent_default();
        // Fails only for a clipboard that is not open, and here it is.
        let _ = transfer.set_data(TEXT, text);
    }
}

/// The text of the clipboard that the browser opens for a Paste by keys.
pub(crate) fn take(event: &ClipboardEvent) -> Option<String> {
    event.clipboard_data()?.get_data(TEXT).ok().filter(|text| !text.is_empty())
}

/// Writes the text to the clipboard, for a Copy from a menu.
pub(crate) async fn write(text: &str) -> Result<(), String> {
    let promise = window().navigator().clipboard().write_text(text);
    JsFuture::from(promise).await.map(drop).map_err(|thrown| words(&thrown))
}

/// Reads the clipboard, for a Paste from a menu; the browser may ask the user.
pub(crate) async fn read() -> Result<String, String> {
    let promise = window().navigator().clipboard().read_text();
    let text = JsFuture::from(promise).await.map_err(|thrown| words(&thrown))?;
    Ok(text.as_string().unwrap_or_default())
}

/// Whether the page has a clipboard to write to and read from: only a page of a secure address has.
pub(crate) fn is_there() -> bool {
    js_sys::Reflect::get(&window().navigator(), &JsValue::from_str("clipboard")).is_ok_and(|it| !it.is_undefined())
}
