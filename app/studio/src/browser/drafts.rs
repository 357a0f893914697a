//! Drafts where the browser keeps them, and which page leads one.

use std::collections::BTreeMap;

use js_sys::{Array, Date, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use workbench::lead::Ask;
use workbench::{Batch, DraftId, DraftState, Part, StoredDraft, Summary};

use super::{pages, words};

#[wasm_bindgen(module = "/src/browser/drafts.js")]
extern "C" {
    #[wasm_bindgen(js_name = open, catch)]
    async fn js_open() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = write, catch)]
    async fn js_write(entry: &Object, changed: &Array, steps: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = writeLast)]
    fn js_write_last(entry: &Object, changed: &Array, steps: u32);
    #[wasm_bindgen(js_name = read, catch)]
    async fn js_read(id: &str, page: Option<&str>) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = list, catch)]
    async fn js_list() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = note, catch)]
    async fn js_note(id: &str, what: &Object) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = duplicate, catch)]
    async fn js_duplicate(id: &str, new_id: &str, title: &str, page: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = remove, catch)]
    async fn js_remove(id: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = sweep, catch)]
    async fn js_sweep(deleted_before: f64, untouched_before: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = lead, catch)]
    async fn js_lead(id: &str, how: &str, lost: &JsValue) -> Result<JsValue, JsValue>;
    /// Asks the browser not to clear the drafts when it wants room.
    pub(crate) fn persist();
    /// Whether the browser tells pages apart by locks.
    #[wasm_bindgen(js_name = hasLocks)]
    pub(crate) fn has_locks() -> bool;
    #[wasm_bindgen(js_name = pause)]
    async fn js_pause(milliseconds: f64);
}

const DAY: f64 = 86_400_000.0;

/// A draft as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ListedDraft {
    /// Which one.
    pub(crate) id: DraftId,
    /// What the user calls it; empty for the extension's name.
    pub(crate) title: String,
    /// What the workbench says of it.
    pub(crate) summary: Summary,
    /// When it was changed last, as the user's locale writes it.
    pub(crate) when: String,
    /// Its size in bytes.
    pub(crate) size: u64,
    /// Whether a page has it open.
    pub(crate) is_led: bool,
}

/// A draft that was read.
pub(crate) struct ReadDraft {
    /// What was kept.
    pub(crate) stored: StoredDraft,
    /// What a list shows of it.
    pub(crate) summary: Summary,
    /// The browser's handle of its file.
    pub(crate) file: Option<JsValue>,
}

impl ListedDraft {
    /// What the user knows it by.
    pub(crate) fn name(&self) -> &str {
        if self.title.is_empty() { &self.summary.name } else { &self.title }
    }
}

/// Finds out whether there is a place for drafts; why not.
pub(crate) async fn open() -> Result<(), String> {
    said(js_open().await).map(drop)
}

/// Keeps what is new; `false` when the draft is gone or another page's.
pub(crate) async fn write(id: DraftId, batch: &Batch) -> Result<bool, String> {
    let (entry, changed) = (entry_of(id, batch), parts_of(&batch.parts));
    let answer = said(js_write(&entry, &changed, batch.steps).await)?;
    Ok(answer.as_string().as_deref() == Some("kept"))
}

/// Keeps what is new while the page goes, without an answer.
pub(crate) fn write_last(id: DraftId, batch: &Batch) {
    js_write_last(&entry_of(id, batch), &parts_of(&batch.parts), batch.steps);
}

/// Reads a draft, to lead it or to look on; `None` when it is not there.
pub(crate) async fn read(id: DraftId, leads: bool) -> Result<Option<ReadDraft>, String> {
    let page = leads.then(pages::own);
    let found = said(js_read(&id.to_string(), page.as_deref()).await)?;
    if found.is_null() {
        return Ok(None);
    }
    let parts = Array::from(&part(&found, "parts"));
    let parts = parts.iter().filter_map(|entry| {
        let entry = Array::from(&entry);
        Some((part_of(&entry.get(0).as_string()?, entry.get(1).as_f64()?)?, Uint8Array::new(&entry.get(2)).to_vec()))
    });
    let stored = StoredDraft { id, name: text(&found, "name"), parts: parts.collect(), handle: None };
    let file = Some(part(&found, "handle")).filter(|handle| !handle.is_null());
    Ok(Some(ReadDraft { stored, summary: summary_of(&found), file }))
}

/// Every draft, the one that was changed last first.
pub(crate) async fn list() -> Result<Vec<ListedDraft>, String> {
    let list = said(js_list().await)?;
    Ok(Array::from(&list).iter().filter_map(|entry| listed(&entry)).collect())
}

