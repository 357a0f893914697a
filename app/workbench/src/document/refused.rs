//! What the user can do instead of an edit that is refused.

use extension::{Edit, Extension, Instead, Refusal};

use crate::{AutosaveCommand, Command, Context, Document, DocumentCommand, Offer, SharingCommand, Surroundings};

/// Why a document is not changed here, and what can be done about it.
pub(crate) fn only_shown(document: &Document) -> Refused {
    let (text, label, command) = if document.leads {
        let command = Command::Sharing(SharingCommand::Leave);
        ("This link shows the draft; it does not let you change it.", "Make a copy", command)
    } else {
        let text = "This draft is open in another tab or window, which changes it.";
        (text, "Take over here", Command::Autosave(AutosaveCommand::TakeLead))
    };
    Refused { text: text.to_owned(), offers: vec![Offer { label: label.to_owned(), command }] }
}

/// Why a field cannot take what the user wants, and what else could be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// What is wrong.
    pub text: String,
    /// What the user can choose instead.
    pub offers: Vec<Offer>,
}

/// Whether the edit would be applied: for checks while the user types. Nothing changes.
///
/// # Errors
/// Why not, and what could be done instead.
pub(crate) fn check(context: &Context, edit: &Edit, surroundings: &mut dyn Surroundings) -> Result<(), Refused> {
    let Some(document) = &context.document else { return Ok(()) };
    if !document.may_change() {
        return Err(only_shown(document));
    }
    let extension = document.extension();
    extension.apply(edit).map(drop).map_err(|refusal| Refused {
        text: refusal.to_string(),
        offers: for_refusal(extension, edit, &refusal, surroundings),
    })
}

/// The way out of a refusal, as a command.
pub(crate) fn for_refusal(
    extension: &Extension,
    edit: &Edit,
    refusal: &Refusal,
    surroundings: &mut dyn Surroundings,
) -> Vec<Offer> {
    let instead = extension.instead_of(edit, refusal, &mut || surroundings.new_key());
    instead
        .into_iter()
        .map(|Instead { label, edit }| Offer { label, command: DocumentCommand::Edit(edit).into() })
        .collect()
}
