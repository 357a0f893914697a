//! Compiling an extension: the archive is checked, laid out, and built by its own project file in the sandbox.

pub mod answer;
pub mod archive;
pub mod build;
mod diagnostics;
mod documentation;
mod explain;
mod fitting;
mod glance;
pub mod host;
pub mod kept;
pub mod language;
pub mod limits;
pub mod name;
pub mod offered;
pub mod platform;
mod prepared;
pub mod project;
pub mod queue;
pub mod references;
pub mod sandbox;
pub mod settings;
pub mod support;
pub mod tickets;
pub mod toolchain;
mod transcript;
pub mod unread;
pub mod workspace;

use answer::{Answered, weight};
use api::compile::{CompileAnswer, PlatformAssembly, Standing, Ticket, Way};
use api::health;
use api::problem::{Code, Problem};
use archive::{ArchiveError, ArchiveLimits, Sources};
use build::{Builder, Built};
use bytes::Bytes;
use host::{Compiled, Hosts};
use kept::{Kept, KeptOptions};
use limits::BuildLimits;
use name::ExtensionName;
use offered::Offered;
use platform::PlatformAssemblies;
use prepared::Prepared;
use project::Project;
use queue::{Queue, QueueSize, Turn};
use sandbox::Sandbox;
use sandbox::options::SandboxOptions;
use std::mem;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tickets::{Ticketed, Tickets};
use toolchain::Toolchain;
use unread::{Unread, UnreadSize};
use web::client::Client;
use web::places::Places;

/// What the compiler is made from.
#[derive(Debug, Clone, Default)]
pub struct CompilerOptions {
    /// The description of the toolchain that the set-up wrote.
    pub toolchain: Option<PathBuf>,
    /// A folder with the vendor's own platform assemblies, used before our declarations.
    pub platform: Option<PathBuf>,
    /// A folder with reference assemblies of .NET Framework, used before those of the toolchain.
    pub references: Option<PathBuf>,
    /// A folder with assemblies that extensions may add.
    pub assemblies: Option<PathBuf>,
    /// Limits of archives.
    pub archive: ArchiveLimits,
    /// Limits of builds.
    pub build: BuildLimits,
    /// What the operator chose about the sandbox.
    pub sandbox: SandboxOptions,
    /// Size of the queue.
    pub queue: QueueSize,
    /// Where results are kept.
    pub kept: Option<KeptOptions>,
    /// Room for finished answers.
    pub unread: UnreadSize,
}

/// Compiles extensions; or knows why it cannot. It never compiles outside the sandbox.
#[derive(Debug)]
pub struct Compiler {
    archive: ArchiveLimits,
    glances: Places,
    queue: Queue,
    tickets: Tickets,
    unread: Unread,
    builder: Result<Arc<Builder>, Problem>,
    hosts: Option<Hosts>,
    kept: Option<Kept>,
}

impl Compiler {
    /// Looks for the toolchain and tries the sandbox.
    pub async fn detect(options: CompilerOptions) -> Self {
        let builder = builder(&options).await.map(Arc::new);
        let able = builder.as_ref().ok();
        let queue = options.build.at_once(options.queue, limits::available_memory().unwrap_or(u64::MAX));
        Self {
            kept: able.zip(options.kept.as_ref()).map(|(builder, kept)| Kept::new(kept, &builder.toolchain)),
            hosts: able.and_then(|builder| Hosts::start(builder, queue.hosts)),
            builder,
            archive: options.archive,
            glances: Places::new(queue.glances()),
            queue: Queue::new(queue),
            tickets: Tickets::default(),
            unread: Unread::new(options.unread),
        }
    }

    /// What `/healthz` says.
    pub fn health(&self) -> health::Health {
        let ways = self.queue.ways();
        health::Health {
            version: env!("CARGO_PKG_VERSION").into(),
            compiler: match &self.builder {
                Ok(builder) => health::Compiler::Ready {
                    sdk: builder.toolchain.sdk_version.clone(),
                    support_ended: builder.support_ended().map(|day| day.to_string()),
                    largest_archive: Some(self.archive.archive as u64),
                },
                Err(problem) => health::Compiler::Unavailable { problem: problem.clone() },
            },
            running: ways.host.running + ways.dotnet_build.running,
            waiting: ways.host.waiting + ways.dotnet_build.waiting,
            ways: Some(ways),
            drafts: health::Drafts::default(),
            sandbox: self.builder.as_ref().ok().map(|builder| builder.sandbox.health()),
        }
    }

    /// The platform's reference assemblies, of our own declarations.
    ///
    /// # Errors
    /// The problem that keeps this server from compiling.
    pub fn platform(&self) -> Result<api::compile::PlatformAssemblies, Problem> {
        let builder = self.builder.as_ref().map_err(Clone::clone)?;
        let assembly = |(name, dll): (&str, &Bytes)| PlatformAssembly { name: name.to_owned(), dll: dll.to_vec() };
        Ok(api::compile::PlatformAssemblies { assemblies: builder.declared.iter().map(assembly).collect() })
    }

