//! What a client does when the server is busy: it waits as long as the server asks, tries again, and gives up in the end. This has no clock and no
//! randomness of its own, so that every client can use it.

use std::time::Duration;

/// How long a client tries in all.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// The first wait, when the server asks for a shorter one.
const FIRST: Duration = Duration::from_secs(1);

/// So often the wait becomes twice as long.
const DOUBLINGS: u32 = 5;

/// The tries of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retry {
    refusals: u32,
}

impl Retry {
    /// The wait before the next try after one more refusal; none when it is time to give up, or when waiting does not help.
    ///
    /// `asked` is what the server asks for, `elapsed` the time since the first try, and `chance` a number from 0 to 1 by which clients that were refused
    /// together come back apart.
    pub fn refused(&mut self, asked: Option<Duration>, elapsed: Duration, chance: f64) -> Option<Duration> {
        let least = FIRST * 2_u32.pow(self.refusals.min(DOUBLINGS));
        self.refusals = self.refusals.saturating_add(1);
        let chance = if chance.is_finite() { chance.clamp(0.0, 1.0) } else { 0.0 };
        let asked = asked.filter(|asked| *asked <= PATIENCE)?;
        // Not before the server asks.
        let wait = asked.max(least).mul_f64(1.0 + chance / 2.0);
        (elapsed.saturating_add(wait) <= PATIENCE).then_some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn seconds(retry: &mut Retry, asked: u64, elapsed: u64, chance: f64) -> Option<f64> {
        let wait = retry.refused(Some(SECOND * u32::try_from(asked).unwrap()), Duration::from_secs(elapsed), chance);
        wait.map(|wait| wait.as_secs_f64())
    }

    #[test]
    fn waits_are_what_the_server_asks_for_and_grow() {
        let mut retry = Retry::default();
        let waits: Vec<_> = (0..8).map(|_| seconds(&mut retry, 5, 0, 0.0).unwrap()).collect();
        assert_eq!(waits, [5.0, 5.0, 5.0, 8.0, 16.0, 32.0, 32.0, 32.0]);
    }

    #[test]
    fn those_who_were_refused_together_come_back_apart_and_never_too_early() {
        let waits = [0.0, 0.5, 1.0, 7.0, f64::NAN].map(|chance| seconds(&mut Retry::default(), 4, 0, chance));
        assert_eq!(waits, [4.0, 5.0, 6.0, 6.0, 4.0].map(Some));
    }

    #[test]
    fn it_gives_up_when_waiting_does_not_help_or_took_too_long() {
        assert_eq!(Retry::default().refused(None, Duration::ZERO, 0.0), None);
        assert_eq!(seconds(&mut Retry::default(), 86_400, 0, 0.0), None);
        assert_eq!(seconds(&mut Retry::default(), 5, 596, 0.0), None);
        assert_eq!(seconds(&mut Retry::default(), 5, 595, 0.0), Some(5.0));
    }

    #[test]
    fn tries_are_bounded() {
        let (mut retry, mut elapsed, mut tries) = (Retry::default(), Duration::ZERO, 0);
        while let Some(wait) = retry.refused(Some(Duration::ZERO), elapsed, 0.3) {
            elapsed += wait;
            tries += 1;
        }
        assert!(elapsed <= PATIENCE && (15..30).contains(&tries), "{tries} tries in {elapsed:?}");
    }
}
