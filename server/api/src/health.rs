//! `GET /healthz`: what runs, and whether it can compile and keep shared drafts.

use crate::draft::DraftLimits;
use crate::problem::Problem;
use serde::{Deserialize, Serialize};

/// Where the health answer is served.
pub const PATH: &str = "/healthz";

/// The answer to `GET /healthz`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// The server's version, as in its package.
    pub version: String,
    /// Whether extensions can be compiled here.
    pub compiler: Compiler,
    /// Builds that run now.
    pub running: usize,
    /// Builds that wait for their turn.
    pub waiting: usize,
    /// Whether drafts can be shared here.
    #[serde(default)]
    pub drafts: Drafts,
}

/// Whether the server keeps shared drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Compiler {
    /// The toolchain and the sandbox were found and work.
    Ready {
        /// Version of the .NET SDK.
        sdk: String,
        /// The day on which Microsoft's support of this SDK ended, as `2026-11-10`; none when it goes on or is not known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        support_ended: Option<String>,
    },
    /// Compiling is refused with this problem; everything else works.
    Unavailable {
        /// What is missing, and what to do about it.
        problem: Problem,
    },
}
