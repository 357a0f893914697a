//! The sandbox that every build runs in: bubblewrap with new namespaces and no network, a list of allowed system calls, limits of the system for each
//! process, and for all of them together a cgroup where one can be had. A watch looks at what they use.
//!
//! Inside there are a few of the machine's programs with their libraries, the toolchain at `/toolchain`, and one writable folder in memory. Nothing of the host's disk is
//! writable, and nothing is written to it: files go in as a tar stream on standard input, the result comes out through pipes.

mod cgroup;
mod command;
pub mod host;
pub mod options;
mod processes;
mod root;
mod seccomp;
mod usage;
mod users;
pub mod wall;
mod watch;

pub use command::{FOLDER, TOOLCHAIN};

use super::limits::{BuildLimits, Limit};
use super::toolchain::Toolchain;
use super::transcript::Transcript;
use super::workspace::Workspace;
use api::health;
use cgroup::{Cgroups, Unusable};
use command::{Files, Precedence, Setup, Share};
use options::{CgroupChoice, SandboxOptions};
use root::Root;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::Child;
use users::Users;
use watch::{Subject, Watch, Watched};

/// A sandbox that was tried and works on this machine.
#[derive(Debug, Clone)]
pub struct Sandbox {
    setup: Setup,
    landlock: health::Wall,
    /// None where the server is not root: builds are its own user then.
    users: Option<Arc<Users>>,
    /// Or why there are none.
    cgroups: Result<Arc<Cgroups>, Arc<Unusable>>,
    watch: Arc<Watch>,
}

/// Why a command did not run in the sandbox.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// Bubblewrap is not there, or the machine does not let it work.
    #[error("bubblewrap does not work here: {0}")]
    Unavailable(String),
    /// The operator demands cgroups.
    #[error("builds must have cgroups (--sandbox-cgroup required), but {0}")]
    NoCgroup(String),
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
    /// The documentation beside it; cut off one byte after its own limit.
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

impl Sandbox {
    /// Tries the sandbox, with all that it promises, on the program `true`.
    ///
    /// # Errors
    /// When the sandbox does not start, or does not keep what it promises.
    pub async fn detect(
        limits: &BuildLimits,
        toolchain: &Toolchain,
        options: &SandboxOptions,
    ) -> Result<Self, SandboxError> {
        let is_root = rustix::process::geteuid().is_root();
        let mut sandbox = Self {
            setup: setup(toolchain, options).await?,
            landlock: health::Wall::None,
            users: is_root.then(|| Users::new(options.first_user)),
            cgroups: Err(Arc::new(Unusable::Off)),
            watch: Arc::new(Watch::start()?),
        };
        // Before anything is started: a cgroup that has other processes than the server cannot be used.
        let cgroups = match options.cgroup {
            CgroupChoice::Off => Err(Unusable::Off),
            CgroupChoice::Auto | CgroupChoice::Required => Cgroups::open(),
        };
        // One after the other, so that each reason is told by itself.
        let program = sandbox.setup.program.take();
        sandbox.probe(limits).await?;
        if program.is_some() {
            sandbox.setup.program = program;
            sandbox.landlock = sandbox.probe_wall(limits).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "builds have no second wall");
                health::Wall::None
            });
        }
        if sandbox.landlock == health::Wall::None {
            sandbox.setup.program = None;
        }
        sandbox.cgroups = cgroups.map(Arc::new).map_err(Arc::new);
        if sandbox.cgroups.is_ok()
            && let Err(error) = sandbox.probe(limits).await
        {
            tracing::warn!(%error, "builds get no cgroups");
            sandbox.cgroups = Err(Arc::new(Unusable::Probe));
        }
        match &sandbox.cgroups {
            Err(reason) if options.cgroup == CgroupChoice::Required => Err(SandboxError::NoCgroup(reason.to_string())),
            _ => Ok(sandbox),
        }
    }

    /// What holds builds to their limits here.
    pub fn health(&self) -> health::Sandbox {
        let counted = match &self.cgroups {
            Ok(_) => health::Counted::Cgroup,
            Err(reason) => health::Counted::Processes { reason: reason.to_string() },
        };
        health::Sandbox { counted, landlock: self.landlock }
    }

    /// Runs a job to its end or to a limit. When the future is dropped, everything in the sandbox is killed.
    ///
    /// # Errors
    /// When the job cannot be started. A job that fails or reaches a limit is a result.
    pub async fn run(&self, job: Job<'_>, transcript: Transcript) -> Result<Finished, SandboxError> {
        let mut share = self.share(job.limits, Precedence::Build)?;
        let (mut child, files) = command::spawn(&self.setup, &job, &share)?;
        let subject = match (share.group.take(), child.id()) {
            (Some(group), _) => Some(Subject::Group(group)),
            (None, process) => process.map(Subject::Process),
        };
        // Declared after the child, so that what is counted ends before the child's user is free again.
        let mut watched = subject.map(|subject| self.watch.over(subject, job.limits));
        let running = Running {
            limits: job.limits,
            transcript,
            errors: Vec::new(),
            assembly: Vec::new(),
            documentation: Vec::new(),
        };
        running.finish(&mut child, files, job.workspace, watched.as_mut()).await
    }

    /// What a build has for itself.
    fn share(&self, limits: &BuildLimits, precedence: Precedence) -> io::Result<Share> {
        let group = self.cgroups.as_ref().ok().map(|cgroups| cgroups.group(limits, precedence)).transpose()?;
        Ok(Share { user: self.users.as_ref().map(Users::take), group, precedence })
    }

    async fn probe(&self, limits: &BuildLimits) -> Result<(), SandboxError> {
        let share = self.share(limits, Precedence::Build)?;
        tried(command::probe(&self.setup, limits, &share)?).await?;
        Ok(())
    }

    async fn probe_wall(&self, limits: &BuildLimits) -> Result<health::Wall, SandboxError> {
        let share = self.share(limits, Precedence::Build)?;
        let printed = tried(command::probe_wall(&self.setup, limits, &share)?).await?;
        wall::read(&printed).ok_or_else(|| SandboxError::Unavailable(format!("the second wall is {printed:?}")))
    }
}

