//! The real programs that the command speaks with: a studio's server and the emulator of a Platform Server.

use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use support::emulator::{Emulator, PASSWORD, USER, profile};
use support::server::Server;
use support::{needed, tools};

/// A studio's server with an emulated environment.
pub(crate) struct Servers {
    _server: Server,
    pub(crate) server: String,
    pub(crate) emulator: Emulator,
    _profile: tempfile::TempDir,
}

impl Servers {
    /// Both, where the server was built and Python is there. Every name that is not evidenced gets `rename` behind it, in the
    /// emulator and in the server's profile.
    pub(crate) fn start(rename: &str, emulator: &[&str]) -> Option<Self> {
        Self::start_with(&[], rename, emulator)
    }

    /// The same with a server that compiles.
    pub(crate) fn with_compiler() -> Option<Self> {
        let toolchain = tools::toolchain()?;
        Self::start_with(&["--toolchain", toolchain.to_str().unwrap()], "", &[])
    }

    /// The same with a server that wants an access token.
    pub(crate) fn with_tokens(tokens: &Path) -> Option<Self> {
        Self::start_with(&["--access-token-file", tokens.to_str().unwrap()], "", &[])
    }

    fn start_with(server: &[&str], rename: &str, emulator: &[&str]) -> Option<Self> {
        let program = Path::new(env!("CARGO_BIN_EXE_xif")).with_file_name("server");
        let program = needed("the studio's server (cargo build -p server)", program.is_file().then_some(program))?;
        tools::python()?;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("profile.toml");
        fs::write(&file, profile(rename)).unwrap();
        let hosts = ["--platform-host", "http://127.0.0.1:*", "--platform-host", "https://127.0.0.1:*"];
        let arguments = [server, &hosts, &["--platform-profile", file.to_str().unwrap()]].concat();
        let emulator = Emulator::start(&[&["--rename", rename], emulator].concat());
        let server = Server::start(&program, arguments, &[]);
        Some(Self { server: server.address.clone(), _server: server, emulator, _profile: folder })
    }

    /// What `xif publish` says of this file, with these arguments beside the addresses and the user.
    pub(crate) fn publish(&self, file: &Path, arguments: &[&str]) -> Output {
        self.command(file, &self.server, arguments).output().unwrap()
    }

    /// The same over another address of the server.
    pub(crate) fn command(&self, file: &Path, server: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xif"));
        command.arg("publish").arg(file).args(["--to", &self.emulator.address, "--server", server, "--user", USER]);
        command.args(arguments).env("XIF_PASSWORD", PASSWORD).env_remove("XIF_STUDIO_TOKEN").stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

/// A bad connection to a server.
pub(crate) struct BadConnection {
    pub(crate) address: String,
    /// How often it will still break.
    left: Arc<AtomicUsize>,
}

impl BadConnection {
    pub(crate) fn breaks_left(&self) -> usize {
        self.left.load(Ordering::SeqCst)
    }
}

/// Answers to requests whose first line has `mark` break off after so many bytes, `times` times.
pub(crate) fn bad_connection(server: &str, mark: &'static str, bytes: usize, times: usize) -> BadConnection {
    let target = server.strip_prefix("http://").unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    // The server answers only under its own port, which the client therefore still names.
    let own = format!("127.0.0.1:{port}");
    let left = Arc::new(AtomicUsize::new(times));
    let counted = Arc::clone(&left);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (target, own, left) = (target.clone(), own.clone(), Arc::clone(&counted));
            std::thread::spawn(move || {
                let there = TcpStream::connect(&target).unwrap();
                let marked = Arc::new(AtomicBool::new(false));
                let (requests, answers) = (stream.try_clone().unwrap(), there.try_clone().unwrap());
                let seen = Arc::clone(&marked);
                std::thread::spawn(move || forward_requests(requests, there, mark, &seen, (&own, &target)));
                forward_answers(answers, stream, bytes, &marked, &left);
            });
        }
    });
    BadConnection { address: format!("http://127.0.0.1:{port}"), left }
}

fn forward_requests(mut from: TcpStream, mut to: TcpStream, mark: &str, marked: &AtomicBool, hosts: (&str, &str)) {
    let mut buffer = [0; 8 << 10];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        let mut part = buffer[..count].to_vec();
        if let Ok(text) = std::str::from_utf8(&part) {
            marked.fetch_or(text.lines().next().is_some_and(|line| line.contains(mark)), Ordering::SeqCst);
            part = text.replace(hosts.0, hosts.1).into_bytes();
        } else if let Some(end) = part.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&part[..end]).replace(hosts.0, hosts.1);
            marked.fetch_or(head.lines().next().is_some_and(|line| line.contains(mark)), Ordering::SeqCst);
            part = [head.as_bytes(), &part[end..]].concat();
        }
        if to.write_all(&part).is_err() {
            return;
        }
    }
    let _closed_already = to.shutdown(Shutdown::Both);
}

fn forward_answers(mut from: TcpStream, mut to: TcpStream, bytes: usize, marked: &AtomicBool, left: &AtomicUsize) {
    let (mut buffer, mut passed) = ([0; 256], 0);
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if marked.load(Ordering::SeqCst) {
            passed += count;
            let breaks = passed > bytes
                && left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
            if breaks {
                break;
            }
        }
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _closed_already = (to.shutdown(Shutdown::Both), from.shutdown(Shutdown::Both));
}
