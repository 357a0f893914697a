//! Shared drafts: whatever several people do at once, and however the network behaves, all of them come to one document and
//! nobody's change is lost without being asked about.

use extension::merge::Side;
use extension::{Action, ActionEdit, Description, Edit, Extension, Folder, Item, Key};
use proptest::prelude::*;
use support::document::name;
use workbench::errors::Failure;
use workbench::{
    Chain, Command, Digest, Effect, NoticeKind, Outgoing, Revision, RevisionContent, ShareCommand, SharedState,
    StoredDraft, Surroundings,
};

use crate::host::document;
use crate::host::people::{link, person};
use crate::meeting::{Log, Luck, Person, assert_together, from_whole, joined, meeting, revisions, settle, write};

fn action(person: &mut Person, text: &str) -> Key {
    let key = person.host.still.new_key();
    person.host.run(Command::Edit(Edit::AddAction(Action::new(key, name(text)), None)));
    key
}

fn describe(person: &mut Person, action: Key, text: &str) {
    let edit = ActionEdit::SetDescription(Description::new(text).unwrap());
    person.host.run(Command::Edit(Edit::Action(action, edit)));
}

fn source_of(extension: &Extension) -> (Key, String) {
    let source = extension.resource_at(Folder::SOURCE, "Bank.cs").unwrap();
    (source.key, source.content.text().unwrap())
}

fn write_line(person: &mut Person, line: usize, text: &str) {
    let (resource, source) = source_of(person.extension());
    let mut lines: Vec<&str> = source.lines().collect();
    lines.insert(line.min(lines.len()), text);
    person.host.run(Command::ChangeSource { resource, text: lines.join("\n") + "\n" });
}

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
    let merging = people[1].host.workbench.beside().unwrap().merging.clone().unwrap();
    assert_eq!(merging.conflicts().len(), 1);
    people[1].host.run(Command::ChooseSide { conflict: Some(0), side: Side::Theirs });
    // The first one goes on meanwhile; the choice stays.
    let other = action(&mut people[0], "Another");
    people[0].sync(&mut log, Luck::Arrives);
    people[1].read(&log);
    assert_eq!(people[1].host.workbench.beside().unwrap().merging.as_ref().unwrap().undecided(), 0);
    // Closing the window decides nothing; it opens again.
    people[1].host.run(Command::CloseBeside);
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
    people[0].host.run(Command::UpdateSource);
    action(&mut people[0], "Last");
    let redo = |person: &Person| person.document().history().redo_name().map(str::to_owned);
    (0..3).for_each(|_| people[0].host.run(Command::Undo));
    let undone = redo(&people[0]);
    for text in ["One", "Two"] {
        action(&mut people[1], text);
        settle(&mut log, &mut people);
        assert_eq!(redo(&people[0]), undone);
    }
    people[0].reload(1);
    (0..3).for_each(|_| people[0].host.run(Command::Redo));
    let names = |person: &Person| -> Vec<String> {
        person.extension().actions.iter().map(|action| action.name.to_string()).collect()
    };
    assert_eq!(names(&people[0]), ["Deposit", "Last", "One", "Two"]);
    assert_eq!(people[0].extension().actions.get(key).unwrap().description.as_str(), "mine");
    settle(&mut log, &mut people);
    assert_together(&log, &people);

    describe(&mut people[0], key, "undone");
    people[0].host.run(Command::Undo);
    describe(&mut people[1], key, "of the second");
    settle(&mut log, &mut people);
    assert_eq!(redo(&people[0]), None);
    let told = people[0].host.workbench.notices().last().unwrap().text.clone();
    assert_eq!(told, "Person 2 changed what you had undone: 1 step cannot be done again.");
    assert_together(&log, &people);
}

