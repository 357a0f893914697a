//! What balancers ask: whether the process lives, and whether it takes work.

use crate::state::Server;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

/// Where the process tells that it lives.
pub const LIVE: &str = "/livez";

/// Where the server tells whether it takes work.
pub const READY: &str = "/readyz";

/// How long an answer of the store is believed: everybody may ask, and each question costs a request to it.
const FRESH: Duration = Duration::from_secs(5);

/// How long the store may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the store said last.
#[derive(Debug, Default)]
pub struct Probes {
    store: Mutex<Option<(Instant, bool)>>,
}

type Answer = (StatusCode, [(HeaderName, &'static str); 1], &'static str);

/// `GET /livez`.
pub async fn live() -> Answer {
    answer(StatusCode::OK, "live\n")
}

/// `GET /readyz`. A server that cannot compile still takes other work, and says so in `/healthz`.
pub async fn ready(State(server): State<Server>) -> Answer {
    if server.shutdown.is_asked() || server.platforms.jobs.is_stopping() {
        return answer(StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    if !server.probes.has_store(&server).await {
        return answer(StatusCode::SERVICE_UNAVAILABLE, "the store of shared drafts cannot be read\n");
    }
    answer(StatusCode::OK, "ready\n")
}

impl Probes {
    /// Whether the store answers, or none is wanted.
    async fn has_store(&self, server: &Server) -> bool {
        let Some(drafts) = server.drafts.as_ref().map(Arc::clone) else { return true };
        let mut known = self.store.lock().await;
        if let Some((asked, answered)) = *known
            && asked.elapsed() < FRESH
        {
            return answered;
        }
        let answered = timeout(PATIENCE, drafts.try_store()).await.is_ok_and(|tried| tried.is_ok());
        *known = Some((Instant::now(), answered));
        answered
    }
}

fn answer(status: StatusCode, text: &'static str) -> Answer {
    (status, [(header::CACHE_CONTROL, "no-store")], text)
}
