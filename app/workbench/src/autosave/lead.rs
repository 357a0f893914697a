//! Which page leads a draft: it alone changes it, the others look on.
//!
//! A state machine for one page: [`Leads::handle`] takes what happened and answers with what is to be done. It has no browser, no lock and no timer.
//!
//! - A page that has the **lead** of a draft writes it. The browser gives the lead to one page (Web Locks); where it cannot, pages tell each other who took it.
//! - Whoever leads has **read** the draft as its owner. What another page writes after that is refused by the storage, in the transaction of the write, so that
//!   a page that has not heard yet of its loss harms nothing.
//! - A page that **loses** the lead follows, when all that it did is written. Otherwise it goes on as a draft of its own.
//! - A page that is asked **yields**: it writes all that was typed first, but lets the other page not wait for long.

mod event;
mod reading;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

pub use event::{Ask, DraftRead, DraftWritten, FoundDraft, LeadEffect, LeadEvent, OpenDraft, PageNews};

use crate::{DraftId, WriteQueues};

/// How often a page that yields looks whether all is written: the other page waits two seconds.
const LOOKS: u32 = 15;

/// How long it waits in between.
const MOMENT: Duration = Duration::from_millis(100);

/// The leads of one page.
#[derive(Debug)]
pub struct Leads {
    has_locks: bool,
    queues: WriteQueues,
    held: BTreeSet<DraftId>,
    /// The drafts whose lead is being asked for, or that are being read.
    errands: BTreeMap<DraftId, Errand>,
    /// The drafts that another page would like to lead, and how often it is still looked whether they are written.
    yielding: BTreeMap<DraftId, u32>,
    /// The draft whose lead this page waits for since the user came to it, and how that stands.
    look: Option<(DraftId, Look)>,
    /// The drafts of which there was news while something went on with them.
    behind: BTreeSet<DraftId>,
    /// The draft that the workbench is opening.
    opening: Option<DraftId>,
    document: Option<OpenDraft>,
    addressed: Option<DraftId>,
}

/// What goes on with a draft. There is one thing at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Errand {
    /// The lead of a document that this page changes already: of a new one.
    Secure,
    /// The lead is asked for, to show the draft with it or without.
    Open,
    /// The lead is taken from the page that has it, to show the draft with it.
    TakeOver,
    /// What this page did in the draft before is written first: then the draft is read.
    Write,
    /// The draft is read to be shown.
    Show { leads: bool },
    /// The draft is read again, since the page that leads has kept more.
    Follow,
}

/// How it stands with the lead that a page waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Asked,
    /// This page has it, and waits until nothing else goes on with the draft.
    Granted,
}

impl Leads {
    /// A page that leads nothing. `has_locks`: whether the browser tells pages apart by locks.
    pub fn new(has_locks: bool) -> Self {
        Self {
            has_locks,
            queues: WriteQueues::default(),
            held: BTreeSet::new(),
            errands: BTreeMap::new(),
            yielding: BTreeMap::new(),
            look: None,
            behind: BTreeSet::new(),
            opening: None,
            document: None,
            addressed: None,
        }
    }

    /// The draft of the open document.
    pub fn current(&self) -> Option<DraftId> {
        self.document.map(|document| document.draft)
    }

    /// Whether the draft is on its way to being shown: its lead is asked for, or it is read.
    pub fn is_opening(&self, draft: DraftId) -> bool {
        matches!(self.errands.get(&draft), Some(Errand::Open | Errand::TakeOver | Errand::Write | Errand::Show { .. }))
    }

    /// Whether something of the draft is not written yet.
    pub fn is_waiting(&self, draft: DraftId) -> bool {
        self.queues.is_waiting(draft)
    }

    /// What is to be done after this, in this order.
    pub fn handle(&mut self, event: LeadEvent) -> Vec<LeadEffect> {
        let mut effects = Vec::new();
        self.take(event, &mut effects);
        self.catch_up(&mut effects);
        effects
    }

    fn take(&mut self, event: LeadEvent, effects: &mut Vec<LeadEffect>) {
        match event {
            LeadEvent::Open(draft) => self.open(draft, effects),
            LeadEvent::TakeOver(draft) => self.take_over(draft, effects),
            LeadEvent::Look => self.look(effects),
            LeadEvent::Heard { news, is_seen } => self.hear(news, is_seen, effects),
            LeadEvent::Settled { document, keeps, is_opening } => self.settle(document, keeps, is_opening, effects),
            LeadEvent::Asked { draft, ask, has_lead } => self.asked(draft, ask, has_lead, effects),
            LeadEvent::LockLost(draft) => self.lose(draft, effects),
            LeadEvent::Read { draft, read } => self.read(draft, read, effects),
            LeadEvent::Keep { draft, kept } => {
                self.queues.add(draft, kept);
                self.write(draft, effects);
            }
            LeadEvent::KeepPart { draft, part, bytes } => {
                self.queues.add_part(draft, part, bytes);
                self.write(draft, effects);
            }
            // Another lead of the draft has begun since.
            LeadEvent::Written { draft, batch, .. } if !self.queues.is_running(draft, &batch) => {}
            LeadEvent::Written { draft, written, .. } => self.written(draft, written, effects),
            LeadEvent::Drop(draft) => self.queues.forget(draft),
            LeadEvent::TryAgain => self.queues.waiting().into_iter().for_each(|draft| self.write(draft, effects)),
            LeadEvent::Woken(draft) => self.wake(draft, effects),
            LeadEvent::Leave => {
                let unwritten = self.queues.unwritten();
                effects.extend(unwritten.into_iter().map(|(draft, batch)| LeadEffect::WriteLast(draft, batch)));
            }
        }
    }