    /// The assemblies that extensions may add.
    ///
    /// # Errors
    /// The problem that keeps this server from compiling.
    pub fn offered(&self) -> Result<&Offered, Problem> {
        self.builder.as_ref().map(|builder| &builder.offered).map_err(Clone::clone)
    }

    /// The warm compile hosts, when there are any.
    pub fn hosts(&self) -> Option<&Hosts> {
        self.hosts.as_ref()
    }

    /// Whether anything can be compiled. It is asked before an archive is received.
    ///
    /// # Errors
    /// The problem that keeps this server from compiling.
    pub fn ready(&self) -> Result<(), Problem> {
        self.builder.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    /// Shows how the request with this ticket stands, until the guard is dropped.
    pub fn ticketed(&self, ticket: Ticket) -> Ticketed {
        self.tickets.open(ticket)
    }

    /// How the request with a ticket stands; none when there is no such request.
    pub fn standing(&self, ticket: &Ticket) -> Option<Standing> {
        self.tickets.standing(ticket, &self.queue)
    }

    /// Whether a warm host gives on this machine what `dotnet build` gives; none when there are no hosts.
    pub async fn prove_hosts(&self) -> Option<bool> {
        let (hosts, builder) = self.hosts.as_ref().zip(self.builder.as_ref().ok())?;
        Some(hosts.prove(builder).await)
    }

    /// Bytes an archive may have.
    pub fn largest_archive(&self) -> usize {
        self.archive.archive
    }

    /// Compiles an archive when its turn comes, and tells the ticket where it waits. Dropping the future ends the build.
    ///
    /// # Errors
    /// The problem with the archive or its project, or that of a server that is busy or cannot compile. Errors of the compiler are an answer.
    pub async fn compile(
        &self,
        client: Client,
        extension: &ExtensionName,
        mut archive: Bytes,
        ticketed: Option<&Ticketed>,
    ) -> Result<Answered, Problem> {
        let builder = self.builder.as_ref().map_err(Clone::clone)?;
        let arrived = Instant::now();
        let mut next = Next { way: self.way(builder, client, extension, &archive).await?, reason: None };
        let mut elapsed = Duration::ZERO;
        loop {
            let seat = self.queue.seat(next.way, client)?;
            if let Some(ticketed) = ticketed {
                ticketed.queued(&seat);
            }
            let turn = Arc::new(seat.turn().await?);
            let started = Instant::now();
            // After a build there is no other turn, so it needs its archive no more.
            let bytes = if next.way == Way::Host { archive.clone() } else { mem::take(&mut archive) };
            let made = match self.prepare(builder, extension, bytes, next.way, Arc::clone(&turn)).await? {
                Ok(prepared) => self.result(builder, prepared, extension, next, &turn).await?,
                Err(too_large) => Err(too_large),
            };
            elapsed += started.elapsed();
            let Made { built, way, kept } = match made {
                Ok(made) => made,
                Err(reason) => {
                    next = Next { way: Way::DotnetBuild, reason: Some(reason) };
                    continue;
                }
            };
            let answer = CompileAnswer {
                outcome: built.outcome,
                diagnostics: built.diagnostics,
                output: built.output,
                way: Some(way),
                kept,
                waited_ms: millis(arrived.elapsed().saturating_sub(elapsed)),
                elapsed_ms: millis(elapsed),
            };
            // A client that does not read its answers holds nobody up.
            drop(turn);
            let room = self.unread.room(client, weight(&answer)).await?;
            return Ok(Answered { answer, room });
        }
    }

    /// Which turn an archive waits for. It is no promise: a host may find that the project is not for it.
    async fn way(
        &self,
        builder: &Arc<Builder>,
        client: Client,
        extension: &ExtensionName,
        archive: &Bytes,
    ) -> Result<Way, Problem> {
        if !self.hosts.as_ref().is_some_and(Hosts::are_proved) {
            return Ok(Way::DotnetBuild);
        }
        let place = self.glances.wait(client, GLANCE).await;
        let place = place.map_err(|full| self.queue.refusal(Way::Host, full))?;
        let (limits, archive, extension) = (self.archive.clone(), archive.clone(), extension.clone());
        let builder = Arc::clone(builder);
        let glance = tokio::task::spawn_blocking(move || {
            let _place = place;
            glance::way(&archive, &limits, &extension, &builder.toolchain, &builder.platform)
        });
        glance.await.map_err(|error| Problem::new(Code::Internal, error.to_string()))
    }

    /// The kept result of the same bytes, or that of a compilation; or why it is not for the host whose turn it is.
    async fn result(
        &self,
        builder: &Arc<Builder>,
        prepared: Prepared,
        extension: &ExtensionName,
        next: Next,
        turn: &Arc<Turn>,
    ) -> Result<Result<Made, String>, Problem> {
        let keyed = self.kept.as_ref().zip(prepared.key.clone());
        if let Some((kept, key)) = &keyed
            && let Some((built, way)) = kept.find(key).await
        {
            let built = built.saying("This is the kept result of the same sources.");
            return Ok(Ok(Made { built, way, kept: true }));
        }
        let (workspace, project) = (&prepared.workspace, &prepared.project);
        let built = match (&self.hosts, next.way) {
            (Some(hosts), Way::Host) => match hosts.compile(builder, workspace, project, extension, turn).await {
                Compiled::Finished(finished) => {
                    builder.judge(*finished, extension).saying("Compiled by a warm compiler host.")
                }
                Compiled::NotHere(reason) => return Ok(Err(reason)),
            },
            (hosts, _) => {
                let built = builder.build(workspace, project, extension).await;
                let built = built.map_err(|error| Problem::new(Code::BuildNotStarted, format!("{error}.")))?;
                let reason = next.reason.or_else(|| hosts.as_ref()?.objection(builder, workspace, project, extension));
                match reason {
                    Some(reason) => {
                        built.saying(&format!("Compiled by dotnet build and not by a warm host: {reason}."))
                    }
                    None => built,
                }
            }
        };
        let built = prepared.explained(built, builder);
        if let Some((kept, key)) = keyed {
            kept.keep(key, &built, next.way);
        }
        Ok(Ok(Made { built, way: next.way, kept: false }))
    }

    /// Inflating takes a while, so it does not happen on the threads that answer requests. It keeps the turn to its end: nothing stops it when
    /// the client goes away, and the next one shall not begin beside it. Of an archive that is too large for a host it tells so.
    async fn prepare(
        &self,
        builder: &Arc<Builder>,
        extension: &ExtensionName,
        archive: Bytes,
        way: Way,
        turn: Arc<Turn>,
    ) -> Result<Result<Prepared, String>, Problem> {
        let all = self.archive.clone();
        let kept = self.kept.clone();
        let builder = Arc::clone(builder);
        let extension = extension.clone();
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let limits = if way == Way::Host { host::limits(&all) } else { all.clone() };
            let sources = match Sources::read(&archive, &limits) {
                Err(ArchiveError::TotalTooLarge { limit }) if limit < all.total => {
                    return Ok(Err(format!("its files have more than {} MiB", limit >> 20)));
                }
                read => read?,
            };
            let project = Project::find(&sources, &extension)?;
            let mut prepared = Prepared::new(sources, project, &extension, &builder.toolchain, &builder.platform);
            prepared.key = kept.and_then(|kept| {
                let bounds = format!("{:?} {:?} {:?}", builder.limits, prepared.notes, builder.offered.all());
                kept.key(&prepared.workspace, &prepared.project.file, &extension.to_string(), &bounds)
            });
            Ok(Ok(prepared))
        })
        .await
        .unwrap_or_else(|error| Err(Problem::new(Code::Internal, error.to_string())))
    }
}

