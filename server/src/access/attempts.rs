//! Attempts in a window of time that slides, counted for each key. It has no clock of its own: whoever asks says what time it is.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::time::{Duration, Instant};

/// Keys that are remembered; beyond it the one is forgotten whose last attempt is the oldest.
const REMEMBERED: usize = 10_000;

/// The latest attempts of each key.
#[derive(Debug)]
pub struct Attempts<K> {
    most: usize,
    window: Duration,
    made: HashMap<K, VecDeque<Instant>>,
}

impl<K: Eq + Hash + Clone> Attempts<K> {
    /// At most so many attempts of a key in a window.
    pub fn new(most: usize, window: Duration) -> Self {
        Self { most, window, made: HashMap::new() }
    }

    /// Time until the key may try again; none when it may now.
    pub fn wait(&self, key: &K, now: Instant) -> Option<Duration> {
        let made = self.made.get(key)?;
        // When the first of the latest `most` attempts leaves the window there is room.
        let first = made.get(made.len().checked_sub(self.most)?)?;
        let left = self.window.saturating_sub(now.saturating_duration_since(*first));
        (!left.is_zero()).then_some(left)
    }

    /// Counts an attempt; or says in which time there may be one.
    ///
    /// # Errors
    /// The time until the next attempt is allowed.
    pub fn make(&mut self, key: K, now: Instant) -> Result<(), Duration> {
        if let Some(wait) = self.wait(&key, now) {
            return Err(wait);
        }
        if !self.made.contains_key(&key) {
            self.make_room(now);
        }
        let made = self.made.entry(key).or_default();
        if made.len() >= self.most {
            made.pop_front();
        }
        made.push_back(now);
        Ok(())
    }

    /// Takes an attempt back that was made at this time.
    pub fn take_back(&mut self, key: &K, made_at: Instant) {
        let Some(made) = self.made.get_mut(key) else { return };
        if let Some(place) = made.iter().rposition(|at| *at == made_at) {
            made.remove(place);
        }
        if made.is_empty() {
            self.made.remove(key);
        }
    }

    /// Forgets the attempts of a key.
    pub fn forget(&mut self, key: &K) {
        self.made.remove(key);
    }

    fn make_room(&mut self, now: Instant) {
        if self.made.len() < REMEMBERED {
            return;
        }
        let window = self.window;
        self.made.retain(|_, made| made.back().is_some_and(|last| now.saturating_duration_since(*last) < window));
        if self.made.len() < REMEMBERED {
            return;
        }
        let oldest = self.made.iter().min_by_key(|(_, made)| made.back().copied()).map(|(key, _)| key.clone());
        if let Some(oldest) = oldest {
            self.made.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn the_window_slides() {
        let (mut attempts, start) = (Attempts::new(2, 10 * SECOND), Instant::now());
        assert_eq!(attempts.make("ada", start), Ok(()));
        assert_eq!(attempts.make("ada", start + 4 * SECOND), Ok(()));
        assert_eq!(attempts.make("ada", start + 5 * SECOND), Err(5 * SECOND));
        assert_eq!(attempts.make("bob", start + 5 * SECOND), Ok(()));
        assert_eq!(attempts.make("ada", start + 10 * SECOND), Ok(()));
        assert_eq!(attempts.wait(&"ada", start + 11 * SECOND), Some(3 * SECOND));
        assert_eq!(attempts.wait(&"ada", start + 14 * SECOND), None);
    }

    #[test]
    fn what_was_no_failure_is_taken_back() {
        let (mut attempts, start) = (Attempts::new(2, 10 * SECOND), Instant::now());
        for second in 0..20 {
            let now = start + second * SECOND / 10;
            assert_eq!(attempts.make("ada", now), Ok(()), "{second}");
            attempts.take_back(&"ada", now);
        }
        assert!(attempts.made.is_empty());
        attempts.make("ada", start).unwrap();
        attempts.make("ada", start).unwrap();
        attempts.forget(&"ada");
        assert_eq!(attempts.wait(&"ada", start), None);
    }

    #[test]
    fn memory_is_bounded_and_the_latest_are_kept() {
        let (mut attempts, start) = (Attempts::new(1, 1_000_000 * SECOND), Instant::now());
        for key in 0..=u32::try_from(REMEMBERED).unwrap() {
            attempts.make(key, start + key * SECOND).unwrap();
        }
        assert_eq!(attempts.made.len(), REMEMBERED);
        assert_eq!(attempts.wait(&0, start), None, "the oldest");
        assert!(attempts.wait(&1, start).is_some());
    }
}
