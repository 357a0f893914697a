//! The tabs of a browser with its storage, its locks and its messages, in simulated time: each takes a while, and storage fails now and then.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use workbench::lead::{Ask, DraftRead, DraftWritten, FoundDraft, LeadEffect, LeadEvent, Leads, OpenDraft, PageNews};
use workbench::{Batch, DraftId, DraftState, Kept, Part, StoredDraft, Summary};

use crate::network::Chance;

/// How long a lock is waited for that is given up soon.
const SOON: Duration = Duration::from_secs(2);

/// The draft that all tabs begin with.
pub(crate) fn shared() -> DraftId {
    DraftId::from_random([7; 16])
}

/// A document: the draft, and everything that was done in it, by number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Document {
    pub(crate) draft: DraftId,
    pub(crate) leads: bool,
    edits: Vec<u32>,
}

/// One tab, until it is closed or loaded again.
pub(crate) struct Page {
    /// Like no other page's.
    number: u64,
    leads: Leads,
    pub(crate) document: Option<Document>,
    /// How many drafts are being opened.
    opening: usize,
    is_closed: bool,
}

/// A draft in the storage.
struct Stored {
    owner: u64,
    parts: BTreeMap<Part, Vec<u8>>,
    summary: Summary,
}

enum Happening {
    AskArrives(DraftId, Ask),
    SoonIsOver(DraftId, Ask, u64),
    ReadArrives(DraftId, bool),
    WriteArrives(DraftId, Arc<Batch>),
    WriteLastArrives(DraftId, Batch),
    Read(StoredDraft, bool),
    Event(LeadEvent),
}

/// A lock: who has it, and who waits for it.
#[derive(Default)]
struct Lock {
    holder: Option<u64>,
    waiting: Vec<Waiting>,
}

struct Waiting {
    page: u64,
    request: u64,
    ask: Ask,
}

pub(crate) struct Tabs {
    pub(crate) now: Duration,
    pub(crate) chance: Chance,
    pub(crate) pages: Vec<Page>,
    /// Whether storage fails, and anything may take long.
    pub(crate) is_rough: bool,
    has_locks: bool,
    drafts: BTreeMap<DraftId, Stored>,
    locks: BTreeMap<DraftId, Lock>,
    due: BTreeMap<(Duration, u64), (u64, Happening)>,
    /// When the last request of each page to the storage arrives: they arrive in order.
    requested: BTreeMap<u64, Duration>,
    count: u64,
    edits: u32,
    /// What a page was told to be kept, and in which draft.
    acknowledged: BTreeSet<(DraftId, u32)>,
}

fn number_of(bytes: &[u8]) -> u32 {
    u32::from_le_bytes(bytes.try_into().unwrap())
}

fn edits_of(parts: &BTreeMap<Part, Vec<u8>>) -> Vec<u32> {
    let steps: Vec<_> = parts.iter().filter(|(part, _)| matches!(part, Part::Step(_))).collect();
    let all = (0..).zip(&steps).all(|(number, (part, _))| **part == Part::Step(number));
    assert!(all, "a step is missing");
    steps.into_iter().map(|(_, bytes)| number_of(bytes)).collect()
}

fn summary() -> Summary {
    Summary { name: "Lib".into(), file_name: None, state: DraftState::NotSaved }
}

impl Tabs {
    /// Tabs of which the first has a new document, and the others are about to open it.
    pub(crate) fn new(count: usize, has_locks: bool, seed: u64) -> Self {
        let mut tabs = Self {
            now: Duration::ZERO,
            chance: Chance::new(seed),
            pages: Vec::new(),
            is_rough: true,
            has_locks,
            drafts: BTreeMap::new(),
            locks: BTreeMap::new(),
            due: BTreeMap::new(),
            requested: BTreeMap::new(),
            count: 0,
            edits: 0,
            acknowledged: BTreeSet::new(),
        };
        for _ in 0..count {
            let page = tabs.new_page();
            tabs.pages.push(page);
        }
        tabs.pages[0].document = Some(Document { draft: shared(), leads: true, edits: Vec::new() });
        tabs.keep_whole(0);
        tabs.settle(0);
        tabs
    }

    fn new_page(&mut self) -> Page {
        self.count += 1;
        let leads = Leads::new(self.has_locks);
        Page { number: self.count, leads, document: None, opening: 0, is_closed: false }
    }

