//! A report tells the form of what it is given and nothing that somebody wrote.

use std::fs;
use std::sync::Arc;

use extension::{Content, Description, Edit, Extension, Name};
use support::corpus;
use support::document::{INPUT, action, parameter, structure};

use crate::command::{done, resource, text, with_resources, write};

const SECRET: &str = "Hunter2";

/// An extension with the secret wherever somebody can write.
fn secret() -> Extension {
    let mut extension = with_resources(vec![
        resource(1, r"\Source\NET\Hunter2\", "Hunter2.cs", b"// Hunter2"),
        resource(2, r"\Source\NET\", "Records.cs", b"\"Hunter2\""),
    ]);
    extension.name = Name::new("Hunter2").unwrap();
    extension.description = Description::new("Hunter2 at https://Hunter2.example").unwrap();
    let head = Arc::make_mut(&mut extension.provenance);
    for text in [&mut head.activation_code, &mut head.version, &mut head.hash, &mut head.direct_upgrade_from] {
        *text = SECRET.into();
    }
    head.product = Some((SECRET.into(), SECRET.into()));
    let mut input = parameter(11, "Hunter2", INPUT, extension::BasicType::Text);
    input.default = extension::Expression::new("\"Hunter2\"");
    // What looks like a type where none stands.
    let typed = parameter(12, "rtHunter", INPUT, extension::BasicType::Text);
    let mut pay = action(10, "Hunter2Action", [input, typed]);
    pay.body = SECRET.into();
    let part = structure(20, "Hunter2Structure", [("Hunter2", extension::BasicType::Text.into())]);
    extension.apply(&Edit::AddAction(pay, None)).unwrap().apply(&Edit::AddStructure(part, None)).unwrap()
}

fn reports(arguments: &[&str]) -> [String; 2] {
    let said = |options: &[&str]| String::from_utf8(done(&[&["report"], options, arguments].concat()).stdout).unwrap();
    [said(&[]), said(&["--json"])]
}

#[test]
fn no_secret_goes_in() {
    let home = tempfile::tempdir().unwrap();
    let file = write(home.path(), &secret());
    let named = home.path().join("Hunter2.xif");
    fs::rename(&file, &named).unwrap();
    let folder = home.path().join("Hunter2");
    done(&["unpack", text(&named), text(&folder)]);
    // A name and a value that no format has, and a publish with every field that it can have.
    let strange = home.path().join("strange.xif");
    let definition =
        crate::command::definition(&named).replacen("<Actions>", "<Hunter2-x Hunter2-y=\"rtHunter2\" /><Actions>", 1);
    fs::write(&strange, xif::deflate(&definition)).unwrap();
    let log = home.path().join("published.jsonl");
    let begun = r#"{"event":"begun","extension":"Hunter2","environment":"Hunter2.example","user":"Hunter2","backend":"Hunter2"}"#;
    let message = r#"{"event":"message","severity":"error","text":"Hunter2","code":"Hunter2"}"#;
    let ended = r#"{"event":"ended","outcome":"failed","version":"Hunter2","exitCode":1}"#;
    fs::write(&log, format!("{begun}\n{message}\n{ended}\n")).unwrap();
    let other = home.path().join("other.txt");
    fs::write(&other, SECRET).unwrap();
    for report in reports(&[text(&named), text(&folder), text(&strange), text(&log), text(&other)]) {
        assert!(!report.to_lowercase().contains("hunter"), "{report}");
        assert!(!report.contains(text(home.path())), "{report}");
        for part in ["Extension/Actions/Action", "failed", "unreadable", "CRLF", "text"] {
            assert!(report.contains(part), "{part} is not in {report}");
        }
    }
}

#[test]
fn the_files_of_the_checklist_are_made_and_known_again() {
    let home = tempfile::tempdir().unwrap();
    let made = home.path().join("proof");
    done(&["report", "--make", text(&made)]);
    let files = ["ReportHash.xif", "ReportEntities.xif", "ReportRecords.xif"].map(|name| made.join(name));
    let paths: Vec<&str> = files.iter().map(|file| text(file)).collect();
    done(&[&["verify"], &paths[..]].concat());
    let [_, json] = reports(&paths);
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    for (number, entry) in (1..).zip(report["files"].as_array().unwrap()) {
        assert_eq!((&entry["head"]["sample"], &entry["head"]["hashIsOurs"]), (&number.into(), &true.into()));
        assert_eq!(entry["sources"]["Records.cs"]["sameAsTemplate"], true, "{entry}");
    }
    assert_eq!(report["files"][1]["counts"]["entityAttributes"], 14);
    let keys = &report["files"][2]["sources"]["Records.cs"];
    assert!(keys["recordKeys"].as_u64().unwrap() > 0 && keys["recordKeys"] == keys["recordKeysAsOurs"], "{keys}");
    // The same files each time, and none over others.
    let again = home.path().join("again");
    done(&["report", "--make", text(&again)]);
    for file in &files {
        let name = file.file_name().unwrap();
        assert!(fs::read(file).unwrap() == fs::read(again.join(name)).unwrap());
    }
    assert_eq!(crate::command::failed(&["report", "--make", text(&again)]).0, 3);
}

#[test]
fn real_files_are_told_by_their_form() {
    for (name, bytes) in corpus::files() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a.xif");
        fs::write(&file, &bytes).unwrap();
        let [report, _] = reports(&[text(&file)]);
        assert!(report.contains("Extension/Technologies/Technology: 2"), "{name}: {report}");
        let extension = xif::read(&bytes, &xif::Limits::default()).unwrap();
        let contents: Vec<Content> = extension.resources.iter().map(|it| it.content.clone()).collect();
        assert!(contents.iter().filter(|it| it.len() > 40).all(|it| !report.contains(&*it.base64())), "{name}");
        assert!(!report.contains(extension.name.as_str()), "{name}");
    }
}
