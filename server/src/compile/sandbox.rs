//! The sandbox that every build runs in: bubblewrap with new namespaces and no network, a list of forbidden system calls, limits of the system
//! for each process, and a watch over all of them together.
//!
//! Inside there are the machine's `/usr` (read-only), the toolchain at `/toolchain`, and one writable folder in memory. Nothing of the host's disk is
//! writable, and nothing is written to it: files go in as a tar stream on standard input, the result comes out through pipes.

mod command;
pub mod host;
mod seccomp;
mod usage;

pub use command::{FOLDER, TOOLCHAIN};

use super::limits::{BuildLimits, Limit};
use super::toolchain::Toolchain;
use super::transcript::Transcript;
use super::workspace::Workspace;
use command::Files;
use std::io;
use std::process::ExitStatus;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::Child;
use usage::Usage;

/// A sandbox that was tried and works on this machine.
#[derive(Debug, Clone)]
pub struct Sandbox {
    filters: seccomp::Filters,
}

/// Why a command did not run in the sandbox.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// Bubblewrap is not there, or the machine does not let it work.
    #[error("bubblewrap does not work here: {0}")]
    Unavailable(String),
    /// This kind of processor has no list of system calls.
    #[error("the filter of system calls cannot be made: {0}")]
    Filter(String),
    /// The system refused something at the start.
    #[error("the build could not be started: {0}")]
    Start(#[from] io::Error),
}

/// What is to be run.
#[derive(Debug)]
pub struct Job<'job> {
    /// What is mounted beside the system.
    pub toolchain: &'job Toolchain,
    /// What lies in the folder at the start.
    pub workspace: &'job Workspace,
    /// Program and arguments, run in [`FOLDER`].
    pub command: &'job [String],
    /// Variables of the environment; no other is set.
    pub environment: &'job [(String, String)],
    /// Path of the assembly, without its ending, inside the folder.
    pub assembly: &'job str,
    /// What it may use.
    pub limits: &'job BuildLimits,
}

/// How a job ended.
#[derive(Debug)]
pub struct Finished {
    /// By itself, or by a limit.
    pub ending: Ending,
    /// What it printed.
    pub transcript: Transcript,
    /// The assembly, when it succeeded and made one; cut off one byte after the limit.
    pub assembly: Vec<u8>,
    /// The documentation beside it; cut off like the assembly.
    pub documentation: Vec<u8>,
}

/// Why a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The program ended; whether it reported success.
    Exit {
        /// Its status was 0.
        success: bool,
    },
    /// A limit ended it.
    Limit(Limit),
}

/// How often the watch looks.
const INTERVAL: Duration = Duration::from_millis(100);

impl Sandbox {
    /// Tries the sandbox, with all that it promises, on the program `true`.
    pub async fn detect(limits: &BuildLimits) -> Result<Self, SandboxError> {
        let sandbox = Self { filters: seccomp::Filters::new()? };
        let mut probe = command::probe(&sandbox.filters, limits)?;
        let tried = tokio::time::timeout(Duration::from_secs(10), probe.output()).await;
        match tried {
            Ok(Ok(output)) if output.status.success() => Ok(sandbox),
            Ok(Ok(output)) => Err(SandboxError::Unavailable(String::from_utf8_lossy(&output.stderr).trim().to_owned())),
            Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => {
                Err(SandboxError::Unavailable("the program bwrap is not installed".into()))
            }
            Ok(Err(error)) => Err(SandboxError::Unavailable(error.to_string())),
            Err(_) => Err(SandboxError::Unavailable("it did not end within 10 seconds".into())),
        }
    }

    /// Runs a job to its end or to a limit. When the future is dropped, everything in the sandbox is killed.
    pub async fn run(&self, job: Job<'_>, transcript: Transcript) -> Result<Finished, SandboxError> {
        let (mut child, files) = command::spawn(&self.filters, &job)?;
        let running = Running {
            limits: job.limits,
            transcript,
            errors: Vec::new(),
            assembly: Vec::new(),
            documentation: Vec::new(),
        };
        running.finish(&mut child, files, job.workspace).await
    }
}

