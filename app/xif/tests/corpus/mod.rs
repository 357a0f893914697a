//! Real definitions, where they are: users do not have them.

use std::path::PathBuf;

/// Every real XIF as name and bytes; none, with a printed note, where the folder is not there.
pub(crate) fn files() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("note: the corpus of real files is not here; this test has nothing to read");
        return Vec::new();
    };
    let mut files: Vec<(String, Vec<u8>)> = entries
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            path.extension().is_some_and(|end| end == "xif").then(|| (name, std::fs::read(&path).unwrap()))
        })
        .collect();
    files.sort();
    assert!(!files.is_empty(), "the corpus is there but holds no XIF");
    files
}