#[test]
fn a_revision_that_cannot_be_opened_is_named() {
    let (mut log, mut people) = meeting(1);
    let key = action(&mut people[0], "Counted");
    for number in 0..60 {
        describe(&mut people[0], key, &format!("number {number}"));
        people[0].sync(&mut log, Luck::Arrives);
    }
    settle(&mut log, &mut people);
    let mut revisions = from_whole(&log);
    let number = revisions[0].number;
    revisions[0].content = Some(RevisionContent::Damaged);
    let mut host = person(2);
    host.run(Command::Share(ShareCommand::Open { link: link(), may_edit: true, revisions }));
    let notice = host.workbench.notices().last().unwrap().clone();
    assert_eq!(notice.code.as_deref(), Some("B203"));
    assert!(number > 1 && notice.text.contains(&format!("Change {number} of the shared draft")), "{}", notice.text);
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
fn a_lost_answer_makes_nothing_twice() {
    let (mut log, mut people) = meeting(2);
    action(&mut people[0], "Once");
    people[0].sync(&mut log, Luck::AnswerLost);
    settle(&mut log, &mut people);
    assert_together(&log, &people);
    let names: Vec<_> = people[1].extension().actions.iter().map(|action| action.name.to_string()).collect();
    assert_eq!(names, ["Once"]);
}

#[test]
fn what_was_on_its_way_when_the_page_was_loaded_anew_is_known_as_ones_own() {
    for arrives in [true, false] {
        let (mut log, mut people) = meeting(2);
        let key = action(&mut people[0], "Deposit");
        settle(&mut log, &mut people);
        describe(&mut people[0], key, "as it was sent");
        people[0].tell(ShareCommand::Send);
        let sent = people[0].host.outbox.pop();
        let Some(Effect::SendRevision { number, content: Outgoing::Change(record), .. }) = sent else {
            panic!("no change is sent")
        };
        describe(&mut people[0], key, "as it went on");
        people[0].reload(1);
        people[0].reload(1);
        if arrives {
            assert!(write(&mut log, number, RevisionContent::Change(record)));
        }
        people[0].sync(&mut log, Luck::Arrives);
        assert!(!people[0].document().shared().unwrap().has_conflict());
        settle(&mut log, &mut people);
        assert_together(&log, &people);
        assert_eq!(people[1].extension().actions.get(key).unwrap().description.as_str(), "as it went on");
        let steps: Vec<_> = people[0].document().history().steps().iter().map(|step| step.name.clone()).collect();
        assert!(!steps.iter().any(|step| step.starts_with("Changes by")), "{steps:?}");
    }
}

#[test]
fn work_without_the_server_outlives_a_reload_and_joins() {
    let (mut log, mut people) = meeting(2);
    let deposit = action(&mut people[0], "Deposit");
    settle(&mut log, &mut people);
    action(&mut people[0], "Offline1");
    people[0].sync(&mut log.clone(), Luck::Lost);
    action(&mut people[0], "Offline2");
    action(&mut people[1], "Online");
    describe(&mut people[1], deposit, "seen");
    people[1].sync(&mut log, Luck::Arrives);
    people[0].reload(1);
    settle(&mut log, &mut people);
    assert_together(&log, &people);
    assert_eq!(people[1].extension().actions.len(), 4);
}

#[test]
fn the_sources_of_all_follow_what_one_updated() {
    let (mut log, mut people) = meeting(2);
    let key = action(&mut people[0], "Old");
    people[0].host.run(Command::UpdateSource);
    settle(&mut log, &mut people);
    assert!(!people[1].document().sources_are_behind());
    people[1].host.run(Command::Edit(Edit::Action(key, ActionEdit::Rename(name("Renamed")))));
    settle(&mut log, &mut people);
    assert!(people[0].document().sources_are_behind());
    people[0].host.run(Command::UpdateSource);
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

#[test]
fn a_link_that_shows_lets_nothing_be_changed_and_follows() {
    let (mut log, mut people) = meeting(1);
    let mut viewer = Person::new(joined(&log, 3, false));
    action(&mut viewer, "Forbidden");
    assert_eq!(viewer.extension().actions.len(), 0);
    let notice = viewer.host.workbench.notices().last().unwrap().clone();
    assert_eq!(notice.code.as_deref(), Some("B205"));
    action(&mut people[0], "Allowed");
    settle(&mut log, &mut people);
    viewer.read(&log);
    assert_eq!(viewer.extension().actions.len(), 1);
    viewer.sync(&mut log, Luck::Arrives);
    assert_together(&log, &people);
    viewer.host.run(notice.offers[0].command.clone());
    action(&mut viewer, "Own");
    assert_eq!(viewer.extension().actions.len(), 2);
    assert!(viewer.document().shared().is_none() && people[0].document().shared().is_some());
}

#[test]
fn what_cannot_be_read_ends_the_sharing_and_loses_nothing() {
    let (mut log, mut people) = meeting(2);
    action(&mut people[0], "Mine");
    action(&mut people[1], "Theirs");
    people[1].sync(&mut log, Luck::Arrives);
    let Some(RevisionContent::Change(record)) = log.last().cloned() else { panic!("no change") };
    for (damaged, code) in [(vec![], "B203"), (record[..record.len() - 1].to_vec(), "B203"), (newer(&record), "B204")] {
        people[0].reload(1);
        let draft = people[0].document().draft();
        let number = log.len() as u64;
        let chain = Chain::default();
        let revision = Revision { number, content: Some(RevisionContent::Change(damaged)), chain };
        people[0].tell(ShareCommand::Read { draft, revisions: vec![revision] });
        let shared = people[0].document().shared().unwrap();
        assert!(matches!(&shared.state, SharedState::Ended(failure) if failure.code == code));
        assert_eq!(people[0].extension().actions.len(), 1);
        assert!(people[0].document().has_unsent() && !people[0].host.workbench.can_send());
    }
    people[0].tell(ShareCommand::Leave);
    assert!(people[0].document().shared().is_none());
    people[0].reload(1);
    assert!(people[0].document().shared().is_none());
    action(&mut people[0], "GoesOn");
}

/// Whether the sharing ended for this reason, and what is here stayed.
fn has_ended(person: &Person, code: &str) -> bool {
    let shared = person.document().shared().unwrap();
    matches!(&shared.state, SharedState::Ended(failure) if failure.code == code)
}

/// The server shows one change to some and another one to others, under the same number: both are read, and the next one does not fit.
#[test]
fn a_forked_log_is_noticed() {
    for reloads in [false, true] {
        let (mut log, mut people) = meeting(3);
        assert_eq!(
            people[0].document().shared().unwrap().fingerprint(),
            people[1].document().shared().unwrap().fingerprint()
        );
        let mut hidden = log.clone();
        action(&mut people[0], "Deposit");
        action(&mut people[1], "Withdraw");
        people[0].sync(&mut log, Luck::Arrives);
        people[1].sync(&mut hidden, Luck::Arrives);
        let fingerprint = |person: &Person| person.document().shared().unwrap().fingerprint().unwrap();
        assert_ne!(fingerprint(&people[0]), fingerprint(&people[1]));
        // The log of the first one goes on, and is shown to the other one, too.
        action(&mut people[0], "Transfer");
        people[0].sync(&mut log, Luck::Arrives);
        if reloads {
            people[1].reload(1);
        }
        let (draft, known) = (people[1].document().draft(), people[1].document().shared().unwrap().read_to());
        people[1].tell(ShareCommand::Read { draft, revisions: revisions(&log, known) });
        assert!(has_ended(&people[1], "B212"));
        assert!(people[1].extension().actions.named(&name("Withdraw")).is_some(), "what is here stays");
        people[2].read(&log);
        assert!(!people[2].document().shared().unwrap().has_ended());
    }
}

#[test]
fn another_change_under_the_number_that_was_read_last_is_noticed() {
    let (mut log, mut people) = meeting(2);
    action(&mut people[0], "Deposit");
    settle(&mut log, &mut people);
    let draft = people[1].document().draft();
    let last = revisions(&log, log.len() as u64 - 1);
    people[1].tell(ShareCommand::Read { draft, revisions: last.clone() });
    assert!(!people[1].document().shared().unwrap().has_ended(), "the same once more is no news");
    let chain = Chain { own: Some(Digest::of(b"another")), ..last[0].chain };
    people[1].tell(ShareCommand::Read { draft, revisions: vec![Revision { chain, ..last[0].clone() }] });
    assert!(has_ended(&people[1], "B212"));
}

#[test]
fn a_forked_log_does_not_open() {
    let (mut log, mut people) = meeting(2);
    for text in ["Deposit", "Withdraw"] {
        action(&mut people[0], text);
        people[0].sync(&mut log, Luck::Arrives);
    }
    let mut all = from_whole(&log);
    all.last_mut().unwrap().chain.before = Some(Digest::of(b"another"));
    let mut host = person(9);
    host.run(Command::Share(ShareCommand::Open { link: link(), may_edit: true, revisions: all }));
    assert!(host.workbench.document().is_none());
    assert!(host.workbench.notices().iter().any(|notice| notice.code.as_deref() == Some("B212")));
}

/// Revisions of earlier versions say nothing; work goes on behind them, and is chained from then on.
#[test]
fn a_log_of_an_earlier_version_goes_on() {
    let (mut log, mut people) = meeting(2);
    action(&mut people[0], "Deposit");
    people[0].sync(&mut log, Luck::Arrives);
    let draft = people[1].document().draft();
    let mut old = revisions(&log, log.len() as u64 - 1);
    old[0].chain.before = None;
    people[1].tell(ShareCommand::Read { draft, revisions: old });
    assert!(!people[1].document().shared().unwrap().has_ended());
    action(&mut people[1], "Withdraw");
    settle(&mut log, &mut people);
    assert_together(&log, &people);
}

/// The record as a later studio would begin it.
fn newer(record: &[u8]) -> Vec<u8> {
    let mut rest = record[4..].to_vec();
    rest[0] += 1;
    [crc32(&rest).to_le_bytes().to_vec(), rest].concat()
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[test]
fn a_log_that_was_set_back_ends_the_sharing_and_loses_nothing() {
    let (mut log, mut people) = meeting(2);
    let key = action(&mut people[0], "Deposit");
    settle(&mut log, &mut people);
    describe(&mut people[0], key, "since the backup");
    settle(&mut log, &mut people);
    log.truncate(1);
    describe(&mut people[0], key, "and later");
    people[0].sync(&mut log, Luck::Arrives);
    let shared = people[0].document().shared().unwrap();
    assert!(matches!(&shared.state, SharedState::Ended(failure) if failure.code == "B211"));
    assert_eq!((log.len(), people[0].host.workbench.can_send()), (1, false));
    let notice = people[0].host.workbench.notices().last().unwrap().clone();
    people[0].host.run(notice.offers[0].command.clone());
    assert_eq!(people[0].extension().actions.get(key).unwrap().description.as_str(), "and later");
    let mut log = Log::new();
    let draft = people[0].document().draft();
    people[0].tell(ShareCommand::Begin { draft, link: link() });
    people[0].sync(&mut log, Luck::Arrives);
    assert_together(&log, &people[..1]);
}

#[test]
fn a_link_that_was_revoked_leaves_the_draft() {
    let (mut log, mut people) = meeting(2);
    let draft = people[1].document().draft();
    people[1].tell(ShareCommand::End { draft, failure: Failure::new("S701", "It is gone.") });
    action(&mut people[1], "StillHere");
    people[1].sync(&mut log, Luck::Arrives);
    assert_eq!(log.len(), 1);
    people[1].reload(2);
    assert_eq!(people[1].extension().actions.len(), 1);
}

#[test]
fn a_copy_of_the_draft_shares_nothing() {
    let (_, people) = meeting(1);
    let id = people[0].document().draft();
    let parts = people[0].host.drafts[&id].clone();
    let mut other = person(5);
    let copy = other.still.new_key();
    other.run(Command::OpenDraft { draft: StoredDraft { id: copy, name: "Copy".into(), parts }, leads: true });
    assert!(document(&other).shared().is_none());
}

/// Something that one of them does.
#[derive(Debug, Clone)]
enum Deed {
    Add,
    Describe(usize),
    DescribeExtension,
    Write(usize),
    Delete(usize),
    Move(usize, usize),
    UpdateSource,
    Undo,
    Redo,
    Sync(Luck),
    Late,
    Read,
    Reload,
    Decide(bool),
}

fn gentle() -> impl Strategy<Value = Deed> {
    let luck = prop_oneof![
        6 => Just(Luck::Arrives),
        1 => Just(Luck::AnswerLost),
        1 => Just(Luck::Lost),
        1 => Just(Luck::Late)
    ];
    prop_oneof![
        3 => Just(Deed::Add),
        3 => any::<usize>().prop_map(Deed::Describe),
        1 => Just(Deed::DescribeExtension),
        2 => any::<usize>().prop_map(Deed::Write),
        1 => Just(Deed::UpdateSource),
        8 => luck.prop_map(Deed::Sync),
        2 => Just(Deed::Late),
        4 => Just(Deed::Read),
        1 => Just(Deed::Reload),
        2 => any::<bool>().prop_map(Deed::Decide),
    ]
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        8 => gentle(),
        1 => any::<usize>().prop_map(Deed::Delete),
        1 => any::<(usize, usize)>().prop_map(|(action, to)| Deed::Move(action, to)),
        1 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
    ]
}

fn chosen(person: &Person, which: usize) -> Option<Key> {
    let actions = &person.extension().actions;
    actions.iter().map(|action| action.key).nth(which % actions.len().max(1))
}

fn act(person: &mut Person, number: usize, time: usize, deed: &Deed, log: &mut Log) {
    let unique = format!("P{number}T{time}");
    match deed {
        Deed::Add => drop(action(person, &unique)),
        Deed::Describe(which) => {
            if let Some(key) = chosen(person, *which) {
                describe(person, key, &unique);
            }
        }
        Deed::DescribeExtension => {
            person.host.run(Command::Edit(Edit::SetDescription(Description::new(&unique).unwrap())));
        }
        Deed::Write(line) => write_line(person, line % 20, &format!("// {unique}")),
        Deed::Delete(which) => {
            if let Some(key) = chosen(person, *which) {
                person.host.run(Command::Delete(vec![Item::Action(key)]));
            }
        }
        Deed::Move(which, to) => {
            if let Some(key) = chosen(person, *which) {
                person.host.run(Command::Edit(Edit::MoveAction(key, to % 10)));
            }
        }
        Deed::UpdateSource => person.host.run(Command::UpdateSource),
        Deed::Undo => person.host.run(Command::Undo),
        Deed::Redo => person.host.run(Command::Redo),
        Deed::Sync(luck) => person.sync(log, *luck),
        Deed::Late => person.arrive_late(log),
        Deed::Read => person.read(log),
        Deed::Reload => person.reload(number),
        Deed::Decide(mine) => person.decide(if *mine { Side::Ours } else { Side::Theirs }),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn all_come_to_one_document(
        count in 2_usize..=3,
        deeds in prop::collection::vec((0_usize..3, any_deed()), 0..40),
    ) {
        let (mut log, mut people) = meeting(count);
        for (time, (who, deed)) in deeds.iter().enumerate() {
            let who = who % count;
            act(&mut people[who], who + 1, time, deed, &mut log);
        }
        settle(&mut log, &mut people);
        assert_together(&log, &people);
    }

    /// Nobody deletes or undoes anything, and conflicts are decided for one's own side: then every action is there, and every line.
    #[test]
    fn nothing_is_lost(
        count in 2_usize..=3,
        deeds in prop::collection::vec((0_usize..3, gentle()), 0..40),
    ) {
        let (mut log, mut people) = meeting(count);
        let (mut actions, mut lines) = (Vec::new(), Vec::new());
        for (time, (who, deed)) in deeds.iter().enumerate() {
            let who = who % count;
            let unique = format!("P{}T{time}", who + 1);
            match deed {
                Deed::Add => actions.push(unique),
                Deed::Write(_) => lines.push(format!("// {unique}")),
                _ => {}
            }
            let deed = if let Deed::Decide(_) = deed { Deed::Read } else { deed.clone() };
            act(&mut people[who], who + 1, time, &deed, &mut log);
        }
        // Lines may meet in one place: then one side's are given up, and the user has seen them.
        let had_conflict = people.iter().any(|person| person.document().shared().unwrap().has_conflict());
        settle(&mut log, &mut people);
        assert_together(&log, &people);
        let end = people[0].extension();
        for text in actions {
            prop_assert!(end.actions.named(&name(&text)).is_some(), "{} is lost", text);
        }
        if !had_conflict && lines.len() < 2 {
            let source = source_of(end).1;
            prop_assert!(lines.iter().all(|line| source.contains(line)));
        }
    }
}
