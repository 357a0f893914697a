//! An extension as a project of C#.

use std::collections::BTreeMap;

use csharp::{files_not_compiled, is_generated, project_facts, project_path};
use extension::{Content, Extension, Folder, Key, ProjectTarget, Resource, TargetFramework};
use serde::Serialize;

/// What counts when a project for .NET Framework says none.
const USUAL_LANGUAGE: &str = "7.3";

/// What a project in the style of the SDK refers to without saying so.
const OF_SDK: [&str; 9] = [
    "System",
    "System.Core",
    "System.Data",
    "System.Drawing",
    "System.IO.Compression.FileSystem",
    "System.Numerics",
    "System.Runtime.Serialization",
    "System.Xml",
    "System.Xml.Linq",
];

/// The project of an extension without the texts of its documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Project {
    /// The name of the assembly.
    pub name: String,
    /// The version of C#, as project files name it.
    pub language: String,
    /// The symbols of the preprocessor.
    pub symbols: Vec<String>,
    /// Whether unsafe code is allowed.
    #[serde(rename = "unsafe")]
    pub allows_unsafe: bool,
    /// The version of .NET Framework: `4.6.1`.
    pub framework: String,
    /// Assemblies of the framework and the platform, by simple name. Names that are neither are those of libraries.
    pub references: Vec<String>,
    /// Assemblies of the extension.
    pub libraries: Vec<Library>,
}

/// An assembly of the extension that the project refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Library {
    /// Its simple name.
    pub name: String,
    /// The name under which its bytes are supplied.
    pub bytes: String,
    /// The same for its documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
}

/// A source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// The key of its resource.
    pub document: String,
    /// Its path in `Source\NET`, with slashes.
    pub name: String,
    /// The text, without a byte order mark.
    pub text: String,
    /// Whether the definition alone says what is in it.
    pub generated: bool,
}

/// The name for the bytes of a file, the same as long as they are the same.
pub(crate) trait Naming {
    /// The name of a content.
    fn name(&mut self, content: &Content) -> String;
}

impl Project {
    /// The project of an extension.
    pub(crate) fn of(extension: &Extension, naming: &mut impl Naming) -> Self {
        let facts = project_facts(extension);
        let framework = match extension.target_framework() {
            ProjectTarget::Known(framework) => framework,
            ProjectTarget::None | ProjectTarget::Other(_) => TargetFramework::V461,
        };
        let mut references = facts.references;
        if facts.is_of_sdk || references.is_empty() {
            references.extend(OF_SDK.map(str::to_owned));
        }
        let libraries = libraries(extension, (!facts.is_of_sdk).then_some(references.as_slice()), naming);
        Self {
            name: csharp::assembly_name(extension).trim_end_matches(".dll").to_owned(),
            language: facts.language.unwrap_or_else(|| USUAL_LANGUAGE.to_owned()),
            symbols: facts.symbols,
            allows_unsafe: facts.allows_unsafe,
            framework: framework.version().to_owned(),
            references,
            libraries,
        }
    }
}

/// The DLLs beside the main assembly; those that are named, where names count.
fn libraries(extension: &Extension, named: Option<&[String]>, naming: &mut impl Naming) -> Vec<Library> {
    let main = csharp::assembly_name(extension);
    let in_binaries = |resource: &&Resource| resource.folder.is_same(Folder::BINARIES);
    let files: Vec<&Resource> = extension.resources.iter().map(AsRef::as_ref).filter(in_binaries).collect();
    let is_library = |resource: &&&Resource| {
        resource.file_name.extension().eq_ignore_ascii_case("dll") && !resource.file_name.is_same(&main)
    };
    let described = |name: &str, naming: &mut dyn FnMut(&Content) -> String| {
        let file = files.iter().find(|resource| resource.file_name.is_same(&format!("{name}.xml")));
        file.map(|file| naming(&file.content))
    };
    let mut libraries = Vec::new();
    for file in files.iter().filter(is_library) {
        let name = file.file_name.as_str();
        let name = name.get(..name.len() - ".dll".len()).unwrap_or(name).to_owned();
        if named.is_some_and(|names| !names.iter().any(|other| other.eq_ignore_ascii_case(&name))) {
            continue;
        }
        let bytes = naming.name(&file.content);
        let documentation = described(&name, &mut |content| naming.name(content));
        libraries.push(Library { name, bytes, documentation });
    }
    libraries
}

/// A source file before its text is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) content: Content,
    pub(crate) generated: bool,
}

impl Source {
    /// The document with its text; none where that is not UTF-8.
    pub(crate) fn document(&self, key: Key) -> Option<Document> {
        let Self { name, generated, .. } = self;
        Some(Document {
            document: key.to_string(),
            name: name.clone(),
            text: self.content.text()?,
            generated: *generated,
        })
    }
}

/// The files that the project compiles, by their keys. Generated ones have the content in `newer`, where there is one.
pub(crate) fn sources(extension: &Extension, newer: &BTreeMap<Key, Content>) -> BTreeMap<Key, Source> {
    let left_out: Vec<Key> = files_not_compiled(extension).iter().map(|file| file.key).collect();
    let source = |resource: &Resource| {
        let is_source = resource.file_name.extension().eq_ignore_ascii_case("cs") && !left_out.contains(&resource.key);
        let name = project_path(resource).filter(|_| is_source)?;
        let content = newer.get(&resource.key).unwrap_or(&resource.content).clone();
        Some((resource.key, Source { name, content, generated: is_generated(extension, resource) }))
    };
    extension.resources.iter().filter_map(|resource| source(resource)).collect()
}
