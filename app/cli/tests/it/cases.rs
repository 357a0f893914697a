//! Files as users have them whose packed files are not what they should be, and what the command says of them.

use std::fs;
use std::path::{Path, PathBuf};

use csharp::BuildRecord;
use extension::{Content, Extension, Folder, Timestamp};
use xif::Limits;

use crate::command::{answer, definition, done, text, write};

/// An extension with one action, compiled.
pub(crate) const SAMPLE: &[u8] = include_bytes!("cases/sample.xif");

pub(crate) fn sample() -> Extension {
    xif::read(SAMPLE, &Limits::default()).unwrap()
}

fn file(home: &Path, bytes: &[u8]) -> PathBuf {
    let file = home.join("case.xif");
    fs::write(&file, bytes).unwrap();
    file
}

fn publish(file: &Path, more: &[&str]) -> (i32, String, String) {
    let nowhere =
        ["publish", text(file), "--to", "http://127.0.0.1:9", "--user", "u", "--server", "http://127.0.0.1:9"];
    answer(&[&nowhere, more].concat())
}

/// The sample after something was done to one of its files.
fn changed(home: &Path, folder: &str, name: &str, change: impl Fn(&[u8]) -> Vec<u8>, time: &str) -> PathBuf {
    let mut extension = sample();
    let mut resources = extension.resources.as_ref().clone();
    for resource in resources.iter_mut().filter(|it| it.is_at(folder, name)) {
        let mut other = resource.as_ref().clone();
        other.content = Content::from_bytes(change(&resource.content.bytes()));
        other.last_modified = Timestamp::as_found(time);
        *resource = other.into();
    }
    extension.resources = resources.into();
    write(home, &extension)
}

#[test]
fn a_compiled_extension_is_right() {
    let home = tempfile::tempdir().unwrap();
    let file = file(home.path(), SAMPLE);
    assert_eq!(done(&["verify", text(&file)]).stdout, b"0 errors, 0 warnings, 0 information\n");
    let (code, out, _) = publish(&file, &[]);
    assert!(code == 2 && !out.contains("Not published"), "goes on to the server: {out}");
}

#[test]
fn a_body_that_was_changed_after_compiling() {
    let home = tempfile::tempdir().unwrap();
    let (packed, folder) = (file(home.path(), SAMPLE), home.path().join("f"));
    done(&["unpack", text(&packed), text(&folder)]);
    let source = folder.join("Source/NET/Sample.cs");
    let body = fs::read_to_string(&source).unwrap();
    fs::write(&source, body.replace("// Write here what the action does", "ssTextOut = \"changed\";")).unwrap();
    let stale = home.path().join("stale.xif");
    let mut pack = std::process::Command::new(env!("CARGO_BIN_EXE_xif"));
    let pack = pack.args(["pack", text(&folder), text(&stale)]).env("SOURCE_DATE_EPOCH", "1893456000").env("TZ", "UTC");
    assert!(pack.output().unwrap().status.success());
    let (code, out, _) = answer(&["verify", text(&stale)]);
    assert!(code == 0 && out.contains("Sample.cs was changed at 2030-01-01 00:00:00, after"), "{out}");
    assert!(out.ends_with("0 errors, 1 warning, 0 information\n"), "{out}");
    let (code, out, _) = publish(&stale, &[]);
    assert!(code == 1 && out.contains("Not published: what is packed is not what Sample says"), "{out}");
    let (code, out, _) = publish(&stale, &["--json"]);
    let last: serde_json::Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    assert_eq!((code, &last["outcome"], &last["exitCode"]), (1, &"not_compiled".into(), &1.into()));
    // Who knows better says so: it goes on to the server, which is not there.
    let (code, out, _) = publish(&stale, &["--force"]);
    assert!(code == 2 && !out.contains("Not published"), "{out}");
}

