use std::fmt;
use std::ops::RangeInclusive;

use extension::{Content, Extension, FileName, Folder, Key, Severity};

use crate::finding::Finding;
use crate::generate::{Owner, RecordKeys, SourceFile};
use crate::merge::generated::{self, NewNames};
use crate::merge::project::{self, FileStep};
use crate::merge::{self, Followed, Members};
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
    /// What somebody wrote by hand into generated files and the new content no longer has. Ask before writing the files.
    pub overwritten: Vec<Overwritten>,
}

/// Lines that somebody wrote by hand into a generated file, where the definition now wants others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overwritten {
    /// The file's resource.
    pub resource: Key,
    /// The file's name.
    pub file_name: FileName,
    /// The lines in the file as it stands, from 1.
    pub lines: RangeInclusive<usize>,
    /// The declaration that they belong to.
    pub declaration: String,
}

impl fmt::Display for Overwritten {
    /// `Structures.cs(12-14): ssName`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, end) = self.lines.clone().into_inner();
        let lines = if start == end { start.to_string() } else { format!("{start}-{end}") };
        write!(formatter, "{}({lines}): {}", self.file_name, self.declaration)
    }
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
/// Generated files change where the definition does, in the form in which they came: see [`Update::overwritten`] for what
/// somebody wrote into them. In the user's C# only names and signatures change; project, solution and assembly attributes
/// follow the extension's name and nothing else. What is missing is added, but for an extension that has an assembly and no
/// sources at all. Nothing changes when the
/// definition itself is broken: the findings then say where.
pub fn update(previous: &Extension, current: &Extension) -> Update {
    let mut update = Update { findings: broken_definition(current), ..Update::default() };
    if !update.findings.is_empty() {
        return update;
    }
    let has_sources = current.resources.iter().any(|resource| is_source(&resource.folder, &resource.file_name));
    // New methods do nothing. They do not replace an assembly whose sources are kept elsewhere.
    if !has_sources && current.main_assembly().is_some() {
        let text = "The extension has an assembly and no C# files, so there is nothing to update.";
        update.findings.push(Finding::of_definition(Severity::Information, text));
        return update;
    }
    let keys = record_keys(previous, current);
    let members = Members::new(previous, current);
    follow_generated(previous, current, &keys, &members.new_names(previous, current), &mut update);
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
    follow_project(previous, current, &mut update);
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
    let has_followed = |file: SourceFile| {
        let own = current.resource_at(Folder::SOURCE, file.file_name(current).as_str())?.content.text()?;
        Some(generated::is_followed(&own, &file.generate(current, &keys).text()?))
    };
    // Elements that exchanged their names look the same in Records.cs; the keys of their attributes tell.
    let is_current =
        [SourceFile::Structures, SourceFile::Entities].into_iter().all(|it| has_followed(it) == Some(true));
    if is_current || keys.len() > old_keys.len() { keys } else { old_keys }
}

/// Lets the files that belong to the definition follow it.
fn follow_generated(
    previous: &Extension,
    current: &Extension,
    keys: &RecordKeys,
    names: &NewNames,
    update: &mut Update,
) {
    for file in SourceFile::ALL.into_iter().filter(|file| file.owner() == Owner::Definition) {
        let mut change = generated(current, keys, file);
        let Some(resource) = current.resource_at(Folder::SOURCE, change.file_name.as_str()) else {
            update.files.push(change);
            continue;
        };
        if resource.content == change.content {
            continue;
        }
        change.resource = Some(resource.key);
        let overwritten = |lines, declaration| Overwritten {
            resource: resource.key,
            file_name: change.file_name.clone(),
            lines,
            declaration,
        };
        let (Some(own), Some(new)) = (resource.content.text(), change.content.text()) else {
            update.overwritten.push(overwritten(1..=1, "the whole file, which is not UTF-8 text".to_owned()));
            update.files.push(change);
            continue;
        };
        let base = if is_same_code(previous, current) { None } else { file.generate(previous, keys).text() };
        let Some(followed) = generated::follow(&own, base.as_deref().unwrap_or(&new), &new, names) else { continue };
        update.overwritten.extend(followed.lost.into_iter().map(|lost| overwritten(lost.lines, lost.declaration)));
        let bom = if resource.content.has_bom() { "\u{feff}" } else { "" };
        change.content = Content::from_bytes(format!("{bom}{}", followed.text).into_bytes());
        update.files.push(change);
    }
}

