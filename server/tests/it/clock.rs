//! The clock of the timers, which tests move.

use std::time::Duration;

/// Lets this much time pass at once, for everything in this process that waits or remembers.
pub(crate) async fn let_pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}
