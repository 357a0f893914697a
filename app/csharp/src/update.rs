use std::fmt;

use extension::{Content, Extension, FileName, Folder, Key};

use crate::generate::{Owner, SourceFile};

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

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know; nothing needs to be done.
    Information,
    /// The code was left alone in a place where it no longer follows the definition, or may not.
    Warning,
    /// Nothing could be updated.
    Error,
}

/// What an update has to say to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// The file that it is about, where it is about one.
    pub file: Option<FileName>,
    /// The line of the file, from 1, where it is about one: as the file stood before the update.
    pub line: Option<usize>,
    /// What it is and what to do.
    pub text: String,
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
    let added = |file: SourceFile| FileChange {
        resource: None,
        folder: Folder::as_found(Folder::SOURCE),
        file_name: file.file_name(extension),
        content: file.generate(extension),
    };
    SourceFile::ALL.into_iter().map(added).collect()
}

/// Brings the source files in step with the definition.
///
/// `previous` is the definition that the sources followed last; elements are recognised by their keys,
/// so that what was renamed is renamed in the code. `current` is the definition now; its resources hold
/// the sources as they are.
pub fn update(_previous: &Extension, current: &Extension) -> Update {
    let mut update = Update::default();
    for file in SourceFile::ALL {
        let file_name = file.file_name(current);
        let resource = current.resource_at(Folder::SOURCE, file_name.as_str());
        if !file.is_generatable(current) || (file.owner() == Owner::User && resource.is_some()) {
            continue;
        }
        let content = file.generate(current);
        if resource.is_none_or(|resource| resource.content != content) {
            update.files.push(FileChange {
                resource: resource.map(|resource| resource.key),
                folder: Folder::as_found(Folder::SOURCE),
                file_name,
                content,
            });
        }
    }
    update
}

impl fmt::Display for Finding {
    /// `MortgageLib.cs(12): text`, as compilers write.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => write!(formatter, "{}({line}): {}", file.as_str(), self.text),
            (Some(file), None) => write!(formatter, "{}: {}", file.as_str(), self.text),
            (None, _) => formatter.write_str(&self.text),
        }
    }
}
