//! Who may build now, who waits, and who is sent away.

use crate::client::Client;
use crate::places::turns::{Full, Shares, Ticket};
use crate::places::{Place, Places, Waiting};
use api::problem::{Code, Problem};
use std::time::Duration;

/// A queue with a bounded number of running and of waiting builds, of all clients and of each.
#[derive(Debug)]
pub struct Queue {
    size: QueueSize,
    places: Places,
}

/// How large the queue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueSize {
    /// Builds at one time.
    pub running: usize,
    /// Builds that wait, their archives in memory.
    pub waiting: usize,
    /// Builds of one client at one time.
    pub client_running: usize,
    /// Builds of one client that wait.
    pub client_waiting: usize,
    /// How long one waits before it is sent away.
    pub patience: Duration,
}

impl Default for QueueSize {
    fn default() -> Self {
        Self {
            running: std::thread::available_parallelism().map_or(2, Into::into),
            waiting: 64,
            client_running: 2,
            client_waiting: 4,
            patience: Duration::from_secs(120),
        }
    }
}

/// The right to wait.
#[derive(Debug)]
pub struct Seat {
    size: QueueSize,
    waiting: Waiting,
}

/// The right to build, until it is dropped.
#[derive(Debug)]
pub struct Turn(#[expect(dead_code, reason = "it is kept to be dropped")] Place);

impl Queue {
    /// An empty queue.
    pub fn new(size: QueueSize) -> Self {
        let QueueSize { running, waiting, client_running, client_waiting, .. } = size;
        Self { size, places: Places::new(Shares { running, waiting, client_running, client_waiting }) }
    }

    /// Takes a seat at once, or is busy.
    pub fn seat(&self, client: Client) -> Result<Seat, Problem> {
        let waiting = self.places.join(client).map_err(|full| self.size.refusal(full))?;
        Ok(Seat { size: self.size, waiting })
    }

    /// The place in the queue, from 1 on; none for who has a turn or went away.
    pub fn number(&self, client: Client, ticket: Ticket) -> Option<usize> {
        self.places.number(client, ticket)
    }

    /// Builds that run now.
    pub fn running(&self) -> usize {
        self.places.running()
    }

    /// Builds that wait for their turn.
    pub fn waiting(&self) -> usize {
        self.places.waiting()
    }
}

impl Seat {
    /// Waits for its turn: clients in rotation, each in the order of asking.
    pub async fn turn(self) -> Result<Turn, Problem> {
        let Self { size, waiting } = self;
        let late = |_| {
            let why = format!("Its turn did not come within {} seconds.", size.patience.as_secs());
            Problem::new(Code::Busy, why)
        };
        tokio::time::timeout(size.patience, waiting.turn()).await.map(Turn).map_err(late)
    }

    /// Whose it is, and what [`Queue::number`] asks for.
    pub fn ticket(&self) -> (Client, Ticket) {
        (self.waiting.client(), self.waiting.ticket())
    }
}

impl QueueSize {
    fn refusal(&self, full: Full) -> Problem {
        let Self { waiting, client_running, client_waiting, .. } = self;
        match full {
            Full::Client => {
                let why =
                    format!("Of your address {client_running} builds run and {client_waiting} more wait, at most.");
                Problem::new(Code::ClientBuilds, why)
            }
            Full::All => Problem::new(Code::Busy, format!("{waiting} builds are waiting already.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(last: u8) -> Client {
        Client::new([10, 0, 0, last].into())
    }

    fn queue(running: usize, waiting: usize) -> Queue {
        let patience = Duration::from_secs(5);
        Queue::new(QueueSize { running, waiting, client_running: 2, client_waiting: 4, patience })
    }

    #[tokio::test(start_paused = true)]
    async fn the_queue_is_bounded_in_number_and_time() {
        let queue = queue(1, 1);
        let first = queue.seat(client(1)).unwrap().turn().await.unwrap();
        let second = queue.seat(client(2)).unwrap();
        assert_eq!((queue.running(), queue.waiting()), (1, 1));
        assert_eq!(queue.seat(client(3)).unwrap_err().kind(), Some(Code::Busy));
        assert_eq!(second.turn().await.unwrap_err().kind(), Some(Code::Busy));
        let third = queue.seat(client(3)).unwrap();
        drop(first);
        let _running = third.turn().await.unwrap();
        assert_eq!((queue.running(), queue.waiting()), (1, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn one_client_does_not_fill_it() {
        let queue = queue(2, 64);
        let seats: Vec<Seat> = (0..6).map(|_| queue.seat(client(1)).unwrap()).collect();
        assert_eq!(queue.seat(client(1)).unwrap_err().kind(), Some(Code::ClientBuilds));
        let other = queue.seat(client(2)).unwrap();
        let (client, ticket) = other.ticket();
        assert_eq!(queue.number(client, ticket), Some(2));
        drop(seats);
        other.turn().await.unwrap();
    }
}
