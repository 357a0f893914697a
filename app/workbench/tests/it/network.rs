//! A network of browsers and one server, in simulated time: requests take a while, are lost, refused, or answered when nobody waits any more.

use std::collections::BTreeMap;
use std::time::Duration;

use api::problem::Code;
use workbench::errors::Failure;
use workbench::log_session::{LogEffect, LogEvent, LogSession, ReadOutcome, StreamEnd, Written};
use workbench::{Effect, Outgoing, Revision, RevisionContent, Sent, SharedState, SharingCommand};

use crate::meeting::{Log, Person, digest, revisions, write};

/// How long a client waits for an answer.
const GIVEN_UP: Duration = Duration::from_secs(3);

/// How long a change waits before it is sent.
const SOON: Duration = Duration::from_millis(300);

/// Numbers that look like chance, the same for the same seed.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    /// A place in a list of this length.
    pub(crate) fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap()
    }
}

/// One browser: its studio, and the session of its shared draft.
pub(crate) struct Browser {
    pub(crate) person: Person,
    pub(crate) session: LogSession,
    /// Changes with every page load: what belongs to an earlier page is not heard.
    page: u64,
    /// Stands for the stream that is wanted now.
    stream: Option<u64>,
    is_to_send: bool,
}

/// What happens at a time.
enum Happening {
    StreamArrives {
        stream: u64,
    },
    StreamOpens {
        stream: u64,
    },
    StreamEnds {
        stream: u64,
        end: StreamEnd,
        asked: Option<Duration>,
    },
    Told {
        stream: u64,
    },
    ReadArrives {
        after: u64,
        looks_back: bool,
    },
    ReadEnds {
        looks_back: bool,
        result: Result<Vec<Revision>, Failure>,
    },
    WriteArrives(Box<Writing>),
    /// The request arrives when nobody waits for it any more.
    WriteLate {
        number: u64,
        content: RevisionContent,
    },
    WriteEnds {
        writing: Box<Writing>,
        result: Result<Sent, Failure>,
    },
    Send,
    Wake,
}

struct Writing {
    draft: workbench::DraftId,
    stamp: extension::Key,
    number: u64,
    content: RevisionContent,
}

/// The browsers, the server and what is on its way between them.
pub(crate) struct Network {
    pub(crate) now: Duration,
    pub(crate) log: Log,
    pub(crate) browsers: Vec<Browser>,
    pub(crate) chance: Chance,
    /// Until then anything may go wrong.
    pub(crate) rough_until: Duration,
    /// Which streams are open at the server: of a browser, by number.
    streams: Vec<(usize, u64)>,
    count: u64,
    due: BTreeMap<(Duration, u64), (usize, u64, Happening)>,
}

/// What the network makes of a request.
enum Fate {
    Answered,
    Refused(Code, Option<Duration>),
    Lost,
    AnswerLost,
    Late,
}

impl Network {
    pub(crate) fn new(log: Log, people: Vec<Person>, rough_until: Duration, seed: u64) -> Self {
        let browser =
            |person| Browser { person, session: LogSession::new(false), page: 0, stream: None, is_to_send: false };
        let browsers: Vec<_> = people.into_iter().map(browser).collect();
        let mut network = Self {
            now: Duration::ZERO,
            log,
            browsers,
            chance: Chance(seed),
            rough_until,
            streams: Vec::new(),
            count: 0,
            due: BTreeMap::new(),
        };
        for at in 0..network.browsers.len() {
            network.happen(at, LogEvent::Begin);
        }
        network
    }

    /// Goes on to this time.
    pub(crate) fn run_until(&mut self, end: Duration) {
        while let Some(entry) = self.due.first_entry().filter(|entry| entry.key().0 <= end) {
            let ((time, _), (at, page, happening)) = entry.remove_entry();
            self.now = time;
            self.carry_out(at, page, happening);
        }
        self.now = end;
    }

    /// The page is loaded again: what was kept is there, and a new session begins.
    pub(crate) fn reload(&mut self, at: usize) {
        let browser = &mut self.browsers[at];
        if browser.person.document().shared().unwrap().has_ended() {
            return;
        }
        browser.person.reload(at + 1);
        browser.page += 1;
        (browser.stream, browser.is_to_send) = (None, false);
        browser.session = LogSession::new(true);
        self.streams.retain(|(of, _)| *of != at);
        self.happen(at, LogEvent::Begin);
        self.send_soon(at);
    }

    /// Every stream breaks, as when the server is started anew.
    pub(crate) fn break_streams(&mut self) {
        for (at, stream) in std::mem::take(&mut self.streams) {
            let page = self.browsers[at].page;
            self.later(at, page, SOON, Happening::StreamEnds { stream, end: StreamEnd::Broken, asked: None });
        }
    }

