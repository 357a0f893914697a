//! How long to wait until the server is tried again.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(500);
/// So long at most, whatever the server asks for: it may work again at any moment.
const LONGEST: Duration = Duration::from_secs(60);
/// As often the wait becomes twice as long.
const DOUBLINGS: u32 = 7;

/// Waits that become twice as long each time, until something succeeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The wait after one more failure: at least as long as the server asks for, and a minute at most.
    pub(super) fn fail(&mut self, asked: Option<Duration>) -> Duration {
        let wait = FIRST * 2_u32.pow(self.failures.min(DOUBLINGS));
        self.failures = self.failures.saturating_add(1);
        wait.max(asked.unwrap_or_default()).min(LONGEST)
    }

    /// Something succeeded: the next wait is a short one.
    pub(super) fn restore(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_a_minute_and_begin_anew_after_a_success() {
        let mut backoff = Backoff::default();
        let waits: Vec<u128> = (0..9).map(|_| backoff.fail(None).as_millis()).collect();
        assert_eq!(waits, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
        backoff.restore();
        assert_eq!(backoff.fail(None), FIRST);
    }

    #[test]
    fn the_server_may_ask_for_a_longer_wait_but_not_for_more_than_a_minute() {
        let mut backoff = Backoff::default();
        assert_eq!(backoff.fail(Some(Duration::from_secs(5))), Duration::from_secs(5));
        assert_eq!(backoff.fail(Some(Duration::from_secs(86_400))), LONGEST);
        assert_eq!(backoff.fail(Some(Duration::ZERO)), Duration::from_secs(2));
    }
}
