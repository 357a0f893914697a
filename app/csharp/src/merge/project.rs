//! What follows a rename of the extension in the user's project and solution.

use extension::Name;

use super::edits::Edits;
use crate::generate::escaped;
use crate::names;

/// The project after a rename of the extension: name space, assembly, documentation and the file with the
/// actions' methods. Other places stay, and what the user made of these too.
pub(crate) fn renamed_project(text: &str, old: &Name, new: &Name) -> String {
    let (old_namespace, new_namespace) = (names::namespace(old), names::namespace(new));
    let mut edits = Edits::default();
    for (from, end) in tags(text) {
        let tag = &text[from..end];
        let value = &text[end..end + text[end..].find('<').unwrap_or(0)];
        match element(tag) {
            "RootNamespace" | "AssemblyName" if value == old_namespace => {
                edits.replace(end..end + value.len(), new_namespace.clone());
            }
            "DocumentationFile" => {
                let file = format!("{old_namespace}.xml");
                if let Some(folder) = value.strip_suffix(&file).filter(|folder| is_folder(folder)) {
                    edits.replace(end + folder.len()..end + value.len(), format!("{new_namespace}.xml"));
                }
            }
            "Compile" => {
                let include = ['"', '\''].map(|quote| format!("Include={quote}{old}.cs{quote}"));
                if let Some((place, found)) = include.iter().find_map(|it| Some((tag.find(it.as_str())?, it))) {
                    let start = from + place + "Include=".len() + 1;
                    edits.replace(start..start + found.len() - "Include=".len() - 2, format!("{new}.cs"));
                }
            }
            _ => {}
        }
    }
    edits.apply(text)
}

/// What happens to a source file that a project compiles; paths inside `Source\NET` with slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileStep {
    /// It is new.
    Added(String),
    /// It has another path.
    Moved(String, String),
    /// It is no longer there.
    Removed(String),
}

/// The project after these steps. A project that takes every file by itself, or by a pattern, stays as it is. None where an added
/// file finds no place: the project has no list of files.
pub(crate) fn with_files(text: &str, steps: &[FileStep]) -> Option<String> {
    let mut text = text.to_owned();
    for step in steps {
        text = match step {
            FileStep::Added(path) => with_file(&text, path)?,
            FileStep::Moved(from, to) => renamed_file(&text, from, to),
            FileStep::Removed(path) => without_file(&text, path),
        };
    }
    Some(text)
}

fn with_file(text: &str, path: &str) -> Option<String> {
    let tags = tags(text);
    let is_sdk = tags.iter().any(|&(start, end)| {
        let tag = &text[start..end];
        element(tag) == "Sdk" || element(tag) == "Project" && attribute(tag, "Sdk").is_some()
    });
    let includes: Vec<(usize, usize)> =
        tags.iter().copied().filter(|&(start, end)| element(&text[start..end]) == "Compile").collect();
    let named = |name: &str| {
        includes
            .iter()
            .filter_map(|&(start, end)| attribute(&text[start..end], name))
            .any(|range| range.split(';').any(|item| is_same_path(item, path) || item.contains('*')))
    };
    if is_sdk || named("Include") || named("Remove") {
        return Some(text.to_owned());
    }
    let (start, end) =
        *includes.iter().rev().find(|&&(start, end)| attribute(&text[start..end], "Include").is_some())?;
    let is_empty = text[start..end].ends_with("/>");
    let close = if is_empty { end } else { end + text[end..].find("</Compile>")? + "</Compile>".len() };
    let line = text[..start].rfind('\n').map_or(0, |place| place + 1);
    let indentation: String = text[line..start].chars().take_while(|it| matches!(it, ' ' | '\t')).collect();
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let include = escaped(&path.replace('/', "\\"));
    let item = format!("{line_end}{indentation}<Compile Include=\"{include}\" />");
    Some(format!("{}{item}{}", &text[..close], &text[close..]))
}

