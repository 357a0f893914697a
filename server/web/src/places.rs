//! Places: what all clients share, and of which no client takes more than its share. Builds, bodies that arrive, answers with revisions and streams of
//! events are all counted so. Of those who wait the client that used the least time has the next turn, so that one with many or long wishes does not hold up
//! the others.

pub mod arrivals;
pub mod pace;
pub mod turns;

use crate::client::Client;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::Instant;
use turns::{Full, Shares, Ticket, Turns};

/// A number of places at the same time.
#[derive(Debug, Clone)]
pub struct Places(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// What time is counted from.
    begin: Instant,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    turns: Turns,
    /// How to call those who wait.
    calls: HashMap<Ticket, oneshot::Sender<()>>,
}

/// Somebody in the queue; dropping it leaves the queue.
#[derive(Debug)]
pub struct Waiting {
    place: Place,
    called: oneshot::Receiver<()>,
}

/// A place, until it is dropped.
#[derive(Debug)]
pub struct Place {
    places: Places,
    client: Client,
    ticket: Ticket,
}

impl Places {
    /// So many places for all, and for each client.
    pub fn new(shares: Shares) -> Self {
        let state = State { turns: Turns::new(shares), calls: HashMap::new() };
        Self(Arc::new(Shared { begin: Instant::now(), state: Mutex::new(state) }))
    }

    /// Takes a place when one is free.
    ///
    /// # Errors
    /// When no place is free, or the client has all that it may have.
    pub fn take(&self, client: Client) -> Result<Place, Full> {
        let mut waiting = self.join(client)?;
        match waiting.called.try_recv() {
            Ok(()) => Ok(waiting.place),
            Err(_) => Err(self.lock().turns.reason(client)),
        }
    }

    /// Waits for a place, for a while.
    ///
    /// # Errors
    /// When no place became free in time, or the client has all that it may have.
    pub async fn wait(&self, client: Client, patience: Duration) -> Result<Place, Full> {
        let waiting = self.join(client)?;
        match tokio::time::timeout(patience, waiting.turn()).await {
            Ok(place) => Ok(place),
            Err(_) => Err(self.lock().turns.reason(client)),
        }
    }

    /// Goes into the queue.
    ///
    /// # Errors
    /// When the queue is full, or the client has all the places in it that it may have.
    pub fn join(&self, client: Client) -> Result<Waiting, Full> {
        let mut state = self.lock();
        let now = self.now();
        let ticket = state.turns.join(client, now)?;
        let (call, called) = oneshot::channel();
        state.calls.insert(ticket, call);
        state.go_on(now);
        Ok(Waiting { place: Place { places: self.clone(), client, ticket }, called })
    }

    /// The place in the queue, from 1 on; none for who has a turn or went away.
    pub fn number(&self, client: Client, ticket: Ticket) -> Option<usize> {
        self.lock().turns.place(client, ticket, self.now())
    }

    /// Places that are taken now.
    pub fn running(&self) -> usize {
        self.lock().turns.running()
    }

    /// Those who wait now.
    pub fn waiting(&self) -> usize {
        self.lock().turns.waiting()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Duration {
        self.0.begin.elapsed()
    }
}

impl State {
    /// Calls everybody for whom there is a place.
    fn go_on(&mut self, now: Duration) {
        while let Some(ticket) = self.turns.call(now) {
            if let Some(call) = self.calls.remove(&ticket) {
                // Whoever does not listen any more gives the place back when it is dropped.
                let _unheard = call.send(());
            }
        }
    }
}

impl Waiting {
    /// Waits for the turn.
    pub async fn turn(self) -> Place {
        let Self { place, called } = self;
        // The call is kept until it is made.
        let _called = called.await;
        place
    }

    /// Whose it is.
    pub fn client(&self) -> Client {
        self.place.client
    }

    /// What [`Places::number`] asks for.
    pub fn ticket(&self) -> Ticket {
        self.place.ticket
    }
}

impl Place {
    /// Does not count this time, for which it waited at its place for what others had.
    pub fn excuse(&self, time: Duration) {
        self.places.lock().turns.excuse(self.client, self.ticket, time);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut state = self.places.lock();
        let now = self.places.now();
        if state.calls.remove(&self.ticket).is_some() {
            state.turns.leave(self.client, self.ticket);
        } else {
            state.turns.done(self.client, self.ticket, now);
        }
        state.go_on(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    fn client(last: u8) -> Client {
        Client::new([10, 0, 0, last].into())
    }

    fn places(running: usize, client_running: usize) -> Places {
        Places::new(Shares { running, waiting: 8, client_running, client_waiting: 4 })
    }

    #[test]
    fn a_client_has_its_part_and_others_the_rest() {
        let places = places(3, 2);
        let own = [places.take(client(1)).unwrap(), places.take(client(1)).unwrap()];
        assert_eq!(places.take(client(1)).unwrap_err(), Full::Client);
        let other = places.take(client(2)).unwrap();
        assert_eq!(places.take(client(2)).unwrap_err(), Full::All);
        assert_eq!((places.running(), places.waiting()), (3, 0));
        drop(own);
        let again = places.take(client(2)).unwrap();
        assert_eq!(places.take(client(2)).unwrap_err(), Full::Client);
        drop((other, again));
        assert_eq!(places.running(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_for_a_place_of_ones_own_holds_nobody_up() {
        let places = places(2, 1);
        let own = places.wait(client(1), PATIENCE).await.unwrap();
        let (late, other) =
            tokio::join!(places.wait(client(1), PATIENCE), places.wait(client(2), Duration::from_millis(1)));
        assert_eq!(late.unwrap_err(), Full::Client);
        drop((own, other.unwrap()));
        places.wait(client(1), PATIENCE).await.unwrap();
    }

    #[tokio::test]
    async fn a_place_that_nobody_took_goes_to_the_next() {
        let places = places(1, 1);
        let first = places.take(client(1)).unwrap();
        let (gone, next) = (places.join(client(2)).unwrap(), places.join(client(3)).unwrap());
        assert_eq!([&gone, &next].map(|who| places.number(who.client(), who.ticket())), [Some(1), Some(2)]);
        // It is called, and goes away without having listened.
        drop(first);
        assert_eq!(places.number(next.client(), next.ticket()), Some(1));
        drop(gone);
        let place = next.turn().await;
        assert_eq!((places.running(), places.waiting()), (1, 0));
        drop(place);
        assert_eq!(places.running(), 0);
    }
}
