//! The layers of the interface, as `app/README.md` draws them: a module names nothing of a later layer, and state that
//! belongs to no value stands at the browser's border alone.

#![allow(clippy::unwrap_used, reason = "test code: a source that cannot be read fails the test")]

use std::fs;
use std::path::{Path, PathBuf};

/// From the bottom to the top.
const LAYERS: [&str; 5] = ["browser", "app", "menu_command", "part", "view"];

/// A source file of the studio: its path below `src`, and its text.
type Source = (String, String);

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../app/studio/src");
    let mut found = Vec::new();
    collect(&root, &root, &mut found);
    assert!(found.len() > 100, "the sources of the studio are not where this test looks");
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

fn layer_of(path: &str) -> Option<usize> {
    let first = path.split('/').next()?.trim_end_matches(".rs");
    LAYERS.iter().position(|layer| *layer == first)
}

/// The layers that a line names: by `crate::`, or by as many `super::` as lead from the file to the root of the crate.
fn named(path: &str, line: &str) -> Vec<usize> {
    let to_root = "super::".repeat(path.trim_end_matches(".rs").split('/').count());
    let starts = ["crate::", to_root.as_str()];
    let rests = starts.iter().flat_map(|start| line.match_indices(*start).map(|(at, start)| &line[at + start.len()..]));
    rests.flat_map(heads).filter_map(|name| LAYERS.iter().position(|layer| *layer == name)).collect()
}

/// The first names of a path: one, or those of a group in braces.
fn heads(rest: &str) -> Vec<&str> {
    match rest.strip_prefix('{') {
        Some(group) => group.split([',', '}']).map(|path| head(path.trim())).collect(),
        None => vec![head(rest)],
    }
}

fn head(path: &str) -> &str {
    path.split(|character: char| !character.is_alphanumeric() && character != '_').next().unwrap_or_default()
}

fn is_code(line: &&str) -> bool {
    !line.trim_start().starts_with("//") && !line.contains("pub(in ")
}

/// The lines that name something of a later layer.
fn arrows_up(sources: &[Source]) -> Vec<String> {
    let mut arrows = Vec::new();
    for (path, text) in sources {
        let Some(own) = layer_of(path) else { continue };
        let lines = text.lines().filter(is_code).filter(|line| named(path, line).iter().any(|layer| *layer > own));
        arrows.extend(lines.map(|line| format!("{path}: {}", line.trim())));
    }
    arrows
}

/// The files with state of their own that are not part of the browser's border.
fn with_state(sources: &[Source]) -> Vec<&str> {
    let has_state = |text: &str| {
        text.contains("thread_local!") || text.lines().any(|line| line.trim_start().starts_with("static "))
    };
    let away = sources.iter().filter(|(path, text)| layer_of(path) != Some(0) && has_state(text));
    away.map(|(path, _)| path.as_str()).collect()
}

#[test]
fn no_arrow_of_the_interface_leads_up() {
    let arrows = arrows_up(&sources());
    assert!(arrows.is_empty(), "a layer may only name those below it ({}):\n{}", LAYERS.join(" < "), arrows.join("\n"));
}

#[test]
fn only_the_border_of_the_browser_has_state_of_its_own() {
    let sources = sources();
    let files = with_state(&sources);
    assert!(files.is_empty(), "state belongs to a value, such as `Studio`: {}", files.join(", "));
}

#[test]
fn every_folder_of_the_interface_is_a_layer() {
    let outside: Vec<String> =
        sources().into_iter().map(|(path, _)| path).filter(|path| layer_of(path).is_none()).collect();
    let allowed = ["lib.rs", "main.rs", "bin/worker.rs"];
    assert!(outside.iter().all(|path| allowed.contains(&path.as_str())), "{outside:?}");
}

#[test]
fn each_way_of_naming_a_later_layer_is_seen() {
    let source = |path: &str, text: &str| [(path.to_owned(), text.to_owned())];
    let ups = [
        ("browser/server.rs", "use crate::app::Server;"),
        ("browser.rs", "use super::view::App;"),
        ("part/menu.rs", "    let x = crate::view::tabs::look_of(target);"),
        ("menu_command/run.rs", "use super::super::view;"),
        ("app.rs", "use crate::{browser::files, part::Button};"),
    ];
    for (path, text) in ups {
        assert_eq!(arrows_up(&source(path, text)).len(), 1, "{path}: {text}");
    }
    let downs = [
        ("view/app.rs", "use crate::browser::files;"),
        ("part/tree/row.rs", "use super::super::view;"),
        ("app/shared.rs", "pub(in crate::view) fn x() {}"),
        ("app/shared.rs", "// See `crate::view`."),
    ];
    for (path, text) in downs {
        assert!(arrows_up(&source(path, text)).is_empty(), "{path}: {text}");
    }
    assert_eq!(with_state(&source("app/x.rs", "thread_local! {\n}")), ["app/x.rs"]);
    assert!(with_state(&source("browser/x.rs", "thread_local! {\n}")).is_empty());
}
