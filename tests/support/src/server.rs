//! The studio's server as a program of its own.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::folder::page;
use crate::running::Running;

/// A running server on a free port.
#[derive(Debug)]
pub struct Server {
    /// The program itself, for tests of its end.
    pub program: Running,
    /// Where it is reached: `http://`, host and port.
    pub address: String,
    _page: TempDir,
}

impl Server {
    /// Starts this program with an empty page, and with these arguments and settings.
    pub fn start<A: AsRef<OsStr>>(
        program: &Path,
        arguments: impl IntoIterator<Item = A>,
        settings: &[(&str, &str)],
    ) -> Self {
        let page = page();
        let mut command = Command::new(program);
        command.args(["--port", "0", "--assets"]).arg(page.path()).args(arguments);
        let program = Running::start(command.envs(settings.iter().copied()));
        let (_, host) = program.line.trim().split_once("http://").unwrap();
        Self { address: format!("http://{host}"), program, _page: page }
    }

    /// Host and port.
    pub fn host(&self) -> &str {
        self.address.trim_start_matches("http://")
    }
}
