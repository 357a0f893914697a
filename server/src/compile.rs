//! Compiling an extension: the archive is checked, laid out, and built by its own project file in the sandbox.

pub mod answer;
pub mod archive;
pub mod build;
mod diagnostics;
mod documentation;
pub mod host;
pub mod kept;
pub mod limits;
pub mod name;
pub mod platform;
pub mod project;
pub mod queue;
pub mod route;
pub mod sandbox;
pub mod settings;
pub mod support;
pub mod tickets;
pub mod toolchain;
mod transcript;
pub mod unread;
pub mod workspace;

use crate::client::Client;
use answer::{Answered, weight};
use api::compile::{CompileAnswer, PlatformAssembly, Standing, Ticket, Way};
use api::health;
use api::problem::{Code, Problem};
use archive::{ArchiveLimits, Sources};
use build::{Builder, Built};
use bytes::Bytes;
use host::{Compiled, Hosts};
use kept::{Kept, KeptOptions, Key};
use limits::BuildLimits;
use name::ExtensionName;
use platform::PlatformAssemblies;
use project::Project;
use queue::{Queue, QueueSize, Seat, Turn};
use sandbox::Sandbox;
use sandbox::options::SandboxOptions;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tickets::{Ticketed, Tickets};
use toolchain::Toolchain;
use unread::{Unread, UnreadSize};
use workspace::Workspace;

/// What the compiler is made from.
#[derive(Debug, Clone, Default)]
pub struct CompilerOptions {
    /// The description of the toolchain that the set-up wrote.
    pub toolchain: Option<PathBuf>,
    /// A folder with the vendor's own platform assemblies, used before our declarations.
    pub platform: Option<PathBuf>,
    /// Limits of archives.
    pub archive: ArchiveLimits,
    /// Limits of builds.
    pub build: BuildLimits,
    /// What the operator chose about the sandbox.
    pub sandbox: SandboxOptions,
    /// Size of the queue.
    pub queue: QueueSize,
    /// Warm compile hosts; as many as builds run at one time when nothing is said.
    pub hosts: Option<usize>,
    /// Where results are kept.
    pub kept: Option<KeptOptions>,
    /// Room for finished answers.
    pub unread: UnreadSize,
}

