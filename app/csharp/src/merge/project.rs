//! What follows a rename of the extension in the user's project and solution.

use extension::Name;

use super::edits::Edits;
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
fn tags(text: &str) -> Vec<(usize, usize)> {
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

fn element(tag: &str) -> &str {
    let name = tag.trim_start_matches('<');
    &name[..name.find([' ', '\t', '\r', '\n', '>', '/']).unwrap_or(name.len())]
}

fn is_folder(text: &str) -> bool {
    text.is_empty() || text.ends_with(['\\', '/'])
}
