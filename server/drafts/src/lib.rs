//! Shared drafts: logs of encrypted revisions that the server keeps and cannot read, for whoever proves a right to them. All that lasts is
//! in the store, so that any number of servers may work on one; what is in memory here can be lost at any moment.

pub mod access;
pub mod blob;
pub mod clock;
pub mod events;
pub mod keys;
pub mod limits;
pub mod manage;
pub mod open;
pub mod operate;
pub mod presence;
pub mod rates;
pub mod record;
pub mod revisions;
pub mod room;
pub mod settings;
pub mod sweep;

use api::draft::DraftId;
use api::problem::{Code, Problem};
use clock::Clock;
use limits::Limits;
use open::OpenDraft;
use rates::Rates;
use room::Room;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{Store, StoreFault};
use web::places::Places;
use web::places::turns::{Full, Shares};

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
    /// How much each client does.
    pub rates: Rates,
    room: Room,
    open: Mutex<HashMap<DraftId, Arc<OpenDraft>>>,
    readers: Places,
    streams: Places,
}

/// How long a request waits until there is room for it.
const TURN: Duration = Duration::from_secs(20);

/// Requests to read that wait.
const WAITING: usize = 512;

/// Of these, requests of one client.
const CLIENT_WAITING: usize = 64;

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
            readers: Places::new(Shares {
                running: limits.readers,
                waiting: WAITING,
                client_running: limits.client.readers,
                client_waiting: CLIENT_WAITING,
            }),
            streams: Places::new(Shares {
                running: limits.streams,
                waiting: 0,
                client_running: limits.client.streams,
                client_waiting: 0,
            }),
        }
    }

    /// Asks the store for something, to see whether it answers.
    ///
    /// # Errors
    /// When the store fails or does not answer in time.
    pub async fn try_store(&self) -> Result<(), StoreFault> {
        self.store.read("trial/none").await.map(|_| ())
    }

    /// Drafts that are in memory, and pages that follow one.
    pub fn in_use(&self) -> (usize, usize) {
        (open::lock(&self.open).len(), self.streams.running())
    }
}

/// Why there is no place to do this.
fn no_place(full: Full, does: &str) -> Problem {
    match full {
        Full::Client => {
            Problem::new(Code::DraftPlaces, format!("Your address {does} as often as it may at this moment."))
        }
        Full::All => Problem::new(Code::DraftBusy, "All places are taken at this moment."),
    }
}
