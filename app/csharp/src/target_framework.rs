//! Another target framework for the project of an extension: only the places that name it change.

use extension::{Content, Extension, Folder, Resource, TargetFramework};

use crate::merge::edits::Edits;
use crate::update::FileChange;

/// Why a project keeps its target framework.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotRetargeted {
    /// There is none.
    #[error("The extension has no project file.")]
    NoProject,
    /// It is not UTF-8.
    #[error("The project file is not UTF-8 text, so it cannot be changed without changing more of it.")]
    NotText,
    /// It has no place for it, or one that names several.
    #[error("The project file does not name one target framework. Change it in the project file itself.")]
    NoPlace,
}

/// The configuration of a program, which may name the framework that it runs with.
const CONFIGURATION: &str = "app.config";

/// What stands in it before the version.
const SKU: &str = ".NETFramework,Version=v";

/// The files that are others with this target framework: the project, and an `app.config` beside it that names one. None when the project has it
/// already.
///
/// # Errors
/// Why the project cannot be changed.
pub fn retargeted(extension: &Extension, framework: TargetFramework) -> Result<Vec<FileChange>, NotRetargeted> {
    let project = extension.project_file().ok_or(NotRetargeted::NoProject)?;
    let text = text_of(project).ok_or(NotRetargeted::NotText)?;
    let places = TargetFramework::places(&text);
    if places.is_empty() {
        return Err(NotRetargeted::NoPlace);
    }
    let mut edits = Edits::default();
    for place in places {
        let old = &text[place.clone()];
        if TargetFramework::parse(old) == Some(framework) {
            continue;
        }
        if old.contains([';', '$', '&']) {
            return Err(NotRetargeted::NoPlace);
        }
        let new = if old.starts_with("net") { framework.short() } else { format!("v{}", framework.version()) };
        edits.replace(place, new);
    }
    let mut changes = Vec::new();
    changes.extend(changed(project, &text, edits));
    let configuration = extension.resource_at(Folder::SOURCE, CONFIGURATION);
    if let Some((file, text)) = configuration.and_then(|file| Some((file, text_of(file)?))) {
        changes.extend(changed(file, &text, in_configuration(&text, framework)));
    }
    Ok(changes)
}

/// `<supportedRuntime version="v4.0" sku=".NETFramework,Version=v4.6.1" />`.
fn in_configuration(text: &str, framework: TargetFramework) -> Edits {
    let mut edits = Edits::default();
    for (at, _) in text.match_indices(SKU) {
        let start = at + SKU.len();
        let length = text[start..].find(|one: char| !one.is_ascii_digit() && one != '.').unwrap_or(0);
        let old = &text[start..start + length];
        if length > 0 && old != framework.version() {
            edits.replace(start..start + length, framework.version());
        }
    }
    edits
}

/// The text with its byte order mark, so that it stays.
fn text_of(resource: &Resource) -> Option<String> {
    String::from_utf8(resource.content.bytes().into_owned()).ok()
}

fn changed(file: &Resource, text: &str, edits: Edits) -> Option<FileChange> {
    (!edits.is_empty()).then(|| FileChange {
        resource: Some(file.key),
        folder: file.folder.clone(),
        file_name: file.file_name.clone(),
        content: Content::from_bytes(edits.apply(text).into_bytes()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use extension::{FileName, Key, Name, Timestamp};

    fn extension(files: &[(&str, &[u8])]) -> Extension {
        let time = Timestamp::new(2026, 1, 1, 0, 0, 0);
        let keys = [Key::from_bytes([90; 16]), Key::from_bytes([91; 16]), Key::from_bytes([92; 16])];
        let mut extension = Extension::new(Name::as_found("Bank"), keys, time.clone());
        let resources = files.iter().zip(1_u8..).map(|((name, bytes), number)| {
            let content = Content::from_bytes(bytes.to_vec());
            let (name, folder) = (FileName::as_found(name), Folder::as_found(Folder::SOURCE));
            Resource::new(Key::from_bytes([number; 16]), name, folder, content, time.clone()).into()
        });
        extension.resources = resources.collect::<Vec<_>>().into();
        extension
    }

    fn texts(changes: &[FileChange]) -> Vec<(String, String)> {
        let text = |change: &FileChange| String::from_utf8(change.content.bytes().into_owned()).unwrap();
        changes.iter().map(|change| (change.file_name.to_string(), text(change))).collect()
    }

    const PROJECT: &str = "\u{feff}<Project>\r\n\t<!-- v4.6.1 -->\n<PropertyGroup><TargetFrameworkVersion> v4.6.1\r</TargetFrameworkVersion>\r\n<X>v4.6.1</X></Project>";

    #[test]
    fn only_the_places_that_name_it_change() {
        let config = "<startup><supportedRuntime version=\"v4.0\" sku=\".NETFramework,Version=v4.6.1\" /></startup>\n";
        let bank =
            extension(&[("bank.CSPROJ", PROJECT.as_bytes()), ("App.config", config.as_bytes()), ("a.cs", b"v4.6.1")]);
        assert_eq!(bank.target_framework().to_string(), "4.6.1");
        let changes = retargeted(&bank, TargetFramework::V472).unwrap();
        assert_eq!(
            texts(&changes),
            [
                ("bank.CSPROJ".to_owned(), PROJECT.replace("> v4.6.1\r<", "> v4.7.2\r<")),
                ("App.config".to_owned(), config.replace("4.6.1", "4.7.2")),
            ]
        );
        assert_eq!(retargeted(&bank, TargetFramework::V461), Ok(Vec::new()));
        let of_sdk = extension(&[("Bank.csproj", b"<TargetFramework>net472</TargetFramework>")]);
        let changes = retargeted(&of_sdk, TargetFramework::V48).unwrap();
        assert_eq!(texts(&changes)[0].1, "<TargetFramework>net48</TargetFramework>");
    }

    #[test]
    fn what_cannot_be_changed_safely_is_left_alone() {
        let refused = |files: &[(&str, &[u8])]| retargeted(&extension(files), TargetFramework::V48).unwrap_err();
        assert_eq!(refused(&[]), NotRetargeted::NoProject);
        assert_eq!(refused(&[("A.csproj", b"<a/>"), ("B.csproj", b"<a/>")]), NotRetargeted::NoProject);
        assert_eq!(refused(&[("A.csproj", b"<a/>")]), NotRetargeted::NoPlace);
        assert_eq!(refused(&[("A.csproj", b"\xff\xfe<\0")]), NotRetargeted::NotText);
        let several = b"<TargetFrameworks>net472;net8.0</TargetFrameworks>";
        assert_eq!(refused(&[("A.csproj", several)]), NotRetargeted::NoPlace);
    }
}
