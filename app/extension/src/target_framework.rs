//! The version of .NET Framework that the project of an extension targets.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::{Content, Extension, Folder, Resource};

/// A version of .NET Framework that extensions can be compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TargetFramework {
    /// 4.6.1, what Integration Studio generates.
    V461,
    /// 4.6.2.
    V462,
    /// 4.7.
    V47,
    /// 4.7.1.
    V471,
    /// 4.7.2.
    V472,
    /// 4.8.
    V48,
    /// 4.8.1.
    V481,
}

/// What a project file says of its target framework.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ProjectTarget {
    /// Nothing, or there is no project file.
    #[default]
    None,
    /// A version that extensions can be compiled for.
    Known(TargetFramework),
    /// Something else: another version, several, or an expression.
    Other(Arc<str>),
}

impl TargetFramework {
    /// All of them, the earliest first.
    pub const ALL: [Self; 7] = [Self::V461, Self::V462, Self::V47, Self::V471, Self::V472, Self::V48, Self::V481];

    /// The version: `4.7.2`.
    pub const fn version(self) -> &'static str {
        match self {
            Self::V461 => "4.6.1",
            Self::V462 => "4.6.2",
            Self::V47 => "4.7",
            Self::V471 => "4.7.1",
            Self::V472 => "4.7.2",
            Self::V48 => "4.8",
            Self::V481 => "4.8.1",
        }
    }

    /// How projects in the style of the SDK name it: `net472`.
    pub fn short(self) -> String {
        format!("net{}", self.version().replace('.', ""))
    }

    /// Reads `v4.7.2`, `4.7.2` or `net472`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let number = text.strip_prefix(['v', 'V']).unwrap_or(text);
        Self::ALL.into_iter().find(|it| number == it.version() || text.eq_ignore_ascii_case(&it.short()))
    }

    /// Where the text of a project file names target frameworks: in elements of these names that have one version each.
    pub fn places(project: &str) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        let mut rest = 0;
        while let Some(start) = project.get(rest..).and_then(|text| text.find('<')).map(|found| rest + found) {
            let text = project.get(start..).unwrap_or_default();
            if let Some(comment) = text.strip_prefix("<!--") {
                let Some(end) = comment.find("-->") else { break };
                rest = start + "<!--".len() + end + "-->".len();
                continue;
            }
            let Some(end) = text.find('>').map(|end| start + end + 1) else { break };
            let name = text.trim_start_matches('<').split([' ', '\t', '\r', '\n', '>', '/']).next().unwrap_or_default();
            if matches!(name, "TargetFrameworkVersion" | "TargetFramework" | "TargetFrameworks")
                && !project.get(start..end).is_some_and(|tag| tag.ends_with("/>"))
                && !text.starts_with("</")
            {
                let value = project.get(end..).and_then(|text| text.split('<').next()).unwrap_or_default();
                let blanks = value.len() - value.trim_start().len();
                places.push(end + blanks..end + blanks + value.trim().len());
            }
            rest = end;
        }
        places
    }
}

impl fmt::Display for TargetFramework {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.version())
    }
}

impl ProjectTarget {
    /// The version, where it is one that extensions can be compiled for.
    pub fn known(&self) -> Option<TargetFramework> {
        if let Self::Known(known) = self { Some(*known) } else { None }
    }

    /// What the text of a project file says.
    pub fn of_project(text: &str) -> Self {
        let places = TargetFramework::places(text);
        let values: Vec<&str> = places.into_iter().filter_map(|place| text.get(place)).collect();
        match values.as_slice() {
            [] => Self::None,
            [first, others @ ..] => match TargetFramework::parse(first) {
                Some(known) if others.iter().all(|it| TargetFramework::parse(it) == Some(known)) => Self::Known(known),
                _ => Self::Other(values.join(", ").into()),
            },
        }
    }

    /// What the content of a project file says.
    pub fn of_content(content: &Content) -> Self {
        content.text().map(|text| Self::of_project(&text)).unwrap_or_default()
    }
}

impl fmt::Display for ProjectTarget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Known(known) => known.fmt(formatter),
            Self::Other(text) => formatter.write_str(text),
        }
    }
}

impl Resource {
    /// Whether the file is a project of C#, by its name.
    pub fn is_project(&self) -> bool {
        self.file_name.extension().eq_ignore_ascii_case("csproj")
    }
}

impl Extension {
    /// The project file: the one with the extension's name, or the only one beside the sources.
    pub fn project_file(&self) -> Option<&Arc<Resource>> {
        let is_beside = |resource: &&Arc<Resource>| {
            resource.is_project() && resource.folder.as_str().eq_ignore_ascii_case(Folder::SOURCE)
        };
        let named = format!("{}.csproj", self.name);
        let mut all = self.resources.iter().filter(is_beside);
        let own = self.resources.iter().filter(is_beside).find(|it| it.file_name.as_str().eq_ignore_ascii_case(&named));
        own.or_else(|| all.next().filter(|_| all.next().is_none()))
    }

    /// What the project file says of its target framework.
    pub fn target_framework(&self) -> ProjectTarget {
        self.project_file().map(|file| ProjectTarget::of_content(&file.content)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_is_read_in_each_spelling() {
        for framework in TargetFramework::ALL {
            for text in [format!("v{framework}"), framework.to_string(), format!(" {} ", framework.short())] {
                assert_eq!(TargetFramework::parse(&text), Some(framework), "{text}");
            }
        }
        for text in ["", "v4.5", "net45", "net4.8", "v4.8.2", "netstandard2.0", "net8.0"] {
            assert_eq!(TargetFramework::parse(text), None, "{text}");
        }
        assert!(TargetFramework::ALL.is_sorted());
    }

    #[test]
    fn what_a_project_targets_is_read() {
        let known = |framework| ProjectTarget::Known(framework);
        for (text, target) in [
            ("<TargetFrameworkVersion>v4.6.1</TargetFrameworkVersion>", known(TargetFramework::V461)),
            ("<TargetFrameworkVersion Condition=\"1\">\n v4.8 </TargetFrameworkVersion>", known(TargetFramework::V48)),
            ("<TargetFramework>net472</TargetFramework>", known(TargetFramework::V472)),
            (
                "<!-- <TargetFramework>net48</TargetFramework> --><TargetFramework>net47</TargetFramework>",
                known(TargetFramework::V47),
            ),
            ("<TargetFrameworkVersion>v4.5</TargetFrameworkVersion>", ProjectTarget::Other("v4.5".into())),
            ("<TargetFrameworks>net472;net8.0</TargetFrameworks>", ProjectTarget::Other("net472;net8.0".into())),
            (
                "<TargetFramework>net47</TargetFramework><TargetFramework>net48</TargetFramework>",
                ProjectTarget::Other("net47, net48".into()),
            ),
            ("<TargetFrameworkProfile></TargetFrameworkProfile><TargetFramework />", ProjectTarget::None),
            ("<TargetFramework", ProjectTarget::None),
            ("<!-- <TargetFramework>net48<", ProjectTarget::None),
        ] {
            assert_eq!(ProjectTarget::of_project(text), target, "{text}");
        }
    }
}
