//! The guide as users get it, against the studio's own list of commands.
#![allow(clippy::unwrap_used, reason = "what fails beside a test fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn read(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file)).unwrap()
}

/// The commands of the studio with their keys, as its table has them.
fn commands() -> BTreeMap<String, String> {
    let source = read("app/studio/src/menu_command.rs");
    let table = source.split("const fn look").nth(1).unwrap();
    let row = |line: &str| {
        let texts: Vec<&str> = line.split('"').collect();
        (texts.len() == 7).then(|| (texts[1].to_owned(), texts[5].to_owned()))
    };
    let commands: BTreeMap<String, String> = table.lines().filter_map(row).collect();
    assert!(commands.len() > 50, "{commands:?}");
    commands
}

#[test]
fn sections_have_titles_texts_and_ids_of_their_own() {
    let mut ids = BTreeSet::new();
    assert!(guide::SECTIONS.len() > 20);
    for section in guide::SECTIONS {
        assert!(ids.insert(section.id), "{} stands twice", section.id);
        assert!(
            !section.title.is_empty() && section.html.contains("<p>") || section.html.contains("<ul>"),
            "{section:?}"
        );
        assert!(!section.html.contains("<script") && !section.html.contains("style="), "{section:?}");
    }
    for link in guide::SECTIONS.iter().flat_map(|section| section.html.split("href=\"#").skip(1)) {
        let id = link.split('"').next().unwrap();
        assert!(ids.contains(id), "nothing has the id {id}");
    }
}

#[test]
fn the_search_finds_words_in_any_order_and_case() {
    let titles = |words: &str| guide::find(words).iter().map(|section| section.title).collect::<Vec<_>>();
    assert_eq!(titles(""), guide::SECTIONS.iter().map(|section| section.title).collect::<Vec<_>>());
    assert!(titles("LINK revoked").contains(&"Revoking a link"));
    assert!(titles("Download Solution").contains(&"Your own IDE"), "words in the text, without its marks");
    assert!(titles("no such words here").is_empty());
}

/// A command in bold letters with keys behind it has these keys in the studio.
#[test]
fn keys_are_those_of_the_studio() {
    let commands = commands();
    let text = read("public/guide.md").replace('\n', " ");
    let mut checked = 0;
    for piece in text.split("**").skip(1).step_by(2).zip(text.split("**").skip(2).step_by(2)) {
        let (name, after) = piece;
        let behind =
            after.strip_prefix(" (").or_else(|| after.strip_prefix(", ")).or_else(|| after.strip_prefix(" panel ("));
        let Some(keys) = behind.and_then(|keys| keys.split(')').next()) else { continue };
        let is_key = keys.starts_with("Ctrl+") || keys.starts_with("Alt+");
        if is_key {
            assert_eq!(commands.get(name).map(String::as_str), Some(keys), "{name}");
            checked += 1;
        }
    }
    assert!(checked > 25, "only {checked} commands with keys");
}
