use super::*;
use crate::access::Access;
use crate::assets::Assets;
use crate::hosts::Hosts;
use crate::packages::Packages;
use crate::packages::settings::Place;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use compiler::{Compiler, CompilerOptions};
use environment::profile::Profile;
use environment::{PlatformOptions, Platforms};
use http_body_util::BodyExt;
use std::net::SocketAddr;
use std::sync::Arc;
use tower::ServiceExt;
use web::shutdown::Shutdown;

const PAGE: &str = "<html><script type=\"module\">start()</script></html>";

async fn server() -> Router {
    let folder = tempfile::tempdir().unwrap();
    let file = |path: &str, content: &[u8]| std::fs::write(folder.path().join(path), content).unwrap();
    file("index.html", PAGE.as_bytes());
    file("studio-0123456789abcdef_bg.wasm", &b"\0asm".repeat(1000));
    file("logo.png", b"png");
    std::fs::create_dir(folder.path().join("editor")).unwrap();
    file("editor/monaco.js", &b"export {};".repeat(100));
    std::fs::create_dir(folder.path().join("language")).unwrap();
    file("language/System_Core-0123456789abcdef.dll", &b"assembly".repeat(100));
    file("language/System_Core-0123456789abcdef.dll.br", b"as the build packed it");
    router(Server {
        arrivals: Arc::default(),
        access: Arc::new(Access::open()),
        assets: Arc::new(Assets::read(folder.path()).unwrap()),
        clients: Arc::default(),
        compiler: Arc::new(Compiler::detect(CompilerOptions::default()).await),
        hosts: Arc::new(Hosts::new("127.0.0.1", 8080, &[])),
        packages: Arc::new(Packages::new(Place::Off, Vec::new())),
        platforms: Arc::new(Platforms::new(PlatformOptions::new(Profile::load(None).unwrap()))),
        drafts: None,
        figures: Arc::default(),
        probes: Arc::default(),
        shutdown: Shutdown::default(),
    })
}

struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn problem(&self) -> String {
        let problem: api::problem::Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(self.header("content-type"), "application/problem+json");
        problem.code
    }
}

async fn ask(method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "localhost:8080");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = server().await.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    Answer { status: parts.status, headers: parts.headers, body: body.collect().await.unwrap().to_bytes().to_vec() }
}

#[tokio::test]
async fn the_page_is_served_at_the_root_with_its_policy() {
    let answer = ask("GET", "/", &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, PAGE.as_bytes());
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-cache");
    assert!(answer.header("content-security-policy").contains("'wasm-unsafe-eval' 'sha256-"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert!(answer.header("content-security-policy").contains("; require-trusted-types-for 'script'; trusted-types "));
    assert_eq!(answer.header("strict-transport-security"), "", "nothing says that it came by https");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(answer.header("cross-origin-embedder-policy"), "require-corp");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
    assert!(!answer.header("permissions-policy").is_empty());
}

#[tokio::test]
async fn a_page_that_came_by_https_comes_by_nothing_else() {
    for (from, said, told) in [
        ([127, 0, 0, 1], "https", "max-age=31536000"),
        ([127, 0, 0, 1], "https, http", ""),
        ([127, 0, 0, 1], "http", ""),
        ([10, 0, 0, 1], "https", ""),
    ] {
        let request = Request::get("/").header("host", "localhost:8080").header("x-forwarded-proto", said);
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((from, 1))));
        let answer = server().await.oneshot(request).await.unwrap();
        let found = answer.headers().get("strict-transport-security").map_or("", |value| value.to_str().unwrap());
        assert_eq!((answer.status(), found), (StatusCode::OK, told), "{said} from {from:?}");
    }
}

