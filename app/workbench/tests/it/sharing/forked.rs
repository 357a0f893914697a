//! A server that shows different changes to different people, or an older state.

use super::{action, describe};
use crate::host::people::{link, person};
use crate::meeting::{Log, Luck, Person, assert_together, from_whole, meeting, revisions, settle};
use support::document::name;
use workbench::errors::Code;
use workbench::{Chain, Command, Digest, Revision, SharedState, SharingCommand};

/// Whether the sharing ended for this reason, and what is here stayed.
fn has_ended(person: &Person, code: Code) -> bool {
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
        people[1].tell(SharingCommand::Read { draft, revisions: revisions(&log, known) });
        assert!(has_ended(&people[1], Code::Forked));
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
    people[1].tell(SharingCommand::Read { draft, revisions: last.clone() });
    assert!(!people[1].document().shared().unwrap().has_ended(), "the same once more is not news");
    let chain = Chain { own: Some(Digest::of(b"another")), ..last[0].chain };
    people[1].tell(SharingCommand::Read { draft, revisions: vec![Revision { chain, ..last[0].clone() }] });
    assert!(has_ended(&people[1], Code::Forked));
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
    host.run(Command::Sharing(SharingCommand::Open { link: link(), may_edit: true, revisions: all }));
    assert!(host.workbench.document().is_none());
    assert!(host.workbench.notices().iter().any(|notice| notice.code == Some(Code::Forked.into())));
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
    people[1].tell(SharingCommand::Read { draft, revisions: old });
    assert!(!people[1].document().shared().unwrap().has_ended());
    action(&mut people[1], "Withdraw");
    settle(&mut log, &mut people);
    assert_together(&log, &people);
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
    assert!(matches!(&shared.state, SharedState::Ended(failure) if failure.code == Code::SetBack));
    assert_eq!((log.len(), people[0].host.workbench.can_send()), (1, false));
    let notice = people[0].host.workbench.notices().last().unwrap().clone();
    people[0].host.run(notice.offers[0].command.clone());
    assert_eq!(people[0].extension().actions.get(key).unwrap().description.as_str(), "and later");
    let mut log = Log::new();
    let draft = people[0].document().draft();
    people[0].tell(SharingCommand::Begin { draft, link: link() });
    people[0].sync(&mut log, Luck::Arrives);
    assert_together(&log, &people[..1]);
}
