//! A studio's server that is asked without a socket, and drafts with their tokens.

use crate::router;
use api::draft::frame::{Frame, FrameReader};
use api::draft::{
    self, BLOB_TYPE, ClientId, Conflict, CreateRequest, DRAFTS, DraftId, DraftKind, DraftState, From as Begin, Link,
    LinkId, LinkRequest, RevisionKind, Right, Token, Written,
};
use api::problem::{Code, Problem};
use axum::Router;
use axum::body::{Body, BodyDataStream};
use axum::http::{HeaderMap, Request, StatusCode};
use bytes::Bytes;
use drafts::clock::Clock;
use drafts::limits::Limits;
use drafts::{DraftOptions, Drafts};
use futures_util::{StreamExt, stream};
use http_body_util::BodyExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use store::{Location, Store};
use tower::ServiceExt;

/// When the clock of tests begins, in milliseconds since 1970.
pub(crate) const BEGIN: u64 = 1_800_000_000_000;

pub(crate) const DAY: u64 = 24 * 60 * 60 * 1000;

/// One server with a clock that stands still.
pub(crate) struct Studio {
    router: Router,
    clock: Arc<AtomicU64>,
    pub(crate) drafts: Arc<Drafts>,
    store: Store,
    /// The address that the proxy in front names.
    client: &'static str,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A draft and the token of its owner.
#[derive(Clone, Copy)]
pub(crate) struct Shared {
    pub(crate) id: DraftId,
    pub(crate) owner: Token,
}

pub(crate) fn random<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

pub(crate) fn fresh_token() -> Token {
    Token::from_bytes(random())
}

/// A folder that stays behind in the system's folder for temporary files: a test that fails can be looked into.
pub(crate) fn fresh_folder() -> Location {
    Location::Folder(tempfile::Builder::new().prefix("drafts-").tempdir().unwrap().keep())
}

impl Studio {
    pub(crate) async fn on(store: Store) -> Self {
        Self::with(store, Limits::default()).await
    }

    pub(crate) async fn with(store: Store, limits: Limits) -> Self {
        let clock = Arc::new(AtomicU64::new(BEGIN));
        let time = Arc::clone(&clock);
        let options = DraftOptions {
            limits,
            clock: Clock::of(move || time.load(Ordering::Relaxed)),
            ..DraftOptions::new(store.clone())
        };
        let drafts = Arc::new(Drafts::new(options));
        let router = router::with_drafts(Some(Arc::clone(&drafts))).await;
        Self { router, clock, drafts, store, client: "10.0.0.1" }
    }

    /// Another server on the same store, whose memory is empty.
    pub(crate) async fn another(&self) -> Self {
        let other = Self::with(self.store.clone(), self.drafts.limits).await;
        other.clock.store(self.clock.load(Ordering::Relaxed), Ordering::Relaxed);
        other
    }

    /// The same server, asked from another address.
    pub(crate) fn from(&self, client: &'static str) -> Self {
        Self {
            router: self.router.clone(),
            clock: Arc::clone(&self.clock),
            drafts: Arc::clone(&self.drafts),
            store: self.store.clone(),
            client,
        }
    }

    pub(crate) fn set_clock(&self, now_ms: u64) {
        self.clock.store(now_ms, Ordering::Relaxed);
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&Token>,
        kind: &str,
        body: Bytes,
    ) -> Answer {
        let (mut parts, body) = self.begin(method, path, token, kind, body).await.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        crate::description::check(method, path, parts.status, &parts.headers, &body);
        // The id of the request is another one each time.
        parts.headers.remove("x-request-id");
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// The answer before its body was read.
    pub(crate) async fn begin(
        &self,
        method: &str,
        path: &str,
        token: Option<&Token>,
        kind: &str,
        body: Bytes,
    ) -> axum::response::Response {
        let mut request = Request::builder().method(method).uri(path).header("host", "localhost:8080");
        request = request.header("x-client", self.client);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {}", token.text()));
        }
        request = request.header("content-type", kind).header("content-length", body.len());
        self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap()
    }

