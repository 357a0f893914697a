//! A folder of the user's computer that is linked with the sources, where the browser can open folders.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use workbench::errors::Failure;
use workbench::{FolderFile, SourceFile, is_read_from_folder};

use super::words;

#[wasm_bindgen(module = "/src/browser/folder.js")]
extern "C" {
    #[wasm_bindgen(js_name = hasFolders)]
    pub(crate) fn has_folders() -> bool;
    #[wasm_bindgen(js_name = pickFolder, catch)]
    async fn js_pick() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = leaveFolder)]
    pub(crate) fn leave();
    #[wasm_bindgen(js_name = readFolder, catch)]
    async fn js_read(is_read: &Closure<dyn Fn(String) -> bool>) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = writeFolder, catch)]
    async fn js_write(files: &Array, is_read: &Closure<dyn Fn(String) -> bool>) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = completeFolder, catch)]
    async fn js_complete(files: &Array) -> Result<JsValue, JsValue>;
}

/// Asks for a folder; its name, or `None` when the user cancels.
pub(crate) async fn pick() -> Result<Option<String>, Failure> {
    js_pick().await.map(|name| name.as_string()).map_err(|thrown| failure("The folder cannot be opened.", &thrown))
}

/// The files that are new or other than they were when they were read or written last.
pub(crate) async fn read() -> Result<Vec<FolderFile>, Failure> {
    let is_read = is_read();
    let found = js_read(&is_read).await.map_err(|thrown| failure("The folder cannot be read.", &thrown))?;
    Ok(Array::from(&found).iter().filter_map(|file| file_of(&file)).collect())
}

fn file_of(file: &JsValue) -> Option<FolderFile> {
    let part = |name: &str| Reflect::get(file, &name.into()).ok();
    Some(FolderFile { path: part("path")?.as_string()?, bytes: Uint8Array::new(&part("bytes")?).to_vec() })
}

/// Writes the files, but those that changed in the folder meanwhile; the paths that were written.
pub(crate) async fn write(files: Vec<SourceFile>) -> Result<Vec<String>, Failure> {
    let list: Array = files.iter().map(entry_of).collect();
    let is_read = is_read();
    let written = js_write(&list, &is_read).await;
    let written = written.map_err(|thrown| failure("The folder cannot be written.", &thrown))?;
    Ok(Array::from(&written).iter().filter_map(|path| path.as_string()).collect())
}

/// Writes those files of which the folder has none.
pub(crate) async fn complete(files: Vec<SourceFile>) -> Result<(), Failure> {
    let list: Array = files.iter().map(entry_of).collect();
    let written = js_complete(&list).await;
    written.map(|_| ()).map_err(|thrown| failure("The folder cannot be written.", &thrown))
}

fn entry_of(file: &SourceFile) -> Object {
    let entry = Object::new();
    // Setting a property of a plain object cannot fail.
    let _ = Reflect::set(&entry, &"path".into(), &file.path.as_str().into());
    let _ = Reflect::set(&entry, &"bytes".into(), &Uint8Array::from(file.content.bytes().as_ref()));
    entry
}

fn is_read() -> Closure<dyn Fn(String) -> bool> {
    Closure::new(|path: String| is_read_from_folder(&path))
}

fn failure(text: &str, thrown: &JsValue) -> Failure {
    Failure::browser_file(text, &words(thrown))
}