fn listed(entry: &JsValue) -> Option<ListedDraft> {
    let options = object(&[("dateStyle", "medium".into()), ("timeStyle", "short".into())]);
    Some(ListedDraft {
        id: text(entry, "id").parse().ok()?,
        title: text(entry, "title"),
        summary: summary_of(entry),
        when: Date::new(&part(entry, "when")).to_locale_string("default", &options).into(),
        size: size_of(entry),
        is_led: part(entry, "isLed").is_truthy(),
    })
}

/// Gives a draft the name that the user knows it by; the extension's when it is empty.
pub(crate) async fn rename(id: DraftId, title: &str) -> Result<(), String> {
    note(id, &[("title", title.into())]).await.map(drop)
}

/// Remembers the file of a draft.
pub(crate) async fn remember_file(id: DraftId, handle: &JsValue) -> Result<(), String> {
    note(id, &[("handle", handle.clone())]).await.map(drop)
}

/// Takes a draft out of the list, or brings it back; `false` when it is not there any more.
pub(crate) async fn set_deleted(id: DraftId, is_deleted: bool) -> Result<bool, String> {
    let deleted = if is_deleted { Date::now().into() } else { JsValue::UNDEFINED };
    note(id, &[("deleted", deleted)]).await
}

async fn note(id: DraftId, what: &[(&str, JsValue)]) -> Result<bool, String> {
    said(js_note(&id.to_string(), &object(what)).await).map(|done| done.is_truthy())
}

/// Makes a draft of the same content under a name of its own.
pub(crate) async fn duplicate(id: DraftId, new_id: DraftId, title: &str) -> Result<(), String> {
    said(js_duplicate(&id.to_string(), &new_id.to_string(), title, &pages::own()).await).map(drop)
}

/// Forgets a draft for good.
pub(crate) async fn remove(id: DraftId) -> Result<(), String> {
    said(js_remove(&id.to_string()).await).map(drop)
}

/// Forgets what was deleted a day ago, and what was opened a week ago and never changed.
pub(crate) async fn sweep() -> Result<(), String> {
    let now = Date::now();
    said(js_sweep(now - DAY, now - 7.0 * DAY).await).map(drop)
}

/// Takes the lead of a draft: what gives it up, or `None` when another page has it. `lost` is called when
/// another page takes it from this one.
pub(crate) async fn lead(id: DraftId, ask: Ask, lost: impl FnOnce() + 'static) -> Option<Function> {
    let how = match ask {
        Ask::Free => "free",
        Ask::Soon | Ask::Look => "soon",
        Ask::Now => "now",
    };
    let lost = Closure::once_into_js(lost);
    js_lead(&id.to_string(), how, &lost).await.ok()?.dyn_into().ok()
}

/// Waits so many milliseconds.
pub(crate) async fn pause(milliseconds: f64) {
    js_pause(milliseconds).await;
}

fn said(result: Result<JsValue, JsValue>) -> Result<JsValue, String> {
    result.map_err(|thrown| words(&thrown))
}