    /// Sends what is changed a moment later, once.
    pub(crate) fn send_soon(&mut self, at: usize) {
        let browser = &mut self.browsers[at];
        let is_offline = browser.person.document().shared().unwrap().state == SharedState::Offline;
        if browser.is_to_send || is_offline || !browser.person.host.workbench.can_send() {
            return;
        }
        browser.is_to_send = true;
        let (page, wait) = (browser.page, browser.session.until_writing(self.now).max(SOON));
        self.later(at, page, wait, Happening::Send);
    }

    /// Tells the session, and does what it wants done.
    pub(crate) fn happen(&mut self, at: usize, event: LogEvent) {
        for effect in self.browsers[at].session.handle(event, self.now) {
            self.carry_out_effect(at, effect);
        }
    }

    fn carry_out_effect(&mut self, at: usize, effect: LogEffect) {
        let page = self.browsers[at].page;
        match effect {
            LogEffect::OpenStream => {
                self.count += 1;
                let stream = self.count;
                self.browsers[at].stream = Some(stream);
                self.request(at, Happening::StreamArrives { stream });
            }
            LogEffect::CloseStream => {
                let closed = self.browsers[at].stream.take();
                self.streams.retain(|(of, stream)| (*of, Some(*stream)) != (at, closed));
            }
            LogEffect::Read { looks_back } => {
                let known = self.browsers[at].person.document().shared().unwrap().read_to();
                let looks_back = looks_back && known > 0;
                self.request(at, Happening::ReadArrives { after: known - u64::from(looks_back), looks_back });
            }
            LogEffect::Wake(wait) => self.later(at, page, wait, Happening::Wake),
            LogEffect::GoOffline => {
                let person = &mut self.browsers[at].person;
                let draft = person.document().draft();
                person.tell(SharingCommand::Offline(draft));
            }
            LogEffect::End(failure) => panic!("nothing ends this session: {failure:?}"),
            // Told with the answer.
            LogEffect::Deliver => {}
        }
    }

    fn later(&mut self, at: usize, page: u64, wait: Duration, happening: Happening) {
        self.count += 1;
        self.due.insert((self.now + wait, self.count), (at, page, happening));
    }

    fn latency(&mut self) -> Duration {
        Duration::from_millis(self.chance.below(250) + 5)
    }

    fn request(&mut self, at: usize, happening: Happening) {
        let (page, wait) = (self.browsers[at].page, self.latency());
        self.later(at, page, wait, happening);
    }

    fn fate(&mut self) -> Fate {
        if self.now >= self.rough_until {
            return Fate::Answered;
        }
        let asked = Duration::from_secs(self.chance.below(8));
        match self.chance.below(20) {
            0..=9 => Fate::Answered,
            10 | 11 => Fate::Refused(Code::DraftStore, None),
            12 => Fate::Refused(Code::DraftRate, Some(asked)),
            13 | 14 => Fate::Lost,
            15 | 16 => Fate::AnswerLost,
            _ => Fate::Late,
        }
    }

    fn carry_out(&mut self, at: usize, page: u64, happening: Happening) {
        // Of a page that is gone only what is on its way to the server arrives.
        let is_here = self.browsers[at].page == page;
        match happening {
            Happening::WriteLate { number, content } => self.append(number, content),
            Happening::WriteArrives(writing) => self.write_arrives(at, page, writing),
            _ if !is_here => {}
            Happening::StreamArrives { stream } => self.stream_arrives(at, page, stream),
            Happening::StreamOpens { stream } if self.browsers[at].stream == Some(stream) => {
                self.happen(at, LogEvent::StreamOpened);
            }
            Happening::StreamEnds { stream, end, asked } if self.browsers[at].stream == Some(stream) => {
                self.browsers[at].stream = None;
                self.happen(at, LogEvent::StreamEnded { end, asked });
            }
            Happening::Told { stream } if self.browsers[at].stream == Some(stream) => {
                if (self.log.len() as u64) > self.browsers[at].person.document().shared().unwrap().read_to() {
                    self.happen(at, LogEvent::Announced);
                }
            }
            Happening::StreamOpens { .. } | Happening::StreamEnds { .. } | Happening::Told { .. } => {}
            Happening::ReadArrives { after, looks_back } => self.read_arrives(at, page, after, looks_back),
            Happening::ReadEnds { looks_back, result } => self.read_ends(at, looks_back, result),
            Happening::WriteEnds { writing, result } => self.write_ends(at, &writing, result),
            Happening::Send => self.send(at),
            Happening::Wake => self.happen(at, LogEvent::Woken),
        }
        self.send_soon(at);
    }

