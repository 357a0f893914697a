//! How fast a body has to arrive.

use std::time::Duration;

/// The least speed of bodies. Time that the server lets a body wait does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// So long the speed does not matter.
    pub grace: Duration,
    /// Bytes a second, on the average, after that.
    pub speed: u32,
    /// Between two pieces.
    pub idle: Duration,
    /// For all of it, however fast it is.
    pub whole: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            grace: Duration::from_secs(10),
            speed: 32 << 10,
            idle: Duration::from_secs(10),
            whole: Duration::from_secs(5 * 60),
        }
    }
}

impl Pace {
    /// When the next piece has to be there, counted from the begin: so much is there, and the last piece came at this time.
    pub fn due(&self, received: u64, last: Duration) -> Duration {
        let earned = Duration::from_secs(received / u64::from(self.speed.max(1)));
        (self.grace + earned).min(last + self.idle).min(self.whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace {
        grace: Duration::from_secs(10),
        speed: 1000,
        idle: Duration::from_secs(7),
        whole: Duration::from_secs(60),
    };

    fn due(received: u64, last: u64) -> u64 {
        PACE.due(received, Duration::from_secs(last)).as_secs()
    }

    #[test]
    fn who_sends_nothing_is_not_waited_for() {
        assert_eq!(due(0, 0), 7);
        assert_eq!(due(1_000_000, 20), 27);
    }

    #[test]
    fn who_sends_little_earns_little() {
        assert_eq!(due(1, 9), 10);
        assert_eq!(due(5_000, 14), 15);
    }

    #[test]
    fn nobody_takes_longer_than_the_whole_time() {
        assert_eq!(due(1_000_000, 59), 60);
    }
}
