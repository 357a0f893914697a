//! The program itself: its command line, its end, and clients that go away.

use super::sample::{Extension, NAME, runs};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use support::server::Server;
use support::tools::toolchain;
use support::waiting::wait_until;

/// Starts a server that compiles; none without a toolchain.
fn start() -> Option<Server> {
    let toolchain = toolchain()?;
    Some(Server::start(Path::new(env!("CARGO_BIN_EXE_server")), [Path::new("--toolchain"), &toolchain], &[]))
}

fn post(server: &Server, archive: &[u8]) -> TcpStream {
    let (host, length) = (server.host(), archive.len());
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "POST /api/compile?extension={NAME} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/zip\r\nContent-Length: {length}\r\n\r\n"
    )
    .unwrap();
    stream.write_all(archive).unwrap();
    stream
}

/// An extension whose build sleeps, with the seconds as the mark to find it by.
fn sleeping(seconds: u32) -> Vec<u8> {
    Extension::generated().running(&format!("sleep {seconds}")).archive()
}

#[test]
fn a_client_that_goes_away_ends_its_build() {
    let Some(server) = start() else { return };
    let mark = 100_000 + std::process::id();
    let stream = post(&server, &sleeping(mark));
    wait_until("the build starts", || runs(mark));
    drop(stream);
    wait_until("the build ends", || !runs(mark));
}

#[test]
fn a_signal_ends_running_builds_and_the_server() {
    let Some(server) = start() else { return };
    let mark = 200_000_000 + std::process::id();
    let mut stream = post(&server, &sleeping(mark));
    wait_until("the build starts", || runs(mark));
    server.program.terminate();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("S307"), "{answer}");
    assert!(server.program.ended().success());
    assert!(!runs(mark));
}

#[test]
fn wrong_arguments_end_with_a_line_that_helps() {
    let output = Command::new(env!("CARGO_BIN_EXE_server")).args(["--assets", "/nowhere"]).output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("/nowhere cannot be read") && said.contains("server/run"), "{said}");
}
