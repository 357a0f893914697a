//! References to imported assemblies in the project file of an extension.

use extension::{Content, Extension, FileName};

use crate::generate::{escaped, project_reference};
use crate::merge::project::{attribute, element, tags};
use crate::update::FileChange;

/// Why a project gets no reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotReferenced {
    /// There is none.
    #[error("The extension has no project file, so no reference was added.")]
    NoProject,
    /// It is not UTF-8.
    #[error("The project file is not UTF-8 text, so no reference was added. Add it by hand.")]
    NotText,
    /// It has no end.
    #[error("The project file has no place for a reference. Add it by hand.")]
    NoPlace,
}

/// An assembly that a project is to reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProjectReference {
    /// A file in the folder of binaries.
    File(FileName),
    /// An assembly of the framework, by its simple name.
    Framework(String),
}

impl ProjectReference {
    /// What stands in the project, without a version.
    fn include(&self) -> &str {
        match self {
            Self::File(file) => file.as_str(),
            Self::Framework(name) => name,
        }
    }

    /// The simple name of the assembly.
    fn name(&self) -> &str {
        match self {
            Self::File(file) => without_end(file.as_str()),
            Self::Framework(name) => name,
        }
    }
}

/// The project file with references to these assemblies; none where it has all of them already. A reference that is there, in
/// any spelling and version, stays as it is. New ones stand where Integration Studio puts them: behind its comment, or else behind
/// the last reference.
///
/// # Errors
/// Why the project cannot be changed.
pub fn reference_imported(
    extension: &Extension,
    references: &[ProjectReference],
) -> Result<Option<FileChange>, NotReferenced> {
    let project = extension.project_file().ok_or(NotReferenced::NoProject)?;
    // With its byte order mark, so that it stays.
    let text = String::from_utf8(project.content.bytes().into_owned()).map_err(|_| NotReferenced::NotText)?;
    let missing: Vec<&ProjectReference> = references
        .iter()
        .enumerate()
        .filter(|(place, it)| !references.iter().take(*place).any(|other| other.name().eq_ignore_ascii_case(it.name())))
        .map(|(_, it)| it)
        .filter(|it| !is_there(&text, it.name()))
        .collect();
    if missing.is_empty() {
        return Ok(None);
    }
    let after = with_references(&text, &missing).ok_or(NotReferenced::NoPlace)?;
    Ok(Some(FileChange {
        resource: Some(project.key),
        folder: project.folder.clone(),
        file_name: project.file_name.clone(),
        content: Content::from_bytes(after.into_bytes()),
    }))
}

/// The project file without its references to these files in the folder of binaries; none where it has none of them. References to
/// files elsewhere, and to assemblies by name, stay.
///
/// # Errors
/// Why the project cannot be changed.
pub fn without_references(extension: &Extension, files: &[FileName]) -> Result<Option<FileChange>, NotReferenced> {
    if files.is_empty() {
        return Ok(None);
    }
    let project = extension.project_file().ok_or(NotReferenced::NoProject)?;
    let text = String::from_utf8(project.content.bytes().into_owned()).map_err(|_| NotReferenced::NotText)?;
    let mut after = String::new();
    let mut at = 0;
    for (start, end) in tags(&text) {
        let tag = &text[start..end];
        if start < at || element(tag) != "Reference" || tag.starts_with("</") || tag.ends_with("/>") {
            continue;
        }
        let Some(close) = text[end..].find("</Reference>").map(|found| end + found) else { continue };
        if !files.iter().any(|file| leads_to(&text[end..close], file)) {
            continue;
        }
        // With its indentation and its line end, when nothing else stands on its lines.
        let close = close + "</Reference>".len();
        let line_end = ["\r\n", "\n"].into_iter().find(|line_end| text[close..].starts_with(line_end));
        let before = text[..start].trim_end_matches([' ', '\t']);
        let is_alone = line_end.is_some() && before.ends_with('\n');
        let (from, to) = if is_alone { (before.len(), close + line_end.map_or(0, str::len)) } else { (start, close) };
        after.push_str(&text[at..from]);
        at = to;
    }
    if at == 0 {
        return Ok(None);
    }
    after.push_str(&text[at..]);
    Ok(Some(FileChange {
        resource: Some(project.key),
        folder: project.folder.clone(),
        file_name: project.file_name.clone(),
        content: Content::from_bytes(after.into_bytes()),
    }))
}

