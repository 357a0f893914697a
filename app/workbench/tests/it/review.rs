//! Reviews: what is sent comes back the same, and whoever says something, in whatever order and however the network behaves,
//! everybody reads the same and nothing that was said is lost.

use std::sync::Arc;

use comparison::compare;
use extension::{Action, ActionEdit, Edit, Extension, Key};
use proptest::prelude::*;
use support::document::name;
use workbench::errors::{Code, Failure, FailureCode};
use workbench::{
    Against, Comment, CommentChange, CommentPlace, CommentSent, CommentSide, ComparisonCommand, Discussion,
    DocumentCommand, Effect, FileCommand, Review, ReviewCommand, ReviewRevision, SharedState, SourceCommand,
    Surroundings, Thread, VersionCommand,
};

use crate::host::people::{link, person};
use crate::host::{Host, new_extension};

/// The log of the server: what is written under each number, from 1.
type Log = Vec<Vec<u8>>;

fn own(number: usize) -> Key {
    Key::from_random([u8::try_from(number).unwrap(); 16])
}

fn bytes_of(extension: &Extension) -> Vec<u8> {
    xif::deflate(&xif::print(extension))
}

fn bank() -> Extension {
    let mut host = Host::default();
    host.run(new_extension("Bank"));
    host.workbench.document().unwrap().extension().clone()
}

/// Somebody who has changed a file: another description, another action, a line of its source.
fn author() -> Host {
    let mut host = person(1);
    host.run(FileCommand::Open { file_name: "Bank.xif".into(), bytes: bytes_of(&bank()), handle: None });
    let key = host.still.new_key();
    host.run(DocumentCommand::Edit(Edit::AddAction(Action::new(key, name("Pay")), None)));
    host.run(SourceCommand::Edit { action: Some(key) });
    host.run(ComparisonCommand::Compare(Against::Saved));
    host
}

fn document(host: &Host) -> Extension {
    host.workbench.document().unwrap().extension().clone()
}

fn review(host: &Host) -> &Review {
    host.workbench.review().unwrap()
}

fn discussion(host: &Host) -> Arc<Discussion> {
    Arc::clone(&review(host).discussion)
}

fn first_record(host: &Host) -> Vec<u8> {
    let whole = host.workbench.whole_review("Please look at the names.").unwrap();
    whole.record(&xif::deflate(&whole.snapshot.text))
}

fn revisions(log: &Log, after: u64) -> Vec<ReviewRevision> {
    let all = log.iter().zip(1..);
    let read =
        all.map(|(content, number)| ReviewRevision { number, time_ms: number * 1000, content: Some(content.clone()) });
    read.filter(|revision| revision.number > after).collect()
}

fn open(host: &mut Host, number: usize, log: &Log, unsent: Vec<Vec<u8>>) {
    let (link, own, revisions) = (link(), own(number), revisions(log, 0));
    host.run(ReviewCommand::Open { link, may_comment: true, own, revisions, unsent });
}

fn say(host: &mut Host, change: CommentChange) {
    host.run(ReviewCommand::Say(change));
}

fn begin(host: &mut Host, text: &str) {
    say(host, CommentChange::Begin { place: CommentPlace::Review, text: text.to_owned() });
}

/// Does what is to be done with the server, with an answer for every attempt to write.
fn sync(host: &mut Host, log: &mut Log, mut luck: impl FnMut() -> Luck) {
    while let Some(effect) = host.outbox.pop() {
        let Effect::SendComment { link, number, stamp, record } = effect else { continue };
        let is_next = number == log.len() as u64 + 1;
        let luck = luck();
        let result = match luck {
            Luck::Arrives if is_next => {
                log.push(record);
                CommentSent::Accepted(number * 1000)
            }
            Luck::Arrives => CommentSent::Taken(log.len() as u64),
            Luck::AnswerLost => {
                if is_next {
                    log.push(record);
                }
                CommentSent::Unknown
            }
            Luck::Lost => CommentSent::Unknown,
        };
        let is_taken = matches!(result, CommentSent::Taken(_));
        host.run(ReviewCommand::Sent { link, stamp, result });
        if is_taken {
            read(host, log);
        }
        if !matches!(luck, Luck::Arrives) {
            // Nothing is to be had of the server for now.
            return;
        }
    }
}