fn renamed_file(text: &str, from: &str, to: &str) -> String {
    let mut edits = Edits::default();
    for (start, end) in tags(text) {
        let tag = &text[start..end];
        let Some(value) =
            attribute(tag, "Include").filter(|value| element(tag) == "Compile" && is_same_path(value, from))
        else {
            continue;
        };
        let place = start + (value.as_ptr() as usize - tag.as_ptr() as usize);
        edits.replace(place..place + value.len(), escaped(&to.replace('/', "\\")));
    }
    edits.apply(text)
}

fn without_file(text: &str, path: &str) -> String {
    let mut edits = Edits::default();
    for (start, end) in tags(text) {
        let tag = &text[start..end];
        if element(tag) != "Compile" || !attribute(tag, "Include").is_some_and(|value| is_same_path(value, path)) {
            continue;
        }
        let close = match text[end..].find("</Compile>") {
            Some(close) if !tag.ends_with("/>") => end + close + "</Compile>".len(),
            _ => end,
        };
        let line = text[..start].rfind('\n').map_or(0, |place| place + 1);
        let next = text[close..].find('\n').map_or(text.len(), |place| close + place + 1);
        let is_alone = text[line..start].trim().is_empty() && text[close..next].trim().is_empty();
        edits.replace(if is_alone { line..next } else { start..close }, "");
    }
    edits.apply(text)
}

/// The value of an attribute of a tag.
pub(crate) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(place) = tag[from..].find(name).map(|place| from + place) {
        from = place + name.len();
        let is_start = tag[..place].ends_with(char::is_whitespace);
        let rest = tag[from..].trim_start();
        let Some(rest) = rest.strip_prefix('=').map(str::trim_start).filter(|_| is_start) else { continue };
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        return rest[1..].split(quote).next();
    }
    None
}

fn is_same_path(item: &str, path: &str) -> bool {
    let item = item.trim().replace('\\', "/");
    let item = item.strip_prefix("./").unwrap_or(&item);
    item.eq_ignore_ascii_case(path) || item.eq_ignore_ascii_case(&escaped(path))
}

/// The solution after a rename of the extension: name and path of its project.
pub(crate) fn renamed_solution(text: &str, old: &Name, new: &Name) -> String {
    let from = format!("\"{old}\", \"{old}.csproj\"");
    let to = format!("\"{new}\", \"{new}.csproj\"");
    let renamed = |line: &str| {
        if line.trim_start_matches('\u{feff}').starts_with("Project(") {
            line.replace(&from, &to)
        } else {
            line.to_owned()
        }
    };
    text.split_inclusive('\n').map(renamed).collect()
}

/// The tags of an XML text; comments, character data and instructions are left out.
pub(crate) fn tags(text: &str) -> Vec<(usize, usize)> {
    let mut tags = Vec::new();
    let mut position = 0;
    while let Some(start) = text[position..].find('<').map(|found| position + found) {
        let rest = &text[start..];
        let other =
            [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")].into_iter().find(|(mark, _)| rest.starts_with(mark));
        let end = match other {
            Some((mark, end)) => rest[mark.len()..].find(end).map(|found| mark.len() + found + end.len()),
            None => tag_end(rest),
        };
        let Some(end) = end.map(|end| start + end) else { break };
        if other.is_none() {
            tags.push((start, end));
        }
        position = end;
    }
    tags
}

/// Behind the `>` of a tag; one between quotes is none.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (place, character) in tag.char_indices() {
        match (character, quote) {
            ('"' | '\'', None) => quote = Some(character),
            (_, Some(open)) if open == character => quote = None,
            ('>', None) => return Some(place + 1),
            _ => {}
        }
    }
    None
}

pub(crate) fn element(tag: &str) -> &str {
    let name = tag.trim_start_matches('<');
    &name[..name.find([' ', '\t', '\r', '\n', '>', '/']).unwrap_or(name.len())]
}

fn is_folder(text: &str) -> bool {
    text.is_empty() || text.ends_with(['\\', '/'])
}
