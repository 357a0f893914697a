//! A process that stays in a sandbox and answers requests. Its sandbox is that of builds, but that nothing in it can be written.

use super::super::limits::{BuildLimits, Limit};
use super::super::toolchain::Toolchain;
use super::command::{self, Share};
use super::watch::{Subject, Watched};
use super::{Sandbox, SandboxError};
use std::io;
use std::path::Path;
use std::time::Duration;
use tokio::process::{Child, ChildStdin, ChildStdout};

/// Processor time of the whole life of a host. A request is bounded by its time.
const LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// A process that answers requests; everything in its sandbox is killed when this is dropped.
#[derive(Debug)]
pub struct Resident {
    // What is counted ends first, the user is free again last.
    watched: Option<Watched>,
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    _share: Share,
    limits: BuildLimits,
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
        let mut share = self.share(&limits)?;
        let mut child = command::spawn_host(&self.setup, toolchain, host, command, environment, &limits, &share)?;
        let subject = match (share.group.take(), child.id()) {
            (Some(group), _) => Some(Subject::Group(group)),
            (None, process) => process.map(Subject::Process),
        };
        let watched = subject.map(|subject| self.watch.over(subject, &limits));
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => Ok(Resident { watched, child, input, output, _share: share, limits }),
            _ => Err(SandboxError::Start(io::Error::other("it has no pipes"))),
        }
    }
}

impl Resident {
    /// Does what is to be done over the process' input and output, until it is done or a limit is passed: that of time for this request, or any of
    /// those of the whole process. After a limit the process must be dropped.
    pub async fn within<T>(
        &mut self,
        wall: Duration,
        exchange: impl AsyncFnOnce(&mut ChildStdin, &mut ChildStdout) -> T,
    ) -> Result<T, Limit> {
        let (watched, input, output) = (&mut self.watched, &mut self.input, &mut self.output);
        let passed = async {
            match watched {
                Some(watched) => watched.limit().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            limit = passed => Err(limit),
            () = tokio::time::sleep(wall) => Err(Limit::Wall(wall)),
            done = exchange(input, output) => Ok(done),
        }
    }

    /// The limit by which the system ended a process that is gone.
    pub fn ended_by(&self) -> Option<Limit> {
        self.watched.as_ref()?.group()?.enforced(&self.limits)
    }

    /// The outermost process of its sandbox; none when it has ended.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }
}