struct Running<'job> {
    limits: &'job BuildLimits,
    transcript: Transcript,
    errors: Vec<u8>,
    assembly: Vec<u8>,
    documentation: Vec<u8>,
}

impl Running<'_> {
    async fn finish(
        mut self,
        child: &mut Child,
        files: Files,
        workspace: &Workspace,
    ) -> Result<Finished, SandboxError> {
        let watched = child.id();
        let watching = watch(watched, self.limits.clone());
        let status = {
            let working = self.work(child, files, workspace);
            tokio::select! {
                biased;
                limit = watching => Err(limit),
                ended = working => ended?,
            }
        };
        let ending = match status {
            Ok(status) => Ending::Exit { success: status.success() },
            Err(limit) => {
                child.kill().await?;
                Ending::Limit(limit)
            }
        };
        self.check_start(ending)?;
        Ok(Finished { ending, transcript: self.transcript, assembly: self.assembly, documentation: self.documentation })
    }

    /// The script inside sends its own errors to standard output; on standard error there is only what bubblewrap says before it starts.
    fn check_start(&self, ending: Ending) -> Result<(), SandboxError> {
        let silent = self.transcript.printed() == 0;
        if silent && !self.errors.is_empty() && ending == (Ending::Exit { success: false }) {
            let message = String::from_utf8_lossy(&self.errors).trim().to_owned();
            return Err(SandboxError::Start(io::Error::other(message)));
        }
        Ok(())
    }

    async fn work(
        &mut self,
        child: &mut Child,
        files: Files,
        workspace: &Workspace,
    ) -> Result<Result<ExitStatus, Limit>, SandboxError> {
        let most = self.limits.assembly + 1;
        let (input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let feeding = async {
            // A build that ends early does not read all of its input: its own status tells why.
            if let Some(mut input) = input {
                let _ended_early = feed(&mut input, workspace).await;
            }
            Ok(())
        };
        let ended = tokio::try_join!(
            feeding,
            drain(output, &mut self.transcript, self.limits.printed),
            collect(errors, &mut self.errors, 4096),
            collect(Some(files.assembly), &mut self.assembly, most),
            collect(Some(files.documentation), &mut self.documentation, most),
        );
        match ended {
            Ok(_) => Ok(Ok(child.wait().await?)),
            Err(limit) => Ok(Err(limit)),
        }
    }
}

async fn feed(input: &mut (impl AsyncWriteExt + Unpin), workspace: &Workspace) -> io::Result<()> {
    for part in workspace.tar_parts() {
        input.write_all(&part?).await?;
    }
    input.shutdown().await
}

/// Reads what is printed until the end or the limit.
async fn drain(output: Option<impl AsyncRead + Unpin>, transcript: &mut Transcript, most: u64) -> Result<(), Limit> {
    let Some(mut output) = output else {
        return Ok(());
    };
    let mut buffer = vec![0; 64 << 10];
    loop {
        match output.read(&mut buffer).await {
            Ok(count @ 1..) => transcript.write(buffer.get(..count).unwrap_or_default()),
            Ok(0) | Err(_) => return Ok(()),
        }
        if transcript.printed() > most {
            return Err(Limit::Printed(most));
        }
    }
}

/// Reads at most `most` bytes. A reader that then closes ends a writer that has more to say.
async fn collect(source: Option<impl AsyncRead + Unpin>, bytes: &mut Vec<u8>, most: u64) -> Result<(), Limit> {
    if let Some(source) = source {
        // A broken pipe is an end like any other: what came until then counts.
        let _broken = source.take(most).read_to_end(bytes).await;
    }
    Ok(())
}

/// Ends with the first limit that all processes together go over.
async fn watch(process: Option<u32>, limits: BuildLimits) -> Limit {
    let started = tokio::time::Instant::now();
    let mut ticks = tokio::time::interval(INTERVAL);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if started.elapsed() > limits.wall {
            return Limit::Wall(limits.wall);
        }
        let Some(process) = process else { continue };
        // Not on another thread: one may not be had just when a build takes all processes that there are.
        if let Some(limit) = Usage::measure(process).over(&limits) {
            return limit;
        }
    }
}
