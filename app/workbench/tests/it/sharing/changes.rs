//! What each changes, all of them have; what two changed, one decides.

use super::{action, describe, source_of, write_line};
use crate::meeting::{Luck, Person, assert_together, from_whole, meeting, settle};
use comparison::merge::Side;
use extension::{ActionEdit, Edit};
use support::document::name;
use workbench::{Command, ComparisonCommand, DocumentCommand, NoticeKind, RevisionContent, SourceCommand};

#[test]
fn what_one_does_the_others_have() {
    let (mut log, mut people) = meeting(3);
    assert_together(&log, &people);
    let deposit = action(&mut people[0], "Deposit");
    settle(&mut log, &mut people);
    describe(&mut people[2], deposit, "Puts money in");
    write_line(&mut people[0], 3, "// a line");
    settle(&mut log, &mut people);
    assert_together(&log, &people);
    let read = people[1].extension();
    assert_eq!(read.actions.get(deposit).unwrap().description.as_str(), "Puts money in");
    assert!(source_of(read).1.contains("// a line"));
    let history = people[1].document().history();
    assert!(history.steps().last().unwrap().name.starts_with("Changes by Person"));
}

#[test]
fn undo_takes_back_one_thing_that_somebody_else_did() {
    let (mut log, mut people) = meeting(2);
    let steps = |person: &Person| person.document().history().steps().len();
    let before = steps(&people[0]);
    for text in ["One", "Two", "Three"] {
        action(&mut people[1], text);
        settle(&mut log, &mut people);
    }
    assert_eq!(steps(&people[0]), before + 3);
    people[0].host.run(DocumentCommand::Undo);
    settle(&mut log, &mut people);
    let names: Vec<_> = people[1].extension().actions.iter().map(|action| action.name.to_string()).collect();
    assert_eq!(names, ["One", "Two"]);
    // Typing in one file is one step.
    let before = steps(&people[0]);
    for line in 0..3 {
        write_line(&mut people[1], 3 + line, "// a line");
        settle(&mut log, &mut people);
    }
    assert_eq!(steps(&people[0]), before + 1);
}

#[test]
fn what_both_changed_waits_and_is_decided() {
    let (mut log, mut people) = meeting(2);
    let key = action(&mut people[0], "Deposit");
    settle(&mut log, &mut people);
    describe(&mut people[0], key, "of the first");
    describe(&mut people[1], key, "of the second");
    action(&mut people[1], "Withdraw");
    people[0].sync(&mut log, Luck::Arrives);
    people[1].sync(&mut log, Luck::Arrives);
    let shared = |people: &[Person]| people[1].document().shared().unwrap().clone();
    assert!(shared(&people).has_conflict());
    let notice = people[1].host.workbench.notices().last().unwrap().clone();
    assert_eq!(
        notice.text,
        "Person 1 changed what you changed too. Both are kept; your changes wait until you decide."
    );
    let length = log.len();
    people[1].sync(&mut log, Luck::Arrives);
    assert_eq!(log.len(), length, "nothing is sent meanwhile");
    people[1].host.run(notice.offers[0].command.clone());
    let merging = people[1].host.workbench.beside().unwrap().merging().cloned().unwrap();
    assert_eq!(merging.conflicts().len(), 1);
    people[1].host.run(Command::Comparison(ComparisonCommand::ChooseSide { conflict: Some(0), side: Side::Theirs }));
    // The first one goes on meanwhile; the choice stays.
    let other = action(&mut people[0], "Another");
    people[0].sync(&mut log, Luck::Arrives);
    people[1].read(&log);
    assert_eq!(people[1].host.workbench.beside().unwrap().merging().unwrap().undecided(), 0);
    // Closing the window decides nothing; it opens again.
    people[1].host.run(Command::Comparison(ComparisonCommand::Close));
    assert!(shared(&people).has_conflict());
    people[1].decide(Side::Theirs);
    settle(&mut log, &mut people);
    assert_together(&log, &people);
    let actions = &people[0].extension().actions;
    assert_eq!(actions.get(key).unwrap().description.as_str(), "of the first");
    assert!(actions.get(other).is_some() && actions.named(&name("Withdraw")).is_some());
    assert!(!people[1].host.workbench.notices().iter().any(|notice| notice.kind == NoticeKind::Warning));
}

