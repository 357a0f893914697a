//! A process that stays in a sandbox and answers requests. Its sandbox is that of builds, but that nothing in it can be written.

use super::super::limits::{BuildLimits, Limit};
use super::super::toolchain::Toolchain;
use super::command::{Inner, Precedence, WRITABLE, toolchain_mounts};
use super::users::User;
use super::watch::{Subject, Watch};
use super::{Sandbox, SandboxError, watch};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
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
    /// What its requests are measured by; none when it ended at once.
    subject: Option<Arc<Subject>>,
    watch: Arc<Watch>,
    /// The user that it is alone, as long as it is there.
    _user: Option<User>,
}

impl Sandbox {
    /// Starts a process that has the toolchain and `host`, a folder of programs, which it sees as `/toolchain/host`.
    ///
    /// # Errors
    /// When the sandbox does not start the process.
    pub fn reside(
        &self,
        toolchain: &Toolchain,
        host: &Path,
        command: &[String],
        environment: &[(String, String)],
        limits: &BuildLimits,
    ) -> Result<Resident, SandboxError> {
        let limits = BuildLimits { cpu: LIFE, disk: 1 << 20, ..limits.clone() };
        let mut mounts = toolchain_mounts(toolchain);
        mounts.push((host, "host"));
        let share = self.share(&limits, Precedence::Host)?;
        let mut inner = Inner::new(&self.setup, mounts, share.user.is_some(), &limits);
        for (name, value) in environment {
            inner.options(["--setenv", name, value]);
        }
        inner.options(["--remount-ro", WRITABLE]);
        inner.program(command);
        let mut started = inner.start(&share, &self.setup.filters, Vec::new())?;
        // A program that dies prints where it was, which nobody reads.
        let mut child = started.stderr(Stdio::null()).spawn()?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let subject = match share.group {
            Some(group) => Some(Subject::Group(group)),
            None => child.id().map(Subject::Process),
        };
        let subject = subject.map(Arc::new);
        match (input, output) {
            (Some(input), Some(output)) => {
                Ok(Resident { child, input, output, subject, watch: Arc::clone(&self.watch), _user: share.user })
            }
            _ => Err(SandboxError::Start(std::io::Error::other("it has no pipes"))),
        }
    }
}

impl Resident {
    /// The process' input and output.
    pub fn pipes(&mut self) -> (&mut (impl AsyncWrite + Unpin + use<>), &mut (impl AsyncRead + Unpin + use<>)) {
        (&mut self.input, &mut self.output)
    }

    /// Ends with the first limit that its processes go over. Time counts from now on; what was spent before, and in the first moments, does not count.
    pub fn watch(&self, limits: &BuildLimits) -> impl Future<Output = Limit> + use<> {
        let subject = self.subject.clone();
        let mut watched = subject.map(|subject| self.watch.over_from_now(subject, limits));
        let wall = limits.wall;
        async move { watch(watched.as_mut(), wall).await }
    }

    /// The outermost process of its sandbox; none when it has ended.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }
}

impl Drop for Resident {
    fn drop(&mut self) {
        if let Some(subject) = self.subject.take() {
            self.watch.bury(subject);
        }
    }
}
