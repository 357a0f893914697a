//! Inputs that once made reading fail, found by `tests/fuzz/run`: each ends with a document that prints to
//! the same text, or with an error.

use support::folder::{files_below, project};
use xif::{Limits, inflate, parse, print};

fn inputs(target: &str) -> Vec<Vec<u8>> {
    let files = files_below(&project().join("tests/fuzz/found").join(target));
    files.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

#[test]
fn containers() {
    for bytes in inputs("container") {
        if let Ok(text) = inflate(&bytes, &Limits { inflated: 1 << 20 }) {
            assert!(text.len() <= 1 << 20);
            let _ = parse(text);
        }
    }
}

#[test]
fn definitions() {
    for bytes in inputs("definition") {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        if let Ok(extension) = parse(text.clone()) {
            assert_eq!(first_difference(&print(&extension), &text), None);
        }
    }
}

/// Where two texts part, with some of both.
fn first_difference(one: &str, other: &str) -> Option<(String, String)> {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let shown = |text: &str| text.chars().skip(same.saturating_sub(120)).take(240).collect::<String>();
    (one != other).then(|| (shown(one), shown(other)))
}
