//! Bodies of requests, bounded in size and time.

use api::problem::{Code, Problem};
use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::time::Duration;

/// How long a body may take to arrive.
const ARRIVAL: Duration = Duration::from_secs(120);

/// A body that is taken up to a size.
#[derive(Debug, Clone, Copy)]
pub struct Expected {
    /// What it is, for messages: `archive`.
    pub what: &'static str,
    /// Its content type.
    pub content_type: &'static str,
    /// Bytes it may have.
    pub most: usize,
    /// The problem when it has more.
    pub too_large: Code,
}

impl Expected {
    /// Checks what the headers say, before a byte of the body is read.
    pub fn check(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("none");
        let essence = given.split(';').next().unwrap_or(given).trim();
        if !essence.eq_ignore_ascii_case(self.content_type) {
            return Err(Problem::new(Code::ContentType, format!("The content type is {given:.60}.")));
        }
        let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if announced.is_some_and(|length| length > self.most as u64) { Err(self.too_large()) } else { Ok(()) }
    }

    /// Reads the body.
    pub async fn receive(&self, body: Body) -> Result<Bytes, Problem> {
        let receiving = Limited::new(body, self.most).collect();
        let incomplete =
            |why: String| Problem::new(Code::BodyIncomplete, format!("The {} did not arrive{why}.", self.what));
        match tokio::time::timeout(ARRIVAL, receiving).await {
            Ok(Ok(collected)) => Ok(collected.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(self.too_large()),
            Ok(Err(error)) => Err(incomplete(format!(": {error}"))),
            Err(_) => Err(incomplete(format!(" within {} seconds", ARRIVAL.as_secs()))),
        }
    }

    fn too_large(&self) -> Problem {
        let size =
            if self.most >= 1 << 20 { format!("{} MiB", self.most >> 20) } else { format!("{} KiB", self.most >> 10) };
        Problem::new(self.too_large, format!("The {} is larger than {size}.", self.what))
    }
}
