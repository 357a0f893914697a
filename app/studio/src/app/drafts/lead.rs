//! Which page leads a draft: it alone changes it, the others look on.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use js_sys::Function;
use wasm_bindgen::JsValue;
use workbench::errors::{self, Failure};
use workbench::{AutosaveCommand, Command, Document, DraftId, JobKind, Keeping, SessionCommand};

use leptos::task::spawn_local;

use super::super::Studio;
use super::{leads, queue, reload};
use crate::browser::drafts::{self as store, Ask, FoundDraft};
use crate::browser::files;
use crate::browser::pages::{self, News};

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

#[derive(Default)]
struct State {
    /// The drafts that this page leads, each with what gives the lead up.
    held: BTreeMap<DraftId, Function>,
    /// The drafts whose lead is being asked for, or that are being read.
    busy: BTreeSet<DraftId>,
    /// The draft that the workbench is opening, with the handle of its file.
    opening: Option<(DraftId, Option<JsValue>)>,
    /// The draft of the open document.
    current: Option<DraftId>,
    /// The draft that the address names.
    addressed: Option<DraftId>,
    /// Whether the draft that is looked at changed while it was being read.
    is_behind: bool,
    /// Whether this page waits for the lead of the draft that it looks at.
    is_looking: bool,
    has_asked_to_stay: bool,
}

fn with<T>(call: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(call)
}

/// The draft of the open document.
pub(super) fn current() -> Option<DraftId> {
    with(|state| state.current)
}

/// Asks the browser once to keep the drafts when it wants room: there are some now.
pub(super) fn ask_to_stay() {
    if !with(|state| std::mem::replace(&mut state.has_asked_to_stay, true)) {
        store::persist();
    }
}

/// Brings leads, address and file in line with the document that is open now.
pub(in crate::app) fn settle(studio: Studio) {
    let of = |document: &Document| (document.draft(), document.leads());
    let (document, keeps, is_opening) = studio.read(|workbench| {
        let is_opening = workbench.jobs().iter().any(|job| job.kind == JobKind::Open);
        (workbench.document().map(of), workbench.keeping() != Keeping::Never, is_opening)
    });
    let current = document.map(|(draft, _)| draft);
    if with(|state| std::mem::replace(&mut state.current, current)) != current {
        enter(current);
    }
    let addressed = current.filter(|_| keeps);
    if with(|state| std::mem::replace(&mut state.addressed, addressed)) != addressed {
        pages::address_draft(addressed);
    }
    if !is_opening {
        with(|state| state.opening = None);
    }
    give_up_others(current);
    if let Some((draft, true)) = document.filter(|_| keeps) {
        secure(studio, draft);
    }
}

/// Another document is open: its file is that of its draft.
fn enter(current: Option<DraftId>) {
    files::forget_current();
    let opened = with(|state| state.opening.take_if(|(draft, _)| Some(*draft) == current));
    if let Some((_, Some(handle))) = opened {
        files::adopt(handle);
    }
}

/// Gives up every lead that is of no use any more and all of whose changes are kept.
fn give_up_others(current: Option<DraftId>) {
    let others: Vec<DraftId> = with(|state| {
        let opening = state.opening.as_ref().map(|(draft, _)| *draft);
        let is_other =
            |draft: &&DraftId| Some(**draft) != current && Some(**draft) != opening && !state.busy.contains(draft);
        state.held.keys().filter(is_other).copied().collect()
    });
    for draft in others.into_iter().filter(|draft| !queue::is_waiting(*draft)) {
        give_up(draft);
    }
}

fn give_up(draft: DraftId) {
    queue::forget(draft);
    if let Some(release) = with(|state| state.held.remove(&draft)) {
        // Ends the promise that holds the lock: it does not throw.
        let _ = release.call0(&JsValue::NULL);
    }
}

/// The lead of a document that this page changes, if it does not have it already: of a new one.
fn secure(studio: Studio, draft: DraftId) {
    if with(|state| state.held.contains_key(&draft) || !state.busy.insert(draft)) {
        return;
    }
    spawn_local(async move {
        let has_lead = take(studio, draft, Ask::Free).await;
        with(|state| state.busy.remove(&draft));
        if !has_lead {
            lose(studio, draft);
        }
        settle(studio);
    });
}

async fn take(studio: Studio, draft: DraftId, ask: Ask) -> bool {
    if with(|state| state.held.contains_key(&draft)) {
        return true;
    }
    let Some(release) = store::lead(draft, ask, move || lose(studio, draft)).await else { return false };
    with(|state| state.held.insert(draft, release));
    if !store::has_locks() {
        pages::tell(News::Taken(draft));
    }
    true
}