/// How long one waits for a place to be glanced at, which takes a moment only.
const GLANCE: Duration = Duration::from_secs(20);

/// Which turn comes next.
struct Next {
    way: Way,
    /// Why a host did not compile it, when one had its turn.
    reason: Option<String>,
}

/// What came of a turn.
struct Made {
    built: Built,
    way: Way,
    kept: bool,
}

async fn builder(options: &CompilerOptions) -> Result<Builder, Problem> {
    let toolchain = Toolchain::load(options.toolchain.as_deref(), options.references.as_deref())?;
    let offered = options.assemblies.as_deref().map_or_else(|| Ok(Offered::default()), Offered::load);
    let offered = offered.map_err(|error| {
        tracing::warn!(%error, "nothing can be compiled");
        Problem::new(
            Code::NoToolchain,
            "The assemblies that extensions may add cannot be read. The server's log says which.",
        )
    })?;
    let load = |vendor| {
        let loaded = PlatformAssemblies::load(&toolchain.platform, vendor);
        loaded.map_err(|error| {
            tracing::warn!(%error, "nothing can be compiled");
            Problem::new(Code::NoToolchain, "The platform's assemblies cannot be read. The server's log says which.")
        })
    };
    let (platform, declared) = (load(options.platform.as_deref())?, load(None)?);
    let mut limits = options.build.clone();
    // From .NET 5 on the runtime reserves address space in advance, far more than it uses.
    if toolchain.major() >= 5 {
        limits.address_space = limits.address_space.saturating_mul(8);
    }
    let sandbox = Sandbox::detect(&limits, &toolchain, &options.sandbox).await;
    let sandbox = sandbox.map_err(|error| Problem::new(Code::NoSandbox, format!("{error}.")))?;
    if let Some(day) = support::ended(toolchain.major(), support::today()) {
        let sdk = &toolchain.sdk_version;
        tracing::warn!(sdk, support_ended = %day, "Microsoft mends no faults of this .NET SDK any more: set up a newer one");
    }
    Ok(Builder { sandbox, toolchain, platform, declared, offered, limits })
}

fn millis(duration: Duration) -> u64 {
    duration.as_millis().try_into().unwrap_or(u64::MAX)
}
