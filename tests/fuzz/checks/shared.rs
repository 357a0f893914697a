//! Whatever the revisions of a shared draft hold: the document opens or a reason is told, and what is changed upon it is read by
//! others as the same.
//!
//! An input is the contents of revisions, without their checksums. The first two pieces belong to the whole document; those
//! with a great kind come when the document is open.

use workbench::{
    Command, ComparisonCommand, DocumentCommand, Effect, Outgoing, Revision, RevisionContent, SharingCommand, sealed,
};

use super::studio::{LINK, Studio, pieces, whole};

/// Kinds from here on come later.
const LATER: u8 = 128;

pub(crate) fn check(bytes: &[u8]) {
    let mut pieces = pieces(bytes).into_iter();
    let mut next = || pieces.next().unwrap_or_default();
    let first = RevisionContent::Whole(whole(next().1, next().1));
    let (later, early): (Vec<_>, Vec<_>) = pieces.partition(|(kind, _)| *kind >= LATER);
    let contents = early.into_iter().map(|(kind, content)| content_of(kind, content));
    let mut log: Vec<Option<RevisionContent>> = std::iter::once(Some(first)).chain(contents).collect();
    let mut one = Studio::new(1);
    open(&mut one, &log);
    if one.workbench.document().is_none() {
        return;
    }
    one.check_reload();
    one.run(Command::Document(DocumentCommand::Add(workbench::New::Action)));
    if !send(&mut one, &mut log) {
        return;
    }
    let mut other = Studio::new(2);
    open(&mut other, &log);
    assert!(other.document().extension() == one.document().extension(), "it is read differently");
    // Others change it while it is changed here.
    one.run(Command::Document(DocumentCommand::Add(workbench::New::Structure)));
    let draft = one.document().draft();
    let after = log.len() as u64;
    log.extend(later.into_iter().map(|(kind, content)| content_of(kind, content)));
    one.run(Command::Sharing(SharingCommand::Read { draft, revisions: revisions(&log, after) }));
    one.run(Command::Sharing(SharingCommand::Decide));
    one.run(Command::Comparison(ComparisonCommand::ChooseSide {
        conflict: None,
        side: comparison::merge::Side::Theirs,
    }));
    one.run(Command::Comparison(ComparisonCommand::FinishMerge));
    one.work();
    one.check_reload();
}

fn content_of(kind: u8, content: &[u8]) -> Option<RevisionContent> {
    match kind % 8 {
        0..5 => Some(RevisionContent::Change(sealed(content))),
        5 => Some(RevisionContent::Whole(sealed(content))),
        6 => Some(RevisionContent::Damaged),
        _ => None,
    }
}

fn revisions(log: &[Option<RevisionContent>], after: u64) -> Vec<Revision> {
    let all = log.iter().cloned().zip(1..).map(|(content, number)| {
        let chain = workbench::Chain::default();
        Revision { number, content, chain }
    });
    all.filter(|revision| revision.number > after).collect()
}

fn open(studio: &mut Studio, log: &[Option<RevisionContent>]) {
    let open = SharingCommand::Open { link: LINK, may_edit: true, revisions: revisions(log, 0) };
    studio.run(Command::Sharing(open));
}

/// Sends what is changed, which the log takes; `false` when nothing is to be sent.
fn send(studio: &mut Studio, log: &mut Vec<Option<RevisionContent>>) -> bool {
    studio.run(Command::Sharing(SharingCommand::Send));
    let Some(Effect::SendRevision { draft, number, stamp, content: Outgoing::Change(record), .. }) =
        studio.outbox.pop()
    else {
        return false;
    };
    assert_eq!(number, log.len() as u64 + 1);
    let result = workbench::Sent::Accepted { digest: workbench::Digest::of(&record), epoch: 0 };
    log.push(Some(RevisionContent::Change(record)));
    studio.run(Command::Sharing(SharingCommand::Sent { draft, stamp, result }));
    true
}
