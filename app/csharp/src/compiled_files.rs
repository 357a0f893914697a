//! Which C# files the project compiles.

use std::sync::Arc;

use extension::{Content, Extension, Folder, Key, Resource};

use crate::merge::project::{element, tags};
use crate::project_path;
use crate::update::FileChange;

/// C# files beside the project that it does not compile, when its text says so for certain: a project that lists its files
/// and imports nothing of its own.
pub fn files_not_compiled(extension: &Extension) -> Vec<&Arc<Resource>> {
    let Some(includes) = project(extension).and_then(|file| file.content.text()).and_then(|text| includes(&text))
    else {
        return Vec::new();
    };
    let is_left_out = |resource: &&Arc<Resource>| {
        let path = project_path(resource).filter(|_| resource.file_name.extension().eq_ignore_ascii_case("cs"));
        path.is_some_and(|path| !includes.iter().any(|pattern| matches(pattern, &path.to_lowercase())))
    };
    extension.resources.iter().filter(is_left_out).collect()
}

/// The project with this file among those that it compiles; none where that cannot be written safely.
pub fn compile_file(extension: &Extension, file: Key) -> Option<FileChange> {
    let path = project_path(extension.resource(file)?)?.replace('/', "\\");
    if path.contains(['%', ';', '$', '@', '*', '?', '&', '<', '>', '"', '\'']) {
        return None;
    }
    let project = project(extension)?;
    let text = project.content.text()?;
    let (start, end) = tags(&text).into_iter().rfind(|(start, end)| element(&text[*start..*end]) == "Compile")?;
    let tag = &text[start..end];
    let after = if tag.ends_with("/>") { end } else { end + text[end..].find("</Compile>")? + "</Compile>".len() };
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let indentation = &text[line..start];
    if !indentation.trim().is_empty() {
        return None;
    }
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let item = format!("{line_end}{indentation}<Compile Include=\"{path}\" />");
    let bom = if project.content.has_bom() { "\u{feff}" } else { "" };
    Some(FileChange {
        resource: Some(project.key),
        folder: project.folder.clone(),
        file_name: project.file_name.clone(),
        content: Content::from_bytes(format!("{bom}{}{item}{}", &text[..after], &text[after..]).into_bytes()),
    })
}

/// The project that is named as the extension, or the only one.
fn project(extension: &Extension) -> Option<&Arc<Resource>> {
    let own = extension.resource_at(Folder::SOURCE, &format!("{}.csproj", extension.name));
    own.or_else(|| {
        let is_project = |resource: &&Arc<Resource>| {
            resource.folder.is_same(Folder::SOURCE) && resource.file_name.extension().eq_ignore_ascii_case("csproj")
        };
        let mut projects = extension.resources.iter().filter(is_project);
        projects.next().filter(|_| projects.next().is_none())
    })
}

/// The patterns of the files that the project compiles, in lower case with slashes; none where more than this text says it.
fn includes(text: &str) -> Option<Vec<String>> {
    let mut includes = Vec::new();
    for (start, end) in tags(text) {
        let tag = &text[start..end];
        match element(tag) {
            // A project in the style of the SDK compiles all that lies beside it.
            "Project" if tag.contains(" Sdk=") => return None,
            "Sdk" => return None,
            "Import" => {
                let target = attribute(tag, "Project")?.to_ascii_lowercase();
                // The compiler's own rules add nothing.
                if !target.starts_with("$(msbuild") {
                    return None;
                }
            }
            "Compile" => {
                let list = attribute(tag, "Include").unwrap_or_default();
                if list.contains(['$', '@', '%', '&']) {
                    return None;
                }
                includes.extend(list.split(';').map(|it| it.trim().replace('\\', "/").to_lowercase()));
            }
            _ => {}
        }
    }
    Some(includes)
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    ['"', '\''].into_iter().find_map(|quote| {
        let (_, rest) = tag.split_once(&format!(" {name}={quote}"))?;
        rest.split_once(quote).map(|(value, _)| value)
    })
}

/// Whether the path is one of those that the pattern means: `*` for a part of a name, `**` for folders.
fn matches(pattern: &str, path: &str) -> bool {
    fn parts(pattern: &[&str], path: &[&str]) -> bool {
        match (pattern, path) {
            ([], []) => true,
            (["**", rest @ ..], path) => (0..=path.len()).any(|skipped| parts(rest, &path[skipped..])),
            ([first, rest @ ..], [name, names @ ..]) => part(first, name) && parts(rest, names),
            _ => false,
        }
    }
    fn part(pattern: &str, name: &str) -> bool {
        match pattern.split_once('*') {
            None => pattern == name,
            Some((start, end)) => name
                .strip_prefix(start)
                .is_some_and(|rest| (0..=rest.len()).any(|at| rest.get(at..).is_some_and(|it| part(end, it)))),
        }
    }
    // A pattern of many stars would be tried for long; nobody writes one.
    if pattern.matches('*').count() > 6 {
        return true;
    }
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    parts(&pattern.split('/').collect::<Vec<_>>(), &path.split('/').collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, path) in [
            ("a.cs", "a.cs"),
            ("*.cs", "a.cs"),
            ("**/*.cs", "a.cs"),
            ("**/*.cs", "x/y/a.cs"),
            ("x/**/a*.cs", "x/ab.cs"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [("a.cs", "b.cs"), ("*.cs", "x/a.cs"), ("x/*.cs", "a.cs")] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn what_a_project_lists() {
        let text = "<Project><!-- <Compile Include=\"no.cs\" /> --><Compile Include=\"A.cs; X\\*.cs\" /><Import Project=\"$(MSBuildBinPath)\\Microsoft.CSharp.targets\" /></Project>";
        assert_eq!(includes(text).unwrap(), ["a.cs", "x/*.cs"]);
        for other in [
            "<Project Sdk=\"Microsoft.NET.Sdk\">",
            "<Import Project=\"own.targets\" />",
            "<Compile Include=\"$(X).cs\" />",
        ] {
            assert_eq!(includes(other), None, "{other}");
        }
    }
}