/// Whether what stands inside a reference has a hint to this file in the folder of binaries.
fn leads_to(inner: &str, file: &FileName) -> bool {
    let hint = inner.split_once("<HintPath>").and_then(|(_, rest)| rest.split_once("</HintPath>"));
    let Some((hint, _)) = hint else { return false };
    let wanted = format!("Bin\\{}", escaped(file.as_str()));
    let hint = hint.trim().replace('/', "\\");
    hint.strip_prefix(".\\").unwrap_or(&hint).eq_ignore_ascii_case(&wanted)
}

fn is_there(text: &str, name: &str) -> bool {
    tags(text)
        .into_iter()
        .map(|(start, end)| &text[start..end])
        .filter(|tag| element(tag) == "Reference")
        .filter_map(|tag| attribute(tag, "Include"))
        .any(|include| {
            let simple = include.split(',').next().unwrap_or_default().trim();
            let own = escaped(name);
            simple.eq_ignore_ascii_case(&own) || without_end(simple).eq_ignore_ascii_case(&own)
        })
}

fn with_references(text: &str, references: &[&ProjectReference]) -> Option<String> {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let place = place(text)?;
    let indentation = place.indentation;
    let mut added = String::new();
    for reference in references {
        let include = escaped(reference.include());
        let hint = matches!(reference, ProjectReference::File(_)).then(|| format!("Bin\\{include}"));
        added.push_str(&project_reference(&include, &include, hint.as_deref()));
    }
    // The generated form is indented by two tabs, and within by a third.
    let unit = if indentation.contains('\t') || indentation.is_empty() { "\t" } else { "  " };
    let lines = added.lines().map(|line| {
        let rest = line.trim_start_matches('\t');
        let inner = if line.starts_with("\t\t\t") { unit } else { "" };
        format!("{line_end}{indentation}{inner}{rest}")
    });
    let lines: String = lines.collect();
    let group = |inner: &str| format!("{line_end}{unit}<ItemGroup>{inner}{line_end}{unit}</ItemGroup>");
    let added = if place.is_in_group { lines } else { group(&lines) };
    Some(format!("{}{added}{}", &text[..place.offset], &text[place.offset..]))
}

/// Where references are put.
struct Place {
    offset: usize,
    indentation: String,
    /// Whether it is inside an `ItemGroup`.
    is_in_group: bool,
}

fn place(text: &str) -> Option<Place> {
    let indentation = |at: usize| {
        let line = text[..at].rfind('\n').map_or(0, |place| place + 1);
        text[line..at].chars().take_while(|it| matches!(it, ' ' | '\t')).collect::<String>()
    };
    if let Some(at) = text.find("<!-- DO NOT REMOVE THIS COMMENT: ADD_NEW_PROJECT") {
        let end = at + text[at..].find("-->")? + "-->".len();
        return Some(Place { offset: end, indentation: indentation(at), is_in_group: true });
    }
    let tags = tags(text);
    if let Some(&(start, end)) = tags
        .iter()
        .rev()
        .find(|&&(start, end)| element(&text[start..end]) == "Reference" && !text[start..].starts_with("</"))
    {
        let is_empty = text[start..end].ends_with("/>");
        let close = if is_empty { end } else { end + text[end..].find("</Reference>")? + "</Reference>".len() };
        return Some(Place { offset: close, indentation: indentation(start), is_in_group: true });
    }
    let &(start, _) = tags.iter().rev().find(|&&(start, end)| text[start..end].starts_with("</Project"))?;
    // Behind the line before the end.
    let offset = text[..start].trim_end().len();
    let has_tabs = text[..offset].contains("\n\t");
    Some(Place { offset, indentation: if has_tabs { "\t\t" } else { "    " }.to_owned(), is_in_group: false })
}

