//! An archive that was read, with its project made to fit this server.

use super::archive::Sources;
use super::build::{Builder, Built};
use super::explain::Explaining;
use super::fitting::Fitting;
use super::kept::Key;
use super::language::Language;
use super::name::ExtensionName;
use super::platform::PlatformAssemblies;
use super::project::Project;
use super::toolchain::Toolchain;
use super::workspace::Workspace;

/// What both ways of compiling begin with.
pub(super) struct Prepared {
    pub(super) workspace: Workspace,
    pub(super) project: Project,
    /// What was done to the project, for the output.
    pub(super) notes: Vec<String>,
    /// What its result is kept under, when it may be kept.
    pub(super) key: Option<Key>,
}

/// What some editors put before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl Prepared {
    /// Lays the sources out and fits the project, which was found among them. Of the other files only the paths count.
    pub(super) fn new(
        sources: Sources,
        project: Project,
        extension: &ExtensionName,
        toolchain: &Toolchain,
        platform: &PlatformAssemblies,
    ) -> Self {
        let mut workspace = Workspace::new(sources, &project, platform, extension);
        let content = workspace.file(&project.file).cloned().unwrap_or_default();
        let (mark, text) = match content.strip_prefix(BYTE_ORDER_MARK) {
            Some(text) => ("\u{feff}", text),
            None => ("", &content[..]),
        };
        // It was read before, so it is UTF-8.
        let text = str::from_utf8(text).unwrap_or_default();
        let fitted = Fitting::fit(&project, text, &workspace, toolchain.set(project.framework));
        // What was taken out is no longer there for whoever builds it.
        let read = fitted.text.as_deref().and_then(|text| Project::read(&project.file, text.as_bytes()).ok());
        workspace.take(&project.file, fitted.text.map(|text| format!("{mark}{text}")), fitted.links);
        Self { workspace, project: read.unwrap_or(project), notes: fitted.notes, key: None }
    }

    /// What was built, in words that help.
    pub(super) fn explained(&self, built: Built, builder: &Builder) -> Built {
        let explaining = Explaining {
            project: &self.project,
            files: &self.workspace,
            set: builder.toolchain.set(self.project.framework),
            newest: Language::newest(builder.toolchain.major()),
            offered: &builder.offered,
        };
        self.notes.iter().fold(explaining.explained(built), |built, note| built.saying(note))
    }
}
