//! What an operator sees: settings in a file, the log, and figures.

use crate::drafts::program::client;
use std::path::Path;
use support::server::Server;
use tempfile::TempDir;

/// A server with these lines in its settings file.
fn start(settings: &str) -> (Server, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    std::fs::write(&file, settings).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_server"));
    let file = file.to_str().unwrap().to_owned();
    (Server::start(program, Vec::<String>::new(), &[("XIF_STUDIO_SERVER_CONFIG", &file)]), folder)
}

async fn get(url: &str) -> (u16, String, String) {
    let answer = client().get(url).send().await.unwrap();
    let id = answer.headers().get("x-request-id").map(|id| id.to_str().unwrap().to_owned()).unwrap_or_default();
    (answer.status().as_u16(), id, answer.text().await.unwrap())
}

#[tokio::test]
async fn a_request_stands_in_the_log_as_json_without_what_is_secret_in_its_path() {
    let (server, _folder) = start("drafts = \"memory://\"\nlog-format = \"json\"\nmetrics = \"127.0.0.1:0\"\n");
    let secret = "0123456789abcdef0123456789abcdef";
    let (status, id, _) = get(&format!("{}/api/drafts/{secret}?secret={secret}", server.address)).await;
    assert_eq!(status, 404);
    let log = server.program.kill();
    let lines: Vec<serde_json::Value> = log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let line = lines.iter().find(|line| line["span"]["id"] == id.as_str()).unwrap_or_else(|| panic!("{log}"));
    assert_eq!(
        (&line["method"], &line["route"], &line["status"]),
        (&"GET".into(), &"/api/drafts/{draft}".into(), &404.into())
    );
    assert_eq!(line["client"], "127.0.0.1");
    assert!(!log.contains(secret), "{log}");
}

#[tokio::test]
async fn figures_are_served_on_an_address_of_their_own() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (server, _folder) = start(&format!("drafts = \"memory://\"\nmetrics = \"127.0.0.1:{port}\"\n"));
    assert_eq!(get(&format!("{}/readyz", server.address)).await.0, 200);
    let (status, _, text) = get(&format!("http://127.0.0.1:{port}/metrics")).await;
    assert_eq!(status, 200);
    assert!(text.contains(r#"xif_studio_requests_total{method="GET",route="/readyz",status="200"} 1"#), "{text}");
    assert!(text.contains("xif_studio_builds_running 0"), "{text}");
    let memory = text.lines().find_map(|line| line.strip_prefix("xif_studio_resident_memory_bytes ")).unwrap();
    assert!(memory.parse::<u64>().unwrap() > 1 << 20);
    assert_eq!(get(&format!("{}/metrics", server.address)).await.0, 404, "not where the studio is");
}
