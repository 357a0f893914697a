//! The second wall, Landlock: even with a way around the mounts, no process inside opens a file that is not named here, connects anywhere, or signals
//! anybody outside.
//!
//! A process that Landlock holds cannot mount anything, so the wall is set up inside, after bubblewrap: the server's own program is mounted into the
//! sandbox and runs there first, with a word that nobody types. It sets the wall up and becomes the command.

use super::command::{TOOLCHAIN, WRITABLE};
use api::health;
use landlock::{
    ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError, RulesetStatus, Scope,
    path_beneath_rules,
};
use std::ffi::OsString;
use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

/// The first argument of the server's program inside the sandbox.
pub const WORD: &str = "sandboxed";

/// What the step prints instead of running a command, when none is given.
const STATES: [(health::Wall, &str); 3] =
    [(health::Wall::Whole, "whole"), (health::Wall::Part, "part"), (health::Wall::None, "none")];

/// Sets the wall up and becomes the command; comes back only when that fails. Without a command it prints how much of a wall there is.
///
/// A system without Landlock has none, and runs the command all the same: it is the second wall, not the first.
pub fn enter(command: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut command = command.into_iter();
    let failed = |error: &dyn std::fmt::Display| {
        // The sandbox reads it; nobody is left to tell when it does not.
        let _unheard = writeln!(io::stderr(), "the second wall: {error}");
        ExitCode::FAILURE
    };
    let status = match restrict() {
        Ok(status) => status,
        Err(error) => return failed(&error),
    };
    match command.next() {
        Some(program) => failed(&Command::new(program).args(command).exec()),
        None => match writeln!(io::stdout(), "{}", name(&status)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&error),
        },
    }
}

/// What the step printed.
pub(super) fn read(printed: &str) -> Option<health::Wall> {
    STATES.iter().find(|(_, name)| printed.trim() == *name).map(|(wall, _)| *wall)
}

fn name(status: &RulesetStatus) -> &'static str {
    let wall = match status {
        RulesetStatus::FullyEnforced => health::Wall::Whole,
        RulesetStatus::PartiallyEnforced => health::Wall::Part,
        RulesetStatus::NotEnforced => health::Wall::None,
    };
    STATES.iter().find(|(known, _)| *known == wall).map_or("", |(_, name)| name)
}

fn restrict() -> Result<RulesetStatus, RulesetError> {
    const NEWEST: ABI = ABI::V6;
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    let devices = AccessFs::ReadFile | AccessFs::WriteFile | AccessFs::ReadDir;
    let own = AccessFs::from_all(NEWEST) & !(AccessFs::MakeChar | AccessFs::MakeBlock | AccessFs::IoctlDev);
    let status = Ruleset::default()
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?
        .add_rules(path_beneath_rules(["/usr", "/bin", "/lib", "/lib64", TOOLCHAIN], read | AccessFs::Execute))?
        .add_rules(path_beneath_rules(["/proc"], read))?
        .add_rules(path_beneath_rules(["/dev"], devices))?
        .add_rules(path_beneath_rules([WRITABLE], own))?
        .restrict_self()?;
    Ok(status.ruleset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_step_prints_is_read() {
        for status in [RulesetStatus::FullyEnforced, RulesetStatus::PartiallyEnforced, RulesetStatus::NotEnforced] {
            assert!(read(&format!("{}\n", name(&status))).is_some(), "{status:?}");
        }
        assert_eq!(read("whole\n"), Some(health::Wall::Whole));
        assert_eq!(read("the second wall: no"), None);
    }
}
