//! Files of the user: opened, written back, downloaded.

use std::cell::RefCell;

use js_sys::{Reflect, Uint8Array};
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::{DataTransfer, File};
use workbench::errors::Failure;
use workbench::{AutosaveCommand, Choice, Command, ConnectionCommand, JobId, SessionCommand};

use super::{recent, words};

#[wasm_bindgen(module = "/src/browser/files.js")]
extern "C" {
    #[wasm_bindgen(js_name = hasPicker)]
    pub(crate) fn has_picker() -> bool;
    #[wasm_bindgen(js_name = pick, catch)]
    async fn js_pick() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = read, catch)]
    async fn js_read(file: &File) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = droppedAll, catch)]
    async fn js_dropped(transfer: &DataTransfer) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = pickFiles, catch)]
    async fn js_pick_files(is_folder: bool, is_one: bool) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = reopen, catch)]
    async fn js_reopen(handle: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = writeBack, catch)]
    async fn js_write_back(handle: &JsValue, bytes: &Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = chooseTarget, catch)]
    async fn js_choose_target(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = download)]
    fn js_download(name: &str, bytes: &Uint8Array);
}

/// A file that was read, with the handle to write it back where the browser gives one.
pub(crate) struct Opened {
    /// Its name.
    pub(crate) name: String,
    /// Its path inside the folder that was dropped or chosen, with slashes; else its name.
    pub(crate) path: String,
    /// What it holds.
    pub(crate) bytes: Vec<u8>,
    handle: Option<JsValue>,
}

/// Which file is which. A handle becomes the document's only when its content did: otherwise a save
/// could write one extension into the file of another.
#[derive(Default)]
struct Handles {
    /// Of the file that was read last and not handed to a job yet.
    offered: Option<Known>,
    /// Of the file that a job unpacks, when it has one.
    expected: Option<(JobId, Known)>,
    /// Of the open document.
    current: Option<Known>,
    /// Counts the documents, so that a write that ends late is not taken for the next one's.
    document: u64,
}

#[derive(Clone)]
struct Known {
    name: String,
    handle: JsValue,
}

thread_local! {
    static HANDLES: RefCell<Handles> = RefCell::default();
}

/// Asks for a file; `None` when the user cancels.
pub(crate) async fn pick() -> Result<Option<Opened>, String> {
    opened(js_pick().await)
}

/// Lets the browser download the bytes under this name.
pub(crate) fn download(name: &str, bytes: &[u8]) {
    js_download(name, &Uint8Array::from(bytes));
}

/// Reads a file of an input element.
pub(crate) async fn read(file: &File) -> Result<Option<Opened>, String> {
    opened(js_read(file).await)
}

/// Reads every file of a drop, with its path inside what was dropped. What was dropped is gone when the
/// event is over, so this starts at once and not when it is first awaited.
pub(crate) fn dropped(transfer: &DataTransfer) -> impl Future<Output = Result<Vec<Opened>, String>> + use<> {
    let transfer = transfer.clone();
    let reading = wasm_bindgen_futures::future_to_promise(async move { js_dropped(&transfer).await });
    async move { several(wasm_bindgen_futures::JsFuture::from(reading).await) }
}

/// What the user is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// One file.
    File,
    /// Any number of files.
    Files,
    /// A folder with all that lies in it.
    Folder,
}

/// Asks for files; none when the user cancels.
pub(crate) async fn pick_files(wanted: Wanted) -> Result<Vec<Opened>, String> {
    several(js_pick_files(wanted == Wanted::Folder, wanted == Wanted::File).await)
}

fn several(result: Result<JsValue, JsValue>) -> Result<Vec<Opened>, String> {
    let files = result.map_err(|thrown| words(&thrown))?;
    let files: js_sys::Array = files.dyn_into().unwrap_or_default();
    files.iter().filter_map(|file| opened(Ok(file)).transpose()).collect()
}

/// Reads the file of a handle.
pub(crate) async fn reopen(handle: &JsValue) -> Result<Opened, String> {
    opened(js_reopen(handle).await)?.ok_or_else(|| "The file is gone.".to_owned())
}