fn without_end(file: &str) -> &str {
    match file.len().checked_sub(4).and_then(|at| file.split_at_checked(at)) {
        Some((name, end)) if end.eq_ignore_ascii_case(".dll") => name,
        _ => file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use extension::{Folder, Key, Name, Resource, Timestamp};

    fn extension(project: &str) -> Extension {
        let time = Timestamp::new(2026, 1, 1, 0, 0, 0);
        let keys = [1, 2, 3].map(|number| Key::from_bytes([number; 16]));
        let mut extension = Extension::new(Name::as_found("Bank"), keys, time.clone());
        let content = Content::from_bytes(project.as_bytes().to_vec());
        let (name, folder) = (FileName::as_found("Bank.csproj"), Folder::as_found(Folder::SOURCE));
        extension.resources = vec![Resource::new(Key::from_bytes([9; 16]), name, folder, content, time).into()].into();
        extension
    }

    fn after(project: &str, references: &[ProjectReference]) -> Option<String> {
        let change = reference_imported(&extension(project), references).unwrap();
        change.map(|change| String::from_utf8(change.content.bytes().into_owned()).unwrap())
    }

    fn rates() -> [ProjectReference; 2] {
        [
            ProjectReference::File(FileName::as_found("Rates & Co.dll")),
            ProjectReference::Framework("System.Speech".to_owned()),
        ]
    }

    #[test]
    fn behind_the_comment_of_integration_studio() {
        let before = "\u{feff}<Project>\r\n\t<ItemGroup>\r\n\t\t<!-- DO NOT REMOVE THIS COMMENT: ADD_NEW_PROJECT -->\r\n\t\t<X />\r\n\t</ItemGroup>\r\n</Project>\r\n";
        let added = "-->\r\n\t\t<Reference Include=\"Rates &amp; Co.dll\">\r\n\t\t\t<Name>Rates &amp; Co.dll</Name>\r\n\t\t\t<HintPath>Bin\\Rates &amp; Co.dll</HintPath>\r\n\t\t\t<Private>False</Private>\r\n\t\t</Reference>\r\n\t\t<Reference Include=\"System.Speech\">\r\n\t\t\t<Name>System.Speech</Name>\r\n\t\t</Reference>\r\n";
        let wanted = before.replace("-->\r\n", added);
        assert_eq!(after(before, &rates()), Some(wanted.clone()));
        assert_eq!(after(&wanted, &rates()), None, "twice changes nothing");
    }

    #[test]
    fn behind_the_last_reference_or_in_a_group_of_its_own() {
        let before = "<Project>\n  <ItemGroup>\n    <Reference Include=\"System\" />\n  </ItemGroup>\n</Project>\n";
        let one = &rates()[1..];
        let wanted = before.replace(
            "\" />\n",
            "\" />\n    <Reference Include=\"System.Speech\">\n      <Name>System.Speech</Name>\n    </Reference>\n",
        );
        assert_eq!(after(before, one), Some(wanted));
        let before = "<Project Sdk=\"Microsoft.NET.Sdk\">\n</Project>\n";
        let wanted = "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <ItemGroup>\n    <Reference Include=\"System.Speech\">\n      <Name>System.Speech</Name>\n    </Reference>\n  </ItemGroup>\n</Project>\n";
        assert_eq!(after(before, one), Some(wanted.to_owned()));
    }

    #[test]
    fn references_that_are_there_stay() {
        for include in ["rates & co", "Rates &amp; Co, Version=1.0.0.0, Culture=neutral", "RATES &amp; CO.DLL"] {
            let include = include.replace(" & ", " &amp; ");
            let before = format!("<Project><ItemGroup><Reference Include=\"{include}\"/></ItemGroup></Project>");
            assert_eq!(after(&before, &rates()[..1]), None, "{include}");
        }
    }

    #[test]
    fn references_to_files_that_go_go_with_their_lines() {
        let before = "<Project>\r\n\t<ItemGroup>\r\n\t\t<!-- DO NOT REMOVE THIS COMMENT: ADD_NEW_PROJECT -->\r\n\t\t<X />\r\n\t</ItemGroup>\r\n</Project>\r\n";
        let with = after(before, &rates()).unwrap();
        let file = [rates()[0].clone()].map(|it| FileName::as_found(it.include()));
        let without = |project: &str| {
            let change = without_references(&extension(project), &file).unwrap();
            change.map(|change| String::from_utf8(change.content.bytes().into_owned()).unwrap())
        };
        assert_eq!(without(&with), after(before, &rates()[1..]));
        assert_eq!(without(before), None);
        let elsewhere = with.replace("Bin\\", "..\\lib\\");
        assert_eq!(without(&elsewhere), None, "what another file is for stays");
        let on_a_line = "<Project><Reference Include=\"a\"><HintPath>.\\bin/rates &amp; co.dll</HintPath></Reference><Reference Include=\"b\"/></Project>";
        assert_eq!(without(on_a_line), Some("<Project><Reference Include=\"b\"/></Project>".to_owned()));
        assert_eq!(without_references(&extension(&with), &[]), Ok(None));
    }

    #[test]
    fn projects_that_cannot_be_changed() {
        let refused = |project| reference_imported(&extension(project), &rates());
        assert_eq!(refused(""), Err(NotReferenced::NoPlace));
        let mut without = extension("");
        without.resources = Vec::new().into();
        assert_eq!(reference_imported(&without, &rates()), Err(NotReferenced::NoProject));
    }
}
