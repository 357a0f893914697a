//! What an operator sees: settings in a file, the log, and figures.

use crate::drafts::program::client;
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use support::folder::page;
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
    assert!(text.contains("xif_studio_builds_running{way=\"dotnet_build\"} 0"), "{text}");
    let memory = text.lines().find_map(|line| line.strip_prefix("xif_studio_resident_memory_bytes ")).unwrap();
    assert!(memory.parse::<u64>().unwrap() > 1 << 20);
    assert_eq!(get(&format!("{}/metrics", server.address)).await.0, 404, "not where the studio is");
}

/// Whether a program leaves a core dump, which may be of any size, when it is aborted behind its first line.
fn leaves_a_core_dump(script: &str) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -c unlimited; {script}")]).current_dir(&folder);
    let mut program = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(!line.is_empty(), "{script} has begun");
    rustix::process::kill_process(rustix::process::Pid::from_child(&program), rustix::process::Signal::ABORT).unwrap();
    let ended = program.wait().unwrap();
    assert_eq!(ended.signal(), Some(rustix::process::Signal::ABORT.as_raw()));
    ended.core_dumped()
}

/// Passwords of users are in its memory.
#[test]
fn the_program_leaves_no_core_dump() {
    let page = page();
    let (program, assets) = (env!("CARGO_BIN_EXE_server"), page.path().display());
    assert!(!leaves_a_core_dump(&format!("exec {program} --port 0 --assets {assets} --drafts memory://")));
    if !leaves_a_core_dump("echo begun; exec sleep 60") {
        println!("note: no program of this machine leaves a core dump, so this shows nothing");
    }
}

#[tokio::test]
async fn a_server_that_runs_as_root_says_so() {
    let (server, _folder) = start("drafts = \"memory://\"\n");
    assert_eq!(get(&format!("{}/livez", server.address)).await.0, 200);
    let log = server.program.kill();
    let is_root = rustix::process::geteuid().is_root();
    assert_eq!(log.contains("the server runs as root, which it does not need"), is_root, "{log}");
}
