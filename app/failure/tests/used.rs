//! The table and the sources agree: each code is used, and no source writes a code as text.
#![allow(clippy::unwrap_used, reason = "what fails beside a test fails the test")]

use std::fs;
use std::path::{Path, PathBuf};

use failure::Code;

/// The Rust sources of every crate of the app but this one.
fn sources() -> Vec<(PathBuf, String)> {
    let app = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut folders: Vec<PathBuf> = fs::read_dir(app)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("src").is_dir() && !path.ends_with("failure"))
        .map(|path| path.join("src"))
        .collect();
    assert!(folders.len() >= 8, "{folders:?}");
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                sources.push((path, text));
            }
        }
    }
    sources
}

#[test]
fn every_code_is_used() {
    let sources = sources();
    for code in Code::ALL {
        let name = format!("Code::{code:?}");
        let is_name = |text: &str| {
            text.match_indices(&name)
                .any(|(at, _)| !text[at + name.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_'))
        };
        assert!(sources.iter().any(|(_, text)| is_name(text)), "nothing uses {name}, {code}");
    }
}

#[test]
fn no_source_writes_a_code_as_text() {
    for (path, text) in sources() {
        // Tests say what users see.
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for code in Code::ALL {
            assert!(!text.contains(&format!("\"{code}\"")), "{} has the text {code}", path.display());
        }
    }
}