    /// The answer to a revision that announces so many bytes, sends two, and then nothing more.
    pub(crate) fn put_idly(
        &self,
        shared: Shared,
        announced: usize,
    ) -> tokio::task::JoinHandle<axum::response::Response> {
        let sent = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"XS"))]).chain(stream::pending());
        let request = Request::put(draft::revision(&shared.id, 2, RevisionKind::Whole, 0))
            .header("host", "localhost:8080")
            .header("x-client", self.client)
            .header("authorization", format!("Bearer {}", shared.owner.text()))
            .header("content-type", BLOB_TYPE)
            .header("content-length", announced)
            .body(Body::from_stream(sent))
            .unwrap();
        let router = self.router.clone();
        tokio::spawn(async move { router.oneshot(request).await.unwrap() })
    }

    pub(crate) async fn json(&self, method: &str, path: &str, token: Option<&Token>, body: &impl Serialize) -> Answer {
        self.send(method, path, token, "application/json", serde_json::to_vec(body).unwrap().into()).await
    }

    pub(crate) async fn get(&self, path: &str, token: &Token) -> Answer {
        self.send("GET", path, Some(token), "", Bytes::new()).await
    }

    pub(crate) async fn create(&self, shared: Shared, kind: DraftKind, expires_ms: Option<u64>) -> Answer {
        let request = CreateRequest { id: shared.id, owner: shared.owner.hash(), kind, expires_ms };
        self.json("POST", DRAFTS, None, &request).await
    }

    /// A new draft with its first revision.
    pub(crate) async fn share(&self, kind: DraftKind) -> Shared {
        let shared = Shared { id: DraftId::from_bytes(random()), owner: fresh_token() };
        assert_eq!(self.create(shared, kind, None).await.status, StatusCode::CREATED);
        self.add(shared, 1, RevisionKind::Whole, b"first").await;
        shared
    }

    pub(crate) async fn put(
        &self,
        id: &DraftId,
        token: &Token,
        number: u32,
        kind: RevisionKind,
        blob: &[u8],
    ) -> Answer {
        let path = draft::revision(id, number, kind, 0);
        self.send("PUT", &path, Some(token), BLOB_TYPE, Bytes::copy_from_slice(blob)).await
    }

    pub(crate) async fn add(&self, shared: Shared, number: u32, kind: RevisionKind, blob: &[u8]) -> Written {
        let answer = self.put(&shared.id, &shared.owner, number, kind, blob).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }

    pub(crate) async fn link(&self, shared: Shared, right: Right, expires_ms: Option<u64>) -> (LinkId, Token) {
        let (id, token) = (LinkId::from_bytes(random()), fresh_token());
        let answer = self.put_link(shared, id, &token, right, expires_ms).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&answer.body));
        assert_eq!(answer.json::<Link>().id, id);
        (id, token)
    }

    pub(crate) async fn put_link(
        &self,
        shared: Shared,
        id: LinkId,
        token: &Token,
        right: Right,
        expires_ms: Option<u64>,
    ) -> Answer {
        let request = LinkRequest { token: token.hash(), right, expires_ms, label: b"label".to_vec(), key: None };
        self.json("PUT", &draft::link(&shared.id, &id), Some(&shared.owner), &request).await
    }

    pub(crate) async fn revoke(&self, shared: Shared, link: LinkId) -> Answer {
        self.send("DELETE", &draft::link(&shared.id, &link), Some(&shared.owner), "", Bytes::new()).await
    }

    pub(crate) async fn state(&self, id: &DraftId, token: &Token) -> Answer {
        self.get(&draft::draft(id), token).await
    }

    pub(crate) async fn latest(&self, shared: Shared) -> u32 {
        self.state(&shared.id, &shared.owner).await.json::<DraftState>().latest
    }

    pub(crate) async fn frames(&self, shared: Shared, from: Begin, limit: Option<u32>) -> Vec<Frame> {
        let answer = self.get(&draft::revisions(&shared.id, from, limit), &shared.owner).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, BLOB_TYPE));
        FrameReader::read_all(&answer.body).unwrap()
    }

    pub(crate) async fn listen(&self, id: &DraftId, token: &Token, after: u32) -> Events {
        let response = self.begin("GET", &draft::events(id, after), Some(token), "", Bytes::new()).await;
        assert_eq!(response.status(), StatusCode::OK);
        Events { stream: response.into_body().into_data_stream(), text: String::new() }
    }

    pub(crate) async fn show(&self, id: &DraftId, token: &Token, client: &ClientId, blob: &'static [u8]) -> Answer {
        let path = draft::presence(id, client);
        self.send("PUT", &path, Some(token), BLOB_TYPE, Bytes::from_static(blob)).await
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        let text = String::from_utf8_lossy(&self.body);
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{}: {error}: {text}", self.status))
    }

    pub(crate) fn refused(&self) -> Code {
        let code = self.json::<Problem>().kind().unwrap();
        assert_eq!(
            (self.status.as_u16(), self.header("content-type")),
            (code.page().status, "application/problem+json")
        );
        code
    }

    /// The latest revision that a conflict names.
    pub(crate) fn conflict(&self) -> u32 {
        assert_eq!(self.refused(), Code::DraftConflict);
        self.json::<Conflict>().latest
    }
}

/// A stream of events.
pub(crate) struct Events {
    stream: BodyDataStream,
    text: String,
}

impl Events {
    /// The next event's name and data; none when the stream ends. Fails after two seconds without one.
    pub(crate) async fn next(&mut self) -> Option<(String, serde_json::Value)> {
        tokio::time::timeout(Duration::from_secs(2), self.read())
            .await
            .unwrap_or_else(|_| panic!("no event within 2 s"))
    }

    async fn read(&mut self) -> Option<(String, serde_json::Value)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
                let found = field("event: ").zip(field("data: "));
                let rest = rest.to_owned();
                self.text = rest;
                if let Some((name, data)) = found {
                    return Some((name, serde_json::from_str(&data).unwrap()));
                }
                continue;
            }
            let bytes = self.stream.next().await?.unwrap();
            self.text += std::str::from_utf8(&bytes).unwrap();
        }
    }

    /// Waits until the log goes up to this number.
    pub(crate) async fn until(&mut self, number: u64) {
        loop {
            let (name, data) = self.next().await.unwrap();
            if name == "revision" && data["number"].as_u64().unwrap() >= number {
                return;
            }
        }
    }
}