    fn stream_arrives(&mut self, at: usize, page: u64, stream: u64) {
        let wait = self.latency();
        let happening = match self.fate() {
            Fate::Refused(code, asked) => {
                Happening::StreamEnds { stream, end: StreamEnd::of_status(code.page().status), asked }
            }
            Fate::Lost | Fate::Late => Happening::StreamEnds { stream, end: StreamEnd::Broken, asked: None },
            Fate::Answered | Fate::AnswerLost => {
                self.streams.push((at, stream));
                Happening::StreamOpens { stream }
            }
        };
        self.later(at, page, wait, happening);
    }

    fn read_arrives(&mut self, at: usize, page: u64, after: u64, looks_back: bool) {
        let (wait, result) = match self.fate() {
            Fate::Answered => (self.latency(), Ok(revisions(&self.log, after))),
            Fate::Refused(code, asked) => (self.latency(), Err(refusal(code, asked))),
            Fate::Lost | Fate::AnswerLost | Fate::Late => (GIVEN_UP, Err(Failure::no_server("lost"))),
        };
        self.later(at, page, wait, Happening::ReadEnds { looks_back, result });
    }

    fn read_ends(&mut self, at: usize, looks_back: bool, result: Result<Vec<Revision>, Failure>) {
        let known = self.browsers[at].person.document().shared().unwrap().read_to();
        let outcome = match &result {
            Ok(revisions) if looks_back && revisions.is_empty() => ReadOutcome::SetBack,
            Ok(revisions) => {
                ReadOutcome::Answered { has_news: revisions.iter().any(|revision| revision.number > known) }
            }
            Err(failure) => ReadOutcome::Failed(failure.clone()),
        };
        if let Ok(revisions) = result {
            let person = &mut self.browsers[at].person;
            let draft = person.document().draft();
            person.tell(SharingCommand::Read { draft, revisions });
        }
        self.happen(at, LogEvent::Read(outcome));
    }

    fn send(&mut self, at: usize) {
        let browser = &mut self.browsers[at];
        browser.is_to_send = false;
        browser.person.tell(SharingCommand::Send);
        while let Some(effect) = self.browsers[at].person.host.outbox.pop() {
            let Effect::SendRevision { draft, number, stamp, content, .. } = effect else { continue };
            let content = match content {
                Outgoing::Whole(whole) => RevisionContent::Whole(whole.record(&xif::deflate(&whole.snapshot.text))),
                Outgoing::Change(record) => RevisionContent::Change(record),
            };
            self.request(at, Happening::WriteArrives(Box::new(Writing { draft, stamp, number, content })));
        }
    }

    fn write_arrives(&mut self, at: usize, page: u64, writing: Box<Writing>) {
        let Writing { number, content, .. } = &*writing;
        let (number, content) = (*number, content.clone());
        let lost = Err(Failure::no_server("lost"));
        let (wait, result) = match self.fate() {
            Fate::Answered if number == self.log.len() as u64 + 1 => {
                self.append(number, content);
                let digest = digest(&self.log, number).unwrap();
                (self.latency(), Ok(Sent::Accepted { digest, epoch: 0 }))
            }
            Fate::Answered => (self.latency(), Ok(Sent::Taken { latest: self.log.len() as u64 })),
            Fate::Refused(code, asked) => (self.latency(), Err(refusal(code, asked))),
            Fate::Lost => (GIVEN_UP, lost),
            Fate::AnswerLost => {
                self.append(number, content);
                (GIVEN_UP, lost)
            }
            Fate::Late => {
                let late = GIVEN_UP + Duration::from_millis(self.chance.below(9_000));
                self.later(at, page, late, Happening::WriteLate { number, content });
                (GIVEN_UP, lost)
            }
        };
        self.later(at, page, wait, Happening::WriteEnds { writing, result });
    }

    /// Takes the revision when its number is free, and tells everybody.
    fn append(&mut self, number: u64, content: RevisionContent) {
        if write(&mut self.log, number, content) {
            for (at, stream) in self.streams.clone() {
                let (page, wait) = (self.browsers[at].page, self.latency());
                self.later(at, page, wait, Happening::Told { stream });
            }
        }
    }

    fn write_ends(&mut self, at: usize, writing: &Writing, result: Result<Sent, Failure>) {
        let (written, result) = match result {
            Ok(Sent::Taken { latest }) => (Written::Taken, Sent::Taken { latest }),
            Ok(sent) => (Written::Accepted, sent),
            Err(failure) => (Written::Failed(failure), Sent::Unknown),
        };
        self.happen(at, LogEvent::Written(written));
        self.browsers[at].person.tell(SharingCommand::Sent { draft: writing.draft, stamp: writing.stamp, result });
    }
}

fn refusal(code: Code, wait: Option<Duration>) -> Failure {
    let page = code.page();
    Failure { wait, ..Failure::new(code, page.title) }
}
