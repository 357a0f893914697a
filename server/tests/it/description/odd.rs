//! Odd requests to every operation: whatever is wrong with one, the answer is one of those that are told.

use super::check;
use crate::router;
use api::description::{Method, operations};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderName, Request, StatusCode};
use drafts::{DraftOptions, Drafts};
use http_body_util::BodyExt;
use server::access::Access;
use server::access::settings::AccessArguments;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use store::{Location, Store};
use tower::ServiceExt;

/// The answer to a request, which is checked.
async fn ask(
    router: &Router,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> (StatusCode, Vec<u8>) {
    let request = Request::builder().method(method).uri(path);
    let has_host = headers.iter().any(|(name, _)| *name == "host");
    let request = if has_host { request } else { request.header("host", "localhost:8080") };
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let response = router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    check(method, path, parts.status, &parts.headers, &body);
    (parts.status, body)
}

/// Names and values.
type Headers<'a> = &'a [(&'a str, &'a str)];

/// The operations with these texts as the parts of their addresses.
fn addresses(part: &str) -> Vec<(&'static str, String)> {
    let method = |method| match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    };
    let filled = |path: &str| {
        path.split('/').map(|each| if each.starts_with('{') { part } else { each }).collect::<Vec<_>>().join("/")
    };
    operations().iter().map(|one| (method(one.method), filled(&one.path))).collect()
}

async fn routers() -> Vec<Router> {
    let user_header = Some(HeaderName::from_static("x-user"));
    let mut arguments = AccessArguments { user_header, ..AccessArguments::default() };
    arguments.rights.push("bob=none".parse().unwrap());
    let access = Access::new(&arguments, IpAddr::V4(Ipv4Addr::UNSPECIFIED)).unwrap();
    let off = AccessArguments { no_compile: true, no_platforms: true, ..AccessArguments::default() };
    let off = Access::new(&off, IpAddr::V4(Ipv4Addr::LOCALHOST)).unwrap();
    let store = Store::open(&Location::Memory).await.unwrap();
    let drafts = Arc::new(Drafts::new(DraftOptions::new(store)));
    vec![
        router::with_access(access).await,
        router::with_access(off).await,
        router::with_drafts(Some(drafts)).await,
        router::with_drafts(None).await,
    ]
}

#[tokio::test]
async fn whatever_is_wrong_with_a_request_the_answer_is_one_that_is_told() {
    let json = ("content-type", "application/json");
    let deep = b"[".repeat(16_000);
    let long = "a".repeat(8000);
    let bearer = format!("Bearer {}", "A".repeat(43));
    let requests: [(Headers, &[u8]); 12] = [
        (&[], b""),
        (&[("x-user", "bob")], b""),
        (&[("x-user", "ada"), json], b"{"),
        (&[json, ("authorization", &bearer)], &deep),
        (&[json], br#"{"address":7}"#),
        (&[json, ("content-length", "999999999999")], b"{}"),
        (&[("content-type", "application/zip"), ("authorization", "Basic x")], b"PK"),
        (&[("content-type", "application/octet-stream"), ("authorization", &bearer)], b"x"),
        (&[("host", "evil.example")], b""),
        (&[("origin", "https://evil.example")], b""),
        (&[("x-xif-studio-api", "0")], b""),
        (&[("x-xif-studio-token", "0123456789abcdef0123456789abcdef"), ("x-client", "10.0.0.9")], b""),
    ];
    for router in routers().await {
        for part in ["a", "AAAAAAAAAAAAAAAAAAAAAA", "%ff", "..%2f..", "0", &long] {
            for (method, path) in addresses(part) {
                for (headers, body) in requests {
                    ask(&router, method, &path, headers, body.to_vec()).await;
                }
                for query in
                    ["?", "?extension=A&extension=B", "?extension=%ff", "?from=x&after=-1&kind=none&to=//evil.example"]
                {
                    let headers = [
                        ("authorization", bearer.as_str()),
                        ("content-type", "application/octet-stream"),
                        ("x-user", "ada"),
                    ];
                    ask(&router, method, &format!("{path}{query}"), &headers, Vec::new()).await;
                }
            }
        }
    }
}

#[tokio::test]
async fn methods_that_are_not_told_are_refused_everywhere() {
    let router = router::with_access(Access::open()).await;
    let known = addresses("a");
    for (_, path) in &known {
        for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECTED"] {
            let is_known = known
                .iter()
                .any(|(known, of)| of == path && (*known == method || (*known == "GET" && method == "HEAD")));
            let (status, _) = ask(&router, method, path, &[], Vec::new()).await;
            assert_eq!(status == StatusCode::METHOD_NOT_ALLOWED, !is_known, "{method} {path}: {status}");
        }
    }
}

#[tokio::test]
async fn the_document_is_given_away_like_a_file() {
    let router = router::with_access(Access::open()).await;
    let send = async |method: &str, path: &str, headers: &[(&str, &str)]| {
        let request = Request::builder().method(method).uri(path).header("host", "localhost:8080");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        (parts.status, parts.headers, body.collect().await.unwrap().to_bytes())
    };
    let (status, headers, body) = send("GET", "/openapi.json", &[]).await;
    assert_eq!(
        (status, &headers["content-type"], &headers["cache-control"]),
        (StatusCode::OK, &"application/json".parse().unwrap(), &"no-cache".parse().unwrap())
    );
    assert!(serde_json::from_slice::<serde_json::Value>(&body).unwrap() == api::description::document());
    let (_, packed, small) = send("GET", "/openapi.json", &[("accept-encoding", "br")]).await;
    assert!(packed["content-encoding"] == "br" && small.len() * 8 < body.len(), "{} of {}", small.len(), body.len());
    let (status, head, nothing) = send("HEAD", "/openapi.json", &[]).await;
    assert_eq!((status, &head["content-length"], nothing.len()), (StatusCode::OK, &headers["content-length"], 0));
    let tag = headers["etag"].to_str().unwrap().to_owned();
    let (status, _, nothing) =
        send("GET", "/openapi.json", &[("if-none-match", &tag), ("accept-encoding", "identity")]).await;
    assert_eq!((status, nothing.len()), (StatusCode::NOT_MODIFIED, 0));
    for path in [
        "/openapi.json/",
        "/openapi.json/x",
        "//openapi.json",
        "/openapi.JSON",
        "/api/openapi.json",
        "/openapi.json%00",
    ] {
        assert_eq!(send("GET", path, &[]).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let query = format!("/openapi.json?{}", "x".repeat(30_000));
    for (path, headers) in [
        (query.as_str(), &[][..]),
        ("/openapi.json", &[("range", "bytes=0-1")]),
        ("/openapi.json", &[("accept-encoding", "br;q=0, *;q=0")]),
    ] {
        let (status, _, whole) = send("GET", path, headers).await;
        assert_eq!((status, whole.len()), (StatusCode::OK, body.len()), "{headers:?}");
    }
    assert_eq!(send("GET", "/openapi.json", &[("host", "evil.example")]).await.0, StatusCode::MISDIRECTED_REQUEST);
}
