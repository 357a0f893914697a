//! What of a document is kept.

use extension::{Extension, History};

use crate::{DraftId, Shared, Tabs, Version};

/// All that the records of a draft say of its document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts<'a> {
    pub(crate) draft: DraftId,
    pub(crate) history: &'a History,
    pub(crate) file_name: Option<&'a str>,
    /// The content of the file.
    pub(crate) saved: Option<&'a Extension>,
    /// Whether there is something that no file holds.
    pub(crate) is_dirty: bool,
    /// What was compiled without errors.
    pub(crate) compiled: Option<&'a Extension>,
    /// The definitions that the sources followed, by step of the history.
    pub(crate) followed: &'a [(usize, Extension)],
    pub(crate) tabs: &'a Tabs,
    pub(crate) shared: Option<&'a Shared>,
    pub(crate) versions: &'a [Version],
}