/// What the compiler noted counts, whatever the times are.
#[test]
fn a_record_of_the_build_is_believed() {
    let home = tempfile::tempdir().unwrap();
    let mut extension = sample();
    let dll = extension.main_assembly().unwrap().content.bytes().into_owned();
    let record = BuildRecord::of(&dll, &extension);
    for change in csharp::assembly_changes(&extension, &extension.clone(), dll, Some("<doc/>")) {
        let mut resources = extension.resources.as_ref().clone();
        let resource = resources.iter_mut().find(|it| Some(it.key) == change.resource).unwrap();
        let mut other = resource.as_ref().clone();
        other.content = change.content;
        *resource = other.into();
        extension.resources = resources.into();
    }
    let documentation = extension.resource_at(Folder::BINARIES, "OutSystems.NssSample.xml").unwrap();
    assert_eq!(BuildRecord::read(&documentation.content), Some(record));
    let touched = |extension: &Extension, text: Option<&str>| {
        let mut extension = extension.clone();
        let mut resources = extension.resources.as_ref().clone();
        let source = resources.iter_mut().find(|it| it.is_at(Folder::SOURCE, "Sample.cs")).unwrap();
        let mut other = source.as_ref().clone();
        other.last_modified = Timestamp::as_found("2040-01-01 00:00:00");
        other.content = text.map_or(other.content, |text| Content::from_bytes(text.as_bytes()));
        *source = other.into();
        extension.resources = resources.into();
        write(home.path(), &extension)
    };
    let same = touched(&extension, None);
    assert_eq!(done(&["verify", text(&same)]).stdout, b"0 errors, 0 warnings, 0 information\n");
    let other = touched(&extension, Some("// nothing"));
    let (_, out, _) = answer(&["verify", text(&other)]);
    assert!(out.contains("was built from other source files than these") && out.contains("(V804)"), "{out}");
}

#[test]
fn no_assembly_and_what_is_none() {
    let home = tempfile::tempdir().unwrap();
    let mut extension = sample();
    let resources = extension.resources.iter().filter(|it| !it.is_at(Folder::BINARIES, "OutSystems.NssSample.dll"));
    extension.resources = resources.cloned().collect::<Vec<_>>().into();
    let without = write(home.path(), &extension);
    let (code, out, _) = answer(&["verify", text(&without)]);
    assert!(code == 0 && out.contains("is not compiled: it has no OutSystems.NssSample.dll"), "{out}");
    let (code, out, _) = publish(&without, &["--force"]);
    assert!(code == 1 && out.contains("Not published"), "{out}");
    let page = |_: &[u8]| b"<html>404</html>".to_vec();
    let page = changed(home.path(), Folder::BINARIES, "OutSystems.NssSample.dll", page, "2030-01-01 00:00:00");
    let (code, out, _) = answer(&["verify", text(&page)]);
    assert!(code == 1 && out.contains("it begins as an HTML page") && out.contains("(V802)"), "{out}");
    assert_eq!(publish(&page, &[]).0, 1);
}

#[test]
fn an_action_without_a_method_in_the_assembly() {
    let home = tempfile::tempdir().unwrap();
    let mut extension = sample();
    let action = extension::Action::new(support::document::key(90), extension::Name::as_found("Pay"));
    extension = extension.apply(&extension::Edit::AddAction(action, None)).unwrap();
    let file = write(home.path(), &extension);
    let (code, out, _) = answer(&["verify", text(&file)]);
    assert!(code == 1 && out.contains("the action Pay has no method MssPay") && out.contains("(V803)"), "{out}");
    assert_eq!(publish(&file, &["--force"]).0, 1);
}

#[test]
fn a_source_that_is_not_compiled() {
    let home = tempfile::tempdir().unwrap();
    let file = file(home.path(), include_bytes!("cases/dead-source.xif"));
    let (code, out, _) = answer(&["verify", text(&file)]);
    let expected = "warning Second.cs, Content: Second.cs is not compiled: the project does not list it. Add it to the project as a Compile item, or delete it. (V704)\n";
    assert!(code == 0 && out.starts_with(expected), "{out}");
}

#[test]
fn no_sources_at_all() {
    let home = tempfile::tempdir().unwrap();
    let (file, folder) = (file(home.path(), include_bytes!("cases/no-sources.xif")), home.path().join("f"));
    let (code, out, _) = answer(&["verify", text(&file)]);
    for name in ["Sample.cs", "Interface.cs", "Sample.csproj", "AssemblyInfo.cs"] {
        assert!(out.contains(name), "{name}: {out}");
    }
    assert!(code == 1 && out.contains("(V703)"), "{out}");
    done(&["unpack", text(&file), text(&folder)]);
    done(&["update", text(&folder), "--before", text(&folder.join("definition.xml"))]);
    assert!(folder.join("Source/NET/Sample.cs").is_file() && folder.join("Source/NET/Sample.csproj").is_file());
}

