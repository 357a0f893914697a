//! How much each client address may do in a minute and in a day, and the network that it is in. Whoever has many addresses has few networks.

mod bucket;

use super::limits::ClientLimits;
use api::problem::{Code, Problem};
use bucket::{Bucket, Rate};
use lru::LruCache;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use web::client::Client;

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
    begin: Instant,
    known: Mutex<[LruCache<IpAddr, Usage>; LEVELS]>,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Requests,
    Sent,
    Read,
    DailySent,
    DailyDrafts,
}

/// A bucket for each [`Measure`].
type Usage = [Bucket; 5];

/// A client, and two sizes of networks that it is in.
const LEVELS: usize = 3;

/// One of these: who it is, and how many times as much as one client it may do.
#[derive(Debug, Clone, Copy)]
struct Share {
    level: usize,
    address: IpAddr,
    parts: u64,
}

/// Parts of a /56 of IPv6, which many providers give to one subscriber.
const NEAR_PARTS: u64 = 4;

/// Parts of a /48 of IPv6, which a site has, and of a /24 of IPv4, the smallest network that is routed.
const WIDE_PARTS: u64 = 16;

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Clients that are remembered, and networks of each size; of more, those are forgotten that came the longest ago.
const REMEMBERED: usize = 50_000;

impl Rates {
    /// Nobody did anything yet.
    pub fn new(limits: ClientLimits) -> Self {
        Self::with_memory(limits, NonZeroUsize::new(REMEMBERED).unwrap_or(NonZeroUsize::MIN))
    }

    fn with_memory(limits: ClientLimits, remembered: NonZeroUsize) -> Self {
        let known = std::array::from_fn(|_| LruCache::new(remembered));
        Self { limits, begin: Instant::now(), known: Mutex::new(known) }
    }

    /// Counts a request.
    ///
    /// # Errors
    /// When there were too many; it is not counted then. So do the others.
    pub fn request(&self, client: Client) -> Result<(), TooMany> {
        self.requests(client, 1)
    }

    /// Counts what costs as much as so many requests.
    ///
    /// # Errors
    /// When the client has done too much lately. The error says when it may go on.
    pub fn requests(&self, client: Client, requests: u64) -> Result<(), TooMany> {
        self.take(client, &[(Measure::Requests, requests)])
    }

    /// Counts bytes that a client is about to send.
    ///
    /// # Errors
    /// When the client has sent too much lately. The error says when it may go on.
    pub fn bytes(&self, client: Client, bytes: u64) -> Result<(), TooMany> {
        self.take(client, &[(Measure::Sent, bytes), (Measure::DailySent, bytes)])
    }

    /// Counts a draft that a client is about to create.
    ///
    /// # Errors
    /// When the client has created too many lately. The error says when it may go on.
    pub fn draft(&self, client: Client) -> Result<(), TooMany> {
        self.take(client, &[(Measure::DailyDrafts, 1)])
    }

    /// Whether a client may read now. An answer that has begun is given whole, and what it had too much is waited for afterwards.
    ///
    /// # Errors
    /// When the client has read too much lately. The error says when it may go on.
    pub fn reading(&self, client: Client) -> Result<(), TooMany> {
        self.take(client, &[(Measure::Read, 1)])
    }

    /// Counts bytes that a client reads.
    pub fn read(&self, client: Client, bytes: u64) {
        let now = self.begin.elapsed();
        let mut known = self.lock();
        for share in shares(client) {
            let Some(usages) = known.get_mut(share.level) else { continue };
            let rate = Measure::Read.rate(&self.limits, share.parts);
            usages.get_or_insert_mut(share.address, Usage::default)[Measure::Read as usize].owe(now, bytes, rate);
        }
    }

