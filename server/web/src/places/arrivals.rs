//! Room for bodies that arrive: bytes that all requests share, taken as they come and given back when nobody needs the body any more.

use super::pace::Pace;
use super::turns::{Full, Shares};
use super::{Place, Places};
use crate::client::{Client, Clients};
use axum::body::{Body, HttpBody};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use bytes::Bytes;
use http_body_util::BodyExt;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// Bytes for which room is taken at once.
pub const STEP: usize = 256 << 10;

/// Bytes of a small body. Small ones have a room of their own, so that large ones never hold them up.
pub const SMALL: usize = 64 << 10;

/// How much may arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArrivalLimits {
    /// Bytes of large bodies in memory at one time, of all clients.
    pub bytes: usize,
    /// Of these, bytes of one client.
    pub client_bytes: usize,
    /// Small bodies in memory at one time, of all clients.
    pub small: usize,
    /// Of these, bodies of one client.
    pub client_small: usize,
    /// Bodies that wait for room, of all clients.
    pub waiting: usize,
    /// Of these, bodies of one client.
    pub client_waiting: usize,
    /// How long one waits for room, each time; in all, not longer than it may take to arrive.
    pub patience: Duration,
    /// How fast they have to arrive.
    pub pace: Pace,
}

impl Default for ArrivalLimits {
    fn default() -> Self {
        Self {
            bytes: 512 << 20,
            client_bytes: 128 << 20,
            small: 1024,
            client_small: 64,
            waiting: 1024,
            client_waiting: 128,
            patience: Duration::from_secs(20),
            pace: Pace::default(),
        }
    }
}

/// Room for bodies.
#[derive(Debug)]
pub struct Arrivals {
    limits: ArrivalLimits,
    /// Steps of large bodies.
    large: Places,
    small: Places,
}

/// Somebody who may send a body.
#[derive(Debug, Clone)]
pub struct Sender {
    /// Whose share counts.
    pub client: Client,
    arrivals: Arc<Arrivals>,
}

/// Why a body is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Lost {
    /// It has more bytes than it may have.
    #[error("it is too large")]
    TooLarge,
    /// The connection failed.
    #[error("the connection broke: {0}")]
    Broken(String),
    /// It did not keep the pace.
    #[error("it came too slowly: {received} bytes in {} seconds", .elapsed.as_secs())]
    Slow {
        /// Bytes that came.
        received: usize,
        /// Time that they took.
        elapsed: Duration,
    },
    /// There was no room for it all the while.
    #[error("there is no room for it: {0}")]
    NoRoom(#[from] Full),
}

impl Arrivals {
    /// All room is free.
    pub fn new(limits: ArrivalLimits) -> Self {
        let ArrivalLimits { waiting, client_waiting, .. } = limits;
        let room = |running, client_running| Places::new(Shares { running, waiting, client_running, client_waiting });
        let steps = |bytes: usize| (bytes / STEP).max(1);
        Self {
            limits,
            large: room(steps(limits.bytes), steps(limits.client_bytes)),
            small: room(limits.small, limits.client_small),
        }
    }

    /// How much may arrive.
    pub fn limits(&self) -> &ArrivalLimits {
        &self.limits
    }
}

impl Default for Arrivals {
    fn default() -> Self {
        Self::new(ArrivalLimits::default())
    }
}

impl Sender {
    /// A client that sends into this room.
    pub fn new(client: Client, arrivals: Arc<Arrivals>) -> Self {
        Self { client, arrivals }
    }

