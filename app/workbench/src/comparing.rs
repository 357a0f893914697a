//! The open extension beside another version of it: what differs, elements taken back, the two merged.

use std::sync::Arc;

use extension::compare::{Comparison, compare};
use extension::merge::{Clash, Conflict, Merge, Side, merge, resolve};
use extension::{Extension, Item};

use crate::notice::NoticeKind;
use crate::opening::Opening;
use crate::{Document, Effect, Workbench};

/// The open extension beside another version of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// What the other version is called: `Orders.xif`, `Orders.xif as it was read or saved last`.
    pub name: String,
    /// What differs, with the other version as the earlier one.
    pub comparison: Arc<Comparison>,
    /// Whether the other one is a version of the same extension that can be merged.
    pub can_merge: bool,
    /// What the right side is called, when it is another version too and not the document: then it is only shown.
    pub later: Option<String>,
    /// The merge that the user decides about.
    pub merging: Option<Merging>,
    /// Our side, when it is what others changed in a shared draft that is merged.
    pub(crate) meets: Option<Extension>,
    /// The left side.
    pub(crate) other: Extension,
    /// The right side, when it is not the document.
    pub(crate) later_extension: Option<Extension>,
}

/// A version of the document itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Against {
    /// As its file was read or written last.
    Saved,
    /// As it was after this step of the history.
    Step(usize),
    /// A version of the draft, by its number.
    Version(u32),
}

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
    fn new(base_name: String, merge: Merge) -> Self {
        let (choices, clashes) = (vec![None; merge.conflicts.len()], Arc::new(merge.clashes.clone()));
        Self { base_name, merge: Arc::new(merge), choices, clashes }
    }

    /// Chooses for the same conflicts as before.
    fn keep_choices(&mut self, before: &Self) {
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

    fn choose(&mut self, conflict: Option<usize>, side: Side) {
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

    fn merged(&self) -> Extension {
        let sides: Vec<Side> = self.choices.iter().map(|choice| choice.unwrap_or(Side::Ours)).collect();
        resolve(&self.merge, &sides)
    }
}

impl Beside {
    fn new(name: String, other: Extension, document: &Document, is_file: bool) -> Self {
        let current = document.extension();
        let can_merge = is_file && other.key == current.key;
        let comparison = Arc::new(compare(&other, current));
        Self { name, comparison, can_merge, later: None, merging: None, meets: None, other, later_extension: None }
    }

    /// What others changed in a shared draft, being merged.
    pub(crate) fn of_shared(
        name: String,
        base_name: &str,
        base: &Extension,
        theirs: Extension,
        document: &Document,
    ) -> Self {
        let merge = merge(base, document.extension(), &theirs);
        let merging = Merging::new(base_name.to_owned(), merge);
        let meets = Some(document.extension().clone());
        Self { merging: Some(merging), meets, ..Self::new(name, theirs, document, false) }
    }

    /// Another merge in place of the one that the user decides about; what was chosen stays chosen.
    pub(crate) fn rebase(&mut self, merge: Merge, theirs: Extension, document: &Document) {
        let Some(merging) = &mut self.merging else { return };
        let mut next = Merging::new(std::mem::take(&mut merging.base_name), merge);
        next.keep_choices(merging);
        *merging = next;
        self.comparison = Arc::new(compare(&theirs, document.extension()));
        self.meets = Some(document.extension().clone());
        self.other = theirs;
    }
}

impl Document {
    /// The version of the document, and what it is called.
    pub(crate) fn version(&self, against: Against) -> Option<(String, Extension)> {
        match against {
            Against::Saved => {
                let name = self.file_name.as_deref().unwrap_or("the file");
                Some((format!("{name} as it was read or saved last"), self.saved.clone()?))
            }
            Against::Step(index) => {
                let step = self.history.steps().get(index)?;
                Some((format!("the step “{}”", step.name), step.extension.clone()))
            }
            Against::Version(number) => {
                let version = self.kept_version(number)?;
                Some((version.label(), version.extension.clone()))
            }
        }
    }

    /// What a merge with a file takes as the version that both come from.
    fn base(&self) -> Option<(String, Extension)> {
        self.version(Against::Saved).or_else(|| self.version(Against::Step(0)))
    }
}

impl Workbench {
    /// The other version that the document is shown beside.
    pub fn beside(&self) -> Option<&Beside> {
        self.beside.as_ref()
    }

    pub(crate) fn compare(&mut self, against: Against) {
        let Some(document) = &self.document else { return };
        if let Some((name, other)) = document.version(against) {
            self.beside = Some(Beside::new(name, other, document, false));
        }
    }

    pub(crate) fn compare_two(&mut self, earlier: Against, later: Against) {
        let Some(document) = &self.document else { return };
        let (Some((name, one)), Some((later, other))) = (document.version(earlier), document.version(later)) else {
            return;
        };
        let comparison = Arc::new(compare(&one, &other));
        let (later, later_extension) = (Some(later), Some(other));
        self.beside = Some(Beside { comparison, later, later_extension, ..Beside::new(name, one, document, false) });
    }

    pub(crate) fn compare_file(&mut self, file_name: String, bytes: Vec<u8>) -> Vec<Effect> {
        if self.document.is_none() {
            return Vec::new();
        }
        let label = format!("Comparing with {file_name}");
        self.unpack(bytes, label, Opening::Comparison { file_name })
    }

    pub(crate) fn show_beside(&mut self, file_name: String, other: Extension) {
        if let Some(document) = &self.document {
            self.beside = Some(Beside::new(file_name, other, document, true));
        }
    }

    /// Makes one element, which may be two items, as the other version has it; without any, everything but what a save
    /// writes anew.
    pub(crate) fn take_back(&mut self, items: &[Item]) {
        let (Some(document), Some(beside)) = (&mut self.document, &mut self.beside) else { return };
        if beside.later.is_some() {
            return;
        }
        let current = document.extension();
        let (next, label) = if let Some(first) = items.first() {
            let name = first.path(current).or_else(|| first.path(&beside.other)).unwrap_or_default();
            let next = items.iter().fold(current.clone(), |next, item| next.with_element_of(&beside.other, *item));
            (next, format!("Restore {name} from {}", beside.name))
        } else {
            let mut next = beside.other.clone();
            next.key = current.key;
            next.provenance = Arc::clone(&current.provenance);
            (next, format!("Restore all from {}", beside.name))
        };
        document.push(label, next, None);
        beside.comparison = Arc::new(compare(&beside.other, document.extension()));
    }

    pub(crate) fn begin_merge(&mut self) {
        let (Some(document), Some(beside)) = (&self.document, &mut self.beside) else { return };
        let Some((base_name, base)) = document.base().filter(|_| beside.can_merge) else { return };
        let merge = merge(&base, document.extension(), &beside.other);
        beside.merging = Some(Merging::new(base_name, merge));
    }

    pub(crate) fn choose_side(&mut self, conflict: Option<usize>, side: Side) {
        if let Some(merging) = self.beside.as_mut().and_then(|beside| beside.merging.as_mut()) {
            merging.choose(conflict, side);
        }
    }

    /// Makes the merged extension the document, as one step, when every conflict is decided.
    pub(crate) fn finish_merge(&mut self) {
        let (Some(document), Some(beside)) = (&mut self.document, &self.beside) else { return };
        let Some(merging) = beside.merging.as_ref().filter(|merging| merging.undecided() == 0) else { return };
        let mut merged = merging.merged();
        if beside.meets.is_some() {
            return self.finish_meeting(merged);
        }
        merged.provenance = Arc::clone(&document.extension().provenance);
        let text = format!("Merged {}; undo takes it back.", beside.name);
        document.push(format!("Merge {}", beside.name), merged, None);
        self.beside = None;
        self.tell(NoticeKind::Done, text);
    }

    /// Leaves the merge for the comparison, or the comparison.
    pub(crate) fn close_beside(&mut self) {
        match &mut self.beside {
            Some(beside) if beside.merging.is_some() && beside.meets.is_none() => beside.merging = None,
            _ => self.beside = None,
        }
    }
}
