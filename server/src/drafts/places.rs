//! Places that all clients share, of which no client address takes more than its part.

use super::TURN;
use crate::client::Client;
use api::problem::{Code, Problem};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// A number of places at the same time.
#[derive(Debug)]
pub struct Places {
    /// What is done at such a place, in words.
    what: &'static str,
    all: Arc<Semaphore>,
    /// How many there are.
    number: usize,
    /// How many a client may have.
    part: usize,
    clients: Mutex<HashMap<Client, Arc<Semaphore>>>,
}

/// A place, until it is dropped.
#[derive(Debug)]
pub struct Place {
    _own: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

/// Clients beyond which those are forgotten that have no place.
const MANY: usize = 1000;

impl Places {
    /// So many places for all, and for each client.
    pub fn new(what: &'static str, all: usize, part: usize) -> Self {
        Self { what, all: Arc::new(Semaphore::new(all)), number: all, part, clients: Mutex::default() }
    }

    /// Places that are taken.
    pub fn taken(&self) -> usize {
        self.number - self.all.available_permits()
    }

    /// Takes a place when one is free.
    ///
    /// # Errors
    /// [`Code::DraftPlaces`] when the client has all that it may have, [`Code::DraftBusy`] when others have them.
    pub fn take(&self, client: Client) -> Result<Place, Problem> {
        let own = self.of(client).try_acquire_owned().map_err(|_| self.too_many())?;
        let of_all = Arc::clone(&self.all).try_acquire_owned().map_err(|_| Self::busy())?;
        Ok(Place { _own: own, _of_all: of_all })
    }

    /// Waits for a place, for a while. Those of other clients do not wait behind.
    ///
    /// # Errors
    /// As of [`take`](Self::take), when there was none all the while.
    pub async fn wait(&self, client: Client) -> Result<Place, Problem> {
        let own = timeout(TURN, self.of(client).acquire_owned()).await;
        let own = own.ok().and_then(Result::ok).ok_or_else(|| self.too_many())?;
        let of_all = timeout(TURN, Arc::clone(&self.all).acquire_owned()).await;
        let of_all = of_all.ok().and_then(Result::ok).ok_or_else(Self::busy)?;
        Ok(Place { _own: own, _of_all: of_all })
    }

    /// The places of one client.
    fn of(&self, client: Client) -> Arc<Semaphore> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if clients.len() >= MANY {
            // Whoever has a place or waits for one holds its client's semaphore.
            clients.retain(|_, own| Arc::strong_count(own) > 1);
        }
        Arc::clone(clients.entry(client).or_insert_with(|| Arc::new(Semaphore::new(self.part))))
    }

    fn too_many(&self) -> Problem {
        Problem::new(Code::DraftPlaces, format!("Your address {} {} times at this moment.", self.what, self.part))
    }

    fn busy() -> Problem {
        Problem::new(Code::DraftBusy, "All places are taken at this moment.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(last: u8) -> Client {
        Client::new([10, 0, 0, last].into())
    }

    fn code(result: Result<Place, Problem>) -> Option<Code> {
        result.unwrap_err().kind()
    }

    #[test]
    fn a_client_has_its_part_and_others_the_rest() {
        let places = Places::new("listens", 3, 2);
        let own = [places.take(client(1)).unwrap(), places.take(client(1)).unwrap()];
        assert_eq!(code(places.take(client(1))), Some(Code::DraftPlaces));
        let other = places.take(client(2)).unwrap();
        assert_eq!(code(places.take(client(2))), Some(Code::DraftBusy));
        drop(own);
        let again = places.take(client(2)).unwrap();
        assert_eq!(code(places.take(client(2))), Some(Code::DraftPlaces));
        drop((other, again));
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_for_a_place_of_ones_own_holds_nobody_up() {
        let places = Places::new("reads", 2, 1);
        let own = places.wait(client(1)).await.unwrap();
        let (late, other) = tokio::join!(places.wait(client(1)), places.wait(client(2)));
        assert_eq!(code(late), Some(Code::DraftPlaces));
        drop((own, other.unwrap()));
        places.wait(client(1)).await.unwrap();
    }

    #[test]
    fn clients_without_a_place_are_forgotten() {
        let places = Places::new("reads", 2 * MANY, 1);
        let kept = places.take(client(0)).unwrap();
        for number in 0..2 * MANY {
            let [high, low] = u16::try_from(number).unwrap().to_be_bytes();
            drop(places.take(Client::new([10, 1, high, low].into())).unwrap());
        }
        assert!(places.clients.lock().unwrap().len() <= MANY);
        assert_eq!(code(places.take(client(0))), Some(Code::DraftPlaces));
        drop(kept);
    }
}
