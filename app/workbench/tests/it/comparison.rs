//! The document beside another version of it: compared, elements taken back, merged.

use api::compile::{PlatformAssemblies, PlatformAssembly};
use comparison::merge::Side;
use extension::{Description, Edit, Folder, Item};
use workbench::errors::Code;
use workbench::{Against, ComparisonCommand, DocumentCommand, FileCommand, FolderCommand, New, NewFile, SourceCommand};

use crate::host::{Host, extension, new_extension};

fn describe(host: &mut Host, text: &str) {
    host.run(DocumentCommand::Edit(Edit::SetDescription(Description::new(text).unwrap())));
}

fn add_action(host: &mut Host) {
    host.run(DocumentCommand::Add(New::Action));
}

/// A saved extension with the action `Action1`, and its file.
fn saved() -> (Host, Vec<u8>) {
    let mut host = Host::default();
    host.run(new_extension("Bank"));
    add_action(&mut host);
    host.run(FileCommand::Save);
    let file = host.written.last().unwrap().1.clone();
    (host, file)
}

/// What a colleague made of the file.
fn colleague(file: &[u8], work: impl FnOnce(&mut Host)) -> Vec<u8> {
    let mut other = Host::default();
    // Other keys than the ones that the first one gives.
    (0..1000).for_each(|_| {
        let _ = workbench::Surroundings::new_key(&mut other.still);
    });
    other.run(FileCommand::Open { file_name: "Bank.xif".to_owned(), bytes: file.to_vec(), handle: None });
    work(&mut other);
    other.run(FileCommand::Save);
    other.written.last().unwrap().1.clone()
}

fn groups(host: &Host) -> Vec<String> {
    let beside = host.workbench.beside().unwrap();
    let groups = beside.comparison.groups.iter().filter(|group| group.changes.iter().any(|it| !it.is_of_save()));
    groups.map(|group| group.name.clone()).collect()
}

#[test]
fn the_document_stands_beside_its_file_and_its_steps() {
    let (mut host, _) = saved();
    host.run(ComparisonCommand::Compare(Against::Saved));
    assert!(groups(&host).is_empty());
    add_action(&mut host);
    describe(&mut host, "New");
    host.run(ComparisonCommand::Compare(Against::Saved));
    assert_eq!(groups(&host), ["Bank", "Action2"]);
    assert!(!host.workbench.beside().unwrap().can_merge());
    host.run(ComparisonCommand::Compare(Against::Step(0)));
    assert_eq!(groups(&host), ["Bank", "Action1", "Action2"]);
    host.run(ComparisonCommand::Close);
    assert!(host.workbench.beside().is_none());
}

#[test]
fn elements_are_taken_back_as_steps() {
    let (mut host, _) = saved();
    let action = extension(&host).actions[0].key;
    host.run(DocumentCommand::Delete(vec![Item::Action(action)]));
    describe(&mut host, "New");
    host.run(ComparisonCommand::Compare(Against::Saved));
    host.run(ComparisonCommand::TakeBack(vec![Item::Action(action)]));
    assert_eq!(extension(&host).actions[0].key, action);
    assert_eq!(extension(&host).description.as_str(), "New");
    assert_eq!(groups(&host), ["Bank"]);
    let label = host.workbench.document().unwrap().history().undo_name().unwrap();
    assert_eq!(label, "Restore Action1 from Bank.xif (saved)");
    host.run(ComparisonCommand::TakeBack(Vec::new()));
    assert!(groups(&host).is_empty());
    assert!(!host.workbench.is_dirty());
    host.run(DocumentCommand::Undo);
    host.run(DocumentCommand::Undo);
    assert!(extension(&host).actions.is_empty());
}

#[test]
fn what_a_colleague_did_is_merged() {
    let (mut host, file) = saved();
    let theirs = colleague(&file, add_action);
    describe(&mut host, "Mine");
    host.run(ComparisonCommand::CompareFile { file_name: "Theirs.xif".to_owned(), bytes: theirs });
    assert_eq!(groups(&host), ["Bank", "Action2"]);
    host.run(ComparisonCommand::BeginMerge);
    let merging = host.workbench.beside().unwrap().merging().cloned().unwrap();
    assert_eq!((merging.conflicts().len(), merging.base_name.as_str()), (0, "Bank.xif (saved)"));
    host.run(ComparisonCommand::FinishMerge);
    assert_eq!((extension(&host).actions.len(), extension(&host).description.as_str()), (2, "Mine"));
    assert!(host.workbench.beside().is_none());
    host.run(DocumentCommand::Undo);
    assert_eq!(extension(&host).actions.len(), 1);
}

