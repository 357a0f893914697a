//! Compiling from a script, with the real server and the real compiler.

use std::fs;
use std::path::{Path, PathBuf};

use extension::{Action, Content, Extension, Folder, Resource, Timestamp};
use serde_json::Value;
use support::document::key;

use crate::command::{answer, text, with_resources, write};
use crate::servers::Servers;

/// An extension with an action `Pay` and its sources, in which this is replaced.
fn sample(home: &Path, from: &str, to: &str) -> PathBuf {
    let mut extension = with_resources(Vec::new());
    extension.actions = [Action::new(key(10), extension::Name::as_found("Pay"))].into_iter().collect();
    let sources = csharp::new_sources(&extension).into_iter().zip(20..).map(|(file, number)| {
        let content = file.content.text().unwrap().replace(from, to);
        let content = Content::from_bytes(content.into_bytes());
        Resource::new(key(number), file.file_name, file.folder, content, Timestamp::new(2026, 1, 1, 12, 0, 0)).into()
    });
    extension.resources = sources.collect::<Vec<_>>().into();
    write(home, &extension)
}

fn read(file: &Path) -> Extension {
    xif::read(&fs::read(file).unwrap(), &xif::Limits::default()).unwrap()
}

#[test]
fn an_assembly_goes_only_where_it_is_wanted() {
    let Some(servers) = Servers::with_compiler() else { return };
    let home = tempfile::tempdir().unwrap();
    let file = sample(home.path(), "", "");
    let (before, out) = (fs::read(&file).unwrap(), home.path().join("out.xif"));
    let (code, said, errors) = answer(&["compile", text(&file), "--server", &servers.server]);
    assert!(code == 0 && errors.is_empty(), "{said}{errors}");
    assert!(said.starts_with("Sample: compiled, 0 errors, 0 warnings; OutSystems.NssSample.dll has "), "{said}");
    assert_eq!(fs::read(&file).unwrap(), before);

    let compile = |arguments: &[&str]| {
        let (code, said, errors) = answer(&[&["compile", "--json", "--server", &servers.server], arguments].concat());
        assert_eq!(code, 0, "{said}{errors}");
        serde_json::from_str::<Value>(&said).unwrap()
    };
    let told = compile(&[text(&file), "--out", text(&out)]);
    let compiled = read(&out);
    let dll = compiled.resource_at(Folder::BINARIES, "OutSystems.NssSample.dll").unwrap();
    assert_eq!(told["assembly"]["bytes"], dll.content.bytes().len());
    assert_eq!((&told["outcome"], &told["generation"]), (&"succeeded".into(), &compiled.provenance.generation.into()));
    assert!(compiled.provenance.is_valid && fs::read(&file).unwrap() == before);

    // The same sources give the same assembly, so nothing changes.
    let whole = fs::read(&out).unwrap();
    let told = compile(&[text(&out), "--in-place"]);
    assert_eq!((&told["generation"], fs::read(&out).unwrap()), (&compiled.provenance.generation.into(), whole));
}

#[test]
fn errors_are_lines_and_nothing_is_written() {
    let Some(servers) = Servers::with_compiler() else { return };
    let home = tempfile::tempdir().unwrap();
    let file = sample(home.path(), "// Write here what the action does", "nonsense = 1;");
    let before = fs::read(&file).unwrap();
    let (code, said, _) = answer(&["compile", text(&file), "--server", &servers.server, "--in-place"]);
    let first = said.lines().next().unwrap();
    assert!(first.starts_with("Source/NET/Sample.cs(") && first.contains("): error CS0103: "), "{said}");
    assert!(code == 1 && said.lines().last().unwrap().starts_with("Sample: not compiled, 1 error"), "{said}");
    assert_eq!(fs::read(&file).unwrap(), before);
    let (code, said, _) = answer(&["compile", text(&file), "--server", &servers.server, "--json"]);
    let told: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &told["outcome"], &told["diagnostics"][0]["code"]), (1, &"failed".into(), &"CS0103".into()));
}

#[test]
fn sources_that_are_behind_are_named_and_a_missing_project_is_the_extensions_fault() {
    let Some(servers) = Servers::with_compiler() else { return };
    let home = tempfile::tempdir().unwrap();
    let file = sample(home.path(), "void MssPay();", "void MssPay(); // changed");
    let (code, _, errors) = answer(&["compile", text(&file), "--server", &servers.server]);
    assert!(code == 0 && errors.contains("do not follow the definition (Interface.cs)"), "{errors}");
    let file = write(home.path(), &with_resources(Vec::new()));
    let (code, _, errors) = answer(&["compile", text(&file), "--server", &servers.server]);
    assert!(code == 1 && errors.contains("S2"), "{errors}");
}