fn read(host: &mut Host, log: &Log) {
    let revisions = revisions(log, review(host).read_to());
    host.run(ReviewCommand::Read { link: link(), revisions });
}

#[derive(Debug, Clone, Copy)]
enum Luck {
    Arrives,
    /// It is done, and nobody hears of it.
    AnswerLost,
    /// It never arrives.
    Lost,
}

/// The author's review, and two who have it open.
fn meeting() -> (Log, Host, Host) {
    let mut first = author();
    let mut log = vec![first_record(&first)];
    open(&mut first, 1, &log, Vec::new());
    first.outbox.clear();
    let mut second = person(2);
    open(&mut second, 2, &log, Vec::new());
    second.outbox.clear();
    log.truncate(1);
    (log, first, second)
}

fn texts(thread: &Thread) -> Vec<Option<&str>> {
    thread.comments.iter().map(|comment: &Comment| comment.text.as_deref()).collect()
}

#[test]
fn both_sides_come_back_with_their_names_and_the_message() {
    let (_, _, second) = meeting();
    let subject = &review(&second).subject;
    assert_eq!(
        (subject.name(), subject.author(), subject.message()),
        ("Bank", "Person 1", "Please look at the names.")
    );
    assert_eq!(subject.before_name(), "Bank.xif (saved)");
    let first = author();
    assert_eq!(*subject.comparison, compare(&bank(), &document(&first)));
    assert!(subject.comparison.changes().any(|change| change.lines.is_some()));
    assert!(second.workbench.document().is_none(), "nothing else is opened");
}

#[test]
fn two_versions_and_a_foreign_file_come_back_too() {
    let mut host = author();
    host.run(VersionCommand::Name("one".into()));
    let extension = document(&host);
    let again = Edit::Action(extension.actions[0].key, ActionEdit::Rename(name("Paid")));
    host.run(DocumentCommand::Edit(again));
    host.run(VersionCommand::Compare(Against::Step(0), Against::Version(1)));
    let log = vec![first_record(&host)];
    let mut other = person(2);
    open(&mut other, 2, &log, Vec::new());
    assert_eq!(*review(&other).subject.comparison, compare(&bank(), &extension));
    assert!(review(&other).subject.after_name().contains("one"));

    let mut foreign = person(4);
    foreign.run(new_extension("Shop"));
    foreign.run(DocumentCommand::Add(workbench::New::Entity));
    let shop = document(&foreign);
    host.run(ComparisonCommand::CompareFile { file_name: "Shop.xif".into(), bytes: bytes_of(&shop) });
    let log = vec![first_record(&host)];
    open(&mut other, 2, &log, Vec::new());
    assert_eq!(*review(&other).subject.comparison, compare(&shop, &document(&host)));
}

#[test]
fn nothing_is_sent_where_nothing_differs() {
    let mut host = person(1);
    host.run(FileCommand::Open { file_name: "Bank.xif".into(), bytes: bytes_of(&bank()), handle: None });
    host.run(ComparisonCommand::Compare(Against::Saved));
    assert_eq!(host.workbench.whole_review("").unwrap_err().code, Code::NothingToReview);
    assert_eq!(Host::default().workbench.whole_review("").unwrap_err().code, Code::NothingToReview);
}

