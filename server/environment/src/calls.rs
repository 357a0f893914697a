//! Calls to Platform Servers at one time: how many, and how much of their answers lies in memory. What a server answers, and how slowly, is its own
//! choice.

use super::http::CallError;
use api::problem::Code;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use web::client::Client;

/// How many calls there may be at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallLimits {
    /// Questions of all clients: probes, log-ins, lists, downloads. Those of publishes are bounded by the number of publishes.
    pub questions: usize,
    /// Questions of one client.
    pub part: usize,
    /// Downloaded XIFs that lie in memory while clients read them.
    pub downloads: usize,
    /// Downloaded XIFs of one client among them.
    pub downloads_part: usize,
    /// Bytes of answers in memory. The first 256 KiB of each are free.
    pub memory: usize,
    /// How long a place, or memory, is waited for.
    pub turn: Duration,
}

impl Default for CallLimits {
    fn default() -> Self {
        Self {
            questions: 32,
            part: 4,
            downloads: 16,
            downloads_part: 2,
            memory: 512 << 20,
            turn: Duration::from_secs(20),
        }
    }
}

/// All calls.
#[derive(Debug)]
pub struct Calls {
    questions: Shares,
    downloads: Shares,
    memory: Arc<Semaphore>,
    turn: Duration,
}

/// Who calls.
#[derive(Debug, Clone)]
pub struct Caller {
    calls: Arc<Calls>,
    client: Client,
}

/// A place among the calls, until it is dropped.
#[derive(Debug)]
pub struct Place {
    _own: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

/// The memory of one answer, until it is dropped.
#[derive(Debug)]
pub struct Memory {
    all: Arc<Semaphore>,
    turn: Duration,
    taken: Vec<OwnedSemaphorePermit>,
}

/// Bytes that are taken at one time, of which the first are free.
const STEP: usize = 256 << 10;

impl Calls {
    /// None yet.
    pub fn new(limits: CallLimits) -> Self {
        Self {
            questions: Shares::new(limits.questions, limits.part),
            downloads: Shares::new(limits.downloads, limits.downloads_part),
            memory: Arc::new(Semaphore::new(limits.memory / STEP)),
            turn: limits.turn,
        }
    }

    /// A place for a XIF that a client reads.
    ///
    /// # Errors
    /// [`Code::PlatformBusy`] when there was none for a while.
    pub async fn download(&self, client: Client) -> Result<Place, CallError> {
        self.downloads.wait(client, self.turn).await
    }
}

impl Caller {
    /// This client.
    pub fn new(calls: &Arc<Calls>, client: Client) -> Self {
        Self { calls: Arc::clone(calls), client }
    }

    /// A program that serves nobody.
    pub fn alone() -> Self {
        Self::new(&Arc::new(Calls::new(CallLimits::default())), Client::new(IpAddr::V4(Ipv4Addr::LOCALHOST)))
    }

    /// A place for a question.
    ///
    /// # Errors
    /// [`Code::PlatformBusy`] when there was none for a while.
    pub async fn place(&self) -> Result<Place, CallError> {
        self.calls.questions.wait(self.client, self.calls.turn).await
    }

    /// The memory of an answer of which nothing has come.
    pub fn memory(&self) -> Memory {
        Memory { all: Arc::clone(&self.calls.memory), turn: self.calls.turn, taken: Vec::new() }
    }
}

impl Memory {
    /// Takes what an answer of so many bytes needs.
    ///
    /// # Errors
    /// [`Code::PlatformBusy`] when other answers had it for a while.
    pub async fn grow(&mut self, bytes: usize) -> Result<(), CallError> {
        while (self.taken.len() + 1) * STEP < bytes {
            let permit = timeout(self.turn, Arc::clone(&self.all).acquire_owned()).await;
            let busy = || {
                CallError::unclear(
                    Code::PlatformBusy,
                    "Too many large answers of Platform Servers are read at this moment.",
                )
            };
            self.taken.push(permit.ok().and_then(Result::ok).ok_or_else(busy)?);
        }
        Ok(())
    }
}

/// Places that all clients share, of which none takes more than its part.
#[derive(Debug)]
struct Shares {
    all: Arc<Semaphore>,
    part: usize,
    clients: Mutex<HashMap<Client, Arc<Semaphore>>>,
}

/// Clients beyond which those are forgotten that have no place.
const MANY: usize = 1000;

impl Shares {
    fn new(all: usize, part: usize) -> Self {
        Self { all: Arc::new(Semaphore::new(all)), part, clients: Mutex::default() }
    }

    /// Waits for a place. Clients that wait for one of their own hold nobody up.
    async fn wait(&self, client: Client, turn: Duration) -> Result<Place, CallError> {
        let busy = |why: &str| CallError::harmless(Code::PlatformBusy, why);
        let own = timeout(turn, self.of(client).acquire_owned()).await.ok().and_then(Result::ok);
        let own = own.ok_or_else(|| busy("Your address asks Platform Servers too many questions at one time."))?;
        let all = timeout(turn, Arc::clone(&self.all).acquire_owned()).await.ok().and_then(Result::ok);
        let all = all.ok_or_else(|| busy("Too many questions are asked of Platform Servers at this moment."))?;
        Ok(Place { _own: own, _of_all: all })
    }

    fn of(&self, client: Client) -> Arc<Semaphore> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if clients.len() >= MANY {
            // Whoever has a place or waits for one holds its client's semaphore.
            clients.retain(|_, own| Arc::strong_count(own) > 1);
        }
        Arc::clone(clients.entry(client).or_insert_with(|| Arc::new(Semaphore::new(self.part))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(last: u8) -> Client {
        Client::new([10, 0, 0, last].into())
    }

    fn calls(memory: usize) -> Arc<Calls> {
        Arc::new(Calls::new(CallLimits { questions: 3, part: 2, memory, ..CallLimits::default() }))
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_has_its_part_of_the_questions_and_others_the_rest() {
        let calls = calls(0);
        let (one, other) = (Caller::new(&calls, client(1)), Caller::new(&calls, client(2)));
        let own = [one.place().await.unwrap(), one.place().await.unwrap()];
        let (refused, taken) = tokio::join!(one.place(), other.place());
        assert_eq!(refused.unwrap_err().problem.kind(), Some(Code::PlatformBusy));
        let taken = taken.unwrap();
        assert_eq!(other.place().await.unwrap_err().problem.kind(), Some(Code::PlatformBusy));
        drop((own, taken));
        one.place().await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn answers_share_the_memory_and_small_ones_are_free() {
        let calls = calls(4 * STEP);
        let caller = Caller::new(&calls, client(1));
        let (mut first, mut second) = (caller.memory(), caller.memory());
        first.grow(5 * STEP).await.unwrap();
        second.grow(STEP).await.unwrap();
        let refused = second.grow(STEP + 1).await.unwrap_err();
        assert_eq!(refused.problem.kind(), Some(Code::PlatformBusy));
        drop(first);
        second.grow(5 * STEP).await.unwrap();
    }
}
