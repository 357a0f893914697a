//! An unpacked XIF on disk.

mod disk;
mod edited;
mod error;
mod update;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

pub use disk::{read_file, write_file};
pub use edited::OpenFolder;
pub use error::FolderError;
pub(crate) use update::free_key;
pub use update::{SourceUpdate, UpdatedFile};

use crate::unpacked::{
    DEFINITION, FilePath, GIT_ATTRIBUTES, GIT_ATTRIBUTES_TEXT, GIT_IGNORE, GIT_IGNORE_TEXT, MAPPING, Mapping, Now,
    Packed, Unpacked, is_noise, pack,
};
use disk::Root;

/// A document from a folder, and what the user should know about the folder.
#[derive(Debug)]
pub struct Loaded {
    /// The document and what changed.
    pub packed: Packed,
    /// Files in the folders of resources that belong to no resource. They are not packed.
    pub new_files: Vec<String>,
}

/// Writes an unpacked XIF into the folder, which is made when it is not there.
///
/// A folder with anything in it is refused unless `force` is set. Then the files of the XIF that was unpacked
/// there before are replaced, and those that this one no longer has are removed; every other file is
/// left alone, and one that stands where a file must go is an error before anything is written. In the
/// end the folder is read back: only when it gives `text` again was it unpacked.
///
/// # Errors
/// The folder is not empty, something is in the way, or the disk refuses.
pub fn save(folder: &Path, unpacked: &Unpacked, text: &str, force: bool) -> Result<Vec<String>, FolderError> {
    let root = Root::new(folder);
    if !force && !root.is_empty()? {
        return Err(FolderError::NotEmpty { folder: folder.to_owned() });
    }
    let earlier = earlier_files(&root)?;
    check_nothing_is_in_the_way(&root, unpacked, earlier.as_ref())?;
    let notices = keep_attributes(&root)?;
    if root.read(GIT_IGNORE)?.is_none() {
        root.write(GIT_IGNORE, GIT_IGNORE_TEXT.as_bytes())?;
    }
    remove_stale(&root, unpacked, earlier.as_ref())?;
    for (line, content) in unpacked.mapping.lines.iter().zip(&unpacked.contents) {
        root.write(line.file.as_str(), &content.bytes())?;
    }
    root.write(DEFINITION, unpacked.definition.as_bytes())?;
    root.write(MAPPING, unpacked.mapping.text().as_bytes())?;
    check_it_comes_back(folder, text)?;
    Ok(notices)
}

/// Reads the document in this folder.
///
/// # Errors
/// A file is missing or is a link, or the definition or the mapping is wrong.
pub fn load(folder: &Path, now: &Now) -> Result<Loaded, FolderError> {
    let root = Root::new(folder);
    let definition = needed_text(&root, DEFINITION)?;
    let mapping = needed_text(&root, MAPPING)?;
    let mapping = Mapping::parse(&mapping).map_err(|error| wrong_mapping(&root, error))?;
    let limit = xif::Limits::default().inflated;
    let mut total = 0_usize;
    let packed = pack(&definition, &mapping, now, |file| {
        let bytes = root.read(file.as_str())?.ok_or_else(|| FolderError::Missing { file: root.path(file.as_str()) })?;
        total = total.saturating_add(bytes.len());
        if total > limit {
            return Err(FolderError::TooLarge { limit });
        }
        Ok(bytes)
    })?;
    Ok(Loaded { packed, new_files: new_files(&root, &mapping)? })
}

fn needed_text(root: &Root, name: &str) -> Result<String, FolderError> {
    let bytes = root.read(name)?.ok_or_else(|| FolderError::NotUnpacked { file: root.path(name) })?;
    String::from_utf8(bytes)
        .map_err(|error| FolderError::NotUtf8 { file: root.path(name), offset: error.utf8_error().valid_up_to() })
}

