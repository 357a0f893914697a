//! Connections over sockets: those that send nothing, those that read nothing, and too many of them.

use crate::drafts::program::start;
use crate::drafts::studio::Studio;
use crate::router::with_drafts;
use api::draft::{self, DraftKind, From as Begin, RevisionKind};
use axum::Router;
use axum::http::HeaderName;
use axum::routing::get;
use bytes::Bytes;
use drafts::limits::{ClientLimits, Limits};
use server::connections::{ConnectionOptions, serve};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Location, Store};
use support::waiting::wait_until;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use web::client::Clients;
use web::shutdown::Shutdown;

/// What the tests do not wait for.
const LONG: Duration = Duration::from_secs(60);

/// How long an answer may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

const GET: &str = "GET /healthz HTTP/1.1\r\nHost: localhost:8080\r\n\r\n";

struct Served {
    address: SocketAddr,
    shutdown: Shutdown,
    ended: JoinHandle<()>,
}

fn unlimited() -> ConnectionOptions {
    ConnectionOptions { headers: LONG, writing: LONG, ..ConnectionOptions::default() }
}

async fn served(router: Router, clients: Clients, options: ConnectionOptions) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, shutdown) = (listener.local_addr().unwrap(), Shutdown::default());
    let asked = shutdown.clone();
    let ended = tokio::spawn(async move { serve(listener, router, &clients, options, &asked).await });
    Served { address, shutdown, ended }
}

async fn studio(options: ConnectionOptions) -> Served {
    served(with_drafts(None).await, Clients::default(), options).await
}

impl Served {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn asked(&self, request: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    }
}

/// The head of the next answer, and what came of its body.
async fn head(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    while !text.contains("\r\n\r\n") {
        let mut piece = [0; 4096];
        let count = timeout(PATIENCE, stream.read(&mut piece)).await.unwrap().unwrap();
        assert!(count > 0, "closed after {text:?}");
        text.push_str(&String::from_utf8_lossy(&piece[..count]));
    }
    text
}

/// Everything until the server closes the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // Whether it says so in order or breaks off, it is closed.
    let _reset = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn headers_that_do_not_come_close_the_connection() {
    let headers = Duration::from_millis(300);
    let studio = studio(ConnectionOptions { headers, ..unlimited() }).await;
    let started = Instant::now();
    let mut silent = studio.connect().await;
    let mut half = studio.asked("GET /healthz HTTP/1.1\r\nHost: ").await;
    let mut idle = studio.asked(GET).await;
    assert!(head(&mut idle).await.starts_with("HTTP/1.1 200"));
    // A byte now and then does not help.
    let mut slow = studio.asked("GET / HTTP/1.1\r\n").await;
    let dripping = async {
        while slow.write_all(b"a").await.is_ok() && started.elapsed() < PATIENCE {
            sleep(Duration::from_millis(50)).await;
        }
        started.elapsed()
    };
    let (dripped, ..) = tokio::join!(dripping, rest(&mut silent), rest(&mut half), rest(&mut idle));
    assert!(started.elapsed() >= headers && dripped < PATIENCE);
}

#[tokio::test]
async fn a_client_has_its_part_of_the_connections() {
    let studio = studio(ConnectionOptions { client: 2, ..unlimited() }).await;
    let (mut first, mut second) = (studio.asked(GET).await, studio.asked(GET).await);
    assert!(head(&mut first).await.starts_with("HTTP/1.1 200"));
    assert!(head(&mut second).await.starts_with("HTTP/1.1 200"));
    let refused = rest(&mut studio.asked(GET).await).await;
    assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("\r\nretry-after: 5\r\n"), "{refused}");
    assert!(refused.contains("S406") && refused.contains("application/problem+json"), "{refused}");
    // Also one that asks nothing is told.
    assert!(rest(&mut studio.connect().await).await.starts_with("HTTP/1.1 503"));
    drop(first);
    let again = async {
        loop {
            let mut stream = studio.asked(GET).await;
            if head(&mut stream).await.starts_with("HTTP/1.1 200") {
                return;
            }
        }
    };
    timeout(PATIENCE, again).await.unwrap();
}

