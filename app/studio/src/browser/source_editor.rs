//! The code editor (Monaco), loaded when it is first needed.
//!
//! What the user types goes to the workbench a moment after the last key, and before any command: see
//! `Studio::give`.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use extension::Key;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use workbench::{Problem, Severity, has_same_lines};

use super::theme::colour;
use super::words;

#[wasm_bindgen(module = "/src/browser/monaco.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn load() -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type Monaco;
    #[wasm_bindgen(method, catch)]
    fn open(
        this: &Monaco,
        container: &HtmlElement,
        theme: &str,
        font: &str,
        changed: &JsValue,
        moved: &JsValue,
        wanted: &JsValue,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn leave(this: &Monaco);
    #[wasm_bindgen(method)]
    fn show(this: &Monaco, path: &str, value: &str, language: &str, read_only: bool);
    #[wasm_bindgen(method)]
    fn text(this: &Monaco, path: &str) -> Option<String>;
    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &Monaco, path: &str, value: &str);
    #[wasm_bindgen(method)]
    fn forget(this: &Monaco);
    #[wasm_bindgen(method)]
    fn reveal(this: &Monaco, line: u32, column: u32);
    #[wasm_bindgen(method)]
    fn focus(this: &Monaco);
    #[wasm_bindgen(method)]
    fn find(this: &Monaco);
    #[wasm_bindgen(method, js_name = setProblems)]
    fn set_problems(this: &Monaco, path: &str, problems: &Array);
    #[wasm_bindgen(method, js_name = setTheme)]
    fn set_theme(this: &Monaco, name: &str, base: &str, colors: &Object);
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

#[derive(Default)]
struct State {
    monaco: Option<Monaco>,
    /// The file that is shown.
    shown: Option<Key>,
    /// The files that the user changed and the workbench does not know of yet.
    changed: BTreeSet<Key>,
    /// The text that the workbench was last told, by file.
    told: BTreeMap<Key, String>,
    /// Where to put the cursor when the file is shown.
    reveal: Option<(Key, u32, u32)>,
}

/// The editor's module, which has more than the editor; none before it is loaded.
pub(crate) fn module() -> Option<JsValue> {
    STATE.with_borrow(|state| state.monaco.clone().map(JsValue::from))
}

fn with_monaco<T>(call: impl FnOnce(&Monaco) -> T) -> Option<T> {
    let monaco = STATE.with_borrow(|state| state.monaco.clone())?;
    Some(call(&monaco))
}

/// Loads the editor and puts it into the container. `changed` follows the user's changes, `moved` the
/// cursor (line and column from 1), `wanted` the places in other files that the user goes to. `false` when the container was gone by
/// the time.
pub(crate) async fn open(
    container: HtmlElement,
    is_dark: bool,
    changed: impl Fn() + 'static,
    moved: impl Fn(u32, u32) + 'static,
    wanted: impl Fn(Key, u32, u32) + 'static,
) -> Result<bool, String> {
    let module = load().await.map_err(|thrown| words(&thrown))?;
    if !container.is_connected() {
        return Ok(false);
    }
    let monaco: Monaco = module.unchecked_into();
    STATE.with_borrow_mut(|state| state.monaco = Some(monaco.clone()));
    let changed = Closure::<dyn Fn(String)>::new(move |path: String| {
        if let Ok(key) = path.parse() {
            STATE.with_borrow_mut(|state| state.changed.insert(key));
            changed();
        }
    });
    let moved = Closure::<dyn Fn(u32, u32)>::new(moved);
    let wanted = Closure::<dyn Fn(String, u32, u32)>::new(move |path: String, line: u32, column: u32| {
        if let Ok(key) = path.parse() {
            wanted(key, line, column);
        }
    });
    set_theme(is_dark);
    let font = "'Cascadia Code', 'JetBrains Mono', ui-monospace, Consolas, 'DejaVu Sans Mono', monospace";
    let [changed, moved, wanted] = [changed.into_js_value(), moved.into_js_value(), wanted.into_js_value()];
    let opened = monaco.open(&container, theme_name(is_dark), font, &changed, &moved, &wanted);
    opened.map(|()| true).map_err(|thrown| words(&thrown))
}

/// Takes the editor off the page.
pub(crate) fn leave() {
    with_monaco(Monaco::leave);
    STATE.with_borrow_mut(|state| state.shown = None);
}

