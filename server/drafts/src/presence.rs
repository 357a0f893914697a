//! Who is there: what pages show of themselves, in memory only, until they stop.

use api::draft::{ClientId, PRESENCE_SECONDS};
use bytes::Bytes;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// The pages that show their presence in one draft.
#[derive(Debug, Default)]
pub struct Presence {
    pages: BTreeMap<ClientId, Page>,
    /// Counts changes.
    turn: u64,
}

#[derive(Debug)]
struct Page {
    /// What it shows; none when it is gone.
    shown: Option<Bytes>,
    /// When it changed last.
    turn: u64,
    /// When it is gone, or when it is forgotten that it was there.
    until: Instant,
}

/// More pages than may be present.
#[derive(Debug, PartialEq, Eq)]
pub struct TooManyPages;

const STAYS: Duration = Duration::from_secs(PRESENCE_SECONDS);

/// Pages of which it is known that they are gone, for each that may be present. Beyond it the first one that went is forgotten.
const GONE_SHARE: usize = 10;

impl Presence {
    /// A page shows this from now on; empty: it is gone. Says whether that is news.
    ///
    /// # Errors
    /// When as many pages as may be present are there already.
    pub fn show(&mut self, client: ClientId, blob: Bytes, most: usize) -> Result<bool, TooManyPages> {
        self.sweep();
        let shown = (!blob.is_empty()).then_some(blob);
        let there = self.pages.get(&client).is_some_and(|page| page.shown.is_some());
        if !there && shown.is_none() {
            return Ok(false);
        }
        if !there && self.pages.values().filter(|page| page.shown.is_some()).count() >= most {
            return Err(TooManyPages);
        }
        let until = Instant::now() + STAYS;
        let news = self.pages.get(&client).is_none_or(|page| page.shown != shown);
        if news {
            self.turn += 1;
        }
        let turn = if news { self.turn } else { self.pages.get(&client).map_or(self.turn, |page| page.turn) };
        self.pages.insert(client, Page { shown, turn, until });
        let gone = self.pages.iter().filter(|(_, page)| page.shown.is_none());
        if gone.clone().count() > most.saturating_mul(GONE_SHARE)
            && let Some(first) = gone.min_by_key(|(_, page)| page.turn).map(|(client, _)| *client)
        {
            self.pages.remove(&first);
        }
        Ok(news)
    }

    /// Pages that stopped are gone. Says whether any is.
    pub fn sweep(&mut self) -> bool {
        let now = Instant::now();
        self.pages.retain(|_, page| page.shown.is_some() || page.until > now);
        let before = self.turn;
        for page in self.pages.values_mut().filter(|page| page.until <= now) {
            self.turn += 1;
            *page = Page { shown: None, turn: self.turn, until: now + STAYS };
        }
        self.turn != before
    }

    /// What changed after this turn, and the turn to ask with next time. At first (0) only those are told that are there.
    pub fn after(&self, turn: u64) -> (Vec<(ClientId, Option<Bytes>)>, u64) {
        let news = self.pages.iter().filter(|(_, page)| page.turn > turn && (turn > 0 || page.shown.is_some()));
        (news.map(|(client, page)| (*client, page.shown.clone())).collect(), self.turn)
    }

    /// Whether nobody is there.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(byte: u8) -> ClientId {
        ClientId::from_bytes([byte; 16])
    }

    fn shown(presence: &Presence, turn: u64) -> Vec<(u8, Option<Bytes>)> {
        presence.after(turn).0.into_iter().map(|(client, blob)| (client.bytes()[0], blob)).collect()
    }

    #[test]
    fn pages_come_change_and_go() {
        let mut presence = Presence::default();
        let (a, b) = (Bytes::from_static(b"a"), Bytes::from_static(b"b"));
        assert_eq!(presence.show(client(1), a.clone(), 2), Ok(true));
        assert_eq!(presence.show(client(1), a.clone(), 2), Ok(false));
        assert_eq!(presence.show(client(2), b.clone(), 2), Ok(true));
        assert_eq!(presence.show(client(3), b.clone(), 2), Err(TooManyPages));
        let (_, turn) = presence.after(0);
        assert_eq!(shown(&presence, 0), [(1, Some(a)), (2, Some(b.clone()))]);
        assert_eq!(shown(&presence, turn), []);
        assert_eq!(presence.show(client(1), Bytes::new(), 2), Ok(true));
        assert_eq!(presence.show(client(1), Bytes::new(), 2), Ok(false));
        assert_eq!(shown(&presence, turn), [(1, None)]);
        assert_eq!(shown(&presence, 0), [(2, Some(b))]);
    }

    /// Who comes and goes with a new id each time.
    #[test]
    fn pages_that_are_gone_are_bounded() {
        let mut presence = Presence::default();
        for byte in 0..50 {
            presence.show(client(byte), Bytes::from_static(b"a"), 2).unwrap();
            presence.show(client(byte), Bytes::new(), 2).unwrap();
        }
        let gone: Vec<_> = shown(&presence, 1).into_iter().map(|(client, _)| client).collect();
        assert_eq!(gone, (30..50).collect::<Vec<_>>());
    }

    #[test]
    fn a_page_that_stops_is_gone_and_later_forgotten() {
        let mut presence = Presence::default();
        presence.show(client(1), Bytes::from_static(b"a"), 1).unwrap();
        let (_, turn) = presence.after(0);
        let now = Instant::now();
        presence.pages.values_mut().for_each(|page| page.until = now);
        assert!(presence.sweep());
        assert_eq!(shown(&presence, turn), [(1, None)]);
        presence.pages.values_mut().for_each(|page| page.until = now);
        assert!(!presence.sweep() && presence.is_empty());
    }
}
