//! Whatever the revisions of a review hold: it opens or a reason is told, every comment has a place in it or none, and what is
//! said here is known again after a reload.
//!
//! An input is the contents of revisions, without their checksums. The first two pieces belong to what is compared.

use extension::Key;
use workbench::{Command, CommentChange, CommentPlace, Effect, ReviewCommand, ReviewRevision, sealed};

use super::studio::{LINK, Studio, pieces, whole};

/// Stands for the browser. Comments that carry it are its own.
const OWN: Key = Key::from_bytes([3; 16]);

/// Bits of a kind: the revision cannot be decrypted, or many before it are missing.
const UNREADABLE: u8 = 1;
const GAP: u8 = 2;

pub(crate) fn check(bytes: &[u8]) {
    let mut pieces = pieces(bytes).into_iter();
    let mut next = || pieces.next().unwrap_or_default();
    let first = whole(next().1, next().1);
    let mut revisions = vec![ReviewRevision { number: 1, time_ms: 1, content: Some(first) }];
    let mut number = 1;
    for (kind, content) in pieces {
        number += if kind & GAP == 0 { 1 } else { 1 << 40 };
        let content = (kind & UNREADABLE == 0).then(|| sealed(content));
        revisions.push(ReviewRevision { number, time_ms: number, content });
    }
    let mut studio = Studio::new(1);
    open(&mut studio, &revisions, Vec::new());
    if studio.workbench.review().is_none() {
        return;
    }
    studio.run(Command::Review(ReviewCommand::Copy));
    studio.check_reload();
    studio.run(Command::Review(ReviewCommand::Show));
    visit(&mut studio);
    let kept = speak(&mut studio);
    let mut again = Studio::new(2);
    open(&mut again, &revisions, kept);
    let discussion = |studio: &Studio| studio.workbench.review().map(|review| review.discussion.clone());
    assert_eq!(discussion(&studio), discussion(&again));
}

fn open(studio: &mut Studio, revisions: &[ReviewRevision], unsent: Vec<Vec<u8>>) {
    let revisions = revisions.to_vec();
    let open = ReviewCommand::Open { link: LINK, may_comment: true, own: OWN, revisions, unsent };
    studio.run(Command::Review(open));
}

/// Looks at every thread and goes to where it is.
fn visit(studio: &mut Studio) {
    let Some(review) = studio.workbench.review() else { return };
    let (subject, discussion) = (review.subject.clone(), review.discussion.clone());
    let _ = discussion.unresolved();
    for place in discussion.threads.iter().filter_map(|thread| thread.place.as_ref()) {
        let _ = (place.label(), discussion.unresolved_at(place), studio.workbench.has_place(place));
        for group in &subject.comparison.groups {
            let _ = discussion.unresolved_of(group);
            let at = place.stands_in(group);
            assert!(at.is_none_or(|at| at < group.changes.len().max(1)));
        }
        studio.run(Command::Review(ReviewCommand::GoTo(place.clone())));
    }
}

/// Answers every thread and begins one; what the browser keeps of that.
fn speak(studio: &mut Studio) -> Vec<Vec<u8>> {
    let Some(review) = studio.workbench.review() else { return Vec::new() };
    let threads: Vec<Key> = review.discussion.threads.iter().map(|thread| thread.id).take(5).collect();
    for thread in threads {
        for deed in [
            CommentChange::Reply { thread, text: "An answer".to_owned() },
            CommentChange::Edit { comment: thread, text: "Other words".to_owned() },
            CommentChange::Resolve { thread, is_resolved: true },
        ] {
            studio.run(Command::Review(ReviewCommand::Say(deed)));
        }
    }
    let begin = CommentChange::Begin { place: CommentPlace::Review, text: "A question".to_owned() };
    studio.run(Command::Review(ReviewCommand::Say(begin)));
    let mut kept = studio.outbox.drain(..).filter_map(|effect| match effect {
        Effect::KeepComments { records, .. } => Some(records),
        _ => None,
    });
    kept.next_back().unwrap_or_default()
}
