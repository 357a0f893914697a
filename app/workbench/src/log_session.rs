//! A session with a log on the server: of a shared draft, or of a review.
//!
//! The protocol as a state machine: [`LogSession::handle`] takes what happened and when, and answers with what is to be done. It has no clock, no network
//! and no timer, so that a test can let anything happen at any time. Whoever carries the effects out reports back with further events.
//!
//! - A **stream** tells that there are new revisions. While it works, nothing else is asked for without need.
//! - **Reading** gets them, one request after the other. What cannot be understood, or what is older than what was read already, ends the session.
//! - **Writing** is done by others, who tell how it went ([`Written`]). It backs off by itself: the server may answer all reading and refuse all writing.
//! - Without an answer the session is **offline** until it tries again, each time after a longer while, or until the browser says that there is a net.
//!
//! ```
//! use std::time::Duration;
//! use workbench::log_session::{LogEffect, LogEvent, LogSession};
//!
//! let mut session = LogSession::new(false);
//! assert_eq!(session.handle(LogEvent::Begin, Duration::ZERO), [LogEffect::OpenStream]);
//! assert_eq!(session.handle(LogEvent::StreamOpened, Duration::ZERO), [LogEffect::Read { looks_back: false }]);
//! ```

mod outcome;
#[cfg(test)]
mod tests;

use std::time::Duration;

use api::retry::{Backoff, Waits};

pub use outcome::{ReadOutcome, StreamEnd, Written};

use crate::errors::{Code, Failure};

/// A stream that lasted longer has shown by the server's signs of life that it works.
const LASTING: Duration = Duration::from_secs(20);