    pub(crate) fn happen(&mut self, at: usize, event: LeadEvent) {
        if self.pages[at].is_closed {
            return;
        }
        for effect in self.pages[at].leads.handle(event) {
            self.carry_out(at, effect);
        }
    }

    /// The user does something in the document.
    pub(crate) fn edit(&mut self, at: usize) {
        let Some(document) = self.pages[at].document.as_mut().filter(|document| document.leads) else { return };
        self.edits += 1;
        let step = u32::try_from(document.edits.len()).unwrap();
        document.edits.push(self.edits);
        let draft = document.draft;
        let parts = vec![(Part::Step(step), self.edits.to_le_bytes().to_vec())];
        self.happen(at, LeadEvent::Keep { draft, kept: Kept { parts, steps: step + 1, summary: summary() } });
        self.settle(at);
    }

    pub(crate) fn take_over(&mut self, at: usize, draft: DraftId) {
        if self.pages[at].document.as_ref().is_some_and(|document| !document.leads) {
            self.happen(at, LeadEvent::TakeOver(draft));
        }
    }

    pub(crate) fn close_document(&mut self, at: usize) {
        self.pages[at].document = None;
        self.settle(at);
    }

    /// The tab is closed: its last writing is on its way, and the browser gives up its locks.
    pub(crate) fn close(&mut self, at: usize) {
        self.happen(at, LeadEvent::Leave);
        let number = self.pages[at].number;
        self.pages[at].is_closed = true;
        self.pages[at].document = None;
        let drafts: Vec<DraftId> = self.locks.keys().copied().collect();
        for draft in drafts {
            self.locks.get_mut(&draft).unwrap().waiting.retain(|waiting| waiting.page != number);
            self.release(draft, number);
        }
    }

    /// The tab is loaded again, and opens the draft that it showed.
    pub(crate) fn reload(&mut self, at: usize) {
        let draft = self.pages[at].document.as_ref().map_or_else(shared, |document| document.draft);
        self.close(at);
        self.pages[at] = self.new_page();
        self.happen(at, LeadEvent::Open(draft));
    }

    pub(crate) fn run_for(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some(entry) = self.due.first_entry().filter(|entry| entry.key().0 <= end) {
            let ((now, _), (page, happening)) = entry.remove_entry();
            self.now = now;
            self.arrive(page, happening);
        }
        self.now = end;
    }

    fn settle(&mut self, at: usize) {
        let page = &self.pages[at];
        let document = page.document.as_ref().map(|it| OpenDraft { draft: it.draft, leads: it.leads });
        let is_opening = page.opening > 0;
        self.happen(at, LeadEvent::Settled { document, keeps: true, is_opening });
    }

    fn keep_whole(&mut self, at: usize) {
        let Some(document) = &self.pages[at].document else { return };
        let draft = document.draft;
        let steps = (0..).zip(&document.edits).map(|(step, edit)| (Part::Step(step), edit.to_le_bytes().to_vec()));
        let parts: Vec<_> = std::iter::once((Part::Base, vec![0])).chain(steps).collect();
        let steps = u32::try_from(document.edits.len()).unwrap();
        self.happen(at, LeadEvent::Keep { draft, kept: Kept { parts, steps, summary: summary() } });
    }

    fn carry_out(&mut self, at: usize, effect: LeadEffect) {
        let number = self.pages[at].number;
        match effect {
            LeadEffect::Ask(draft, ask) => self.soon(number, Happening::AskArrives(draft, ask)),
            LeadEffect::Release(draft) => self.release(draft, number),
            LeadEffect::Tell(news) => self.tell(number, news),
            LeadEffect::Read { draft, leads } => self.request(number, Happening::ReadArrives(draft, leads)),
            LeadEffect::Write(draft, batch) => self.request(number, Happening::WriteArrives(draft, batch)),
            LeadEffect::WriteLast(draft, batch) => self.request(number, Happening::WriteLastArrives(draft, batch)),
            LeadEffect::LoseLead => {
                self.pages[at].document.as_mut().unwrap().leads = false;
                self.settle(at);
            }
            LeadEffect::SplitOff => {
                self.count += 1;
                let mut random = [0; 16];
                random[..8].copy_from_slice(&self.count.to_le_bytes());
                let document = self.pages[at].document.as_mut().unwrap();
                (document.draft, document.leads) = (DraftId::from_random(random), true);
                self.keep_whole(at);
                self.settle(at);
            }
            LeadEffect::Show { stored, leads } => self.show(at, stored, leads),
            LeadEffect::Wake(draft, after) => self.later(number, after, Happening::Event(LeadEvent::Woken(draft))),
            LeadEffect::TakeTyped => self.edit(at),
            LeadEffect::Address(_) | LeadEffect::TellGone | LeadEffect::TellUnreadable(_) | LeadEffect::Reload => {}
        }
    }