    /// Receives a body of so many bytes at most. Its room is given back when the last copy of it is dropped.
    ///
    /// # Errors
    /// When the body is larger, its connection fails, or it falls behind the slowest pace that is allowed.
    pub async fn receive(&self, body: Body, most: usize) -> Result<Bytes, Lost> {
        let announced = body.size_hint().exact().map(|bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
        let expected = announced.unwrap_or(most);
        if announced.is_some_and(|bytes| bytes > most) {
            return Err(Lost::TooLarge);
        }
        let (room, step) = match expected {
            0..=SMALL => (&self.arrivals.small, expected.max(1)),
            _ => (&self.arrivals.large, STEP),
        };
        Arriving { sender: self, room, step, most, received: 0, pieces: Vec::new(), paused: Duration::ZERO }
            .all(body)
            .await
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Sender
where
    Arc<Clients>: FromRef<S>,
    Arc<Arrivals>: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let client = Client::from_request_parts(parts, state).await?;
        Ok(Self::new(client, FromRef::from_ref(state)))
    }
}

/// A body on its way.
struct Arriving<'a> {
    sender: &'a Sender,
    room: &'a Places,
    /// Bytes for which a place is taken.
    step: usize,
    most: usize,
    received: usize,
    /// Each has a place, and all but the last one are full.
    pieces: Vec<(Vec<u8>, Place)>,
    /// Time that it waited for room.
    paused: Duration,
}

impl Arriving<'_> {
    /// What finds no room is still read to its end, and forgotten: a client that is answered while it sends may never see the answer.
    async fn all(mut self, mut body: Body) -> Result<Bytes, Lost> {
        let mut refused = None;
        let pace = self.sender.arrivals.limits.pace;
        let begin = Instant::now();
        let mut last = Duration::ZERO;
        loop {
            let due = begin + self.paused + pace.due(self.received as u64, last);
            let slow = Lost::Slow { received: self.received, elapsed: due.saturating_duration_since(begin) };
            let frame = match timeout_at(due, body.frame()).await {
                Err(_) => return Err(refused.map_or(slow, Lost::NoRoom)),
                Ok(None) => break,
                Ok(Some(Err(error))) => return Err(Lost::Broken(error.to_string())),
                Ok(Some(Ok(frame))) => frame,
            };
            // Trailers mean nothing here.
            let Ok(bytes) = frame.into_data() else { continue };
            if self.received + bytes.len() > self.most {
                return Err(Lost::TooLarge);
            }
            if refused.is_some() {
                self.received += bytes.len();
            } else if let Err(full) = self.take(&bytes).await {
                self.pieces.clear();
                refused = Some(full);
            }
            last = begin.elapsed().saturating_sub(self.paused);
        }
        refused.map_or_else(|| Ok(self.joined()), |full| Err(Lost::NoRoom(full)))
    }

    async fn take(&mut self, mut bytes: &[u8]) -> Result<(), Full> {
        self.received += bytes.len();
        while !bytes.is_empty() {
            if self.pieces.last().is_none_or(|(piece, _)| piece.len() >= self.step) {
                let place = self.place().await?;
                self.pieces.push((Vec::with_capacity(self.step), place));
            }
            let Some((piece, _)) = self.pieces.last_mut() else { break };
            let (fits, rest) = bytes.split_at(bytes.len().min(self.step - piece.len()));
            piece.extend_from_slice(fits);
            bytes = rest;
        }
        Ok(())
    }

    async fn place(&mut self) -> Result<Place, Full> {
        let begin = Instant::now();
        let ArrivalLimits { patience, pace, .. } = self.sender.arrivals.limits;
        let patience = patience.min(pace.whole.saturating_sub(self.paused));
        let place = self.room.wait(self.sender.client, patience).await;
        self.paused += begin.elapsed();
        place
    }

    /// All bytes in a row. Each piece is given up when it is copied, so there is never twice as much.
    fn joined(self) -> Bytes {
        let mut pieces = self.pieces;
        if pieces.len() == 1
            && let Some((bytes, place)) = pieces.pop()
        {
            return Bytes::from_owner(Received { bytes, _places: vec![place] });
        }
        let mut bytes = Vec::with_capacity(self.received);
        let mut places = Vec::with_capacity(pieces.len());
        for (piece, place) in pieces {
            bytes.extend_from_slice(&piece);
            places.push(place);
        }
        Bytes::from_owner(Received { bytes, _places: places })
    }
}

/// A body that is there, and its room.
struct Received {
    bytes: Vec<u8>,
    _places: Vec<Place>,
}

impl AsRef<[u8]> for Received {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests;
