//! What is packed and what it was made from, as the studio tells it.

use std::sync::Arc;

use extension::{ActionEdit, Content, Edit, Extension, Folder, ResourceEdit, Severity, Timestamp};
use rules::Rule;
use support::document::name;
use workbench::{
    CompilationCommand, CompilationState, DocumentCommand, FileCommand, NoticeKind, VerificationCommand, VerifyState,
};

use crate::host::{Host, compiled, document, extension, undo_name};

fn sample() -> Extension {
    let bytes = include_bytes!("../../../cli/tests/it/cases/sample.xif");
    xif::read(bytes, &xif::Limits::default()).unwrap()
}

fn open(extension: &Extension) -> Host {
    let mut host = Host::default();
    host.run(FileCommand::Open { file_name: "Sample.xif".into(), bytes: xif::write(extension), handle: None });
    host.run(VerificationCommand::Check);
    host
}

fn problems(host: &Host) -> Vec<(String, Severity)> {
    document(host).problems().iter().map(|problem| (problem.code.clone(), problem.severity)).collect()
}

/// A body that is changed is told while one works, at the save, and no more when it was compiled.
#[test]
fn an_assembly_of_other_sources() {
    let mut host = open(&sample());
    assert_eq!(problems(&host), []);
    let source = extension(&host).resource_at(Folder::SOURCE, "Sample.cs").unwrap().clone();
    let text = source.content.text().unwrap().replace("// Write here", "// Done:");
    let edit = ResourceEdit::SetContent(Content::from_bytes(text.into_bytes()), Timestamp::new(2030, 1, 1, 0, 0, 0));
    host.run(DocumentCommand::Edit(Edit::Resource(source.key, edit)));
    assert_eq!(problems(&host), [("V804".to_owned(), Severity::Information)]);
    host.run(FileCommand::Save);
    let notice = host.workbench.notices().last().unwrap();
    assert!(notice.details.iter().any(|line| line.starts_with("Sample.cs was changed at 2030")), "{notice:?}");
    let dll = extension(&host).main_assembly().unwrap().content.bytes().into_owned();
    host.answer = Some(compiled("OutSystems.NssSample.dll", &dll));
    host.run(CompilationCommand::Compile);
    assert_eq!(document(&host).compilation().state, CompilationState::Succeeded);
    assert_eq!(document(&host).extension().main_assembly().unwrap().last_modified.as_str(), "2026-11-21 10:30:00");
}

/// A project that builds something else than the extension is not published.
#[test]
fn what_was_compiled_follows_the_definition() {
    let mut host = open(&sample());
    let dll = extension(&host).main_assembly().unwrap().content.bytes().into_owned();
    let action = extension(&host).actions[0].key;
    host.answer = Some(compiled("OutSystems.NssSample.dll", &dll));
    host.run(VerificationCommand::Verify { save: false });
    assert_eq!(host.workbench.verify_run().unwrap().state, VerifyState::Succeeded);
    host.run(DocumentCommand::Edit(Edit::Action(action, ActionEdit::Rename(name("Turn")))));
    host.run(VerificationCommand::Verify { save: false });
    let run = host.workbench.verify_run().unwrap();
    let said: Vec<&str> = run.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(run.state, VerifyState::Failed, "{said:?}");
    assert!(said.iter().any(|line| line.contains("the action Turn has no method MssTurn")), "{said:?}");
}

/// An extension of OutSystems 10 is told with what an upgrade changes, and upgraded as one step.
#[test]
fn an_older_version() {
    let mut old = sample();
    Arc::make_mut(&mut old.provenance).last_upgrade_version = "10.0.0.402".into();
    let mut host = open(&old);
    let notice = host.workbench.notices().last().unwrap().clone();
    assert_eq!(notice.kind, NoticeKind::Warning);
    assert_eq!(notice.text, "This extension is of OutSystems 10. Platform Servers from 11.14 on refuse it.");
    assert!(notice.details.contains(&"The version of the file, 10.0.0.402, becomes 11.0.0.200.".to_owned()));
    assert_eq!(problems(&host), [(Rule::OlderVersion.id().to_owned(), Severity::Warning)]);
    host.run(notice.offers[0].command.clone());
    assert_eq!(undo_name(&host), "Upgrade to OutSystems 11");
    assert!(host.workbench.is_dirty() && problems(&host).is_empty());
    host.run(FileCommand::Save);
    let saved = xif::read(&host.written[0].1, &xif::Limits::default()).unwrap();
    assert_eq!(&*saved.provenance.last_upgrade_version, "11.0.0.200");
    host.run(DocumentCommand::Undo);
    assert_eq!(&*extension(&host).provenance.last_upgrade_version, "10.0.0.402");
    assert!(host.workbench.is_dirty());
}

#[test]
fn other_files_are_told_apart() {
    let mut host = Host::default();
    for (file_name, bytes, says) in [
        ("Shop.oml", b"\x01\x02".to_vec(), "open it in Service Studio"),
        ("Shop.oap", b"PK\x03\x04 Manifest.xml".to_vec(), "application pack"),
    ] {
        host.run(FileCommand::Open { file_name: file_name.into(), bytes, handle: None });
        let notice = host.workbench.notices().last().unwrap();
        assert!(notice.details.join(" ").contains(says), "{notice:?}");
    }
    host.run(FileCommand::Open { file_name: "renamed.zip".into(), bytes: xif::write(&sample()), handle: None });
    assert_eq!(extension(&host).name.as_str(), "Sample");
}
