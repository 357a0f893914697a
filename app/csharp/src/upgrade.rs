//! From OutSystems 10, or an older Integration Studio, to what Platform Servers of version 11 take without compiling again.

use extension::{Content, Edit, Extension, Folder, Provenance, ResourceEdit, Timestamp};

use crate::merge::edits::Edits;
use crate::merge::project::{element, tags};

/// The assembly that projects of older versions reference and no platform has any more.
const GONE: &str = "OutSystems.HubEdition.SMS";
/// The lowest framework of a project of version 11.
const FRAMEWORK: [u32; 3] = [4, 6, 1];

/// What an upgrade changes, and the edit that does it as one step.
#[derive(Debug, Clone, PartialEq)]
pub struct Upgrade {
    /// What changes, a sentence each.
    pub changes: Vec<String>,
    /// The step.
    pub edit: Edit,
}

/// What makes an extension of an older version one of version 11; none where nothing is older. `now` is the local time that
/// a changed project gets.
pub fn upgrade(extension: &Extension, now: &Timestamp) -> Option<Upgrade> {
    let (mut changes, mut edits) = (Vec::new(), Vec::new());
    if extension.is_of_older_version() {
        let (old, new) = (&extension.provenance.last_upgrade_version, Provenance::SCHEMA);
        changes.push(format!("The version of the file, {old}, becomes {new}."));
        if Provenance::is_older(&extension.provenance.version, Provenance::SAVED_BY) {
            let old = &extension.provenance.version;
            changes.push(format!("The version that saved it, {old}, becomes {}.", Provenance::SAVED_BY));
            edits.push(Edit::SetVersions { schema: new.into(), saved_by: Provenance::SAVED_BY.into() });
        } else {
            edits.push(Edit::SetVersions { schema: new.into(), saved_by: extension.provenance.version.clone() });
        }
    }
    let project = extension.resource_at(Folder::SOURCE, &format!("{}.csproj", extension.name));
    if let Some((project, text)) = project.and_then(|project| Some((project, project.content.text()?))) {
        let new = upgraded_project(&text, &mut changes);
        if new != text {
            let bom = if project.content.has_bom() { "\u{feff}" } else { "" };
            let content = Content::from_bytes(format!("{bom}{new}").into_bytes());
            edits.push(Edit::Resource(project.key, ResourceEdit::SetContent(content, now.clone())));
        }
    }
    (!edits.is_empty()).then(|| Upgrade { changes, edit: Edit::All("Upgrade to OutSystems 11".to_owned(), edits) })
}

/// The project with a framework that servers of version 11 have, and without references that they have not.
fn upgraded_project(text: &str, changes: &mut Vec<String>) -> String {
    let mut edits = Edits::default();
    for (start, end) in tags(text) {
        let tag = &text[start..end];
        match element(tag) {
            "TargetFrameworkVersion" => {
                let value = &text[end..end + text[end..].find('<').unwrap_or(0)];
                if version(value.trim()).is_some_and(|own| own < FRAMEWORK) {
                    changes.push(format!("The project's target framework, {}, becomes v4.6.1.", value.trim()));
                    edits.replace(end..end + value.len(), "v4.6.1".to_owned());
                }
            }
            "Reference" if tag.contains(&format!("\"{GONE}\"")) || tag.contains(&format!("\"{GONE},")) => {
                let close = if tag.ends_with("/>") { Some(end) } else { closing(text, end) };
                if let Some(close) = close {
                    changes.push(format!("The project no longer references {GONE}, which version 11 does not have."));
                    edits.replace(whole_lines(text, start, close), String::new());
                }
            }
            _ => {}
        }
    }
    edits.apply(text)
}

fn closing(text: &str, from: usize) -> Option<usize> {
    const END: &str = "</Reference>";
    text[from..].find(END).map(|at| from + at + END.len())
}

/// The range with the white space before it and the line end behind it, when it stands on lines of its own.
fn whole_lines(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let rest = &text[end..];
    let behind = ["\r\n", "\n"].into_iter().find(|line_end| rest.starts_with(line_end));
    match behind {
        Some(line_end) if text[line..start].trim().is_empty() => line..end + line_end.len(),
        _ => start..end,
    }
}

/// `v4.5` as numbers.
fn version(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.strip_prefix('v')?.split('.').map(|part| part.parse().ok());
    let version = [parts.next()??, parts.next().unwrap_or(Some(0))?, parts.next().unwrap_or(Some(0))?];
    parts.next().is_none().then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_project() {
        let old = "<Project>\r\n\t<TargetFrameworkVersion>v4.5</TargetFrameworkVersion>\r\n\t<!-- own -->\r\n\t<Reference Include=\"OutSystems.HubEdition.SMS\">\r\n\t\t<Private>False</Private>\r\n\t</Reference>\r\n\t<Reference Include=\"System\" />\r\n</Project>";
        let mut changes = Vec::new();
        let new = upgraded_project(old, &mut changes);
        assert_eq!(
            new,
            "<Project>\r\n\t<TargetFrameworkVersion>v4.6.1</TargetFrameworkVersion>\r\n\t<!-- own -->\r\n\t<Reference Include=\"System\" />\r\n</Project>"
        );
        assert_eq!(changes.len(), 2);
        for kept in ["v4.6.1", "v4.7.2", "v4.8", "$(Framework)"] {
            let text = format!("<TargetFrameworkVersion>{kept}</TargetFrameworkVersion>");
            assert_eq!(upgraded_project(&text, &mut Vec::new()), text);
        }
    }
}
