//! One host: a compiler process in a sandbox that answers one request after the other.

use super::super::limits::{BuildLimits, Limit};
use super::super::sandbox::host::Resident;
use super::super::sandbox::{Sandbox, SandboxError, TOOLCHAIN};
use super::super::toolchain::Toolchain;
use super::frame::{Frame, Kind, Reply, receive};
use std::time::Duration;

/// What hosts are started with.
#[derive(Debug)]
pub(super) struct Recipe {
    pub(super) sandbox: Sandbox,
    pub(super) toolchain: Toolchain,
    pub(super) environment: Vec<(String, String)>,
    pub(super) limits: BuildLimits,
    /// The platform's assemblies as the first request.
    pub(super) platform: Frame,
    /// A small compilation that loads and translates the compiler itself.
    pub(super) warming: Frame,
}

/// A running host.
#[derive(Debug)]
pub(super) struct Host {
    resident: Resident,
    jobs: u32,
    memory: u32,
}

/// Why a host gave no answer; it is of no more use.
#[derive(Debug, thiserror::Error)]
pub(super) enum HostError {
    /// The request went over a limit.
    #[error("{0}")]
    Limit(Limit),
    /// It ended, or answered what is not an answer.
    #[error("the compiler host ended: {0}")]
    Ended(String),
    /// It could not be started.
    #[error(transparent)]
    Start(#[from] SandboxError),
}

/// Requests that a host answers before it is replaced.
pub(super) const JOBS: u32 = 500;

/// MiB of memory after a request with which a host is replaced. One that is used for small extensions stays below 200.
pub(super) const MEMORY: u32 = 400;

/// How long the start may take, the first compilation included.
const START: Duration = Duration::from_secs(30);

/// The most bytes of an answer without the assembly and the documentation. A host's real answers stay below it.
const MESSAGES: u64 = 8 << 20;

impl Host {
    /// Starts a host and has it compile once: the first time takes a hundred times as long as the next.
    pub(super) async fn start(recipe: &Recipe) -> Result<Self, HostError> {
        let toolchain = &recipe.toolchain;
        let folder = toolchain.host.as_deref().ok_or_else(|| HostError::Ended("there is no program".into()))?;
        let dotnet = format!("{TOOLCHAIN}/dotnet");
        let command = [
            format!("{dotnet}/dotnet"),
            "exec".into(),
            format!("{TOOLCHAIN}/host/Host.dll"),
            format!("{dotnet}/sdk/{}/Roslyn/bincore", toolchain.sdk_version),
        ];
        let resident = recipe.sandbox.reside(toolchain, folder, &command, &recipe.environment, &recipe.limits)?;
        let mut host = Self { resident, jobs: 0, memory: 0 };
        let limits = BuildLimits { wall: START, ..recipe.limits.clone() };
        for frame in [&recipe.platform, &recipe.warming] {
            let reply = host.ask(frame, &limits).await?;
            if matches!(reply.kind, Kind::Declined | Kind::OutOfMemory) {
                return Err(HostError::Ended(format!("its first answer is {:?}: {:?}", reply.kind, reply.lines)));
            }
        }
        host.jobs = 0;
        Ok(host)
    }

    /// Sends a request and waits for the answer. After an error the host must be dropped.
    pub(super) async fn ask(&mut self, frame: &Frame, limits: &BuildLimits) -> Result<Reply, HostError> {
        let most = 2 * (limits.assembly + 1) + MESSAGES;
        let watching = self.resident.watch(limits);
        let (input, output) = self.resident.pipes();
        let exchange = async {
            frame.send(input).await?;
            receive(output, most).await
        };
        let answer = tokio::select! {
            biased;
            limit = watching => return Err(HostError::Limit(limit)),
            answer = exchange => answer,
        };
        let answer = answer.map_err(|error| HostError::Ended(error.to_string()))?;
        let reply = Reply::read(&answer).ok_or_else(|| HostError::Ended("its answer is none".into()))?;
        self.jobs += 1;
        self.memory = reply.memory;
        Ok(reply)
    }

    /// Whether it should not be used again.
    pub(super) fn is_worn(&self) -> bool {
        worn(self.jobs, self.memory)
    }

    /// The outermost process of its sandbox.
    pub(super) fn id(&self) -> Option<u32> {
        self.resident.id()
    }
}

fn worn(jobs: u32, memory: u32) -> bool {
    jobs >= JOBS || memory >= MEMORY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_replaced_when_it_is_old_or_large() {
        assert!(!worn(JOBS - 1, MEMORY - 1));
        assert!(worn(JOBS, 0) && worn(0, MEMORY));
    }
}
