//! Warm compile hosts: processes in sandboxes that run the C# compiler, one compilation at a time, for projects of which everything is known.
//!
//! A host gives the same assembly, to the byte, and the same messages as `dotnet build`, in a hundredth of the time. It runs the compiler alone:
//! whatever a project has beside sources and references makes it one for `dotnet build`.

mod frame;
mod order;
mod plain;
mod pool;
mod process;
mod proof;
mod trouble;
mod xml;

pub use plain::NotPlain;

use super::archive::ArchiveLimits;
use super::build::Builder;
use super::diagnostics::Diagnostics;
use super::limits::{BuildLimits, Limit};
use super::name::ExtensionName;
use super::platform::PlatformAssemblies;
use super::project::Project;
use super::queue::Turn;
use super::sandbox::{Ending, FOLDER, Finished};
use super::toolchain::Toolchain;
use super::transcript::Transcript;
use super::workspace::Workspace;
use frame::{Frame, Kind, Reply};
use order::Ordering;
use pool::Pool;
use process::{HostError, Recipe};
use proof::{Sample, TESTED};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How long a compilation may keep a host. What takes longer is for `dotnet build`, where it holds up what takes as long.
const LONGEST: Duration = Duration::from_secs(10);

/// Processor time of a compilation in a host. It is less where the machine is busy.
const MOST_WORK: Duration = Duration::from_secs(2);

/// Bytes of all files of an archive that is for a host. Laying more out takes longer than compiling.
const LARGEST: u64 = 32 << 20;

/// How long a host goes on for a client that went away.
const UNHEARD: Duration = Duration::from_secs(1);

/// The hosts of a server.
#[derive(Debug)]
pub struct Hosts {
    pool: Arc<Pool>,
    /// Whether they give what `dotnet build` gives; not set while that is being tried.
    proved: Arc<OnceLock<bool>>,
}

/// What came of a compilation in a host.
#[derive(Debug)]
pub enum Compiled {
    /// It ended like a build.
    Finished(Box<Finished>),
    /// It is for `dotnet build`, for this reason.
    NotHere(String),
}

impl Hosts {
    /// Starts as many hosts in the background; none when the toolchain has no program for them.
    pub fn start(builder: &Arc<Builder>, size: usize) -> Option<Self> {
        builder.toolchain.host.as_ref().filter(|_| size > 0)?;
        let recipe = Recipe {
            sandbox: builder.sandbox.clone(),
            toolchain: builder.toolchain.clone(),
            environment: builder.environment(),
            limits: builder.limits.clone(),
            platform: platform_frame(&builder.platform),
            warming: Sample::new()?.frame(&builder.toolchain, &builder.platform)?,
        };
        let hosts = Self { pool: Pool::new(recipe, size), proved: Arc::default() };
        if builder.toolchain.sdk_version == TESTED {
            hosts.proved.get_or_init(|| true);
        } else {
            let (builder, pool, proved) = (Arc::clone(builder), Arc::clone(&hosts.pool), Arc::clone(&hosts.proved));
            tokio::spawn(async move {
                let same = prove(&builder, &pool).await;
                tracing::info!(same, sdk = builder.toolchain.sdk_version, "hosts were compared with dotnet build");
                proved.get_or_init(|| same);
            });
        }
        Some(hosts)
    }

    /// Compares a host with `dotnet build` on this machine.
    pub async fn prove(&self, builder: &Builder) -> bool {
        prove(builder, &self.pool).await
    }

    /// Whether they give what `dotnet build` gives. Until that is known they are not used.
    pub fn are_proved(&self) -> bool {
        self.proved.get() == Some(&true)
    }

    /// Why a project is for `dotnet build`; none when a host could compile it.
    pub fn objection(
        &self,
        builder: &Builder,
        workspace: &Workspace,
        project: &Project,
        extension: &ExtensionName,
    ) -> Option<String> {
        if !self.are_proved() {
            return Some("it is not proved that hosts give the same with this release of the SDK".into());
        }
        objection(&builder.toolchain, &builder.platform, workspace, project, extension)
    }