#[test]
fn comments_on_an_element_and_on_a_line_are_read_by_the_others() {
    let (mut log, mut first, mut second) = meeting();
    let subject = Arc::clone(&review(&second).subject);
    let change = subject.comparison.changes().find(|change| change.path == "Pay").unwrap();
    let of_element = CommentPlace::of_change(change);
    say(&mut second, CommentChange::Begin { place: of_element.clone(), text: "Why <b>Pay</b>?".into() });
    let source = subject.comparison.changes().find(|change| change.lines.is_some()).unwrap();
    let hunk = &source.lines.as_ref().unwrap().hunks[0];
    let (number, line) = hunk.side_by_side().into_iter().find_map(|[_, after]| after).unwrap();
    let of_line = CommentPlace::of_line(source, CommentSide::After, number, line).unwrap();
    say(&mut second, CommentChange::Begin { place: of_line.clone(), text: "  And this?\n".into() });
    assert_eq!(discussion(&second).threads[1].comments[0].time_ms, None);
    sync(&mut second, &mut log, || Luck::Arrives);
    assert_eq!((log.len(), review(&second).unsent()), (3, 0));
    read(&mut first, &log);
    for host in [&first, &second] {
        let all = discussion(host);
        assert_eq!(all.threads[0].place.as_ref(), Some(&of_element));
        assert_eq!(texts(&all.threads[0]), [Some("Why <b>Pay</b>?")]);
        assert_eq!(texts(&all.threads[1]), [Some("And this?")]);
        assert_eq!(all.threads[1].comments[0].time_ms, Some(3000));
        assert_eq!((all.unresolved(), all.unresolved_at(&of_element), all.unresolved_at(&of_line)), (2, 1, 1));
    }
    assert!(discussion(&second).threads[0].comments[0].is_own);
    assert!(!discussion(&first).threads[0].comments[0].is_own);
    // The author's document has both places.
    assert!(first.workbench.has_place(&of_element) && first.workbench.has_place(&of_line));
    first.run(ReviewCommand::GoTo(of_line));
    assert_eq!(first.revealed.unwrap().0 as usize, number + 1);
    assert!(!review(&first).is_shown);
    first.run(ReviewCommand::Show);
    assert!(review(&first).is_shown);
    // Without a document nothing else would lead back to it.
    first.run(ReviewCommand::GoTo(of_element));
    first.run(FileCommand::Close);
    assert!(review(&first).is_shown);
}

#[test]
fn threads_are_answered_settled_and_opened_again_and_only_ones_own_text_changes() {
    let (mut log, mut first, mut second) = meeting();
    begin(&mut second, "One");
    sync(&mut second, &mut log, || Luck::Arrives);
    read(&mut first, &log);
    let thread = discussion(&first).threads[0].id;
    say(&mut first, CommentChange::Reply { thread, text: "Two".into() });
    say(&mut first, CommentChange::Resolve { thread, is_resolved: true });
    // Not his own: it changes nothing.
    say(&mut first, CommentChange::Edit { comment: thread, text: "Forged".into() });
    say(&mut first, CommentChange::Withdraw { comment: thread });
    sync(&mut first, &mut log, || Luck::Arrives);
    read(&mut second, &log);
    let all = discussion(&second);
    assert_eq!(texts(&all.threads[0]), [Some("One"), Some("Two")]);
    assert_eq!((all.threads[0].resolved_by.as_deref(), all.unresolved()), (Some("Person 1"), 0));
    say(&mut second, CommentChange::Resolve { thread, is_resolved: false });
    say(&mut second, CommentChange::Edit { comment: thread, text: "Uno".into() });
    sync(&mut second, &mut log, || Luck::Arrives);
    read(&mut first, &log);
    let all = discussion(&first);
    assert_eq!((texts(&all.threads[0]), all.unresolved()), (vec![Some("Uno"), Some("Two")], 1));
    assert!(all.threads[0].comments[0].is_edited);
    say(&mut second, CommentChange::Withdraw { comment: thread });
    sync(&mut second, &mut log, || Luck::Arrives);
    assert_eq!(texts(&discussion(&second).threads[0]), [None, Some("Two")]);
    let reply = discussion(&first).threads[0].comments[1].id;
    say(&mut first, CommentChange::Withdraw { comment: reply });
    sync(&mut first, &mut log, || Luck::Arrives);
    assert!(discussion(&first).threads.is_empty(), "where nothing is said is no thread");
}

