//! The interface stays in pieces that can be read: no function over 80 lines, no file over 400. Clippy measures the functions
//! of all crates but cannot see into components, whose macro takes them apart.

#![allow(clippy::unwrap_used, reason = "test code: a source that cannot be read fails the test")]

use std::fs;
use std::path::Path;

const LONGEST_FUNCTION: usize = 80;
const LONGEST_FILE: usize = 400;

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The functions of a formatted source with their lines, signature and braces among them.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let Some(name) = name_of(line.trim_start()) else { continue };
        let end = format!("{indent}}}");
        if let Some(length) = lines[start..].iter().position(|line| **line == end) {
            found.push((name.to_owned(), length + 1));
        }
    }
    found
}

/// The name of the function that begins in a line and does not end there.
fn name_of(line: &str) -> Option<&str> {
    let (before, behind) = line.split_once("fn ")?;
    let is_head = before.split_whitespace().all(|word| {
        ["pub", "const", "async", "unsafe"].contains(&word) || word.starts_with("pub(") || word.ends_with(')')
    });
    let name = behind.split(|character: char| !character.is_alphanumeric() && character != '_').next()?;
    (is_head && !name.is_empty() && !line.ends_with('}') && !line.ends_with(';')).then_some(name)
}

#[test]
fn no_function_or_file_of_the_interface_is_long() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../app/studio/src"), &mut files);
    assert!(files.len() > 100, "the sources of the studio are not where this test looks");
    let mut long = Vec::new();
    for (path, text) in &files {
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            long.push(format!("{path}: {lines} lines"));
        }
        let functions = functions(text).into_iter().filter(|(_, lines)| *lines > LONGEST_FUNCTION);
        long.extend(functions.map(|(name, lines)| format!("{path}: {name} has {lines} lines")));
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn functions_are_measured_with_their_heads() {
    let text = "#[component]\npub(in crate::view) fn Long(\n    a: u8,\n) -> u8 {\n    fn inner() {\n        1\n    }\n    a\n}\n\nfn short() {}\n";
    assert_eq!(functions(text), [("Long".to_owned(), 8), ("inner".to_owned(), 3)]);
}
