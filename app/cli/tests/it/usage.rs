//! What a script sees: exit codes, errors, answers.

use std::fs;

use crate::command::{done, failed, resource, text, with_resources, write, xif};

#[test]
fn help_and_version() {
    assert!(String::from_utf8(done(&["--help"]).stdout).unwrap().contains("  unpack "));
    assert!(String::from_utf8(done(&["show", "--help"]).stdout).unwrap().contains("textconv"));
    assert_eq!(done(&["--version"]).stdout, format!("xif {}\n", env!("CARGO_PKG_VERSION")).into_bytes());
}

#[test]
fn manual_pages_and_completions() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("man1");
    let answer: serde_json::Value = serde_json::from_slice(&done(&["man", text(&folder), "--json"]).stdout).unwrap();
    let files = crate::command::files(&folder);
    assert_eq!(answer["files"].as_array().unwrap().len(), files.len());
    assert!(files.contains(&"xif.1".to_owned()) && files.contains(&"xif-publish.1".to_owned()), "{files:?}");
    assert_eq!(done(&["man"]).stdout, fs::read(folder.join("xif.1")).unwrap());
    assert!(String::from_utf8(done(&["completions", "bash"]).stdout).unwrap().contains("complete -F _xif"));
}

#[test]
fn exit_codes_and_errors() {
    let home = tempfile::tempdir().unwrap();
    let wrong = home.path().join("wrong.xif");
    fs::write(&wrong, "PK").unwrap();
    let (code, message) = failed(&["show", text(&wrong)]);
    assert!(code == 1 && message.starts_with("xif: error X101: ") && message.contains("wrong.xif"), "{message}");
    let (code, message) = failed(&["show", text(&home.path().join("none.xif"))]);
    assert!(code == 3 && message.starts_with("xif: error F101: "), "{message}");
    let (code, message) = failed(&["show"]);
    assert!(code == 2 && message.contains("show needs one FILE"), "{message}");
    let (code, message) = failed(&["pack", text(home.path()), text(&wrong)]);
    assert!(code == 1 && message.contains("F201") && message.contains("definition.xml"), "{message}");
    assert_eq!(fs::read(&wrong).unwrap(), b"PK", "a failed pack leaves the file alone");
}

#[test]
fn errors_in_json() {
    let home = tempfile::tempdir().unwrap();
    let wrong = home.path().join("wrong.xif");
    fs::write(&wrong, "").unwrap();
    for (arguments, code, exit_code) in
        [(["show", "--json", text(&wrong)].as_slice(), "X100", 1), (&["show", "--json"], "F001", 2)]
    {
        let (exit, message) = failed(arguments);
        let error: serde_json::Value = serde_json::from_str(&message).unwrap();
        assert_eq!(
            (exit, &error["error"]["code"], &error["error"]["exitCode"]),
            (exit_code, &code.into(), &exit_code.into())
        );
    }
}

#[test]
fn a_damaged_definition_names_its_place() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("folder");
    let file = write(home.path(), &with_resources(vec![resource(1, r"\S\", "A.cs", b"a")]));
    done(&["unpack", text(&file), text(&folder)]);
    let path = folder.join("definition.xml");
    let broken = fs::read_to_string(&path).unwrap().replace("<Actions />", "<Actions>");
    fs::write(&path, broken).unwrap();
    let (code, message) = failed(&["pack", text(&folder), text(&home.path().join("out.xif"))]);
    assert!(code == 1 && message.contains("error X201: definition.xml") && message.contains("line "), "{message}");
}

#[test]
fn a_wrong_clock_is_wrong_usage() {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_xif"));
    let output = command.args(["pack", "a", "b"]).env("SOURCE_DATE_EPOCH", "today").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn answers_in_json() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("folder");
    let file = write(home.path(), &with_resources(vec![resource(1, r"\S\", "A.cs", b"a")]));
    let output = xif(&["unpack", "--json", text(&file), text(&folder)]);
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&answer["extension"], &answer["resources"]), (&"Sample".into(), &1.into()));
}
