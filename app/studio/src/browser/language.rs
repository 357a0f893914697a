//! The C# language service, which runs beside the code editor: what it is told, and how it is.
//!
//! It begins when the first source is opened. Nothing waits for it, and what it cannot do is not missed: the editor is usable without it.

use std::cell::{Cell, RefCell};

use extension::Extension;
use js_sys::Uint8Array;
use language::{Change, Following, Project};
use leptos::prelude::*;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{source_editor, storage};

#[wasm_bindgen]
extern "C" {
    type Service;
    #[wasm_bindgen(method, js_name = connectLanguage)]
    fn connect(this: &Service, told: &JsValue);
    #[wasm_bindgen(method, js_name = setLanguageOn)]
    fn set_on(this: &Service, is_on: bool);
    #[wasm_bindgen(method, js_name = hasLanguageSupply)]
    fn has_supply(this: &Service, name: &str) -> bool;
    #[wasm_bindgen(method, js_name = supplyLanguage)]
    fn supply(this: &Service, name: &str, content: &Uint8Array);
    #[wasm_bindgen(method, js_name = openLanguage)]
    fn open(this: &Service, project: &str);
    #[wasm_bindgen(method, js_name = replaceInLanguage)]
    fn replace(this: &Service, document: &str);
    #[wasm_bindgen(method, js_name = removeFromLanguage)]
    fn remove(this: &Service, document: &str);
}

/// How the service is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LanguageState {
    /// No source was opened yet.
    NotYet,
    /// The user turned it off.
    Off,
    /// It is on its way, by so many per cent.
    Loading(u8),
    /// It answers.
    Ready,
    /// It ended too often, for this reason.
    Failed(String),
}

/// Devices that say they have less memory than this, in GiB, do not start it unasked: it takes up to half of one.
const LEAST_MEMORY: f64 = 4.0;

thread_local! {
    static IS_CONNECTED: Cell<bool> = const { Cell::new(false) };
    static FOLLOWING: RefCell<Following> = RefCell::default();
}

/// Whether it runs: as the user chose, or else as the device can.
pub(crate) fn is_on() -> bool {
    match storage::recall("language").as_deref() {
        Some("on") => true,
        Some("off") => false,
        _ => memory().is_none_or(|memory| memory >= LEAST_MEMORY),
    }
}

fn memory() -> Option<f64> {
    js_sys::Reflect::get(&window().navigator(), &"deviceMemory".into()).ok()?.as_f64()
}

/// Turns it on or off, also for the next visit; after a failure it is tried again.
pub(crate) fn set_on(is_on: bool) {
    storage::remember("language", if is_on { "on" } else { "off" });
    with_service(|service| service.set_on(is_on));
}

/// Connects it with the editor, which has been loaded. A later call, from another source, changes nothing.
pub(crate) fn connect(state: RwSignal<LanguageState>) {
    if IS_CONNECTED.replace(true) {
        return;
    }
    with_service(|service| {
        let told = Closure::<dyn Fn(String, f64, String)>::new(move |name: String, percent: f64, text: String| {
            state.set(match name.as_str() {
                "off" => LanguageState::Off,
                // Between 0 and 100.
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a percentage")]
                "loading" => LanguageState::Loading(percent as u8),
                "ready" => LanguageState::Ready,
                _ => LanguageState::Failed(text),
            });
        });
        service.connect(&told.into_js_value());
        service.set_on(is_on());
        if !is_on() {
            state.set(LanguageState::Off);
        }
    });
}

/// Tells the extension as it is. `followed` is the definition that its sources follow.
pub(crate) fn follow(extension: &Extension, followed: &Extension) {
    with_service(|service| {
        FOLLOWING.with_borrow_mut(|following| {
            for change in following.follow(extension, followed) {
                tell(service, following, &change);
            }
        });
    });
}

/// Forgets the extension: another one is open.
pub(crate) fn forget() {
    FOLLOWING.with_borrow_mut(|following| *following = Following::default());
}

fn tell(service: &Service, following: &Following, change: &Change) {
    match change {
        Change::Open(project, documents) => {
            for library in &project.libraries {
                for name in [Some(&library.bytes), library.documentation.as_ref()].into_iter().flatten() {
                    if let Some(content) = following.supply(name).filter(|_| !service.has_supply(name)) {
                        service.supply(name, &Uint8Array::from(content.bytes().as_ref()));
                    }
                }
            }
            if let Some(project) = written(&Opened { project, documents }) {
                service.open(&project);
            }
        }
        Change::Replace(document) => {
            if let Some(document) = written(document) {
                service.replace(&document);
            }
        }
        Change::Remove(document) => service.remove(&document.to_string()),
    }
}

#[derive(Serialize)]
struct Opened<'a> {
    #[serde(flatten)]
    project: &'a Project,
    documents: &'a [language::Document],
}

fn written(value: &impl Serialize) -> Option<String> {
    // Texts and lists of them: writing them cannot fail.
    serde_json::to_string(value).ok()
}

fn with_service(call: impl FnOnce(&Service)) {
    if let Some(module) = source_editor::module() {
        call(module.unchecked_ref());
    }
}
