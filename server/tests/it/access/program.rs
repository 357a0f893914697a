//! The program: where it does not listen, and what it does for whom when it does.

use crate::drafts::program::client;
use api::access::{ACCESS, Access, Standing, TOKEN_HEADER};
use api::platform::connect::{Backend, ConnectRequest};
use api::platform::{CONNECTIONS, PROBE, Secret};
use api::problem::Problem;
use reqwest::StatusCode;
use std::path::Path;
use std::process::Command;
use support::folder::page;
use support::server::Server;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

fn start(arguments: &[&str]) -> Server {
    Server::start(Path::new(env!("CARGO_BIN_EXE_server")), arguments, &[])
}

fn refused(arguments: &[&str]) -> String {
    let page = page();
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    let output = command.args(["--port", "0", "--assets"]).arg(page.path()).args(arguments).output().unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn it_listens_for_others_only_when_it_is_told_who_they_are() {
    let said = refused(&["--host", "0.0.0.0"]);
    for way in ["--access-token-file", "--oidc-issuer", "--user-header", "--open"] {
        assert!(said.contains(way), "{said}");
    }
    assert!(refused(&["--host", "0.0.0.0", "--access-token-file", "/nowhere"]).contains("/nowhere"));
    assert!(refused(&["--host", "0.0.0.0", "--oidc-issuer", "https://id.example"]).contains("--oidc-client"));
    assert!(refused(&["--open", "--user-header", "X-User"]).contains("--open"));
}

#[tokio::test]
async fn tokens_open_what_they_are_for() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("{TOKEN} ci publish\n")).unwrap();
    let server = start(&["--host", "0.0.0.0", "--access-token-file", file.path().to_str().unwrap()]);
    let address = server.address.replace("0.0.0.0", "127.0.0.1");
    let asked = |path: &str, token: Option<&str>| {
        // A secret of a publish that does not exist.
        let request = client().get(format!("{address}{path}")).bearer_auth("0");
        let request = token.iter().fold(request, |request, token| request.header(TOKEN_HEADER, *token));
        async move { request.send().await.unwrap() }
    };
    for path in ["/", "/healthz"] {
        assert_eq!(asked(path, None).await.status(), StatusCode::OK, "{path}");
    }
    let standing = |body: Vec<u8>| serde_json::from_slice::<Access>(&body).unwrap().standing;
    let stranger = standing(asked(ACCESS, None).await.bytes().await.unwrap().to_vec());
    assert_eq!(stranger, Standing::Stranger { sign_in: None, token: true });
    let known = standing(asked(ACCESS, Some(TOKEN)).await.bytes().await.unwrap().to_vec());
    assert!(matches!(known, Standing::SignedIn { name, .. } if name == "ci"));
    let job = "/api/platform/jobs/0123";
    assert_eq!(asked(job, None).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(asked(job, Some("0123456789abcdef0123456789abcdee")).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(asked(job, Some(TOKEN)).await.status(), StatusCode::NOT_FOUND, "it came to the route");
    assert_eq!(asked("/api/compile/platform", Some(TOKEN)).await.status(), StatusCode::FORBIDDEN);
    let log = server.program.kill();
    assert!(!log.contains(TOKEN), "{log}");
}

#[tokio::test]
async fn strangers_are_not_forwarded_to_wherever_they_like() {
    let code = async |arguments: &[&str]| {
        let server = start(arguments);
        let address = server.address.replace("0.0.0.0", "127.0.0.1");
        let request = client().post(address + PROBE).header("content-type", "application/json");
        let answer = request.body(r#"{"address":"nobody.invalid"}"#).send().await.unwrap();
        serde_json::from_slice::<Problem>(&answer.bytes().await.unwrap()).unwrap().code
    };
    assert_eq!(code(&["--host", "0.0.0.0", "--open"]).await, "S602");
    // The name is looked up, and is none.
    assert_eq!(code(&["--host", "0.0.0.0", "--open", "--platform-host", "*.invalid"]).await, "S603");
    assert_eq!(code(&[]).await, "S603");
    assert_eq!(code(&["--no-platforms"]).await, "S804");
}

#[tokio::test]
async fn passwords_are_not_taken_over_http_from_elsewhere() {
    let server = start(&[]);
    let request = ConnectRequest {
        address: "nobody.invalid".into(),
        backend: Backend::ServiceCenter,
        user: "ada".into(),
        password: Secret::new("s3cret"),
        certificate: None,
        environment: None,
    };
    let code = async |headers: &[(&str, &str)]| {
        let mut sent = client().post(server.address.clone() + CONNECTIONS).header("content-type", "application/json");
        for (name, value) in headers {
            sent = sent.header(*name, *value);
        }
        let answer = sent.body(serde_json::to_vec(&request).unwrap()).send().await.unwrap();
        serde_json::from_slice::<Problem>(&answer.bytes().await.unwrap()).unwrap().code
    };
    assert_eq!(code(&[]).await, "S603");
    assert_eq!(code(&[("x-forwarded-for", "10.0.0.9")]).await, "S807");
    assert_eq!(code(&[("x-forwarded-for", "10.0.0.9"), ("x-forwarded-proto", "http")]).await, "S807");
    assert_eq!(code(&[("x-forwarded-for", "10.0.0.9"), ("x-forwarded-proto", "https")]).await, "S603");
}
