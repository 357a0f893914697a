//! The program `server`.

use server::arguments::{Request, usage};
use server::platform::allowed::Allowed;
use server::platform::discover::discover;
use server::platform::profile::Profile;
use server::serve::serve;
use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell when standard error is closed.
            let _unheard = writeln!(io::stderr(), "server: {error}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<(), Box<dyn Error>> {
    let request = Request::parse(lexopt::Parser::from_env())?;
    if request == Request::Help {
        return Ok(io::stdout().write_all(usage().as_bytes())?);
    }
    keep_private();
    let level = std::env::var("LOG").unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_max_level(level.parse().unwrap_or(tracing::Level::INFO))
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(answer(request));
    runtime.shutdown_background();
    done
}

/// What this process writes is for its own user alone: drafts with their hashes of tokens, records of Platform Servers. Nor may others of the same user
/// look into its memory, where passwords are while a connection lasts, or make a core dump of it.
fn keep_private() {
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    // A system that does not know this works without.
    let _unsupported = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

async fn answer(request: Request) -> Result<(), Box<dyn Error>> {
    match request {
        Request::Help => Ok(()),
        Request::Serve(arguments) => Ok(serve(*arguments).await?),
        Request::Discover { address, certificate, platforms } => {
            let profile = Profile::load(platforms.profile.as_deref())?;
            let found = discover(&address, certificate, &Allowed::new(platforms.hosts), &profile).await?;
            for note in &found.notes {
                writeln!(io::stderr(), "note: {note}")?;
            }
            Ok(io::stdout().write_all(found.profile.as_bytes())?)
        }
    }
}
