//! Room for finished answers that wait for their readers.

use crate::client::Client;
use api::problem::{Code, Problem};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// How much may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnreadSize {
    /// Bytes of all answers.
    pub all: usize,
    /// Of these, bytes of one client's.
    pub client: usize,
    /// How long a build waits for room when others have it. It keeps its turn, so that no more are made meanwhile.
    pub patience: Duration,
}

impl Default for UnreadSize {
    fn default() -> Self {
        Self { all: 512 << 20, client: 128 << 20, patience: Duration::from_secs(30) }
    }
}

/// Counts what waits.
#[derive(Debug)]
pub struct Unread {
    size: UnreadSize,
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
        Self { size, all: Arc::new(Semaphore::new(size.all >> 10)), clients: Mutex::default() }
    }

    /// Takes room for an answer of so many bytes; one that is larger than all room takes all.
    ///
    /// # Errors
    /// [`Code::Busy`] when the client has not read what it got before, or others have not for a while.
    pub async fn room(&self, client: Client, bytes: usize) -> Result<Room, Problem> {
        let kib = |most: usize| u32::try_from((bytes >> 10) + 1).unwrap_or(u32::MAX).min(to_u32(most >> 10));
        let own = self.of(client).try_acquire_many_owned(kib(self.size.client)).map_err(|_| {
            Problem::new(Code::Busy, "Earlier answers to your address were not read yet, and this one found no room.")
        })?;
        let waiting = Arc::clone(&self.all).acquire_many_owned(kib(self.size.all));
        let of_all = timeout(self.size.patience, waiting).await.ok().and_then(Result::ok);
        let busy = || Problem::new(Code::Busy, "Too many answers are not read yet, and this one found no room.");
        Ok(Room { _own: own, _of_all: of_all.ok_or_else(busy)? })
    }

    /// The room of one client.
    fn of(&self, client: Client) -> Arc<Semaphore> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if clients.len() >= MANY {
            // Whoever has room holds its client's semaphore.
            clients.retain(|_, own| Arc::strong_count(own) > 1);
        }
        Arc::clone(clients.entry(client).or_insert_with(|| Arc::new(Semaphore::new(self.size.client >> 10))))
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
        Unread::new(UnreadSize { all: 300 << 10, client: 200 << 10, ..UnreadSize::default() })
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_has_its_part_of_the_room() {
        let unread = unread();
        let own = unread.room(client(1), 150 << 10).await.unwrap();
        assert_eq!(unread.room(client(1), 100 << 10).await.unwrap_err().kind(), Some(Code::Busy));
        let other = unread.room(client(2), 140 << 10).await.unwrap();
        assert_eq!(unread.room(client(3), 100 << 10).await.unwrap_err().kind(), Some(Code::Busy));
        let (third, ()) = tokio::join!(unread.room(client(3), 100 << 10), async { drop(own) });
        third.unwrap();
        drop(other);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_larger_than_the_room_takes_it_all() {
        let unread = unread();
        let large = unread.room(client(1), 1 << 30).await.unwrap();
        assert_eq!(unread.room(client(1), 1).await.unwrap_err().kind(), Some(Code::Busy));
        assert_eq!(unread.room(client(2), 1).await.unwrap_err().kind(), Some(Code::Busy));
        drop(large);
        unread.room(client(1), 1).await.unwrap();
    }
}
