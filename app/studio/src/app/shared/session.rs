//! The connection to one shared draft: a stream of what happens there, reading what is new, sending what is changed.

use std::cell::RefCell;
use std::time::Duration;

use api::draft::RevisionKind;
use api::draft::event::{PRESENCE, PresenceEvent, REVISION, RevisionEvent};
use api::problem::Code;
use extension::Key;
use js_sys::{Date, Function};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use workbench::errors::Failure;
use workbench::{
    CatchingUp, Command, Digest, DraftId, JobId, Outgoing, Patience, Sent, ShareCommand, SharedLink, SharedState,
};

use super::super::Studio;
use super::{mine, people};
use crate::browser::shared::{self as server, Appended};
use crate::browser::worker::{self, Work};

thread_local! {
    static SESSION: RefCell<Option<Session>> = const { RefCell::new(None) };
    static COUNT: RefCell<u64> = const { RefCell::new(0) };
}

/// The numbers of jobs of the worker: those of the workbench and of snapshots are smaller.
const JOBS: u64 = 3 << 51;

struct Session {
    /// Like no other session's: what comes late is of another one.
    number: u64,
    draft: DraftId,
    link: SharedLink,
    /// What ends the stream.
    stop: Option<Function>,
    catching_up: CatchingUp,
    /// Since when the stream is open.
    opened: Option<f64>,
    /// Whether the server is to show once more the last revision that was read: it may have been restored, or show others another one.
    is_to_check: bool,
    /// Whether there was a stream before this one.
    had_stream: bool,
    /// For the stream and for reading.
    patience: Patience,
    is_waiting: bool,
    writing: Writing,
}

/// How writing goes: the stream may work while every revision is refused.
#[derive(Default)]
struct Writing {
    patience: Patience,
    /// Nothing is written before this time.
    after: f64,
    /// Whether something is to be read first.
    is_behind: bool,
}

impl Writing {
    fn fail(&mut self, asked: Option<Duration>) {
        self.after = Date::now() + self.patience.fail(asked).as_secs_f64() * 1000.0;
    }
}

/// A stream that lasted longer has shown by the server's signs of life that it works.
const LASTING: f64 = 20_000.0;

/// The shortest wait until the server is tried again.
const SHORTEST: Duration = Duration::from_millis(500);

fn with<T>(number: u64, call: impl FnOnce(&mut Session) -> T) -> Option<T> {
    SESSION.with_borrow_mut(|session| session.as_mut().filter(|session| session.number == number).map(call))
}

fn number() -> u64 {
    COUNT.with_borrow_mut(|count| {
        *count += 1;
        *count
    })
}

/// The number of the session, its draft and its link.
pub(super) fn current() -> Option<(u64, DraftId, SharedLink)> {
    SESSION.with_borrow(|session| session.as_ref().map(|it| (it.number, it.draft, it.link.clone())))
}

/// Keeps this draft in step from now on, and no other one.
pub(super) fn follow(studio: Studio, wanted: Option<(DraftId, SharedLink)>) {
    let now = current();
    if now.as_ref().map(|(_, draft, link)| (draft, link)) == wanted.as_ref().map(|(draft, link)| (draft, link)) {
        return;
    }
    if let Some((number, _, link)) = now {
        end_stream(number);
        SESSION.with_borrow_mut(Option::take);
        people::leave(studio, link);
    }
    let Some((draft, link)) = wanted else { return };
    mine::remember_copy(draft, &link);
    let number = number();
    let session = Session {
        number,
        draft,
        link,
        stop: None,
        catching_up: CatchingUp::default(),
        opened: None,
        // What was read just now needs no second look.
        is_to_check: studio.read(|workbench| {
            let shared = workbench.document().and_then(|document| document.shared());
            shared.is_some_and(|shared| shared.state == SharedState::Joining)
        }),
        had_stream: false,
        patience: Patience::default(),
        is_waiting: false,
        writing: Writing::default(),
    };
    SESSION.with_borrow_mut(|place| *place = Some(session));
    connect(studio, number);
}

fn end_stream(number: u64) {
    if let Some(stop) = with(number, |session| session.stop.take()).flatten() {
        // It aborts a request, which does not throw.
        let _ = stop.call0(&JsValue::NULL);
    }
}

