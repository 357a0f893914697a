//! How a client waits and tries again when something does not work. [`Backoff`] says how the waits grow, [`Retry`] also when to give up. Both have no
//! clock and no randomness of their own, so that every client can use them: the time and a number from 0 to 1 go in, a wait comes out.

use std::time::Duration;

/// How waits grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waits {
    /// The wait after the first failure, when the server asks for a shorter one.
    pub first: Duration,
    /// How each following wait grows.
    pub growth: Growth,
    /// No wait is longer, whatever the server asks for.
    pub longest: Duration,
}

/// How each following wait grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Growth {
    /// Every wait is as long as the first one.
    None,
    /// Each is longer by the first one, until a wait is so many times the first one.
    Steady(u32),
    /// Each is twice as long, so often.
    Doubling(u32),
}

impl Waits {
    /// The session with a log: the server may work again at any moment, so that no wait is longer than a minute.
    pub const LOG: Self =
        Self { first: Duration::from_millis(500), growth: Growth::Doubling(7), longest: Duration::from_secs(60) };

    /// The events of a job in the page, which are followed as long as it is open.
    pub const JOB_IN_PAGE: Self =
        Self { first: Duration::from_secs(1), growth: Growth::None, longest: Duration::from_secs(1) };

    /// Questions that are repeated after this time.
    pub const fn steady(first: Duration) -> Self {
        Self { first, growth: Growth::Steady(10), longest: Duration::MAX }
    }

    /// The wait after so many failures before this one, when nobody asks for a longer one.
    fn after(self, failures: u32) -> Duration {
        let factor = match self.growth {
            Growth::None => 1,
            Growth::Steady(most) => failures.saturating_add(1).min(most),
            Growth::Doubling(most) => 2_u32.saturating_pow(failures.min(most)),
        };
        self.first.saturating_mul(factor)
    }
}

/// Waits that grow with each failure until something succeeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    waits: Waits,
    failures: u32,
}

impl Backoff {
    /// Nothing has failed yet.
    pub const fn new(waits: Waits) -> Self {
        Self { waits, failures: 0 }
    }

    /// The wait after one more failure: at least as long as the server asks for, and at most the longest one.
    pub fn failed(&mut self, asked: Option<Duration>) -> Duration {
        let wait = self.waits.after(self.failures);
        self.failures = self.failures.saturating_add(1);
        wait.max(asked.unwrap_or_default()).min(self.waits.longest)
    }

    /// Something succeeded: the next wait is a short one.
    pub fn succeeded(&mut self) {
        self.failures = 0;
    }
}

/// When to try again, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// How the waits grow.
    pub waits: Waits,
    /// What is worth another try.
    pub when: When,
    /// When to give up.
    pub end: End,
}

/// What is worth another try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Any failure.
    Always,
    /// Only a refusal that says when to come back: the server has not begun then. A longer wait than the longest one is not worth it. Clients that were
    /// refused together come back apart.
    Asked,
}

/// When to give up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// After so many failures.
    Failures(u32),
    /// When the next try would be later than this.
    Time(Duration),
}

impl Policy {
    /// A server that is busy: it refuses before it begins with a request.
    pub const BUSY: Self = {
        let patience = Duration::from_secs(10 * 60);
        let waits = Waits { first: Duration::from_secs(1), growth: Growth::Doubling(5), longest: patience };
        Self { waits, when: When::Asked, end: End::Time(patience) }
    };

    /// The events of a job, of which nobody else tells how it ended.
    pub const JOB: Self = {
        let patience = Duration::from_secs(3 * 60);
        let waits = Waits { first: Duration::from_millis(500), growth: Growth::Steady(10), longest: patience };
        Self { waits, when: When::Always, end: End::Time(patience) }
    };

    /// A small question to the server, beside which something greater waits.
    pub const QUESTION: Self = {
        let pause = Duration::from_secs(2);
        let waits = Waits { first: pause, growth: Growth::None, longest: pause };
        Self { waits, when: When::Always, end: End::Failures(5) }
    };

    /// A question that is put every so often and may fail so many times in a row.
    pub const fn poll(every: Duration, failures: u32) -> Self {
        Self { waits: Waits::steady(every), when: When::Always, end: End::Failures(failures) }
    }
}

/// The tries of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    policy: Policy,
    backoff: Backoff,
}

impl Retry {
    /// Nothing has failed yet.
    pub const fn new(policy: Policy) -> Self {
        Self { policy, backoff: Backoff::new(policy.waits) }
    }

    /// The wait before the next try after one more failure; none when it is time to give up, or when waiting does not help.
    ///
    /// `asked` is what the server asks for, `elapsed` the time since it worked last, or since the first try, and `chance` a number from 0 to 1 by which
    /// clients that were refused together come back apart.
    pub fn failed(&mut self, asked: Option<Duration>, elapsed: Duration, chance: f64) -> Option<Duration> {
        let least = self.backoff.failed(asked);
        let wait = match self.policy.when {
            When::Always => least,
            When::Asked => {
                asked.filter(|asked| *asked <= self.policy.waits.longest)?;
                let chance = if chance.is_finite() { chance.clamp(0.0, 1.0) } else { 0.0 };
                // Later, never before the server asks.
                least.mul_f64(1.0 + chance / 2.0)
            }
        };
        let goes_on = match self.policy.end {
            End::Failures(most) => self.backoff.failures < most,
            End::Time(patience) => elapsed.saturating_add(wait) <= patience,
        };
        goes_on.then_some(wait)
    }

    /// Something succeeded: what fails from now on is counted anew.
    pub fn succeeded(&mut self) {
        self.backoff.succeeded();
    }
}

#[cfg(test)]
mod tests;