/// The shortest wait after a revision without an answer.
const SHORTEST: Duration = Duration::from_millis(500);

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum LogEvent {
    /// The session begins.
    Begin,
    /// The stream is open.
    StreamOpened,
    /// The stream tells of a revision that was not read yet.
    Announced,
    /// The stream has ended, though nobody closed it.
    StreamEnded {
        /// How.
        end: StreamEnd,
        /// How long the server asks to be left alone.
        asked: Option<Duration>,
    },
    /// [`LogEffect::Read`] has ended.
    Read(ReadOutcome),
    /// Writing a revision has ended.
    Written(Written),
    /// The time of [`LogEffect::Wake`] is over.
    Woken,
    /// The browser says that there is a net again.
    NetReturned,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum LogEffect {
    /// Open a stream of what happens behind the last revision that was read.
    OpenStream,
    /// Close the stream; nothing more is told of it.
    CloseStream,
    /// Ask for the revisions behind the last one that was read.
    Read {
        /// Whether that one is to be asked for once more: the server may have been restored since, or show others another one.
        looks_back: bool,
    },
    /// Take over the revisions that [`LogEvent::Read`] was about.
    Deliver,
    /// Tell [`LogEvent::Woken`] after this time.
    Wake(Duration),
    /// Show that the server does not answer.
    GoOffline,
    /// The session has ended, for this reason. Nothing follows.
    End(Failure),
}

/// The state of a session.
#[derive(Debug)]
pub struct LogSession {
    stream: Stream,
    /// Whether there was a stream before this one.
    had_stream: bool,
    looks_back: bool,
    reading: Reading,
    /// For the stream and for reading.
    backoff: Backoff,
    pause: Option<Pause>,
    writing: Writing,
    has_ended: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stream {
    Closed,
    Opening,
    Open { since: Duration },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Idle,
    Asked {
        looks_back: bool,
        /// Whether there was news meanwhile.
        is_behind: bool,
    },
}

/// What is waited for, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pause {
    /// The server does not answer.
    Offline(Duration),
    /// The server answers, and has no place for another stream.
    Stream(Duration),
}

/// How writing goes: the stream may work while every revision is refused.
#[derive(Debug)]
struct Writing {
    backoff: Backoff,
    /// Nothing is to be written before this time.
    after: Duration,
    /// Whether something is to be read first.
    is_behind: bool,
}

impl Default for Writing {
    fn default() -> Self {
        Self { backoff: Backoff::new(Waits::LOG), after: Duration::ZERO, is_behind: false }
    }
}

impl Writing {
    fn fail(&mut self, asked: Option<Duration>, now: Duration) {
        self.after = now + self.backoff.failed(asked);
    }
}

impl LogSession {
    /// A session that has not begun. `looks_back`: whether the last revision that is known was read some time ago, so that it is to be compared.
    pub fn new(looks_back: bool) -> Self {
        Self {
            stream: Stream::Closed,
            had_stream: false,
            looks_back,
            reading: Reading::Idle,
            backoff: Backoff::new(Waits::LOG),
            pause: None,
            writing: Writing::default(),
            has_ended: false,
        }
    }

    /// How long nothing is to be written yet.
    pub fn until_writing(&self, now: Duration) -> Duration {
        self.writing.after.saturating_sub(now)
    }

    /// What is to be done after this, in this order. `now` is the time since any moment that stays the same.
    pub fn handle(&mut self, event: LogEvent, now: Duration) -> Vec<LogEffect> {
        let mut effects = Vec::new();
        if self.has_ended {
            return effects;
        }
        match event {
            LogEvent::Begin => self.open_stream(&mut effects),
            LogEvent::StreamOpened => {
                self.stream = Stream::Open { since: now };
                self.looks_back |= std::mem::replace(&mut self.had_stream, true);
                self.read(&mut effects);
            }
            LogEvent::Announced => self.read(&mut effects),
            LogEvent::StreamEnded { end, asked } => self.stream_ended(end, asked, now, &mut effects),
            LogEvent::Read(outcome) => self.read_ended(outcome, now, &mut effects),
            LogEvent::Written(written) => self.written(written, now, &mut effects),
            LogEvent::Woken => self.wake(now, &mut effects),
            LogEvent::NetReturned => {
                self.backoff.succeeded();
                self.writing = Writing::default();
                self.pause = self.pause.map(|_| Pause::Offline(now));
                self.wake(now, &mut effects);
            }
        }
        effects
    }

    fn open_stream(&mut self, effects: &mut Vec<LogEffect>) {
        self.close_stream(effects);
        self.stream = Stream::Opening;
        effects.push(LogEffect::OpenStream);
    }

    fn close_stream(&mut self, effects: &mut Vec<LogEffect>) {
        if std::mem::replace(&mut self.stream, Stream::Closed) != Stream::Closed {
            effects.push(LogEffect::CloseStream);
        }
    }

    fn stream_ended(&mut self, end: StreamEnd, asked: Option<Duration>, now: Duration, effects: &mut Vec<LogEffect>) {
        let ended = std::mem::replace(&mut self.stream, Stream::Closed);
        if matches!(ended, Stream::Open { since } if now.saturating_sub(since) > LASTING) {
            self.backoff.succeeded();
        }
        match end {
            StreamEnd::Unknown => self.end(Failure::draft_unknown(), effects),
            // Until there is a place, what is new is read now and then.
            StreamEnd::Full => {
                let wait = self.backoff.failed(asked);
                self.read(effects);
                if self.pause.is_none() {
                    self.pause = Some(Pause::Stream(now + wait));
                    effects.push(LogEffect::Wake(wait));
                }
            }
            StreamEnd::Broken => {
                let wait = self.backoff.failed(asked).max(self.until_writing(now));
                self.go_offline(wait, now, effects);
            }
        }
    }

    /// Nothing is asked for until then; a wait that has begun stays as it is.
    fn go_offline(&mut self, wait: Duration, now: Duration, effects: &mut Vec<LogEffect>) {
        if !matches!(self.pause, Some(Pause::Offline(_))) {
            self.pause = Some(Pause::Offline(now + wait));
            effects.extend([LogEffect::GoOffline, LogEffect::Wake(wait)]);
        }
    }

    /// Ends a wait whose time is over: reads while there is a stream, else opens another one.
    fn wake(&mut self, now: Duration, effects: &mut Vec<LogEffect>) {
        let Some(Pause::Offline(until) | Pause::Stream(until)) = self.pause else { return };
        // Another wait has begun since.
        if now < until {
            return;
        }
        self.pause = None;
        if self.stream == Stream::Closed { self.open_stream(effects) } else { self.read(effects) }
    }

    /// Reads what is new: after the present answer, when one is waited for.
    fn read(&mut self, effects: &mut Vec<LogEffect>) {
        match &mut self.reading {
            Reading::Asked { is_behind, .. } => *is_behind = true,
            Reading::Idle => {
                let looks_back = std::mem::take(&mut self.looks_back);
                self.reading = Reading::Asked { looks_back, is_behind: false };
                effects.push(LogEffect::Read { looks_back });
            }
        }
    }

    fn read_ended(&mut self, outcome: ReadOutcome, now: Duration, effects: &mut Vec<LogEffect>) {
        let Reading::Asked { looks_back, is_behind } = std::mem::replace(&mut self.reading, Reading::Idle) else {
            return;
        };
        match outcome {
            ReadOutcome::SetBack => return self.end(Failure::set_back(), effects),
            ReadOutcome::Answered { has_news } => {
                if has_news {
                    self.backoff.succeeded();
                    if self.writing.is_behind {
                        self.writing = Writing::default();
                    }
                }
                effects.push(LogEffect::Deliver);
            }
            ReadOutcome::Failed(failure) if failure.is_final() => return self.end(failure, effects),
            ReadOutcome::Failed(failure) => {
                self.looks_back |= looks_back;
                self.close_stream(effects);
                let wait = self.backoff.failed(failure.wait).max(self.until_writing(now));
                return self.go_offline(wait, now, effects);
            }
        }
        if is_behind {
            self.read(effects);
        }
    }

    fn written(&mut self, written: Written, now: Duration, effects: &mut Vec<LogEffect>) {
        match written {
            Written::Accepted => {
                self.backoff.succeeded();
                self.writing = Writing::default();
            }
            Written::Taken => {
                self.writing.is_behind = true;
                self.writing.fail(None, now);
                self.read(effects);
            }
            Written::Failed(failure) if failure.is_final() => self.end(failure, effects),
            Written::Failed(failure) => {
                self.writing.fail(failure.wait, now);
                // Without an answer the stream may be a dead one, too.
                if failure.code == Code::NoServer {
                    self.close_stream(effects);
                }
                self.go_offline(self.until_writing(now).max(SHORTEST), now, effects);
            }
        }
    }

    fn end(&mut self, failure: Failure, effects: &mut Vec<LogEffect>) {
        self.has_ended = true;
        self.close_stream(effects);
        effects.push(LogEffect::End(failure));
    }
}
