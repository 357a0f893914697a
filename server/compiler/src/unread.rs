//! Room for finished answers that wait for their readers.

use api::problem::{Code, Problem};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use web::client::Client;

/// How much may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnreadSize {
    /// Room for answers of more than [`SMALL`] bytes.
    pub large: Bounds,
    /// Room for the others, which large ones never take.
    pub small: Bounds,
    /// How long an answer waits for room when others have it.
    pub patience: Duration,
    /// Answers that wait so. They are in memory, too.
    pub waiting: usize,
}

/// Bytes that may be unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Of all clients.
    pub all: usize,
    /// Of one client.
    pub client: usize,
}

/// Bytes of a small answer, as most are.
pub const SMALL: usize = 256 << 10;

impl Default for UnreadSize {
    fn default() -> Self {
        Self {
            large: Bounds { all: 512 << 20, client: 128 << 20 },
            small: Bounds { all: 256 << 20, client: 4 << 20 },
            patience: Duration::from_secs(30),
            waiting: 8,
        }
    }
}

/// Counts what waits.
#[derive(Debug)]
pub struct Unread {
    large: Shelf,
    small: Shelf,
    patience: Duration,
    waiting: Semaphore,
}

/// Room of one kind.
#[derive(Debug)]
struct Shelf {
    bounds: Bounds,
    /// KiB for everybody.
    all: Arc<Semaphore>,
    clients: Mutex<HashMap<Client, Arc<Semaphore>>>,
}

/// Room for one answer, until it is dropped.
#[derive(Debug)]
pub struct Room {
    _own: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

/// Clients beyond which those are forgotten whose answers are all read.
const MANY: usize = 1000;

impl Unread {
    /// Nothing waits yet.
    pub fn new(size: UnreadSize) -> Self {
        let UnreadSize { large, small, patience, waiting } = size;
        Self { large: Shelf::new(large), small: Shelf::new(small), patience, waiting: Semaphore::new(waiting) }
    }

    /// Takes room for an answer of so many bytes; one that is larger than all room takes all.
    ///
    /// # Errors
    /// [`Code::Busy`] when the client has not read what it got before, or others have not for a while.
    pub async fn room(&self, client: Client, bytes: usize) -> Result<Room, Problem> {
        let place = if bytes > SMALL { &self.large } else { &self.small };
        let kib = |most: usize| u32::try_from((bytes >> 10) + 1).unwrap_or(u32::MAX).min(to_u32(most >> 10));
        let own = place.of(client).try_acquire_many_owned(kib(place.bounds.client)).map_err(|_| {
            Problem::new(Code::Busy, "Earlier answers to your address were not read yet, and this one found no room.")
        })?;
        let asked = kib(place.bounds.all);
        let of_all = match Arc::clone(&place.all).try_acquire_many_owned(asked) {
            Ok(of_all) => Some(of_all),
            Err(_) => match self.waiting.try_acquire() {
                Ok(_waiting) => {
                    let waiting = Arc::clone(&place.all).acquire_many_owned(asked);
                    timeout(self.patience, waiting).await.ok().and_then(Result::ok)
                }
                Err(_) => None,
            },
        };
        let busy = || Problem::new(Code::Busy, "Too many answers are not read yet, and this one found no room.");
        Ok(Room { _own: own, _of_all: of_all.ok_or_else(busy)? })
    }
}

impl Shelf {
    fn new(bounds: Bounds) -> Self {
        Self { bounds, all: Arc::new(Semaphore::new(bounds.all >> 10)), clients: Mutex::default() }
    }

    /// The room of one client.
    fn of(&self, client: Client) -> Arc<Semaphore> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if clients.len() >= MANY {
            // Whoever has room holds its client's semaphore.
            clients.retain(|_, own| Arc::strong_count(own) > 1);
        }
        Arc::clone(clients.entry(client).or_insert_with(|| Arc::new(Semaphore::new(self.bounds.client >> 10))))
    }
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(last: u8) -> Client {
        Client::new([10, 0, 0, last].into())
    }

    fn unread() -> Unread {
        let large = Bounds { all: 3 << 20, client: 2 << 20 };
        Unread::new(UnreadSize { large, waiting: 1, ..UnreadSize::default() })
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_has_its_part_of_the_room() {
        let unread = unread();
        let own = unread.room(client(1), 1500 << 10).await.unwrap();
        assert_eq!(unread.room(client(1), 1000 << 10).await.unwrap_err().kind(), Some(Code::Busy));
        let other = unread.room(client(2), 1400 << 10).await.unwrap();
        assert_eq!(unread.room(client(3), 1000 << 10).await.unwrap_err().kind(), Some(Code::Busy));
        let (third, ()) = tokio::join!(unread.room(client(3), 1000 << 10), async { drop(own) });
        third.unwrap();
        drop(other);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_larger_than_the_room_takes_it_all() {
        let unread = unread();
        let large = unread.room(client(1), 1 << 30).await.unwrap();
        assert_eq!(unread.room(client(1), SMALL + 1).await.unwrap_err().kind(), Some(Code::Busy));
        assert_eq!(unread.room(client(2), SMALL + 1).await.unwrap_err().kind(), Some(Code::Busy));
        drop(large);
        unread.room(client(1), SMALL + 1).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn large_answers_that_nobody_reads_hold_no_small_one_up() {
        let unread = unread();
        let _large = unread.room(client(1), 1 << 30).await.unwrap();
        unread.room(client(1), SMALL).await.unwrap();
        unread.room(client(2), SMALL).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn answers_that_wait_for_room_are_bounded() {
        let unread = unread();
        let _large = unread.room(client(1), 1 << 30).await.unwrap();
        let begin = tokio::time::Instant::now();
        let (first, second) = tokio::join!(unread.room(client(2), 1 << 20), async {
            let second = unread.room(client(3), 1 << 20).await;
            (second, begin.elapsed())
        });
        assert_eq!(first.unwrap_err().kind(), Some(Code::Busy));
        let (second, elapsed) = second;
        assert_eq!((second.unwrap_err().kind(), elapsed), (Some(Code::Busy), Duration::ZERO));
    }
}
