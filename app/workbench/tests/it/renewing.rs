//! A new key after a link is revoked, as the documents of those who share see it: the log goes on with the new key and never back.

use extension::{Action, Edit};
use support::document::name;
use workbench::{
    DocumentCommand, Effect, NoticeKind, Outgoing, Revision, RevisionContent, Sent, SharedState, SharingCommand,
    Surroundings,
};

use crate::meeting::{Log, Luck, Person, digest, from_whole, joined, meeting, revisions, settle, write};

fn action(person: &mut Person, text: &str) {
    let key = person.host.still.new_key();
    person.host.run(DocumentCommand::Edit(Edit::AddAction(Action::new(key, name(text)), None)));
}

/// What the log has behind this revision; those from `begun` on are encrypted with the key of epoch 1.
fn keyed(log: &Log, after: u64, begun: u64) -> Vec<Revision> {
    let with_epoch = |mut revision: Revision| {
        revision.chain.epoch = u32::from(revision.number >= begun);
        revision
    };
    revisions(log, after).into_iter().map(with_epoch).collect()
}

fn read(person: &mut Person, revisions: Vec<Revision>) {
    let draft = person.document().draft();
    person.tell(SharingCommand::Read { draft, revisions });
}

fn state(person: &Person) -> SharedState {
    person.document().shared().unwrap().state.clone()
}

fn code_of_end(person: &Person) -> String {
    let SharedState::Ended(failure) = state(person) else { panic!("it goes on") };
    failure.code.text().to_owned()
}

/// What the person sends now, if anything.
fn sends(person: &mut Person) -> Option<Effect> {
    person.tell(SharingCommand::Send);
    person.host.outbox.pop()
}

/// The log takes it as encrypted with the key of this epoch.
fn accept(person: &mut Person, log: &mut Log, effect: Effect, epoch: u32) {
    let Effect::SendRevision { draft, number, stamp, content, .. } = effect else { panic!("{effect:?}") };
    let content = match content {
        Outgoing::Whole(whole) => RevisionContent::Whole(whole.record(&xif::deflate(&whole.snapshot.text))),
        Outgoing::Change(record) => RevisionContent::Change(record),
    };
    assert!(write(log, number, content));
    let result = Sent::Accepted { digest: digest(log, number).unwrap(), epoch };
    person.tell(SharingCommand::Sent { draft, stamp, result });
}

#[test]
fn what_was_changed_without_the_net_joins_behind_a_new_key() {
    let (mut log, mut people) = meeting(2);
    action(&mut people[1], "Offline");
    let begun = log.len() as u64 + 1;
    action(&mut people[0], "Later");
    people[0].sync(&mut log, Luck::Arrives);
    let after = people[1].document().shared().unwrap().read_to();
    read(&mut people[1], keyed(&log, after, begun));
    assert_eq!(state(&people[1]), SharedState::InStep);
    let sent = sends(&mut people[1]).unwrap();
    accept(&mut people[1], &mut log, sent, 1);
    let names = |person: &Person| person.extension().actions.iter().map(|it| it.name.to_string()).collect::<Vec<_>>();
    read(&mut people[0], keyed(&log, begun, begun));
    assert_eq!(names(&people[0]), names(&people[1]));
    assert_eq!(names(&people[0]).len(), 2);
}

#[test]
fn nothing_behind_a_new_key_has_an_earlier_one() {
    for is_reloaded in [false, true] {
        let (mut log, mut people) = meeting(3);
        let begun = log.len() as u64 + 1;
        action(&mut people[0], "WithNewKey");
        people[0].sync(&mut log, Luck::Arrives);
        let after = people[2].document().shared().unwrap().read_to();
        read(&mut people[2], keyed(&log, after, begun));
        if is_reloaded {
            people[2].reload(3);
        }
        // Somebody who was refused the new key goes on with the old one, and the server lets him.
        people[1].read(&log);
        action(&mut people[1], "Intruder");
        people[1].sync(&mut log, Luck::Arrives);
        let mut later = keyed(&log, begun, begun);
        later[0].chain.epoch = 0;
        let before = people[2].extension().clone();
        read(&mut people[2], later.clone());
        assert_eq!(code_of_end(&people[2]), "B212", "reloaded: {is_reloaded}");
        assert!(*people[2].extension() == before);
        // Nor does somebody who comes later take it.
        let mut all = from_whole(&log);
        for revision in all.iter_mut().filter(|revision| revision.number == begun) {
            revision.chain.epoch = 1;
        }
        let mut host = crate::host::people::person(9);
        let link = crate::host::people::link();
        host.run(SharingCommand::Open { link, may_edit: true, revisions: all });
        assert!(host.workbench.document().is_none());
        assert_eq!(
            host.workbench.notices().last().unwrap().code.as_ref().map(workbench::errors::FailureCode::text),
            Some("B212")
        );
    }
}

