//! The hosts of a server: as many as may compile at one time.

use super::super::limits::BuildLimits;
use super::frame::{Frame, Reply};
use super::process::{Host, HostError, Recipe};
use super::trouble::Trouble;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::Semaphore;

/// A fixed number of slots, each with a host or without one. Whoever compiles takes a slot out, so there are never more hosts than slots.
#[derive(Debug)]
pub(super) struct Pool {
    recipe: Recipe,
    /// The slots that nobody has now.
    free: Mutex<Vec<Option<Host>>>,
    /// One permit for each of them.
    permits: Semaphore,
    trouble: Mutex<Trouble>,
}

impl Pool {
    /// A pool whose hosts start in the background, one after the other.
    pub(super) fn new(recipe: Recipe, size: usize) -> Arc<Self> {
        let pool =
            Arc::new(Self { recipe, free: Mutex::default(), permits: Semaphore::new(0), trouble: Mutex::default() });
        let filling = Arc::clone(&pool);
        tokio::spawn(async move {
            for _ in 0..size {
                Slot::empty(&filling).fill().await;
            }
        });
        pool
    }

    /// Takes a host, and waits for one that is still on its way.
    pub(super) async fn take(self: &Arc<Self>) -> Result<Slot, HostError> {
        let mut slot = Slot::take(self).await?;
        if slot.host.is_none() {
            slot.fill().await;
        }
        Ok(slot)
    }

    /// Hosts that wait for work.
    pub(super) fn ready(&self) -> Vec<u32> {
        lock(&self.free).iter().flatten().filter_map(Host::id).collect()
    }
}

/// A slot that was taken out. Whatever happens, it goes back; one that lost its host gets another on the way.
pub(super) struct Slot {
    pool: Arc<Pool>,
    host: Option<Host>,
    at_work: bool,
    /// Whether a start was tried since the slot lost its host.
    tried: bool,
}

impl Slot {
    fn empty(pool: &Arc<Pool>) -> Self {
        Self { pool: Arc::clone(pool), host: None, at_work: false, tried: true }
    }

    async fn take(pool: &Arc<Pool>) -> Result<Self, HostError> {
        let permit = pool.permits.acquire().await.map_err(|error| HostError::Ended(error.to_string()))?;
        permit.forget();
        let host = lock(&pool.free).pop().flatten();
        let mut slot = Self::empty(pool);
        slot.host = host;
        Ok(slot)
    }

    async fn fill(&mut self) {
        if !lock(&self.pool.trouble).may_start(Instant::now()) {
            return;
        }
        match Host::start(&self.pool.recipe).await {
            Ok(host) => {
                self.host = Some(host);
                lock(&self.pool.trouble).started();
            }
            Err(error) => {
                tracing::warn!(%error, "a compiler host does not start");
                lock(&self.pool.trouble).failed(Instant::now());
            }
        }
    }

    /// Has the host answer. One that did not is replaced before this ends: whose request it was waits, and nobody else. The future may be dropped:
    /// then the host is ended, since it is still at work.
    pub(super) async fn ask(&mut self, frame: &Frame, limits: &BuildLimits) -> Result<Reply, HostError> {
        let Some(host) = self.host.as_mut() else {
            return Err(HostError::Ended("it cannot be started now".into()));
        };
        self.at_work = true;
        let answer = host.ask(frame, limits).await;
        self.at_work = false;
        if answer.is_err() {
            self.replace().await;
        } else if self.host.as_ref().is_some_and(Host::is_worn) {
            self.lose();
        }
        answer
    }

    /// Ends the host and starts another one.
    pub(super) async fn replace(&mut self) {
        self.at_work = false;
        self.lose();
        self.fill().await;
        self.tried = true;
    }

    fn lose(&mut self) {
        self.host = None;
        self.tried = false;
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if self.at_work {
            self.lose();
        }
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) if !self.tried => {
                let mut slot = Self::empty(&self.pool);
                runtime.spawn(async move { slot.fill().await });
            }
            _ => {
                let mut free = lock(&self.pool.free);
                // Free hosts are taken from the end.
                let place = if self.host.is_some() { free.len() } else { 0 };
                free.insert(place, self.host.take());
                drop(free);
                self.pool.permits.add_permits(1);
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
