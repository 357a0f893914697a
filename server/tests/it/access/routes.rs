//! Limits and switches over the routes, with the emulator of a Platform Server.

use crate::platform::studio::{Protocol, Studio, options};
use crate::router;
use api::access::{ACCESS, Access as Shown, Right, Standing};
use api::draft::DRAFTS;
use api::health::{Compiler, Health};
use api::platform::connect::ConnectRequest;
use api::platform::{PROBE, Secret};
use api::problem::{Code, Problem};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderName, Request, StatusCode, header};
use http_body_util::BodyExt;
use server::access::Access;
use server::access::log_ins::{ASKED, OF_USER};
use server::access::settings::AccessArguments;
use std::net::{IpAddr, Ipv4Addr};
use tower::ServiceExt;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

async fn ask(router: &Router, method: &str, path: &str, headers: &[(&str, &str)]) -> (StatusCode, Vec<u8>) {
    let request = Request::builder().method(method).uri(path).header("host", "localhost:8080");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    crate::description::check(method, path, parts.status, &parts.headers, &body);
    (parts.status, body)
}

fn code(body: &[u8]) -> Option<Code> {
    serde_json::from_slice::<Problem>(body).ok()?.kind()
}

fn access(arguments: &AccessArguments) -> Access {
    Access::new(arguments, IpAddr::V4(Ipv4Addr::UNSPECIFIED)).unwrap()
}

#[tokio::test]
async fn every_route_of_the_interface_asks_who_it_is() {
    let user_header = Some(HeaderName::from_static("x-user"));
    let mut arguments = AccessArguments { user_header, ..AccessArguments::default() };
    arguments.rights.push("bob=none".parse().unwrap());
    let router = router::with_access(access(&arguments)).await;
    for (method, path) in [
        ("POST", "/api/compile?extension=A"),
        ("GET", "/api/compile/platform"),
        ("POST", PROBE),
        ("POST", "/api/platform/connections"),
        ("GET", "/api/platform/jobs/1/events"),
        ("POST", DRAFTS),
        ("PUT", "/api/drafts/1/links/2"),
        ("PUT", "/api/drafts/1/expiry"),
    ] {
        let (status, body) = ask(&router, method, path, &[]).await;
        assert_eq!((status, code(&body)), (StatusCode::UNAUTHORIZED, Some(Code::AccessUnknown)), "{method} {path}");
        let (status, body) = ask(&router, method, path, &[("x-user", "bob")]).await;
        assert_eq!((status, code(&body)), (StatusCode::FORBIDDEN, Some(Code::AccessRight)), "{method} {path}");
        let (status, body) = ask(&router, method, path, &[("x-user", "ada")]).await;
        assert!(!matches!(code(&body), Some(Code::AccessUnknown | Code::AccessRight)), "{method} {path} {status}");
    }
    // A link to a draft is a right by itself; here are no drafts.
    let (_, body) = ask(&router, "GET", "/api/drafts/1/revisions", &[]).await;
    assert_eq!(code(&body), Some(Code::DraftsOff));
    for path in ["/", "/healthz"] {
        assert_eq!(ask(&router, "GET", path, &[]).await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn the_server_says_how_somebody_stands_with_it() {
    let user_header = Some(HeaderName::from_static("x-user"));
    let mut arguments = AccessArguments { user_header, no_compile: true, ..AccessArguments::default() };
    arguments.rights.push("ada=compile,publish".parse().unwrap());
    let router = router::with_access(access(&arguments)).await;
    let (_, body) = ask(&router, "GET", ACCESS, &[("x-user", "ada")]).await;
    let shown: Shown = serde_json::from_slice(&body).unwrap();
    assert!(matches!(&shown.standing, Standing::SignedIn { name, .. } if name == "ada"));
    assert_eq!(shown.may, [Right::Publish], "compiling is off");
    let (_, body) = ask(&router, "GET", ACCESS, &[]).await;
    let shown: Shown = serde_json::from_slice(&body).unwrap();
    assert_eq!(shown, Shown { standing: Standing::Stranger { sign_in: None, token: false }, may: Vec::new() });
    let (status, body) = ask(&router, "GET", ACCESS, &[("x-xif-studio-token", TOKEN)]).await;
    assert_eq!((status, code(&body)), (StatusCode::UNAUTHORIZED, Some(Code::AccessToken)));
    let (_, body) = ask(&router, "POST", "/api/compile?extension=A", &[("x-user", "ada")]).await;
    assert_eq!(code(&body), Some(Code::FeatureOff));
    let (_, body) = ask(&router, "GET", "/healthz", &[]).await;
    let health: Health = serde_json::from_slice(&body).unwrap();
    assert!(matches!(health.compiler, Compiler::Unavailable { problem } if problem.kind() == Some(Code::FeatureOff)));
}

#[tokio::test]
async fn passwords_are_not_guessed_through_the_server() {
    let studio = Studio::with(Protocol::ServiceCenter, options(""), &[]).await;
    let wrong = ConnectRequest { password: Secret::new("Wrong-Passw0rd"), ..studio.request() };
    for _ in 0..OF_USER {
        let refused = studio.try_connect(&wrong).await.refused();
        assert!(matches!(refused, Code::PlatformLogIn | Code::PlatformLocked), "{refused:?}");
    }
    let sent = studio.emulator.state().log_ins;
    let held_back = studio.try_connect(&studio.request()).await;
    assert_eq!(held_back.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(held_back.refused(), Code::LogInAttempts);
    assert_eq!(studio.emulator.state().log_ins, sent, "nothing reached the Platform Server");
    let other = ConnectRequest { user: "somebody".into(), ..wrong };
    studio.emulator.reset();
    assert_eq!(studio.try_connect(&other).await.refused(), Code::PlatformLogIn);
}

#[tokio::test]
async fn questions_to_platform_servers_are_limited() {
    let router = router::with_access(Access::open()).await;
    let probe = async |client: &str| {
        let request = Request::builder().method("POST").uri(PROBE).header("host", "localhost:8080");
        let request = request.header("content-type", "application/json").header("x-client", client);
        let request = request.body(Body::from(r#"{"address":"http://127.0.0.1"}"#)).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        (response.status(), response.headers().get(header::RETRY_AFTER).is_some())
    };
    for _ in 0..ASKED {
        assert_eq!(probe("10.0.0.1").await, (StatusCode::FORBIDDEN, false));
    }
    assert_eq!(probe("10.0.0.1").await, (StatusCode::TOO_MANY_REQUESTS, true));
    assert_eq!(probe("10.0.0.2").await, (StatusCode::FORBIDDEN, false));
}
