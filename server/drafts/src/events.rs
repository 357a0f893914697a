//! What happens in a draft, as a stream that lasts while somebody listens. Each listener asks the store about once a second, so that writes of other
//! servers are seen and a revoked link ends the stream; for drafts that nobody listens to, nothing is asked.

use super::access::Access;
use super::open::{OpenDraft, lock};
use super::{Drafts, no_place};
use api::draft::TokenHash;
use api::draft::event::{self, PresenceEvent, RevisionEvent};
use api::problem::{Code, Problem};
use axum::response::sse::Event;
use futures_util::{Stream, stream};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};
use web::client::Client;
use web::places::Place;
use web::shutdown::Shutdown;

/// Somebody who listens.
struct Listener {
    drafts: Arc<Drafts>,
    draft: Arc<OpenDraft>,
    token: TokenHash,
    changes: watch::Receiver<u64>,
    shutdown: Shutdown,
    /// The last revision that was told.
    after: u32,
    /// What was told of presence.
    turn: u64,
    next_look: Instant,
    waiting: VecDeque<Event>,
    _place: Place,
}

impl Drafts {
    /// The events after revision `after`. The stream ends with the right to listen, with the draft, and when the server stops.
    ///
    /// # Errors
    /// When the client has all the streams that it may have, or nobody can get one now.
    pub fn events(
        self: &Arc<Self>,
        access: Access,
        client: Client,
        after: u32,
        shutdown: Shutdown,
    ) -> Result<impl Stream<Item = Result<Event, Infallible>> + use<>, Problem> {
        let place = self.streams.take(client).map_err(|full| no_place(full, "follows drafts"))?;
        let Access { draft, token, .. } = access;
        let changes = draft.changes.subscribe();
        let listener = Listener {
            drafts: Arc::clone(self),
            draft,
            token,
            changes,
            shutdown,
            after,
            turn: 0,
            next_look: Instant::now(),
            waiting: VecDeque::new(),
            _place: place,
        };
        Ok(stream::unfold(listener, |mut listener| async move {
            let event = listener.next().await?;
            Some((Ok(event), listener))
        }))
    }
}

impl Listener {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            self.changes.mark_unchanged();
            self.collect();
            if !self.waiting.is_empty() {
                continue;
            }
            tokio::select! {
                changed = self.changes.changed() => changed.ok()?,
                () = sleep_until(self.next_look) => self.look().await?,
                () = self.shutdown.asked() => return None,
            }
        }
    }

    /// Takes what is new.
    fn collect(&mut self) {
        let log = self.draft.log();
        if log.latest > self.after {
            self.after = log.latest;
            let news = RevisionEvent { number: log.latest, kind: log.kind };
            self.waiting.extend(Event::default().event(event::REVISION).json_data(news).ok());
        }
        let (news, turn) = lock(&self.draft.presence).after(self.turn);
        self.turn = turn;
        for (client, blob) in news {
            let news = PresenceEvent { client, blob: blob.map(Into::into) };
            self.waiting.extend(Event::default().event(event::PRESENCE).json_data(news).ok());
        }
    }

    /// Looks into the store; none when the right is gone. A store that fails is asked again next time.
    async fn look(&mut self) -> Option<()> {
        match self.drafts.access(self.draft.id, self.token).await {
            Ok(access) if Arc::ptr_eq(&access.draft, &self.draft) => {}
            Ok(_) => return None,
            Err(problem) if problem.kind() == Some(Code::DraftUnknown) => return None,
            Err(_) => {}
        }
        let freshness = self.drafts.limits.freshness;
        if let Err(fault) = self.draft.refresh(&self.drafts.store, freshness).await {
            tracing::warn!(%fault, "a shared draft cannot be followed");
        }
        let gone = lock(&self.draft.presence).sweep();
        if gone {
            self.draft.wake();
        }
        self.next_look = Instant::now() + freshness;
        Some(())
    }
}
