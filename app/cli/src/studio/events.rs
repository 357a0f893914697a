//! Server-sent events of a job (HTML standard, section "Server-sent events").

use std::time::Duration;

use api::platform::job::JobEvent;
use reqwest::Response;

use super::error::innermost;
use super::{Address, StudioError};

/// The server says something at least every fifteen seconds.
const QUIET: Duration = Duration::from_secs(60);

/// Bytes of one event; its texts are a few KiB.
const LARGEST: usize = 1 << 20;

/// The events of a job as they come over one connection.
#[derive(Debug)]
pub(super) struct Events {
    address: Address,
    response: Response,
    waiting: Frames,
}

/// What comes over the connection.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Heard {
    /// An event.
    Event {
        /// Its number in the job, from 1.
        id: u64,
        /// What happened; none when this version does not know it.
        event: Option<JobEvent>,
    },
    /// The server is there and has nothing to tell.
    Alive,
    /// The server closes the connection.
    Closed,
}

impl Events {
    pub(super) fn new(address: Address, response: Response) -> Self {
        Self { address, response, waiting: Frames::default() }
    }

    /// What comes next. Nothing is lost when this is given up half-way.
    pub(super) async fn next(&mut self) -> Result<Heard, StudioError> {
        loop {
            if let Some(heard) = self.waiting.next() {
                return Ok(heard);
            }
            if self.waiting.bytes.len() > LARGEST {
                return Err(StudioError::foreign(&self.address, "an event has no end".to_owned()));
            }
            let broken = |why: String| StudioError::broken(&self.address, why);
            let chunk = tokio::time::timeout(QUIET, self.response.chunk()).await;
            let chunk = chunk.map_err(|_| broken("it fell silent".to_owned()))?;
            match chunk.map_err(|error| broken(innermost(&error)))? {
                Some(chunk) => self.waiting.bytes.extend_from_slice(&chunk),
                None => return Ok(Heard::Closed),
            }
        }
    }
}

/// What has come and is not taken yet.
#[derive(Debug, Default)]
struct Frames {
    bytes: Vec<u8>,
}

impl Frames {
    /// The next whole event or comment.
    fn next(&mut self) -> Option<Heard> {
        let end = self.bytes.windows(2).position(|pair| pair == b"\n\n")?;
        let frame: Vec<u8> = self.bytes.drain(..end + 2).collect();
        Some(heard(&String::from_utf8_lossy(&frame)))
    }
}

fn heard(frame: &str) -> Heard {
    let (mut id, mut data) = (None, String::new());
    for line in frame.lines() {
        let Some((field, value)) = line.split_once(':') else { continue };
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "id" => id = value.parse().ok(),
            "data" => data.push_str(value),
            _ => {}
        }
    }
    id.map_or(Heard::Alive, |id| Heard::Event { id, event: serde_json::from_str(&data).ok() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::platform::job::{Event, Stage};

    #[test]
    fn events_are_read_whole_however_they_are_cut() {
        let text = ": still here\n\nid: 1\ndata: {\"id\":1,\"at_ms\":0,\"event\":\"started\",\"stage\":\"upload\"}\n\nid:2\ndata:{\"id\":2}\n\nid: 3\nda";
        for cut in 1..text.len() {
            let (mut frames, mut found) = (Frames::default(), Vec::new());
            for part in text.as_bytes().chunks(cut) {
                frames.bytes.extend_from_slice(part);
                found.extend(std::iter::from_fn(|| frames.next()));
            }
            let started = JobEvent { id: 1, at_ms: 0, event: Event::Started { stage: Stage::Upload } };
            let known = Heard::Event { id: 1, event: Some(started) };
            assert_eq!(found, [Heard::Alive, known, Heard::Event { id: 2, event: None }], "cut at {cut}");
        }
    }
}
