//! `GET /healthz`: what runs, and whether it can compile and keep shared drafts.

use crate::draft::DraftLimits;
use crate::problem::Problem;
use serde::{Deserialize, Serialize};

/// Where the health answer is served.
pub const PATH: &str = "/healthz";

/// The answer to `GET /healthz`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Health {
    /// The server's version, as in its package.
    pub version: String,
    /// Whether extensions can be compiled here.
    pub compiler: Compiler,
    /// Builds that run now.
    pub running: usize,
    /// Builds that wait for their turn.
    pub waiting: usize,
    /// The same for each way of compiling, which have turns of their own; none where an older server does not tell.
    #[serde(default)]
    pub ways: Option<Ways>,
    /// Whether drafts can be shared here.
    #[serde(default, deserialize_with = "crate::known::or_default")]
    pub drafts: Drafts,
    /// What keeps builds within their limits; none where nothing can be compiled, or where an older server says nothing of it.
    #[serde(default, deserialize_with = "crate::known::one")]
    pub sandbox: Option<Sandbox>,
}

/// How much is compiled in each way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Ways {
    /// By warm compiler hosts.
    pub host: Load,
    /// By `dotnet build`.
    pub dotnet_build: Load,
}

/// How much is compiled in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Load {
    /// Builds that may run at one time.
    pub at_once: usize,
    /// Builds that run now.
    pub running: usize,
    /// Builds that wait for their turn.
    pub waiting: usize,
}

/// The walls around builds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Sandbox {
    /// How what a build uses is counted.
    pub counted: Counted,
    /// How much of a second wall the system's Landlock is.
    pub landlock: Wall,
}

/// How much of what was asked for the system's Landlock refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Wall {
    /// All of it.
    Whole,
    /// What this version of the system knows.
    Part,
    /// The system has no Landlock, or does not use it.
    None,
}

/// How what a build uses is counted and bounded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Counted {
    /// By the system, in a cgroup for each build: everything counts, and the system keeps each build within its limits.
    Cgroup,
    /// By the server, which looks at the build's processes: a build that exceeds a limit is ended soon afterwards.
    Processes {
        /// Why there are no cgroups.
        reason: String,
    },
}

/// Whether the server keeps shared drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Drafts {
    /// It does.
    Ready {
        /// What may be added to one.
        limits: DraftLimits,
    },
    /// It does not; also what an older server means that says nothing of it.
    #[default]
    Off,
}

/// Whether the server can compile, and with what; or why it cannot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Compiler {
    /// The toolchain and the sandbox were found and work.
    Ready {
        /// Version of the .NET SDK.
        sdk: String,
        /// The day on which Microsoft's support of this SDK ended, as `2026-11-10`; none when it goes on or is not known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        support_ended: Option<String>,
        /// Bytes that an archive may have; none where an older server says nothing of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        largest_archive: Option<u64>,
    },
    /// Compiling is refused with this problem; everything else works.
    Unavailable {
        /// What is missing, and what to do about it.
        problem: Problem,
    },
}
