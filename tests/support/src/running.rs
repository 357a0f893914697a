//! Programs that run beside a test.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::process::{Child, Command, ExitStatus, Stdio};

use crate::waiting::wait_until;

/// A running program. It is killed with this value, and what it logged is shown when that happens because a test fails.
#[derive(Debug)]
pub struct Running {
    child: Child,
    /// Its standard error. A file, because a pipe that nobody reads stops who writes much.
    log: File,
    /// Its first line, which says where it is reached.
    pub line: String,
}

impl Running {
    /// Starts a program and waits for its first line. A program that ends without one fails the test with what it logged.
    pub fn start(command: &mut Command) -> Self {
        let log = tempfile::tempfile().unwrap();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log.try_clone().unwrap());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?} cannot be started: {error}"));
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let program = Self { child, log, line };
        assert!(!program.line.is_empty(), "{command:?} ended before it was ready");
        program
    }

    /// Asks the program to end, as a service manager does.
    pub fn terminate(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// Waits until the program has ended by itself.
    pub fn ended(mut self) -> ExitStatus {
        wait_until("the program ends", || self.child.try_wait().unwrap().is_some());
        self.child.wait().unwrap()
    }

    /// Kills the program at whatever it does; gives what it logged.
    pub fn kill(mut self) -> String {
        self.end();
        self.logged()
    }

    fn end(&mut self) {
        // It may have ended already.
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }

    fn logged(&mut self) -> String {
        let mut bytes = Vec::new();
        self.log.rewind().unwrap();
        self.log.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
        if std::thread::panicking() {
            println!("{}", self.logged());
        }
    }
}
