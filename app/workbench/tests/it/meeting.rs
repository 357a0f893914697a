//! Several people, a server and the network between them.

use std::collections::VecDeque;

use comparison::merge::Side;
use extension::Extension;
use workbench::{
    AutosaveCommand, Chain, Command, ComparisonCommand, Digest, Document, Effect, Outgoing, Revision, RevisionContent,
    Sent, SharedState, SharingCommand, StoredDraft,
};

use crate::host::people::{link, person};
use crate::host::{Host, document, new_extension};

/// The log of the server.
pub(crate) type Log = Vec<RevisionContent>;

/// What the network makes of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Luck {
    Arrives,
    /// It is done, and nobody hears of it.
    AnswerLost,
    /// It never arrives.
    Lost,
    /// It arrives when its sender has given it up already.
    Late,
}

/// A browser with a shared draft.
pub(crate) struct Person {
    pub(crate) host: Host,
    /// Requests that were given up and are still on their way.
    pub(crate) late: VecDeque<(u64, RevisionContent)>,
}

pub(crate) fn revisions(log: &Log, after: u64) -> Vec<Revision> {
    let all = log.iter().zip(1..).map(|(content, number)| {
        let chain = Chain { own: digest(log, number), before: digest(log, number - 1), epoch: 0 };
        Revision { number, content: Some(content.clone()), chain }
    });
    all.filter(|revision| revision.number > after).collect()
}

pub(crate) fn from_whole(log: &Log) -> Vec<Revision> {
    let first = log.iter().rposition(|content| matches!(content, RevisionContent::Whole(_))).unwrap();
    revisions(log, first as u64)
}

/// The digest of a revision, as if its content were the blob.
pub(crate) fn digest(log: &Log, number: u64) -> Option<Digest> {
    let index = usize::try_from(number.checked_sub(1)?).unwrap();
    match log.get(index)? {
        RevisionContent::Whole(record) | RevisionContent::Change(record) => Some(Digest::of(record)),
        RevisionContent::Damaged | RevisionContent::NoKey | RevisionContent::Newer => None,
    }
}

/// Writes when the number is free.
pub(crate) fn write(log: &mut Log, number: u64, content: RevisionContent) -> bool {
    let is_next = number == log.len() as u64 + 1;
    if is_next {
        log.push(content);
    }
    is_next
}

impl Person {
    pub(crate) fn new(host: Host) -> Self {
        Self { host, late: VecDeque::new() }
    }

    pub(crate) fn document(&self) -> &Document {
        document(&self.host)
    }

    pub(crate) fn extension(&self) -> &Extension {
        self.document().extension()
    }

    pub(crate) fn tell(&mut self, command: SharingCommand) {
        self.host.run(Command::Sharing(command));
    }

    /// Does everything that is to be done with the server.
    pub(crate) fn sync(&mut self, log: &mut Log, luck: Luck) {
        self.tell(SharingCommand::Send);
        while let Some(effect) = self.host.outbox.pop() {
            let Effect::SendRevision { draft, number, after, stamp, content } = effect else { continue };
            let is_behind = number > log.len() as u64 + 1;
            assert!(is_behind || after == digest(log, number - 1), "it says what it was made behind");
            let result = self.send(log, number, content, luck);
            let is_in_log = matches!(result, Sent::Accepted { .. } | Sent::Declined);
            self.tell(SharingCommand::Sent { draft, stamp, result });
            if !is_in_log && !self.document().shared().unwrap().has_ended() {
                self.read(log);
            }
        }
    }

    pub(crate) fn send(&mut self, log: &mut Log, number: u64, content: Outgoing, luck: Luck) -> Sent {
        let content = match content {
            Outgoing::Whole(whole) => RevisionContent::Whole(whole.record(&xif::deflate(&whole.snapshot.text))),
            Outgoing::Change(record) => RevisionContent::Change(record),
        };
        match luck {
            Luck::Arrives if write(log, number, content.clone()) => {
                Sent::Accepted { digest: digest(log, number).unwrap(), epoch: 0 }
            }
            Luck::Arrives => Sent::Taken { latest: log.len() as u64 },
            Luck::AnswerLost => {
                write(log, number, content);
                Sent::Unknown
            }
            Luck::Lost => Sent::Unknown,
            Luck::Late => {
                self.late.push_back((number, content));
                Sent::Unknown
            }
        }
    }

