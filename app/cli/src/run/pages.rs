use std::path::Path;

use cli::folder::{self, FolderError};
use serde_json::json;

use super::{Outcome, answered};
use crate::arguments::{Completions, Man, Page, manual};
use crate::failure::Failure;

/// The completions of a shell.
pub(super) fn completions(arguments: &Completions) -> Result<Outcome, Failure> {
    text(arguments.script())
}

/// The manual page of `xif`, or all pages as files of a folder.
pub(super) fn man(arguments: &Man, as_json: bool) -> Result<Outcome, Failure> {
    let pages = manual().map_err(Failure::Output)?;
    let Some(folder) = &arguments.folder else {
        return text(pages.into_iter().next().map(|page| page.text).unwrap_or_default());
    };
    std::fs::create_dir_all(folder).map_err(|error| FolderError::Disk { done: "made", path: folder.clone(), error })?;
    let files = pages.iter().map(|page| write(folder, page)).collect::<Result<Vec<_>, Failure>>()?;
    let line = format!("{} manual pages are in {}", files.len(), folder.display());
    Ok(answered(as_json, &json!({ "shape": 1, "files": files }), &line, Vec::new()))
}

fn write(folder: &Path, page: &Page) -> Result<String, Failure> {
    let file = folder.join(&page.file_name);
    folder::write_file(&file, &page.text)?;
    Ok(file.display().to_string())
}

fn text(bytes: Vec<u8>) -> Result<Outcome, Failure> {
    let wrong = |error| Failure::Output(std::io::Error::new(std::io::ErrorKind::InvalidData, error));
    String::from_utf8(bytes).map(Outcome::plain).map_err(wrong)
}
