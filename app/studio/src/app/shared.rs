//! Shared drafts as the page has them: what is changed here is sent a moment later, what others do is read at once, and
//! after a loss of the server both go on where they were.

pub(crate) mod end;
pub(crate) mod links;
pub(crate) mod mine;
mod opening;
pub(crate) mod people;
mod renewing;
pub(in crate::app) mod session;

use std::time::Duration;

use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::task::spawn_local;
use workbench::{Document, DraftId, Effect, SharedLink, SharedState, SharingCommand, Workbench};

pub(crate) use opening::{open_addressed, open_link};
pub(super) use session::pack;

use super::{Studio, logs};
use crate::browser::{pages, storage};

/// How long after a change it is sent; and how long after the first one at most.
const SOON: Duration = Duration::from_millis(300);
const LATEST: f64 = 900.0;

/// A change that is about to be sent.
pub(super) struct Waiting {
    timer: TimeoutHandle,
    /// The step of the history that was the current one.
    step: u64,
    since: f64,
}

/// Takes up what the user said of himself, and what the browser says of the net.
pub(crate) fn start(studio: Studio) {
    if let Some(name) = storage::recall(NAME) {
        studio.tell(SharingCommand::SetAuthor(name));
    }
    pages::on_net(move || {
        logs::net_returned(studio);
        renewing::go_on_with_all(studio);
    });
    people::start(studio);
    renewing::go_on_with_all(studio);
}

/// The name under which the user's name is remembered.
const NAME: &str = "author";

/// Remembers what others know the user by.
pub(crate) fn set_name(studio: Studio, name: &str) {
    let name: String = name.trim().chars().take(60).collect();
    storage::remember(NAME, &name);
    studio.tell(SharingCommand::SetAuthor(name));
    people::show(studio);
}

/// The shared draft that this page is to keep in step: the local draft and its link.
fn wanted(workbench: &Workbench) -> Option<(DraftId, SharedLink)> {
    let document = workbench.document().filter(|document| document.leads())?;
    let shared = document.shared().filter(|shared| !shared.has_ended())?;
    Some((document.draft(), shared.link.clone()))
}

/// Brings what goes on with the server in line with the document that is open now.
pub(super) fn settle(studio: Studio) {
    session::follow(studio, studio.read(wanted));
    send_soon(studio);
}

fn send_soon(studio: Studio) {
    let step = studio.read(|workbench| {
        let document = workbench.document().filter(|_| workbench.can_send())?;
        let is_offline = document.shared().is_none_or(|shared| shared.state == SharedState::Offline);
        (!is_offline).then(|| step_of(document))
    });
    let Some(step) = step else { return };
    let now = js_sys::Date::now();
    let until_writing = studio.logs.draft().map(|(at, _)| studio.logs.until_writing(at)).unwrap_or_default();
    studio.logs.with_waiting(|waiting| {
        let since = waiting.as_ref().map_or(now, |waiting| waiting.since);
        if let Some(before) = waiting.as_ref() {
            if before.step == step || now - before.since > LATEST {
                return;
            }
            before.timer.clear();
        }
        let send = move || {
            studio.logs.with_waiting(|waiting| *waiting = None);
            studio.tell(SharingCommand::Send);
        };
        // A page without timers sends nothing: what is changed stays in it.
        let delay = until_writing.max(SOON);
        *waiting = set_timeout_with_handle(send, delay).ok().map(|timer| Waiting { timer, step, since });
    });
}

fn step_of(document: &Document) -> u64 {
    let history = document.history();
    history.steps().get(history.position()).map_or(0, |step| step.number)
}

/// Does what the workbench wants done with the log.
pub(super) fn carry_out(studio: Studio, effect: Effect) {
    if let Effect::SendRevision { draft, number, after, stamp, content } = effect {
        spawn_local(session::send(studio, draft, number, after, stamp, content));
    }
}
