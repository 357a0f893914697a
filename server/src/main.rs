//! The program `server`.

use server::arguments::{Request, USAGE};
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
    let arguments = match Request::parse(lexopt::Parser::from_env())? {
        Request::Help => return Ok(io::stdout().write_all(USAGE.as_bytes())?),
        Request::Serve(arguments) => arguments,
    };
    let level = std::env::var("LOG").unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_max_level(level.parse().unwrap_or(tracing::Level::INFO))
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(serve(arguments));
    runtime.shutdown_background();
    Ok(served?)
}
