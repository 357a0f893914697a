//! Looking changes nothing: real definitions, with sources in whatever form.

use csharp::update;
use extension::{Content, Edit, Extension, Folder, ResourceEdit, Timestamp};
use support::corpus;

const GENERATED: [&str; 5] = ["Interface.cs", "Structures.cs", "Entities.cs", "Records.cs", "RecordLists.cs"];

/// The same tokens in other forms.
fn forms(text: &str) -> Vec<(&'static str, String)> {
    let lines = |change: &dyn Fn(&str) -> String| text.split("\r\n").map(change).collect::<Vec<_>>().join("\r\n");
    let tokens = csharp::token::tokens(text);
    let spread: String = tokens.iter().map(|token| format!("{} ", &text[token.range.clone()])).collect();
    let commented: String = tokens
        .iter()
        .map(|token| match &text[token.range.clone()] {
            ";" => "/* a */; // b\r\n",
            other => other,
        })
        .collect();
    vec![
        ("line ends", text.replace("\r\n", "\n")),
        ("spaces", text.replace('\t', "    ")),
        ("empty lines", lines(&|line| format!("{line}\r\n"))),
        ("no empty lines", text.split("\r\n").filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\r\n")),
        (
            "braces on lines of their own",
            lines(&|line| line.strip_suffix(" {").map_or(line.to_owned(), |head| format!("{head}\r\n{{"))),
        ),
        ("blanks between all tokens", spread),
        ("comments", commented),
        (
            "no documentation",
            text.split("\r\n").filter(|line| !line.trim().starts_with("///")).collect::<Vec<_>>().join("\r\n"),
        ),
        ("a byte order mark", format!("\u{feff}{text}")),
        ("no line end", text.trim_end().to_owned()),
    ]
}

fn time() -> Timestamp {
    Timestamp::new(2026, 1, 2, 3, 4, 5)
}

fn source(extension: &Extension, file: &str) -> String {
    extension.resource_at(Folder::SOURCE, file).unwrap().content.text().unwrap()
}

fn in_form(extension: &Extension, file: &str, text: &str) -> Extension {
    let key = extension.resource_at(Folder::SOURCE, file).unwrap().key;
    let edit = ResourceEdit::SetContent(Content::from_bytes(text.as_bytes()), time());
    extension.apply(&Edit::Resource(key, edit)).unwrap()
}

/// The real definitions with the sources that are generated from them.
fn real_extensions() -> Vec<(String, Extension)> {
    let read = |(name, bytes): (String, Vec<u8>)| {
        let extension = xif::read(&bytes, &xif::Limits::default()).unwrap();
        let mut with = extension.clone();
        for (number, file) in (0_u8..).zip(csharp::new_sources(&extension)) {
            let edit = match extension.resource_at(Folder::SOURCE, file.file_name.as_str()) {
                Some(resource) => Edit::Resource(resource.key, ResourceEdit::SetContent(file.content, time())),
                None => {
                    let key = extension::Key::from_bytes([200 + number; 16]);
                    Edit::AddResource(extension::Resource::new(key, file.file_name, file.folder, file.content, time()))
                }
            };
            with = with.apply(&edit).unwrap();
        }
        (name, with)
    };
    corpus::files().into_iter().map(read).collect()
}

#[test]
fn looking_changes_no_real_extension() {
    for (name, extension) in real_extensions() {
        for file in GENERATED {
            for (form, text) in forms(&source(&extension, file)) {
                let formed = in_form(&extension, file, &text);
                let changed: Vec<String> =
                    update(&formed, &formed).files.iter().map(|file| file.file_name.to_string()).collect();
                let changed: Vec<&String> = changed.iter().filter(|changed| *changed == file).collect();
                assert!(changed.is_empty(), "{name}: {file} with other {form}");
            }
        }
    }
}
