//! How much is kept of connections and publishes, and how long.

use std::time::Duration;

/// Numbers, sizes and times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeping {
    /// Connections with credentials at one time.
    pub sessions: usize,
    /// Those of one client.
    pub sessions_part: usize,
    /// Publishes that are at work; each may hold a XIF in memory.
    pub running: usize,
    /// Those of one client.
    pub running_part: usize,
    /// Publishes that are not over, those that wait for their users among them.
    pub unended: usize,
    /// Those of one client.
    pub unended_part: usize,
    /// Publishes that are over.
    pub ended_number: usize,
    /// Bytes of all publishes; those that ended first are forgotten first.
    pub bytes: usize,
    /// Until an unused connection ends.
    pub idle: Duration,
    /// Until an ended publish is forgotten.
    pub ended: Duration,
}

impl Default for Keeping {
    fn default() -> Self {
        Self {
            sessions: 500,
            sessions_part: 20,
            running: 16,
            running_part: 4,
            unended: 128,
            unended_part: 8,
            ended_number: 1000,
            bytes: 64 << 20,
            idle: Duration::from_secs(30 * 60),
            ended: Duration::from_secs(60 * 60),
        }
    }
}
