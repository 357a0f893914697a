//! The connection to the open review: a stream of what happens there, reading what is new, sending what is said.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use api::draft::RevisionKind;
use api::draft::event::{REVISION, RevisionEvent};
use api::problem::Code;
use extension::Key;
use js_sys::Function;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use workbench::errors::Failure;
use workbench::{CatchingUp, Command, CommentSent, Patience, Review, ReviewCommand, SharedLink, SharedState};

use super::super::Studio;
use super::super::shared::is_final;
use crate::browser::shared::{self as server, Appended};

thread_local! {
    static SESSION: RefCell<Option<Session>> = const { RefCell::new(None) };
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

struct Session {
    /// Like no other session's: what comes late is of another one.
    number: u64,
    link: SharedLink,
    /// What ends the stream.
    stop: Option<Function>,
    catching_up: CatchingUp,
    patience: Patience,
    is_waiting: bool,
    /// How long the server asked not to be written to.
    asked: Option<Duration>,
}

fn with<T>(number: u64, call: impl FnOnce(&mut Session) -> T) -> Option<T> {
    SESSION.with_borrow_mut(|session| session.as_mut().filter(|session| session.number == number).map(call))
}

fn current() -> Option<(u64, SharedLink)> {
    SESSION.with_borrow(|session| session.as_ref().map(|it| (it.number, it.link.clone())))
}

/// Keeps this review in step from now on, and no other one.
pub(super) fn follow(studio: Studio, wanted: Option<SharedLink>) {
    let now = current();
    if now.as_ref().map(|(_, link)| link) == wanted.as_ref() {
        return;
    }
    if let Some((number, _)) = now {
        end_stream(number);
        SESSION.with_borrow_mut(Option::take);
    }
    let Some(link) = wanted else { return };
    let number = COUNT.get() + 1;
    COUNT.set(number);
    let (catching_up, patience) = (CatchingUp::default(), Patience::default());
    let session = Session { number, link, stop: None, catching_up, patience, is_waiting: false, asked: None };
    SESSION.with_borrow_mut(|place| *place = Some(session));
    connect(studio, number);
}

fn end_stream(number: u64) {
    if let Some(stop) = with(number, |session| session.stop.take()).flatten() {
        // It aborts a request, which does not throw.
        let _ = stop.call0(&JsValue::NULL);
    }
}

fn read_to(studio: Studio) -> u64 {
    studio.read(|workbench| workbench.review().map_or(0, Review::read_to))
}

fn connect(studio: Studio, number: u64) {
    end_stream(number);
    let Some(link) = with(number, |session| {
        session.is_waiting = false;
        session.link.clone()
    }) else {
        return;
    };
    let tell = move |name: String, json: String| hear(studio, number, &name, &json);
    let stop = server::follow(&link, read_to(studio), tell, move |status, asked| ended(studio, number, status, asked));
    with(number, |session| session.stop = Some(stop));
}

fn hear(studio: Studio, number: u64, name: &str, json: &str) {
    if name == "open" {
        read(studio, number);
    } else if name == REVISION {
        let event = serde_json::from_str::<RevisionEvent>(json);
        if event.is_ok_and(|event| u64::from(event.number) > read_to(studio)) {
            read(studio, number);
        }
    }
}

fn ended(studio: Studio, number: u64, status: u16, asked: Option<Duration>) {
    if status == Code::DraftUnknown.page().status {
        let page = Code::DraftUnknown.page();
        let mut failure = Failure::new(page.code, page.title);
        failure.details = vec![page.cause.to_owned(), page.cure.to_owned()];
        return end(studio, number, failure);
    }
    lose(studio, number, asked);
}

fn end(studio: Studio, number: u64, failure: Failure) {
    if let Some(link) = with(number, |session| session.link.clone()) {
        studio.tell(Command::Review(ReviewCommand::End { link, failure }));
    }
}

/// The server does not answer: it is tried again, each time after a longer while.
fn lose(studio: Studio, number: u64, asked: Option<Duration>) {
    let waits = with(number, |session| {
        let begins = !std::mem::replace(&mut session.is_waiting, true);
        begins.then(|| (session.link.clone(), session.patience.fail(asked)))
    });
    let Some((link, delay)) = waits.flatten() else { return };
    studio.tell(Command::Review(ReviewCommand::Offline(link)));
    let again = move || {
        if with(number, |session| session.is_waiting) == Some(true) {
            connect(studio, number);
        }
    };
    set_timeout(again, delay);
}

/// The browser says that there is a net again.
pub(super) fn try_now(studio: Studio) {
    let waits = SESSION.with_borrow_mut(|session| {
        let session = session.as_mut().filter(|session| session.is_waiting)?;
        session.patience.restore();
        Some(session.number)
    });
    if let Some(number) = waits {
        connect(studio, number);
    }
}

/// Reads what is new, as soon as the server answers.
pub(super) fn catch_up(studio: Studio) {
    let Some((number, _)) = current() else { return };
    let is_offline =
        studio.read(|workbench| workbench.review().is_some_and(|review| review.state == SharedState::Offline));
    if is_offline {
        end_stream(number);
        let asked = with(number, |session| session.asked.take()).flatten();
        lose(studio, number, asked);
    } else {
        read(studio, number);
    }
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
    let Some(link) = with(number, |session| session.link.clone()) else { return };
    let result = server::read_review(&link, read_to(studio)).await;
    if with(number, |_| ()).is_none() {
        return;
    }
    match result {
        Ok(revisions) => {
            // Reading may work while everything that is written is refused.
            if studio.read(|workbench| workbench.review().is_some_and(|review| review.unsent() == 0)) {
                with(number, |session| session.patience.restore());
            }
            studio.tell(Command::Review(ReviewCommand::Read { link, revisions }));
        }
        Err(failure) if is_final(&failure) => end(studio, number, failure),
        Err(failure) => {
            end_stream(number);
            lose(studio, number, failure.wait);
        }
    }
}

/// Writes a comment.
pub(super) async fn send(studio: Studio, link: SharedLink, revision: u64, stamp: Key, record: Vec<u8>) {
    let written = server::write(&link, revision, RevisionKind::Comment, None, &record).await;
    let result = match written {
        Ok(Appended::Written(written, _)) => CommentSent::Accepted(written.time_ms),
        Ok(Appended::Taken { latest }) => CommentSent::Taken(latest),
        Err(failure) if is_final(&failure) => {
            return studio.tell(Command::Review(ReviewCommand::End { link, failure }));
        }
        Err(failure) => {
            if let Some((number, _)) = current().filter(|(_, own)| *own == link) {
                with(number, |session| session.asked = failure.wait);
            }
            CommentSent::Unknown
        }
    };
    studio.tell(Command::Review(ReviewCommand::Sent { link, stamp, result }));
}
