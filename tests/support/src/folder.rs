//! Folders and the files in them.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The root of the repository.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file below a folder, sorted.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { &mut waiting } else { &mut files }.push(path);
        }
    }
    files.sort();
    files
}

/// A temporary folder with the least that a studio's server takes for its page.
pub fn page() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), "<html></html>").unwrap();
    folder
}
