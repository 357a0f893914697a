//! What the screen knows of a target before it shows one.

use extension::Key;
use leptos::prelude::*;
use workbench::Target;

use super::Studio;

/// The icon of a target in the icon font, and the class that colours it.
pub(crate) fn look_of(target: Target) -> (&'static str, &'static str) {
    match target {
        Target::Extension => ("extensions", "of-extension"),
        Target::Action(_) => ("symbol-method", "of-action"),
        Target::Structure(_) => ("symbol-structure", "of-structure"),
        Target::Entity(_) => ("table", "of-entity"),
        Target::Resource(_) => ("file", "of-resource"),
        Target::Source(_) => ("file-code", "of-resource"),
    }
}

/// The target that shows a file: text files open as text, other files with their properties.
pub(crate) fn target_of_file(studio: Studio, key: Key) -> Option<Target> {
    studio.derived.extension.with_untracked(|extension| {
        let resource = extension.as_ref()?.resource(key)?;
        let is_source = language_of(resource.file_name.extension()).is_some();
        Some(if is_source { Target::Source(key) } else { Target::Resource(key) })
    })
}

/// The language of a text file by the ending of its name, in the words of the source editor; `None` for files that are not
/// text.
pub(crate) fn language_of(ending: &str) -> Option<&'static str> {
    Some(match ending.to_ascii_lowercase().as_str() {
        "cs" => "csharp",
        "xml" | "csproj" | "config" | "resx" | "manifest" | "xsd" | "xslt" | "wsdl" => "xml",
        "js" | "json" => "javascript",
        "css" => "css",
        "html" | "htm" | "aspx" | "asmx" => "html",
        "txt" | "md" | "sln" | "user" | "ini" | "sql" | "log" => "plaintext",
        _ => return None,
    })
}