/// Another page leads the draft now, or it is gone. What this page has not kept goes on as another draft.
pub(super) fn lose(studio: Studio, draft: DraftId) {
    let is_kept = !queue::is_waiting(draft);
    give_up(draft);
    if leads(studio, draft) == Some(true) {
        studio.tell(if is_kept {
            Command::Autosave(AutosaveCommand::LoseLead)
        } else {
            Command::Autosave(AutosaveCommand::SplitOff)
        });
    }
}

/// Another page would like to lead: it gets the draft with all that was typed here.
pub(super) fn yield_to(studio: Studio, draft: DraftId) {
    if with(|state| !state.held.contains_key(&draft)) {
        return;
    }
    if leads(studio, draft) == Some(true) {
        studio.take_typed();
    }
    spawn_local(async move {
        // The other page waits two seconds.
        for _ in 0..15 {
            if !queue::is_waiting(draft) {
                break;
            }
            store::pause(100.0).await;
        }
        lose(studio, draft);
    });
}

/// Takes the lead from the page that has it: it is asked, and when it does not answer it is not asked again.
pub(super) fn take_over(studio: Studio, draft: DraftId) {
    if with(|state| !state.busy.insert(draft)) {
        return;
    }
    spawn_local(async move {
        pages::tell(News::Wanted(draft));
        let has_lead = take(studio, draft, Ask::Soon).await || take(studio, draft, Ask::Now).await;
        show(studio, draft, has_lead).await;
    });
}

/// Opens the draft.
pub(super) async fn open(studio: Studio, draft: DraftId) {
    if with(|state| !state.busy.insert(draft)) {
        return;
    }
    let has_lead = take(studio, draft, Ask::Free).await;
    show(studio, draft, has_lead).await;
}

/// Reads the draft and hands it to the workbench; the draft is busy until then.
async fn show(studio: Studio, draft: DraftId, has_lead: bool) {
    let read = store::read(draft, has_lead).await;
    with(|state| state.busy.remove(&draft));
    match read {
        Ok(Some(found)) => hand_over(studio, found, has_lead),
        Ok(None) if current() == Some(draft) => studio.tell(AutosaveCommand::SplitOff),
        Ok(None) => {
            pages::address_draft(current());
            studio.tell(SessionCommand::Report(Failure::no_draft()));
            reload(studio);
        }
        Err(why) => {
            let mut failure =
                Failure::new(errors::Code::DraftUnreadable, "The browser does not give the draft. It stays as it is.");
            failure.details.push(why);
            studio.tell(SessionCommand::Report(failure));
        }
    }
    settle(studio);
}

fn hand_over(studio: Studio, found: FoundDraft, leads: bool) {
    if leads {
        queue::begin(&found);
    }
    let FoundDraft { stored, handle, .. } = found;
    with(|state| state.opening = Some((stored.id, handle)));
    studio.tell(AutosaveCommand::Open { draft: stored, leads });
}

/// Shows what the page that leads has kept.
pub(super) fn follow(studio: Studio, draft: DraftId) {
    if !pages::is_seen() {
        return;
    }
    if with(|state| !state.busy.insert(draft)) {
        with(|state| state.is_behind = true);
        return;
    }
    spawn_local(async move {
        loop {
            with(|state| state.is_behind = false);
            let read = store::read(draft, false).await;
            if leads(studio, draft) != Some(false) {
                break;
            }
            if let Ok(Some(found)) = read {
                studio.tell(AutosaveCommand::Open { draft: found.stored, leads: false });
            }
            if !with(|state| state.is_behind) {
                break;
            }
        }
        with(|state| state.busy.remove(&draft));
    });
}

/// The user has come to the page: it leads when nobody else does, and shows what others did meanwhile.
pub(super) fn look(studio: Studio) {
    let Some(draft) = current() else { return reload(studio) };
    if leads(studio, draft) != Some(false) {
        return;
    }
    follow(studio, draft);
    if with(|state| std::mem::replace(&mut state.is_looking, true)) {
        return;
    }
    spawn_local(async move {
        // A tab that was just closed has the lead for a moment longer.
        let has_lead = take(studio, draft, Ask::Soon).await;
        with(|state| state.is_looking = false);
        while has_lead && with(|state| state.busy.contains(&draft)) {
            store::pause(20.0).await;
        }
        if has_lead && leads(studio, draft) == Some(false) {
            with(|state| state.busy.insert(draft));
            show(studio, draft, true).await;
        }
        settle(studio);
    });
}
