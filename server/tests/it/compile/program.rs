//! The program itself: its command line, its end, and clients that go away.

use super::sample::{Extension, NAME, runs};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use support::server::Server;
use support::tools::toolchain;
use support::waiting::wait_until;

/// Starts a server that compiles; none without a toolchain.
fn start() -> Option<Server> {
    start_with(&[])
}

/// The same with more arguments.
fn start_with(arguments: &[&str]) -> Option<Server> {
    let toolchain = toolchain()?;
    let arguments = [Path::new("--toolchain"), &toolchain].into_iter().chain(arguments.iter().map(Path::new));
    Some(Server::start(Path::new(env!("CARGO_BIN_EXE_server")), arguments, &[]))
}

fn post(server: &Server, archive: &[u8]) -> TcpStream {
    post_from(server, "127.0.0.1", archive.len(), archive)
}

/// Begins to send an archive of this length, as a client of this address behind a proxy.
fn post_from(server: &Server, client: &str, length: usize, sent: &[u8]) -> TcpStream {
    post_with(server, client, "", length, sent)
}

/// The same with more in the query.
fn post_with(server: &Server, client: &str, query: &str, length: usize, sent: &[u8]) -> TcpStream {
    let host = server.host();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "POST /api/compile?extension={NAME}{query} HTTP/1.1\r\nHost: {host}\r\nX-Client: {client}\r\nContent-Type: application/zip\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    stream.write_all(sent).unwrap();
    stream
}

fn answer(mut stream: TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
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
    wait_until("the build is gone", || !runs(mark));
}

/// Ten connections that send two bytes each held all places of the queue for two minutes.
#[test]
fn idle_uploads_stop_nobody_from_compiling() {
    let Some(server) = start() else { return };
    let idle: Vec<TcpStream> = (0..10).map(|_| post_from(&server, "127.0.0.1", 100_000, b"PK")).collect();
    let honest = answer(post(&server, &Extension::generated().archive()));
    assert!(honest.starts_with("HTTP/1.1 200") && honest.contains("\"outcome\":\"succeeded\""), "{honest:.300}");
    for upload in idle {
        let ended = answer(upload);
        assert!(ended.starts_with("HTTP/1.1 408") && ended.contains("S507"), "{ended}");
    }
}

#[test]
fn a_client_with_many_builds_has_its_share_and_others_go_before() {
    let arguments = ["--client-address=X-Client", "--builds=1", "--client-builds=1"];
    let Some(server) = start_with(&arguments) else { return };
    let mark = 300_000 + std::process::id();
    let long: Vec<TcpStream> = (0..3)
        .map(|number| {
            let archive = sleeping(mark);
            let stream = post_from(&server, "10.0.0.1", archive.len(), &archive);
            if number == 0 {
                wait_until("the build starts", || runs(mark));
            }
            stream
        })
        .collect();
    let mut long = long.into_iter();
    let running = long.next().unwrap();
    wait_until("two more wait", || health(&server).contains("\"running\":1,\"waiting\":2"));
    let fourth = sleeping(mark);
    let refused = answer(post_from(&server, "10.0.0.1", fourth.len(), &fourth));
    assert!(refused.starts_with("HTTP/1.1 429") && refused.contains("S421"), "{refused}");
    assert!(refused.contains("retry-after: 5\r\n") && refused.contains("\"retry_after\":5"), "{refused}");
    let archive = Extension::generated().running("true").archive();
    let ticket = "0123456789abcdef0123456789abcdef";
    let standing = || get(&server, &format!("/api/compile/tickets/{ticket}"));
    assert!(standing().starts_with("HTTP/1.1 404") && standing().contains("S422"));
    let other = post_with(&server, "10.0.0.2", &format!("&ticket={ticket}"), archive.len(), &archive);
    wait_until("the other one waits", || health(&server).contains("\"waiting\":3"));
    // It has used no time yet, so the next turn is its own; the builds of the first client would never end.
    assert!(standing().ends_with(r#"{"state":"waiting","place":1}"#), "{}", standing());
    drop(running);
    let honest = answer(other);
    assert!(honest.contains("\"outcome\":\"succeeded\""), "{honest:.300}");
    wait_until("the next build starts", || health(&server).contains("\"running\":1,\"waiting\":1"));
}

/// Builds that never end have all turns of `dotnet build`, and more of them wait.
#[test]
fn slow_builds_of_others_hold_no_plain_project_up() {
    let Some(server) = start_with(&["--client-address=X-Client", "--builds=1"]) else { return };
    let mark = 400_000 + std::process::id();
    let archive = sleeping(mark);
    let slow: Vec<_> =
        (1..6).map(|last| post_from(&server, &format!("10.0.0.{last}"), archive.len(), &archive)).collect();
    let builds = r#""dotnet_build":{"at_once":1,"running":1,"waiting":4}"#;
    wait_until("the slow ones run and wait", || health(&server).contains(builds));
    let plain = Extension::generated().archive();
    // Also one that itself has a slow one.
    for client in ["10.0.0.9", "10.0.0.5"] {
        let answered = answer(post_from(&server, client, plain.len(), &plain));
        assert!(answered.contains("\"outcome\":\"succeeded\""), "{answered:.300}");
        assert!(answered.contains("\"way\":\"host\""), "{answered:.300}");
    }
    assert!(health(&server).contains(builds), "{}", health(&server));
    drop(slow);
}

/// A host finds out that it cannot compile what looked plain, when it reads the sources. Then the project waits for `dotnet build`, and the host is free.
#[test]
fn what_only_looks_plain_waits_for_a_build_and_holds_no_host() {
    let Some(server) = start_with(&["--client-address=X-Client", "--builds=1", "--compile-hosts=1"]) else { return };
    let mark = 500_000 + std::process::id();
    let archive = sleeping(mark);
    let slow = post_from(&server, "10.0.0.1", archive.len(), &archive);
    wait_until("the slow one runs", || runs(mark));
    let floating = Extension::generated()
        .append(
            "Interface.cs",
            "[assembly: System.Reflection.AssemblyFileVersion(\"1\")] // AssemblyVersion(\"1.0.*\")",
        )
        .archive();
    let ticket = "0123456789abcdef0123456789abcdef";
    let waits = post_with(&server, "10.0.0.2", &format!("&ticket={ticket}"), floating.len(), &floating);
    let standing = || get(&server, &format!("/api/compile/tickets/{ticket}"));
    wait_until("it waits for a build", || {
        health(&server).contains(r#""dotnet_build":{"at_once":1,"running":1,"waiting":1}"#)
    });
    assert!(standing().ends_with(r#"{"state":"waiting","place":1}"#), "{}", standing());
    let plain = Extension::generated().archive();
    let answered = answer(post_from(&server, "10.0.0.3", plain.len(), &plain));
    assert!(answered.contains("\"way\":\"host\""), "{answered:.300}");
    drop(slow);
    let built = answer(waits);
    assert!(built.contains("\"way\":\"dotnet_build\"") && built.contains("the version with *"), "{built}");
}

fn health(server: &Server) -> String {
    get(server, "/healthz")
}

fn get(server: &Server, path: &str) -> String {
    let host = server.host();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    answer(stream)
}

#[test]
fn wrong_arguments_end_with_a_line_that_helps() {
    let output = Command::new(env!("CARGO_BIN_EXE_server")).args(["--assets", "/nowhere"]).output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("/nowhere cannot be read") && said.contains("server/run"), "{said}");
}