#[test]
fn assemblies_that_should_not_be_deployed() {
    let home = tempfile::tempdir().unwrap();
    let file = file(home.path(), include_bytes!("cases/assemblies.xif"));
    let (code, out, _) = answer(&["verify", text(&file)]);
    assert_eq!(code, 0, "{out}");
    let rules = |rule: &str| out.lines().filter(|line| line.ends_with(rule)).count();
    assert_eq!(rules("(V612)"), 6, "{out}");
    assert_eq!(rules("(V615)"), 1, "{out}");
    assert_eq!(rules("(V616)"), 1, "{out}");
    assert!(out.contains("page.dll: The file is not a DLL: it begins as an HTML page"), "{out}");
    assert!(out.contains("OutSystems.NssOther.dll is the assembly of the extension Other"), "{out}");
}

#[test]
fn what_an_assembly_says_of_itself_is_shown() {
    let home = tempfile::tempdir().unwrap();
    let file = file(home.path(), SAMPLE);
    let out = String::from_utf8(done(&["show", text(&file)]).stdout).unwrap();
    let expected = "  Assembly kind: .NET assembly
  Assembly name: OutSystems.NssSample
  Assembly version: 11.0.0.0
  Target framework: .NET Framework 4.6.1
  Strong name: none
  Assembly references:
    - mscorlib 4.0.0.0
";
    assert!(out.contains(expected), "{out}");
}

#[test]
fn an_unreadable_file_is_an_error() {
    let home = tempfile::tempdir().unwrap();
    let cut = file(home.path(), include_bytes!("cases/cut-off.xif"));
    let (code, out, errors) = answer(&["verify", text(&cut)]);
    assert_eq!((code, out.as_str()), (2, "1 file could not be read\n"));
    assert!(errors.starts_with("xif: error X103: ") && errors.contains("Download or copy it again"), "{errors}");
    let good = home.path().join("good.xif");
    fs::write(&good, SAMPLE).unwrap();
    let (code, out, _) = answer(&["verify", text(&cut), text(&good)]);
    let expected = "1 file could not be read; in the other: 0 errors, 0 warnings, 0 information\n";
    assert_eq!((code, out.as_str()), (2, expected));
}

#[test]
fn character_data_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let (file, folder) = (file(home.path(), include_bytes!("cases/cdata.xif")), home.path().join("f"));
    assert_eq!(done(&["verify", text(&file)]).stdout, b"0 errors, 0 warnings, 0 information\n");
    let out = String::from_utf8(done(&["show", text(&file)]).stdout).unwrap();
    assert!(out.contains("  Body: hello\n"), "{out}");
    let again = home.path().join("again.xif");
    done(&["unpack", text(&file), text(&folder)]);
    done(&["pack", text(&folder), text(&again)]);
    assert_eq!(definition(&again), definition(&file));
    assert!(definition(&again).contains("<Body><![CDATA[hello]]></Body>"));
}

/// What is wrong with files that are no XIF, by what they begin as and hold.
#[test]
fn other_files_are_told_apart() {
    let home = tempfile::tempdir().unwrap();
    for (bytes, says) in [
        (&b"PK\x03\x04....App/Manifest.xml"[..], "an application pack (.oap) or solution (.osp)"),
        (b"PK\x03\x04....x.nuspec", "a package of NuGet"),
        (b"PK\x03\x04....Bank.xif", "a zip archive with a XIF inside"),
        (b"PK\x03\x04....a.txt", "a zip archive without a XIF inside"),
        (b"<!DOCTYPE html><html>", "an HTML page, as a failed download"),
        (b"{\"error\":1}", "JSON"),
    ] {
        let (code, _, errors) = answer(&["show", text(&file(home.path(), bytes))]);
        assert!(code == 1 && errors.contains(says), "{says}: {errors}");
    }
    let module = xif::deflate("<?xml version=\"1.0\"?><ESpace Name=\"Shop\" />");
    let (_, _, errors) = answer(&["show", text(&file(home.path(), &module))]);
    assert!(errors.contains("a module (.oml); open it in Service Studio"), "{errors}");
    // The name of a file says nothing.
    let renamed = home.path().join("sample.zip");
    fs::write(&renamed, SAMPLE).unwrap();
    done(&["show", text(&renamed)]);
}
