//! A draft as it was kept.

use std::collections::BTreeMap;

use crate::journal;
use crate::{DraftId, FileHandle, Part};

/// A draft as it was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredDraft {
    /// The draft.
    pub id: DraftId,
    /// What the user knows it by.
    pub name: String,
    /// Everything that was kept.
    pub parts: BTreeMap<Part, Vec<u8>>,
    /// What writes its file back.
    pub handle: Option<FileHandle>,
}

/// Whether changes are kept beyond the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Keeping {
    /// There is no place to keep them.
    #[default]
    Never,
    /// The last attempt failed; further ones may not.
    Fails,
    /// They are.
    Works,
}

impl StoredDraft {
    /// Whether it is the copy of a shared draft.
    pub fn is_shared(&self) -> bool {
        self.parts.get(&Part::Shared).is_some_and(|record| journal::is_shared(record))
    }
}