#[test]
fn conflicts_are_decided_before_anything_is_taken() {
    let (mut host, file) = saved();
    let theirs = colleague(&file, |other| describe(other, "Theirs"));
    describe(&mut host, "Mine");
    host.run(ComparisonCommand::CompareFile { file_name: "Theirs.xif".to_owned(), bytes: theirs });
    host.run(ComparisonCommand::BeginMerge);
    host.run(ComparisonCommand::FinishMerge);
    assert_eq!(host.workbench.beside().unwrap().merging().unwrap().undecided(), 1);
    assert_eq!(extension(&host).description.as_str(), "Mine");
    host.run(ComparisonCommand::ChooseSide { conflict: Some(0), side: Side::Theirs });
    host.run(ComparisonCommand::FinishMerge);
    assert_eq!(extension(&host).description.as_str(), "Theirs");
}

#[test]
fn another_extension_is_compared_and_not_merged() {
    let (mut host, _) = saved();
    let mut other = Host::default();
    (0..1000).for_each(|_| {
        let _ = workbench::Surroundings::new_key(&mut other.still);
    });
    other.run(new_extension("Other"));
    other.run(FileCommand::Save);
    host.run(ComparisonCommand::CompareFile { file_name: "Other.xif".to_owned(), bytes: other.written[0].1.clone() });
    assert!(!host.workbench.beside().unwrap().can_merge());
    host.run(ComparisonCommand::BeginMerge);
    assert!(host.workbench.beside().unwrap().merging().is_none());
}

#[test]
fn a_bad_file_leaves_the_document_and_says_why() {
    let (mut host, _) = saved();
    describe(&mut host, "Mine");
    host.run(ComparisonCommand::CompareFile { file_name: "Bad.xif".to_owned(), bytes: b"no XIF".to_vec() });
    assert!(host.workbench.beside().is_none());
    assert_eq!(host.workbench.notices().last().unwrap().text, "Bad.xif cannot be opened.");
    assert_eq!(extension(&host).description.as_str(), "Mine");
}

#[test]
fn a_source_file_is_brought_to_its_template_by_place() {
    let (mut host, _) = saved();
    let own = extension(&host).resource_at(Folder::SOURCE, "Bank.cs").unwrap().key;
    host.run(SourceCommand::Update);
    let before = extension(&host).resource(own).unwrap().content.text().unwrap();
    let changed =
        before.replace("// Write here what the action does", "return;").replace("namespace", "// mine\nnamespace");
    host.run(SourceCommand::Change { resource: own, text: changed });
    host.run(SourceCommand::CompareTemplate(own));
    assert_eq!(host.workbench.beside_template().unwrap().lines.hunks.len(), 2);
    host.run(SourceCommand::TakeFromTemplate(Some(1)));
    let now = extension(&host).resource(own).unwrap().content.text().unwrap();
    assert!(now.contains("// Write here what the action does") && now.contains("// mine"));
    host.run(SourceCommand::TakeFromTemplate(None));
    assert_eq!(extension(&host).resource(own).unwrap().content.text().unwrap(), before);
    assert!(host.workbench.beside_template().unwrap().lines.hunks.is_empty());

    let files = vec![NewFile { path: "Own.cs".to_owned(), bytes: b"class Own {}".to_vec() }];
    host.run(DocumentCommand::AddFiles { folder: Folder::SOURCE.to_owned(), files });
    let added = extension(&host).resources.last().unwrap().key;
    host.run(SourceCommand::CompareTemplate(added));
    assert_eq!(host.workbench.notices().last().unwrap().code, Some(Code::NoTemplate.into()));
}

#[test]
fn the_solution_is_packed_with_all_that_lies_beside_it() {
    let (mut host, _) = saved();
    host.run(FolderCommand::ExportSolution);
    let (name, paths) = host.written.last().unwrap().clone();
    let paths = String::from_utf8(paths).unwrap();
    assert_eq!(name, "Bank.zip");
    assert!(paths.lines().all(|path| path.starts_with("Bank/")));
    assert!(
        ["Bank/Bank.sln", "Bank/Bank.csproj", "Bank/Bank.cs"].iter().all(|file| paths.lines().any(|it| it == *file))
    );
    assert!(host.workbench.jobs().is_empty());
    let notice = host.workbench.notices().last().unwrap();
    assert_eq!(notice.text, "The solution of Bank comes without the platform's assemblies.");
}

#[test]
fn the_solution_has_what_it_is_compiled_against_but_for_what_lies_there_already() {
    let (mut host, _) = saved();
    let assembly = |name: &str| PlatformAssembly { name: name.to_owned(), dll: vec![7] };
    let assemblies = vec![assembly("OutSystems.A.dll"), assembly("OutSystems.B.dll")];
    host.platform = Some(PlatformAssemblies { assemblies });
    let own = NewFile { path: "Bin/outsystems.b.dll".to_owned(), bytes: vec![1] };
    host.run(DocumentCommand::AddFiles { folder: Folder::SOURCE.to_owned(), files: vec![own] });
    host.run(FolderCommand::ExportSolution);
    let paths = String::from_utf8(host.written.last().unwrap().1.clone()).unwrap();
    let added: Vec<_> = paths.lines().filter(|path| path.contains("/Bin/")).collect();
    assert_eq!(added, ["Bank/Bin/outsystems.b.dll", "Bank/Bin/OutSystems.A.dll"]);
}