fn connect(studio: Studio, number: u64) {
    end_stream(number);
    let Some(link) = with(number, |session| session.link.clone()) else { return };
    let after = studio.read(read_to);
    let tell = move |name: String, json: String| hear(studio, number, &name, &json);
    let stop = server::follow(&link, after, tell, move |status, wait| ended(studio, number, status, wait));
    with(number, |session| session.stop = Some(stop));
}

fn read_to(workbench: &workbench::Workbench) -> u64 {
    let shared = workbench.document().and_then(|document| document.shared());
    shared.map_or(0, workbench::Shared::read_to)
}

fn hear(studio: Studio, number: u64, name: &str, json: &str) {
    if with(number, |_| ()).is_none() {
        return;
    }
    match name {
        "open" => {
            with(number, |session| {
                session.opened = Some(Date::now());
                session.is_to_check |= std::mem::replace(&mut session.had_stream, true);
            });
            // Who is there is told anew.
            people::forget(studio);
            people::show(studio);
            read(studio, number);
        }
        REVISION => {
            let is_new = serde_json::from_str::<RevisionEvent>(json)
                .is_ok_and(|event| u64::from(event.number) > studio.read(read_to));
            if is_new {
                read(studio, number);
            }
        }
        PRESENCE => {
            if let Ok(event) = serde_json::from_str::<PresenceEvent>(json) {
                people::hear(studio, number, event);
            }
        }
        _ => {}
    }
}

fn ended(studio: Studio, number: u64, status: u16, asked: Option<Duration>) {
    with(number, |session| {
        session.stop = None;
        if session.opened.take().is_some_and(|opened| Date::now() - opened > LASTING) {
            session.patience.restore();
        }
    });
    if status == Code::DraftUnknown.page().status {
        let page = Code::DraftUnknown.page();
        let mut failure = Failure::new(page.code, page.title);
        failure.details = vec![page.cause.to_owned(), page.cure.to_owned()];
        return end(studio, number, failure);
    }
    if matches!(status, 429 | 503) { follow_later(studio, number, asked) } else { lose(studio, number, asked) }
}

/// The server has no place for another stream: until it has one, what is new is read now and then.
fn follow_later(studio: Studio, number: u64, asked: Option<Duration>) {
    let Some(delay) = with(number, |session| session.patience.fail(asked)) else { return };
    read(studio, number);
    let again = move || {
        let is_free = with(number, |session| session.stop.is_none() && !session.is_waiting);
        if is_free == Some(true) {
            connect(studio, number);
        }
    };
    set_timeout(again, delay);
}

fn end(studio: Studio, number: u64, failure: Failure) {
    if let Some(draft) = with(number, |session| session.draft) {
        studio.tell(Command::Share(ShareCommand::End { draft, failure }));
    }
}

/// The server does not answer: it is tried again, each time after a longer while.
fn lose(studio: Studio, number: u64, asked: Option<Duration>) {
    if let Some(delay) = with(number, |session| session.patience.fail(asked)) {
        wait(studio, number, delay.max(until_writing()));
    }
}

fn wait(studio: Studio, number: u64, delay: Duration) {
    let begins = |session: &mut Session| (!std::mem::replace(&mut session.is_waiting, true)).then_some(session.draft);
    let Some(draft) = with(number, begins).flatten() else { return };
    studio.tell(Command::Share(ShareCommand::Offline(draft)));
    set_timeout(move || try_again(studio, number), delay);
}

/// Ends a wait: reads by the stream that there is, or else begins another one.
fn try_again(studio: Studio, number: u64) {
    let is_waiting = with(number, |session| std::mem::take(&mut session.is_waiting));
    if is_waiting == Some(true) {
        let has_stream = with(number, |session| session.stop.is_some());
        if has_stream == Some(true) { read(studio, number) } else { connect(studio, number) }
    }
}

/// The browser says that there is a net again.
pub(super) fn try_now(studio: Studio) {
    let Some((number, ..)) = current() else { return };
    with(number, |session| {
        session.patience.restore();
        session.writing = Writing::default();
    });
    try_again(studio, number);
}

/// How long nothing is to be written yet.
pub(super) fn until_writing() -> Duration {
    let after = SESSION.with_borrow(|session| session.as_ref().map_or(0.0, |session| session.writing.after));
    Duration::try_from_secs_f64((after - Date::now()) / 1000.0).unwrap_or_default()
}

