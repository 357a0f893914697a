//! The requests as the host takes them: `tests/operations.test.mjs` sends it each of these.

use std::path::Path;

use language::protocol::{
    At, Completion, Diagnostics, Failure, FailureKind, Format, Place, Reference, Rename, Request, Span, Text, TextEdit,
};

fn at<Where>(place: Where) -> Place<Where> {
    Place { document: "main".into(), version: 1, place }
}

fn text() -> Text {
    Text {
        document: "main".into(),
        name: "A.cs".into(),
        text: "class A { int one; }".into(),
        version: 1,
        generated: false,
    }
}

fn examples() -> Vec<Request> {
    let span = || Span { start: 0, end: 7 };
    let reference = Reference { name: "Damaged".into(), bytes: "damaged".into(), documentation: None };
    let edit = TextEdit { start: 19, end: 19, text: "int two;".into() };
    vec![
        Request::Open {
            name: "A".into(),
            language: "7.3".into(),
            symbols: vec!["TRACE".into()],
            references: vec![reference],
            documents: vec![text()],
        },
        Request::Chunks(at(())),
        Request::Diagnostics(at(Diagnostics::Syntax)),
        Request::Diagnostics(at(Diagnostics::Semantic(span()))),
        Request::Completion(at(Completion { at: 10, typed: None, imports: false })),
        Request::Resolve { listing: 1, item: 0 },
        Request::Signatures(at(At { at: 10 })),
        Request::Hover(at(At { at: 6 })),
        Request::Definition(at(At { at: 6 })),
        Request::References(at(At { at: 6 })),
        Request::Rename(at(Rename { at: 6, name: None })),
        Request::Rename(at(Rename { at: 6, name: Some("B".into()) })),
        Request::Format(at(Format { span: Some(span()), new_line: "\n".into(), tabs: false })),
        Request::Format(at(Format { span: None, new_line: "\n".into(), tabs: true })),
        Request::Colours(at(span())),
        Request::Outline(at(())),
        Request::Fixes(at(span())),
        Request::Fix { action: 0 },
        Request::Emit { symbols: true },
        Request::Versions,
        Request::Edit { document: "main".into(), from: 1, version: 2, changes: vec![edit] },
        Request::Replace(Text { version: 3, ..text() }),
        Request::Remove { document: "main".into() },
    ]
}

#[test]
fn the_examples_for_the_host_are_these_requests() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/requests.json");
    let written = serde_json::to_string_pretty(&examples()).unwrap() + "\n";
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &written).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), written, "run it with UPDATE_EXPECT=1");
}

#[test]
fn requests_are_read_as_they_are_written() {
    for request in examples() {
        let written = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<Request>(&written).unwrap(), request, "{written}");
    }
}

#[test]
fn failures_of_the_host_are_read() {
    let read = |kind: &str| serde_json::from_str::<Failure>(&format!(r#"{{"kind":"{kind}","text":""}}"#)).unwrap().kind;
    for (text, kind) in [
        ("malformed", FailureKind::Malformed),
        ("notOpen", FailureKind::NotOpen),
        ("unknownDocument", FailureKind::UnknownDocument),
        ("outdated", FailureKind::Outdated),
        ("cancelled", FailureKind::Cancelled),
        ("refused", FailureKind::Refused),
        ("internal", FailureKind::Internal),
    ] {
        assert_eq!(read(text), kind);
    }
}
