//! Servers that mean harm: whoever may ask this server to probe an address chooses what answers there.

use super::studio::options;
use crate::router;
use api::platform::PROBE;
use api::platform::connect::{Probe, ProbeRequest};
use api::problem::Code;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
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