/// Reads what is new, as soon as the server answers.
pub(super) fn catch_up(studio: Studio) {
    let Some((number, ..)) = current() else { return };
    let is_offline = studio.read(|workbench| {
        let shared = workbench.document().and_then(|document| document.shared());
        shared.is_some_and(|shared| shared.state == SharedState::Offline)
    });
    if is_offline { wait(studio, number, until_writing().max(SHORTEST)) } else { read(studio, number) }
}

fn read(studio: Studio, number: u64) {
    if with(number, |session| session.catching_up.begins()) == Some(true) {
        spawn_local(async move {
            while with(number, |session| session.catching_up.goes_on()) == Some(true) {
                read_once(studio, number).await;
            }
        });
    }
}

async fn read_once(studio: Studio, number: u64) {
    let Some((draft, link)) = with(number, |session| (session.draft, session.link.clone())) else { return };
    let after = studio.read(read_to);
    let checks = after > 0 && with(number, |session| std::mem::take(&mut session.is_to_check)) == Some(true);
    let result = server::read(&link, if checks { after - 1 } else { after }).await;
    if with(number, |_| ()).is_none() {
        return;
    }
    match result {
        Ok(revisions) if checks && revisions.is_empty() => end(studio, number, Failure::set_back()),
        Ok(revisions) => {
            if revisions.iter().any(|revision| revision.number > after) {
                with(number, Session::restore);
            }
            // What is typed and on its way is merged too.
            studio.flush_source();
            studio.tell(Command::Share(ShareCommand::Read { draft, revisions }));
        }
        Err(failure) if is_final(&failure) => end(studio, number, failure),
        Err(failure) => {
            with(number, |session| session.is_to_check |= checks);
            end_stream(number);
            lose(studio, number, failure.wait);
        }
    }
}

impl Session {
    /// Something new was read.
    fn restore(&mut self) {
        self.patience.restore();
        if self.writing.is_behind {
            self.writing = Writing::default();
        }
    }

    /// What writing a revision ended with.
    fn note(&mut self, result: &Result<Appended, Failure>) {
        match result {
            Ok(Appended::Written(..)) => {
                self.patience.restore();
                self.writing = Writing::default();
            }
            Ok(Appended::Taken { .. }) => {
                self.writing.is_behind = true;
                self.writing.fail(None);
            }
            Err(failure) => self.writing.fail(failure.wait),
        }
    }
}

/// Writes a revision.
pub(super) async fn send(
    studio: Studio,
    draft: DraftId,
    revision: u64,
    after: Option<Digest>,
    stamp: Key,
    content: Outgoing,
) {
    let Some((session, _, link)) = current().filter(|(_, own, _)| *own == draft) else { return };
    // A whole one beyond the first only saves reading.
    let can_do_without = matches!(content, Outgoing::Whole(_)) && revision > 1;
    let result = match content {
        Outgoing::Change(record) => server::write(&link, revision, RevisionKind::Change, after, &record).await,
        Outgoing::Whole(whole) => match pack(&whole.snapshot.text).await {
            Ok(packed) => server::write(&link, revision, RevisionKind::Whole, after, &whole.record(&packed)).await,
            Err(failure) => Err(failure),
        },
    };
    with(session, |session| session.note(&result));
    let result = match result {
        Ok(Appended::Written(_, digest)) => Sent::Accepted(digest),
        Ok(Appended::Taken { latest }) => Sent::Taken { latest },
        Err(failure) if can_do_without && failure.code == Code::RevisionSize.page().code => Sent::Declined,
        Err(failure) if is_final(&failure) => {
            end(studio, session, failure);
            Sent::Unknown
        }
        Err(failure) => {
            // Without an answer the stream may be a dead one, too.
            if failure.code == Failure::no_server("").code {
                end_stream(session);
            }
            Sent::Unknown
        }
    };
    studio.tell(Command::Share(ShareCommand::Sent { draft, stamp, result }));
}

/// Deflates a definition away from the page's thread.
pub(in crate::app) async fn pack(text: &str) -> Result<Vec<u8>, Failure> {
    worker::run(JobId::from_number(JOBS + number()), Work::Pack(text.to_owned())).await
}

/// Whether trying again changes nothing.
pub(in crate::app) fn is_final(failure: &Failure) -> bool {
    let codes = [
        Code::DraftUnknown,
        Code::DraftRight,
        Code::RevisionSize,
        Code::DraftFull,
        Code::DraftFrozen,
        Code::DraftDamaged,
        Code::DraftsOff,
        Code::DraftRequest,
    ];
    failure.code == "B206" || codes.iter().any(|code| code.page().code == failure.code)
}
