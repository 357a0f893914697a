//! Revisions that are damaged, or of a later studio.

use super::{action, describe};
use crate::host::people::{link, person};
use crate::meeting::{Luck, from_whole, meeting, settle};
use workbench::errors::Code;
use workbench::{Chain, Command, Revision, RevisionContent, SharedState, SharingCommand};

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
    host.run(Command::Sharing(SharingCommand::Open { link: link(), may_edit: true, revisions }));
    let notice = host.workbench.notices().last().unwrap().clone();
    assert_eq!(notice.code, Some(Code::SharedDamaged.into()));
    assert!(number > 1 && notice.text.contains(&format!("Change {number} of the shared draft")), "{}", notice.text);
}

#[test]
fn what_cannot_be_read_ends_the_sharing_and_loses_nothing() {
    let (mut log, mut people) = meeting(2);
    action(&mut people[0], "Mine");
    action(&mut people[1], "Theirs");
    people[1].sync(&mut log, Luck::Arrives);
    let Some(RevisionContent::Change(record)) = log.last().cloned() else { panic!("no change") };
    for (damaged, code) in [
        (vec![], Code::SharedDamaged),
        (record[..record.len() - 1].to_vec(), Code::SharedDamaged),
        (newer(&record), Code::SharedNewer),
    ] {
        people[0].reload(1);
        let draft = people[0].document().draft();
        let number = log.len() as u64;
        let chain = Chain::default();
        let revision = Revision { number, content: Some(RevisionContent::Change(damaged)), chain };
        people[0].tell(SharingCommand::Read { draft, revisions: vec![revision] });
        let shared = people[0].document().shared().unwrap();
        assert!(matches!(&shared.state, SharedState::Ended(failure) if failure.code == code));
        assert_eq!(people[0].extension().actions.len(), 1);
        assert!(people[0].document().has_unsent() && !people[0].host.workbench.can_send());
    }
    people[0].tell(SharingCommand::Leave);
    assert!(people[0].document().shared().is_none());
    people[0].reload(1);
    assert!(people[0].document().shared().is_none());
    action(&mut people[0], "GoesOn");
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
