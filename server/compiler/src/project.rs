//! The extension's project file: which one it is, what it targets, which files it names.

mod facts;

use super::archive::{EntryPath, Sources};
use super::name::ExtensionName;
use api::problem::{Code, Problem};
use extension::TargetFramework;
use std::fmt;

pub(super) use facts::LARGEST;
pub use facts::{Facts, ImportFact, PackageFact, ReferenceFact, TargetFact, place};

/// What the build needs to know of a project file. `MSBuild` reads the file itself; this is only what must be known before.
#[derive(Debug, PartialEq, Eq)]
pub struct Project {
    /// Path of the project file, at the top of the sources.
    pub file: String,
    /// What it targets.
    pub framework: TargetFramework,
    /// What else stands in it.
    pub facts: Facts,
}

/// Why a project is refused before it is built.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProjectError {
    /// No project file at the top.
    #[error("There is no .csproj file at the top of the archive.")]
    Missing,
    /// Several, and none with the extension's name.
    #[error("The archive has {}, and none is named {wanted}.", .found.join(", "))]
    Ambiguous {
        /// What was found.
        found: Vec<String>,
        /// The name that would decide.
        wanted: String,
    },
    /// Not XML, or far from a project file in its size or form.
    #[error("{file} cannot be read: {reason}.")]
    Unreadable {
        /// The project file.
        file: String,
        /// What the parser says.
        reason: String,
    },
    /// Another target framework.
    #[error("{file} targets {found}.")]
    Framework {
        /// The project file.
        file: String,
        /// What it names.
        found: FoundFramework,
    },
}

/// What a project says of its target framework when it is none that is supported.
#[derive(Debug, PartialEq, Eq)]
pub enum FoundFramework {
    /// Nothing.
    None,
    /// These.
    Named(Vec<String>),
}

impl fmt::Display for FoundFramework {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => formatter.write_str("no framework: it has no TargetFrameworkVersion"),
            Self::Named(versions) => formatter.write_str(&versions.join(", ")),
        }
    }
}

impl From<ProjectError> for Problem {
    fn from(error: ProjectError) -> Self {
        let code = match error {
            ProjectError::Missing => Code::ProjectMissing,
            ProjectError::Ambiguous { .. } => Code::ProjectAmbiguous,
            ProjectError::Unreadable { .. } => Code::ProjectUnreadable,
            ProjectError::Framework { .. } => Code::ProjectFramework,
        };
        Self::new(code, error.to_string())
    }
}

impl Project {
    /// Finds and reads the project file: the one with the extension's name, or the only one at the top.
    ///
    /// # Errors
    /// When there is no project file, or more than one could be meant, or it cannot be read.
    pub fn find(sources: &Sources, extension: &ExtensionName) -> Result<Self, ProjectError> {
        let wanted = format!("{extension}.csproj");
        let at_top: Vec<_> = sources.iter().filter(|(path, _)| Self::may_be(path)).collect();
        let named = at_top.iter().find(|(path, _)| path.folded() == wanted.to_lowercase());
        let (path, content) = match (named, at_top.as_slice()) {
            (Some(found), _) | (None, [found]) => *found,
            (None, []) => return Err(ProjectError::Missing),
            (None, several) => {
                return Err(ProjectError::Ambiguous {
                    found: several.iter().map(|(path, _)| path.to_string()).collect(),
                    wanted,
                });
            }
        };
        Self::read(path.as_str(), content)
    }

    /// Whether a file can be the extension's project file, by its path.
    pub fn may_be(path: &EntryPath) -> bool {
        path.split_first().is_none() && path.folded().ends_with(".csproj")
    }

