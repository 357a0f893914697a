//! How much each client address may do in a minute and in a day.

use super::limits::ClientLimits;
use crate::client::Client;
use api::problem::{Code, Problem};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A request that came too early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooMany {
    /// What was too much.
    pub problem: Problem,
    /// Seconds until it is worth trying again.
    pub retry_after: u64,
}

/// What clients did lately.
#[derive(Debug)]
pub struct Rates {
    limits: ClientLimits,
    clients: Mutex<HashMap<Client, Usage>>,
}

#[derive(Debug, Clone, Copy)]
struct Usage {
    minute: Window,
    requests: u64,
    bytes: u64,
    day: Window,
    daily_bytes: u64,
    daily_drafts: u64,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    start: Instant,
    length: Duration,
}

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Clients that are remembered; beyond it those are forgotten who did nothing in this minute.
const REMEMBERED: usize = 50_000;

impl Rates {
    /// Nobody did anything yet.
    pub fn new(limits: ClientLimits) -> Self {
        Self { limits, clients: Mutex::default() }
    }

    /// Counts a request.
    pub fn request(&self, client: Client) -> Result<(), TooMany> {
        self.change(client, |usage, limits| {
            usage.requests += 1;
            let what = format!("More than {} requests came from your address in a minute.", limits.requests);
            usage.minute.check(usage.requests <= limits.requests, Code::DraftRate, what)
        })
    }

    /// Counts bytes that a client is about to send.
    pub fn bytes(&self, client: Client, bytes: u64) -> Result<(), TooMany> {
        self.change(client, |usage, limits| {
            let (minute, day) = (usage.bytes.saturating_add(bytes), usage.daily_bytes.saturating_add(bytes));
            let of_minute = format!("More than {} MiB came from your address in a minute.", limits.bytes >> 20);
            usage.minute.check(minute <= limits.bytes, Code::DraftRate, of_minute)?;
            let of_day = format!("More than {} MiB came from your address in a day.", limits.daily_bytes >> 20);
            usage.day.check(day <= limits.daily_bytes, Code::DraftQuota, of_day)?;
            (usage.bytes, usage.daily_bytes) = (minute, day);
            Ok(())
        })
    }

    /// Counts a draft that a client is about to create.
    pub fn draft(&self, client: Client) -> Result<(), TooMany> {
        self.change(client, |usage, limits| {
            let what = format!("More than {} drafts were shared from your address in a day.", limits.daily_drafts);
            usage.day.check(usage.daily_drafts < limits.daily_drafts, Code::DraftQuota, what)?;
            usage.daily_drafts += 1;
            Ok(())
        })
    }

    fn change<T>(&self, client: Client, change: impl FnOnce(&mut Usage, &ClientLimits) -> T) -> T {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if clients.len() >= REMEMBERED && !clients.contains_key(&client) {
            clients.retain(|_, usage| !usage.minute.is_over());
        }
        let usage = clients.entry(client).or_insert_with(Usage::new);
        usage.forget_what_is_over();
        change(usage, &self.limits)
    }
}

impl Usage {
    fn new() -> Self {
        let (minute, day) = (Window::new(MINUTE), Window::new(DAY));
        Self { minute, requests: 0, bytes: 0, day, daily_bytes: 0, daily_drafts: 0 }
    }

    fn forget_what_is_over(&mut self) {
        if self.day.is_over() {
            *self = Self::new();
        } else if self.minute.is_over() {
            (self.minute, self.requests, self.bytes) = (Window::new(MINUTE), 0, 0);
        }
    }
}

impl Window {
    fn new(length: Duration) -> Self {
        Self { start: Instant::now(), length }
    }

    fn is_over(&self) -> bool {
        self.start.elapsed() >= self.length
    }

    fn check(&self, within: bool, code: Code, what: String) -> Result<(), TooMany> {
        let retry_after = self.length.saturating_sub(self.start.elapsed()).as_secs() + 1;
        if within { Ok(()) } else { Err(TooMany { problem: Problem::new(code, what), retry_after }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: ClientLimits =
        ClientLimits { requests: 2, bytes: 10, daily_bytes: 15, daily_drafts: 1, readers: 1, streams: 1 };

    fn client(address: &str) -> Client {
        Client::new(address.parse().unwrap())
    }

    fn code<T: std::fmt::Debug>(result: Result<T, TooMany>) -> Option<Code> {
        result.unwrap_err().problem.kind()
    }

    #[test]
    fn each_client_has_its_own_count() {
        let rates = Rates::new(LIMITS);
        for _ in 0..2 {
            assert_eq!(rates.request(client("10.0.0.1")), Ok(()));
        }
        let refused = rates.request(client("10.0.0.1")).unwrap_err();
        assert!((1..=60).contains(&refused.retry_after) && refused.problem.kind() == Some(Code::DraftRate));
        assert_eq!(rates.request(client("10.0.0.2")), Ok(()));
    }

    #[test]
    fn bytes_and_drafts_are_counted() {
        let (rates, client) = (Rates::new(LIMITS), client("10.0.0.1"));
        assert_eq!(code(rates.bytes(client, 11)), Some(Code::DraftRate));
        assert_eq!(rates.bytes(client, 10), Ok(()));
        let over = Instant::now().checked_sub(MINUTE).unwrap();
        rates.clients.lock().unwrap().get_mut(&client).unwrap().minute.start = over;
        assert_eq!(code(rates.bytes(client, 6)), Some(Code::DraftQuota));
        assert_eq!(rates.bytes(client, 5), Ok(()));
        assert_eq!(rates.draft(client), Ok(()));
        assert_eq!(code(rates.draft(client)), Some(Code::DraftQuota));
    }
}
