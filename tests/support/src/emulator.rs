//! The emulator of a Platform Server, in `tests/platform-server`.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

use serde::Deserialize;

use crate::folder::project;
use crate::running::Running;

/// The user that the emulator knows.
pub const USER: &str = "developer";
/// The user's password, with characters that XML escapes.
pub const PASSWORD: &str = "Secret-Passw0rd<&>";

/// A running emulator.
#[derive(Debug)]
pub struct Emulator {
    _program: Running,
    /// The address of the emulated environment.
    pub address: String,
    /// Where it is told what to do; another address when the environment has a certificate.
    control: String,
}

/// What the emulator knows.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// The extensions that were uploaded, by name.
    pub extensions: BTreeMap<String, KnownExtension>,
    /// Attempts to log in.
    pub log_ins: u32,
    /// Rules of the protocol that a request broke.
    pub broken: Vec<String>,
    /// The operations that were called, in their order.
    pub calls: Vec<String>,
}

/// An extension of the emulated environment.
#[derive(Debug, Deserialize)]
pub struct KnownExtension {
    /// Its versions, the oldest first.
    pub versions: Vec<KnownVersion>,
    /// The number of the published one.
    pub published: Option<u32>,
}

/// A version of an extension.
#[derive(Debug, Deserialize)]
pub struct KnownVersion {
    /// The hash of the XIF, in hexadecimal digits.
    pub sha256: String,
    /// Who uploaded it.
    pub user: String,
}

impl Emulator {
    /// Starts an emulator with [`USER`] and [`PASSWORD`].
    pub fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new("python3");
        command.arg(project().join("tests/platform-server/platform_server.py"));
        let program = Running::start(command.args(["--user", USER, "--password", PASSWORD]).args(arguments));
        let mut addresses = program.line.split_whitespace().map(str::to_owned);
        let address = addresses.next().unwrap();
        let control = addresses.next().unwrap_or_else(|| address.clone());
        Self { _program: program, address, control }
    }

    /// Lets the environment behave as this scenario says.
    pub fn scenario(&self, name: &str) {
        self.ask("POST", "scenario", name);
    }

    /// What the environment has and heard.
    pub fn state(&self) -> State {
        serde_json::from_str(&self.ask("GET", "state", "")).unwrap()
    }

    /// Lets the environment forget everything.
    pub fn reset(&self) {
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
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        answer.split_once("\r\n\r\n").unwrap().1.to_owned()
    }
}

/// The server's profile and that of a native service, with `rename` behind every name that is not evidenced. An emulator
/// that was started with `--rename` and the same text understands it.
pub fn profile(rename: &str) -> String {
    let read = |name: &str| std::fs::read_to_string(project().join("server/profiles").join(name)).unwrap();
    let text = format!("{}\n{}", read("outsystems-11.toml"), read("native-example.toml"));
    text.replace("?\"", &format!("{rename}?\""))
}
