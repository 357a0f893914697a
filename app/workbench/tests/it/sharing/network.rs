//! Answers that are lost, pages that are loaded anew, and work without the server.

use super::{action, describe};
use crate::meeting::{Luck, assert_together, meeting, settle, write};
use workbench::{Effect, Outgoing, RevisionContent, SharingCommand};

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
        people[0].tell(SharingCommand::Send);
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
