//! The open extension beside another version of it: what differs, elements taken back, the two merged.

mod beside;
mod command;
mod merging;

use std::sync::Arc;

use comparison::merge::{Merge, Side, merge};
use extension::{Extension, Item};
use verification::compare;

use crate::{Context, Document, Effect, News, NoticeKind, Opening};
use beside::Mode;

pub use beside::Beside;
pub use command::{Against, ComparisonCommand};
pub use merging::Merging;

impl Document {
    /// The version of the document, and what it is called.
    pub(crate) fn version(&self, against: Against) -> Option<(String, Extension)> {
        match against {
            Against::Saved => {
                let name = self.file_name.as_deref().unwrap_or("the file");
                Some((format!("{name} (saved)"), self.saved.clone()?))
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

/// The comparison that is on the screen.
#[derive(Debug, Default)]
pub(crate) struct Comparisons {
    beside: Option<Beside>,
}

impl Comparisons {
    /// The other version that the document is shown beside.
    pub(crate) fn beside(&self) -> Option<&Beside> {
        self.beside.as_ref()
    }

    /// Shows this comparison.
    pub(crate) fn show_comparison(&mut self, beside: Beside) {
        self.beside = Some(beside);
    }

    /// Shows none.
    pub(crate) fn clear_comparison(&mut self) {
        self.beside = None;
    }

    /// Our side, while the user decides about what others changed in a shared draft.
    pub(crate) fn our_side(&self) -> Option<&Extension> {
        self.beside.as_ref()?.ours()
    }

    /// Brings the merge that the user decides about to what both sides have by now.
    pub(crate) fn rebase_merge(&mut self, context: &mut Context, merge: Merge, theirs: Extension) {
        if let (Some(beside), Some(document)) = (&mut self.beside, &context.document) {
            beside.rebase(merge, theirs, document.extension());
        }
    }

    pub(crate) fn compare(&mut self, context: &mut Context, against: Against) {
        let Some(document) = &context.document else { return };
        if let Some((name, other)) = document.version(against) {
            self.beside = Some(Beside::of_document(name, other, document.extension()));
        }
    }

    pub(crate) fn compare_two(&mut self, context: &mut Context, earlier: Against, later: Against) {
        let Some(document) = &context.document else { return };
        if let (Some(earlier), Some(later)) = (document.version(earlier), document.version(later)) {
            self.beside = Some(Beside::of_versions(earlier, later));
        }
    }

    pub(crate) fn compare_file(context: &mut Context, file_name: String, bytes: Vec<u8>) -> Vec<Effect> {
        if context.document.is_none() {
            return Vec::new();
        }
        let label = format!("Comparing with {file_name}");
        context.read(bytes, label, Opening::Comparison { file_name })
    }

    pub(crate) fn show_beside(&mut self, context: &mut Context, file_name: String, other: Extension) {
        if let Some(document) = &context.document {
            self.beside = Some(Beside::of_file(file_name, other, document.extension()));
        }
    }

    /// Makes one element, which may be two items, as the other version has it; without any, everything but what a save
    /// writes anew.
    pub(crate) fn take_back(&mut self, context: &mut Context, items: &[Item]) {
        let (Some(document), Some(beside)) = (&mut context.document, &mut self.beside) else { return };
        if beside.later().is_some() {
            return;
        }
        let current = document.extension();
        let (next, label) = if let Some(first) = items.first() {
            let name = first.path(current).or_else(|| first.path(&beside.other)).unwrap_or_default();
            let next = items
                .iter()
                .fold(current.clone(), |next, item| comparison::with_element_of(&next, &beside.other, *item));
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

    pub(crate) fn begin_merge(&mut self, context: &mut Context) {
        let (Some(document), Some(beside)) = (&context.document, &mut self.beside) else { return };
        let Some((base_name, base)) = document.base().filter(|_| beside.can_merge()) else { return };
        let merge = merge(&base, document.extension(), &beside.other);
        beside.mode = Mode::Merge(Merging::new(base_name, merge));
    }

    pub(crate) fn choose_side(&mut self, conflict: Option<usize>, side: Side) {
        if let Some(beside) = &mut self.beside {
            beside.choose(conflict, side);
        }
    }

    /// Makes the merged extension the document, as one step, when every conflict is decided.
    pub(crate) fn finish_merge(&mut self, context: &mut Context) {
        let (Some(document), Some(beside)) = (&mut context.document, &self.beside) else { return };
        let Some(merging) = beside.merging().filter(|merging| merging.undecided() == 0) else { return };
        let mut merged = merging.merged();
        if beside.ours().is_some() {
            return context.announce(News::Merged(merged));
        }
        merged.provenance = Arc::clone(&document.extension().provenance);
        let text = format!("Merged {}; undo takes it back.", beside.name);
        document.push(format!("Merge {}", beside.name), merged, None);
        self.beside = None;
        context.tell(NoticeKind::Done, text);
    }

    /// Leaves the merge for the comparison, or the comparison.
    pub(crate) fn close_beside(&mut self) {
        match &mut self.beside {
            Some(Beside { mode: mode @ Mode::Merge(_), .. }) => *mode = Mode::Document { can_merge: true },
            _ => self.beside = None,
        }
    }
}

impl Comparisons {
    pub(crate) fn handle(&mut self, context: &mut Context, command: ComparisonCommand) -> Vec<Effect> {
        match command {
            ComparisonCommand::Compare(against) => self.compare(context, against),
            ComparisonCommand::CompareFile { file_name, bytes } => {
                return Self::compare_file(context, file_name, bytes);
            }
            ComparisonCommand::TakeBack(items) => self.take_back(context, &items),
            ComparisonCommand::BeginMerge => self.begin_merge(context),
            ComparisonCommand::ChooseSide { conflict, side } => self.choose_side(conflict, side),
            ComparisonCommand::FinishMerge => self.finish_merge(context),
            ComparisonCommand::Close => self.close_beside(),
        }
        Vec::new()
    }
}
