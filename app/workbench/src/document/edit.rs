//! Edits of the open document: applied as one step each, or refused with what could be done instead.

use extension::{Edit, Item, Refusal};

use crate::errors::Failure;
use crate::{Context, Document, Surroundings, for_refusal};

/// Applies the edit as one step; a refusal becomes a notice with what the user can do instead. Whether
/// it was applied.
pub(crate) fn edit(context: &mut Context, edit: &Edit, surroundings: &mut dyn Surroundings) -> bool {
    let Some(document) = &mut context.document else { return false };
    let Err(refusal) = document.apply(edit) else { return true };
    let mut failure = Failure::of_refusal(&refusal);
    let offers = for_refusal(document.extension(), edit, &refusal, surroundings);
    if let Refusal::InUse { uses, .. } = &refusal {
        failure.details = uses.iter().skip(5).take(50).map(|using| using.path.clone()).collect();
    }
    context.report(failure).offers = offers;
    false
}

pub(crate) fn cut(context: &mut Context, items: Vec<Item>, surroundings: &mut dyn Surroundings) {
    let Some(document) = &context.document else { return };
    let remove = Edit::Remove(items);
    let label = remove.label(document.extension()).replacen("Delete", "Cut", 1);
    super::edit(context, &Edit::All(label, vec![remove]), surroundings);
}

/// Moves the items of one list so that the first of them stands at `to` in the list without them.
pub(crate) fn move_items(context: &mut Context, items: &[Item], to: usize, surroundings: &mut dyn Surroundings) {
    let Some(document) = &context.document else { return };
    let Some(edit) = document.extension().edit_of_moves(items, to) else { return };
    super::edit(context, &edit, surroundings);
}

impl Document {
    /// Applies the edit as one step of the history.
    pub(crate) fn apply(&mut self, edit: &Edit) -> Result<(), Refusal> {
        let next = self.extension().apply(edit)?;
        if next == *self.extension() {
            return Ok(());
        }
        let label = edit.label(self.extension());
        self.push(label, next, None);
        Ok(())
    }
}
