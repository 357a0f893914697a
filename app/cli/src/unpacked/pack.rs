use std::collections::HashMap;
use std::sync::Arc;

use extension::{Content, Extension, Key, Timestamp};
use xif::{ReadError, Stamp};

use super::{DEFINITION, FilePath, Line, MAPPING, Mapping};
use crate::fingerprint::sha256;

/// Why files are not a XIF.
#[derive(Debug, thiserror::Error)]
pub enum PackError<E> {
    /// The definition cannot be read.
    #[error("{DEFINITION} cannot be read as a definition. {0}")]
    Definition(ReadError),
    /// A resource has no file.
    #[error(
        "The resource {path} (key {key}) has no line in {MAPPING}, so its content is not known. Take the line back \
         into {MAPPING}, or take the resource out of {DEFINITION}."
    )]
    NoLine {
        /// The resource's path in the extension.
        path: String,
        /// Its key.
        key: Key,
    },
    /// A content could not be had.
    #[error(transparent)]
    File(E),
}

/// What became of the files.
#[derive(Debug)]
pub struct Packed {
    /// The document.
    pub extension: Extension,
    /// Its definition XML: that of the XIF that was unpacked when nothing changed since.
    pub text: String,
    /// Whether the definition's file is another one than was unpacked.
    pub is_definition_changed: bool,
    /// The paths of the resources whose files are others than were unpacked.
    pub changed: Vec<String>,
    /// Files that the mapping has and no resource uses any more.
    pub unused: Vec<FilePath>,
}

impl Packed {
    /// Whether anything is another than was unpacked.
    pub fn is_changed(&self) -> bool {
        self.is_definition_changed || !self.changed.is_empty()
    }
}

/// The times that a changed document gets.
#[derive(Debug, Clone)]
pub struct Now {
    /// For the document, in UTC.
    pub utc: Timestamp,
    /// For its resources, in local time.
    pub local: Timestamp,
}

/// The document of these files. What changed since they were unpacked gets the time of now, and the head of
/// the document follows [`xif::stamp`]; when nothing changed, nothing does.
///
/// # Errors
/// The definition is wrong, or a resource has no content.
pub fn pack<E>(
    definition: &str,
    mapping: &Mapping,
    now: &Now,
    mut content_of: impl FnMut(&FilePath) -> Result<Vec<u8>, E>,
) -> Result<Packed, PackError<E>> {
    let mut extension = xif::parse(definition).map_err(PackError::Definition)?;
    let mut lines: HashMap<Key, &Line> = mapping.lines.iter().map(|line| (line.key, line)).collect();
    let (mut changed, mut has_all_contents) = (Vec::new(), true);
    for resource in Arc::make_mut(&mut extension.resources) {
        let line = lines
            .remove(&resource.key)
            .ok_or_else(|| PackError::NoLine { path: resource.path(), key: resource.key })?;
        let bytes = content_of(&line.file).map_err(PackError::File)?;
        let is_changed = sha256(&bytes) != line.sha256;
        let resource = Arc::make_mut(resource);
        let content = Content::from_bytes(bytes);
        // A definition that kept the content keeps how it stood there.
        if resource.content != content {
            resource.content = content;
            has_all_contents = false;
        }
        if is_changed {
            resource.last_modified = now.local.clone();
            changed.push(resource.path());
        }
    }
    let is_definition_changed = sha256(definition.as_bytes()) != mapping.definition_sha256;
    let unused = mapping.lines.iter().filter(|line| lines.contains_key(&line.key)).map(|line| line.file.clone());
    let mut packed =
        Packed { unused: unused.collect(), extension, text: String::new(), is_definition_changed, changed };
    if packed.is_changed() {
        let head = Arc::clone(&packed.extension.provenance);
        // Nobody has verified a content that was changed in files.
        let stamp = Stamp { now_utc: now.utc.clone(), is_valid: false, is_unchanged: false };
        packed.extension = xif::stamp(&packed.extension, &head, stamp);
    }
    let is_as_written = has_all_contents && !packed.is_changed();
    packed.text = if is_as_written { definition.to_owned() } else { xif::print(&packed.extension) };
    Ok(packed)
}
