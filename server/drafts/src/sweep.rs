//! What has expired is removed, now and then, by every server that works on the store.

use super::Drafts;
use super::access::ends_ms;
use super::open::{OpenDraft, RecordFault, lock, read_about};
use super::record::{self, About};
use api::draft::DraftId;
use api::problem::Problem;
use std::sync::Arc;
use std::time::Duration;
use store::StoreFault;

/// From the start of the server to its first sweep.
const FIRST: Duration = Duration::from_secs(2 * 60);

/// Between two sweeps.
const AGAIN: Duration = Duration::from_secs(6 * 60 * 60);

/// How long the mark of a deleted draft stays, in milliseconds: far longer than any request.
const MARKED: u64 = 24 * 60 * 60 * 1000;

/// What a sweep did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Drafts that had expired.
    pub expired: usize,
    /// Drafts whose removal had broken off.
    pub remains: usize,
    /// Files of writes that had broken off.
    pub leftovers: usize,
    /// Drafts that the store did not give.
    pub failed: usize,
}

enum State {
    Alive,
    Expired,
    Remains,
    /// Nothing is left but the marks of deleted drafts.
    Marked(Vec<String>),
}

impl Drafts {
    /// Sweeps for as long as the server runs.
    pub async fn sweep_regularly(self: Arc<Self>) {
        let mut pause = FIRST;
        self.count().await;
        loop {
            tokio::time::sleep(pause).await;
            pause = AGAIN;
            match self.sweep().await {
                Ok(Swept { expired, remains, leftovers, failed }) => {
                    tracing::info!(expired, remains, leftovers, failed, "shared drafts were swept");
                }
                Err(problem) => tracing::warn!(problem = problem.detail, "shared drafts could not be swept"),
            }
        }
    }

    /// Removes drafts that expired at least the grace ago, what is left of deleted ones, and what broken writes left.
    ///
    /// # Errors
    /// When the store fails. What was removed by then stays removed.
    pub async fn sweep(&self) -> Result<Swept, Problem> {
        let mut swept = Swept { leftovers: self.store.remove_leftovers().await?, ..Swept::default() };
        for folder in self.store.folders(record::DRAFTS).await? {
            let Some(id) = record::id_of(&folder) else { continue };
            // One draft that the store does not give holds up no other.
            if let Err(problem) = self.sweep_draft(&id, &mut swept).await {
                tracing::warn!(problem = problem.detail, "a shared draft could not be swept");
                swept.failed += 1;
            }
        }
        self.count().await;
        Ok(swept)
    }

    /// Counts what all drafts have together. Where the store does not tell, what was known counts on.
    async fn count(&self) {
        match self.room.count(&self.store, record::DRAFTS).await {
            Ok(bytes) => tracing::info!(mib = bytes >> 20, "shared drafts were counted"),
            Err(fault) => tracing::warn!(%fault, "shared drafts could not be counted"),
        }
    }

    async fn sweep_draft(&self, id: &DraftId, swept: &mut Swept) -> Result<(), Problem> {
        match self.look(id).await? {
            State::Alive => {}
            State::Expired => {
                self.store.remove(&record::about(id)).await?;
                let open = lock(&self.open).get(id).cloned();
                if let Some(draft) = open {
                    self.forget(&draft);
                }
                self.remove_rest(&record::folder(id)).await?;
                swept.expired += 1;
            }
            State::Remains => {
                self.remove_rest(&record::folder(id)).await?;
                swept.remains += 1;
            }
            State::Marked(marks) => {
                for mark in marks {
                    let path = format!("{}/{mark}", record::folder(id));
                    let written = self.store.read(&path).await?;
                    let written = written.and_then(|time| std::str::from_utf8(&time).ok()?.parse().ok()).unwrap_or(0);
                    if self.clock.now_ms().saturating_sub(written) >= MARKED {
                        self.store.remove(&path).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// A draft with a damaged record, or without a readable time, is left to the operator.
    async fn look(&self, id: &DraftId) -> Result<State, StoreFault> {
        let about: About = match read_about(&self.store, id).await {
            Ok(Some(about)) => about,
            Ok(None) => {
                let left = self.store.list(&record::folder(id)).await?;
                let marks: Vec<_> = left.into_iter().map(|object| object.name).collect();
                let only_marks = marks.iter().all(|name| record::is_gone_mark(name));
                return Ok(if only_marks { State::Marked(marks) } else { State::Remains });
            }
            Err(RecordFault::Store(fault)) => return Err(fault),
            Err(RecordFault::Damaged) => {
                tracing::error!("the record of a shared draft is damaged");
                return Ok(State::Alive);
            }
        };
        let grace = u64::try_from(self.limits.grace.as_millis()).unwrap_or(u64::MAX);
        let now = self.clock.now_ms();
        let over = |written_ms| ends_ms(&about, written_ms, self.limits.draft.idle_days).saturating_add(grace) <= now;
        if !over(0) {
            return Ok(State::Alive);
        }
        let draft = OpenDraft::new(*id, about.clone());
        draft.load(&self.store).await?;
        let log = draft.log();
        let unreadable = log.latest > 0 && log.time_ms == 0;
        Ok(if over(log.time_ms) && !unreadable { State::Expired } else { State::Alive })
    }
}