fn wrong_mapping(root: &Root, error: crate::unpacked::MappingError) -> FolderError {
    FolderError::Mapping { file: root.path(MAPPING), error }
}

/// The files of the XIF that was unpacked here before, if one was.
fn earlier_files(root: &Root) -> Result<Option<Vec<FilePath>>, FolderError> {
    if root.read(MAPPING)?.is_none() {
        return Ok(None);
    }
    let text = needed_text(root, MAPPING)?;
    let mapping = Mapping::parse(&text).map_err(|error| wrong_mapping(root, error))?;
    Ok(Some(mapping.lines.into_iter().map(|line| line.file).collect()))
}

/// A file that is there with the bytes that it is to have is in nobody's way: an unpacking that was cut off
/// can be done again.
fn check_nothing_is_in_the_way(
    root: &Root,
    unpacked: &Unpacked,
    earlier: Option<&Vec<FilePath>>,
) -> Result<(), FolderError> {
    let own: HashSet<String> = earlier.into_iter().flatten().map(FilePath::folded).collect();
    let mut in_the_way: Vec<PathBuf> = Vec::new();
    for (line, content) in unpacked.mapping.lines.iter().zip(&unpacked.contents) {
        if own.contains(&line.file.folded()) {
            continue;
        }
        if let Some(obstacle) = root.obstacle(line.file.as_str(), &content.bytes(), &own)? {
            in_the_way.push(obstacle);
        }
    }
    if earlier.is_none() {
        in_the_way.extend(root.obstacle(DEFINITION, unpacked.definition.as_bytes(), &own)?);
    }
    if in_the_way.is_empty() { Ok(()) } else { Err(FolderError::InTheWay { files: in_the_way }) }
}

/// Writes git's file unless the user has one, which stays as it is.
fn keep_attributes(root: &Root) -> Result<Vec<String>, FolderError> {
    match root.read(GIT_ATTRIBUTES)? {
        None => root.write(GIT_ATTRIBUTES, GIT_ATTRIBUTES_TEXT.as_bytes()).map(|()| Vec::new()),
        Some(bytes) if String::from_utf8_lossy(&bytes).lines().any(|line| line.trim() == "* -text") => Ok(Vec::new()),
        Some(_) => Ok(vec![format!(
            "{} is yours and was kept. Add the line \"* -text\" for these files, or git may change their line ends.",
            root.path(GIT_ATTRIBUTES).display()
        )]),
    }
}

fn remove_stale(root: &Root, unpacked: &Unpacked, earlier: Option<&Vec<FilePath>>) -> Result<(), FolderError> {
    let wanted: HashSet<&FilePath> = unpacked.mapping.lines.iter().map(|line| &line.file).collect();
    for file in earlier.into_iter().flatten().filter(|file| !wanted.contains(file)) {
        root.remove(file)?;
    }
    Ok(())
}

fn check_it_comes_back(folder: &Path, text: &str) -> Result<(), FolderError> {
    let never = extension::Timestamp::as_found("");
    let loaded = load(folder, &Now { utc: never.clone(), local: never })?;
    if loaded.packed.text == text { Ok(()) } else { Err(FolderError::Different { folder: folder.to_owned() }) }
}

/// Files beside those of resources: anywhere under the outermost folders that resources have.
fn new_files(root: &Root, mapping: &Mapping) -> Result<Vec<String>, FolderError> {
    let known: HashSet<&str> = mapping.lines.iter().map(|line| line.file.as_str()).collect();
    let mut tops: Vec<&str> =
        mapping.lines.iter().filter_map(|line| line.file.as_str().split_once('/')).map(|(top, _)| top).collect();
    tops.sort_unstable();
    tops.dedup();
    let mut files = Vec::new();
    for top in tops {
        root.walk(top, &mut files)?;
    }
    files.retain(|file| !known.contains(file.as_str()) && !is_noise(file));
    files.sort_unstable();
    Ok(files)
}
