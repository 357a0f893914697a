use extension::{Content, Extension, FileName, Folder, Key, Severity};

use crate::finding::Finding;
use crate::generate::{Owner, RecordKeys, SourceFile};
use crate::merge::{self, Followed, project};
use crate::{names, types};

/// A source file that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// The resource whose content changes; none for a file that is to be added.
    pub resource: Option<Key>,
    /// The folder of the file.
    pub folder: Folder,
    /// The name of the file.
    pub file_name: FileName,
    /// The file's new bytes.
    pub content: Content,
}

/// What an update changes, and what it has to say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Update {
    /// The files that really change.
    pub files: Vec<FileChange>,
    /// What the user should know.
    pub findings: Vec<Finding>,
}

/// The source files of a new extension, in the order in which its resources hold them. The compiled
/// assembly and its documentation, which follow them there, are the compiler's.
pub fn new_sources(extension: &Extension) -> Vec<FileChange> {
    let keys = RecordKeys::default();
    SourceFile::ALL.into_iter().map(|file| generated(extension, &keys, file)).collect()
}

/// Brings the source files in step with the definition.
///
/// `previous` is the definition that the sources followed last; elements are recognised by their keys,
/// so that what was renamed is renamed in the code. `current` is the definition now; its resources hold
/// the sources as they are. The same update again changes nothing. What a warning says was left alone is
/// not remembered: the next update, from `current`, knows no renames that lie before it.
///
/// Generated files are rewritten where their text differs. In the user's C# only names and signatures
/// change; project, solution and assembly attributes follow the extension's name and nothing else. What
/// is missing is added, but for an extension that has no sources at all. Nothing changes when the
/// definition itself is broken: the findings then say where.
pub fn update(previous: &Extension, current: &Extension) -> Update {
    let mut update = Update { files: Vec::new(), findings: broken_definition(current) };
    if !update.findings.is_empty() {
        return update;
    }
    if !current.resources.iter().any(|resource| is_source(&resource.folder, &resource.file_name)) {
        let text = "The extension has no C# files, so there is nothing to update.";
        update.findings.push(Finding::of_definition(Severity::Information, text));
        return update;
    }
    let keys = record_keys(previous, current);
    rewrite_generated(current, &keys, &mut update);
    let is_current =
        |names: &[&str]| !update.files.iter().any(|it| names.iter().any(|name| it.file_name.is_same(name)));
    let followed = Followed {
        actions: is_current(&["Interface.cs"]),
        types: is_current(&["Structures.cs", "Entities.cs", "Records.cs", "RecordLists.cs"]),
    };
    let is_user_file =
        |folder: &Folder, name: &FileName| is_source(folder, name) && !is_generated(current, folder, name);
    let merged = merge::merge(previous, current, followed, is_user_file);
    update.findings.extend(merged.findings);
    update.files.extend(merged.files.into_iter().map(|(key, folder, file_name, content)| FileChange {
        resource: Some(key),
        folder,
        file_name,
        content,
    }));
    complete(current, &keys, merged.has_class, &mut update);
    rename_project(previous, current, &mut update);
    update
}

fn generated(extension: &Extension, keys: &RecordKeys, file: SourceFile) -> FileChange {
    FileChange {
        resource: None,
        folder: Folder::as_found(Folder::SOURCE),
        file_name: file.file_name(extension),
        content: file.generate(extension, keys),
    }
}

/// What makes it impossible to generate C#: names that are none, types that cannot be resolved.
fn broken_definition(extension: &Extension) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut broken = |text: String| findings.push(Finding::of_definition(Severity::Error, text));
    if !names::is_usable(&extension.name) {
        broken(format!("The extension's name “{}” cannot stand in C#. Rename it.", extension.name));
    }
    for action in &extension.actions {
        if !names::is_usable(&action.name) {
            broken(format!("The action's name “{}” cannot stand in C#. Rename it.", action.name));
        }
        for parameter in &action.parameters {
            let path = format!("{}.{}", action.name, parameter.name);
            if !names::is_usable(&parameter.name) {
                broken(format!("The name of the parameter {path} cannot stand in C#. Rename it."));
            }
            if types::resolved(extension, &parameter.data_type).is_none() {
                broken(format!("The type of {path} is not complete or not known. Choose another."));
            }
        }
    }
    let structures = extension.structures.iter().map(|structure| {
        let attributes = structure.attributes.iter().map(|attribute| (&attribute.name, &attribute.data_type));
        (&structure.name, attributes.collect::<Vec<_>>())
    });
    let entities = extension.entities.iter().map(|entity| {
        // Ignored ones are left out of the code.
        let attributes = entity.attributes.iter().filter(|attribute| !attribute.is_ignored);
        let attributes = attributes.map(|attribute| (&attribute.name, &attribute.data_type));
        (&entity.name, attributes.collect::<Vec<_>>())
    });
    for (owner, attributes) in structures.chain(entities) {
        if !names::is_usable(owner) {
            broken(format!("The name “{owner}” of a structure or entity cannot stand in C#. Rename it."));
        }
        for (name, data_type) in attributes {
            if !names::is_usable(name) {
                broken(format!("The name of the attribute {owner}.{name} cannot stand in C#. Rename it."));
            }
            if types::resolved(extension, data_type).is_none() {
                broken(format!("The type of {owner}.{name} is not complete or not known. Choose another."));
            }
        }
    }
    findings
}

