//! The sources of an unpacked XIF, brought in step with its definition.

use std::path::Path;
use std::sync::Arc;

use csharp::{FileChange, Finding, Overwritten};
use extension::{Content, Edit, Extension, Key, Resource, Severity, Timestamp};

use super::disk::Root;
use super::{FolderError, load, needed_text, wrong_mapping};
use crate::fingerprint::{sha256, sixteen_bytes};
use crate::unpacked::{DEFINITION, FilePath, Line, MAPPING, Mapping, Now, places};

/// What an update of sources changes in a folder, and what it has to say.
#[derive(Debug)]
pub struct SourceUpdate {
    /// The document.
    pub extension: Extension,
    /// The files that change.
    pub files: Vec<UpdatedFile>,
    /// What the user should know.
    pub findings: Vec<Finding>,
    /// What somebody wrote by hand into generated files and these files no longer have.
    pub overwritten: Vec<Overwritten>,
    /// Whether the definition was changed since it was unpacked and nothing tells what the sources follow: what was renamed
    /// would be taken for new.
    pub is_uncertain: bool,
    definition: String,
    mapping: Mapping,
}

/// A file that an update changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdatedFile {
    /// Where it lies in the folder.
    pub path: FilePath,
    /// Whether it is added: its resource is too.
    pub is_new: bool,
    change: FileChange,
}

impl SourceUpdate {
    /// What the update of this folder would do; `before` is the definition that the sources follow, where it is known.
    ///
    /// # Errors
    /// The folder cannot be read, or holds no unpacked XIF.
    pub fn new(folder: &Path, before: Option<&Extension>) -> Result<Self, FolderError> {
        let root = Root::new(folder);
        let never = Timestamp::as_found("");
        let loaded = load(folder, &Now { utc: never.clone(), local: never })?;
        let definition = needed_text(&root, DEFINITION)?;
        let mapping = needed_text(&root, MAPPING)?;
        let mapping = Mapping::parse(&mapping).map_err(|error| wrong_mapping(&root, error))?;
        let extension = loaded.packed.extension;
        check_names(before, &extension)?;
        let update = csharp::update(before.unwrap_or(&extension), &extension);
        let is_uncertain = before.is_none() && loaded.packed.is_definition_changed && !update.files.is_empty();
        let files = placed(update.files, &extension, &mapping);
        Ok(Self {
            extension,
            files,
            findings: update.findings,
            overwritten: update.overwritten,
            is_uncertain,
            definition,
            mapping,
        })
    }

    /// Whether the sources could not be made to follow.
    pub fn has_error(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// How many places were left that do not follow, or may not.
    pub fn left(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity == Severity::Warning).count()
    }

    /// Writes the files. One that is added becomes a resource, with the time of now.
    ///
    /// # Errors
    /// A file that belongs to no resource stands where one is to be added, or the disk refuses.
    pub fn write(&self, folder: &Path, now: &Timestamp) -> Result<(), FolderError> {
        let root = Root::new(folder);
        let added: Vec<&UpdatedFile> = self.files.iter().filter(|file| file.is_new).collect();
        let mut in_the_way = Vec::new();
        for file in &added {
            let bytes = file.change.content.bytes();
            in_the_way.extend(root.obstacle(file.path.as_str(), &bytes, &std::collections::HashSet::new())?);
        }
        if !in_the_way.is_empty() {
            return Err(FolderError::InTheWay { files: in_the_way });
        }
        let (definition, mapping) = self.with_resources(&added, now)?;
        for file in &self.files {
            root.write(file.path.as_str(), &file.change.content.bytes())?;
        }
        if !added.is_empty() {
            // The mapping first: a line too many is harmless, a resource without its line is not.
            root.write(MAPPING, mapping.text().as_bytes())?;
            root.write(DEFINITION, definition.as_bytes())?;
        }
        Ok(())
    }

    /// Definition and mapping with resources for these files.
    fn with_resources(&self, added: &[&UpdatedFile], now: &Timestamp) -> Result<(String, Mapping), FolderError> {
        let mut extension = xif::parse(self.definition.as_str()).map_err(FolderError::Definition)?;
        let mut mapping = self.mapping.clone();
        for file in added {
            let FileChange { file_name, folder, content, .. } = &file.change;
            let key = free_key(&extension, file.path.as_str());
            let resource = Resource::new(key, file_name.clone(), folder.clone(), Content::default(), now.clone());
            extension = extension
                .apply(&Edit::AddResource(resource))
                .map_err(|refusal| FolderError::NoLine(refusal.to_string()))?;
            mapping.lines.push(Line { key, sha256: sha256(&content.bytes()), file: file.path.clone() });
        }
        Ok((xif::print(&extension), mapping))
    }
}

/// A renamed extension has other names of files too, which only the studio gives.
fn check_names(before: Option<&Extension>, now: &Extension) -> Result<(), FolderError> {
    let Some(before) = before.filter(|before| before.name != now.name) else { return Ok(()) };
    let old = format!("{}.cs", before.name);
    let is_old = |resource: &Arc<Resource>| resource.is_at(extension::Folder::SOURCE, &old);
    if now.resources.iter().any(is_old) {
        return Err(FolderError::OldNames { old: before.name.to_string(), new: now.name.to_string() });
    }
    Ok(())
}

/// The files with their places: those of their resources, and free ones for new files.
fn placed(changes: Vec<FileChange>, extension: &Extension, mapping: &Mapping) -> Vec<UpdatedFile> {
    let mut taken: Vec<String> = mapping.lines.iter().map(|line| line.file.as_str().to_owned()).collect();
    let place = |change: FileChange| {
        let known = change.resource.filter(|key| extension.resource(*key).is_some());
        let line = known.and_then(|key| mapping.lines.iter().find(|line| line.key == key));
        if let Some(line) = line {
            return Some(UpdatedFile { path: line.file.clone(), is_new: false, change });
        }
        taken.push(format!("{}{}", change.folder.as_str(), change.file_name));
        let path = places(taken.iter().cloned()).pop()?;
        if let Some(last) = taken.last_mut() {
            path.as_str().clone_into(last);
        }
        Some(UpdatedFile { path, is_new: true, change })
    };
    changes.into_iter().filter_map(place).collect()
}

/// A key for the resource at this place: the same in every clone of the folder, so that two who update merge well.
pub(crate) fn free_key(extension: &Extension, path: &str) -> Key {
    let mut text = format!("{}/{path}", extension.key);
    loop {
        let key = Key::from_bytes(sixteen_bytes(&text));
        if extension.resource(key).is_none() {
            return key;
        }
        text.push('+');
    }
}
