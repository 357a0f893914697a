//! Who may compile now, who waits, and who is sent away. Warm hosts and `dotnet build` have turns of their own, so that what takes seconds or minutes never
//! holds up what takes milliseconds.

use api::compile::Way;
use api::health::{Load, Ways};
use api::problem::{Code, Problem};
use std::time::Duration;
use web::client::Client;
use web::places::turns::{Full, Shares, Ticket};
use web::places::{Place, Places, Waiting};

/// For each way a queue with a bounded number of running and of waiting builds, of all clients and of each.
#[derive(Debug)]
pub struct Queue {
    size: QueueSize,
    hosts: Places,
    builds: Places,
}

/// How large the queue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueSize {
    /// Compilations in hosts at one time.
    pub hosts: usize,
    /// Runs of `dotnet build` at one time.
    pub builds: usize,
    /// Builds of each way that wait, their archives in memory.
    pub waiting: usize,
    /// Builds of each way of one client at one time.
    pub client_running: usize,
    /// Builds of each way of one client that wait.
    pub client_waiting: usize,
    /// How long one waits before it is sent away.
    pub patience: Duration,
}

impl Default for QueueSize {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(2, Into::into);
        Self {
            hosts: processors,
            builds: processors,
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
    way: Way,
    size: QueueSize,
    waiting: Waiting,
}

/// Which seat it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatNumber {
    way: Way,
    client: Client,
    ticket: Ticket,
}

/// The right to build, until it is dropped.
#[derive(Debug)]
pub struct Turn(Place);

impl Queue {
    /// An empty queue.
    pub fn new(size: QueueSize) -> Self {
        let QueueSize { waiting, client_running, client_waiting, .. } = size;
        let places = |running, client_running| Places::new(Shares { running, waiting, client_running, client_waiting });
        Self { size, hosts: places(size.hosts, size.client_hosts()), builds: places(size.builds, client_running) }
    }

    /// Takes a seat at once, or is busy.
    ///
    /// # Errors
    /// When the queue is full, or the client has all its seats.
    pub fn seat(&self, way: Way, client: Client) -> Result<Seat, Problem> {
        let waiting = self.places(way).join(client).map_err(|full| self.size.refusal(way, full))?;
        Ok(Seat { way, size: self.size, waiting })
    }

    /// The place in the queue, from 1 on; none for who has a turn or went away.
    pub fn place(&self, seat: SeatNumber) -> Option<usize> {
        self.places(seat.way).number(seat.client, seat.ticket)
    }

    /// What runs and waits now.
    pub fn ways(&self) -> Ways {
        let load = |places: &Places, at_once| Load { at_once, running: places.running(), waiting: places.waiting() };
        Ways { host: load(&self.hosts, self.size.hosts), dotnet_build: load(&self.builds, self.size.builds) }
    }

    /// What is told when there is no seat.
    pub fn refusal(&self, way: Way, full: Full) -> Problem {
        self.size.refusal(way, full)
    }

    fn places(&self, way: Way) -> &Places {
        match way {
            Way::Host => &self.hosts,
            Way::DotnetBuild => &self.builds,
        }
    }
}

impl Seat {
    /// Waits for its turn: the client that has used the least time is the next, each of them has its own in the order of asking.
    ///
    /// # Errors
    /// When the turn does not come in time.
    pub async fn turn(self) -> Result<Turn, Problem> {
        let Self { size, waiting, .. } = self;
        let late = |_| {
            let why = format!("Its turn did not come within {} seconds.", size.patience.as_secs());
            Problem::new(Code::Busy, why)
        };
        tokio::time::timeout(size.patience, waiting.turn()).await.map(Turn).map_err(late)
    }

    /// What [`Queue::place`] asks for.
    pub fn number(&self) -> SeatNumber {
        SeatNumber { way: self.way, client: self.waiting.client(), ticket: self.waiting.ticket() }
    }
}

impl Turn {
    /// Does not count this time, for which it waited for what others had.
    pub fn excuse(&self, time: Duration) {
        self.0.excuse(time);
    }
}

