//! The open extension: what is known of it, and the edits of it.

mod clipboard;
mod command;
mod content;
mod edit;
mod framework;
mod handle;
mod list_type;
mod new;
mod provenance;
mod refused;
mod resource;
mod upgrade;

use std::sync::Arc;

use extension::{Extension, History, Provenance};

use crate::{Checks, Compilation, DraftId, FileHandle, Journal, Shared, Tabs, Versions};

pub(crate) use clipboard::{duplicate, paste};
pub use command::{DocumentCommand, New, NewFile};
pub(crate) use edit::{cut, edit, move_items};
pub(crate) use framework::set_target_framework;
pub(crate) use list_type::{check_list_of, set_list_of};
pub(crate) use new::{add, add_icon};
pub use provenance::{SavedBy, Verified};
pub use refused::Refused;
pub(crate) use refused::{check, for_refusal, only_shown};
pub use resource::ResourceState;
pub(crate) use resource::{add_files, move_folder, replace_content};
pub(crate) use upgrade::{tell_of_older_version, upgrade};

pub(crate) use handle::handle;

pub(crate) use content::{has_same_content, is_same};

/// The open extension with everything that the studio knows about it.
#[derive(Debug, Clone)]
pub struct Document {
    pub(crate) draft: DraftId,
    /// Whether this page changes the draft, and no other one.
    pub(crate) leads: bool,
    pub(crate) journal: Journal,
    pub(crate) history: History,
    /// The content of the file as it was last read or written; `None` for one that was never saved.
    pub(crate) saved: Option<Extension>,
    /// The head of the file as it was last read or written. It is not part of the history: undoing an
    /// edit must not bring an earlier generation back.
    pub(crate) head: Arc<Provenance>,
    pub(crate) file_name: Option<String>,
    /// The bytes of the file as it was last read or written.
    pub(crate) file: Option<Arc<[u8]>>,
    /// What writes the file back.
    pub(crate) handle: Option<FileHandle>,
    pub(crate) tabs: Tabs,
    pub(crate) compilation: Compilation,
    pub(crate) checks: Checks,
    /// The definitions that the sources followed, by step of the history: see [`crate::source`].
    pub(crate) followed: Vec<(usize, Extension)>,
    /// How it stands to the shared draft that it is a copy of.
    pub(crate) shared: Option<Shared>,
    pub(crate) versions: Versions,
}

impl Document {
    /// The extension as it is now. Cheap to clone.
    pub fn extension(&self) -> &Extension {
        self.history.current()
    }

    /// The edits so far.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The open tabs.
    pub fn tabs(&self) -> &Tabs {
        &self.tabs
    }

    /// What is known of the last compilation.
    pub fn compilation(&self) -> &Compilation {
        &self.compilation
    }

    /// The file it came from or was last written to; `None` for one that was never saved.
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The head of the file as it was last read or written: generation, time and tool of the save.
    pub fn head(&self) -> &Arc<Provenance> {
        &self.head
    }

    /// Whether the bytes of its file are known.
    pub fn has_file(&self) -> bool {
        self.file.is_some()
    }

    /// Whether there is something that no file holds.
    pub fn is_dirty(&self) -> bool {
        self.saved.as_ref().is_none_or(|saved| !has_same_content(saved, self.extension()))
    }

    /// Whether the document is, as it stands, what was last compiled without errors.
    pub fn is_compiled(&self) -> bool {
        self.compilation.compiled.as_ref().is_some_and(|compiled| has_same_content(compiled, self.extension()))
    }

    /// Changes the document as one step of the history.
    pub(crate) fn push(&mut self, name: String, extension: Extension, merge_with: Option<String>) {
        self.history.push(name, extension, merge_with);
        self.forget_undone_updates();
        self.tabs.keep_existing(self.history.current());
    }

    fn forget_undone_updates(&mut self) {
        let position = self.history.position();
        self.followed.retain(|(step, _)| *step < position);
    }
}
