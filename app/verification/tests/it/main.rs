//! What is wrong with what is packed, with a real extension that was compiled.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod comparison;
mod references;

use std::sync::Arc;

use extension::{
    Action, Content, Dbms, DeployAction, Edit, Extension, FileName, Folder, Item, Name, Resource, ResourceEdit,
    Severity, Timestamp,
};
use rules::{Finding, Rule};
use support::document::key;
use verification::{Verification, fixes, verify};

fn sample() -> Extension {
    let bytes = include_bytes!("../../../cli/tests/it/cases/sample.xif");
    xif::read(bytes, &xif::Limits::default()).unwrap()
}

fn time() -> Timestamp {
    Timestamp::new(2030, 1, 1, 0, 0, 0)
}

fn with_file(folder: &str, name: &str, bytes: &[u8]) -> Extension {
    let (name, folder) = (FileName::as_found(name), Folder::as_found(folder));
    let resource = Resource::new(key(90), name, folder, Content::from_bytes(bytes), time());
    sample().apply(&Edit::AddResource(resource)).unwrap()
}

fn found(extension: &Extension) -> Vec<(Rule, Severity)> {
    verify(extension).iter().map(|finding| (finding.rule, finding.severity)).collect()
}

/// The smallest DLL of machine code, for this processor.
fn native(machine: u16) -> Vec<u8> {
    let mut bytes = vec![0; 0x40 + 24 + 0xf0];
    bytes[..2].copy_from_slice(b"MZ");
    bytes[0x3c] = 0x40;
    bytes[0x40..0x44].copy_from_slice(b"PE\0\0");
    bytes[0x44..0x46].copy_from_slice(&machine.to_le_bytes());
    bytes[0x54] = 0xf0;
    bytes[0x58..0x5a].copy_from_slice(&0x20b_u16.to_le_bytes());
    bytes[0x58 + 108] = 16;
    bytes
}

#[test]
fn native_dlls_are_told() {
    assert_eq!(found(&sample()), []);
    let x64 = with_file(Folder::BINARIES, "magick.dll", &native(0x8664));
    assert_eq!(found(&x64), [(Rule::AssemblyNative, Severity::Information)]);
    let x86 = with_file(Folder::BINARIES, "magick.dll", &native(0x14c));
    assert_eq!(found(&x86), [(Rule::AssemblyOf32Bits, Severity::Warning)]);
    // What is not deployed harms nobody.
    let ignore = Edit::Resource(key(90), ResourceEdit::SetDeployAction(DeployAction::Ignore));
    assert_eq!(found(&x86.apply(&ignore).unwrap()), []);
}

#[test]
fn a_source_is_added_to_the_project() {
    let extension = with_file(Folder::SOURCE, "More.cs", b"class More {}");
    let findings = verify(&extension);
    let finding = findings.iter().find(|finding| finding.rule == Rule::SourceNotCompiled).unwrap();
    let fix = fixes(&extension, finding, &time(), &mut || key(200)).remove(0);
    assert_eq!(fix.label, "Compile it: add it to Sample.csproj");
    let mended = extension.apply(&fix.edit).unwrap();
    assert!(verify(&mended).iter().all(|finding| finding.rule != Rule::SourceNotCompiled));
    let text =
        |extension: &Extension| extension.resource_at(Folder::SOURCE, "Sample.csproj").unwrap().content.text().unwrap();
    let (before, after) = (text(&extension), text(&mended));
    let added: Vec<&str> = after.lines().filter(|line| !before.contains(line)).collect();
    assert_eq!(added, ["\t\t<Compile Include=\"More.cs\" />"]);
    assert_eq!(after.lines().count(), before.lines().count() + 1);
}

/// The method of an action in such a file is what the assembly will lack.
#[test]
fn an_action_whose_method_is_not_compiled_is_named() {
    let sample = sample();
    let own = sample.resource_at(Folder::SOURCE, "Sample.cs").unwrap();
    let code = own.content.text().unwrap();
    let said = |main: &str, other: &str| {
        let extension = with_file(Folder::SOURCE, "Sample.Text.cs", other.as_bytes());
        let content = Content::from_bytes(main.as_bytes());
        let edit = Edit::Resource(own.key, ResourceEdit::SetContent(content, time()));
        let extension = extension.apply(&edit).unwrap();
        let findings = verify(&extension);
        findings.iter().find(|finding| finding.rule == Rule::SourceNotCompiled).unwrap().text.clone()
    };
    let there = "Sample.Text.cs is not compiled: the project does not list it. The method of the action Reverse is in it. Add it to the project as a Compile item, or delete it.";
    let partial = code.replace("class CssSample", "partial class CssSample");
    assert!(partial.contains("MssReverse(") && partial != code);
    let empty = "namespace OutSystems.NssSample { public partial class CssSample : IssSample { } }";
    assert_eq!(said(empty, &partial), there);
    // A copy, or a call of the method, is not the method.
    assert!(!said(&code, &partial).contains("Reverse"));
    assert!(!said(&code, "class More { void Do(CssSample it) { it.MssReverse(\"\", out _); } }").contains("Reverse"));
}

