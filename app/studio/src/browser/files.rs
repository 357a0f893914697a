//! Files of the user: opened, written back, downloaded.

use std::cell::RefCell;

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DataTransfer, File};
use workbench::errors::Failure;
use workbench::{FileHandle, WrittenFile};

use super::words;

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

thread_local! {
    /// The browser's handles. What the studio knows of one is its place in here, counted from 1.
    static HANDLES: RefCell<Vec<JsValue>> = RefCell::default();
}

/// Gives the browser's handle a number.
pub(crate) fn number(handle: JsValue) -> FileHandle {
    HANDLES.with_borrow_mut(|handles| {
        handles.push(handle);
        FileHandle::from_number(handles.len() as u64)
    })
}

/// The browser's handle of this number.
pub(crate) fn of_handle(handle: FileHandle) -> Option<JsValue> {
    let place = usize::try_from(handle.number()).ok()?.checked_sub(1)?;
    HANDLES.with_borrow(|handles| handles.get(place).cloned())
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
    /// Name and bytes for the workbench, and what writes the file back.
    pub(crate) fn hand_over(self) -> (String, Vec<u8>, Option<FileHandle>) {
        (self.name, self.bytes, self.handle.map(number))
    }
}

/// Writes a file: back to where it came from, to a place that the user chooses, or as a download, whatever the browser can.
/// The file that was written, or `None` when the user cancels.
pub(crate) async fn write(
    file_name: &str,
    bytes: &[u8],
    handle: Option<FileHandle>,
) -> Result<Option<WrittenFile>, Failure> {
    let bytes = Uint8Array::from(bytes);
    let (place, handle) = match handle.and_then(|handle| Some((of_handle(handle)?, handle))) {
        Some(known) => known,
        None => match js_choose_target(file_name).await {
            Ok(target) if target.is_null() => return Ok(None),
            Ok(target) if !target.is_undefined() => (target.clone(), number(target)),
            _ => {
                js_download(file_name, &bytes);
                return Ok(Some(WrittenFile { name: file_name.to_owned(), handle: None }));
            }
        },
    };
    let failed = |thrown: JsValue| Failure::browser_file(&format!("{file_name} cannot be written."), &words(&thrown));
    let written = js_write_back(&place, &bytes).await.map_err(failed)?;
    let name = Reflect::get(&written, &"name".into()).ok().and_then(|name| name.as_string());
    Ok(Some(WrittenFile { name: name.unwrap_or_else(|| file_name.to_owned()), handle: Some(handle) }))
}
