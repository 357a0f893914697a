//! What a job is asked to do, and how patient it is.

use crate::backend::Backend;
use crate::job::Job;
use api::platform::job::Until;
use api::retry::{Policy, Retry};
use bytes::Bytes;
use std::sync::Arc;
use std::time::Duration;

/// How to publish. What is published is given with it: it is not kept once it was sent.
#[derive(Debug)]
pub struct Order {
    /// Where to stop.
    pub until: Until,
    /// Whether to wait between preparing and deploying.
    pub two_step: bool,
    /// Whom to tell.
    pub job: Arc<Job>,
    /// Over which way.
    pub backend: Arc<Backend>,
    /// How patient to be.
    pub pace: Pace,
}

/// What is published.
#[derive(Debug)]
pub enum What {
    /// These bytes, as a new version.
    Xif(Bytes),
    /// A version that is on the server.
    Version(String),
}

/// How patient a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Between two questions for messages. The vendor's own client asks every second.
    pub poll: Duration,
    /// Questions for messages that may fail in a row before the end of the publish counts as unknown.
    pub failures: u32,
    /// Until a publish is given up; the time in which it waits for the user does not count.
    pub publish: Duration,
    /// Until a publish that waits for its user is given up. Credentials are in memory meanwhile.
    pub waiting: Duration,
}

impl Pace {
    /// The tries of one question for messages.
    pub fn retry(&self) -> Retry {
        Retry::new(Policy::poll(self.poll, self.failures))
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            poll: Duration::from_secs(1),
            failures: 10,
            publish: Duration::from_secs(30 * 60),
            waiting: Duration::from_secs(2 * 60 * 60),
        }
    }
}
