//! A job, followed to its end over as many connections as it takes.

use std::time::Duration;

use api::platform::job::{Event, JobState};
use api::problem::Code;
use tokio::time::Instant;

use super::events::{Events, Heard};
use super::{Studio, StudioError};

/// How long a server that is away is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Before the next try; each next one waits longer, up to ten times.
    pub pause: Duration,
    /// Until the end of the job counts as unknown.
    pub total: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { pause: Duration::from_millis(500), total: Duration::from_secs(3 * 60) }
    }
}

/// The events of a job, each once and in order.
#[derive(Debug)]
pub struct Following<'a> {
    studio: &'a Studio,
    job: String,
    last: u64,
    events: Option<Events>,
    patience: Patience,
    /// Since when nothing was heard, and how often it was tried.
    away: Option<(Instant, u32)>,
}

impl<'a> Following<'a> {
    /// Follows this job from its beginning.
    pub fn new(studio: &'a Studio, job: String, patience: Patience) -> Self {
        Self { studio, job, last: 0, events: None, patience, away: None }
    }

    /// The next event. After [`Event::Ended`] there is none. Nothing is lost when this is given up half-way.
    ///
    /// # Errors
    /// The server was away for too long, or has forgotten the job: how it ended is not known.
    pub async fn next(&mut self) -> Result<Event, StudioError> {
        loop {
            match self.step().await {
                Ok(Some(event)) => return Ok(event),
                Ok(None) => {}
                Err(error) if self.is_over(&error) => return Err(error),
                Err(error) => self.pause(error.wait()).await,
            }
        }
    }

    /// One event, or nothing when there is none yet.
    async fn step(&mut self) -> Result<Option<Event>, StudioError> {
        let Some(events) = &mut self.events else {
            self.events = self.studio.events(&self.job, self.last).await?;
            // The server has told everything; what is missing is in how the job stands.
            return if self.events.is_none() { self.end().await.map(Some) } else { Ok(None) };
        };
        let heard = events.next().await;
        match heard {
            Ok(Heard::Event { id, event }) if id == self.last + 1 => {
                (self.last, self.away) = (id, None);
                Ok(event.map(|event| event.event))
            }
            // Told before.
            Ok(Heard::Event { id, .. }) if id <= self.last => Ok(None),
            Ok(Heard::Alive) => {
                self.away = None;
                Ok(None)
            }
            Ok(_) => {
                self.events = None;
                Err(StudioError::broken(self.studio.address(), "the events end before the job does".to_owned()))
            }
            Err(error) => {
                self.events = None;
                Err(error)
            }
        }
    }

    async fn end(&self) -> Result<Event, StudioError> {
        match self.studio.job(&self.job).await?.state {
            JobState::Ended { outcome } => Ok(Event::Ended { outcome }),
            _ => Err(StudioError::broken(self.studio.address(), "the job has no events".to_owned())),
        }
    }

    /// Whether there is nothing left to wait for.
    fn is_over(&self, error: &StudioError) -> bool {
        let is_forgotten =
            matches!(error, StudioError::Refused(problem) if problem.kind() == Some(Code::PlatformNoJob));
        is_forgotten || self.away.is_some_and(|(since, _)| since.elapsed() > self.patience.total)
    }

    async fn pause(&mut self, asked: Option<Duration>) {
        let (_, tries) = self.away.get_or_insert_with(|| (Instant::now(), 0));
        *tries += 1;
        // Not before the server asks, and not longer than it is waited in all.
        let pause = self.patience.pause * (*tries).min(10);
        tokio::time::sleep(asked.map_or(pause, |asked| pause.max(asked.min(self.patience.total)))).await;
    }
}
