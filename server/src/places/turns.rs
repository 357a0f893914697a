//! Who has a place and whose turn is next: a pure state machine without clock and tasks.

use crate::client::Client;
use std::collections::{HashMap, VecDeque};

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

/// A fair queue. Clients that wait get turns in rotation, each of them its tickets in the order of asking; a client that has its share of running ones
/// is passed over and keeps its position.
#[derive(Debug)]
pub struct Turns {
    shares: Shares,
    last: u64,
    running: usize,
    waiting: usize,
    /// Those with a place or a wish for one. Whoever has neither is forgotten.
    clients: HashMap<Client, Part>,
    /// Clients of which somebody waits, the next one first.
    rotation: VecDeque<Client>,
}

#[derive(Debug, Default)]
struct Part {
    running: usize,
    waiting: VecDeque<Ticket>,
}

impl Turns {
    /// Nobody is there.
    pub fn new(shares: Shares) -> Self {
        Self { shares, last: 0, running: 0, waiting: 0, clients: HashMap::new(), rotation: VecDeque::new() }
    }

    /// Somebody comes and waits. Ask [`call`](Self::call) afterwards: there may be a place at once.
    pub fn join(&mut self, client: Client) -> Result<Ticket, Full> {
        self.room(client)?;
        self.last += 1;
        let ticket = Ticket(self.last);
        let part = self.clients.entry(client).or_default();
        if part.waiting.is_empty() {
            self.rotation.push_back(client);
        }
        part.waiting.push_back(ticket);
        self.waiting += 1;
        Ok(ticket)
    }

    /// Whether somebody of this client can come now.
    fn room(&self, client: Client) -> Result<(), Full> {
        let (running, waiting) = self.clients.get(&client).map_or((0, 0), |part| (part.running, part.waiting.len()));
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
    pub fn call(&mut self) -> Option<Ticket> {
        if self.running >= self.shares.running {
            return None;
        }
        let may =
            |client: &Client| self.clients.get(client).is_some_and(|part| part.running < self.shares.client_running);
        let index = self.rotation.iter().position(may)?;
        let client = self.rotation.remove(index)?;
        let part = self.clients.get_mut(&client)?;
        let ticket = part.waiting.pop_front()?;
        part.running += 1;
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
    pub fn done(&mut self, client: Client) {
        let Some(part) = self.clients.get_mut(&client).filter(|part| part.running > 0) else { return };
        part.running -= 1;
        self.running -= 1;
        self.forget(client);
    }

    /// How many have their turn before, and one: the place in the queue, from 1 on, if nobody else comes. None for who does not wait.
    pub fn place(&self, client: Client, ticket: Ticket) -> Option<usize> {
        let round = self.clients.get(&client)?.waiting.iter().position(|waiting| *waiting == ticket)?;
        let own = self.rotation.iter().position(|waiting| *waiting == client)?;
        let before = |(index, other): (usize, &Client)| {
            let waiting = self.clients.get(other).map_or(0, |part| part.waiting.len());
            waiting.min(if index < own { round + 1 } else { round })
        };
        let others = self.rotation.iter().enumerate().filter(|(index, _)| *index != own).map(before);
        Some(others.sum::<usize>() + round + 1)
    }

    /// Why somebody of this client waits.
    pub fn reason(&self, client: Client) -> Full {
        let running = self.clients.get(&client).map_or(0, |part| part.running);
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

    fn forget(&mut self, client: Client) {
        if self.clients.get(&client).is_some_and(|part| part.running == 0 && part.waiting.is_empty()) {
            self.clients.remove(&client);
        }
    }
}

#[cfg(test)]
mod tests;
