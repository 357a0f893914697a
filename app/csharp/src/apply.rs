use extension::{Edit, Extension, Key, Refusal, Resource, ResourceEdit, Timestamp};

use crate::update::{FileChange, new_sources};

impl FileChange {
    /// The edit that makes the change. A file that is added becomes a resource with this key.
    pub fn edit(&self, new_key: impl FnOnce() -> Key, now_local: Timestamp) -> Edit {
        match self.resource {
            Some(key) => Edit::Resource(key, ResourceEdit::SetContent(self.content.clone(), now_local)),
            None => Edit::AddResource(Resource::new(
                new_key(),
                self.file_name.clone(),
                self.folder.clone(),
                self.content.clone(),
                now_local,
            )),
        }
    }
}

/// An extension that has no files yet, with the source files that Integration Studio gives a new one.
///
/// # Errors
/// A key is taken.
pub fn with_sources(
    extension: &Extension,
    now_local: &Timestamp,
    mut new_key: impl FnMut(&FileChange) -> Key,
) -> Result<Extension, Refusal> {
    let add = |extension: Extension, file: FileChange| {
        let edit = file.edit(|| new_key(&file), now_local.clone());
        extension.apply(&edit)
    };
    new_sources(extension).into_iter().try_fold(extension.clone(), add)
}
