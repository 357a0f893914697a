//! The command `xif`: a XIF as text, as files for git, and back.

mod arguments;
mod clock;
mod failure;
mod run;

use std::io::{self, Write};
use std::process::ExitCode;

use arguments::Arguments;
use failure::Failure;

fn main() -> ExitCode {
    let given: Vec<_> = std::env::args_os().skip(1).collect();
    // Asked for by itself, so that also wrong arguments are answered in JSON.
    let as_json = given.iter().any(|argument| argument == "--json");
    let result = arguments::parse(given).map_err(Failure::Usage).and_then(|arguments| match arguments {
        Arguments::Help(text) => Ok(run::Outcome::plain(text.to_owned())),
        Arguments::Version => Ok(run::Outcome::plain(format!("xif {}\n", env!("CARGO_PKG_VERSION")))),
        Arguments::Run(command) => run::run(&command, as_json),
    });
    match result.and_then(|outcome| say(&outcome).map(|()| outcome.exit_code)) {
        Ok(exit_code) => ExitCode::from(exit_code),
        Err(failure) => {
            // Where nothing can be said, the exit code still does.
            let _ = writeln!(io::stderr(), "{}", failure.report(as_json));
            ExitCode::from(failure.exit_code())
        }
    }
}

fn say(outcome: &run::Outcome) -> Result<(), Failure> {
    for notice in &outcome.notices {
        let _ = writeln!(io::stderr(), "xif: note: {notice}");
    }
    let mut out = io::stdout().lock();
    match out.write_all(outcome.text.as_bytes()).and_then(|()| out.flush()) {
        // Who reads only the beginning, as head does, has what he wants.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}
