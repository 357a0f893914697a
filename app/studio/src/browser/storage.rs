//! What the browser remembers of the screen. A browser may refuse to: then nothing is remembered.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::Storage;

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The text that was remembered under this name.
pub(crate) fn recall(name: &str) -> Option<String> {
    storage()?.get_item(&format!("xif-studio.{name}")).ok().flatten()
}

/// Remembers the text under this name.
pub(crate) fn remember(name: &str, text: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage costs the memory, not the studio.
        let _ = storage.set_item(&format!("xif-studio.{name}"), text);
    }
}

/// The list that was remembered under this name; empty when there is none, or one that this version cannot read.
pub(crate) fn recall_list<T: DeserializeOwned>(name: &str) -> Vec<T> {
    recall(name).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Remembers the list under this name.
pub(crate) fn remember_list<T: Serialize>(name: &str, list: &[T]) {
    if let Ok(text) = serde_json::to_string(list) {
        remember(name, &text);
    }
}

fn tab_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// The text that was remembered for this tab alone, which outlives loading the page again.
pub(crate) fn recall_in_tab(name: &str) -> Option<String> {
    tab_storage()?.get_item(&format!("xif-studio.{name}")).ok().flatten()
}

/// Remembers the text for this tab.
pub(crate) fn remember_in_tab(name: &str, text: &str) {
    if let Some(storage) = tab_storage() {
        // As with what is remembered longer.
        let _ = storage.set_item(&format!("xif-studio.{name}"), text);
    }
}

/// A number that outlives the page, such as the width of a column in pixels.
#[derive(Clone, Copy)]
pub(crate) struct Remembered {
    name: &'static str,
    value: RwSignal<f64>,
}

impl Remembered {
    /// The remembered number, or this one.
    pub(crate) fn new(name: &'static str, otherwise: f64) -> Self {
        let value = recall(name).and_then(|text| text.parse().ok()).filter(|value: &f64| value.is_finite());
        Self { name, value: RwSignal::new(value.unwrap_or(otherwise)) }
    }

    /// The number now; the reader follows it.
    pub(crate) fn get(self) -> f64 {
        self.value.get()
    }

    /// The number now, without following it.
    pub(crate) fn get_untracked(self) -> f64 {
        self.value.get_untracked()
    }

    /// Changes the number for this page.
    pub(crate) fn set(self, value: f64) {
        self.value.set(value);
    }

    /// Remembers the number beyond this page.
    pub(crate) fn keep(self) {
        remember(self.name, &self.value.get_untracked().round().to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn a_size_outlives_the_page_and_nonsense_does_not() {
        let owner = Owner::new();
        owner.set();
        let size = Remembered::new("test-size", 10.0);
        size.set(42.0);
        size.keep();
        assert_eq!(Remembered::new("test-size", 10.0).get_untracked().to_string(), "42");
        remember("test-size", "wide");
        assert_eq!(Remembered::new("test-size", 10.0).get_untracked().to_string(), "10");
    }
}
