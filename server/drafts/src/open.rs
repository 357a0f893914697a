//! A draft that this server has to do with now: what it knows of its log, and who listens. All of it can be read again from the store.

use super::blob::{BlobHeader, HEADER};
use super::presence::Presence;
use super::record::{self, About, Grant, Kept};
use api::draft::{DraftId, RevisionKind, TokenHash};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::{Store, StoreFault};
use tokio::sync::{OnceCell, watch};
use tokio::time::Instant;

/// What is known of a draft's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Log {
    /// Number of the latest revision; 0: there is none.
    pub latest: u32,
    /// What the latest one is; none when it is damaged.
    pub kind: Option<RevisionKind>,
    /// Number of the latest one that is known to be whole.
    pub latest_whole: u32,
    /// When the latest revision that is not damaged was written, as far as is known.
    pub time_ms: u64,
    /// Bytes of all revisions.
    pub bytes: u64,
    /// The latest epoch that is known; 0: the draft has the key that it began with.
    pub epoch: u32,
}

/// A revision as its header tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub number: u32,
    /// What it is, and when it was written; none when it is damaged.
    pub header: Option<(RevisionKind, u64)>,
    /// Its bytes.
    pub bytes: u64,
}

/// A draft in memory.
#[derive(Debug)]
pub struct OpenDraft {
    /// Its id.
    pub id: DraftId,
    /// When it was created, in milliseconds since 1970.
    pub created_ms: u64,
    /// Who is there.
    pub presence: Mutex<Presence>,
    /// Grows with every change of log or presence.
    pub changes: watch::Sender<u64>,
    log: Mutex<Log>,
    loaded: OnceCell<()>,
    about: Mutex<Option<(Instant, About)>>,
    grants: Mutex<HashMap<TokenHash, (Instant, Grant)>>,
    /// Grows when records are changed, so that what was read before is not remembered after.
    edition: AtomicU64,
    /// When the store was last asked for revisions of other servers. One asks at a time.
    asked: tokio::sync::Mutex<Option<Instant>>,
    /// The same for epochs.
    pub(super) asked_keys: tokio::sync::Mutex<Option<Instant>>,
    used: Mutex<Instant>,
}

/// A record that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordFault {
    /// The store fails.
    Store(StoreFault),
    /// It has other bytes than were written.
    Damaged,
}

impl From<StoreFault> for RecordFault {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}

/// Tokens that are remembered for a draft, without their labels; others are looked up each time.
const REMEMBERED_GRANTS: usize = 100;

/// Headers that are read at the same time when another server wrote several revisions.
const MOST_AT_ONCE: u32 = 16;

impl OpenDraft {
    /// A draft whose record was just read.
    pub fn new(id: DraftId, about: About) -> Self {
        Self {
            id,
            created_ms: about.created_ms,
            presence: Mutex::default(),
            changes: watch::Sender::new(0),
            log: Mutex::default(),
            loaded: OnceCell::new(),
            about: Mutex::new(Some((Instant::now(), about))),
            grants: Mutex::default(),
            edition: AtomicU64::new(0),
            asked: tokio::sync::Mutex::default(),
            asked_keys: tokio::sync::Mutex::default(),
            used: Mutex::new(Instant::now()),
        }
    }

    /// What is known of the log.
    pub fn log(&self) -> Log {
        *lock(&self.log)
    }

    /// The latest epoch that is known.
    pub fn epoch(&self) -> u32 {
        lock(&self.log).epoch
    }

    /// Takes note of an epoch.
    pub(super) fn see_epoch(&self, epoch: u32) {
        let mut log = lock(&self.log);
        log.epoch = log.epoch.max(epoch);
    }

    /// Notes that it is used now.
    pub fn touch(&self) {
        *lock(&self.used) = Instant::now();
    }

    /// When it was used last.
    pub fn used(&self) -> Instant {
        *lock(&self.used)
    }

    /// Whether somebody shows to be there.
    pub fn has_present(&self) -> bool {
        !lock(&self.presence).is_empty()
    }

