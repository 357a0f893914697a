//! The proof that hosts give what `dotnet build` gives with the toolchain of this machine.
//!
//! Which command line `MSBuild` writes depends on the release of the SDK. With the one that the set-up fetches the tests compare the two over many
//! projects. With any other one hosts are used only after one project gave the same bytes both ways.

use super::super::build::Builder;
use super::super::name::ExtensionName;
use super::super::platform::PlatformAssemblies;
use super::super::project::Project;
use super::super::toolchain::Toolchain;
use super::super::workspace::Workspace;
use super::frame::{Frame, Kind};
use super::order::Ordering;
use super::pool::Pool;
use api::compile::Outcome;
use std::sync::Arc;

/// The release with which the tests compare.
pub(super) const TESTED: &str = "3.1.102";

/// A project with sources that need most parts of the compiler, against the framework alone. Hosts compile it first, to be warm.
pub(super) struct Sample {
    workspace: Workspace,
    project: Project,
    extension: ExtensionName,
}

impl Sample {
    pub(super) fn new() -> Option<Self> {
        let project = include_str!("warming.csproj");
        let sources = [("Warming.csproj", project), ("Warming.cs", include_str!("warming.cs"))];
        Some(Self {
            workspace: Workspace::of(sources.map(|(path, text)| (path.to_owned(), text.into()))),
            project: Project::read("Warming.csproj", project.as_bytes()).ok()?,
            extension: ExtensionName::parse("Warming").ok()?,
        })
    }

    /// The request for a host.
    pub(super) fn frame(&self, toolchain: &Toolchain, platform: &PlatformAssemblies) -> Option<Frame> {
        let Self { workspace, project, extension } = self;
        Some(Ordering { toolchain, platform, workspace, project, extension }.order().ok()?.frame())
    }

    /// Whether a host and `dotnet build` make the same of it.
    pub(super) async fn proves(&self, builder: &Builder, pool: &Arc<Pool>) -> bool {
        let Some(frame) = self.frame(&builder.toolchain, &builder.platform) else { return false };
        let built = builder.build(&self.workspace, &self.project, &self.extension).await;
        let Ok(mut slot) = pool.take().await else { return false };
        let (Ok(reply), Ok(built)) = (slot.ask(&frame, &builder.limits).await, built) else { return false };
        let Outcome::Succeeded { assembly } = built.outcome else { return false };
        let documentation = assembly.documentation.unwrap_or_default();
        reply.kind == Kind::Compiled
            && assembly.dll == reply.assembly
            && documentation.as_bytes() == reply.documentation
            && built.diagnostics.is_empty() == reply.lines.is_empty()
    }
}