/// Whether the same code is generated for both.
fn is_same_code(one: &Extension, other: &Extension) -> bool {
    one.key == other.key
        && one.name == other.name
        && one.actions == other.actions
        && one.structures == other.structures
        && one.entities == other.entities
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

/// Lets project and solution follow a rename of the extension, and the project the files that were added, moved or removed.
fn follow_project(previous: &Extension, current: &Extension, update: &mut Update) {
    let (old, new) = (&previous.name, &current.name);
    let steps = file_steps(previous, current);
    for file in [SourceFile::Project, SourceFile::Solution] {
        let is_project = file == SourceFile::Project;
        let file_name = file.file_name(current);
        if old == new && (!is_project || steps.is_empty()) {
            continue;
        }
        let Some(resource) = current.resource_at(Folder::SOURCE, file_name.as_str()) else {
            continue;
        };
        let bytes = resource.content.bytes();
        let Ok(text) = std::str::from_utf8(&bytes) else {
            let text = if old == new {
                "The file is not UTF-8 text, so the source files that were added or removed were not changed in it. Change it by hand.".to_owned()
            } else {
                format!("The file is not UTF-8 text, so “{old}” was not renamed to “{new}” in it. Change it by hand.")
            };
            update.findings.push(Finding::of_file(Severity::Warning, &file_name, None, text));
            continue;
        };
        let mut after = match (old == new, is_project) {
            (true, _) => text.to_owned(),
            (false, true) => project::renamed_project(text, old, new),
            (false, false) => project::renamed_solution(text, old, new),
        };
        if is_project {
            match project::with_files(&after, &steps) {
                Some(text) => after = text,
                None => {
                    let text = "The project has no list of the files that it compiles, so the new ones were not added. Add them by hand.";
                    update.findings.push(Finding::of_file(Severity::Warning, &file_name, None, text));
                }
            }
        }
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

/// What happened to C# files since the definition before. The generated ones and the main one are the project's own.
fn file_steps(previous: &Extension, current: &Extension) -> Vec<FileStep> {
    let path = |extension: &Extension, resource: &extension::Resource| {
        let is_own =
            SourceFile::ALL.iter().any(|file| resource.is_at(Folder::SOURCE, file.file_name(extension).as_str()));
        let is_user_s = is_source(&resource.folder, &resource.file_name) && !is_own;
        is_user_s.then(|| crate::build::project_path(resource)).flatten()
    };
    if std::sync::Arc::ptr_eq(&previous.resources, &current.resources) {
        return Vec::new();
    }
    let mut steps = Vec::new();
    for resource in previous.resources.iter() {
        let Some(old) = path(previous, resource) else { continue };
        let is_there =
            || current.resources.iter().any(|now| path(current, now).is_some_and(|now| now.eq_ignore_ascii_case(&old)));
        match current.resource(resource.key).and_then(|now| path(current, now)) {
            Some(new) if new == old => {}
            Some(new) => steps.push(FileStep::Moved(old, new)),
            None if is_there() => {}
            None => steps.push(FileStep::Removed(old)),
        }
    }
    for resource in current.resources.iter().filter(|resource| previous.resource(resource.key).is_none()) {
        let Some(new) = path(current, resource) else { continue };
        let was_there =
            previous.resources.iter().any(|old| path(previous, old).is_some_and(|old| old.eq_ignore_ascii_case(&new)));
        if !was_there {
            steps.push(FileStep::Added(new));
        }
    }
    steps
}

/// Where the method of an action is declared: a place in a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodPlace {
    /// The file's resource.
    pub resource: Key,
    /// The line where its body begins, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

/// Where the method of the action is declared. Of several with its name it is the one with its signature.
pub fn method_place(extension: &Extension, action: Key) -> Option<MethodPlace> {
    let action = extension.actions.get(action)?;
    let is_user_file =
        |folder: &Folder, name: &FileName| is_source(folder, name) && !is_generated(extension, folder, name);
    let merge::Declaration { resource, line, column } = merge::declaration(extension, action, is_user_file)?;
    Some(MethodPlace { resource, line, column })
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