#[tokio::test]
async fn hashed_names_are_kept_and_come_compressed() {
    let path = "/studio-0123456789abcdef_bg.wasm";
    let answer = ask("GET", path, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(answer.header("content-type"), "application/wasm");
    assert_eq!(answer.header("content-encoding"), "br");
    assert_eq!(answer.header("vary"), "accept-encoding");
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    let mut unpacked = Vec::new();
    brotli::BrotliDecompress(&mut answer.body.as_slice(), &mut unpacked).unwrap();
    assert_eq!(unpacked, b"\0asm".repeat(1000));
    let plain = ask("GET", path, &[]).await;
    assert_eq!(plain.header("content-encoding"), "");
    assert_ne!(plain.header("etag"), answer.header("etag"));
}

#[tokio::test]
async fn what_the_build_packed_is_sent_as_it_is_and_is_not_a_file_itself() {
    let path = "/language/System_Core-0123456789abcdef.dll";
    let answer = ask("GET", path, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(answer.body, b"as the build packed it");
    assert_eq!(answer.header("content-encoding"), "br");
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    let plain = ask("GET", path, &[]).await;
    assert_eq!((plain.body, plain.status), (b"assembly".repeat(100), StatusCode::OK));
    let beside = ask("GET", &format!("{path}.br"), &[]).await;
    assert_eq!(beside.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_known_file_is_not_sent_again() {
    let first = ask("GET", "/editor/monaco.js", &[]).await;
    let tag = format!("\"other\", W/{}", first.header("etag"));
    let second = ask("GET", "/editor/monaco.js", &[("if-none-match", &tag)]).await;
    assert_eq!(second.status, StatusCode::NOT_MODIFIED);
    assert!(second.body.is_empty());
    assert_eq!(second.header("etag"), first.header("etag"));
}

#[tokio::test]
async fn head_tells_the_length_only() {
    let answer = ask("HEAD", "/logo.png", &[("accept-encoding", "br")]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-length"), "3");
    assert_eq!(answer.header("content-encoding"), "", "a png does not get smaller");
    assert!(answer.body.is_empty());
}

#[tokio::test]
async fn what_is_not_there_is_a_problem() {
    for path in ["/nothing", "/../Cargo.toml", "/%2e%2e/Cargo.toml", "/editor", "/editor/", "//index.html"] {
        let answer = ask("GET", path, &[]).await;
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::NOT_FOUND, "S503"), "{path}");
        assert!(!answer.header("content-security-policy").is_empty());
    }
}

#[tokio::test]
async fn other_methods_are_refused() {
    for path in ["/", "/healthz"] {
        assert_eq!(ask("PUT", path, &[]).await.problem(), "S504", "{path}");
    }
    let answer = ask("GET", "/api/compile?extension=A", &[]).await;
    assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::METHOD_NOT_ALLOWED, "S504"));
}

#[tokio::test]
async fn foreign_hosts_and_origins_get_nothing() {
    let host = ask("GET", "/healthz", &[("host", "evil.example:8080")]).await;
    assert_eq!((host.status, host.problem().as_str()), (StatusCode::MISDIRECTED_REQUEST, "S501"));
    let origin = ask("POST", "/api/compile?extension=A", &[("origin", "http://evil.example")]).await;
    assert_eq!((origin.status, origin.problem().as_str()), (StatusCode::FORBIDDEN, "S502"));
}

#[tokio::test]
async fn balancers_ask_by_address_and_every_answer_has_an_id() {
    for path in ["/livez", "/readyz"] {
        let answer = ask("GET", path, &[("host", "10.0.0.7")]).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("x-request-id").len(), 32);
        assert_eq!(ask("PUT", path, &[]).await.problem(), "S504");
    }
    let foreign = ask("GET", "/healthz", &[("host", "10.0.0.7"), ("x-request-id", "chosen")]).await;
    assert_eq!(foreign.header("x-request-id").len(), 32, "nobody but a proxy chooses ids");
}

#[tokio::test]
async fn health_tells_why_nothing_can_be_compiled() {
    let answer = ask("GET", "/healthz", &[]).await;
    let health: Health = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(answer.header("cache-control"), "no-store");
    let api::health::Compiler::Unavailable { problem } = health.compiler else {
        panic!("there is no toolchain");
    };
    assert_eq!(problem.kind(), Some(Code::NoToolchain));
}

#[tokio::test]
async fn compile_checks_the_request_before_its_body() {
    let zip = ("content-type", "application/zip");
    for (path, headers, expected) in [
        ("/api/compile", &[zip][..], "S506"),
        ("/api/compile?extension=a/b", &[zip], "S205"),
        ("/api/compile?extension=A", &[], "S505"),
        ("/api/compile?extension=A", &[("content-type", "text/plain")], "S505"),
        ("/api/compile?extension=A", &[zip, ("content-length", "999999999")], "S105"),
        ("/api/compile?extension=A", &[zip], "S402"),
    ] {
        let answer = ask("POST", path, headers).await;
        assert_eq!(answer.problem(), expected, "{path} {headers:?}");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

/// Every route is described, and everything that is described is a route.
#[test]
fn the_routes_are_those_of_the_description() {
    let routes = all_routes();
    let routes: std::collections::BTreeSet<_> =
        routes.names().map(|(method, path)| (method.as_str().to_lowercase(), path.to_owned())).collect();
    let described =
        api::description::operations().into_iter().map(|one| (one.method.key().to_owned(), one.path)).collect();
    assert_eq!(routes, described);
    assert!(routes.len() > 30);
}

#[tokio::test]
async fn a_client_that_is_too_old_is_refused_before_anything_is_done_and_still_gets_the_page() {
    let old = ("x-xif-studio-api", "0");
    let refused = ask("POST", "/api/compile?extension=A", &[old, ("content-type", "application/zip")]).await;
    assert_eq!((refused.status, refused.problem().as_str()), (StatusCode::BAD_REQUEST, "S508"));
    assert_eq!(ask("GET", "/api/access", &[old]).await.problem(), "S508");
    for path in ["/", "/healthz", "/editor/monaco.js"] {
        let answer = ask("GET", path, &[old]).await;
        assert_eq!((answer.status, answer.header("x-xif-studio-api")), (StatusCode::OK, "1"), "{path}");
    }
    for newer in ["1", "2", "999", "nonsense", ""] {
        assert_eq!(ask("GET", "/api/access", &[("x-xif-studio-api", newer)]).await.status, StatusCode::OK, "{newer}");
    }
    assert_eq!(ask("GET", "/nothing", &[]).await.header("x-xif-studio-api"), "1", "refusals say it too");
}
