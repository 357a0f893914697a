//! The real files that stand beside the repository, in `../shared/corpus`. Users do not have them, so their absence fails
//! no test; but where the folder is there, it must hold what a test asks for.

use std::path::PathBuf;

use crate::folder::project;
use crate::needed;

/// Every real XIF as name and bytes, sorted by name; none, with a printed note, where the folder is not there.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let Some(folder) = folder() else { return Vec::new() };
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "xif"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} is there but holds no XIF", folder.display());
    files
}

/// The real XIF whose name begins so. Where the folder is there without it, that is as a tool that is missing.
pub fn file(name: &str) -> Option<(String, Vec<u8>)> {
    folder()?;
    needed(&format!("{name}*.xif in ../shared/corpus"), files().into_iter().find(|(own, _)| own.starts_with(name)))
}

fn folder() -> Option<PathBuf> {
    let shared = project().join("../shared");
    if !shared.is_dir() {
        println!("note: the real files in ../shared are not here, so this test has nothing to read");
        return None;
    }
    let corpus = shared.join("corpus");
    needed("../shared/corpus", corpus.is_dir().then_some(corpus))
}
