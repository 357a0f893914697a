//! What differs between two XIFs, as people, scripts and git see it.

use std::fs;

use expect_test::expect;
use extension::{Edit, Extension};
use support::corpus;
use support::document::edited;

use crate::command::{Repository, answer, text};
use crate::versions::{added, described, mandatory, renamed, sample, source, without_refund};

/// Exit code and both outputs of the comparison of the sample with what the edits make of it.
fn diff(edits: &[Edit], options: &[&str]) -> (i32, String, String) {
    compared(&xif::write(&sample()), &xif::write(&edited(&sample(), edits)), options)
}

fn compared(before: &[u8], after: &[u8], options: &[&str]) -> (i32, String, String) {
    let home = tempfile::tempdir().unwrap();
    let (one, other) = (home.path().join("a.xif"), home.path().join("b.xif"));
    fs::write(&one, before).unwrap();
    fs::write(&other, after).unwrap();
    let arguments = ["diff", text(&one), text(&other)];
    answer(&[&arguments[..], options].concat())
}

fn everything() -> Vec<Edit> {
    vec![
        renamed("Repay"),
        described("a\r\nb"),
        mandatory(),
        without_refund(),
        added(30, "New"),
        source("int b", "int x"),
    ]
}

#[test]
fn as_text() {
    let (code, lines, errors) = diff(&everything(), &[]);
    assert_eq!((code, errors.as_str()), (1, ""));
    expect![[r"
        resource \Source\NET\Sample.cs
          Content: 6 lines, 55 bytes -> 6 lines, 55 bytes
            @@ -1,6 +1,6 @@
             class Sample {
             	int a;
            -	int b;
            +	int x;
             	int c;
             	int d;
             }
        action Repay
          Name: Pay -> Repay
          ! Modules that use it must refresh their dependency.
          Description: (empty) -> a\r\nb
          parameter Years, Mandatory: No -> Yes
          ! Calls that give no value for it break.
        - action Refund: ()
          ! Modules that use it break.
        + action New: ()
    "]]
    .assert_eq(&lines);
}

#[test]
fn nothing_differs() {
    assert_eq!(diff(&[], &[]), (0, String::new(), String::new()));
    let (code, json, _) = diff(&[], &["--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &json["same"], &json["groups"]), (0, &true.into(), &serde_json::json!([])));
}

#[test]
fn only_what_breaks() {
    let (code, lines, _) = diff(&everything(), &["--breaking"]);
    assert_eq!(code, 1);
    expect![[r"
        action Repay
          Name: Pay -> Repay
          ! Modules that use it must refresh their dependency.
          parameter Years, Mandatory: No -> Yes
          ! Calls that give no value for it break.
        - action Refund: ()
          ! Modules that use it break.
    "]]
    .assert_eq(&lines);
    let harmless = [described("New"), added(30, "New"), source("int b", "int x")];
    assert_eq!(diff(&harmless, &["--breaking"]), (0, String::new(), String::new()));
    // A resource is found by its name, so another key breaks nothing.
    let mut other = sample();
    let resource = std::sync::Arc::make_mut(&mut std::sync::Arc::make_mut(&mut other.resources)[0]);
    resource.key = support::document::key(99);
    assert_eq!(compared(&xif::write(&sample()), &xif::write(&other), &["--breaking"]).0, 0);
    assert_eq!(compared(&xif::write(&sample()), &xif::write(&other), &[]).0, 1);
}

#[test]
fn as_json() {
    let (code, json, _) = diff(&everything(), &["--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &json["shape"], &json["same"]), (1, &1.into(), &false.into()));
    assert_eq!((&json["before"]["extension"], &json["after"]["generation"]), (&"Sample".into(), &0.into()));
    let lines = &json["groups"][0]["changes"][0]["lines"];
    assert_eq!((&lines["added"], &lines["hunks"][0]["lines"][2]["text"]), (&1.into(), &"\tint b;\r\n".into()));
    let expected = serde_json::json!({
        "kind": "parameter",
        "element": "Repay.Years",
        "became": "changed",
        "property": "Mandatory",
        "before": "No",
        "after": "Yes",
        "breaks": "Calls that give no value for it break.",
        "lines": null,
    });
    assert_eq!(json["groups"][1]["changes"][2], expected);
    assert_eq!((&json["groups"][2]["became"], &json["groups"][3]["became"]), (&"removed".into(), &"added".into()));
}

#[test]
fn what_no_element_says_is_a_difference_too() {
    let one = xif::print(&sample());
    let other = one.replacen("<Actions>", "<Actions future=\"1\">", 1);
    assert_ne!(one, other);
    let (code, lines, _) = compared(&xif::deflate(&one), &xif::deflate(&other), &[]);
    assert_eq!(code, 1);
    assert!(lines.starts_with("the definition is written in another form: "), "{lines}");
    // What elements say is not a form.
    let (_, lines, _) = compared(&xif::deflate(&one), &xif::write(&edited(&sample(), &everything())), &[]);
    assert!(!lines.contains("another form"), "{lines}");
}

#[test]
fn trouble() {
    let good = xif::write(&sample());
    let (code, lines, errors) = compared(&good, b"PK", &[]);
    assert_eq!((code, lines.as_str()), (2, ""));
    assert!(errors.contains("error X101") && errors.contains("b.xif"), "{errors}");
    let (code, _, errors) = compared(&good, b"PK", &["--json"]);
    let error: serde_json::Value = serde_json::from_str(&errors).unwrap();
    assert_eq!((code, &error["error"]["code"], &error["error"]["exitCode"]), (2, &"X101".into(), &2.into()));
    assert_eq!(answer(&["diff", "none.xif", "none.xif"]).0, 2);
}

#[test]
fn a_file_is_no_other_than_itself_and_versions_of_real_files_differ() {
    let files: Vec<(String, Vec<u8>)> = corpus::files();
    for (name, bytes) in &files {
        assert_eq!(compared(bytes, bytes, &[]), (0, String::new(), String::new()), "{name}");
    }
    for pair in files.windows(2) {
        let (code, lines, errors) = compared(&pair[0].1, &pair[1].1, &[]);
        assert!(code == 1 && !lines.is_empty() && errors.is_empty(), "{} {}", pair[0].0, pair[1].0);
    }
}

/// What the README says about git, in a real repository.
#[test]
fn as_git_sees_it() {
    let repository = Repository::new();
    fs::write(repository.path(".gitattributes"), "*.xif diff=xif\n").unwrap();
    repository.done(&["config", "diff.xif.command", "xif diff --git"]);
    repository.done(&["config", "diff.xif.textconv", "xif show"]);
    repository.commit("My Sample.xif", &sample());
    assert_eq!(repository.done(&["diff"]), "");

    let write = |file: &str, extension: &Extension| fs::write(repository.path(file), xif::write(extension)).unwrap();
    write("My Sample.xif", &edited(&sample(), &[mandatory()]));
    let expected = "--- a/My Sample.xif\n+++ b/My Sample.xif\naction Pay\n  parameter Years, Mandatory: No -> Yes\n  \
                    ! Calls that give no value for it break.\n";
    assert_eq!(repository.done(&["diff"]), expected);

    fs::write(repository.path("My Sample.xif"), "PK").unwrap();
    let broken = repository.done(&["diff"]);
    assert!(broken.contains("error X101"), "{broken}");

    repository.done(&["restore", "My Sample.xif"]);
    repository.done(&["mv", "My Sample.xif", "Other.xif"]);
    assert_eq!(repository.done(&["diff", "HEAD", "--find-renames"]), "--- a/My Sample.xif\n+++ b/Other.xif\n");

    repository.commit("Other.xif", &edited(&sample(), &[mandatory()]));
    let new = repository.done(&["diff", "--no-renames", "HEAD~", "HEAD", "--", "Other.xif"]);
    assert!(new.starts_with("--- /dev/null\n+++ b/Other.xif\n+ resource "), "{new}");
    let gone = repository.done(&["diff", "--no-renames", "HEAD~", "HEAD", "--", "My Sample.xif"]);
    assert!(gone.starts_with("--- a/My Sample.xif\n+++ /dev/null\n- resource "), "{gone}");

    // The history is shown by the text form.
    repository.commit("Other.xif", &edited(&sample(), &[mandatory(), described("New")]));
    let log = repository.done(&["log", "-p", "-1"]);
    assert!(log.contains("+  Description: New\n") && log.contains("@@ "), "{log}");
}
