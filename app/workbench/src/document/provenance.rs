//! Where the file of the document comes from.

use crate::Document;

/// The tool that saved the file of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SavedBy {
    /// None: the document was never saved.
    Nobody,
    /// This studio, or the command `xif`.
    XifStudio,
    /// Integration Studio of this version, as the file says.
    IntegrationStudio(String),
    /// A Platform Server that handed it out.
    PlatformServer,
}

/// Whether the document is known to be valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verified {
    /// It was compiled without errors as it stands.
    Here,
    /// It is as its file, which says so.
    ByFile,
    /// It was changed since it was verified.
    Outdated,
    /// Nothing says so.
    Never,
}

impl Document {
    /// The tool that saved its file. It prints the whole file to find out, so ask once for each save.
    pub fn saved_by(&self) -> SavedBy {
        let Some(saved) = &self.saved else { return SavedBy::Nobody };
        // A file that is opened brings its head; only a save exchanges it.
        let is_saved_since = self.head != self.extension().provenance;
        if is_saved_since || xif::has_own_hash(saved) {
            SavedBy::XifStudio
        } else if self.head.version.is_empty() {
            SavedBy::PlatformServer
        } else {
            SavedBy::IntegrationStudio(self.head.version.to_string())
        }
    }

    /// Whether it is known to be valid as it stands.
    pub fn verified(&self) -> Verified {
        match (self.is_compiled(), self.saved.is_some() && self.head.is_valid, self.is_dirty()) {
            (true, ..) => Verified::Here,
            (false, true, false) => Verified::ByFile,
            (false, true, true) => Verified::Outdated,
            (false, false, _) => Verified::Never,
        }
    }
}
