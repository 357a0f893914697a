//! Versions of a draft: they stay whatever is done and undone, and come back with the draft.

use extension::{ActionEdit, Edit, Folder, Item, Name};
use workbench::{
    Against, AutosaveCommand, Command, ComparisonCommand, DocumentCommand, FileCommand, Keeping, New, NewFile,
    StoredDraft, Version, VersionCommand, VersionKind,
};

use crate::host::{Host, document, extension, new_extension};

fn versions(host: &Host) -> &[Version] {
    document(host).versions()
}

fn kinds(host: &Host) -> Vec<VersionKind> {
    versions(host).iter().map(|version| version.kind).collect()
}

/// A new extension with one action.
fn begun() -> Host {
    let mut host = Host::default();
    host.run(AutosaveCommand::SetKeeping(Keeping::Works));
    host.run(new_extension("Orders"));
    host.run(DocumentCommand::Add(New::Action));
    host
}

fn rename(host: &mut Host, to: &str) {
    let key = extension(host).actions[0].key;
    host.run(DocumentCommand::Edit(Edit::Action(key, ActionEdit::Rename(Name::new(to).unwrap()))));
}

fn keep_as(host: &mut Host, name: &str) {
    host.run(VersionCommand::Name(name.to_owned()));
}

fn reopened(host: &Host) -> Host {
    let mut again = Host::default();
    again.run(AutosaveCommand::SetKeeping(Keeping::Works));
    let id = document(host).draft();
    let draft = StoredDraft { id, name: "It".into(), parts: host.drafts[&id].clone(), handle: None };
    again.run(AutosaveCommand::Open { draft, leads: true });
    again
}

#[test]
fn a_named_version_stays_when_its_step_is_undone_and_gone() {
    let mut host = begun();
    rename(&mut host, "First");
    keep_as(&mut host, "  before\nthe import ");
    host.run(DocumentCommand::Undo);
    rename(&mut host, "Second");
    assert_eq!(versions(&host)[0].name, "before the import");
    let again = reopened(&host);
    assert_eq!(versions(&again), versions(&host));
    assert_eq!(versions(&again)[0].extension.actions[0].name.as_str(), "First");
}

#[test]
fn a_name_without_a_visible_character_is_none() {
    let mut host = begun();
    keep_as(&mut host, " \n\t");
    assert!(versions(&host).is_empty());
    keep_as(&mut host, &"long ".repeat(100));
    assert_eq!(versions(&host)[0].name.chars().count(), 100);
}

#[test]
fn restoring_is_one_step_that_undo_takes_back() {
    let mut host = begun();
    rename(&mut host, "First");
    keep_as(&mut host, "one");
    rename(&mut host, "Second");
    host.run(VersionCommand::Restore(1));
    assert_eq!(extension(&host).actions[0].name.as_str(), "First");
    host.run(DocumentCommand::Undo);
    assert_eq!(extension(&host).actions[0].name.as_str(), "Second");
}

#[test]
fn restoring_what_is_there_is_no_step() {
    let mut host = begun();
    keep_as(&mut host, "one");
    let steps = document(&host).history().steps().len();
    host.run(VersionCommand::Restore(1));
    assert_eq!(document(&host).history().steps().len(), steps);
}

#[test]
fn a_forgotten_version_comes_back_with_its_offer_and_is_gone_without() {
    let mut host = begun();
    keep_as(&mut host, "one");
    keep_as(&mut host, "two");
    host.run(VersionCommand::Delete(1));
    assert_eq!(versions(&reopened(&host)).len(), 1);
    let undo = host.workbench.notices().last().unwrap().offers[0].command.clone();
    host.run(undo);
    let names = |host: &Host| versions(host).iter().map(|version| version.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&host), ["one", "two"]);
    assert_eq!(names(&reopened(&host)), ["one", "two"]);
}