    /// Wakes everybody who listens.
    pub fn wake(&self) {
        self.changes.send_modify(|changes| *changes += 1);
    }

    /// The record about the draft, as old as `freshness` at most; none when it is gone.
    ///
    /// # Errors
    /// When the store fails, or the record is damaged.
    pub async fn about(&self, store: &Store, freshness: Duration) -> Result<Option<About>, RecordFault> {
        if let Some((_, about)) = lock(&self.about).as_ref().filter(|(read, _)| read.elapsed() < freshness) {
            return Ok(Some(about.clone()));
        }
        let (asked, edition) = (Instant::now(), self.edition.load(Ordering::Acquire));
        let about = read_about(store, &self.id).await?;
        let mut known = lock(&self.about);
        if self.edition.load(Ordering::Acquire) == edition {
            *known = about.clone().map(|about| (asked, about));
        }
        Ok(about)
    }

    /// What a token grants, as old as `freshness` at most. The label may be missing.
    ///
    /// # Errors
    /// When the store fails, or the record is damaged.
    pub async fn grant(
        &self,
        store: &Store,
        token: &TokenHash,
        freshness: Duration,
    ) -> Result<Option<Grant>, RecordFault> {
        let known = lock(&self.grants).get(token).filter(|(read, _)| read.elapsed() < freshness).cloned();
        if let Some((_, grant)) = known {
            return Ok(Some(grant));
        }
        let (asked, edition) = (Instant::now(), self.edition.load(Ordering::Acquire));
        let grant: Option<Grant> = read_record(store, &record::link(&self.id, token)).await?;
        // The name of the object is a hash, too; a copied or renamed one gives no right.
        let mut grant = grant.filter(|grant| is_same(&grant.token, token));
        if let Some(grant) = grant.as_mut().filter(|grant| !grant.revoked) {
            grant.revoked = store.read(&record::revoked(&self.id, token)).await?.is_some();
        }
        let mut grants = lock(&self.grants);
        grants.remove(token);
        if let Some(grant) = grant.clone().filter(|_| grants.len() < REMEMBERED_GRANTS)
            && self.edition.load(Ordering::Acquire) == edition
        {
            grants.insert(*token, (asked, Grant { label: Vec::new(), ..grant }));
        }
        Ok(grant)
    }

    /// Forgets what was read of records: they were changed.
    pub fn forget_records(&self) {
        self.edition.fetch_add(1, Ordering::AcqRel);
        *lock(&self.about) = None;
        lock(&self.grants).clear();
    }

    /// Reads from the store what there is, once.
    ///
    /// # Errors
    /// When the store fails or does not answer in time.
    pub async fn load(&self, store: &Store) -> Result<(), StoreFault> {
        self.loaded.get_or_try_init(|| async { self.load_now(store).await }).await?;
        Ok(())
    }

    async fn load_now(&self, store: &Store) -> Result<(), StoreFault> {
        let mut log = Log::default();
        for object in store.list(&record::folder(&self.id)).await? {
            match record::kept(&object.name) {
                Kept::Revision(number) => {
                    log.latest = log.latest.max(number);
                    log.bytes += object.size.saturating_sub(HEADER as u64);
                }
                Kept::Whole(number) => log.latest_whole = log.latest_whole.max(number),
                Kept::Keys(epoch) => log.epoch = log.epoch.max(epoch),
                Kept::Record => {}
            }
        }
        log.latest_whole = log.latest_whole.clamp(log.latest.min(1), log.latest);
        // The latest ones may be damaged; then an earlier one tells the time.
        for number in (1..=log.latest).rev().take(MOST_AT_ONCE as usize) {
            let Some(Entry { header: Some((kind, time_ms)), .. }) = read_entry(store, &self.id, number).await? else {
                continue;
            };
            log.time_ms = time_ms;
            log.kind = (number == log.latest).then_some(kind);
            break;
        }
        store.settle(&record::revision(&self.id, log.latest)).await?;
        *lock(&self.log) = log;
        Ok(())
    }

