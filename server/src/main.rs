//! The program `server`.

use compiler::sandbox::wall;
use drafts::operate::operate;
use environment::allowed::Allowed;
use environment::discover::discover;
use environment::profile::Profile;
use server::arguments::{self, CommandLine, Discover, SourceError, Task};
use server::log;
use server::serve::serve;
use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == wall::WORD) {
        return wall::enter(arguments);
    }
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
    let line = match arguments::read(std::env::args_os(), std::env::vars_os()) {
        // Help is asked for as well, and is not an error.
        Err(SourceError::CommandLine(message)) if !message.use_stderr() => return Ok(message.print()?),
        read => read?,
    };
    keep_private();
    log::start(line.serve.operation.log, line.serve.operation.log_format);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(answer(line));
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

async fn answer(line: CommandLine) -> Result<(), Box<dyn Error>> {
    match line.task {
        None => Ok(serve(line.serve).await?),
        Some(Task::Drafts(task)) => Ok(operate(task, &mut io::stdout().lock()).await?),
        Some(Task::Discover(Discover { address, certificate, protocols })) => {
            let profile = Profile::load(protocols.profile.as_deref())?;
            let allowed = Allowed::new(protocols.hosts).without(protocols.never);
            let found = discover(&address, certificate, &allowed, &profile).await?;
            for note in &found.notes {
                writeln!(io::stderr(), "note: {note}")?;
            }
            Ok(io::stdout().write_all(found.profile.as_bytes())?)
        }
    }
}