/// Shows the text of a file.
pub(crate) fn show(resource: Key, text: &str, language: &str, read_only: bool) {
    with_monaco(|monaco| monaco.show(&resource.to_string(), text, language, read_only));
    let reveal = STATE.with_borrow_mut(|state| {
        state.shown = Some(resource);
        state.told.insert(resource, text.to_owned());
        state.reveal.take_if(|(key, ..)| *key == resource)
    });
    if let Some((_, line, column)) = reveal {
        with_monaco(|monaco| monaco.reveal(line, column));
    }
}

/// Shows the text of a file that changed elsewhere, by undo or an update of the source. What came from
/// the editor itself is not put back: the user may have typed on.
pub(crate) fn follow(resource: Key, text: &str) {
    let is_own = STATE.with_borrow(|state| state.told.get(&resource).is_some_and(|told| has_same_lines(told, text)));
    if !is_own {
        STATE.with_borrow_mut(|state| state.told.insert(resource, text.to_owned()));
        with_monaco(|monaco| monaco.set_text(&resource.to_string(), text));
    }
}

/// The texts that the user changed since the last call.
pub(crate) fn take_changes() -> Vec<(Key, String)> {
    let changed = STATE.with_borrow_mut(|state| std::mem::take(&mut state.changed));
    let text = |key: Key| with_monaco(|monaco| monaco.text(&key.to_string())).flatten();
    let texts: Vec<_> = changed.into_iter().filter_map(|key| Some((key, text(key)?))).collect();
    STATE.with_borrow_mut(|state| state.told.extend(texts.iter().cloned()));
    texts
}

/// Puts the cursor here, at once or when the file is shown.
pub(crate) fn reveal(resource: Key, line: u32, column: u32) {
    let is_shown = STATE.with_borrow_mut(|state| {
        let is_shown = state.shown == Some(resource);
        state.reveal = (!is_shown).then_some((resource, line, column));
        is_shown
    });
    if is_shown {
        with_monaco(|monaco| monaco.reveal(line, column));
    }
}

/// Opens the editor's own find.
pub(crate) fn find() {
    with_monaco(Monaco::find);
}

/// Gives the keyboard to the editor.
pub(crate) fn focus() {
    with_monaco(Monaco::focus);
}

/// Marks the problems of a file.
pub(crate) fn mark<'a>(resource: Key, problems: impl Iterator<Item = &'a Problem>) {
    let marks: Array = problems.map(mark_of).collect();
    with_monaco(|monaco| monaco.set_problems(&resource.to_string(), &marks));
}

fn mark_of(problem: &Problem) -> Object {
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "info",
    };
    object(&[
        ("line", problem.line.into()),
        ("column", problem.column.into()),
        ("endLine", problem.end_line.into()),
        ("endColumn", problem.end_column.into()),
        ("severity", severity.into()),
        ("code", problem.code.as_str().into()),
        ("text", problem.text.as_str().into()),
    ])
}

fn object(parts: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in parts {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

/// Forgets every file: another extension is open.
pub(crate) fn forget() {
    with_monaco(Monaco::forget);
    STATE.with_borrow_mut(|state| *state = State { monaco: state.monaco.take(), ..State::default() });
}

fn theme_name(is_dark: bool) -> &'static str {
    if is_dark { "xif-dark" } else { "xif-light" }
}

/// Gives the editor the colours of the studio.
pub(crate) fn set_theme(is_dark: bool) {
    let colours = [
        ("editor.background", "--surface"),
        ("editor.foreground", "--text"),
        ("editorLineNumber.foreground", "--text-faint"),
        ("editorLineNumber.activeForeground", "--text"),
        ("editorCursor.foreground", "--accent"),
        ("editor.lineHighlightBackground", "--hover"),
        ("editor.lineHighlightBorder", "--surface"),
        ("editorWidget.background", "--raised"),
        ("editorWidget.border", "--line"),
        ("editorIndentGuide.background1", "--line"),
        ("focusBorder", "--focus"),
        ("editorError.foreground", "--error"),
        ("editorWarning.foreground", "--warning"),
    ];
    let found = colours.map(|(name, token)| (name, JsValue::from(colour(token))));
    let found: Vec<_> =
        found.into_iter().filter(|(_, colour)| colour.as_string().is_some_and(|text| !text.is_empty())).collect();
    let base = if is_dark { "vs-dark" } else { "vs" };
    with_monaco(|monaco| monaco.set_theme(theme_name(is_dark), base, &object(&found)));
}
