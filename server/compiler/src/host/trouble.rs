//! When hosts that do not start are tried again.

use std::time::{Duration, Instant};

/// Starts that fail one after the other before there is a pause.
const FAILURES: u32 = 3;

/// The pause.
const PAUSE: Duration = Duration::from_secs(60);

/// What is known of starts.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    failures: u32,
    last: Option<Instant>,
}

impl Trouble {
    /// Whether a start is worth its time.
    pub(super) fn may_start(&self, now: Instant) -> bool {
        self.failures < FAILURES || self.last.is_none_or(|last| now.saturating_duration_since(last) >= PAUSE)
    }

    /// A host started.
    pub(super) fn started(&mut self) {
        *self = Self::default();
    }

    /// A host did not start.
    pub(super) fn failed(&mut self, now: Instant) {
        self.failures += 1;
        self.last = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_three_failures_there_is_a_pause() {
        let start = Instant::now();
        let mut trouble = Trouble::default();
        for _ in 0..FAILURES {
            assert!(trouble.may_start(start));
            trouble.failed(start);
        }
        assert!(!trouble.may_start(start + Duration::from_secs(59)));
        assert!(trouble.may_start(start + PAUSE));
        trouble.failed(start + PAUSE);
        assert!(!trouble.may_start(start + PAUSE + Duration::from_secs(1)));
        trouble.started();
        assert!(trouble.may_start(start + PAUSE));
    }
}
