//! Waiting for what another process does.

use std::time::{Duration, Instant};

/// How long is waited at the most. It is far beyond what anything takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until this is so, and fails with what was waited for when it never is.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "not within {} s: {what}", PATIENCE.as_secs());
        std::thread::sleep(Duration::from_millis(20));
    }
}
