use extension::{Content, Extension, FileName, Folder, Key};

use crate::merge;
use crate::update::{FileChange, is_generated, is_source};

/// A way to mend what an update says about the user's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the words of a button.
    pub label: String,
    /// The file as it is then.
    pub change: FileChange,
}

/// The ways to mend what an update says about this line of a source file, counted from 1: a method that no action has is
/// removed, with its comments and attributes. None where something else uses it, or where it cannot be taken out without
/// touching more than it.
pub fn fixes(extension: &Extension, resource: Key, line: usize) -> Vec<Fix> {
    let is_user_file =
        |folder: &Folder, name: &FileName| is_source(folder, name) && !is_generated(extension, folder, name);
    let removal = merge::removal::removal(extension, resource, line, is_user_file);
    let (Some(removal), Some(file)) = (removal, extension.resource(resource)) else { return Vec::new() };
    let change = FileChange {
        resource: Some(resource),
        folder: file.folder.clone(),
        file_name: file.file_name.clone(),
        content: Content::from_bytes(removal.text.into_bytes()),
    };
    vec![Fix { label: format!("Remove the method {}", removal.method), change }]
}