fn part(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a number of bytes
fn size_of(entry: &JsValue) -> u64 {
    part(entry, "size").as_f64().unwrap_or_default() as u64
}

fn text(of: &JsValue, name: &str) -> String {
    part(of, name).as_string().unwrap_or_default()
}

fn object(parts: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in parts {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

fn entry_of(id: DraftId, batch: &Batch) -> Object {
    let summary = &batch.summary;
    let size = u32::try_from(batch.size).unwrap_or(u32::MAX);
    object(&[
        ("id", id.to_string().into()),
        ("name", summary.name.as_str().into()),
        ("fileName", summary.file_name.as_deref().into()),
        ("state", word_of(summary.state).into()),
        ("size", size.into()),
        ("when", Date::now().into()),
        ("page", pages::own().into()),
    ])
}

fn summary_of(entry: &JsValue) -> Summary {
    Summary {
        name: text(entry, "name"),
        file_name: part(entry, "fileName").as_string(),
        state: state_of(&text(entry, "state")),
    }
}

fn word_of(state: DraftState) -> &'static str {
    match state {
        DraftState::Untouched => "untouched",
        DraftState::NotSaved => "not saved",
        DraftState::Saved => "saved",
        DraftState::Changed => "changed",
    }
}

/// What a later studio says that this one does not know counts as not saved.
fn state_of(word: &str) -> DraftState {
    let states = [DraftState::Untouched, DraftState::Saved, DraftState::Changed];
    states.into_iter().find(|state| word_of(*state) == word).unwrap_or(DraftState::NotSaved)
}

fn parts_of(parts: &BTreeMap<Part, Vec<u8>>) -> Array {
    let entry = |(part, bytes): (&Part, &Vec<u8>)| {
        let (kind, number) = key_of(*part);
        Array::of3(&kind.into(), &number.into(), &Uint8Array::from(bytes.as_slice()))
    };
    parts.iter().map(entry).collect()
}

fn key_of(part: Part) -> (&'static str, u32) {
    match part {
        Part::Base => ("base", 0),
        Part::Step(step) => ("step", step),
        Part::State => ("state", 0),
        Part::Saved => ("saved", 0),
        Part::Compiled => ("compiled", 0),
        Part::Snapshot => ("snapshot", 0),
        Part::Shared => ("shared", 0),
        Part::Sending => ("sending", 0),
        Part::Versions => ("versions", 0),
        Part::Version(version) => ("version", version),
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a number that `key_of` gave
fn part_of(kind: &str, number: f64) -> Option<Part> {
    let others = [
        Part::Base,
        Part::State,
        Part::Saved,
        Part::Compiled,
        Part::Snapshot,
        Part::Shared,
        Part::Sending,
        Part::Versions,
    ];
    match kind {
        "step" => Some(Part::Step(number as u32)),
        "version" => Some(Part::Version(number as u32)),
        kind => others.into_iter().find(|part| key_of(*part).0 == kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;
    use workbench::Surroundings;

    use crate::browser::surroundings::Browser;

    wasm_bindgen_test_configure!(run_in_browser);

    fn batch(parts: &[(Part, &[u8])], steps: u32) -> Batch {
        let parts = parts.iter().map(|(part, bytes)| (*part, bytes.to_vec())).collect();
        let summary = Summary { name: "Lib".into(), file_name: Some("Lib.xif".into()), state: DraftState::Changed };
        Batch { parts, steps, summary, size: 7 }
    }

    #[wasm_bindgen_test]
    async fn a_draft_is_read_as_it_was_written() {
        let id = Browser.new_key();
        let all = [(Part::Base, b"base".as_slice()), (Part::Step(0), b"0"), (Part::Step(1), b"1"), (Part::State, b"")];
        assert_eq!(write(id, &batch(&all, 2)).await, Ok(true));
        assert_eq!(write(id, &batch(&[(Part::State, b"s")], 1)).await, Ok(true));
        let found = read(id, true).await.unwrap().unwrap();
        let parts = found.stored.parts;
        assert_eq!(parts.keys().copied().collect::<Vec<_>>(), [Part::Base, Part::Step(0), Part::State]);
        assert_eq!(parts[&Part::State], b"s");
        assert_eq!(found.summary, batch(&[], 1).summary);
        rename(id, "Mine").await.unwrap();
        let copy = Browser.new_key();
        duplicate(id, copy, "Copy").await.unwrap();
        remove(id).await.unwrap();
        let list: Vec<_> = list().await.unwrap().into_iter().filter(|draft| [id, copy].contains(&draft.id)).collect();
        assert_eq!((list.len(), list[0].name()), (1, "Copy"));
        assert_eq!(read(copy, false).await.unwrap().unwrap().stored.parts, parts);
        assert_eq!(set_deleted(copy, true).await, Ok(true));
        assert!(read(copy, false).await.unwrap().is_none());
        remove(copy).await.unwrap();
    }

    #[wasm_bindgen_test]
    async fn a_draft_that_is_gone_is_not_written() {
        let id = Browser.new_key();
        assert_eq!(write(id, &batch(&[(Part::State, b"s")], 1)).await, Ok(false));
        assert_eq!(set_deleted(id, false).await, Ok(false));
    }

    #[wasm_bindgen_test]
    async fn a_page_that_has_lost_a_draft_does_not_write_it_as_it_closes() {
        let id = Browser.new_key();
        let state = |byte: u8| batch(&[(Part::State, &[byte])], 0);
        let kept = async || read(id, false).await.unwrap().unwrap().stored.parts[&Part::State].clone();
        write(id, &batch(&[(Part::Base, b"base"), (Part::State, &[1])], 0)).await.unwrap();
        write_last(id, &state(2));
        assert_eq!(kept().await, [2], "it leads");
        // Another page after the other takes the draft.
        for page in 0..40 {
            said(js_read(&id.to_string(), Some(&format!("page {page}"))).await).unwrap();
            write_last(id, &state(3));
            assert_eq!(kept().await, [2], "page {page} leads");
            read(id, true).await.unwrap();
        }
        write_last(id, &state(4));
        assert_eq!(kept().await, [4], "it leads again");
        assert_eq!(read(id, true).await.unwrap().unwrap().stored.parts.len(), 2, "only what was kept is read");
        remove(id).await.unwrap();
    }

    #[wasm_bindgen_test]
    async fn one_page_leads() {
        let id = Browser.new_key();
        let release = lead(id, Ask::Free, || {}).await.unwrap();
        assert!(lead(id, Ask::Free, || {}).await.is_none());
        release.call0(&JsValue::NULL).unwrap();
        let is_lost = std::rc::Rc::new(std::cell::Cell::new(false));
        let told = is_lost.clone();
        assert!(lead(id, Ask::Soon, move || told.set(true)).await.is_some());
        assert!(lead(id, Ask::Now, || {}).await.is_some());
        pause(50.0).await;
        assert!(is_lost.get());
    }
}
