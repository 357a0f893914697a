//! The border to the browser: one module for each thing that only a browser can do.

pub(crate) mod access;
pub(crate) mod broken;
pub(crate) mod clipboard;
pub(crate) mod crypto;
pub(crate) mod drafts;
pub(crate) mod files;
pub(crate) mod focus;
pub(crate) mod folder;
pub(crate) mod keys;
pub(crate) mod language;
pub(crate) mod leaving;
pub(crate) mod owners;
pub(crate) mod pages;
pub(crate) mod picture;
pub(crate) mod platform;
pub(crate) mod reading;
pub(crate) mod recent;
pub(crate) mod server;
pub(crate) mod shared;
pub(crate) mod source_editor;
pub(crate) mod storage;
pub(crate) mod surroundings;
pub(crate) mod theme;
pub(crate) mod version;
pub(crate) mod worker;

use wasm_bindgen::{JsCast, JsValue};

/// What a thrown value says.
pub(crate) fn words(thrown: &JsValue) -> String {
    let message = thrown.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    message.or_else(|| thrown.as_string()).unwrap_or_else(|| format!("{thrown:?}"))
}