#[tokio::test]
async fn a_proxy_that_names_its_clients_may_have_all_connections() {
    let clients = Clients { header: Some(HeaderName::from_static("x-forwarded-for")), ..Clients::default() };
    let options = ConnectionOptions { all: 3, client: 1, ..unlimited() };
    let studio = served(with_drafts(None).await, clients, options).await;
    let mut open = Vec::new();
    for _ in 0..3 {
        let mut stream = studio.asked(GET).await;
        assert!(head(&mut stream).await.starts_with("HTTP/1.1 200"));
        open.push(stream);
    }
    assert!(rest(&mut studio.asked(GET).await).await.starts_with("HTTP/1.1 503"));
}

/// A large answer whose memory can be counted.
fn large() -> (Router, Arc<()>) {
    struct Counted(Vec<u8>, #[allow(dead_code, reason = "it is counted")] Arc<()>);
    impl AsRef<[u8]> for Counted {
        fn as_ref(&self) -> &[u8] {
            &self.0
        }
    }
    let counted = Arc::new(());
    let count = Arc::clone(&counted);
    let answer = move || {
        let count = Arc::clone(&count);
        async move { Bytes::from_owner(Counted(vec![7; 16 << 20], count)) }
    };
    (Router::new().route("/", get(answer)), counted)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_nobody_reads_goes_away() {
    let (router, counted) = large();
    let writing = Duration::from_millis(500);
    let server = served(router, Clients::default(), ConnectionOptions { writing, ..unlimited() }).await;
    let mut unread = server.asked("GET / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n").await;
    let began = head(&mut unread).await;
    assert!(began.starts_with("HTTP/1.1 200") && Arc::strong_count(&counted) > 2);
    wait_until("the answer goes away", || Arc::strong_count(&counted) == 2);
    assert!(rest(&mut unread).await.len() < 16 << 20, "the connection broke");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_read_slowly_comes_whole() {
    let (router, _) = large();
    let writing = Duration::from_millis(500);
    let server = served(router, Clients::default(), ConnectionOptions { writing, ..unlimited() }).await;
    let mut slow = server.asked("GET / HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n").await;
    let (mut read, mut piece, started) = (0, vec![0; 256 << 10], Instant::now());
    while let count @ 1.. = slow.read(&mut piece).await.unwrap() {
        read += count;
        sleep(Duration::from_millis(20)).await;
    }
    assert!(read > 16 << 20 && started.elapsed() > 2 * writing);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_read_revisions_loses_the_place() {
    let client = ClientLimits { readers: 1, ..Limits::default().client };
    let limits = Limits { readers: 1, client, ..Limits::default() };
    let studio = Studio::with(Store::open(&Location::Memory).await.unwrap(), limits).await;
    let shared = studio.share(DraftKind::Draft).await;
    for number in 2..5 {
        studio.add(shared, number, RevisionKind::Change, &vec![1; 4 << 20]).await;
    }
    let writing = Duration::from_millis(500);
    let router = with_drafts(Some(Arc::clone(&studio.drafts))).await;
    let server = served(router, Clients::default(), ConnectionOptions { writing, ..unlimited() }).await;
    let path = draft::revisions(&shared.id, Begin::Number(1), None);
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\r\n",
        shared.owner.text()
    );
    let mut unread = server.asked(&request).await;
    assert!(head(&mut unread).await.starts_with("HTTP/1.1 200"));
    // There is one place for all, and the first one has it until it is found not to read.
    let mut second = server.asked(&request).await;
    assert!(head(&mut second).await.starts_with("HTTP/1.1 200"));
    assert!(rest(&mut second).await.len() > 3 << 20);
    assert!(rest(&mut unread).await.len() < 12 << 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_before_the_end_is_answered() {
    let router = Router::new().route(
        "/",
        get(|| async {
            sleep(Duration::from_millis(500)).await;
            "late"
        }),
    );
    let server = served(router, Clients::default(), unlimited()).await;
    let mut idle = server.connect().await;
    let mut asked = server.asked("GET / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n").await;
    sleep(Duration::from_millis(200)).await;
    server.shutdown.ask();
    let (answer, _) = tokio::join!(rest(&mut asked), rest(&mut idle));
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("late"), "{answer}");
    timeout(PATIENCE, server.ended).await.unwrap().unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn the_program_takes_the_number_of_connections() {
    let server = start(&["--client-connections", "1"], &[]);
    let mut first = TcpStream::connect(server.host()).await.unwrap();
    first.write_all(GET.replace("localhost:8080", server.host()).as_bytes()).await.unwrap();
    assert!(head(&mut first).await.starts_with("HTTP/1.1 200"));
    let mut second = TcpStream::connect(server.host()).await.unwrap();
    assert!(rest(&mut second).await.starts_with("HTTP/1.1 503"));
}
