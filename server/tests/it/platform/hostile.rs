//! Servers that mean harm: whoever may ask this server to probe an address chooses what answers there.

use super::studio::{Protocol, Studio, options, query, xif};
use crate::router;
use api::platform::connect::{Probe, ProbeRequest};
use api::platform::job::{JobState, Severity, Until};
use api::platform::{self, PROBE, XIF_TYPE};
use api::problem::Code;
use axum::body::Body;
use axum::http::Request;
use environment::PlatformOptions;
use environment::calls::CallLimits;
use environment::job::order::Pace;
use environment::keeping::Keeping;
use futures_util::{StreamExt, stream};
use http_body_util::BodyExt;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::time::Duration;
use tower::ServiceExt;

/// A server that answers every request with this text; its address.
fn answering(body: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _request = stream.read(&mut [0; 16 << 10]).unwrap();
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close";
            // Whoever has read enough closes the connection.
            let _sent = write!(stream, "{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            let _closed = stream.shutdown(Shutdown::Write);
        }
    });
    address
}

async fn probe(body: String) -> Probe {
    let router = router::with_platforms(options("")).await;
    let request = serde_json::to_vec(&ProbeRequest { address: answering(body), certificate: None }).unwrap();
    let head = Request::post(PROBE).header("host", "localhost:8080").header("content-type", "application/json");
    let response = router.oneshot(head.body(Body::from(request)).unwrap()).await;
    let body = response.unwrap().into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&body).unwrap()
}

/// The most memory that this process ever had, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() << 10
}

#[tokio::test]
async fn an_answer_to_a_probe_is_short() {
    let seen = probe(format!("<a>{}</a>", " ".repeat(300 << 10))).await;
    assert!(seen.problems.iter().any(|problem| problem.kind() == Some(Code::PlatformMalformed)), "{:?}", seen.problems);
    let told = seen.problems.iter().any(|problem| problem.detail.contains("larger than 256 KiB"));
    assert!(told, "{:?}", seen.problems);
}

/// Each element had a copy of its namespace: 132 KB became 0.85 GB, and four megabytes a terabyte.
#[tokio::test]
async fn a_long_namespace_takes_no_more_memory_than_the_answer() {
    let before = peak();
    let seen = probe(format!("<a xmlns='{}'>{}</a>", "x".repeat(50_000), "<b/>".repeat(50_000))).await;
    assert!(seen.platform.is_none() && !seen.problems.is_empty(), "{seen:?}");
    let more = peak() - before;
    assert!(more < 64 << 20, "{more} bytes");
}

/// Each job kept up to 10,000 messages of two texts of 8 KiB, and the texts of all errors.
#[tokio::test]
async fn a_flood_of_messages_fills_no_memory() {
    for protocol in [Protocol::ServiceCenter, Protocol::Native] {
        let studio = Studio::start(protocol, "").await;
        let connection = studio.connect().await;
        studio.emulator.scenario("flood");
        let job = studio.begin(&connection, &query(Until::Publish), &xif(1, "K")).await;
        let ended = studio.end_of(&job.id).await;
        let kept: usize = ended.messages().iter().map(|(_, text)| text.len()).sum();
        assert!((1 << 20..4 << 20).contains(&kept), "{kept} bytes");
        let left_out = ended.messages().iter().filter(|(_, text)| text.contains("more messages than are kept")).count();
        let errors = ended.messages().iter().filter(|(severity, _)| *severity == Severity::Error).count();
        assert_eq!((left_out, errors), (1, 10));
        assert_eq!(ended.failed().kind(), Some(Code::PlatformPublishFailed));
        assert!(ended.failed().detail.contains("There are 19999 more."), "{}", ended.failed().detail);
    }
}

