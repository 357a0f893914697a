//! What happened in a job, within a budget of bytes: a server may tell as much as it likes.

use api::platform::job::{Event, JobEvent, JobState, Severity, Stage};
use std::time::Instant;
use web::text::beginning;

/// The events of a job and its state.
#[derive(Debug)]
pub(super) struct Record {
    /// Where it is.
    pub(super) state: JobState,
    /// When it ended.
    pub(super) ended: Option<Instant>,
    events: Vec<JobEvent>,
    bytes: usize,
    /// Errors that were kept.
    errors: usize,
    /// Whether it was told that messages are left out.
    is_full: bool,
}

/// Bytes of a job's messages. A publish has some dozens of them, of a hundred bytes each.
pub(super) const BUDGET: usize = 4 << 20;

/// Bytes of a text in a message.
pub(super) const LONGEST: usize = 8 << 10;

/// Errors that are kept whatever was told before: they say why a publish failed.
pub(super) const FIRST_ERRORS: usize = 10;

impl Record {
    /// Nothing happened yet.
    pub(super) fn new(state: JobState) -> Self {
        Self { state, ended: None, events: Vec::new(), bytes: 0, errors: 0, is_full: false }
    }

    /// The event after this number.
    pub(super) fn after(&self, number: u64) -> Option<&JobEvent> {
        self.events.get(usize::try_from(number).ok()?)
    }

    /// Number of the last event.
    pub(super) fn last(&self) -> u64 {
        self.events.len() as u64
    }

    /// Bytes that its events take.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Keeps an event, whatever is left of the budget.
    pub(super) fn keep(&mut self, at_ms: u64, event: Event) {
        let texts = if let Event::Message { text, detail, .. } = &event { text.len() + detail.len() } else { 0 };
        self.bytes += size_of::<JobEvent>() + texts;
        self.events.push(JobEvent { id: self.last() + 1, at_ms, event });
    }

    /// Keeps a message as long as the budget lasts. Then one more says that messages are left out, and only the first errors are kept.
    pub(super) fn say(&mut self, at_ms: u64, stage: Stage, severity: Severity, text: &str, detail: &str) {
        let (text, detail) = (beginning(text, LONGEST), beginning(detail, LONGEST));
        let fits = self.bytes + size_of::<JobEvent>() + text.len() + detail.len() <= BUDGET;
        let is_first = severity == Severity::Error && self.errors < FIRST_ERRORS;
        if fits && !self.is_full || is_first {
            self.errors += usize::from(severity == Severity::Error);
            let (text, detail) = (text.to_owned(), detail.to_owned());
            self.keep(at_ms, Event::Message { stage, severity, text, detail });
        } else if !std::mem::replace(&mut self.is_full, true) {
            let text = "There are more messages than are kept; see Service Center for all.".into();
            self.keep(at_ms, Event::Message { stage, severity: Severity::Information, text, detail: String::new() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record::new(JobState::Running { stage: Stage::Publish })
    }

    fn said(record: &Record) -> impl Iterator<Item = (Severity, &str)> {
        record.events.iter().filter_map(|event| match &event.event {
            Event::Message { severity, text, .. } => Some((*severity, text.as_str())),
            _ => None,
        })
    }

    #[test]
    fn a_million_messages_take_no_more_than_the_budget() {
        let mut record = record();
        for _ in 0..1_000_000 {
            record.say(0, Stage::Publish, Severity::Information, "x", "");
        }
        assert!(record.bytes() <= BUDGET + 1000, "{}", record.bytes());
        assert_eq!(said(&record).filter(|(_, text)| text.starts_with("There are more")).count(), 1);
        assert!(said(&record).last().unwrap().1.starts_with("There are more"));
    }

    #[test]
    fn the_first_errors_are_kept_and_no_more() {
        let mut record = record();
        let long = "é".repeat(LONGEST);
        for _ in 0..1000 {
            record.say(0, Stage::Publish, Severity::Warning, &long, &long);
        }
        for _ in 0..1000 {
            record.say(0, Stage::Publish, Severity::Error, &long, &long);
        }
        assert_eq!(said(&record).filter(|(severity, _)| *severity == Severity::Error).count(), FIRST_ERRORS);
        assert!(record.bytes() < BUDGET + 2 * LONGEST * (FIRST_ERRORS + 1), "{}", record.bytes());
        assert!(said(&record).all(|(_, text)| text.len() <= LONGEST));
    }
}