#[test]
fn a_link_without_the_new_key_says_so_and_keeps_what_is_here() {
    for (content, code) in [(RevisionContent::NoKey, "B213"), (RevisionContent::Newer, "B204")] {
        let (log, mut people) = meeting(2);
        action(&mut people[1], "Mine");
        let (number, before) = (log.len() as u64 + 1, people[1].extension().clone());
        let chain = workbench::Chain { epoch: 1, ..workbench::Chain::default() };
        read(&mut people[1], vec![Revision { number, content: Some(content.clone()), chain }]);
        assert_eq!(code_of_end(&people[1]), code);
        assert!(*people[1].extension() == before);
        let notice = people[1].host.workbench.notices().last().unwrap().clone();
        assert_eq!((notice.kind, notice.offers[0].label.as_str()), (NoticeKind::Error, "Keep as a draft of my own"));
        let mut host = crate::host::people::person(9);
        let revisions = vec![Revision { number: 1, content: Some(content), chain }];
        let link = crate::host::people::link();
        host.run(SharingCommand::Open { link, may_edit: true, revisions });
        assert_eq!(
            host.workbench.notices().last().unwrap().code.as_ref().map(workbench::errors::FailureCode::text),
            Some(code)
        );
    }
}

#[test]
fn the_owner_writes_something_with_the_new_key_even_without_a_change() {
    let (mut log, mut people) = meeting(1);
    let draft = people[0].document().draft();
    assert_eq!(sends(&mut people[0]), None);
    people[0].tell(SharingCommand::Mark { draft, epoch: 1 });
    let effect = sends(&mut people[0]).unwrap();
    assert!(matches!(effect, Effect::SendRevision { content: Outgoing::Whole(_), .. }));
    // Another one was faster, with the key from before; then there is no answer; then it is there.
    let Effect::SendRevision { draft, stamp, .. } = effect else { unreachable!() };
    people[0].tell(SharingCommand::Sent { draft, stamp, result: Sent::Taken { latest: log.len() as u64 } });
    people[0].host.outbox.clear();
    let Some(Effect::SendRevision { stamp, .. }) = sends(&mut people[0]) else { panic!("it is given up") };
    people[0].tell(SharingCommand::Sent { draft, stamp, result: Sent::Unknown });
    people[0].host.outbox.clear();
    let effect = sends(&mut people[0]).unwrap();
    accept(&mut people[0], &mut log, effect, 1);
    assert_eq!(sends(&mut people[0]), None, "once is enough");
    // Whoever comes later reads from there: the key that was replaced is not needed.
    let opened = from_whole(&log);
    assert_eq!(opened.len(), 1);
    assert!(joined(&log, 5, true).workbench.document().unwrap().extension() == people[0].extension());
}

#[test]
fn a_change_with_the_new_key_is_enough() {
    let (mut log, mut people) = meeting(1);
    let draft = people[0].document().draft();
    people[0].tell(SharingCommand::Mark { draft, epoch: 1 });
    action(&mut people[0], "Changed");
    let effect = sends(&mut people[0]).unwrap();
    assert!(matches!(effect, Effect::SendRevision { content: Outgoing::Change(_), .. }));
    accept(&mut people[0], &mut log, effect, 1);
    assert_eq!(sends(&mut people[0]), None);
    // One that the server does not take for its size is given up, as nothing depends on it.
    people[0].tell(SharingCommand::Mark { draft, epoch: 2 });
    let Some(Effect::SendRevision { stamp, .. }) = sends(&mut people[0]) else { panic!("nothing is written") };
    people[0].tell(SharingCommand::Sent { draft, stamp, result: Sent::Declined });
    assert_eq!(sends(&mut people[0]), None);
    settle(&mut log, &mut people);
}
