//! A job, followed to its end over as many connections as it takes.

use std::time::Duration;

use api::platform::job::{Event, JobState};
use api::problem::Code;
use api::retry::{Policy, Retry};
use tokio::time::Instant;

use super::events::{Events, Heard};
use super::{Studio, StudioError};

/// The events of a job, each once and in order.
#[derive(Debug)]
pub struct Following<'a> {
    studio: &'a Studio,
    job: String,
    last: u64,
    events: Option<Events>,
    retry: Retry,
    /// Since when nothing was heard.
    away: Option<Instant>,
}

impl<'a> Following<'a> {
    /// Follows this job from its beginning.
    pub fn new(studio: &'a Studio, job: String, policy: Policy) -> Self {
        Self { studio, job, last: 0, events: None, retry: Retry::new(policy), away: None }
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
                Err(error) => match self.pause(&error) {
                    Some(pause) => tokio::time::sleep(pause).await,
                    None => return Err(error),
                },
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
                self.last = id;
                self.is_heard();
                Ok(event.map(|event| event.event))
            }
            // Told before.
            Ok(Heard::Event { id, .. }) if id <= self.last => Ok(None),
            Ok(Heard::Alive) => {
                self.is_heard();
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

    fn is_heard(&mut self) {
        self.away = None;
        self.retry.succeeded();
    }

    /// The wait before the next try; none when there is nothing left to wait for.
    fn pause(&mut self, error: &StudioError) -> Option<Duration> {
        let is_forgotten =
            matches!(error, StudioError::Refused(problem) if problem.kind() == Some(Code::PlatformNoJob));
        let since = *self.away.get_or_insert_with(Instant::now);
        self.retry.failed(error.wait(), since.elapsed(), 0.0).filter(|_| !is_forgotten)
    }
}
