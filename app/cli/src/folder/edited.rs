//! An unpacked XIF whose definition and files are edited together.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use extension::{Content, Extension, Key, Resource, Timestamp};

use super::disk::{Change, Root};
use super::{FolderError, load, needed_text, wrong_mapping};
use crate::fingerprint::sha256;
use crate::unpacked::{DEFINITION, FilePath, Line, MAPPING, Mapping, Now, places};

/// An unpacked XIF as a document.
#[derive(Debug)]
pub struct OpenFolder {
    root: Root,
    /// The document with the contents of its files.
    extension: Extension,
    /// The document as its definition has it.
    bare: Extension,
    mapping: Mapping,
}

impl OpenFolder {
    /// Reads the folder.
    ///
    /// # Errors
    /// A file is missing or is a link, or the definition or the mapping is wrong.
    pub fn open(folder: &Path) -> Result<Self, FolderError> {
        let root = Root::new(folder);
        let never = Timestamp::as_found("");
        let mut extension = load(folder, &Now { utc: never.clone(), local: never })?.packed.extension;
        let bare = xif::parse(needed_text(&root, DEFINITION)?).map_err(FolderError::Definition)?;
        let mapping = Mapping::parse(&needed_text(&root, MAPPING)?).map_err(|error| wrong_mapping(&root, error))?;
        // What packing would stamp is of the packing.
        extension.provenance = Arc::clone(&bare.provenance);
        for (resource, as_defined) in Arc::make_mut(&mut extension.resources).iter_mut().zip(bare.resources.iter()) {
            Arc::make_mut(resource).last_modified = as_defined.last_modified.clone();
        }
        Ok(Self { root, extension, bare, mapping })
    }

    /// The document with the contents of its files.
    pub fn extension(&self) -> &Extension {
        &self.extension
    }

    /// Writes what differs in `after`: the definition, the mapping and the files of resources, all or nothing. Packing
    /// stamps it as it stamps what was changed by hand.
    ///
    /// # Errors
    /// A file that belongs to no resource is in the way, or the disk refuses.
    pub fn write(&self, after: &Extension) -> Result<(), FolderError> {
        let lines = self.lines(after);
        let mapping = Mapping { definition_sha256: self.mapping.definition_sha256.clone(), lines };
        let definition = self.definition(after)?;
        let mut changes = self.changed_files(after, &mapping)?;
        if changes.is_empty() && definition == needed_text(&self.root, DEFINITION)? {
            return Ok(());
        }
        changes.push((MAPPING.to_owned(), Some(mapping.text().into_bytes())));
        changes.push((DEFINITION.to_owned(), Some(definition.into_bytes())));
        self.root.change(&changes)
    }

    /// The line of each resource. One whose path in the extension changed gets a new place.
    fn lines(&self, after: &Extension) -> Vec<Line> {
        let known: HashMap<Key, &Line> = self.mapping.lines.iter().map(|line| (line.key, line)).collect();
        let stays = |resource: &Resource| {
            let before = self.bare.resource(resource.key)?;
            known.get(&resource.key).copied().filter(|_| before.path() == resource.path())
        };
        let kept: Vec<Option<&Line>> = after.resources.iter().map(|resource| stays(resource)).collect();
        let mut taken: Vec<String> = kept.iter().flatten().map(|line| line.file.as_str().to_owned()).collect();
        let place = |(resource, kept): (&Arc<Resource>, Option<&Line>)| {
            if let Some(line) = kept {
                return Some(line.clone());
            }
            taken.push(resource.path());
            let file = places(taken.iter().cloned()).pop()?;
            if let Some(last) = taken.last_mut() {
                file.as_str().clone_into(last);
            }
            let sha256 = match known.get(&resource.key) {
                Some(line) => line.sha256.clone(),
                None => sha256(&resource.content.bytes()),
            };
            Some(Line { key: resource.key, sha256, file })
        };
        after.resources.iter().zip(kept).filter_map(place).collect()
    }

    /// The definition: without the contents that it did not have, and with the times that it had.
    fn definition(&self, after: &Extension) -> Result<String, FolderError> {
        let mut bare = after.clone();
        for resource in Arc::make_mut(&mut bare.resources) {
            let before = self.bare.resource(resource.key);
            let resource = Arc::make_mut(resource);
            resource.content = before.map_or_else(Content::default, |before| before.content.clone());
            if let Some(before) = before {
                resource.last_modified = before.last_modified.clone();
            }
        }
        let text = xif::print(&bare);
        let is_kept = xif::parse(text.as_str()).is_ok_and(|read| read == bare);
        if is_kept { Ok(text) } else { Err(FolderError::NotKept) }
    }

    /// The files that change, with their bytes, and those that go.
    fn changed_files(&self, after: &Extension, mapping: &Mapping) -> Result<Vec<Change>, FolderError> {
        let (limit, mut total) = (xif::Limits::default().inflated, 0_usize);
        let own: HashSet<String> = self.mapping.lines.iter().map(|line| line.file.folded()).collect();
        let old: HashMap<Key, &FilePath> = self.mapping.lines.iter().map(|line| (line.key, &line.file)).collect();
        let (mut changes, mut in_the_way) = (Vec::new(), Vec::new());
        for (resource, line) in after.resources.iter().zip(&mapping.lines) {
            let bytes = resource.content.bytes();
            total = total.saturating_add(bytes.len());
            let is_same = self.extension.resource(resource.key).is_some_and(|it| it.content == resource.content);
            if is_same && old.get(&resource.key) == Some(&&line.file) {
                continue;
            }
            if !own.contains(&line.file.folded()) {
                in_the_way.extend(self.root.obstacle(line.file.as_str(), &bytes, &own)?);
            }
            changes.push((line.file.as_str().to_owned(), Some(bytes.into_owned())));
        }
        if total > limit {
            return Err(FolderError::TooLarge { limit });
        }
        if !in_the_way.is_empty() {
            return Err(FolderError::InTheWay { files: in_the_way });
        }
        let wanted: HashSet<String> = mapping.lines.iter().map(|line| line.file.folded()).collect();
        let gone = self.mapping.lines.iter().filter(|line| !wanted.contains(&line.file.folded()));
        changes.extend(gone.map(|line| (line.file.as_str().to_owned(), None)));
        Ok(changes)
    }
}
