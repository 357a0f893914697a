//! Compiling an extension: the archive is checked, laid out, and built by its own project file in the sandbox.

pub mod archive;
pub mod build;
mod diagnostics;
pub mod limits;
pub mod name;
pub mod platform;
pub mod project;
pub mod queue;
pub mod route;
pub mod sandbox;
pub mod tickets;
pub mod toolchain;
mod transcript;
pub mod workspace;

use crate::client::Client;
use api::compile::{CompileAnswer, PlatformAssembly, Standing, Ticket};
use api::health;
use api::problem::{Code, Problem};
use archive::{ArchiveLimits, Sources};
use build::Builder;
use bytes::Bytes;
use limits::BuildLimits;
use name::ExtensionName;
use platform::PlatformAssemblies;
use project::Project;
use queue::{Queue, QueueSize, Seat, Turn};
use sandbox::Sandbox;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tickets::{Ticketed, Tickets};
use toolchain::Toolchain;
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
    /// Size of the queue.
    pub queue: QueueSize,
}

/// Compiles extensions; or knows why it cannot. It never compiles outside the sandbox.
#[derive(Debug)]
pub struct Compiler {
    archive: ArchiveLimits,
    queue: Queue,
    tickets: Tickets,
    builder: Result<Arc<Builder>, Problem>,
}

impl Compiler {
    /// Looks for the toolchain and tries the sandbox.
    pub async fn detect(options: CompilerOptions) -> Self {
        Self {
            builder: builder(&options).await.map(Arc::new),
            archive: options.archive,
            queue: Queue::new(options.queue),
            tickets: Tickets::default(),
        }
    }

    /// What `/healthz` says.
    pub fn health(&self) -> health::Health {
        health::Health {
            version: env!("CARGO_PKG_VERSION").into(),
            compiler: match &self.builder {
                Ok(builder) => health::Compiler::Ready { sdk: builder.toolchain.sdk_version.clone() },
                Err(problem) => health::Compiler::Unavailable { problem: problem.clone() },
            },
            running: self.queue.running(),
            waiting: self.queue.waiting(),
            drafts: health::Drafts::default(),
        }
    }

    /// The platform's reference assemblies, of our own declarations.
    pub fn platform(&self) -> Result<api::compile::PlatformAssemblies, Problem> {
        let builder = self.builder.as_ref().map_err(Clone::clone)?;
        let assembly = |(name, dll): (&str, &Bytes)| PlatformAssembly { name: name.to_owned(), dll: dll.to_vec() };
        Ok(api::compile::PlatformAssemblies { assemblies: builder.declared.iter().map(assembly).collect() })
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

    /// Bytes an archive may have.
    pub fn largest_archive(&self) -> usize {
        self.archive.archive
    }

    /// Compiles an archive when its turn comes. Dropping the future ends the build.
    pub async fn compile(
        &self,
        seat: Seat,
        extension: ExtensionName,
        archive: Bytes,
    ) -> Result<CompileAnswer, Problem> {
        let builder = self.builder.as_ref().map_err(Clone::clone)?;
        let arrived = Instant::now();
        let turn = Arc::new(seat.turn().await?);
        let started = Instant::now();
        let (workspace, project) = self.prepare(builder, &extension, archive, Arc::clone(&turn)).await?;
        let built = builder
            .build(&workspace, &project, &extension)
            .await
            .map_err(|error| Problem::new(Code::BuildNotStarted, format!("{error}.")))?;
        Ok(CompileAnswer {
            outcome: built.outcome,
            diagnostics: built.diagnostics,
            output: built.output,
            waited_ms: millis(started - arrived),
            elapsed_ms: millis(started.elapsed()),
        })
    }

    /// Inflating takes a while, so it does not happen on the threads that answer requests. It keeps the turn to its end: nothing stops it when
    /// the client goes away, and the next one shall not begin beside it.
    async fn prepare(
        &self,
        builder: &Arc<Builder>,
        extension: &ExtensionName,
        archive: Bytes,
        turn: Arc<Turn>,
    ) -> Result<(Workspace, Project), Problem> {
        let limits = self.archive.clone();
        let builder = Arc::clone(builder);
        let extension = extension.clone();
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let sources = Sources::read(&archive, &limits)?;
            let project = Project::find(&sources, &extension)?;
            let workspace = Workspace::new(sources, &project, &builder.platform, &extension);
            Ok((workspace, project))
        })
        .await
        .unwrap_or_else(|error| Err(Problem::new(Code::Internal, error.to_string())))
    }
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
    let sandbox = Sandbox::detect(&limits).await.map_err(|error| Problem::new(Code::NoSandbox, format!("{error}.")))?;
    Ok(Builder { sandbox, toolchain, platform, declared, limits })
}

fn millis(duration: Duration) -> u64 {
    duration.as_millis().try_into().unwrap_or(u64::MAX)
}