    /// Compiles a project, if everything of it is known, and keeps the turn until the host has nothing to do with it any more.
    pub async fn compile(
        &self,
        builder: &Builder,
        workspace: &Workspace,
        project: &Project,
        extension: &ExtensionName,
        turn: &Arc<Turn>,
    ) -> Compiled {
        let (toolchain, platform) = (&builder.toolchain, &builder.platform);
        let order = match (Ordering { toolchain, platform, workspace, project, extension }).order() {
            Ok(order) => order,
            Err(NotPlain(what)) => return Compiled::NotHere(what),
        };
        let limits = &builder.limits;
        let transcript = Transcript::new(limits.output, Diagnostics::new(&format!("{FOLDER}/"), limits.diagnostics));
        let finished = |ending, transcript, assembly, documentation| {
            Compiled::Finished(Box::new(Finished { ending, transcript, assembly, documentation }))
        };
        match self.ask(order.frame(), limits, Arc::clone(turn)).await {
            Ok(reply) if reply.kind == Kind::Declined => Compiled::NotHere(reply.lines.concat()),
            Ok(reply) if reply.kind == Kind::OutOfMemory => {
                let limit = Limit::Memory(limits.memory);
                finished(Ending::Limit(limit), transcript, Vec::new(), Vec::new())
            }
            Ok(reply) => {
                let success = reply.kind == Kind::Compiled;
                let transcript = printed(transcript, &reply.lines, project, success.then_some(extension));
                finished(Ending::Exit { success }, transcript, reply.assembly, reply.documentation)
            }
            Err(HostError::Limit(Limit::Wall(LONGEST) | Limit::Cpu(MOST_WORK))) => {
                Compiled::NotHere("it takes longer than hosts are for".into())
            }
            Err(HostError::Limit(limit)) => finished(Ending::Limit(limit), transcript, Vec::new(), Vec::new()),
            Err(error) => {
                tracing::warn!(%error, "a compiler host");
                Compiled::NotHere(error.to_string())
            }
        }
    }

    /// Has a host answer. It goes on for a moment after nobody listens any more: ending a host costs more than most answers.
    async fn ask(&self, frame: Frame, limits: &BuildLimits, turn: Arc<Turn>) -> Result<Reply, HostError> {
        let limits = BuildLimits { wall: limits.wall.min(LONGEST), cpu: limits.cpu.min(MOST_WORK), ..limits.clone() };
        let (mut answer, answered) = oneshot::channel();
        let pool = Arc::clone(&self.pool);
        tokio::spawn(async move {
            let waiting = Instant::now();
            let taken = pool.take().await;
            turn.excuse(waiting.elapsed());
            let mut slot = match taken {
                Ok(slot) => slot,
                Err(error) => return drop(answer.send(Err(error))),
            };
            let unheard = async {
                answer.closed().await;
                tokio::time::sleep(UNHEARD).await;
            };
            let reply = tokio::select! {
                reply = slot.ask(&frame, &limits) => reply,
                () = unheard => return slot.replace().await,
            };
            // Whoever does not listen any more needs no answer.
            drop(answer.send(reply));
            drop((slot, turn));
        });
        answered.await.unwrap_or_else(|error| Err(HostError::Ended(error.to_string())))
    }

    /// Process ids of the hosts that wait for work; each is the outermost process of its sandbox.
    pub fn ready(&self) -> Vec<u32> {
        self.pool.ready()
    }
}

/// What an archive for a host may hold, of what all may.
pub fn limits(all: &ArchiveLimits) -> ArchiveLimits {
    ArchiveLimits { total: all.total.min(LARGEST), ..all.clone() }
}

/// What makes a project one for `dotnet build`; none when a host could compile it. Files without content are taken to have some that hosts read.
pub fn objection(
    toolchain: &Toolchain,
    platform: &PlatformAssemblies,
    workspace: &Workspace,
    project: &Project,
    extension: &ExtensionName,
) -> Option<String> {
    let order = Ordering { toolchain, platform, workspace, project, extension }.order();
    order.err().map(|NotPlain(what)| what)
}

async fn prove(builder: &Builder, pool: &Arc<Pool>) -> bool {
    match Sample::new() {
        Some(sample) => sample.proves(builder, pool).await,
        None => false,
    }
}

/// The messages as `MSBuild` prints them.
fn printed(
    mut transcript: Transcript,
    lines: &[String],
    project: &Project,
    made: Option<&ExtensionName>,
) -> Transcript {
    let file = &project.file;
    for line in lines {
        transcript.write(format!("{line} [{FOLDER}/{file}]\n").as_bytes());
    }
    if let Some(extension) = made {
        let name = file.rsplit_once('.').map_or(file.as_str(), |(name, _)| name);
        transcript.write(format!("  {name} -> {FOLDER}/bin/{}.dll\n", extension.assembly()).as_bytes());
    }
    transcript
}

fn platform_frame(platform: &PlatformAssemblies) -> Frame {
    let files: Vec<_> = platform.iter().collect();
    let mut frame = Frame::default();
    frame.number(1).list(&files, |frame, (name, content)| frame.text(name).bytes(content));
    frame
}
