//! The program itself: a server in a process of its own, and clients over sockets.

use super::studio::{Shared, fresh_token, random};
use api::draft::frame::{Frame, FrameReader};
use api::draft::{
    self, BLOB_TYPE, Conflict, CreateRequest, DRAFTS, DraftId, DraftKind, From as Begin, LinkId, LinkRequest,
    RevisionKind, Right, Token,
};
use api::health::{Drafts, Health};
use reqwest::{Client, Method, StatusCode};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use support::folder::files_below;
use support::server::Server;

/// Starts a server that lets one client do as much as tests do.
pub(crate) fn start(arguments: &[&str], settings: &[(&str, &str)]) -> Server {
    let limits = ["--drafts-requests", "100000000", "--drafts-traffic", "1000000", "--drafts-daily", "1000000"];
    Server::start(Path::new(env!("CARGO_BIN_EXE_server")), limits.iter().chain(arguments), settings)
}

pub(crate) fn client() -> Client {
    let _chosen_before = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().build().unwrap()
}

/// How an attempt to add a revision ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Added {
    Kept,
    /// The latest revision is another one.
    Latest(u32),
    /// No answer came, or the server could not say.
    Unknown,
}

/// Creates a draft with a first revision.
pub(crate) async fn share(client: &Client, address: &str) -> Shared {
    let shared = Shared { id: DraftId::from_bytes(random()), owner: fresh_token() };
    let request = CreateRequest { id: shared.id, owner: shared.owner.hash(), kind: DraftKind::Draft, expires_ms: None };
    let (status, _) = json(client, Method::POST, &format!("{address}{DRAFTS}"), None, &request).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(add(client, address, shared, 1, b"first".to_vec()).await, Added::Kept);
    shared
}

async fn json(
    client: &Client,
    method: Method,
    url: &str,
    token: Option<&Token>,
    body: &impl serde::Serialize,
) -> (StatusCode, Vec<u8>) {
    let mut request = client.request(method, url).header("content-type", "application/json");
    if let Some(token) = token {
        request = request.bearer_auth(token.text());
    }
    let answer = request.body(serde_json::to_vec(body).unwrap()).send().await.unwrap();
    let (status, headers, path) = (answer.status(), answer.headers().clone(), answer.url().path().to_owned());
    let body = answer.bytes().await.unwrap().to_vec();
    crate::description::check(if path == DRAFTS { "POST" } else { "PUT" }, &path, status, &headers, &body);
    (status, body)
}

pub(crate) async fn add(client: &Client, address: &str, shared: Shared, number: u32, blob: Vec<u8>) -> Added {
    let kind = if number % 50 == 1 { RevisionKind::Whole } else { RevisionKind::Change };
    let url = address.to_owned() + &draft::revision(&shared.id, number, kind, 0);
    let request = client.put(url).bearer_auth(shared.owner.text()).header("content-type", BLOB_TYPE).body(blob);
    let Ok(answer) = request.send().await else { return Added::Unknown };
    match answer.status() {
        StatusCode::CREATED | StatusCode::OK => Added::Kept,
        StatusCode::CONFLICT => match answer.bytes().await {
            Ok(body) => Added::Latest(serde_json::from_slice::<Conflict>(&body).unwrap().latest),
            Err(_) => Added::Unknown,
        },
        StatusCode::SERVICE_UNAVAILABLE => Added::Unknown,
        status => panic!("{status}: {}", answer.text().await.unwrap_or_default()),
    }
}

/// All revisions of a draft, whole or damaged.
pub(crate) async fn read(client: &Client, address: &str, shared: Shared) -> Vec<Frame> {
    let url = address.to_owned() + &draft::revisions(&shared.id, Begin::Number(1), None);
    let answer = client.get(url).bearer_auth(shared.owner.text()).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    FrameReader::read_all(&answer.bytes().await.unwrap()).unwrap()
}

async fn health(arguments: &[&str]) -> Drafts {
    let server = start(arguments, &[]);
    let answer = client().get(format!("{}/healthz", server.address)).send().await.unwrap();
    serde_json::from_slice::<Health>(&answer.bytes().await.unwrap()).unwrap().drafts
}

#[tokio::test]
async fn health_tells_whether_drafts_can_be_shared() {
    let Drafts::Ready { limits } = health(&["--drafts", "memory://", "--drafts-largest", "3"]).await else { panic!() };
    assert_eq!((limits.revision_bytes, limits.idle_days), (3 << 20, 90));
    assert_eq!(health(&[]).await, Drafts::Off);
    assert_eq!(health(&["--drafts", "memory://", "--no-drafts"]).await, Drafts::Off);
}

/// Names and contents of all files below a folder, as one text.
fn everything(folder: &Path) -> String {
    let named = |path: &PathBuf| path.display().to_string() + &String::from_utf8_lossy(&std::fs::read(path).unwrap());
    files_below(folder).iter().map(named).collect()
}

/// Ids of drafts and hashes of tokens were readable for every user of the machine.
#[tokio::test]
async fn what_is_kept_is_for_the_servers_own_user() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("drafts-of-the-server");
    let server = start(&["--drafts", place.to_str().unwrap()], &[]);
    share(&client(), &server.address).await;
    let files = files_below(&place);
    assert!(files.len() >= 2, "{files:?}");
    let folders = files.iter().flat_map(|file| file.ancestors().skip(1).take_while(|outer| outer.starts_with(&place)));
    for path in files.iter().map(PathBuf::as_path).chain(folders) {
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} is {mode:o}", path.display());
    }
}

#[tokio::test]
async fn neither_log_nor_store_has_a_token_and_the_log_has_no_id() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let server = start(&["--drafts", place], &[("LOG", "trace")]);
    let client = client();
    let shared = share(&client, &server.address).await;
    add(&client, &server.address, shared, 2, b"CONTENT-OF-A-REVISION".to_vec()).await;
    assert_eq!(add(&client, &server.address, shared, 9, b"x".to_vec()).await, Added::Latest(2));
    let (link, token) = (LinkId::from_bytes(random()), fresh_token());
    let request =
        LinkRequest { token: token.hash(), right: Right::View, expires_ms: None, label: Vec::new(), key: None };
    let url = server.address.clone() + &draft::link(&shared.id, &link);
    let (status, _) = json(&client, Method::PUT, &url, Some(&shared.owner), &request).await;
    assert_eq!(status, StatusCode::CREATED);
    // Something fails, and the log says so.
    let revision = folder.path().join("drafts").read_dir().unwrap().next().unwrap().unwrap().path().join("revisions");
    std::fs::write(revision.join("0000000002"), "damaged").unwrap();
    assert_eq!(read(&client, &server.address, shared).await.len(), 2);
    let (log, store) = (server.program.kill(), everything(folder.path()));
    let digits = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert!(log.contains("a revision of a shared draft is damaged"), "{log}");
    for token in [&shared.owner, &token] {
        for secret in [token.text(), digits(token.bytes())] {
            assert!(!log.contains(&secret) && !store.contains(&secret));
        }
    }
    for id in [
        shared.id.text(),
        digits(shared.id.bytes()),
        link.text(),
        token.hash().text(),
        digits(token.hash().bytes()),
        "CONTENT-OF-A-REVISION".into(),
    ] {
        assert!(!log.contains(&id), "{id}: {log}");
    }
    assert!(store.contains(&digits(shared.id.bytes())), "the search looks at the right folder");
}