fn opened(result: Result<JsValue, JsValue>) -> Result<Option<Opened>, String> {
    let file = result.map_err(|thrown| words(&thrown))?;
    if file.is_null() || file.is_undefined() {
        return Ok(None);
    }
    let part = |name: &str| Reflect::get(&file, &name.into()).unwrap_or_default();
    let name = part("name").as_string().unwrap_or_default();
    Ok(Some(Opened {
        path: part("path").as_string().unwrap_or_else(|| name.clone()),
        name,
        bytes: Uint8Array::new(&part("bytes")).to_vec(),
        handle: Some(part("handle")).filter(|handle| !handle.is_null()),
    }))
}

impl Opened {
    /// Name and bytes, for the workbench; the handle is kept for the job that it starts.
    pub(crate) fn hand_over(self) -> (String, Vec<u8>) {
        let known = self.handle.map(|handle| Known { name: self.name.clone(), handle });
        HANDLES.with_borrow_mut(|handles| handles.offered = known);
        (self.name, self.bytes)
    }
}

/// The job unpacks the file that was read last; a job without a file leaves that of another one alone.
pub(crate) fn expect(job: JobId) {
    HANDLES.with_borrow_mut(|handles| {
        if let Some(known) = handles.offered.take() {
            handles.expected = Some((job, known));
        }
    });
}

/// The job has ended; with `is_opened` its file is now the document's.
pub(crate) fn settle(job: JobId, is_opened: bool) {
    let known = HANDLES.with_borrow_mut(|handles| {
        let (_, known) = handles.expected.take_if(|(expected, _)| *expected == job)?;
        if is_opened {
            handles.current = Some(known.clone());
        }
        Some(known).filter(|_| is_opened)
    });
    if let Some(known) = known {
        spawn_local(async move { recent::remember(&known.name, &known.handle).await });
    }
}

/// The handle of the document's file.
pub(crate) fn current_handle() -> Option<JsValue> {
    HANDLES.with_borrow(|handles| handles.current.as_ref().map(|known| known.handle.clone()))
}

/// The document's file is the handle's.
pub(crate) fn adopt(handle: JsValue) {
    let name = Reflect::get(&handle, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
    HANDLES.with_borrow_mut(|handles| handles.current = Some(Known { name, handle }));
}

/// A file that was read and is not opened after all must not become that of what the command opens.
pub(crate) fn forget_stale(command: &Command) {
    if matches!(
        command,
        Command::Autosave(AutosaveCommand::Open { .. } | AutosaveCommand::OpenSnapshot { .. })
            | Command::Connection(ConnectionCommand::Answered { .. })
            | Command::Session(SessionCommand::Answer(Choice::Cancel))
    ) {
        HANDLES.with_borrow_mut(|handles| handles.offered = None);
    }
}

/// Another document is open, or none.
pub(crate) fn forget_current() {
    HANDLES.with_borrow_mut(|handles| {
        handles.current = None;
        handles.document += 1;
    });
}

/// Writes the document's file: back to where it came from, to a place that the user chooses, or as a
/// download, whatever the browser can. The name of the file, or `None` when the user cancels.
pub(crate) async fn write(file_name: &str, bytes: &[u8], ask: bool) -> Result<Option<String>, Failure> {
    let bytes = Uint8Array::from(bytes);
    let (document, current) = HANDLES.with_borrow(|handles| (handles.document, handles.current.clone()));
    let handle = match current.filter(|_| !ask) {
        Some(known) => known.handle,
        None => match js_choose_target(file_name).await {
            Ok(target) if target.is_null() => return Ok(None),
            Ok(target) if !target.is_undefined() => target,
            _ => {
                js_download(file_name, &bytes);
                return Ok(Some(file_name.to_owned()));
            }
        },
    };
    let failed = |thrown: JsValue| Failure::browser_file(&format!("{file_name} cannot be written."), &words(&thrown));
    let written = js_write_back(&handle, &bytes).await.map_err(failed)?;
    let name = Reflect::get(&written, &"name".into()).ok().and_then(|name| name.as_string());
    let name = name.unwrap_or_else(|| file_name.to_owned());
    let known = Known { name: name.clone(), handle };
    recent::remember(&known.name, &known.handle).await;
    HANDLES.with_borrow_mut(|handles| {
        if handles.document == document {
            handles.current = Some(known);
        }
    });
    Ok(Some(name))
}
