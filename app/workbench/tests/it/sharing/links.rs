//! What a link lets one do, and what does not follow it.

use super::action;
use crate::host::document;
use crate::host::people::person;
use crate::meeting::{Luck, Person, assert_together, joined, meeting, settle};
use workbench::errors::{Code, Failure, FailureCode};
use workbench::{AutosaveCommand, Command, SharingCommand, StoredDraft, Surroundings};

#[test]
fn a_link_that_shows_lets_nothing_be_changed_and_follows() {
    let (mut log, mut people) = meeting(1);
    let mut viewer = Person::new(joined(&log, 3, false));
    action(&mut viewer, "Forbidden");
    assert_eq!(viewer.extension().actions.len(), 0);
    let notice = viewer.host.workbench.notices().last().unwrap().clone();
    assert_eq!(notice.code, Some(Code::OnlyShown.into()));
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
fn a_link_that_was_revoked_leaves_the_draft() {
    let (mut log, mut people) = meeting(2);
    let draft = people[1].document().draft();
    people[1].tell(SharingCommand::End { draft, failure: Failure::new(FailureCode::find("S701"), "It is gone.") });
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
    other.run(Command::Autosave(AutosaveCommand::Open {
        draft: StoredDraft { id: copy, name: "Copy".into(), parts, handle: None },
        leads: true,
    }));
    assert!(document(&other).shared().is_none());
}
