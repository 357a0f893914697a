//! Who has a place and whose turn is next: a pure state machine without tasks, which is told the time.

use crate::client::Client;
use std::collections::{HashMap, VecDeque};
use std::time::Duration;

/// How many places there are, and how many of them one client may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shares {
    /// Taken at one time, by all.
    pub running: usize,
    /// That wait at one time, of all.
    pub waiting: usize,
    /// Taken at one time, by one client.
    pub client_running: usize,
    /// That wait at one time, of one client.
    pub client_waiting: usize,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Full {
    /// The client has all that it may have; others still get some.
    #[error("the client has all the places that it may have")]
    Client,
    /// Others have them.
    #[error("all places are taken")]
    All,
}

/// Somebody in the queue or at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(u64);

/// A fair queue: of the clients that wait, the one that has used the least time has the next turn, and clients that have used the same go in the order of
/// asking. So jobs of the same length come in rotation, and a client whose jobs take long waits while the others use as much. A client that has its share
/// of running ones is passed over and keeps its position. Of one client, tickets come in the order of asking.
#[derive(Debug)]
pub struct Turns {
    shares: Shares,
    last: u64,
    running: usize,
    waiting: usize,
    /// Those with a place or a wish for one, and those that used more time than others a while ago.
    clients: HashMap<Client, Part>,
    /// Clients of which somebody waits, in the order of asking.
    rotation: VecDeque<Client>,
    /// The time that whoever had the last turn had used before it. Whoever comes has used as much: nobody saves time up by staying away.
    floor: Duration,
}

#[derive(Debug, Default)]
struct Part {
    /// Those at a place, and since when.
    running: Vec<(Ticket, Duration)>,
    waiting: VecDeque<Ticket>,
    /// The time that places were used which were given back.
    used: Duration,
    /// When the last one was given back.
    left: Duration,
}

/// Time that each turn counts at least. It is longer than most, so that chance does not make an order of those that are about the same.
pub const LEAST: Duration = Duration::from_millis(300);

/// How long a client that stays away is known as one that used more time than others.
pub const LATELY: Duration = Duration::from_secs(600);

/// Clients that are known so; beyond it those are forgotten that are not there.
pub const KNOWN: usize = 10_000;

impl Turns {
    /// Nobody is there.
    pub fn new(shares: Shares) -> Self {
        Self {
            shares,
            last: 0,
            running: 0,
            waiting: 0,
            clients: HashMap::new(),
            rotation: VecDeque::new(),
            floor: Duration::ZERO,
        }
    }

    /// Somebody comes and waits. Ask [`call`](Self::call) afterwards: there may be a place at once.
    ///
    /// # Errors
    /// When the queue is full, or the client has all the places in it that it may have.
    pub fn join(&mut self, client: Client, now: Duration) -> Result<Ticket, Full> {
        self.room(client)?;
        self.last += 1;
        let ticket = Ticket(self.last);
        if self.clients.len() >= KNOWN && !self.clients.contains_key(&client) {
            self.clients.retain(|_, part| part.is_there());
        }
        let part = self.clients.entry(client).or_default();
        if !part.is_there() && now.saturating_sub(part.left) >= LATELY {
            part.used = Duration::ZERO;
        }
        if part.waiting.is_empty() {
            self.rotation.push_back(client);
        }
        part.waiting.push_back(ticket);
        self.waiting += 1;
        Ok(ticket)
    }

    /// Whether somebody of this client can come now.
    fn room(&self, client: Client) -> Result<(), Full> {
        let (running, waiting) =
            self.clients.get(&client).map_or((0, 0), |part| (part.running.len(), part.waiting.len()));
        let Shares { client_running, client_waiting, .. } = self.shares;
        if waiting == 0 && running < client_running && self.running < self.shares.running {
            return Ok(());
        }
        if waiting >= client_waiting && (client_waiting > 0 || running >= client_running) {
            return Err(Full::Client);
        }
        if waiting >= client_waiting || self.waiting >= self.shares.waiting { Err(Full::All) } else { Ok(()) }
    }