/// Reading the toolchain's libraries takes a while, so it does not happen on the threads that answer requests.
async fn setup(toolchain: &Toolchain, options: &SandboxOptions) -> Result<Setup, SandboxError> {
    let folders: Vec<PathBuf> =
        [Some(&toolchain.root), toolchain.ssl.as_ref()].into_iter().flatten().cloned().collect();
    let program = options.program.clone();
    let collecting = tokio::task::spawn_blocking(move || {
        let folders: Vec<&Path> = folders.iter().map(PathBuf::as_path).collect();
        Root::collect(&folders, program.as_deref())
    });
    let root = collecting.await.map_err(io::Error::other)?;
    let root = root.map_err(|missing| SandboxError::Unavailable(missing.to_string()))?;
    Ok(Setup { filters: seccomp::Filters::new()?, root, program: options.program.clone() })
}

/// Runs a command of the sandbox to its end; gives what it printed.
async fn tried(mut command: tokio::process::Command) -> Result<String, SandboxError> {
    match tokio::time::timeout(Duration::from_secs(10), command.output()).await {
        Ok(Ok(output)) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(Ok(output)) => Err(SandboxError::Unavailable(match output.status.code() {
            Some(NOT_FOUND) => "the program bwrap is not installed".into(),
            _ => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        })),
        Ok(Err(error)) => Err(SandboxError::Unavailable(error.to_string())),
        Err(_) => Err(SandboxError::Unavailable("it did not end within 10 seconds".into())),
    }
}

/// What `nice` ends with when there is no such program.
const NOT_FOUND: i32 = 127;

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
        mut watched: Option<&mut Watched>,
    ) -> Result<Finished, SandboxError> {
        let watching = watch(watched.as_deref_mut(), self.limits.wall);
        let status = {
            let working = self.work(child, files, workspace);
            tokio::select! {
                biased;
                limit = watching => Err(limit),
                ended = working => ended?,
            }
        };
        let enforced = || watched.as_deref()?.group()?.enforced(self.limits);
        let ending = match status {
            Ok(status) if status.success() => Ending::Exit { success: true },
            Ok(_) => enforced().map_or(Ending::Exit { success: false }, Ending::Limit),
            Err(limit) => {
                child.kill().await?;
                Ending::Limit(limit)
            }
        };
        if let Some(group) = watched.as_deref().and_then(Watched::group) {
            tracing::debug!(peak_mib = group.peak() >> 20, ?ending, "a build ended");
        }
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
        let (most, most_documentation) = (self.limits.assembly + 1, self.limits.documentation + 1);
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
            collect_some(files.documentation, &mut self.documentation, most_documentation),
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

/// Reads everything and keeps at most `most` bytes. What is larger does no harm to whoever writes it.
async fn collect_some(mut source: impl AsyncRead + Unpin, bytes: &mut Vec<u8>, most: u64) -> Result<(), Limit> {
    collect(Some(&mut source), bytes, most).await?;
    let _broken = tokio::io::copy(&mut source, &mut tokio::io::sink()).await;
    Ok(())
}

/// Ends with the first limit that the build goes over.
async fn watch(watched: Option<&mut Watched>, wall: Duration) -> Limit {
    let used = async {
        match watched {
            Some(watched) => watched.limit().await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        biased;
        limit = used => limit,
        () = tokio::time::sleep(wall) => Limit::Wall(wall),
    }
}