    /// Whether the draft is the open one, and if so whether this page leads it.
    fn leads(&self, draft: DraftId) -> Option<bool> {
        self.document.filter(|document| document.draft == draft).map(|document| document.leads)
    }

    /// The workbench is about to be told so.
    fn know_lead(&mut self, draft: DraftId, leads: bool) {
        if let Some(document) = self.document.as_mut().filter(|document| document.draft == draft) {
            document.leads = leads;
        }
    }

    /// Begins with the draft, unless something goes on with it.
    fn begin(&mut self, draft: DraftId, errand: Errand) -> bool {
        let is_free = !self.errands.contains_key(&draft);
        if is_free {
            self.errands.insert(draft, errand);
        }
        is_free
    }

    /// Asks for the lead, unless this page has it.
    fn ask(&mut self, draft: DraftId, ask: Ask, effects: &mut Vec<LeadEffect>) {
        if self.held.contains(&draft) {
            self.go_on(draft, ask, true, effects);
        } else {
            effects.push(LeadEffect::Ask(draft, ask));
        }
    }

    fn asked(&mut self, draft: DraftId, ask: Ask, has_lead: bool, effects: &mut Vec<LeadEffect>) {
        if has_lead {
            self.held.insert(draft);
            if !self.has_locks {
                effects.push(LeadEffect::Tell(PageNews::Taken(draft)));
            }
        }
        self.go_on(draft, ask, has_lead, effects);
    }

    /// Goes on with whatever the lead was asked for.
    fn go_on(&mut self, draft: DraftId, ask: Ask, has_lead: bool, effects: &mut Vec<LeadEffect>) {
        match (self.errands.get(&draft), ask) {
            (Some(Errand::Secure), Ask::Free) => {
                self.errands.remove(&draft);
                if !has_lead {
                    self.lose(draft, effects);
                }
                self.tidy(effects);
            }
            (Some(Errand::Open), Ask::Free) | (Some(Errand::TakeOver), Ask::Now) => self.show(draft, has_lead, effects),
            (Some(Errand::TakeOver), Ask::Soon) if has_lead => self.show(draft, true, effects),
            // Whoever does not answer is not asked again.
            (Some(Errand::TakeOver), Ask::Soon) => self.ask(draft, Ask::Now, effects),
            (_, Ask::Look) if self.look == Some((draft, Look::Asked)) => {
                self.look = has_lead.then_some((draft, Look::Granted));
                self.tidy(effects);
            }
            // Nobody wants it any more.
            (None, _) if has_lead && self.leads(draft) != Some(true) => self.give_up(draft, effects),
            _ => self.tidy(effects),
        }
    }

    fn open(&mut self, draft: DraftId, effects: &mut Vec<LeadEffect>) {
        // What is read would lack what is typed meanwhile.
        if self.leads(draft) != Some(true) && self.begin(draft, Errand::Open) {
            self.ask(draft, Ask::Free, effects);
        }
    }

    /// Takes the lead from the page that has it.
    fn take_over(&mut self, draft: DraftId, effects: &mut Vec<LeadEffect>) {
        if self.leads(draft) != Some(true) && self.begin(draft, Errand::TakeOver) {
            effects.push(LeadEffect::Tell(PageNews::Wanted(draft)));
            self.ask(draft, Ask::Soon, effects);
        }
    }

    /// The user has come to the page: it leads when nobody else does, and shows what others did meanwhile.
    fn look(&mut self, effects: &mut Vec<LeadEffect>) {
        let Some(OpenDraft { draft, leads }) = self.document else { return effects.push(LeadEffect::Reload) };
        if leads {
            return;
        }
        self.follow(draft, effects);
        if self.look.is_none() {
            self.look = Some((draft, Look::Asked));
            // A page that was just closed has the lead for a moment longer.
            self.ask(draft, Ask::Look, effects);
        }
    }

    /// Reads a draft again that waited for something else to end: with the lead that this page has got meanwhile, or to follow what is new.
    fn catch_up(&mut self, effects: &mut Vec<LeadEffect>) {
        let waits = |draft: &DraftId| self.errands.contains_key(draft);
        if let Some((draft, _)) = self.look.take_if(|(draft, look)| *look == Look::Granted && !waits(draft))
            && self.leads(draft) == Some(false)
            && self.held.contains(&draft)
        {
            self.show(draft, true, effects);
        }
        if let Some(OpenDraft { draft, leads: false }) = self.document
            && !self.errands.contains_key(&draft)
            && self.behind.remove(&draft)
        {
            self.follow(draft, effects);
        }
    }

