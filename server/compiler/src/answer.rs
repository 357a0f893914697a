//! The answer to a compile as JSON that is made while it is read: beside the assembly itself only a small piece of it lies in memory.

use super::unread::Room;
use api::compile::{CompileAnswer, Outcome};
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use std::io;
use std::mem;
use std::time::Duration;
use tokio::time::Instant;

/// An answer, and the room that it takes until it is read.
#[derive(Debug)]
pub struct Answered {
    /// What is told.
    pub answer: CompileAnswer,
    /// Given back when the last of it is on its way.
    pub room: Room,
}

/// Bytes of the assembly in one piece: a multiple of three, so that the pieces' base64 makes one text.
const PIECE: usize = 48 << 10;

/// How long a reader may take for all of it.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// Bytes that an answer has in memory while it waits for its reader.
pub fn weight(answer: &CompileAnswer) -> usize {
    let texts = answer.diagnostics.iter().map(|found| in_json(&found.text) + 200).sum::<usize>();
    let texts = texts + in_json(&answer.output);
    match &answer.outcome {
        Outcome::Succeeded { assembly } => {
            texts + assembly.dll.len() + assembly.documentation.as_deref().map_or(0, in_json)
        }
        Outcome::Failed | Outcome::Stopped { .. } => texts,
    }
}

/// Bytes of a text in JSON, roughly: a control character takes six.
fn in_json(text: &str) -> usize {
    text.len() + 5 * text.bytes().filter(|&byte| byte < b' ').count()
}

/// An answer in three parts.
#[derive(Debug)]
struct Parts {
    /// Up to the assembly.
    head: Bytes,
    /// Stands in the text as base64.
    dll: Vec<u8>,
    /// The rest.
    tail: Bytes,
}

impl Parts {
    fn new(mut answer: CompileAnswer) -> serde_json::Result<Self> {
        /// The name of the field and the begin of its text. Quotes inside of texts are escaped, so nothing before is taken for it.
        const FIELD: &[u8] = b"\"dll\":\"";
        let dll = match &mut answer.outcome {
            Outcome::Succeeded { assembly } => mem::take(&mut assembly.dll),
            Outcome::Failed | Outcome::Stopped { .. } => Vec::new(),
        };
        let mut head = Bytes::from(serde_json::to_vec(&answer)?);
        let field = if dll.is_empty() { None } else { head.windows(FIELD.len()).position(|part| part == FIELD) };
        let tail = head.split_off(field.map_or(head.len(), |start| start + FIELD.len()));
        Ok(Self { head, dll, tail })
    }

    fn len(&self) -> usize {
        self.head.len() + self.dll.len().div_ceil(3) * 4 + self.tail.len()
    }

    /// All pieces, in order.
    fn pieces(self) -> impl Iterator<Item = Bytes> {
        let Self { head, dll, tail } = self;
        let mut next = 0;
        let base64 = std::iter::from_fn(move || {
            let piece = dll.get(next..dll.len().min(next + PIECE)).filter(|piece| !piece.is_empty())?;
            next += piece.len();
            Some(Bytes::from(base64_simd::STANDARD.encode_to_string(piece)))
        });
        [head].into_iter().chain(base64).chain([tail])
    }
}

impl Answered {
    /// The same JSON as that of [`CompileAnswer`].
    ///
    /// # Errors
    /// When the answer cannot be written as JSON.
    pub async fn into_response(self) -> Result<Response, serde_json::Error> {
        let Self { answer, room } = self;
        // Megabytes of texts are not worked on where requests are answered.
        let parts =
            tokio::task::spawn_blocking(move || Parts::new(answer)).await.map_err(serde::ser::Error::custom)??;
        let length = HeaderValue::from(parts.len());
        let until = Instant::now() + LONGEST;
        let pieces = parts.pieces().map(move |piece| {
            let _taken = &room;
            if Instant::now() < until { Ok(piece) } else { Err(io::Error::from(io::ErrorKind::TimedOut)) }
        });
        let headers =
            [(header::CONTENT_TYPE, HeaderValue::from_static("application/json")), (header::CONTENT_LENGTH, length)];
        Ok((headers, Body::from_stream(stream::iter(pieces))).into_response())
    }
}

