//! The real programs that the command speaks with: a studio's server and the emulator of a Platform Server.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde_json::Value;

pub(crate) const USER: &str = "developer";
pub(crate) const PASSWORD: &str = "Secret-Passw0rd<&>";

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A program that prints where it is reached; it ends with this value.
struct Program {
    child: Child,
    line: String,
}

impl Program {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, line }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _status = self.child.wait();
    }
}

/// A studio's server with an emulated environment.
pub(crate) struct Servers {
    _server: Program,
    _emulator: Program,
    pub(crate) server: String,
    pub(crate) environment: String,
    control: String,
    _folder: tempfile::TempDir,
}

impl Servers {
    /// Both; none, with a note, where the server was not built or Python is missing. Every name that is not evidenced gets
    /// `rename` behind it, in the emulator and in the server's profile.
    pub(crate) fn start(rename: &str, emulator: &[&str]) -> Option<Self> {
        let program = Path::new(env!("CARGO_BIN_EXE_xif")).with_file_name("server");
        if !program.is_file() {
            println!("note: {} is missing (cargo build -p server), so nothing is asked of it", program.display());
            return None;
        }
        if Command::new("python3").arg("--version").output().is_err() {
            println!("note: Python is missing, so there is no environment to publish to");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("index.html"), "<html></html>").unwrap();
        let profile = folder.path().join("profile.toml");
        fs::write(&profile, renamed_profile(rename)).unwrap();
        let mut command = Command::new("python3");
        command.arg(project().join("tests/platform-server/platform_server.py"));
        command.args(["--user", USER, "--password", PASSWORD, "--rename", rename]).args(emulator);
        let emulator = Program::start(&mut command);
        let mut command = Command::new(program);
        command.args(["--port", "0", "--assets"]).arg(folder.path()).arg("--platform-profile").arg(profile);
        command.args(["--platform-host", "http://127.0.0.1:*", "--platform-host", "https://127.0.0.1:*"]);
        if let Some(toolchain) = toolchain() {
            command.arg("--toolchain").arg(toolchain);
        }
        let server = Program::start(&mut command);
        let mut addresses = emulator.line.split_whitespace().map(str::to_owned);
        let environment = addresses.next().unwrap();
        Some(Self {
            control: addresses.next().unwrap_or_else(|| environment.clone()),
            environment,
            server: server.line.trim().rsplit(' ').next().unwrap().to_owned(),
            _server: server,
            _emulator: emulator,
            _folder: folder,
        })
    }

    /// What `xif publish` says of this file, with these arguments beside the addresses and the user.
    pub(crate) fn publish(&self, file: &Path, arguments: &[&str]) -> Output {
        self.command(file, &self.server, arguments).output().unwrap()
    }

    /// The same over another address of the server.
    pub(crate) fn command(&self, file: &Path, server: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xif"));
        command.arg("publish").arg(file).args(["--to", &self.environment, "--server", server, "--user", USER]);
        command.args(arguments).env("XIF_PASSWORD", PASSWORD).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn scenario(&self, name: &str) {
        self.ask("POST", "scenario", name);
    }

    /// What the environment has and heard.
    pub(crate) fn state(&self) -> Value {
        serde_json::from_str(&self.ask("GET", "state", "")).unwrap()
    }

    pub(crate) fn reset(&self) {
        self.ask("POST", "reset", "");
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> String {
        let host = self.control.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} /emulator/{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split_once("\r\n\r\n").unwrap().1.to_owned()
    }
}

fn renamed_profile(rename: &str) -> String {
    let read = |name: &str| fs::read_to_string(project().join("server/profiles").join(name)).unwrap();
    let text = format!("{}\n{}", read("outsystems-11.toml"), read("native-example.toml"));
    text.replace("?\"", &format!("{rename}?\""))
}

/// The C# toolchain in the default tools folder; none, with a note, when it is not set up.
pub(crate) fn toolchain() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let tools = folder("XIF_STUDIO_TOOLS").or_else(|| Some(folder("HOME")?.join(".cache/xif-studio")))?;
    let description = tools.join("csharp/toolchain.json");
    if description.is_file() {
        return Some(description);
    }
    println!("note: {} is missing, so nothing is compiled", description.display());
    None
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
