//! One signal that tells every part to stop.

use std::sync::Arc;
use tokio::sync::watch;

/// Cloned into every part that must stop in time.
#[derive(Debug, Clone)]
pub struct Shutdown {
    asked: Arc<watch::Sender<bool>>,
}

impl Default for Shutdown {
    fn default() -> Self {
        Self { asked: Arc::new(watch::Sender::new(false)) }
    }
}

impl Shutdown {
    /// Asks everybody to stop.
    pub fn ask(&self) {
        self.asked.send_replace(true);
    }

    /// Whether somebody asked.
    pub fn is_asked(&self) -> bool {
        *self.asked.borrow()
    }

    /// Ends when somebody asked.
    pub async fn asked(&self) {
        // The sender lives as long as this value, so waiting only ends with the signal.
        let mut asked = self.asked.subscribe();
        let _ended = asked.wait_for(|asked| *asked).await;
    }
}
