//! From arguments to a running server, and to its end.

use crate::access::{Access, AccessError};
use crate::arguments::{Arguments, PlatformArguments};
use crate::assets::{Assets, AssetsError};
use crate::connections::{self, ConnectionOptions, open_files};
use crate::figures;
use crate::hosts::Hosts;
use crate::packages::Packages;
use crate::router::router;
use crate::state::Server;
use compiler::kept::KeptOptions;
use compiler::sandbox::options::SandboxOptions;
use compiler::{Compiler, CompilerOptions};
use drafts::settings::DraftArguments;
use drafts::{DraftOptions, Drafts};
use environment::allowed::Allowed;
use environment::audit::Audit;
use environment::profile::{Profile, ProfileError};
use environment::record::Recorder;
use environment::unended::Unended;
use environment::{PlatformOptions, Platforms};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::{Credentials, OpenError, Store};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use web::client::Clients;
use web::places::arrivals::Arrivals;
use web::shutdown::Shutdown;

/// How long open requests may take to end after a signal.
const PATIENCE: Duration = Duration::from_secs(5);

/// Connections at one time that figures are read over.
const FIGURE_READERS: usize = 50;

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The studio's files are missing.
    #[error(transparent)]
    Assets(#[from] AssetsError),
    /// It is not said who may use the server.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The address is taken or not this machine's.
    #[error("{address} cannot be listened on: {source}. Choose another --port or --host.")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The protocol profile cannot be used.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// Shared drafts cannot be kept.
    #[error(transparent)]
    Drafts(#[from] OpenError),
    /// The folder for records cannot be used.
    #[error("{path} cannot be used for records: {source}")]
    Records {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Who published what, or what is not over, cannot be written.
    #[error("{path} cannot be used for what is known of publishes: {source}")]
    Publishes {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The system refused something else.
    #[error("the server ended: {0}")]
    Io(#[from] io::Error),
}

/// Serves until SIGINT or SIGTERM. Running builds are ended then.
///
/// # Errors
/// When the server cannot start, such as on an address that is taken, or cannot go on.
pub async fn serve(arguments: Arguments) -> Result<(), ServeError> {
    // Before anything listens.
    let access = Access::new(&arguments.access, arguments.host)?;
    let assets = Arc::new(Assets::read(&arguments.assets.unwrap_or_default())?);
    let address = SocketAddr::new(arguments.host, arguments.port);
    let listen = |source| ServeError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    let shutdown = Shutdown::default();
    let store = store(&arguments.drafts).await?;
    let results = arguments.compile.results().zip(store.clone());
    let compiler = Compiler::detect(CompilerOptions {
        toolchain: arguments.toolchain,
        platform: arguments.platform,
        references: arguments.compile.references.clone(),
        assemblies: arguments.compile.assemblies.clone(),
        sandbox: SandboxOptions { program: std::env::current_exe().ok(), ..arguments.sandbox },
        kept: results.map(|(total, store)| KeptOptions { store, total }),
        queue: arguments.places.builds(arguments.compile.hosts),
        ..CompilerOptions::default()
    })
    .await;
    let packages = Packages::new(arguments.packages.feed, arguments.platforms.protocols.never.clone());
    let drain = Duration::from_secs(arguments.platforms.drain);
    let platforms = Arc::new(platforms(arguments.platforms, access.lets_strangers_in(arguments.host))?);
    let drafts = drafts(&arguments.drafts, store);
    let health = compiler.health();
    tracing::info!(compiler = ?health.compiler, sandbox = ?health.sandbox, "ready");
    if rustix::process::geteuid().is_root() {
        tracing::warn!("the server runs as root, which it does not need: start it as a user of its own");
    }
    let connections = bounded(arguments.connections.options());
    let server = Server {
        arrivals: Arc::new(Arrivals::new(arguments.places.bodies())),
        access: Arc::new(access),
        assets: Arc::clone(&assets),
        clients: Arc::new(arguments.clients.clients()),
        compiler: Arc::new(compiler),
        hosts: Arc::new(Hosts::new(&address.ip().to_string(), address.port(), &arguments.names)),
        packages: Arc::new(packages),
        platforms: Arc::clone(&platforms),
        drafts: drafts.clone(),
        figures: Arc::default(),
        probes: Arc::default(),
        shutdown: shutdown.clone(),
    };
    if let Some(address) = arguments.operation.metrics {
        serve_figures(address, server.clone()).await?;
    }
    tokio::spawn(forget_regularly(Arc::clone(&platforms)));
    if let Some(drafts) = drafts {
        tokio::spawn(drafts.sweep_regularly());
    }
    stop_on_signal(&shutdown, Arc::clone(&platforms), drain)?;
    writeln!(io::stdout(), "XIF Studio serves on http://{address}")?;
    assets.compress_in_background();
    run(listener, server, connections, &shutdown).await;
    Ok(())
}

/// As many connections as were asked for, or as there can be files.
fn bounded(options: ConnectionOptions) -> ConnectionOptions {
    let possible = open_files::connections(open_files::raise());
    if possible < options.all {
        tracing::warn!(connections = possible, "the system lets too few files be open for {} connections", options.all);
    }
    ConnectionOptions { all: options.all.min(possible), ..options }
}

fn platforms(arguments: PlatformArguments, for_strangers: bool) -> Result<Platforms, ServeError> {
    let password = arguments.password();
    let recorder = match arguments.record {
        None => None,
        Some(path) => Some(Recorder::new(&path).map_err(|source| ServeError::Records { path, source })?),
    };
    let failed = |path: &PathBuf, source| ServeError::Publishes { path: path.clone(), source };
    let audit = match &arguments.audit {
        None => Audit::default(),
        Some(path) => Audit::new(path).map_err(|source| failed(path, source))?,
    };
    let unended = match &arguments.unended {
        None => None,
        Some(path) => Some(Unended::new(path).map_err(|source| failed(path, source))?),
    };
    let profile = Profile::load(arguments.protocols.profile.as_deref())?;
    let (hosts, never) = (arguments.protocols.hosts, arguments.protocols.never);
    let allowed = if for_strangers && hosts.is_empty() {
        tracing::warn!("nothing is forwarded for strangers without --platform-host");
        Allowed::nothing()
    } else {
        Allowed::new(hosts).without(never)
    };
    let options = PlatformOptions { allowed, password, recorder, audit, unended, ..PlatformOptions::new(profile) };
    let platforms = Platforms::new(options);
    if let (Some(path), Some(unended)) = (&arguments.unended, &platforms.unended) {
        for job in unended.earlier().map_err(|source| failed(path, source))? {
            platforms.jobs.remember(job);
        }
    }
    Ok(platforms)
}

/// The store of shared drafts and of kept results, when there is one.
async fn store(arguments: &DraftArguments) -> Result<Option<Store>, OpenError> {
    let Some(location) = arguments.location() else { return Ok(None) };
    let credentials = arguments.credentials.as_deref().map(Credentials::read).transpose()?.unwrap_or_default();
    Ok(Some(Store::open_with(location, &credentials).await?))
}

fn drafts(arguments: &DraftArguments, store: Option<Store>) -> Option<Arc<Drafts>> {
    let options = DraftOptions { limits: arguments.limits(), ..DraftOptions::new(store?) };
    Some(Arc::new(Drafts::new(options)))
}

/// Figures have an address of their own: whoever reaches it may read them, and the studio's users need not.
async fn serve_figures(address: SocketAddr, server: Server) -> Result<(), ServeError> {
    let listen = |source| ServeError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(listen)?;
    tracing::info!(address = %listener.local_addr().map_err(listen)?, "figures");
    let shutdown = server.shutdown.clone();
    let options = ConnectionOptions { all: FIGURE_READERS, ..ConnectionOptions::default() };
    tokio::spawn(async move {
        connections::serve(listener, figures::router(server), &Clients::default(), options, &shutdown).await;
    });
    Ok(())
}

/// Credentials of connections that nobody uses are forgotten also when nobody asks for anything.
async fn forget_regularly(platforms: Arc<Platforms>) {
    let mut minute = tokio::time::interval(Duration::from_secs(60));
    loop {
        minute.tick().await;
        platforms.sweep();
    }
}

async fn run(listener: TcpListener, server: Server, options: ConnectionOptions, shutdown: &Shutdown) {
    let clients = Arc::clone(&server.clients);
    let serving = connections::serve(listener, router(server), &clients, options, shutdown);
    let patience = async {
        shutdown.asked().await;
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        () = serving => {}
        () = patience => {}
    }
}

fn stop_on_signal(shutdown: &Shutdown, platforms: Arc<Platforms>, drain: Duration) -> io::Result<()> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let mut next = async move || {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    };
    let shutdown = shutdown.clone();
    tokio::spawn(async move {
        next().await;
        tracing::info!("stopping, as soon as no publish runs");
        tokio::select! {
            _ = tokio::time::timeout(drain, platforms.jobs.drain()) => {}
            () = next() => {}
        }
        let given_up = tokio::time::timeout(PATIENCE, platforms.jobs.give_up()).await;
        if given_up.is_err() {
            tracing::warn!("a publish could not be given up");
        }
        tracing::info!("stopping");
        shutdown.ask();
    });
    Ok(())
}
