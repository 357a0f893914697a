//! Bodies of requests, bounded in size and time.

use crate::places::arrivals::{Lost, Sender};
use crate::places::turns::Full;
use api::problem::{Code, Problem};
use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::Bytes;

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
    ///
    /// # Errors
    /// When the headers announce another kind of content, or more bytes than are taken.
    pub fn check(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("none");
        let essence = given.split(';').next().unwrap_or(given).trim();
        if !essence.eq_ignore_ascii_case(self.content_type) {
            return Err(Problem::new(Code::ContentType, format!("The content type is {given:.60}.")));
        }
        let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if announced.is_some_and(|length| length > self.most as u64) { Err(self.too_large()) } else { Ok(()) }
    }

    /// Reads the body. Its bytes count as the sender's until the last copy of them is dropped.
    ///
    /// # Errors
    /// When the body is too large, its connection ends, or it comes too slowly.
    pub async fn receive(&self, sender: &Sender, body: Body) -> Result<Bytes, Problem> {
        let what = self.what;
        sender.receive(body, self.most).await.map_err(|lost| match lost {
            Lost::TooLarge => self.too_large(),
            Lost::Broken(why) => Problem::new(Code::BodyIncomplete, format!("The {what} did not arrive: {why}.")),
            Lost::Slow { received, elapsed } => {
                let why = format!("Only {received} bytes of the {what} came in {} seconds.", elapsed.as_secs());
                Problem::new(Code::BodyIncomplete, why)
            }
            Lost::NoRoom(Full::Client) => {
                let why = format!("There is no room for the {what} beside what your address sends already.");
                Problem::new(Code::ClientBodies, why)
            }
            Lost::NoRoom(Full::All) => Problem::new(Code::BodiesBusy, format!("There is no room for the {what}.")),
        })
    }

    fn too_large(&self) -> Problem {
        let size =
            if self.most >= 1 << 20 { format!("{} MiB", self.most >> 20) } else { format!("{} KiB", self.most >> 10) };
        Problem::new(self.too_large, format!("The {} is larger than {size}.", self.what))
    }
}
