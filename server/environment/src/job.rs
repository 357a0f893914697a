//! Publishes that go on whether somebody looks or not.

pub mod deploy;
mod heard;
pub mod order;
pub mod publish;
mod record;

use super::asker::Key;
use api::platform::job::{self, Event, JobEvent, JobOutcome, JobState, Pause, Severity, Stage};
use api::problem::{Code, Problem};
use record::Record;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// A publish: what happened until now, and what the user wants of it.
#[derive(Debug)]
pub struct Job {
    key: Key,
    extension: String,
    address: String,
    started_ms: u64,
    started: Instant,
    record: Mutex<Record>,
    /// Number of the last event.
    changed: watch::Sender<u64>,
    wish: watch::Sender<Wish>,
    pauses: AtomicUsize,
}

/// What the user wants of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To let it run.
    None,
    /// To go on with what waits.
    Continue,
    /// To stop.
    Abort,
}

/// How a question to the user was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// To go on.
    Continue,
    /// To stop.
    Abort,
    /// Not at all, for too long.
    Never,
    /// It was not asked any more: a server asks a few times at most.
    TooOften,
}

/// Questions of one publish to its user.
const MOST_PAUSES: usize = 100;

impl Job {
    /// A job that begins with this stage.
    pub fn new(key: Key, extension: String, address: String, stage: Stage) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let started_ms = since.as_millis().try_into().unwrap_or(u64::MAX);
        Self::begun(key, extension, address, started_ms, stage)
    }

    /// A job that began at this time.
    pub fn begun(key: Key, extension: String, address: String, started_ms: u64, stage: Stage) -> Self {
        Self {
            key,
            extension,
            address,
            started_ms,
            started: Instant::now(),
            record: Mutex::new(Record::new(JobState::Running { stage })),
            changed: watch::Sender::new(0),
            wish: watch::Sender::new(Wish::None),
            pauses: AtomicUsize::new(0),
        }
    }

    /// How it stands.
    pub fn shown(&self) -> job::Job {
        let record = self.record();
        job::Job {
            id: self.key.id.clone(),
            secret: self.key.secret.clone(),
            extension: self.extension.clone(),
            address: self.address.clone(),
            started_ms: self.started_ms,
            state: record.state.clone(),
            last_event: record.last(),
        }
    }

    /// Its id and its secret.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Name of the extension.
    pub fn extension(&self) -> &str {
        &self.extension
    }

    /// Whether it is at work; when not, it waits for its user or is over.
    pub fn is_running(&self) -> bool {
        matches!(self.record().state, JobState::Running { .. })
    }

    /// When it ended.
    pub fn ended(&self) -> Option<Instant> {
        self.record().ended
    }

    /// Bytes that are kept of it.
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + self.record().bytes()
    }

    /// The event after number `after`, as soon as there is one; none when no event follows.
    pub async fn event_after(&self, after: u64) -> Option<JobEvent> {
        let mut changed = self.changed.subscribe();
        loop {
            {
                let record = self.record();
                let next = record.after(after).cloned();
                if next.is_some() || record.ended.is_some() {
                    return next;
                }
            }
            changed.changed().await.ok()?;
        }
    }

    /// A stage begins.
    pub fn start(&self, stage: Stage) {
        self.keep(Event::Started { stage }, Some(JobState::Running { stage }));
    }

    /// A stage is done.
    pub fn finish(&self, stage: Stage) {
        self.keep(Event::Finished { stage }, None);
    }

    /// Something to tell, as long as there is room for it.
    pub fn say(&self, stage: Stage, severity: Severity, text: &str, detail: &str) {
        let mut record = self.record();
        record.say(self.at_ms(), stage, severity, text, detail);
        let last = record.last();
        drop(record);
        self.changed.send_replace(last);
    }

    /// Waits for the user, so long.
    pub async fn pause(&self, pause: Pause, stage: Stage, patience: Duration) -> Answered {
        if self.pauses.fetch_add(1, Ordering::Relaxed) >= MOST_PAUSES {
            return Answered::TooOften;
        }
        // A wish that was made before the question is not an answer to it, except to stop.
        self.wish.send_if_modified(|wish| std::mem::replace(wish, unless_abort(*wish)) == Wish::Continue);
        self.keep(Event::Waiting { pause: pause.clone() }, Some(JobState::Waiting { pause }));
        let mut wish = self.wish.subscribe();
        let answered = tokio::time::timeout(patience, wish.wait_for(|wish| *wish != Wish::None)).await;
        let answered = match answered.map(|wish| wish.map(|wish| *wish)) {
            Ok(Ok(Wish::Continue)) => Answered::Continue,
            Ok(_) => Answered::Abort,
            Err(_) => Answered::Never,
        };
        self.wish.send_if_modified(|wish| std::mem::replace(wish, unless_abort(*wish)) == Wish::Continue);
        self.keep(Event::Resumed, Some(JobState::Running { stage }));
        answered
    }

    /// Whether the user asked to stop.
    pub fn is_unwanted(&self) -> bool {
        *self.wish.borrow() == Wish::Abort
    }

    /// Ends when the user asks to stop.
    pub async fn unwanted(&self) {
        let mut wish = self.wish.subscribe();
        // The sender lives as long as this value.
        let _asked = wish.wait_for(|wish| *wish == Wish::Abort).await;
    }

    /// The user wants something.
    ///
    /// # Errors
    /// When the job has ended, or does not wait for what the user says.
    pub fn ask(&self, asked: Wish) -> Result<(), Problem> {
        let refused = |why: &str| Err(Problem::new(Code::PlatformJobState, why));
        match (&self.record().state, asked) {
            (JobState::Ended { .. }, _) => return refused("The publish is over."),
            (JobState::Running { .. }, Wish::Continue) => return refused("The publish does not wait for anything."),
            _ => {}
        }
        self.wish.send_replace(asked);
        Ok(())
    }

    /// The end.
    pub fn end(&self, outcome: JobOutcome) {
        self.record().ended = Some(Instant::now());
        self.keep(Event::Ended { outcome: outcome.clone() }, Some(JobState::Ended { outcome }));
    }

    fn keep(&self, event: Event, state: Option<JobState>) {
        let mut record = self.record();
        record.keep(self.at_ms(), event);
        if let Some(state) = state {
            record.state = state;
        }
        let last = record.last();
        drop(record);
        self.changed.send_replace(last);
    }

    fn at_ms(&self) -> u64 {
        self.started.elapsed().as_millis().try_into().unwrap_or(u64::MAX)
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unless_abort(wish: Wish) -> Wish {
    if wish == Wish::Abort { Wish::Abort } else { Wish::None }
}

#[cfg(test)]
mod tests;