    fn hear(&mut self, news: PageNews, is_seen: bool, effects: &mut Vec<LeadEffect>) {
        match news {
            PageNews::Changed(draft) if self.leads(draft) == Some(false) => {
                if is_seen {
                    self.follow(draft, effects);
                }
            }
            PageNews::Changed(draft) => {
                if self.errands.contains_key(&draft) || self.opening == Some(draft) {
                    self.behind.insert(draft);
                }
                effects.push(LeadEffect::Reload);
            }
            PageNews::Wanted(draft) => self.yield_to(draft, effects),
            PageNews::Taken(draft) => self.lose(draft, effects),
        }
    }

    /// Another page would like to lead: it gets the draft with all that was typed here.
    fn yield_to(&mut self, draft: DraftId, effects: &mut Vec<LeadEffect>) {
        if !self.held.contains(&draft) {
            return;
        }
        if self.leads(draft) == Some(true) {
            effects.push(LeadEffect::TakeTyped);
        }
        if self.yielding.insert(draft, LOOKS).is_none() {
            effects.push(LeadEffect::Wake(draft, Duration::ZERO));
        }
    }

    fn wake(&mut self, draft: DraftId, effects: &mut Vec<LeadEffect>) {
        let Some(looks) = self.yielding.get_mut(&draft) else { return };
        if *looks > 0 && self.queues.is_waiting(draft) {
            *looks -= 1;
            effects.push(LeadEffect::Wake(draft, MOMENT));
        } else {
            self.lose(draft, effects);
        }
    }

    /// Another page leads the draft now, or it is gone. What this page has not kept goes on as another draft.
    fn lose(&mut self, draft: DraftId, effects: &mut Vec<LeadEffect>) {
        let is_kept = !self.queues.is_waiting(draft);
        self.give_up(draft, effects);
        if self.leads(draft) == Some(true) {
            self.know_lead(draft, false);
            effects.push(if is_kept { LeadEffect::LoseLead } else { LeadEffect::SplitOff });
        }
        if self.errands.get(&draft) == Some(&Errand::Write) {
            self.show(draft, false, effects);
        }
    }

    fn give_up(&mut self, draft: DraftId, effects: &mut Vec<LeadEffect>) {
        self.queues.forget(draft);
        self.yielding.remove(&draft);
        if self.held.remove(&draft) {
            effects.push(LeadEffect::Release(draft));
        }
    }

    fn write(&mut self, draft: DraftId, effects: &mut Vec<LeadEffect>) {
        effects.extend(self.queues.next(draft).map(|batch| LeadEffect::Write(draft, batch)));
    }

    fn written(&mut self, draft: DraftId, written: DraftWritten, effects: &mut Vec<LeadEffect>) {
        match written {
            DraftWritten::Kept => {
                self.queues.written(draft);
                effects.push(LeadEffect::Tell(PageNews::Changed(draft)));
                self.write(draft, effects);
                if !self.queues.is_waiting(draft) {
                    if self.errands.get(&draft) == Some(&Errand::Write) {
                        self.show(draft, true, effects);
                    }
                    self.tidy(effects);
                    if self.document.is_none() {
                        effects.push(LeadEffect::Reload);
                    }
                }
            }
            DraftWritten::Refused => self.lose(draft, effects),
            DraftWritten::Failed => {
                self.queues.put_back(draft);
                if self.errands.get(&draft) == Some(&Errand::Write) {
                    self.errands.remove(&draft);
                    let why = "It does not take what was done last in the draft. Open it again in a moment.";
                    effects.push(LeadEffect::TellUnreadable(why.to_owned()));
                }
            }
        }
    }

    /// Brings leads and address in line with the document that is open now.
    fn settle(&mut self, document: Option<OpenDraft>, keeps: bool, is_opening: bool, effects: &mut Vec<LeadEffect>) {
        self.document = document;
        let current = self.current();
        let addressed = current.filter(|_| keeps);
        if std::mem::replace(&mut self.addressed, addressed) != addressed {
            effects.push(LeadEffect::Address(addressed));
        }
        if !is_opening {
            self.opening = None;
        }
        self.tidy(effects);
        if let Some(OpenDraft { draft, leads: true }) = document.filter(|_| keeps) {
            self.secure(draft, effects);
        }
    }

    /// The lead of a document that this page changes, if it does not have it already.
    fn secure(&mut self, draft: DraftId, effects: &mut Vec<LeadEffect>) {
        if !self.held.contains(&draft) && self.begin(draft, Errand::Secure) {
            self.ask(draft, Ask::Free, effects);
        }
    }

    /// Gives up every lead that is of no use any more and all of whose changes are kept.
    fn tidy(&mut self, effects: &mut Vec<LeadEffect>) {
        let is_of_use = |draft: &DraftId| {
            let is_shown = self.current() == Some(*draft) || self.opening == Some(*draft);
            is_shown || self.errands.contains_key(draft) || self.queues.is_waiting(*draft)
        };
        let others: Vec<DraftId> = self.held.iter().filter(|draft| !is_of_use(draft)).copied().collect();
        for draft in others {
            self.give_up(draft, effects);
        }
    }
}
