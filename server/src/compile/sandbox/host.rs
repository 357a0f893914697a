//! A process that stays in a sandbox and answers requests. Its sandbox is that of builds, but that nothing in it can be written.

use super::super::limits::{BuildLimits, Limit};
use super::super::toolchain::Toolchain;
use super::command::{self, WRITABLE};
use super::usage::Usage;
use super::{INTERVAL, Sandbox, SandboxError};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::process::{Child, ChildStdin, ChildStdout};

/// Processor time of the whole life of a host, for the system's own limit. Each request has its own limit, which [`Resident::watch`] enforces.
const LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// A process that answers requests; everything in its sandbox is killed when this is dropped.
#[derive(Debug)]
pub struct Resident {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
}

impl Sandbox {
    /// Starts a process that has the toolchain and `host`, a folder of programs, which it sees as `/toolchain/host`.
    pub fn reside(
        &self,
        toolchain: &Toolchain,
        host: &Path,
        command: &[String],
        environment: &[(String, String)],
        limits: &BuildLimits,
    ) -> Result<Resident, SandboxError> {
        let limits = BuildLimits { cpu: LIFE, disk: 1 << 20, ..limits.clone() };
        let mut mounts = command::toolchain_mounts(toolchain);
        mounts.push((host, "host"));
        let mut outer = command::bubblewrap(&mounts, &limits);
        for (name, value) in environment {
            outer.args(["--setenv", name, value]);
        }
        outer.args(["--remount-ro", WRITABLE]);
        command::lock(&mut outer, &limits);
        outer.args(command);
        let mut started = command::start(outer, &self.filters, Vec::new())?;
        // A program that dies prints where it was, which nobody reads.
        let mut child = started.stderr(Stdio::null()).spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => Ok(Resident { child, input, output }),
            _ => Err(SandboxError::Start(std::io::Error::other("it has no pipes"))),
        }
    }
}

impl Resident {
    /// The process' input and output.
    pub fn pipes(&mut self) -> (&mut (impl AsyncWrite + Unpin + use<>), &mut (impl AsyncRead + Unpin + use<>)) {
        (&mut self.input, &mut self.output)
    }

    /// The outermost process of its sandbox; none when it has ended.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }
}

/// Ends with the first limit that a resident's processes go over. Time counts from now on.
pub async fn watch(process: Option<u32>, limits: &BuildLimits) -> Limit {
    let started = tokio::time::Instant::now();
    let mut spent = None;
    loop {
        tokio::time::sleep(INTERVAL).await;
        if started.elapsed() > limits.wall {
            return Limit::Wall(limits.wall);
        }
        let Some(process) = process else { continue };
        // What was spent before this request does not count; that of its first moments does not either.
        let usage = Usage::measure(process);
        let before = *spent.get_or_insert(usage.cpu());
        if let Some(limit) = usage.since(before).over(limits) {
            return limit;
        }
    }
}