/// A server that sends each answer slowly keeps a place; others have places of their own.
#[tokio::test]
async fn questions_to_a_silent_server_take_the_part_of_one_client_only() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let calls = CallLimits { part: 1, turn: Duration::from_millis(50), ..CallLimits::default() };
    let router = router::with_platforms(PlatformOptions { calls, ..options("") }).await;
    let address = format!("http://{}", silent.local_addr().unwrap());
    let probe = |client: &str, address: &str| {
        let request = ProbeRequest { address: address.into(), certificate: None };
        let head = Request::post(PROBE).header("host", "localhost:8080").header("x-client", client);
        let head = head.header("content-type", "application/json");
        let sent = router.clone().oneshot(head.body(Body::from(serde_json::to_vec(&request).unwrap())).unwrap());
        async move { sent.await.unwrap().into_body().collect().await.unwrap().to_bytes() }
    };
    let slow = tokio::spawn(probe("10.0.0.1", &address));
    tokio::time::sleep(Duration::from_millis(100)).await;
    let seen: Probe = serde_json::from_slice(&probe("10.0.0.1", &answering("<a/>".into())).await).unwrap();
    assert!(seen.problems.iter().all(|problem| problem.kind() == Some(Code::PlatformBusy)), "{:?}", seen.problems);
    let seen: Probe = serde_json::from_slice(&probe("10.0.0.2", &answering("<a/>".into())).await).unwrap();
    assert!(seen.problems.iter().all(|problem| problem.kind() == Some(Code::PlatformMalformed)), "{:?}", seen.problems);
    slow.abort();
}

/// Publishes that wait for their users blocked publishing for everybody, without end.
#[tokio::test]
async fn publishes_that_wait_for_their_users_block_nobody_and_end() {
    let usual = options("");
    let pace = Pace { waiting: Duration::from_secs(1), ..usual.pace };
    let keeping = Keeping { running: 1, running_part: 1, ..Keeping::default() };
    let studio = Studio::with(Protocol::Native, PlatformOptions { pace, keeping, ..usual }, &[]).await;
    let connection = studio.connect().await;
    studio.emulator.scenario("needs-configuration");
    let mut waiting = Vec::new();
    for number in 0..3 {
        let job = studio.begin(&connection, &query(Until::Publish), &xif(number, "K")).await;
        studio.wait_for(&job.id, |state| matches!(state, JobState::Waiting { .. })).await;
        waiting.push(job.id);
    }
    studio.emulator.scenario("");
    assert!(studio.publish(&connection, &xif(9, "K")).await.is_published());
    for job in waiting {
        let ended = studio.end_of(&job).await;
        assert_eq!(ended.failed().kind(), Some(Code::PlatformUnanswered));
    }
    studio.check();
}

/// A place among the publishes was held while the XIF came, for as long as its sender liked.
#[tokio::test]
async fn a_xif_that_does_not_arrive_holds_no_publish_up() {
    let keeping = Keeping { running: 1, running_part: 1, ..Keeping::default() };
    let studio = Studio::with(Protocol::Native, PlatformOptions { keeping, ..options("") }, &[]).await;
    let connection = studio.connect().await;
    let begun = stream::iter([Ok::<_, std::io::Error>("x")]).chain(stream::pending());
    let path = query(Until::Publish).path(&connection.id);
    let arriving = studio.send("POST", &path, XIF_TYPE, Body::from_stream(begun));
    let first = xif(1, "K");
    tokio::select! {
        biased;
        answer = arriving => panic!("it ended before: {}", answer.status),
        ended = studio.publish(&connection, &first) => assert!(ended.is_published()),
    }
    studio.check();
}

/// The id of a connection stood in every address, and so in the log of every balancer: it alone published with the user's password.
#[tokio::test]
async fn whoever_reads_addresses_can_do_nothing() {
    let studio = Studio::start(Protocol::Native, "").await;
    let connection = studio.connect().await;
    studio.emulator.scenario("slow");
    let job = studio.begin(&connection, &query(Until::Publish), &xif(1, "K")).await;
    studio.forget();
    let publish = query(Until::Publish).path(&connection.id);
    let of_connection = [platform::connection(&connection.id), platform::extensions(&connection.id)];
    let of_job = [platform::job(&job.id), platform::events(&job.id, 0)];
    for path in of_connection.iter().chain(&of_job) {
        assert_eq!(studio.get(path).await.refused(), Code::PlatformSecret, "{path}");
    }
    for path in [&publish, &platform::advance(&job.id), &platform::abort(&job.id)] {
        assert_eq!(studio.post(path).await.refused(), Code::PlatformSecret, "{path}");
    }
    let closed = studio.send("DELETE", &of_connection[0], "text/plain", Body::empty()).await;
    assert_eq!(closed.refused(), Code::PlatformSecret);
}