    /// Takes all of it from the client and its networks, or nothing from any.
    fn take(&self, client: Client, costs: &[(Measure, u64)]) -> Result<(), TooMany> {
        let now = self.begin.elapsed();
        let mut known = self.lock();
        let mut changed = Vec::with_capacity(LEVELS);
        for share in shares(client) {
            let Some(usages) = known.get_mut(share.level) else { continue };
            let mut usage = *usages.get_or_insert(share.address, Usage::default);
            for &(measure, cost) in costs {
                let taken = usage[measure as usize].take(now, cost, measure.rate(&self.limits, share.parts));
                taken.map_err(|wait| TooMany {
                    problem: measure.problem(&self.limits, share.parts),
                    retry_after: wait.as_secs().saturating_add(1),
                })?;
            }
            changed.push((share, usage));
        }
        for (share, usage) in changed {
            if let Some(usages) = known.get_mut(share.level) {
                usages.put(share.address, usage);
            }
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, [LruCache<IpAddr, Usage>; LEVELS]> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Measure {
    fn rate(self, limits: &ClientLimits, parts: u64) -> Rate {
        let (most, period) = match self {
            Self::Requests => (limits.requests, MINUTE),
            Self::Sent => (limits.bytes, MINUTE),
            Self::Read => (limits.read_bytes, MINUTE),
            Self::DailySent => (limits.daily_bytes, DAY),
            Self::DailyDrafts => (limits.daily_drafts, DAY),
        };
        Rate { most: most.saturating_mul(parts), period }
    }

    fn problem(self, limits: &ClientLimits, parts: u64) -> Problem {
        let most = self.rate(limits, parts).most;
        let whose = if parts == 1 { "your address" } else { "the network of your address" };
        match self {
            Self::Requests => {
                Problem::new(Code::DraftRate, format!("More than {most} requests came from {whose} in a minute."))
            }
            Self::Sent => {
                Problem::new(Code::DraftRate, format!("More than {} MiB came from {whose} in a minute.", most >> 20))
            }
            Self::Read => Problem::new(
                Code::DraftRate,
                format!("More than {} MiB were read from {whose} in a minute.", most >> 20),
            ),
            Self::DailySent => {
                Problem::new(Code::DraftQuota, format!("More than {} MiB came from {whose} in a day.", most >> 20))
            }
            Self::DailyDrafts => {
                Problem::new(Code::DraftQuota, format!("More than {most} drafts were shared from {whose} in a day."))
            }
        }
    }
}

/// The client, and the networks that it is in.
fn shares(client: Client) -> impl Iterator<Item = Share> {
    let (near, wide): (Option<IpAddr>, IpAddr) = match client.address() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            (None, Ipv4Addr::new(a, b, c, 0).into())
        }
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            let near = Ipv6Addr::new(a, b, c, d & 0xff00, 0, 0, 0, 0);
            (Some(near.into()), Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0).into())
        }
    };
    let own = Share { level: 0, address: client.address(), parts: 1 };
    let near = near.map(|address| Share { level: 1, address, parts: NEAR_PARTS });
    std::iter::once(own).chain(near).chain([Share { level: 2, address: wide, parts: WIDE_PARTS }])
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: ClientLimits = ClientLimits {
        requests: 2,
        bytes: 10,
        read_bytes: 10,
        daily_bytes: 15,
        daily_drafts: 1,
        readers: 1,
        streams: 1,
    };

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
        let (mut rates, client) = (Rates::new(LIMITS), client("10.0.0.1"));
        assert_eq!(code(rates.bytes(client, 11)), Some(Code::DraftRate));
        assert_eq!(rates.bytes(client, 10), Ok(()));
        assert_eq!(code(rates.bytes(client, 5)), Some(Code::DraftRate));
        rates.begin = rates.begin.checked_sub(MINUTE).unwrap();
        assert_eq!(code(rates.bytes(client, 7)), Some(Code::DraftQuota));
        assert_eq!(rates.bytes(client, 5), Ok(()));
        assert_eq!(rates.draft(client), Ok(()));
        assert_eq!(code(rates.draft(client)), Some(Code::DraftQuota));
    }

    #[test]
    fn who_read_much_waits_until_it_is_made_up_for() {
        let (mut rates, client) = (Rates::new(LIMITS), client("10.0.0.1"));
        assert_eq!(rates.reading(client), Ok(()));
        rates.read(client, 29);
        assert!((110..=130).contains(&rates.reading(client).unwrap_err().retry_after));
        rates.begin = rates.begin.checked_sub(2 * MINUTE).unwrap();
        assert_eq!(code(rates.reading(client)), Some(Code::DraftRate));
        rates.begin = rates.begin.checked_sub(Duration::from_secs(10)).unwrap();
        assert_eq!(rates.reading(client), Ok(()));
    }

    /// A /48 has 65,536 networks of subscribers, each of which would be a client of its own.
    #[test]
    fn many_addresses_of_one_network_are_one_network() {
        for (near, network) in [("2001:db8:0:", NEAR_PARTS), ("2001:db8:0:1", NEAR_PARTS)] {
            let rates = Rates::new(LIMITS);
            let allowed = (0..100).filter(|last| rates.draft(client(&format!("{near}{last:02}::1"))).is_ok()).count();
            assert_eq!(allowed as u64, network, "{near}");
        }
        let rates = Rates::new(LIMITS);
        let wide = |part: u64| client(&format!("2001:db8:0:{part:x}00::1"));
        assert_eq!((0..200).filter(|&part| rates.draft(wide(part)).is_ok()).count() as u64, WIDE_PARTS);
        let refused = rates.draft(wide(201)).unwrap_err().problem;
        assert!(refused.detail.contains("the network of your address"), "{}", refused.detail);
        assert_eq!(rates.draft(client("2001:db8:1::1")), Ok(()), "another network has its own count");
        let rates = Rates::new(LIMITS);
        let allowed = (0..256).filter(|last| rates.draft(client(&format!("192.0.2.{last}"))).is_ok()).count();
        assert_eq!(allowed as u64, WIDE_PARTS);
        assert_eq!(rates.draft(client("192.0.3.1")), Ok(()));
    }

    #[test]
    fn who_comes_again_is_remembered_however_many_others_come() {
        let rates = Rates::with_memory(LIMITS, NonZeroUsize::new(10).unwrap());
        let busy = client("10.0.0.1");
        assert_eq!(rates.draft(busy), Ok(()));
        for number in 0..1000_u16 {
            let [high, low] = number.to_be_bytes();
            assert_eq!(rates.draft(client(&format!("11.{high}.{low}.1"))), Ok(()));
            assert_eq!(code(rates.draft(busy)), Some(Code::DraftQuota), "after {number} others");
        }
        assert!(rates.lock().iter().all(|usages| usages.len() <= 10));
    }

    #[test]
    fn what_a_network_may_not_its_client_is_not_charged_for() {
        let rates = Rates::new(LIMITS);
        for last in 1..=16 {
            assert_eq!(rates.bytes(client(&format!("192.0.2.{last}")), 10), Ok(()));
        }
        let late = client("192.0.2.99");
        assert_eq!(code(rates.bytes(late, 10)), Some(Code::DraftRate));
        let usage = rates.lock()[0].get(&late.address()).copied();
        assert_eq!(usage, Some(Usage::default()));
    }
}