#[test]
fn a_reply_opens_a_settled_thread_again() {
    let (mut log, mut first, mut second) = meeting();
    begin(&mut second, "One");
    sync(&mut second, &mut log, || Luck::Arrives);
    read(&mut first, &log);
    let thread = discussion(&first).threads[0].id;
    say(&mut first, CommentChange::Resolve { thread, is_resolved: true });
    sync(&mut first, &mut log, || Luck::Arrives);
    read(&mut second, &log);
    assert_eq!(discussion(&second).unresolved(), 0);
    say(&mut second, CommentChange::Reply { thread, text: "Not quite".into() });
    assert_eq!(discussion(&second).unresolved(), 1, "before it is sent too");
    sync(&mut second, &mut log, || Luck::Arrives);
    read(&mut first, &log);
    let all = discussion(&first);
    assert_eq!((all.unresolved(), all.threads[0].resolved_by.as_deref()), (1, None));
    say(&mut first, CommentChange::Resolve { thread, is_resolved: true });
    assert_eq!(discussion(&first).unresolved(), 0);
}

#[test]
fn one_unreadable_comment_leaves_the_others() {
    let (mut log, mut first, mut second) = meeting();
    begin(&mut second, "Lost");
    begin(&mut second, "Kept");
    sync(&mut second, &mut log, || Luck::Arrives);
    let lost = discussion(&second).threads[0].id;
    say(&mut second, CommentChange::Reply { thread: lost, text: "An answer to what is lost".into() });
    sync(&mut second, &mut log, || Luck::Arrives);
    let at = log[1].len() - 1;
    log[1][at] ^= 1;
    log.push(newer(&log[2]));
    log.push(b"nothing of ours".to_vec());
    let mut revisions = revisions(&log, 1);
    revisions[4].content = None;
    first.run(ReviewCommand::Read { link: link(), revisions });
    let all = discussion(&first);
    let told: Vec<_> = all.unreadable.iter().map(|it| (it.number, it.why.as_str())).collect();
    let newer = "a newer version of the studio wrote it";
    assert_eq!(told, [(2, "it is damaged"), (5, newer), (6, "it is damaged")]);
    assert_eq!(texts(&all.threads[0]), [Some("Kept")]);
    assert_eq!((texts(&all.threads[1]), &all.threads[1].place), (vec![Some("An answer to what is lost")], &None));
    begin(&mut first, "It goes on");
    sync(&mut first, &mut log, || Luck::Arrives);
    assert_eq!(log.len(), 7);
}

/// The record as a later studio would write it.
fn newer(record: &[u8]) -> Vec<u8> {
    let mut content = record[4..].to_vec();
    content[0] += 1;
    let mut next = crc32fast::hash(&content).to_le_bytes().to_vec();
    next.extend(content);
    next
}

#[test]
fn a_first_revision_that_cannot_be_read_opens_nothing() {
    let record = first_record(&author());
    let cut = record[..record.len() - 1].to_vec();
    for (content, code) in
        [(None, Code::SharedDamaged), (Some(cut), Code::SharedDamaged), (Some(newer(&record)), Code::SharedNewer)]
    {
        let mut host = person(2);
        let revisions = vec![ReviewRevision { number: 1, time_ms: 0, content }];
        let (link, own, unsent) = (link(), own(2), Vec::new());
        host.run(ReviewCommand::Open { link, may_comment: true, own, revisions, unsent });
        assert!(host.workbench.review().is_none());
        assert_eq!(host.workbench.notices()[0].code, Some(code.into()));
    }
}

#[test]
fn what_is_not_sent_is_kept_and_sent_when_the_review_is_opened_again() {
    let (mut log, _, mut second) = meeting();
    begin(&mut second, "Written on the train");
    let kept = second.outbox.iter().find_map(|effect| match effect {
        Effect::KeepComments { records, .. } => Some(records.clone()),
        _ => None,
    });
    sync(&mut second, &mut log, || Luck::Lost);
    assert_eq!(review(&second).state, SharedState::Offline);
    assert_eq!(discussion(&second).threads[0].comments[0].time_ms, None);
    second.run(ReviewCommand::Close);
    assert!(second.workbench.notices().last().unwrap().text.contains("kept in this browser"));
    let mut again = person(2);
    open(&mut again, 2, &log, kept.unwrap());
    sync(&mut again, &mut log, || Luck::Arrives);
    assert_eq!((log.len(), review(&again).unsent()), (2, 0));
    assert_eq!(discussion(&again).threads.len(), 1);
}