/// The keys of records that Records.cs has: under the names of the current definition when it follows
/// that one already, else of the previous one.
pub(crate) fn record_keys(previous: &Extension, current: &Extension) -> RecordKeys {
    let file_name = SourceFile::Records.file_name(current);
    let resource = current.resource_at(Folder::SOURCE, file_name.as_str());
    let text = resource.and_then(|resource| resource.content.text()).unwrap_or_default();
    let keys = RecordKeys::from_source(&text, current);
    let old_keys = RecordKeys::from_source(&text, previous);
    if keys == old_keys {
        return keys;
    }
    let is_current = resource.is_some_and(|it| it.content == SourceFile::Records.generate(current, &keys));
    if is_current { keys } else { old_keys }
}

/// Writes the files that belong to the definition.
fn rewrite_generated(current: &Extension, keys: &RecordKeys, update: &mut Update) {
    for file in SourceFile::ALL.into_iter().filter(|file| file.owner() == Owner::Definition) {
        let mut change = generated(current, keys, file);
        let resource = current.resource_at(Folder::SOURCE, change.file_name.as_str());
        change.resource = resource.map(|resource| resource.key);
        if resource.is_none_or(|resource| resource.content != change.content) {
            update.files.push(change);
        }
    }
}

/// Adds the user's files that are missing. The class with the methods may have moved to another file.
fn complete(current: &Extension, keys: &RecordKeys, has_class: bool, update: &mut Update) {
    for file in SourceFile::ALL.into_iter().filter(|file| file.owner() == Owner::User) {
        let change = generated(current, keys, file);
        let is_there = current.resource_at(Folder::SOURCE, change.file_name.as_str()).is_some();
        if file != SourceFile::Implementation {
            update.files.extend((!is_there).then_some(change));
        } else if !has_class && is_there {
            let text = format!(
                "The file does not declare the class {}, so the methods were left as they are. Declare it, or delete the file to have it written anew.",
                names::class(&current.name)
            );
            update.findings.push(Finding::of_file(Severity::Error, &change.file_name, None, text));
        } else if !has_class {
            update.files.push(change);
        }
    }
}

/// Lets project and solution follow a rename of the extension.
fn rename_project(previous: &Extension, current: &Extension, update: &mut Update) {
    let (old, new) = (&previous.name, &current.name);
    if old == new {
        return;
    }
    for (file, renamed) in [
        (SourceFile::Project, project::renamed_project as fn(&str, &_, &_) -> String),
        (SourceFile::Solution, project::renamed_solution),
    ] {
        let file_name = file.file_name(current);
        let Some(resource) = current.resource_at(Folder::SOURCE, file_name.as_str()) else {
            continue;
        };
        let bytes = resource.content.bytes();
        let Ok(text) = std::str::from_utf8(&bytes) else {
            let text =
                format!("The file is not UTF-8 text, so “{old}” was not renamed to “{new}” in it. Change it by hand.");
            update.findings.push(Finding::of_file(Severity::Warning, &file_name, None, text));
            continue;
        };
        let after = renamed(text, old, new);
        if after != text {
            update.files.push(FileChange {
                resource: Some(resource.key),
                folder: resource.folder.clone(),
                file_name,
                content: Content::from_bytes(after.into_bytes()),
            });
        }
    }
}

/// Whether the file is C# of the extension.
pub(crate) fn is_source(folder: &Folder, name: &FileName) -> bool {
    let folder = folder.as_str().to_ascii_lowercase();
    folder.starts_with(&Folder::SOURCE.to_ascii_lowercase()) && name.extension().eq_ignore_ascii_case("cs")
}

/// Whether the file is written anew at every update.
pub(crate) fn is_generated(extension: &Extension, folder: &Folder, name: &FileName) -> bool {
    let is_this = |file: &SourceFile| file.file_name(extension).is_same(name.as_str());
    let mut owned = SourceFile::ALL.iter().filter(|file| file.owner() == Owner::Definition);
    folder.is_same(Folder::SOURCE) && owned.any(is_this)
}
