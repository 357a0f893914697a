//! What a script sees of a verification.

use std::fs;

use extension::{Extension, Severity};
use rules::Rule;
use support::corpus;

use crate::cases::sample;
use crate::command::{answer, done, text, write};

/// A compiled extension with an action `Reverse`, whose text input has this default.
fn with_default(default: &str) -> Extension {
    let mut extension = sample();
    let mut action = extension.actions[0].as_ref().clone();
    let mut input = action.parameters[0].as_ref().clone();
    input.default = extension::Expression::as_found(default);
    let output = action.parameters[1].as_ref().clone();
    action.parameters = [input, output].into_iter().collect();
    extension.actions = [action].into_iter().collect();
    extension
}

#[test]
fn findings_as_lines() {
    let home = tempfile::tempdir().unwrap();
    let file = write(home.path(), &with_default("\"10\""));
    assert_eq!(done(&["verify", text(&file)]).stdout, b"0 errors, 0 warnings, 0 information\n");
    let file = write(home.path(), &with_default("x"));
    let (code, lines, errors) = answer(&["verify", text(&file)]);
    let expected =
        "error Reverse.TextIn, Default Value: Unknown object in expression: “x” is not a literal value. Write a text in quotes, such as \"abc\". (V305)
1 error, 0 warnings, 0 information
";
    assert_eq!((code, lines.as_str(), errors.as_str()), (1, expected, ""));
}

#[test]
fn several_files() {
    let home = tempfile::tempdir().unwrap();
    let good = write(home.path(), &with_default("\"10\"")).with_file_name("good.xif");
    fs::rename(home.path().join("in.xif"), &good).unwrap();
    let bad = write(home.path(), &with_default("x"));
    let (code, lines, _) = answer(&["verify", text(&good), text(&bad)]);
    let first = lines.lines().next().unwrap();
    assert!(code == 1 && first.starts_with(text(&bad)) && first.contains(": error Reverse.TextIn, "), "{lines}");
    let none = home.path().join("none.xif");
    let (code, lines, errors) = answer(&["verify", text(&none), text(&bad)]);
    assert!(
        code == 2 && lines.ends_with("\n1 file could not be read; in the other: 1 error, 0 warnings, 0 information\n"),
        "{lines}"
    );
    assert!(errors.contains("F101") && errors.contains("none.xif"), "{errors}");
}

#[test]
fn findings_as_json() {
    let home = tempfile::tempdir().unwrap();
    let file = write(home.path(), &with_default("x"));
    let wrong = home.path().join("wrong.xif");
    fs::write(&wrong, "PK").unwrap();
    let (code, json, errors) = answer(&["verify", "--json", text(&file), text(&wrong)]);
    let answer: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, errors.as_str()), (2, ""));
    let file = &answer["files"][0];
    assert_eq!((&answer["shape"], &answer["errors"], &file["errors"]), (&1.into(), &1.into(), &1.into()));
    let expected = serde_json::json!([{
        "severity": "error",
        "rule": "V305",
        "title": Rule::DefaultUnknown.title(),
        "kind": "parameter",
        "element": "Reverse.TextIn",
        "property": "Default Value",
        "text": "Unknown object in expression: “x” is not a literal value. Write a text in quotes, such as \"abc\".",
    }]);
    assert_eq!((&file["extension"], &file["findings"]), (&"Sample".into(), &expected));
    assert_eq!(answer["files"][1]["error"]["code"], "X101");
}

/// Every real extension was saved or handed out by the platform's tools, so an error in one would be a rule of ours
/// that the platform does not have.
#[test]
fn real_extensions_have_no_errors() {
    for (name, bytes) in corpus::files() {
        let extension = xif::read(&bytes, &xif::Limits::default()).unwrap();
        let findings = csharp::verify(&extension);
        for finding in &findings {
            let path = finding.place.item.path(&extension).unwrap();
            println!("{name}: {} {path}: {}", finding.severity.label(), finding.text);
        }
        assert!(findings.iter().all(|finding| finding.severity != Severity::Error), "{name}");
    }
}
