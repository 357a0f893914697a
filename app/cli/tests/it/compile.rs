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
    // The documentation has Windows' line ends, and says what the assembly was built from.
    let documentation = &compiled.resource_at(Folder::BINARIES, "OutSystems.NssSample.xml").unwrap().content;
    let lines = documentation.text().unwrap();
    assert_eq!(lines.matches('\n').count(), lines.matches("\r\n").count(), "{lines}");
    let record = csharp::BuildRecord::of(&dll.content.bytes(), &compiled);
    assert_eq!(csharp::BuildRecord::read(documentation), Some(record));
    let rules: Vec<_> = verification::verify(&compiled).iter().map(|finding| finding.rule).collect();
    assert!(rules.iter().all(|rule| !rule.is_mended_by_compiling()), "{rules:?}");
    assert!(compiled.provenance.is_valid && fs::read(&file).unwrap() == before);

    // The same sources give the same assembly, so nothing changes.
    let whole = fs::read(&out).unwrap();
    let told = compile(&[text(&out), "--in-place"]);
    assert_eq!((&told["generation"], fs::read(&out).unwrap()), (&compiled.provenance.generation.into(), whole));
}

#[test]
fn a_source_that_the_project_does_not_compile_is_told() {
    let Some(servers) = Servers::with_compiler() else { return };
    let home = tempfile::tempdir().unwrap();
    let dead = home.path().join("dead.xif");
    fs::write(&dead, include_bytes!("cases/dead-source.xif")).unwrap();
    let (code, said, errors) = answer(&["compile", text(&dead), "--server", &servers.server]);
    assert!(code == 0 && said.contains("compiled, 0 errors"), "{said}{errors}");
    assert!(errors.contains("Second.cs is not compiled: the project does not list it."), "{errors}");
    assert!(errors.contains("(V704)"), "{errors}");
}

#[test]
fn what_is_too_large_is_told_with_figures_before_it_is_sent() {
    let Some(servers) = Servers::with_compiler() else { return };
    let home = tempfile::tempdir().unwrap();
    let file = sample(home.path(), "", "");
    let mut extension = read(&file);
    // Bytes that do not get smaller when they are packed.
    let mut state = 1_u64;
    let noise: Vec<u8> = (0..70 << 17)
        .flat_map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state ^ (state >> 33)).to_le_bytes()
        })
        .collect();
    let (name, folder) = (extension::FileName::as_found("big.dll"), Folder::as_found(Folder::BINARIES));
    let time = Timestamp::new(2026, 1, 1, 12, 0, 0);
    let big = Resource::new(key(60), name, folder, Content::from_bytes(noise), time);
    extension = extension.apply(&extension::Edit::AddResource(big)).unwrap();
    let file = write(home.path(), &extension);
    let (code, said, errors) = answer(&["compile", text(&file), "--server", &servers.server]);
    assert_eq!((code, said.as_str()), (1, ""), "{errors}");
    assert!(errors.contains("S105: The archive is too large"), "{errors}");
    assert!(errors.contains("have 70.") && errors.contains("takes 64.0 MiB"), "{errors}");
}

#[test]
fn an_assembly_that_is_missing_is_a_line_with_its_place() {
    let Some(servers) = Servers::with_compiler() else { return };
    let home = tempfile::tempdir().unwrap();
    let (marker, reference) = (
        "<!-- DO NOT REMOVE",
        r"<Reference Include='Missing.Json'><HintPath>C:\\x\\Missing.Json.dll</HintPath></Reference><!-- DO NOT REMOVE",
    );
    let file = sample(home.path(), marker, &reference.replace("\\\\", "\\"));
    let (code, said, errors) = answer(&["compile", text(&file), "--server", &servers.server]);
    assert_eq!(code, 0, "{said}{errors}");
    let line = said.lines().find(|line| line.contains("S206")).unwrap();
    assert!(
        line.starts_with("Source/NET/Sample.csproj(") && line.contains("): warning S206: Missing.Json.dll is missing"),
        "{line}"
    );
    assert!(line.contains(r"C:\x\Missing.Json.dll"), "{line}");
}

/// Documentation and libraries beside the assembly are neither changed nor lost.
#[test]
fn other_files_stay_as_they_are_however_often_it_is_compiled() {
    let Some(servers) = Servers::with_compiler() else { return };
    let home = tempfile::tempdir().unwrap();
    let file = sample(home.path(), "", "");
    let mut extension = read(&file);
    for (number, (name, content)) in
        (61_u8..).zip([("Lib.dll", "MZ lib"), ("Lib.xml", "<doc>\r\n</doc>"), ("native.dll", "MZ native")])
    {
        let (name, folder) = (extension::FileName::as_found(name), Folder::as_found(Folder::BINARIES));
        let content = Content::from_bytes(content.as_bytes().to_vec());
        let added = Resource::new(key(number), name, folder, content, Timestamp::new(2026, 1, 1, 12, 0, 0));
        extension = extension.apply(&extension::Edit::AddResource(added)).unwrap();
    }
    let file = write(home.path(), &extension);
    for _ in 0..2 {
        let (code, said, errors) = answer(&["compile", text(&file), "--in-place", "--server", &servers.server]);
        assert_eq!(code, 0, "{said}{errors}");
    }
    let compiled = read(&file);
    for resource in extension.resources.iter() {
        assert_eq!(compiled.resource(resource.key), Some(resource));
    }
    assert_eq!(compiled.resources.len(), extension.resources.len() + 2);
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
    let file = sample(home.path(), "void MssPay();", "");
    let (code, _, errors) = answer(&["compile", text(&file), "--server", &servers.server]);
    assert!(code == 0 && errors.contains("do not follow the definition (Interface.cs)"), "{errors}");
    let file = write(home.path(), &with_resources(Vec::new()));
    let (code, _, errors) = answer(&["compile", text(&file), "--server", &servers.server]);
    assert!(code == 1 && errors.contains("S2"), "{errors}");
}
