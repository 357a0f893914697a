use std::path::{Path, PathBuf};

use cli::folder;
use cli::report::{Report, samples};
use serde_json::json;
use xif::Stamp;

use super::{Outcome, answered, packed, read};
use crate::failure::Failure;

/// Tells of XIFs, folders and what publish said, without telling what is in them.
pub(super) fn report(paths: &[PathBuf], as_json: bool) -> Result<Outcome, Failure> {
    let mut report = Report::default();
    for path in paths {
        if path.is_dir() {
            report.add_folder(&read(path)?.0);
        } else {
            report.add(&folder::read_file(path)?);
        }
    }
    Ok(Outcome::plain(if as_json { report.json() } else { report.text() }))
}

/// Writes the XIFs that a report is about.
pub(super) fn make(target: &Path, as_json: bool) -> Result<Outcome, Failure> {
    let is_empty = std::fs::read_dir(target).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty {
        return Err(folder::FolderError::NotEmpty { folder: target.to_owned() }.into());
    }
    std::fs::create_dir_all(target)
        .map_err(|error| Failure::Folder(folder::FolderError::Disk { done: "made", path: target.to_owned(), error }))?;
    let mut files = Vec::new();
    for (name, extension) in samples() {
        let now_utc = extension.provenance.last_modified_utc.clone();
        let stamped =
            xif::stamp(&extension, &extension.provenance, Stamp { now_utc, is_valid: false, is_unchanged: false });
        let file = target.join(name);
        folder::write_file(&file, &packed(&stamped)?)?;
        files.push(file.display().to_string());
    }
    let line = format!("Made: {}", files.join(", "));
    Ok(answered(as_json, &json!({ "shape": 1, "files": files }), &line, Vec::new()))
}
