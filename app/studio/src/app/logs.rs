//! The connections to the log of the open shared draft and of the open review: carries out what their sessions want done.

use std::time::Duration;

use api::draft::event::{REVISION, RevisionEvent};
use js_sys::{Date, Function};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use workbench::errors::Failure;
use workbench::log_session::{LogEffect, LogEvent, LogSession, ReadOutcome, StreamEnd};
use workbench::{
    Command, DraftId, Review, ReviewCommand, ReviewRevision, Revision, Shared, SharedLink, SharingCommand,
};

use super::Studio;
use super::shared::{Waiting, session as shared_draft};
use crate::browser::shared as server;

/// What the page is connected with: at most one shared draft and one review. A handle.
#[derive(Clone, Copy)]
pub(crate) struct Logs(StoredValue<Connections, LocalStorage>);

#[derive(Default)]
struct Connections {
    count: u64,
    draft: Option<Connection>,
    review: Option<Connection>,
    /// The change that is about to be sent to the shared draft.
    waiting: Option<Waiting>,
}

impl Connections {
    fn place(&mut self, log: Log) -> &mut Option<Connection> {
        if log == Log::Review { &mut self.review } else { &mut self.draft }
    }
}

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Log {
    /// The open shared draft, as which local draft it is kept here.
    Draft(DraftId),
    /// The open review.
    Review,
}

struct Connection {
    at: At,
    link: SharedLink,
    session: LogSession,
    /// Closes the stream.
    stop: Option<Function>,
}

/// One connection, which is never mistaken for a later one to the same log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) struct At {
    log: Log,
    number: u64,
}

impl At {
    /// The log that it leads to.
    pub(in crate::app) fn log(self) -> Log {
        self.log
    }
}

/// What was read.
enum Found {
    Draft(Vec<Revision>),
    Review(Vec<ReviewRevision>),
}

impl Found {
    fn is_empty(&self) -> bool {
        match self {
            Self::Draft(revisions) => revisions.is_empty(),
            Self::Review(revisions) => revisions.is_empty(),
        }
    }

    fn reaches_beyond(&self, number: u64) -> bool {
        match self {
            Self::Draft(revisions) => revisions.iter().any(|revision| revision.number > number),
            Self::Review(revisions) => revisions.iter().any(|revision| revision.number > number),
        }
    }
}

impl Logs {
    /// Connected with nothing.
    pub(in crate::app) fn new() -> Self {
        Self(StoredValue::new_local(Connections::default()))
    }

    /// Looks at all of it; nothing once the page is gone.
    fn change<T>(self, call: impl FnOnce(&mut Connections) -> T) -> Option<T> {
        self.0.try_update_value(call)
    }

    /// A number that nothing else of this page has.
    pub(in crate::app) fn new_number(self) -> u64 {
        let number = self.change(|all| {
            all.count += 1;
            all.count
        });
        number.unwrap_or_default()
    }

    /// Looks at the change that is about to be sent.
    pub(in crate::app) fn with_waiting(self, call: impl FnOnce(&mut Option<Waiting>)) {
        self.change(|all| call(&mut all.waiting));
    }

    fn with<T>(self, at: At, call: impl FnOnce(&mut Connection) -> T) -> Option<T> {
        self.change(|all| all.place(at.log).as_mut().filter(|connection| connection.at == at).map(call)).flatten()
    }

    /// The connection to the shared draft, with its link.
    pub(in crate::app) fn draft(self) -> Option<(At, SharedLink)> {
        self.change(|all| all.draft.as_ref().map(|connection| (connection.at, connection.link.clone()))).flatten()
    }

    /// The connection to the review, with its link.
    pub(in crate::app) fn review(self) -> Option<(At, SharedLink)> {
        self.change(|all| all.review.as_ref().map(|connection| (connection.at, connection.link.clone()))).flatten()
    }

    /// Whether it is still the present one.
    pub(in crate::app) fn is_current(self, at: At) -> bool {
        self.with(at, |_| ()).is_some()
    }

    /// How long nothing is to be written yet.
    pub(in crate::app) fn until_writing(self, at: At) -> Duration {
        self.with(at, |connection| connection.session.until_writing(now())).unwrap_or_default()
    }
}

fn now() -> Duration {
    Duration::try_from_secs_f64(Date::now() / 1000.0).unwrap_or_default()
}

/// Connects with this log. `looks_back`: whether what is known of it was read some time ago.
pub(in crate::app) fn connect(studio: Studio, log: Log, link: SharedLink, looks_back: bool) {
    let at = At { log, number: studio.logs.new_number() };
    let connection = Connection { at, link, session: LogSession::new(looks_back), stop: None };
    studio.logs.change(|all| *all.place(log) = Some(connection));
    happen(studio, at, LogEvent::Begin);
}

/// Ends the connection without a word.
pub(in crate::app) fn disconnect(studio: Studio, at: At) {
    close_stream(studio, at);
    if studio.logs.is_current(at) {
        studio.logs.change(|all| *all.place(at.log) = None);
    }
}

/// The browser says that there is a net again.
pub(in crate::app) fn net_returned(studio: Studio) {
    let connections = [studio.logs.draft(), studio.logs.review()];
    for (at, _) in connections.into_iter().flatten() {
        happen(studio, at, LogEvent::NetReturned);
    }
}