#[test]
fn what_was_undone_can_be_done_again_unless_others_changed_the_same() {
    let (mut log, mut people) = meeting(2);
    let key = action(&mut people[0], "Deposit");
    settle(&mut log, &mut people);
    describe(&mut people[0], key, "mine");
    people[0].host.run(Command::Source(SourceCommand::Update));
    action(&mut people[0], "Last");
    let redo = |person: &Person| person.document().history().redo_name().map(str::to_owned);
    (0..3).for_each(|_| people[0].host.run(Command::Document(DocumentCommand::Undo)));
    let undone = redo(&people[0]);
    for text in ["One", "Two"] {
        action(&mut people[1], text);
        settle(&mut log, &mut people);
        assert_eq!(redo(&people[0]), undone);
    }
    people[0].reload(1);
    (0..3).for_each(|_| people[0].host.run(Command::Document(DocumentCommand::Redo)));
    let names = |person: &Person| -> Vec<String> {
        person.extension().actions.iter().map(|action| action.name.to_string()).collect()
    };
    assert_eq!(names(&people[0]), ["Deposit", "Last", "One", "Two"]);
    assert_eq!(people[0].extension().actions.get(key).unwrap().description.as_str(), "mine");
    settle(&mut log, &mut people);
    assert_together(&log, &people);

    describe(&mut people[0], key, "undone");
    people[0].host.run(Command::Document(DocumentCommand::Undo));
    describe(&mut people[1], key, "of the second");
    settle(&mut log, &mut people);
    assert_eq!(redo(&people[0]), None);
    let told = people[0].host.workbench.notices().last().unwrap().text.clone();
    assert_eq!(told, "Person 2 changed what you had undone: 1 step cannot be done again.");
    assert_together(&log, &people);
}

#[test]
fn two_elements_of_one_name_are_told() {
    let (mut log, mut people) = meeting(2);
    action(&mut people[0], "Same");
    action(&mut people[1], "Same");
    settle(&mut log, &mut people);
    assert_together(&log, &people);
    assert_eq!(people[0].extension().actions.iter().filter(|action| action.name.as_str() == "Same").count(), 2);
    let told =
        |person: &Person| person.host.workbench.notices().iter().any(|it| it.text.contains("do not fit together"));
    assert!(people.iter().any(told));
}

#[test]
fn the_sources_of_all_follow_what_one_updated() {
    let (mut log, mut people) = meeting(2);
    let key = action(&mut people[0], "Old");
    people[0].host.run(Command::Source(SourceCommand::Update));
    settle(&mut log, &mut people);
    assert!(!people[1].document().sources_are_behind());
    people[1]
        .host
        .run(Command::Document(DocumentCommand::Edit(Edit::Action(key, ActionEdit::Rename(name("Renamed"))))));
    settle(&mut log, &mut people);
    assert!(people[0].document().sources_are_behind());
    people[0].host.run(Command::Source(SourceCommand::Update));
    settle(&mut log, &mut people);
    assert_together(&log, &people);
    let source = source_of(people[1].extension()).1;
    assert!(source.contains("MssRenamed") && !source.contains("MssOld"), "{source}");
}

#[test]
fn after_many_changes_the_document_is_written_whole_once_more() {
    let (mut log, mut people) = meeting(2);
    let key = action(&mut people[0], "Counted");
    for number in 0..60 {
        describe(&mut people[0], key, &format!("number {number}"));
        people[0].sync(&mut log, Luck::Arrives);
    }
    settle(&mut log, &mut people);
    let whole = log.iter().filter(|content| matches!(content, RevisionContent::Whole(_))).count();
    assert_eq!(whole, 2);
    assert!(from_whole(&log).len() < 20);
    assert_together(&log, &people);
}
