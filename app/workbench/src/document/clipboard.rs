//! Pasting what was copied here or elsewhere, and duplicating.

use clip::{PasteError, Pasted};
use extension::{Extension, Item, Key, Timestamp};

use crate::errors::{Code, Failure};
use crate::{Context, Effect, NoticeKind, Surroundings, document};

pub(crate) fn paste(
    context: &mut Context,
    into: Item,
    position: Option<usize>,
    text: &str,
    surroundings: &mut dyn Surroundings,
) -> Vec<Effect> {
    add_pasted(context, surroundings, |extension, new_key, now| {
        clip::paste(extension, into, position, text, new_key, now)
    })
}

pub(crate) fn duplicate(context: &mut Context, items: &[Item], surroundings: &mut dyn Surroundings) -> Vec<Effect> {
    add_pasted(context, surroundings, |extension, new_key, now| clip::duplicate(extension, items, new_key, now))
}

/// Applies as one step what `make` gives and selects what is new. What had to be changed is a notice.
fn add_pasted(
    context: &mut Context,
    surroundings: &mut dyn Surroundings,
    make: impl FnOnce(&Extension, &mut dyn FnMut() -> Key, &Timestamp) -> Result<Pasted, PasteError>,
) -> Vec<Effect> {
    let Some(document) = &context.document else { return Vec::new() };
    let now = surroundings.now_local();
    let pasted = match make(document.extension(), &mut || surroundings.new_key(), &now) {
        Ok(pasted) => pasted,
        Err(error) => {
            context.fail(failure_of(error));
            return Vec::new();
        }
    };
    if !document::edit(context, &pasted.edit, surroundings) {
        return Vec::new();
    }
    if !pasted.notes.is_empty() {
        let notice = context.tell(NoticeKind::Warning, "Pasted. Not all of it could stay as it was:");
        notice.details = pasted.notes;
    }
    vec![Effect::Select(pasted.items)]
}

fn failure_of(error: PasteError) -> Failure {
    match error {
        PasteError::Refused(refusal) => Failure::of_refusal(&refusal),
        PasteError::NothingFits(reasons) => {
            let mut failure = Failure::new(Code::NotPasted, "Nothing was pasted: none of it fits here.");
            failure.details = reasons;
            failure
        }
        PasteError::Missing(_) => Failure::new(Code::ElementMissing, error.to_string()),
        error => Failure::new(Code::NotPasted, error.to_string()),
    }
}
