//! A bucket that fills steadily and from which is taken: so much at once, and in the long run so much in each period.

use std::time::Duration;

/// How much a full bucket holds, and in which time an empty one becomes full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate {
    /// What it holds.
    pub(super) most: u64,
    /// The time.
    pub(super) period: Duration,
}

/// How far one is from being full: the time at which it will be, since a beginning that all share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Bucket {
    full_at: Duration,
}

impl Bucket {
    /// Takes so much, if it is there now.
    ///
    /// # Errors
    /// The time until it is there. Nothing is taken then.
    pub(super) fn take(&mut self, now: Duration, cost: u64, rate: Rate) -> Result<(), Duration> {
        if cost > rate.most {
            return Err(rate.period);
        }
        let full_at = self.after(now, cost, rate);
        let late = full_at.saturating_sub(now).saturating_sub(rate.period);
        if !late.is_zero() {
            return Err(late);
        }
        self.full_at = full_at;
        Ok(())
    }

    /// Takes what was used already, though it is more than was there: the bucket owes it.
    pub(super) fn owe(&mut self, now: Duration, cost: u64, rate: Rate) {
        self.full_at = self.after(now, cost, rate);
    }

    fn after(self, now: Duration, cost: u64, rate: Rate) -> Duration {
        let nanos = rate.period.as_nanos().saturating_mul(cost.into()) / u128::from(rate.most.max(1));
        self.full_at.max(now).saturating_add(Duration::from_nanos(nanos.try_into().unwrap_or(u64::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RATE: Rate = Rate { most: 60, period: Duration::from_secs(60) };

    fn second(number: u64) -> Duration {
        Duration::from_secs(number)
    }

    #[test]
    fn all_of_it_at_once_and_then_as_it_fills() {
        let mut bucket = Bucket::default();
        assert_eq!(bucket.take(second(1000), 60, RATE), Ok(()));
        assert_eq!(bucket.take(second(1000), 5, RATE), Err(second(5)));
        assert_eq!(bucket.take(second(1004), 5, RATE), Err(second(1)), "what was refused took nothing");
        assert_eq!(bucket.take(second(1005), 5, RATE), Ok(()));
        assert_eq!(bucket.take(second(9999), 61, RATE), Err(second(60)), "that is never there");
    }

    #[test]
    fn what_is_owed_comes_off_first() {
        let mut bucket = Bucket::default();
        bucket.owe(second(0), 180, RATE);
        assert_eq!(bucket.take(second(119), 1, RATE), Err(second(2)));
        assert_eq!(bucket.take(second(121), 1, RATE), Ok(()));
    }

    proptest! {
        #[test]
        fn no_more_than_the_rate_and_one_full_bucket(asked in prop::collection::vec((0u64..10_000, 0u64..100), 1..200)) {
            let (mut bucket, mut now, mut taken) = (Bucket::default(), Duration::ZERO, 0);
            for (pause, cost) in asked {
                now += Duration::from_millis(pause);
                if bucket.take(now, cost, RATE).is_ok() {
                    taken += cost;
                }
                prop_assert!(taken <= RATE.most + now.as_secs() + 1);
            }
        }

        #[test]
        fn no_number_is_too_large(full_at: u64, now: u64, cost: u64, most: u64) {
            let mut bucket = Bucket { full_at: Duration::from_nanos(full_at) };
            let rate = Rate { most, period: Duration::from_secs(24 * 60 * 60) };
            let _either = bucket.take(Duration::from_nanos(now), cost, rate);
            bucket.owe(Duration::from_nanos(now), cost, rate);
        }
    }
}