#[test]
fn a_number_is_never_used_again() {
    let mut host = begun();
    keep_as(&mut host, "one");
    keep_as(&mut host, "two");
    host.run(VersionCommand::Delete(1));
    let mut again = reopened(&host);
    keep_as(&mut again, "three");
    assert_eq!(versions(&again).iter().map(|version| version.number).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn a_renamed_version_is_the_users() {
    let mut host = begun();
    host.run(FileCommand::Save);
    assert_eq!(kinds(&host), [VersionKind::Saved]);
    host.run(VersionCommand::Rename { version: 1, name: "Release 1".into() });
    assert_eq!(kinds(&host), [VersionKind::Named]);
    assert_eq!(versions(&reopened(&host))[0].name, "Release 1");
}

#[test]
fn every_save_of_another_content_is_a_version() {
    let mut host = begun();
    host.run(FileCommand::Save);
    host.run(FileCommand::Save);
    rename(&mut host, "Second");
    host.run(FileCommand::Save);
    assert_eq!(kinds(&host), [VersionKind::Saved; 2]);
    assert_eq!(versions(&host)[1].name, "Orders.xif");
}

#[test]
fn work_that_goes_on_leaves_a_version_every_ten_minutes() {
    let mut host = begun();
    for (minutes, name) in [(1, "A"), (12, "B"), (14, "C"), (25, "D")] {
        host.still.minutes = minutes;
        rename(&mut host, name);
    }
    let kept: Vec<_> =
        versions(&host).iter().map(|it| (it.time.as_str(), it.extension.actions[0].name.as_str())).collect();
    assert_eq!(kept, [("2026-11-21 10:31:00", "A"), ("2026-11-21 10:44:00", "C")]);
    assert_eq!(kinds(&host), [VersionKind::Automatic; 2]);
}

#[test]
fn of_those_that_nobody_named_the_oldest_go() {
    let mut host = begun();
    keep_as(&mut host, "mine");
    for number in 0..60 {
        rename(&mut host, &format!("Action{number}x"));
        host.run(FileCommand::Save);
    }
    assert_eq!(versions(&host).len(), 51);
    assert_eq!(versions(&host)[0].name, "mine");
    assert_eq!(versions(&host)[1].extension.actions[0].name.as_str(), "Action10x");
    assert_eq!(versions(&reopened(&host)), versions(&host));
}

#[test]
fn two_versions_stand_side_by_side_and_nothing_is_taken_from_them() {
    let mut host = begun();
    rename(&mut host, "First");
    keep_as(&mut host, "one");
    rename(&mut host, "Second");
    keep_as(&mut host, "two");
    rename(&mut host, "Third");
    let pair = VersionCommand::Compare(Against::Version(1), Against::Version(2));
    host.run(Command::Version(pair));
    let beside = host.workbench.beside().unwrap();
    assert_eq!(beside.later(), Some("the version “two”"));
    assert_eq!(beside.comparison.groups.len(), 1);
    let action = Item::Action(extension(&host).actions[0].key);
    host.run(ComparisonCommand::TakeBack(vec![action]));
    assert_eq!(extension(&host).actions[0].name.as_str(), "Third");
}

#[test]
fn one_element_comes_back_from_a_version() {
    let mut host = begun();
    rename(&mut host, "First");
    keep_as(&mut host, "one");
    rename(&mut host, "Second");
    host.run(DocumentCommand::Add(New::Structure));
    host.run(ComparisonCommand::Compare(Against::Version(1)));
    let action = Item::Action(extension(&host).actions[0].key);
    host.run(ComparisonCommand::TakeBack(vec![action]));
    assert_eq!(extension(&host).actions[0].name.as_str(), "First");
    assert_eq!(extension(&host).structures.len(), 1);
}

#[test]
fn a_damaged_version_is_told_and_the_others_stay() {
    let mut host = begun();
    keep_as(&mut host, "one");
    keep_as(&mut host, "two");
    let id = document(&host).draft();
    let record = host.drafts.get_mut(&id).unwrap().get_mut(&workbench::Part::Version(1)).unwrap();
    *record.last_mut().unwrap() ^= 1;
    let again = reopened(&host);
    assert_eq!(versions(&again).len(), 1);
    assert!(again.workbench.notices().iter().any(|notice| notice.details.iter().any(|it| it.starts_with("A version"))));
}

#[test]
fn a_version_comes_back_into_its_own_draft_alone() {
    let mut host = begun();
    keep_as(&mut host, "one");
    host.run(VersionCommand::Delete(1));
    let undo = host.workbench.notices().last().unwrap().offers[0].command.clone();
    host.run(new_extension("Other"));
    keep_as(&mut host, "of the other");
    host.run(undo);
    assert_eq!(versions(&host).iter().map(|version| version.name.as_str()).collect::<Vec<_>>(), ["of the other"]);
}

#[test]
fn restoring_counts_the_files_that_are_left_out_too() {
    let mut host = begun();
    keep_as(&mut host, "without it");
    let file = NewFile { path: "lib.dll".to_owned(), bytes: vec![7] };
    host.run(DocumentCommand::AddFiles { folder: Folder::SOURCE.to_owned(), files: vec![file] });
    let file = extension(&host).resources.last().unwrap().key;
    host.run(DocumentCommand::Edit(Edit::Exclude(vec![file])));
    host.run(VersionCommand::Restore(1));
    assert!(extension(&host).excluded.is_empty());
    host.run(DocumentCommand::Undo);
    assert_eq!(extension(&host).excluded.iter().map(|it| it.key).collect::<Vec<_>>(), [file]);
}
