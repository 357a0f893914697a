//! What differs between two extensions, as text and as JSON.

mod json;
mod text;

use std::path::Path;

use comparison::{Change, Comparison, Group};
use extension::{Elements, Extension};
use verification::compare;

use crate::form;

/// One of the two files: where it is, its definition, and what was read from that.
#[derive(Debug)]
pub struct Version {
    /// The file's name as it was given.
    pub file: String,
    /// The definition XML.
    pub text: String,
    /// The document.
    pub extension: Extension,
}

impl Version {
    /// What stands where the other version has a file and this one has none.
    #[must_use]
    pub fn nothing(file: &Path, other: &Extension) -> Self {
        let mut extension = other.clone();
        extension.resources = std::sync::Arc::default();
        extension.actions = Elements::default();
        extension.structures = Elements::default();
        extension.entities = Elements::default();
        Self { file: file.display().to_string(), text: String::new(), extension }
    }

    fn is_nothing(&self) -> bool {
        self.text.is_empty()
    }
}

/// The differences between two versions of an extension.
#[derive(Debug)]
pub struct Difference {
    before: Version,
    after: Version,
    comparison: Comparison,
    /// Whether the two also differ in what no element says.
    is_other_form: bool,
    /// Whether only what breaks modules counts.
    breaking: bool,
}

impl Difference {
    /// What differs from the one to the other; only what breaks modules that use it when `breaking` is set.
    pub fn new(before: Version, after: Version, breaking: bool) -> Self {
        let comparison = compare(&before.extension, &after.extension);
        let is_other_form = !breaking
            && !before.is_nothing()
            && !after.is_nothing()
            && before.text != after.text
            && form::is_other(&before.extension, &after.extension, &after.text);
        Self { before, after, comparison, is_other_form, breaking }
    }

    /// Whether nothing differs, of what counts.
    pub fn is_empty(&self) -> bool {
        let is_there = !(self.before.is_nothing() || self.after.is_nothing());
        is_there && !self.is_other_form && self.groups().next().is_none()
    }

    /// The groups with a change that counts, and these changes.
    fn groups(&self) -> impl Iterator<Item = (&Group, Vec<&Change>)> {
        let counts = |change: &&Change| !self.breaking || change.breaks.is_some();
        let groups = self.comparison.groups.iter();
        groups
            .map(move |group| (group, group.changes.iter().filter(counts).collect::<Vec<_>>()))
            .filter(|(_, changes)| !changes.is_empty())
    }
}
