//! Any people do anything in any order, over any network.

use super::{action, describe, source_of, write_line};
use crate::meeting::{Log, Luck, Person, assert_together, meeting, settle};
use comparison::merge::Side;
use extension::{Description, Edit, Item, Key};
use proptest::prelude::*;
use support::document::name;
use workbench::{Command, DocumentCommand, SourceCommand};

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
            person.host.run(Command::Document(DocumentCommand::Edit(Edit::SetDescription(
                Description::new(&unique).unwrap(),
            ))));
        }
        Deed::Write(line) => write_line(person, line % 20, &format!("// {unique}")),
        Deed::Delete(which) => {
            if let Some(key) = chosen(person, *which) {
                person.host.run(Command::Document(DocumentCommand::Delete(vec![Item::Action(key)])));
            }
        }
        Deed::Move(which, to) => {
            if let Some(key) = chosen(person, *which) {
                person.host.run(Command::Document(DocumentCommand::Edit(Edit::MoveAction(key, to % 10))));
            }
        }
        Deed::UpdateSource => person.host.run(Command::Source(SourceCommand::Update)),
        Deed::Undo => person.host.run(Command::Document(DocumentCommand::Undo)),
        Deed::Redo => person.host.run(Command::Document(DocumentCommand::Redo)),
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