/// Tells the session, and does what it wants done.
pub(in crate::app) fn happen(studio: Studio, at: At, event: LogEvent) {
    for effect in effects(studio, at, event) {
        carry_out(studio, at, effect);
    }
}

fn effects(studio: Studio, at: At, event: LogEvent) -> Vec<LogEffect> {
    studio.logs.with(at, |connection| connection.session.handle(event, now())).unwrap_or_default()
}

fn carry_out(studio: Studio, at: At, effect: LogEffect) {
    match effect {
        LogEffect::OpenStream => open_stream(studio, at),
        LogEffect::CloseStream => close_stream(studio, at),
        LogEffect::Read { looks_back } => spawn_local(read(studio, at, looks_back)),
        // Only an answer is delivered, see `read`.
        LogEffect::Deliver => {}
        LogEffect::Wake(wait) => set_timeout(move || happen(studio, at, LogEvent::Woken), wait),
        LogEffect::GoOffline => go_offline(studio, at),
        LogEffect::End(failure) => end(studio, at, failure),
    }
}

fn open_stream(studio: Studio, at: At) {
    let Some(link) = studio.logs.with(at, |connection| connection.link.clone()) else { return };
    let tell = move |name: String, json: String| hear(studio, at, &name, &json);
    let ended = move |status, asked| {
        let is_current = studio.logs.with(at, |connection| connection.stop = None).is_some();
        if is_current {
            happen(studio, at, LogEvent::StreamEnded { end: StreamEnd::of_status(status), asked });
        }
    };
    let stop = server::follow(&link, read_to(studio, at), tell, ended);
    studio.logs.with(at, |connection| connection.stop = Some(stop));
}

fn close_stream(studio: Studio, at: At) {
    if let Some(stop) = studio.logs.with(at, |connection| connection.stop.take()).flatten() {
        // It aborts a request, which does not throw.
        let _ = stop.call0(&JsValue::NULL);
    }
}

fn hear(studio: Studio, at: At, name: &str, json: &str) {
    if !studio.logs.is_current(at) {
        return;
    }
    match name {
        "open" => {
            happen(studio, at, LogEvent::StreamOpened);
            if let Log::Draft(_) = at.log {
                shared_draft::stream_opened(studio, at);
            }
        }
        REVISION => {
            let event = serde_json::from_str::<RevisionEvent>(json);
            if event.is_ok_and(|event| u64::from(event.number) > read_to(studio, at)) {
                happen(studio, at, LogEvent::Announced);
            }
        }
        _ => shared_draft::hear(studio, at, name, json),
    }
}

/// The last revision that was read.
fn read_to(studio: Studio, at: At) -> u64 {
    studio.read(|workbench| match at.log {
        Log::Draft(_) => workbench.document().and_then(|document| document.shared()).map_or(0, Shared::read_to),
        Log::Review => workbench.review().map_or(0, Review::read_to),
    })
}

async fn read(studio: Studio, at: At, looks_back: bool) {
    let Some(link) = studio.logs.with(at, |connection| connection.link.clone()) else { return };
    let known = read_to(studio, at);
    let looks_back = looks_back && known > 0;
    let after = known - u64::from(looks_back);
    let result = match at.log {
        Log::Draft(_) => server::read(&link, after).await.map(Found::Draft),
        Log::Review => server::read_review(&link, after).await.map(Found::Review),
    };
    let outcome = match &result {
        Ok(found) if looks_back && found.is_empty() => ReadOutcome::SetBack,
        Ok(found) => ReadOutcome::Answered { has_news: found.reaches_beyond(known) },
        Err(failure) => ReadOutcome::Failed(failure.clone()),
    };
    let mut found = result.ok();
    for effect in effects(studio, at, LogEvent::Read(outcome)) {
        match effect {
            LogEffect::Deliver => found.take().into_iter().for_each(|found| deliver(studio, at, &link, found)),
            effect => carry_out(studio, at, effect),
        }
    }
}

fn deliver(studio: Studio, at: At, link: &SharedLink, found: Found) {
    match (at.log, found) {
        (Log::Draft(draft), Found::Draft(revisions)) => {
            // What is typed and on its way is merged too.
            studio.flush_source();
            studio.tell(Command::Sharing(SharingCommand::Read { draft, revisions }));
        }
        (Log::Review, Found::Review(revisions)) => {
            studio.tell(Command::Review(ReviewCommand::Read { link: link.clone(), revisions }));
        }
        (Log::Draft(_), Found::Review(_)) | (Log::Review, Found::Draft(_)) => {}
    }
}

fn go_offline(studio: Studio, at: At) {
    if let Some(link) = studio.logs.with(at, |connection| connection.link.clone()) {
        studio.tell(match at.log {
            Log::Draft(draft) => Command::Sharing(SharingCommand::Offline(draft)),
            Log::Review => Command::Review(ReviewCommand::Offline(link)),
        });
    }
}

fn end(studio: Studio, at: At, failure: Failure) {
    if let Some(link) = studio.logs.with(at, |connection| connection.link.clone()) {
        studio.tell(match at.log {
            Log::Draft(draft) => Command::Sharing(SharingCommand::End { draft, failure }),
            Log::Review => Command::Review(ReviewCommand::End { link, failure }),
        });
    }
}
