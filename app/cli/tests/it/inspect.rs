//! `xif inspect`.

use std::path::PathBuf;

use serde_json::Value;

use crate::command::{done, failed, text};

fn kinds() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../assembly/tests/it/kinds/kinds.dll")
}

#[test]
fn a_library_as_text() {
    let out = String::from_utf8(done(&["inspect", text(&kinds())]).stdout).unwrap();
    let start = "Assembly kinds 0.0.0.0\nReference mscorlib 4.0.0.0, token b77a5c561934e089\n\npublic class Bare\n    public Bare()\n\n";
    assert!(out.starts_with(start), "{out}");
    assert!(out.contains("\n    public void Old() // obsolete: Take Make.\n"), "{out}");
    assert!(
        out.contains("\npublic enum Kinds.Color : byte\n    Green = 2\n    Red = 1\n    @default = 255\n"),
        "{out}"
    );
    assert_eq!(out, String::from_utf8(done(&["inspect", text(&kinds())]).stdout).unwrap());
}

#[test]
fn a_library_as_json() {
    let told: Value = serde_json::from_slice(&done(&["inspect", "--json", text(&kinds())]).stdout).unwrap();
    assert_eq!((&told["shape"], &told["assembly"]["name"]), (&1.into(), &"kinds".into()));
    let find = |list: &Value, name: &str| {
        list.as_array().unwrap().iter().find(|it| it["name"] == name).unwrap_or_else(|| panic!("{name}")).clone()
    };
    let ways = find(&told["types"], "Kinds.Ways");
    assert_eq!(ways["signature"], "public static class Kinds.Ways");
    let all = find(&ways["members"], "All");
    let expected = serde_json::json!({
        "name": "All", "kind": "method", "isStatic": true, "type": "bool",
        "signature": "public static bool All(int one, ref string two, out System.DateTime three, in System.Guid four, params object[] rest)",
        "documentationId": "M:Kinds.Ways.All(System.Int32,System.String@,System.DateTime@,System.Guid@,System.Object[])",
        "summary": "Turns one round.",
        "parameters": [
            { "name": "one", "type": "int", "direction": "value", "isOptional": false, "isParams": false, "summary": "The first, by value." },
            { "name": "two", "type": "string", "direction": "ref", "isOptional": false, "isParams": false, "summary": "The second." },
            { "name": "three", "type": "System.DateTime", "direction": "out", "isOptional": false, "isParams": false },
            { "name": "four", "type": "System.Guid", "direction": "in", "isOptional": false, "isParams": false },
            { "name": "rest", "type": "object[]", "direction": "value", "isOptional": false, "isParams": true },
        ],
    });
    assert_eq!(all, expected);
    assert_eq!(find(&told["types"], "Kinds.Open<T>")["members"].as_array().unwrap().len(), 26);
}

#[test]
fn what_has_no_surface() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.dll");
    std::fs::write(&file, "<html>").unwrap();
    let (code, error) = failed(&["inspect", text(&file)]);
    assert_eq!(code, 1);
    assert!(error.starts_with("xif: error F601: ") && error.contains("an HTML page"), "{error}");
    assert_eq!(failed(&["inspect", text(&folder.path().join("b.dll"))]).0, 3);
    assert_eq!(failed(&["inspect"]).0, 2);
    // Documentation that cannot be read is told, and the rest is there.
    std::fs::copy(kinds(), &file).unwrap();
    std::fs::write(folder.path().join("a.xml"), "<doc>").unwrap();
    let output = done(&["inspect", text(&file)]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("a.xml: The file is not XML documentation"), "{told}");
    assert!(output.stdout.starts_with(b"Assembly kinds"));
}
