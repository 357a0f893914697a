//! What a script sees of a verification.

use std::fs;

use extension::verify::Rule;
use extension::{Action, BasicType, Direction, Elements, Extension, Parameter, Severity};
use support::corpus;
use support::document::key;

use crate::command::{answer, done, text, with_resources, write};

/// An extension with an action `Pay`, whose input has this default.
fn pay(default: &str) -> Extension {
    let mut action = Action::new(key(10), extension::Name::as_found("Pay"));
    let input = Direction::Input { mandatory: true };
    let mut years = Parameter::new(key(11), extension::Name::as_found("Years"), input);
    years.data_type = BasicType::Integer.into();
    years.default = extension::Expression::as_found(default);
    action.parameters = [years].into_iter().collect();
    Extension { actions: [action].into_iter().collect::<Elements<_>>(), ..with_resources(Vec::new()) }
}

#[test]
fn findings_as_lines() {
    let home = tempfile::tempdir().unwrap();
    let file = write(home.path(), &pay("10"));
    assert_eq!(done(&["verify", text(&file)]).stdout, b"0 errors, 0 warnings, 0 information\n");
    let file = write(home.path(), &pay("2147483648"));
    let (code, lines, errors) = answer(&["verify", text(&file)]);
    let expected =
        "error Pay.Years, Default Value: 'Integer' value exceeded: “2147483648” is beyond its range. Write a value from -2147483648 to 2147483647. (V307)
1 error, 0 warnings, 0 information
";
    assert_eq!((code, lines.as_str(), errors.as_str()), (1, expected, ""));
}

#[test]
fn several_files() {
    let home = tempfile::tempdir().unwrap();
    let good = write(home.path(), &pay("10")).with_file_name("good.xif");
    fs::rename(home.path().join("in.xif"), &good).unwrap();
    let bad = write(home.path(), &pay("x"));
    let (code, lines, _) = answer(&["verify", text(&good), text(&bad)]);
    let first = lines.lines().next().unwrap();
    assert!(code == 1 && first.starts_with(text(&bad)) && first.contains(": error Pay.Years, "), "{lines}");
    let none = home.path().join("none.xif");
    let (code, lines, errors) = answer(&["verify", text(&none), text(&bad)]);
    assert!(code == 2 && lines.ends_with("1 error, 0 warnings, 0 information\n"), "{lines}");
    assert!(errors.contains("F101") && errors.contains("none.xif"), "{errors}");
}

#[test]
fn findings_as_json() {
    let home = tempfile::tempdir().unwrap();
    let file = write(home.path(), &pay("x"));
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
        "element": "Pay.Years",
        "property": "Default Value",
        "text": "Unknown object in expression: “x” is not a literal value. Write digits, such as 10 or -1.",
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