/// An extension of OutSystems 10 becomes one of version 11 in one step, and back.
#[test]
fn an_older_version_is_upgraded() {
    let mut old = sample();
    let head = Arc::make_mut(&mut old.provenance);
    (head.last_upgrade_version, head.version) = ("10.0.0.402".into(), "10.0.710.0".into());
    let project = old.resource_at(Folder::SOURCE, "Sample.csproj").unwrap();
    let text = project.content.text().unwrap().replace("v4.6.1", "v4.5");
    let content = Content::from_bytes(format!("\u{feff}{text}").into_bytes());
    let old = old.apply(&Edit::Resource(project.key, ResourceEdit::SetContent(content, time()))).unwrap();
    let findings = verify(&old);
    let finding = findings.iter().find(|finding| finding.rule == Rule::OlderVersion).unwrap();
    let fix = fixes(&old, finding, &time(), &mut || key(200)).remove(0);
    let upgrade = csharp::upgrade(&old, &time()).unwrap();
    assert_eq!(
        upgrade.changes,
        [
            "The version of the file, 10.0.0.402, becomes 11.0.0.200.",
            "The version that saved it, 10.0.710.0, becomes 11.14.25.134.",
            "The project's target framework, v4.5, becomes v4.6.1.",
        ]
    );
    assert_eq!(fix.edit, upgrade.edit);
    let new = old.apply(&fix.edit).unwrap();
    assert_eq!(&*new.provenance.last_upgrade_version, "11.0.0.200");
    assert_eq!(csharp::upgrade(&new, &time()), None);
    // Saving writes the versions that the document has, not those that the file had.
    let stamp = xif::Stamp { now_utc: time(), is_valid: false, is_unchanged: false };
    let saved = xif::stamp(&new, &old.provenance, stamp);
    assert_eq!(
        (&*saved.provenance.version, saved.provenance.generation),
        ("11.14.25.134", old.provenance.generation + 1)
    );
}

/// `MySQL` is offered no longer: a file that has it keeps it, and is told.
#[test]
fn a_dbms_of_former_times() {
    let extension = Extension { dbms: Dbms::Other("MySQL".into()), ..sample() };
    let findings = verify(&extension);
    assert_eq!(findings[0].rule, Rule::DbmsUnknown);
    assert!(findings[0].text.contains("offers MySQL for extensions no longer. It is kept"), "{}", findings[0].text);
    let again = xif::read(&xif::write(&extension), &xif::Limits::default()).unwrap();
    assert_eq!(again.dbms, extension.dbms);
}

/// After each edit what is kept is what a look at the whole finds.
#[test]
fn findings_follow_edits() {
    let mut kept = Verification::default();
    let mut extension = sample();
    let main = extension.main_assembly().unwrap().key;
    let source = extension.resource_at(Folder::SOURCE, "Sample.cs").unwrap().key;
    let content = |bytes: &[u8]| ResourceEdit::SetContent(Content::from_bytes(bytes), time());
    let edits = [
        Edit::Resource(source, content(b"// other")),
        Edit::AddAction(Action::new(key(91), Name::as_found("Pay")), None),
        Edit::Resource(main, content(b"<html>")),
        Edit::Remove(vec![Item::Resource(main)]),
        Edit::Remove(vec![Item::Action(key(91))]),
    ];
    let rules = [
        Rule::AssemblyOtherSources,
        Rule::AssemblyOtherDefinition,
        Rule::AssemblyUnreadable,
        Rule::AssemblyMissing,
        Rule::AssemblyMissing,
    ];
    for (edit, rule) in edits.iter().zip(rules) {
        extension = extension.apply(edit).unwrap();
        kept.update(&extension);
        let fresh: Vec<Finding> = verify(&extension);
        assert_eq!(kept.findings(), fresh);
        assert_eq!(fresh.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [rule]);
    }
}
