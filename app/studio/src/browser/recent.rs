//! The files that were opened last, where the browser has file handles.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

use super::files::{self, Opened};

#[wasm_bindgen(module = "/src/browser/recent.js")]
extern "C" {
    #[wasm_bindgen(js_name = list)]
    async fn js_list() -> JsValue;
    #[wasm_bindgen(js_name = remember)]
    async fn js_remember(handle: &JsValue);
    #[wasm_bindgen(js_name = forgetAll)]
    async fn js_forget_all();
}

/// A file that was opened before.
#[derive(Clone)]
pub(crate) struct RecentFile {
    /// Its name.
    pub(crate) name: String,
    /// When it was opened last, as the user's locale writes it.
    pub(crate) when: String,
    handle: JsValue,
}

impl RecentFile {
    /// Reads the file again; the browser may ask the user for permission.
    pub(crate) async fn open(&self) -> Result<Opened, String> {
        files::reopen(&self.handle).await
    }
}

/// The files, the last one first.
pub(crate) async fn list() -> Vec<RecentFile> {
    let list = js_list().await;
    Array::from(&list).iter().filter_map(|entry| file(&entry)).collect()
}

fn file(entry: &JsValue) -> Option<RecentFile> {
    let part = |name: &str| Reflect::get(entry, &name.into()).ok();
    let when = js_sys::Date::new(&part("when")?);
    let when = when.to_locale_string("default", &JsValue::UNDEFINED);
    Some(RecentFile { name: part("name")?.as_string()?, when: when.into(), handle: part("handle")? })
}

/// Puts the file on top of the list.
pub(crate) async fn remember(handle: &JsValue) {
    js_remember(handle).await;
}

/// Forgets every file.
pub(crate) async fn forget_all() {
    js_forget_all().await;
}