#[test]
fn a_log_that_was_set_back_ends_the_review_with_a_word() {
    let (mut log, _, mut second) = meeting();
    begin(&mut second, "One");
    sync(&mut second, &mut log, || Luck::Arrives);
    log.truncate(1);
    begin(&mut second, "Two");
    sync(&mut second, &mut log, || Luck::Arrives);
    assert!(matches!(&review(&second).state, SharedState::Ended(failure) if failure.code == Code::SetBack));
    assert_eq!((log.len(), review(&second).unsent(), discussion(&second).threads.len()), (1, 1, 2));
}

#[test]
fn nothing_is_said_without_the_right_after_the_end_or_beyond_the_limit() {
    let (log, _, mut second) = meeting();
    begin(&mut second, &"x".repeat(10_001));
    assert_eq!(second.workbench.notices().last().unwrap().code, Some(Code::CommentTooLong.into()));
    begin(&mut second, " \n ");
    assert!(second.outbox.is_empty());
    begin(&mut second, &"ä".repeat(10_000));
    assert_eq!(discussion(&second).threads.len(), 1);
    let failure = Failure::new(FailureCode::find("S701"), "It is gone.");
    second.run(ReviewCommand::End { link: link(), failure });
    begin(&mut second, "Too late");
    assert_eq!((review(&second).unsent(), discussion(&second).threads.len()), (1, 1));
    let mut reader = person(3);
    let (own, revisions, unsent) = (own(3), revisions(&log, 0), Vec::new());
    reader.run(ReviewCommand::Open { link: link(), may_comment: false, own, revisions, unsent });
    begin(&mut reader, "I may not");
    assert!(reader.outbox.is_empty() && discussion(&reader).threads.is_empty());
}

#[test]
fn a_copy_of_the_later_side_is_a_draft_of_ones_own() {
    let (_, first, mut second) = meeting();
    second.run(ReviewCommand::Copy);
    assert!(document(&second) == document(&first));
    assert!(second.workbench.document().unwrap().shared().is_none());
    second.run(DocumentCommand::Add(workbench::New::Action));
    assert_eq!(document(&second).actions.len(), 2);
    assert!(!second.drafts.is_empty());
}

fn luck() -> impl Strategy<Value = Luck> {
    prop_oneof![3 => Just(Luck::Arrives), 1 => Just(Luck::AnswerLost), 1 => Just(Luck::Lost)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_said_comes_to_everybody_once_and_as_it_was_said(
        said in prop::collection::vec((0..2_usize, "[^\\s]\\PC{0,40}", luck(), any::<bool>()), 1..16),
    ) {
        let (mut log, first, second) = meeting();
        let mut people = vec![first, second];
        for (who, text, luck, syncs) in &said {
            begin(&mut people[*who], text);
            if *syncs {
                sync(&mut people[*who], &mut log, || *luck);
            }
        }
        for _ in 0..3 {
            for host in &mut people {
                read(host, &log);
                sync(host, &mut log, || Luck::Arrives);
            }
        }
        prop_assert_eq!(log.len(), said.len() + 1);
        let told = |host: &Host| {
            let all = discussion(host);
            all.threads.iter().map(|thread| (thread.id, thread.comments[0].text.clone())).collect::<Vec<_>>()
        };
        prop_assert_eq!(told(&people[0]), told(&people[1]));
        let mut texts: Vec<_> = told(&people[0]).into_iter().filter_map(|(_, text)| text).collect();
        let mut wanted: Vec<_> = said.iter().map(|(_, text, ..)| text.trim().to_owned()).collect();
        texts.sort();
        wanted.sort();
        prop_assert_eq!(texts, wanted);
    }

    #[test]
    fn no_bytes_break_anything(bytes: Vec<u8>) {
        let (_, mut first, _) = meeting();
        let revisions = vec![ReviewRevision { number: 2, time_ms: 0, content: Some(bytes) }];
        first.run(ReviewCommand::Read { link: link(), revisions });
        prop_assert_eq!(discussion(&first).unreadable.len(), 1);
    }
}
