//! The extension's project file: which one it is, what it targets, which files it names.

use super::archive::Sources;
use super::name::ExtensionName;
use api::problem::{Code, Problem};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::fmt;

/// What the build needs to know of a project file. `MSBuild` reads the file itself; this is only what must be known before.
#[derive(Debug, PartialEq, Eq)]
pub struct Project {
    /// Path of the project file, at the top of the sources.
    pub file: String,
    /// What it targets.
    pub framework: Framework,
    /// Whether packages must be restored before the build: projects in the SDK's style, and those with package references.
    pub restore: bool,
    /// Paths that the project names, with `/` between folders, as it spells them.
    pub paths: Vec<String>,
}

/// The versions of .NET Framework that extensions are compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framework {
    /// 4.6.1, what Integration Studio generates.
    V461,
    /// 4.7.2.
    V472,
    /// 4.8.
    V48,
}

impl Framework {
    /// Folder of the reference assemblies inside the toolchain's `references`.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::V461 => "4.6.1-api",
            Self::V472 => "4.7.2-api",
            Self::V48 => "4.8-api",
        }
    }

    /// All of them.
    pub const ALL: [Self; 3] = [Self::V461, Self::V472, Self::V48];

    fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "v4.6.1" | "4.6.1" | "net461" => Some(Self::V461),
            "v4.7.2" | "4.7.2" | "net472" => Some(Self::V472),
            "v4.8" | "4.8" | "net48" => Some(Self::V48),
            _ => None,
        }
    }
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
    pub fn find(sources: &Sources, extension: &ExtensionName) -> Result<Self, ProjectError> {
        let wanted = format!("{extension}.csproj");
        let at_top: Vec<_> = sources
            .iter()
            .filter(|(path, _)| path.split_first().is_none() && path.folded().ends_with(".csproj"))
            .collect();
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

    /// Reads the project file of this name.
    pub fn read(file: &str, content: &[u8]) -> Result<Self, ProjectError> {
        let unreadable = |reason: String| ProjectError::Unreadable { file: file.into(), reason };
        let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
        let text = std::str::from_utf8(content).map_err(|error| unreadable(error.to_string()))?;
        let facts = Facts::read(text).map_err(unreadable)?;
        let framework =
            facts.frameworks.iter().find_map(|text| Framework::parse(text)).ok_or_else(|| ProjectError::Framework {
                file: file.into(),
                found: if facts.frameworks.is_empty() {
                    FoundFramework::None
                } else {
                    FoundFramework::Named(facts.frameworks.clone())
                },
            })?;
        Ok(Self { file: file.into(), framework, restore: facts.restore, paths: facts.paths })
    }
}

#[derive(Default)]
struct Facts {
    frameworks: Vec<String>,
    restore: bool,
    paths: Vec<String>,
}

/// Bytes of a project file. Those of real extensions have some thousand.
const LARGEST: usize = 1 << 20;

/// Elements inside each other.
const DEEPEST: usize = 64;

/// Attributes of an element. The reader compares the name of each with all names before it.
const ATTRIBUTES: usize = 256;

/// Paths of files that it names.
const PATHS: usize = 5_000;

/// Target frameworks that it names.
const FRAMEWORKS: usize = 32;

impl Facts {
    fn read(text: &str) -> Result<Self, String> {
        if text.len() > LARGEST {
            return Err(format!("it is larger than {} KiB", LARGEST >> 10));
        }
        let mut reader = Reader::from_str(text);
        let mut facts = Self::default();
        let (mut depth, mut seen) = (0_usize, false);
        // The element whose text comes next.
        let mut last = None;
        loop {
            match reader.read_event() {
                Err(error) => return Err(format!("{error} (byte {})", reader.error_position())),
                Ok(Event::Eof) => break,
                Ok(Event::Start(element)) => {
                    facts.element(&element)?;
                    seen = true;
                    depth += 1;
                    if depth > DEEPEST {
                        return Err(format!("more than {DEEPEST} elements stand inside each other"));
                    }
                    last = Some(element.local_name().as_ref().to_owned());
                }
                Ok(Event::Empty(element)) => {
                    facts.element(&element)?;
                    seen = true;
                }
                Ok(Event::End(_)) => {
                    depth -= 1;
                    last = None;
                }
                Ok(Event::Text(content)) => {
                    if let Some(name) = &last {
                        facts.text(name, &content);
                    }
                }
                Ok(_) => {}
            }
            if facts.paths.len() > PATHS {
                return Err(format!("it names more than {PATHS} files"));
            }
            if facts.frameworks.len() > FRAMEWORKS {
                return Err(format!("it names more than {FRAMEWORKS} target frameworks"));
            }
        }
        if seen && depth == 0 { Ok(facts) } else { Err("it ends in the middle".into()) }
    }

    fn element(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        let name = element.local_name();
        if matches!(name.as_ref(), "PackageReference" | "Sdk") {
            self.restore = true;
        }
        for (place, attribute) in element.attributes().enumerate() {
            if place >= ATTRIBUTES {
                return Err(format!("an element has more than {ATTRIBUTES} attributes"));
            }
            let attribute = attribute.map_err(|error| error.to_string())?;
            match attribute.key.as_ref() {
                "Sdk" => self.restore = true,
                "Include" | "Update" => self.path(&attribute.value),
                _ => {}
            }
        }
        Ok(())
    }

    fn text(&mut self, name: &str, text: &str) {
        match name {
            "TargetFrameworkVersion" | "TargetFramework" => self.frameworks.push(text.trim().into()),
            "TargetFrameworks" => {
                let versions = text.split(';').map(str::trim).filter(|version| !version.is_empty());
                self.frameworks.extend(versions.take(FRAMEWORKS + 1).map(String::from));
            }
            "HintPath" | "AssemblyOriginatorKeyFile" | "ApplicationIcon" => self.path(text),
            _ => {}
        }
    }

    /// Keeps what can be the path of a file inside: no wildcard, no property, nothing outside.
    fn path(&mut self, text: &str) {
        let path = text.trim().replace('\\', "/");
        let plain = !path.contains(['*', '?', '$', '%', '@', ';', ':', '&'])
            && path.split('/').all(|name| !name.is_empty() && name != ".." && name != ".");
        if plain {
            self.paths.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Project, String> {
        Project::read("A.csproj", text.as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_generated_project_is_understood() {
        let text = include_str!("../../tests/project/MortgageLib.csproj");
        let project = read(&format!("\u{feff}{text}")).unwrap();
        assert_eq!(project.framework, Framework::V461);
        assert!(!project.restore);
        assert!(project.paths.contains(&"bin/OutSystems.REST.API.dll".to_owned()));
        assert!(project.paths.contains(&"Interface.cs".to_owned()));
    }

    #[test]
    fn a_project_in_the_style_of_the_sdk_is_restored() {
        let project = read(
            r#"<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFrameworks>net8.0;net472</TargetFrameworks></PropertyGroup></Project>"#,
        )
        .unwrap();
        assert_eq!(project.framework, Framework::V472);
        assert!(project.restore);
    }

    #[test]
    fn another_framework_is_named_in_the_refusal() {
        let version = |text: &str| {
            read(&format!(
                "<Project><PropertyGroup><TargetFrameworkVersion>{text}</TargetFrameworkVersion></PropertyGroup></Project>"
            ))
        };
        assert_eq!(version("v4.5"), Err("A.csproj targets v4.5.".into()));
        assert_eq!(version(" v4.8 ").unwrap().framework, Framework::V48);
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