    /// A draft that is open already goes on at once; another one is read first.
    fn show(&mut self, at: usize, stored: StoredDraft, leads: bool) {
        let page = &mut self.pages[at];
        if let Some(document) = page.document.as_mut().filter(|document| document.draft == stored.id) {
            (document.leads, document.edits) = (leads, edits_of(&stored.parts));
        } else {
            page.opening += 1;
            let number = page.number;
            self.soon(number, Happening::Read(stored, leads));
        }
        self.settle(at);
    }

    fn soon(&mut self, page: u64, happening: Happening) {
        let wait = self.delay();
        self.later(page, wait, happening);
    }

    fn delay(&mut self) -> Duration {
        let longest = if self.is_rough && self.chance.below(10) == 0 { 1_500 } else { 30 };
        Duration::from_millis(self.chance.below(longest))
    }

    fn request(&mut self, page: u64, happening: Happening) {
        let at = self.now + self.delay();
        let at = at.max(self.requested.get(&page).copied().unwrap_or_default());
        self.requested.insert(page, at);
        self.later(page, at.saturating_sub(self.now), happening);
    }

    fn later(&mut self, page: u64, wait: Duration, happening: Happening) {
        self.count += 1;
        self.due.insert((self.now + wait, self.count), (page, happening));
    }

    fn tell(&mut self, from: u64, news: PageNews) {
        let others: Vec<u64> = self.pages.iter().map(|page| page.number).filter(|number| *number != from).collect();
        for page in others {
            let is_seen = self.chance.below(4) > 0;
            self.soon(page, Happening::Event(LeadEvent::Heard { news, is_seen }));
        }
    }

    fn arrive(&mut self, number: u64, happening: Happening) {
        let alive = self.pages.iter().position(|page| page.number == number && !page.is_closed);
        match (happening, alive) {
            (Happening::WriteLastArrives(draft, batch), _) => drop(self.store(number, draft, &batch)),
            (Happening::AskArrives(draft, ask), Some(_)) => self.ask(draft, ask, number),
            (Happening::SoonIsOver(draft, ask, request), Some(at)) => {
                let waiting = &mut self.locks.entry(draft).or_default().waiting;
                if let Some(place) = waiting.iter().position(|waiting| waiting.request == request) {
                    waiting.remove(place);
                    self.happen(at, LeadEvent::Asked { draft, ask, has_lead: false });
                }
            }
            (Happening::ReadArrives(draft, leads), Some(_)) => {
                let read = self.read(draft, leads, number);
                self.soon(number, Happening::Event(LeadEvent::Read { draft, read }));
            }
            (Happening::WriteArrives(draft, batch), Some(_)) => self.write(number, draft, batch),
            (Happening::Read(stored, leads), Some(at)) => {
                let page = &mut self.pages[at];
                page.opening -= 1;
                page.document = Some(Document { draft: stored.id, leads, edits: edits_of(&stored.parts) });
                self.settle(at);
            }
            (Happening::Event(event), Some(at)) => {
                if let LeadEvent::Written { draft, batch, written: DraftWritten::Kept } = &event {
                    let steps = batch.parts.iter().filter(|(part, _)| matches!(part, Part::Step(_)));
                    self.acknowledged.extend(steps.map(|(_, bytes)| (*draft, number_of(bytes))));
                }
                self.happen(at, event);
            }
            (_, None) => {}
        }
    }

