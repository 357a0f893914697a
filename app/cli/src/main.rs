//! The command `xif`: a XIF as text, as files for git, and back.

mod arguments;
mod clock;
mod failure;
mod run;

use std::io::{self, Write};
use std::process::ExitCode;

use crate::failure::Failure;
use arguments::Arguments;

fn main() -> ExitCode {
    let given: Vec<_> = std::env::args_os().skip(1).collect();
    // Asked for by itself, so that also wrong arguments are answered in JSON.
    let as_json = given.iter().any(|argument| argument == "--json");
    let result = arguments::parse(given).map_err(Failure::Usage).and_then(|arguments| match arguments {
        Arguments::Text(text) => Ok(run::Outcome::plain(text)),
        Arguments::Run(command, as_json) => run::run(&command, as_json),
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
    for failure in &outcome.failures {
        let _ = writeln!(io::stderr(), "{failure}");
    }
    let mut out = io::stdout().lock();
    match out.write_all(outcome.text.as_bytes()).and_then(|()| out.flush()) {
        // Who reads only the beginning, as head does, has what he wants.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}
