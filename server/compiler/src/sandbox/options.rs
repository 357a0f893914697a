//! What an operator chooses about the sandbox.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// The choices.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(next_help_heading = "Sandbox of builds")]
pub struct SandboxOptions {
    /// Whether builds get a cgroup of their own, by which the system counts and bounds all that they use: where it can be had (auto), or nothing is
    /// compiled without (required), or never (off)
    #[arg(long = "sandbox-cgroup", value_name = "CHOICE", value_enum, default_value_t = CgroupChoice::Auto)]
    pub cgroup: CgroupChoice,
    /// The first of the user ids that builds get when the server runs as root, one more for each that runs at the same time; nothing else may have them
    #[arg(long = "sandbox-user", value_name = "ID", default_value_t = FIRST_USER, value_parser = parse_user)]
    pub first_user: u32,
    /// The server's own program, which sets the second wall up inside of the sandbox; without it there is none.
    #[arg(skip)]
    pub program: Option<PathBuf>,
}

/// Between the ids that distributions give to containers and 2^31, from where on some programs read them as negative.
const FIRST_USER: u32 = 2_000_000_000;

impl Default for SandboxOptions {
    fn default() -> Self {
        Self { cgroup: CgroupChoice::Auto, first_user: FIRST_USER, program: None }
    }
}

/// Whether builds get cgroups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum CgroupChoice {
    /// Where they can be had.
    #[default]
    Auto,
    /// Nothing is compiled without.
    Required,
    /// Never.
    Off,
}

/// No user that the machine has for people and services, and room above it.
fn parse_user(text: &str) -> Result<u32, String> {
    let id = text.parse().ok().filter(|id| (100_000..=4_000_000_000).contains(id));
    id.ok_or_else(|| "a number from 100000 to 4000000000 is wanted".into())
}