    fn ask(&mut self, draft: DraftId, ask: Ask, number: u64) {
        self.count += 1;
        let request = self.count;
        if !self.has_locks {
            return self.answer(number, draft, ask, true);
        }
        let lock = self.locks.entry(draft).or_default();
        let is_free = lock.holder.is_none() && lock.waiting.is_empty();
        match ask {
            Ask::Free | Ask::Soon | Ask::Look if is_free => lock.holder = Some(number),
            Ask::Free => return self.answer(number, draft, ask, false),
            Ask::Soon | Ask::Look => {
                lock.waiting.push(Waiting { page: number, request, ask });
                return self.later(number, SOON, Happening::SoonIsOver(draft, ask, request));
            }
            Ask::Now => {
                if let Some(loser) = lock.holder.replace(number) {
                    self.soon(loser, Happening::Event(LeadEvent::LockLost(draft)));
                }
            }
        }
        self.answer(number, draft, ask, true);
    }

    fn answer(&mut self, number: u64, draft: DraftId, ask: Ask, has_lead: bool) {
        self.later(number, Duration::ZERO, Happening::Event(LeadEvent::Asked { draft, ask, has_lead }));
    }

    fn release(&mut self, draft: DraftId, number: u64) {
        let Some(lock) = self.locks.get_mut(&draft).filter(|lock| lock.holder == Some(number)) else { return };
        lock.holder = None;
        if !lock.waiting.is_empty() {
            let next = lock.waiting.remove(0);
            lock.holder = Some(next.page);
            self.answer(next.page, draft, next.ask, true);
        }
    }

    fn read(&mut self, draft: DraftId, leads: bool, number: u64) -> DraftRead {
        if self.is_rough && self.chance.below(40) == 0 {
            return DraftRead::Failed("The disk is busy.".to_owned());
        }
        let Some(stored) = self.drafts.get_mut(&draft) else { return DraftRead::Gone };
        if leads {
            stored.owner = number;
        }
        let (parts, summary) = (stored.parts.clone(), stored.summary.clone());
        DraftRead::Found(Box::new(FoundDraft {
            stored: StoredDraft { id: draft, name: "Lib".to_owned(), parts, handle: None },
            summary,
        }))
    }

    fn write(&mut self, number: u64, draft: DraftId, batch: Arc<Batch>) {
        let fate = if self.is_rough { self.chance.below(12) } else { 11 };
        let written = match fate {
            0 => DraftWritten::Failed,
            // It is kept, and the page hears of a failure.
            1 if self.store(number, draft, &batch) => DraftWritten::Failed,
            _ if self.store(number, draft, &batch) => DraftWritten::Kept,
            _ => DraftWritten::Refused,
        };
        self.soon(number, Happening::Event(LeadEvent::Written { draft, batch, written }));
    }

    /// Writes what its owner writes. Nothing that is there is changed or left out: there is no undo here.
    fn store(&mut self, number: u64, draft: DraftId, batch: &Batch) -> bool {
        let is_new = batch.parts.contains_key(&Part::Base);
        match self.drafts.get(&draft) {
            Some(stored) if stored.owner != number => return false,
            None if !is_new => return false,
            _ => {}
        }
        let empty = || Stored { owner: number, parts: BTreeMap::new(), summary: summary() };
        let stored = self.drafts.entry(draft).or_insert_with(empty);
        let before = edits_of(&stored.parts);
        stored.parts.retain(|part, _| !matches!(part, Part::Step(step) if *step >= batch.steps));
        stored.parts.extend(batch.parts.clone());
        let after = edits_of(&stored.parts);
        assert!(after.starts_with(&before), "{before:?} was overwritten with {after:?}");
        let unique: BTreeSet<u32> = after.iter().copied().collect();
        assert_eq!(unique.len(), after.len(), "something was applied twice");
        true
    }

    /// Whether everything that was acknowledged is there, all tabs show what is kept, and one leads each draft that is shown.
    pub(crate) fn assert_whole(&self) {
        let kept: BTreeMap<DraftId, Vec<u32>> =
            self.drafts.iter().map(|(draft, stored)| (*draft, edits_of(&stored.parts))).collect();
        for (draft, edit) in &self.acknowledged {
            assert!(kept[draft].contains(edit), "{edit} was acknowledged and is lost");
        }
        let mut leaders: BTreeMap<DraftId, usize> = BTreeMap::new();
        for page in &self.pages {
            let Some(document) = &page.document else { continue };
            assert_eq!(document.edits, kept[&document.draft], "page {} shows something else", page.number);
            assert!(!page.leads.is_waiting(document.draft), "something is not written");
            *leaders.entry(document.draft).or_default() += usize::from(document.leads);
        }
        assert!(leaders.values().all(|count| *count == 1), "each draft has one leader: {leaders:?}");
    }
}
