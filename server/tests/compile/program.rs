//! The program itself: its command line, its end, and clients that go away.

use super::support::{Extension, NAME, toolchain};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

struct Program {
    child: Child,
    address: String,
    _assets: tempfile::TempDir,
}

impl Program {
    /// Starts the server on a free port; none without a toolchain.
    fn start() -> Option<Self> {
        let toolchain = toolchain()?;
        let assets = tempfile::tempdir().unwrap();
        fs::write(assets.path().join("index.html"), "<html></html>").unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_server"))
            .args(["--port", "0", "--assets"])
            .arg(assets.path())
            .arg("--toolchain")
            .arg(toolchain)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("XIF Studio serves on http://").unwrap();
        Some(Self { child, address: address.into(), _assets: assets })
    }

    fn post(&self, archive: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "POST /api/compile?extension={NAME} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/zip\r\nContent-Length: {}\r\n\r\n",
            self.address,
            archive.len()
        )
        .unwrap();
        stream.write_all(archive).unwrap();
        stream
    }

    fn terminate(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _status = self.child.wait();
    }
}

/// An extension whose build sleeps, with the seconds as the mark to find it by.
fn sleeping(seconds: u32) -> Vec<u8> {
    Extension::generated().running(&format!("sleep {seconds}")).archive()
}

fn runs(seconds: u32) -> bool {
    let line = format!("sleep\0{seconds}\0").into_bytes();
    fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .any(|entry| fs::read(entry.path().join("cmdline")).is_ok_and(|found| found == line))
}

fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let started = Instant::now();
    while !done() {
        assert!(started.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_client_that_goes_away_ends_its_build() {
    let Some(program) = Program::start() else { return };
    let mark = 100_000 + std::process::id();
    let stream = program.post(&sleeping(mark));
    wait_until("the build starts", || runs(mark));
    drop(stream);
    wait_until("the build ends", || !runs(mark));
}

#[test]
fn a_signal_ends_running_builds_and_the_server() {
    let Some(mut program) = Program::start() else { return };
    let mark = 200_000_000 + std::process::id();
    let mut stream = program.post(&sleeping(mark));
    wait_until("the build starts", || runs(mark));
    program.terminate();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("S307"), "{answer}");
    wait_until("the server ends", || program.child.try_wait().unwrap().is_some());
    assert!(program.child.wait().unwrap().success());
    assert!(!runs(mark));
}

#[test]
fn wrong_arguments_end_with_a_line_that_helps() {
    let output = Command::new(env!("CARGO_BIN_EXE_server")).args(["--assets", "/nowhere"]).output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("/nowhere cannot be read") && said.contains("server/run"), "{said}");
}