impl QueueSize {
    /// Hosts that one client may have at one time: not all of them, where there are more than one.
    fn client_hosts(&self) -> usize {
        self.client_running.min(self.hosts.div_ceil(2)).max(1)
    }

    /// Archives that are glanced at, each for a moment, to see which way they are for.
    pub fn glances(&self) -> Shares {
        let Self { hosts, waiting, client_waiting, .. } = *self;
        Shares { running: hosts.max(1), waiting, client_running: 1, client_waiting }
    }

    fn refusal(&self, way: Way, full: Full) -> Problem {
        let Self { waiting, client_running, client_waiting, .. } = self;
        match full {
            Full::Client => {
                let running = match way {
                    Way::Host => self.client_hosts(),
                    Way::DotnetBuild => *client_running,
                };
                let why = format!("Of your address {running} builds run and {client_waiting} more wait, at most.");
                Problem::new(Code::ClientBuilds, why)
            }
            Full::All => Problem::new(Code::Busy, format!("{waiting} builds are waiting already.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILD: Way = Way::DotnetBuild;

    fn load(queue: &Queue) -> (usize, usize) {
        let Load { running, waiting, .. } = queue.ways().dotnet_build;
        (running, waiting)
    }

    fn client(last: u8) -> Client {
        Client::new([10, 0, 0, last].into())
    }

    fn queue(running: usize, waiting: usize) -> Queue {
        let patience = Duration::from_secs(5);
        Queue::new(QueueSize {
            hosts: running,
            builds: running,
            waiting,
            client_running: 2,
            client_waiting: 4,
            patience,
        })
    }

    #[tokio::test(start_paused = true)]
    async fn the_queue_is_bounded_in_number_and_time() {
        let queue = queue(1, 1);
        let first = queue.seat(BUILD, client(1)).unwrap().turn().await.unwrap();
        let second = queue.seat(BUILD, client(2)).unwrap();
        assert_eq!(load(&queue), (1, 1));
        assert_eq!(queue.seat(BUILD, client(3)).unwrap_err().kind(), Some(Code::Busy));
        assert_eq!(second.turn().await.unwrap_err().kind(), Some(Code::Busy));
        let third = queue.seat(BUILD, client(3)).unwrap();
        drop(first);
        let _running = third.turn().await.unwrap();
        assert_eq!(load(&queue), (1, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn one_client_does_not_fill_it() {
        let queue = queue(2, 64);
        let seats: Vec<Seat> = (0..6).map(|_| queue.seat(BUILD, client(1)).unwrap()).collect();
        assert_eq!(queue.seat(BUILD, client(1)).unwrap_err().kind(), Some(Code::ClientBuilds));
        let other = queue.seat(BUILD, client(2)).unwrap();
        // Whoever has nothing goes before whoever has something.
        assert_eq!(queue.place(other.number()), Some(1));
        drop(seats);
        other.turn().await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn builds_that_take_long_hold_no_host_up() {
        let queue = queue(2, 64);
        let mut seats: Vec<_> = (1..=10).map(|last| queue.seat(BUILD, client(last)).unwrap()).collect();
        let _slow = (seats.remove(0).turn().await.unwrap(), seats.remove(0).turn().await.unwrap());
        assert_eq!(load(&queue), (2, 8));
        let quick = queue.seat(Way::Host, client(20)).unwrap();
        assert_eq!(queue.place(quick.number()), None);
        quick.turn().await.unwrap();
        // Also a client whose builds wait.
        queue.seat(Way::Host, client(10)).unwrap().turn().await.unwrap();
        assert_eq!(load(&queue), (2, 8));
    }

    #[tokio::test(start_paused = true)]
    async fn no_client_has_all_hosts() {
        let queue = queue(2, 64);
        let _first = queue.seat(Way::Host, client(1)).unwrap().turn().await.unwrap();
        let second = queue.seat(Way::Host, client(1)).unwrap();
        assert_eq!(queue.place(second.number()), Some(1));
        queue.seat(Way::Host, client(2)).unwrap().turn().await.unwrap();
    }
}