    /// Reads the log; what is changed here and not sent yet stays, whatever comes.
    pub(crate) fn read(&mut self, log: &Log) {
        let before = self.document().clone();
        let (draft, after) = (before.draft(), before.shared().unwrap().read_to());
        self.tell(SharingCommand::Read { draft, revisions: revisions(log, after) });
        let shared = self.document().shared().unwrap();
        assert_eq!(shared.state, SharedState::InStep);
        if shared.has_conflict() {
            assert!(*self.extension() == *before.extension(), "what waits changes nothing");
        }
    }

    pub(crate) fn arrive_late(&mut self, log: &mut Log) {
        if let Some((number, content)) = self.late.pop_front() {
            write(log, number, content);
        }
    }

    /// Decides about every conflict.
    pub(crate) fn decide(&mut self, side: Side) {
        if self.document().shared().unwrap().has_conflict() {
            self.tell(SharingCommand::Decide);
            self.host.run(ComparisonCommand::ChooseSide { conflict: None, side });
            self.host.run(ComparisonCommand::FinishMerge);
            assert!(!self.document().shared().unwrap().has_conflict());
            assert!(self.host.workbench.beside().is_none());
        }
    }

    /// The page is loaded again: nothing but what was kept.
    pub(crate) fn reload(&mut self, number: usize) {
        let id = self.document().draft();
        let mut again = person(number);
        again.still = self.host.still.clone();
        again.drafts.clone_from(&self.host.drafts);
        let draft = StoredDraft { id, name: "It".into(), parts: self.host.drafts[&id].clone(), handle: None };
        again.run(AutosaveCommand::Open { draft, leads: true });
        assert!(document(&again).extension() == self.extension());
        assert_eq!(document(&again).has_unsent(), self.document().has_unsent());
        self.host = again;
    }
}

/// Somebody who shares a new extension, and others who open it.
pub(crate) fn meeting(count: usize) -> (Log, Vec<Person>) {
    let mut log = Log::new();
    let mut first = Person::new(person(1));
    first.host.run(new_extension("Bank"));
    let draft = first.host.workbench.document().unwrap().draft();
    first.tell(SharingCommand::Begin { draft, link: link() });
    first.sync(&mut log, Luck::Arrives);
    let mut people = vec![first];
    for number in 2..=count {
        people.push(Person::new(joined(&log, number, true)));
    }
    (log, people)
}

pub(crate) fn joined(log: &Log, number: usize, may_edit: bool) -> Host {
    let mut host = person(number);
    let open = SharingCommand::Open { link: link(), may_edit, revisions: from_whole(log) };
    host.run(Command::Sharing(open));
    host
}

/// Goes on until nothing is on its way, nothing is unsent and nothing waits.
pub(crate) fn settle(log: &mut Log, people: &mut [Person]) {
    for round in 0..100 {
        let length = log.len();
        for person in &mut *people {
            person.arrive_late(log);
            person.sync(log, Luck::Arrives);
            person.read(log);
            person.decide(Side::Ours);
        }
        let is_quiet = people.iter().all(|person| person.late.is_empty() && !person.document().has_unsent());
        if log.len() == length && is_quiet && round > 0 {
            return;
        }
    }
    panic!("it never settles");
}

pub(crate) fn assert_together(log: &Log, people: &[Person]) {
    let newcomer = Person::new(joined(log, 90, true));
    for person in people {
        assert!(same(person.extension(), newcomer.extension()), "two have different documents");
        assert_eq!(person.document().sources_are_behind(), newcomer.document().sources_are_behind());
    }
}

/// The same to the byte, but for where elements come from.
pub(crate) fn same(one: &Extension, other: &Extension) -> bool {
    one == other && one.excluded == other.excluded
}