/// Compiles extensions; or knows why it cannot. It never compiles outside the sandbox.
#[derive(Debug)]
pub struct Compiler {
    archive: ArchiveLimits,
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
        let mut queue = options.queue;
        queue.running = options.build.at_once(queue.running, limits::available_memory().unwrap_or(u64::MAX));
        Self {
            kept: able.zip(options.kept.as_ref()).map(|(builder, kept)| Kept::new(kept, &builder.toolchain)),
            hosts: able.and_then(|builder| Hosts::start(builder, options.hosts.unwrap_or(queue.running))),
            builder,
            archive: options.archive,
            queue: Queue::new(queue),
            tickets: Tickets::default(),
            unread: Unread::new(options.unread),
        }
    }

    /// What `/healthz` says.
    pub fn health(&self) -> health::Health {
        health::Health {
            version: env!("CARGO_PKG_VERSION").into(),
            compiler: match &self.builder {
                Ok(builder) => health::Compiler::Ready {
                    sdk: builder.toolchain.sdk_version.clone(),
                    support_ended: builder.support_ended().map(|day| day.to_string()),
                },
                Err(problem) => health::Compiler::Unavailable { problem: problem.clone() },
            },
            running: self.queue.running(),
            waiting: self.queue.waiting(),
            drafts: health::Drafts::default(),
            sandbox: self.builder.as_ref().ok().map(|builder| builder.sandbox.health()),
        }
    }

    /// The platform's reference assemblies, of our own declarations.
    pub fn platform(&self) -> Result<api::compile::PlatformAssemblies, Problem> {
        let builder = self.builder.as_ref().map_err(Clone::clone)?;
        let assembly = |(name, dll): (&str, &Bytes)| PlatformAssembly { name: name.to_owned(), dll: dll.to_vec() };
        Ok(api::compile::PlatformAssemblies { assemblies: builder.declared.iter().map(assembly).collect() })
    }

    /// The warm compile hosts, when there are any.
    pub fn hosts(&self) -> Option<&Hosts> {
        self.hosts.as_ref()
    }

    /// Whether anything can be compiled. It is asked before an archive is received.
    pub fn ready(&self) -> Result<(), Problem> {
        self.builder.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    /// Takes a seat in the queue. It is for archives that are there: whoever uploads takes none.
    pub fn seat(&self, client: Client) -> Result<Seat, Problem> {
        self.queue.seat(client)
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

    /// Compiles an archive when its turn comes. Dropping the future ends the build.
    pub async fn compile(
        &self,
        seat: Seat,
        client: Client,
        extension: ExtensionName,
        archive: Bytes,
    ) -> Result<Answered, Problem> {
        let builder = self.builder.as_ref().map_err(Clone::clone)?;
        let arrived = Instant::now();
        let turn = Arc::new(seat.turn().await?);
        let started = Instant::now();
        let prepared = self.prepare(builder, &extension, archive, Arc::clone(&turn)).await?;
        let (built, way, kept) = self.result(builder, prepared, &extension).await?;
        let answer = CompileAnswer {
            outcome: built.outcome,
            diagnostics: built.diagnostics,
            output: built.output,
            way: Some(way),
            kept,
            waited_ms: millis(started - arrived),
            elapsed_ms: millis(started.elapsed()),
        };
        let room = self.unread.room(client, weight(&answer)).await?;
        drop(turn);
        Ok(Answered { answer, room })
    }

    /// The kept result of the same bytes, or that of a compilation; and which of them it is.
    async fn result(
        &self,
        builder: &Builder,
        prepared: Prepared,
        extension: &ExtensionName,
    ) -> Result<(Built, Way, bool), Problem> {
        let keyed = self.kept.as_ref().zip(prepared.key);
        if let Some((kept, key)) = &keyed
            && let Some((built, way)) = kept.find(key).await
        {
            return Ok((built.saying("This is the kept result of the same sources."), way, true));
        }
        let (built, way) = self.build(builder, &prepared.workspace, &prepared.project, extension).await?;
        if let Some((kept, key)) = keyed {
            kept.keep(key, &built, way);
        }
        Ok((built, way, false))
    }

    /// Compiles in a host, or where that cannot be by `dotnet build`. Both give the same.
    async fn build(
        &self,
        builder: &Builder,
        workspace: &Workspace,
        project: &Project,
        extension: &ExtensionName,
    ) -> Result<(Built, Way), Problem> {
        let reason = match &self.hosts {
            None => None,
            Some(hosts) => match hosts.compile(builder, workspace, project, extension).await {
                Compiled::Finished(finished) => {
                    let built = builder.judge(*finished, extension);
                    return Ok((built.saying("Compiled by a warm compiler host."), Way::Host));
                }
                Compiled::NotHere(reason) => Some(reason),
            },
        };
        let built = builder.build(workspace, project, extension).await;
        let built = built.map_err(|error| Problem::new(Code::BuildNotStarted, format!("{error}.")))?;
        let built = match reason {
            Some(reason) => built.saying(&format!("Compiled by dotnet build and not by a warm host: {reason}.")),
            None => built,
        };
        Ok((built, Way::DotnetBuild))
    }

    /// Inflating takes a while, so it does not happen on the threads that answer requests. It keeps the turn to its end: nothing stops it when
    /// the client goes away, and the next one shall not begin beside it.
    async fn prepare(
        &self,
        builder: &Arc<Builder>,
        extension: &ExtensionName,
        archive: Bytes,
        turn: Arc<Turn>,
    ) -> Result<Prepared, Problem> {
        let limits = self.archive.clone();
        let kept = self.kept.clone();
        let builder = Arc::clone(builder);
        let extension = extension.clone();
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let sources = Sources::read(&archive, &limits)?;
            let project = Project::find(&sources, &extension)?;
            let workspace = Workspace::new(sources, &project, &builder.platform, &extension);
            let key = kept.and_then(|kept| {
                let bounds = format!("{:?}", builder.limits);
                kept.key(&workspace, &project.file, &extension.to_string(), &bounds)
            });
            Ok(Prepared { workspace, project, key })
        })
        .await
        .unwrap_or_else(|error| Err(Problem::new(Code::Internal, error.to_string())))
    }
}

/// An archive that was read.
struct Prepared {
    workspace: Workspace,
    project: Project,
    /// What its result is kept under, when it may be kept.
    key: Option<Key>,
}

async fn builder(options: &CompilerOptions) -> Result<Builder, Problem> {
    let toolchain = Toolchain::load(options.toolchain.as_deref())?;
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
    Ok(Builder { sandbox, toolchain, platform, declared, limits })
}

fn millis(duration: Duration) -> u64 {
    duration.as_millis().try_into().unwrap_or(u64::MAX)
}
