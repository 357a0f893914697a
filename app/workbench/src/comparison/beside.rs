//! The open extension beside another version of it.

use std::sync::Arc;

use comparison::Comparison;
use comparison::merge::{Merge, Side, merge};
use extension::Extension;
use verification::compare;

use crate::Merging;

/// The open extension beside another version of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// What the other version is called: `Orders.xif`, `Orders.xif (saved)`.
    pub name: String,
    /// What differs, with the other version as the earlier one.
    pub comparison: Arc<Comparison>,
    /// The left side.
    pub(super) other: Extension,
    pub(super) mode: Mode,
}

/// What stands on the right side, and what is done with it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mode {
    /// The document: elements of it can be made as the other version has them.
    Document {
        /// Whether the other one is a version of the same extension that can be merged.
        can_merge: bool,
    },
    /// Another version too: the two are only shown.
    Versions {
        /// What it is called.
        later: String,
        /// The version.
        extension: Extension,
    },
    /// The document, into which a file is merged.
    Merge(Merging),
    /// The document, into which that is merged which others changed in the shared draft.
    Meeting {
        /// The merge.
        merging: Merging,
        /// The document that it was made with.
        ours: Extension,
    },
}

impl Beside {
    /// The extension as it is beside another version.
    pub(super) fn of_document(name: String, other: Extension, current: &Extension) -> Self {
        let comparison = Arc::new(compare(&other, current));
        Self { name, comparison, other, mode: Mode::Document { can_merge: false } }
    }

    /// The extension as it is beside a file.
    pub(super) fn of_file(name: String, other: Extension, current: &Extension) -> Self {
        let can_merge = other.key == current.key;
        Self { mode: Mode::Document { can_merge }, ..Self::of_document(name, other, current) }
    }

    /// Two versions, each with what it is called.
    pub(super) fn of_versions((name, one): (String, Extension), (later, extension): (String, Extension)) -> Self {
        let comparison = Arc::new(compare(&one, &extension));
        Self { name, comparison, other: one, mode: Mode::Versions { later, extension } }
    }

    /// What others changed in a shared draft, being merged into the extension as it is.
    pub(crate) fn of_shared(
        name: String,
        base_name: &str,
        base: &Extension,
        theirs: Extension,
        current: &Extension,
    ) -> Self {
        let merging = Merging::new(base_name.to_owned(), merge(base, current, &theirs));
        let mode = Mode::Meeting { merging, ours: current.clone() };
        Self { mode, ..Self::of_document(name, theirs, current) }
    }

    /// Whether the other one can be merged.
    pub fn can_merge(&self) -> bool {
        matches!(self.mode, Mode::Document { can_merge: true } | Mode::Merge(_))
    }

    /// What the right side is called when it is not the document: then both are only shown.
    pub fn later(&self) -> Option<&str> {
        match &self.mode {
            Mode::Versions { later, .. } => Some(later),
            _ => None,
        }
    }

    /// The merge that the user decides about.
    pub fn merging(&self) -> Option<&Merging> {
        match &self.mode {
            Mode::Merge(merging) | Mode::Meeting { merging, .. } => Some(merging),
            Mode::Document { .. } | Mode::Versions { .. } => None,
        }
    }

    /// The left side.
    pub(crate) fn other(&self) -> &Extension {
        &self.other
    }

    /// The right side, when it is not the document.
    pub(crate) fn later_extension(&self) -> Option<&Extension> {
        match &self.mode {
            Mode::Versions { extension, .. } => Some(extension),
            _ => None,
        }
    }

    /// Our side, while what others changed is merged.
    pub(super) fn ours(&self) -> Option<&Extension> {
        match &self.mode {
            Mode::Meeting { ours, .. } => Some(ours),
            _ => None,
        }
    }

    pub(super) fn choose(&mut self, conflict: Option<usize>, side: Side) {
        if let Mode::Merge(merging) | Mode::Meeting { merging, .. } = &mut self.mode {
            merging.choose(conflict, side);
        }
    }

    /// Another merge in place of the one that the user decides about; what was chosen stays chosen.
    pub(super) fn rebase(&mut self, merge: Merge, theirs: Extension, current: &Extension) {
        let Mode::Meeting { merging, ours } = &mut self.mode else { return };
        let mut next = Merging::new(std::mem::take(&mut merging.base_name), merge);
        next.keep_choices(merging);
        (*merging, *ours) = (next, current.clone());
        self.comparison = Arc::new(compare(&theirs, current));
        self.other = theirs;
    }
}
