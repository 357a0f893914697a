//! A merge that the user decides about.

use std::sync::Arc;

use comparison::merge::{Clash, Conflict, Merge, Side, resolve};
use extension::Extension;

/// The document and another version being made one.
#[derive(Debug, Clone)]
pub struct Merging {
    /// Which version the two are taken to come from.
    pub base_name: String,
    merge: Arc<Merge>,
    /// What the user chose for each conflict.
    choices: Vec<Option<Side>>,
    clashes: Arc<Vec<Clash>>,
}

impl PartialEq for Merging {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.merge, &other.merge) && self.choices == other.choices
    }
}

impl Merging {
    pub(super) fn new(base_name: String, merge: Merge) -> Self {
        let (choices, clashes) = (vec![None; merge.conflicts.len()], Arc::new(merge.clashes.clone()));
        Self { base_name, merge: Arc::new(merge), choices, clashes }
    }

    /// Chooses for the same conflicts as before.
    pub(super) fn keep_choices(&mut self, before: &Self) {
        let choice_of = |conflict| before.choice(before.conflicts().iter().position(|old| old == conflict)?);
        self.choices = self.conflicts().iter().map(choice_of).collect();
        self.clashes = Arc::new(self.merge.clashes_in(&self.merged()));
    }

    /// What both changed differently.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.merge.conflicts
    }

    /// The side that was chosen for a conflict.
    pub fn choice(&self, conflict: usize) -> Option<Side> {
        self.choices.get(conflict).copied().flatten()
    }

    /// How many conflicts are not decided yet.
    pub fn undecided(&self) -> usize {
        self.choices.iter().filter(|choice| choice.is_none()).count()
    }

    /// What does not fit together in what the choices make.
    pub fn clashes(&self) -> &[Clash] {
        &self.clashes
    }

    pub(super) fn choose(&mut self, conflict: Option<usize>, side: Side) {
        match conflict {
            Some(index) => {
                if let Some(choice) = self.choices.get_mut(index) {
                    *choice = Some(side);
                }
            }
            None => self.choices.fill(Some(side)),
        }
        self.clashes = Arc::new(self.merge.clashes_in(&self.merged()));
    }

    pub(super) fn merged(&self) -> Extension {
        let sides: Vec<Side> = self.choices.iter().map(|choice| choice.unwrap_or(Side::Ours)).collect();
        resolve(&self.merge, &sides)
    }
}