    /// Looks for revisions that other servers wrote, unless that was done a moment ago.
    ///
    /// # Errors
    /// When the store fails or does not answer in time.
    pub async fn refresh(&self, store: &Store, freshness: Duration) -> Result<(), StoreFault> {
        self.load(store).await?;
        let mut asked = self.asked.lock().await;
        if asked.is_some_and(|asked| asked.elapsed() < freshness) {
            return Ok(());
        }
        let before = self.log().latest;
        let mut at_once = 1;
        while self.follow(store, at_once).await? {
            at_once = (at_once * 2).min(MOST_AT_ONCE);
        }
        let latest = self.log().latest;
        if latest > before {
            store.settle(&record::revision(&self.id, latest)).await?;
        }
        *asked = Some(Instant::now());
        Ok(())
    }

    /// Takes note of so many revisions after the latest; says whether all of them were there.
    async fn follow(&self, store: &Store, at_once: u32) -> Result<bool, StoreFault> {
        let next = self.log().latest.saturating_add(1);
        let numbers = next..next.saturating_add(at_once);
        let reading = numbers.map(|number| async move { read_entry(store, &self.id, number).await });
        let entries: Vec<_> = stream::iter(reading).buffered(MOST_AT_ONCE as usize).try_collect().await?;
        for entry in entries {
            let Some(entry) = entry else { return Ok(false) };
            self.advance(entry);
        }
        Ok(true)
    }

    /// Takes note of the next revision; one that is known already is not news.
    pub fn advance(&self, entry: Entry) {
        let mut log = lock(&self.log);
        if log.latest.checked_add(1) != Some(entry.number) {
            return;
        }
        log.latest = entry.number;
        log.bytes += entry.bytes;
        log.kind = entry.header.map(|(kind, _)| kind);
        if let Some((kind, time_ms)) = entry.header {
            log.time_ms = log.time_ms.max(time_ms);
            if kind == RevisionKind::Whole {
                log.latest_whole = entry.number;
            }
        }
        drop(log);
        self.wake();
    }
}

/// Reads what the header of a revision tells; none when there is no such revision.
///
/// # Errors
/// When the store fails or does not answer in time.
pub async fn read_entry(store: &Store, id: &DraftId, number: u32) -> Result<Option<Entry>, StoreFault> {
    let Some((start, size)) = store.read_start(&record::revision(id, number), HEADER as u64).await? else {
        return Ok(None);
    };
    let header = BlobHeader::read(&start, number, size).map(|header| (header.kind, header.time_ms));
    Ok(Some(Entry { number, header, bytes: size.saturating_sub(HEADER as u64) }))
}

/// Reads a record; none when it is not there.
///
/// # Errors
/// When the store fails, or the record is damaged.
pub async fn read_record<T: DeserializeOwned>(store: &Store, path: &str) -> Result<Option<T>, RecordFault> {
    let Some(bytes) = store.read(path).await? else { return Ok(None) };
    serde_json::from_slice(&bytes).map(Some).map_err(|_| RecordFault::Damaged)
}

/// Reads what is kept about a draft; none when there is no such draft, or it was deleted.
///
/// # Errors
/// When the store fails, or the record is damaged.
pub async fn read_about(store: &Store, id: &DraftId) -> Result<Option<About>, RecordFault> {
    let about: Option<About> = read_record(store, &record::about(id)).await?;
    let Some(about) = about else { return Ok(None) };
    let is_gone = store.read(&record::gone(id, about.created_ms)).await?.is_some();
    Ok((!is_gone).then_some(about))
}

/// Compares in a time that does not tell where they differ.
pub fn is_same(one: &TokenHash, other: &TokenHash) -> bool {
    let pairs = one.bytes().iter().zip(other.bytes());
    std::hint::black_box(pairs.fold(0, |differs, (one, other)| differs | (one ^ other))) == 0
}

/// Locks; what a thread left behind that panicked is still whole.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