#[cfg(test)]
mod tests {
    use super::super::unread::{Bounds, SMALL, Unread, UnreadSize};
    use super::*;
    use api::compile::{Assembly, Diagnostic, Severity};
    use api::problem::{Code, Problem};
    use http_body_util::BodyExt;
    use web::client::Client;

    fn answer(outcome: Outcome) -> CompileAnswer {
        let diagnostic = Diagnostic {
            file: Some("\"dll\":\".cs".into()),
            span: None,
            severity: Severity::Warning,
            code: "CS1".into(),
            text: "\u{1}ä".into(),
            cause: None,
        };
        CompileAnswer {
            outcome,
            diagnostics: vec![diagnostic],
            output: "\"\n".into(),
            way: None,
            kept: false,
            waited_ms: 1,
            elapsed_ms: 2,
        }
    }

    fn succeeded(bytes: usize, documentation: Option<&str>) -> CompileAnswer {
        let dll = (0..bytes).map(|at| u8::try_from(at % 251).unwrap()).collect();
        let documentation = documentation.map(Into::into);
        answer(Outcome::Succeeded { assembly: Assembly { name: "A\"dll\":\".dll".into(), dll, documentation } })
    }

    #[tokio::test]
    async fn the_stream_is_the_same_json() {
        let stopped = Outcome::Stopped { problem: Problem::new(Code::BuildTime, "\"dll\":\"") };
        let unread = Unread::new(UnreadSize::default());
        for answer in [
            answer(Outcome::Failed),
            answer(stopped),
            succeeded(0, None),
            succeeded(1, Some("<doc>\"dll\":\"</doc>")),
            succeeded(PIECE, None),
            succeeded(2 * PIECE + 2, Some("")),
            succeeded(5 * PIECE + 1, Some("é")),
        ] {
            let room = unread.room(Client::new([10, 0, 0, 1].into()), weight(&answer)).await.unwrap();
            let expected = serde_json::to_string(&answer).unwrap();
            let response = Answered { answer, room }.into_response().await.unwrap();
            assert_eq!(response.headers()[header::CONTENT_LENGTH], expected.len().to_string());
            assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
            let body = response.into_body().collect().await.unwrap().to_bytes();
            assert!(body == expected, "{} bytes", expected.len());
        }
    }

    #[tokio::test]
    async fn the_room_is_given_back_when_it_is_read_or_nobody_reads() {
        let size = UnreadSize { large: Bounds { all: 4 << 20, client: 1 << 20 }, ..UnreadSize::default() };
        let (unread, client) = (Unread::new(size), Client::new([10, 0, 0, 1].into()));
        for reads in [true, false] {
            let answer = succeeded(1 << 20, None);
            let room = unread.room(client, weight(&answer)).await.unwrap();
            let response = Answered { answer, room }.into_response().await.unwrap();
            assert_eq!(unread.room(client, SMALL + 1).await.unwrap_err().kind(), Some(Code::Busy));
            if reads {
                response.into_body().collect().await.unwrap();
            } else {
                drop(response);
            }
        }
        unread.room(client, SMALL + 1).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_too_long_for_all_of_it_gets_no_more() {
        let answer = succeeded(1 << 20, None);
        let unread = Unread::new(UnreadSize::default());
        let room = unread.room(Client::new([10, 0, 0, 1].into()), weight(&answer)).await.unwrap();
        let mut body = Answered { answer, room }.into_response().await.unwrap().into_body();
        body.frame().await.unwrap().unwrap();
        tokio::time::advance(LONGEST).await;
        assert!(body.frame().await.unwrap().is_err());
    }
}
