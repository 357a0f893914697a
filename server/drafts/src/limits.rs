//! What may be kept and sent.

use api::draft::DraftLimits;
use std::time::Duration;

/// The limits of shared drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of one draft.
    pub draft: DraftLimits,
    /// Of one client address.
    pub client: ClientLimits,
    /// Bytes of all drafts together, each object counted in whole blocks.
    pub total_bytes: u64,
    /// Bytes that stay free on the disk of a folder.
    pub free_bytes: u64,
    /// Drafts in memory. Of more, those go that nobody uses at this moment; they are read again when they are asked for.
    pub open: usize,
    /// Answers with revisions at the same time, each of which has a few of them in memory; others wait for their turn.
    pub readers: usize,
    /// Streams of events at the same time.
    pub streams: usize,
    /// Pages that show their presence in one draft.
    pub present: usize,
    /// How long another server's writes, and a revoked link, may go unnoticed.
    pub freshness: Duration,
    /// How long an expired draft is kept: the clocks of servers differ.
    pub grace: Duration,
}

/// What one client address may do; its networks may do several times as much. Counts are of one server, and forgotten when it restarts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientLimits {
    /// Requests in a minute.
    pub requests: u64,
    /// Bytes sent in a minute.
    pub bytes: u64,
    /// Bytes of revisions read in a minute.
    pub read_bytes: u64,
    /// Bytes added to drafts in a day.
    pub daily_bytes: u64,
    /// Drafts created in a day.
    pub daily_drafts: u64,
    /// Answers with revisions at the same time.
    pub readers: usize,
    /// Streams of events at the same time.
    pub streams: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            draft: DraftLimits {
                revision_bytes: 8 << 20,
                draft_bytes: 256 << 20,
                revisions: 100_000,
                links: 100,
                idle_days: 90,
                longest_days: 366,
            },
            client: ClientLimits {
                requests: 3000,
                bytes: 256 << 20,
                read_bytes: 1 << 30,
                daily_bytes: 4 << 30,
                daily_drafts: 200,
                readers: 16,
                streams: 50,
            },
            total_bytes: 100 << 30,
            free_bytes: 1 << 30,
            open: 2000,
            readers: 64,
            streams: 500,
            present: 100,
            freshness: Duration::from_millis(900),
            grace: Duration::from_secs(24 * 60 * 60),
        }
    }
}

/// Milliseconds of so many days.
pub fn days_ms(days: u32) -> u64 {
    u64::from(days) * 24 * 60 * 60 * 1000
}
