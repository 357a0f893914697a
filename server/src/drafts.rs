//! Shared drafts: logs of encrypted revisions that the server keeps and cannot read, for whoever proves a right to them. All that lasts is
//! in the store, so that any number of servers may work on one; what is in memory here can be lost at any moment.

pub mod access;
pub mod blob;
pub mod clock;
pub mod events;
pub mod limits;
pub mod manage;
pub mod open;
pub mod operate;
pub mod places;
pub mod presence;
pub mod rates;
pub mod record;
pub mod revisions;
pub mod room;
pub mod route;
pub mod settings;
pub mod store;
pub mod sweep;

use api::draft::DraftId;
use api::problem::{Code, Problem};
use clock::Clock;
use limits::Limits;
use open::OpenDraft;
use places::Places;
use rates::Rates;
use room::Room;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{Store, StoreFault};
use tokio::sync::{AcquireError, Semaphore};

/// What shared drafts are made from.
#[derive(Debug, Clone)]
pub struct DraftOptions {
    /// Where they are kept.
    pub store: Store,
    /// What may be kept and sent.
    pub limits: Limits,
    /// The clock for expiry.
    pub clock: Clock,
}

impl DraftOptions {
    /// The usual ones with this store.
    pub fn new(store: Store) -> Self {
        Self { store, limits: Limits::default(), clock: Clock::default() }
    }
}

/// Everything about shared drafts that requests share.
#[derive(Debug)]
pub struct Drafts {
    /// What may be kept and sent.
    pub limits: Limits,
    store: Store,
    clock: Clock,
    rates: Rates,
    room: Room,
    open: Mutex<HashMap<DraftId, Arc<OpenDraft>>>,
    /// KiB of revisions that may arrive now.
    arriving: Semaphore,
    readers: Places,
    streams: Places,
}

/// How long a request waits until there is room for it.
const TURN: Duration = Duration::from_secs(20);

impl Drafts {
    /// No draft is in memory yet.
    pub fn new(options: DraftOptions) -> Self {
        let DraftOptions { store, limits, clock } = options;
        Self {
            limits,
            store,
            clock,
            rates: Rates::new(limits.client),
            room: Room::new(limits.total_bytes, limits.free_bytes),
            open: Mutex::default(),
            arriving: Semaphore::new((limits.arriving >> 10) as usize),
            readers: Places::new("reads revisions", limits.readers, limits.client.readers),
            streams: Places::new("follows drafts", limits.streams, limits.client.streams),
        }
    }

    /// Asks the store for something, to see whether it answers.
    pub async fn try_store(&self) -> Result<(), StoreFault> {
        self.store.read("trial/none").await.map(|_| ())
    }

    /// Drafts that are in memory, and pages that follow one.
    pub fn in_use(&self) -> (usize, usize) {
        (open::lock(&self.open).len(), self.streams.taken())
    }

    /// Waits for room, for a while.
    async fn turn<P>(acquiring: impl Future<Output = Result<P, AcquireError>>) -> Result<P, Problem> {
        let turn = tokio::time::timeout(TURN, acquiring).await;
        turn.ok()
            .and_then(Result::ok)
            .ok_or_else(|| Problem::new(Code::DraftBusy, "Too much is sent and read at this moment."))
    }
}
