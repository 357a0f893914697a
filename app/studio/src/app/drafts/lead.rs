//! Which page leads a draft: what [`Leads`] wants done is done with the browser's locks, storage and messages.

use std::collections::BTreeMap;

use js_sys::{Function, Promise};
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use workbench::errors::{self, Failure};
use workbench::lead::{Ask, DraftRead, DraftWritten, FoundDraft, LeadEffect, LeadEvent, Leads, OpenDraft};
use workbench::{AutosaveCommand, Document, DraftId, JobKind, Keeping, SessionCommand};

use super::super::Studio;
use super::{reload, set_keeping};
use crate::browser::drafts as store;
use crate::browser::{files, pages};

/// The drafts of this page: who leads them, and what only the browser understands.
pub(crate) struct PageLeads {
    leads: Leads,
    /// Whether the browser was asked not to remove drafts when it wants room.
    has_persisted: bool,
    /// What gives each lead up.
    releases: BTreeMap<DraftId, Function>,
    /// Who waits until a draft was opened.
    waiting: Vec<(DraftId, Function)>,
}

impl Default for PageLeads {
    fn default() -> Self {
        Self {
            leads: Leads::new(store::has_locks()),
            has_persisted: false,
            releases: BTreeMap::new(),
            waiting: Vec::new(),
        }
    }
}

impl PageLeads {
    /// Takes out those who wait for a draft that is opened by now.
    fn take_opened(&mut self) -> Vec<Function> {
        let waiting = std::mem::take(&mut self.waiting);
        let (waiting, opened): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|(draft, _)| self.leads.is_opening(*draft));
        self.waiting = waiting;
        opened.into_iter().map(|(_, resolve)| resolve).collect()
    }
}

/// The draft of the open document.
pub(super) fn current(studio: Studio) -> Option<DraftId> {
    studio.leads.with(|page| page.leads.current()).flatten()
}

/// Tells what happened, and does what is to be done.
pub(super) fn happen(studio: Studio, event: LeadEvent) {
    for effect in studio.leads.with(|page| page.leads.handle(event)).into_iter().flatten() {
        carry_out(studio, effect);
    }
    for resolve in studio.leads.with(PageLeads::take_opened).into_iter().flatten() {
        // It ends a promise, and does not throw.
        let _ = resolve.call0(&JsValue::UNDEFINED);
    }
}

/// Brings leads and address in line with the document that is open now.
pub(in crate::app) fn settle(studio: Studio) {
    let of = |document: &Document| OpenDraft { draft: document.draft(), leads: document.leads() };
    let (document, keeps, is_opening) = studio.read(|workbench| {
        let is_opening = workbench.jobs().iter().any(|job| job.kind == JobKind::Open);
        (workbench.document().map(of), workbench.keeping() != Keeping::Never, is_opening)
    });
    happen(studio, LeadEvent::Settled { document, keeps, is_opening });
}

/// Opens the draft; when this ends it was read, and the workbench has it, or the user knows why not.
pub(super) async fn open(studio: Studio, draft: DraftId) {
    happen(studio, LeadEvent::Open(draft));
    if studio.leads.with(|page| page.leads.is_opening(draft)) == Some(true) {
        let opened = Promise::new(&mut |resolve, _| {
            studio.leads.with(|page| page.waiting.push((draft, resolve)));
        });
        // The promise is never rejected.
        let _ = JsFuture::from(opened).await;
    }
}

fn carry_out(studio: Studio, effect: LeadEffect) {
    match effect {
        LeadEffect::Ask(draft, ask) => spawn_local(take(studio, draft, ask)),
        LeadEffect::Release(draft) => release(studio, draft),
        LeadEffect::Tell(news) => pages::tell(news),
        LeadEffect::Read { draft, leads } => spawn_local(read(studio, draft, leads)),
        LeadEffect::Write(draft, batch) => spawn_local(async move {
            let (written, why) = match store::write(draft, &batch).await {
                Ok(true) => (DraftWritten::Kept, None),
                Ok(false) => (DraftWritten::Refused, None),
                Err(why) => (DraftWritten::Failed, Some(why)),
            };
            happen(studio, LeadEvent::Written { draft, batch, written });
            tell_of_keeping(studio, written, why);
        }),
        LeadEffect::WriteLast(draft, batch) => store::write_last(draft, &batch),
        LeadEffect::TakeTyped => studio.take_typed(),
        LeadEffect::LoseLead => studio.tell(AutosaveCommand::LoseLead),
        LeadEffect::SplitOff => studio.tell(AutosaveCommand::SplitOff),
        LeadEffect::Show { stored, leads } => studio.tell(AutosaveCommand::Open { draft: stored, leads }),
        LeadEffect::Address(draft) => pages::address_draft(draft),
        LeadEffect::TellGone => studio.tell(SessionCommand::Report(Failure::no_draft())),
        LeadEffect::TellUnreadable(why) => {
            let text = "The browser does not give the draft. It stays as it is.";
            let mut failure = Failure::new(errors::Code::DraftUnreadable, text);
            failure.details.push(why);
            studio.tell(SessionCommand::Report(failure));
        }
        LeadEffect::Reload => reload(studio),
        LeadEffect::Wake(draft, after) => spawn_local(async move {
            if !after.is_zero() {
                store::pause(after.as_secs_f64() * 1000.0).await;
            }
            happen(studio, LeadEvent::Woken(draft));
        }),
    }
}

async fn take(studio: Studio, draft: DraftId, ask: Ask) {
    let release = store::lead(draft, ask, move || happen(studio, LeadEvent::LockLost(draft))).await;
    let has_lead = release.is_some();
    if let Some(release) = release {
        studio.leads.with(|page| page.releases.insert(draft, release));
    }
    happen(studio, LeadEvent::Asked { draft, ask, has_lead });
}

fn release(studio: Studio, draft: DraftId) {
    if let Some(release) = studio.leads.with(|page| page.releases.remove(&draft)).flatten() {
        // Ends the promise that holds the lock: it does not throw.
        let _ = release.call0(&JsValue::NULL);
    }
}

async fn read(studio: Studio, draft: DraftId, leads: bool) {
    let read = match store::read(draft, leads).await {
        Ok(Some(store::ReadDraft { mut stored, summary, file })) => {
            // Who looks on reads it after each change, and has the file already.
            stored.handle = file.filter(|_| leads || current(studio) != Some(draft)).map(files::number);
            DraftRead::Found(Box::new(FoundDraft { stored, summary }))
        }
        Ok(None) => DraftRead::Gone,
        Err(why) => DraftRead::Failed(why),
    };
    happen(studio, LeadEvent::Read { draft, read });
}

fn tell_of_keeping(studio: Studio, written: DraftWritten, why: Option<String>) {
    if written == DraftWritten::Kept {
        set_keeping(studio, Keeping::Works);
        // There are drafts now: the browser is asked once to keep them when it wants room.
        if studio.leads.with(|page| std::mem::replace(&mut page.has_persisted, true)) == Some(false) {
            store::persist();
        }
    }
    if let Some(why) = why
        && set_keeping(studio, Keeping::Fails)
    {
        studio.tell(SessionCommand::Report(Failure::not_kept(&why)));
    }
}