    /// Reads the project file of this name.
    ///
    /// # Errors
    /// When it is not there, or is not a project that this server builds.
    pub fn read(file: &str, content: &[u8]) -> Result<Self, ProjectError> {
        let unreadable = |reason: String| ProjectError::Unreadable { file: file.into(), reason };
        let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
        let text = std::str::from_utf8(content).map_err(|error| unreadable(error.to_string()))?;
        let facts = Facts::read(text).map_err(unreadable)?;
        let framework = facts.frameworks.iter().find_map(|text| TargetFramework::parse(text)).ok_or_else(|| {
            ProjectError::Framework {
                file: file.into(),
                found: if facts.frameworks.is_empty() {
                    FoundFramework::None
                } else {
                    FoundFramework::Named(facts.frameworks.clone())
                },
            }
        })?;
        Ok(Self { file: file.into(), framework, facts })
    }
}

#[cfg(test)]
mod tests {
    use super::facts::{DEEPEST, FRAMEWORKS, LARGEST, PATHS};
    use super::*;

    fn read(text: &str) -> Result<Project, String> {
        Project::read("A.csproj", text.as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_generated_project_is_understood() {
        let text = include_str!("../../tests/project/MortgageLib.csproj");
        let project = read(&format!("\u{feff}{text}")).unwrap();
        assert_eq!(project.framework, TargetFramework::V461);
        assert!(!project.facts.restores());
        assert!(project.facts.paths.contains(&"bin/OutSystems.REST.API.dll".to_owned()));
        assert!(project.facts.paths.contains(&"Interface.cs".to_owned()));
    }

    #[test]
    fn a_project_in_the_style_of_the_sdk_is_restored() {
        let project = read(
            r#"<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFrameworks>net8.0;net472</TargetFrameworks></PropertyGroup></Project>"#,
        )
        .unwrap();
        assert_eq!(project.framework, TargetFramework::V472);
        assert!(project.facts.restores());
    }

    #[test]
    fn another_framework_is_named_in_the_refusal() {
        let version = |text: &str| {
            read(&format!(
                "<Project><PropertyGroup><TargetFrameworkVersion>{text}</TargetFrameworkVersion></PropertyGroup></Project>"
            ))
        };
        assert_eq!(version("v4.5"), Err("A.csproj targets v4.5.".into()));
        assert_eq!(version(" v4.8 ").unwrap().framework, TargetFramework::V48);
        assert!(read("<Project/>").unwrap_err().contains("no TargetFrameworkVersion"));
    }

    #[test]
    fn what_is_not_xml_is_refused() {
        for text in ["", "<Project>", "<Project></Projekt>", "hello", "<Project a=1/>"] {
            assert!(read(text).unwrap_err().contains("cannot be read"), "{text}");
        }
    }

    /// An archive of 63 KiB holds 64 MiB of nested elements, which took 1.5 GB.
    #[test]
    fn a_project_file_of_any_size_takes_bounded_memory() {
        let inside = |text: &str| {
            let framework = "<PropertyGroup><TargetFrameworkVersion>v4.8</TargetFrameworkVersion></PropertyGroup>";
            read(&format!("<Project>{framework}{text}</Project>"))
        };
        let refused = |text: &str| inside(text).unwrap_err();
        assert!(inside(&format!("{}{}", "<a>".repeat(DEEPEST - 1), "</a>".repeat(DEEPEST - 1))).is_ok());
        assert!(refused(&"<a>".repeat(DEEPEST)).contains("inside each other"));
        assert!(refused(&" ".repeat(LARGEST)).contains("larger than"));
        assert!(refused(&"<Compile Include='a.cs'/>".repeat(PATHS + 1)).contains("files"));
        assert!(refused(&"<TargetFramework>net48</TargetFramework>".repeat(FRAMEWORKS)).contains("frameworks"));
        assert!(
            refused(&format!("<TargetFrameworks>{}</TargetFrameworks>", "a;".repeat(100_000))).contains("frameworks")
        );
        let attributes: String = (0..50_000).map(|number| format!(" a{number}=''")).collect();
        assert!(refused(&format!("<a{attributes}/>")).contains("attributes"));
    }
}