    /// Gives the next place, when there is one and somebody may have it. To be asked until there is none.
    pub fn call(&mut self, now: Duration) -> Option<Ticket> {
        if self.running >= self.shares.running {
            return None;
        }
        let may = |client: &Client| {
            self.clients.get(client).is_some_and(|part| part.running.len() < self.shares.client_running)
        };
        let free = self.rotation.iter().enumerate().filter(|(_, client)| may(client));
        let (used, index) = free.map(|(index, client)| (self.used(*client, now), index)).min()?;
        let client = self.rotation.remove(index)?;
        let part = self.clients.get_mut(&client)?;
        let ticket = part.waiting.pop_front()?;
        // What it had less than the others is gone.
        part.used += used.saturating_sub(part.used_until(now));
        part.running.push((ticket, now));
        self.floor = self.floor.max(used);
        self.running += 1;
        self.waiting -= 1;
        if !part.waiting.is_empty() {
            self.rotation.push_back(client);
        }
        Some(ticket)
    }

    /// Somebody who waited goes away.
    pub fn leave(&mut self, client: Client, ticket: Ticket) {
        let Some(part) = self.clients.get_mut(&client) else { return };
        let before = part.waiting.len();
        part.waiting.retain(|waiting| *waiting != ticket);
        self.waiting -= before - part.waiting.len();
        if part.waiting.is_empty() {
            self.rotation.retain(|waiting| *waiting != client);
        }
        self.forget(client);
    }

    /// Somebody of this client gives the place back.
    pub fn done(&mut self, client: Client, ticket: Ticket, now: Duration) {
        let Some(part) = self.clients.get_mut(&client) else { return };
        let Some(index) = part.running.iter().position(|(running, _)| *running == ticket) else { return };
        let (_, since) = part.running.swap_remove(index);
        part.used += counted(since, now);
        part.left = now;
        self.running -= 1;
        self.forget(client);
    }

    /// Takes time off the count of somebody at a place, who waited there for what others had.
    pub fn excuse(&mut self, client: Client, ticket: Ticket, time: Duration) {
        let running = self.clients.get_mut(&client).into_iter().flat_map(|part| &mut part.running);
        for (_, since) in running.filter(|(running, _)| *running == ticket) {
            *since += time;
        }
    }

    /// How many have their turn before, and one: the place in the queue, from 1 on, if nobody else comes and turns are short. None for who does
    /// not wait.
    pub fn place(&self, client: Client, ticket: Ticket, now: Duration) -> Option<usize> {
        let round = self.clients.get(&client)?.waiting.iter().position(|waiting| *waiting == ticket)?;
        let own = self.rotation.iter().position(|waiting| *waiting == client)?;
        let turn =
            |client: Client, round: usize| self.used(client, now) + LEAST * u32::try_from(round).unwrap_or(u32::MAX);
        let this = (turn(client, round), own);
        let before = |(index, other): (usize, &Client)| {
            let waiting = self.clients.get(other).map_or(0, |part| part.waiting.len());
            (0..waiting).take_while(|round| (turn(*other, *round), index) < this).count()
        };
        Some(self.rotation.iter().enumerate().map(before).sum::<usize>() + 1)
    }

    /// Why somebody of this client waits.
    pub fn reason(&self, client: Client) -> Full {
        let running = self.clients.get(&client).map_or(0, |part| part.running.len());
        if running >= self.shares.client_running { Full::Client } else { Full::All }
    }

    /// Places that are taken.
    pub fn running(&self) -> usize {
        self.running
    }

    /// Those who wait.
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// The time that a client has used, as far as it counts.
    fn used(&self, client: Client, now: Duration) -> Duration {
        self.clients.get(&client).map_or(Duration::ZERO, |part| part.used_until(now)).max(self.floor)
    }

    /// Whoever is not there and has used no more than others is not known any more.
    fn forget(&mut self, client: Client) {
        if self.clients.get(&client).is_some_and(|part| !part.is_there() && part.used <= self.floor) {
            self.clients.remove(&client);
        }
    }
}

impl Part {
    fn is_there(&self) -> bool {
        !self.running.is_empty() || !self.waiting.is_empty()
    }

    fn used_until(&self, now: Duration) -> Duration {
        self.used + self.running.iter().map(|(_, since)| counted(*since, now)).sum::<Duration>()
    }
}

fn counted(since: Duration, now: Duration) -> Duration {
    now.saturating_sub(since).max(LEAST)
}

#[cfg(test)]
mod tests;
