//! Copying parts of an extension as text, and pasting text into an extension.
//!
//! The text of a copy is JSON that a person can read. It names structures and entities instead of only
//! giving their keys, and brings along those that the copied parts need, so it can be pasted into any
//! extension, in another window too. Text from elsewhere, such as the cells of a spreadsheet, is pasted as
//! parameters or attributes. Nothing that is pasted keeps its key.

mod copy;
mod duplicate;
mod element;
mod links;
mod names;
mod notes;
mod paste;
mod resource;
mod row;
mod rows;
mod table;
mod wire;

pub use duplicate::duplicate;

use extension::{Edit, Extension, Item, Key, Kind, Refusal, Timestamp};

/// The longest text that is pasted, in bytes.
pub const TEXT_LIMIT: usize = 200 << 20;
/// The most parameters or attributes that are pasted into one element at once.
pub const ROW_LIMIT: usize = 5_000;
/// The most actions, structures, entities and resources that are pasted at once.
pub const ELEMENT_LIMIT: usize = 20_000;

/// What pasting does.
#[derive(Debug, Clone, PartialEq)]
pub struct Pasted {
    /// The change of the document: one step.
    pub edit: Edit,
    /// The new parts, in the order in which they were copied.
    pub items: Vec<Item>,
    /// What did not fit and what was done about it, a sentence each.
    pub notes: Vec<String>,
}

/// Why nothing is pasted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// There is no text, or a copy of nothing.
    #[error("There is nothing to paste: the clipboard has no elements and no text.")]
    Empty,
    /// The text is longer than anything sensible.
    #[error("The clipboard has {} MB of text; at most {} MB can be pasted. Paste it in smaller parts.", .bytes >> 20, TEXT_LIMIT >> 20)]
    TooLong {
        /// Bytes of the text.
        bytes: usize,
    },
    /// More than is pasted at once.
    #[error("The clipboard has {count} {}; at most {limit} can be pasted at once. Paste them in smaller parts.", what(*.kind))]
    TooMany {
        /// What there is too much of: rows where there is no kind.
        kind: Option<Kind>,
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// The text looks like a copy and is none.
    #[error(
        "The clipboard has text that is not a copy from an extension, or a damaged one: {0}. Copy the elements again, or paste lines of names."
    )]
    Unreadable(String),
    /// The text is a copy of a later form.
    #[error(
        "The clipboard has a copy in form {0}, which a later version of the studio made. Reload the page to get that version."
    )]
    Later(u32),
    /// There is nothing that rows could be pasted into.
    #[error(
        "Parameters and attributes are pasted into an action, a structure or an entity. Select one and paste again."
    )]
    NoPlaceForRows,
    /// What was to be pasted into is gone.
    #[error("This {} is no longer in the extension.", .0.label())]
    Missing(Kind),
    /// Nothing of it fits, for these reasons.
    #[error("Nothing was pasted. {}", .0.join(" "))]
    NothingFits(Vec<String>),
    /// The extension does not take the change.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

fn what(kind: Option<Kind>) -> &'static str {
    kind.map_or("rows", Kind::plural)
}

/// The text of these parts, for [`paste`](fn@paste). What the extension does not have is left out, and a row whose
/// action, structure or entity is copied comes with that.
pub fn copy(extension: &Extension, items: &[Item]) -> String {
    copy::clip(extension, items).to_text()
}

/// What pasting the text would do to the extension.
///
/// Actions, structures, entities and resources go to their folders: where `into` is an element of the same
/// kind behind it, where it is the extension to `position`, else to the end. Rows go into the element that
/// `into` is, or is a row of: to `position`, else behind the row, else to the end.
///
/// A name that is taken gets the next free number. Types are found by key in the extension that the copy
/// came from and by name in others; the structures and entities that are missing there are added.
///
/// `new_key` makes keys that nothing has; `now_local` is the time that new resources get.
///
/// # Errors
/// Why nothing can be pasted. Where only a part does not fit, the rest is pasted and the notes tell.
pub fn paste(
    extension: &Extension,
    into: Item,
    position: Option<usize>,
    text: &str,
    new_key: &mut dyn FnMut() -> Key,
    now_local: &Timestamp,
) -> Result<Pasted, PasteError> {
    if text.len() > TEXT_LIMIT {
        return Err(PasteError::TooLong { bytes: text.len() });
    }
    let place = paste::Place::new(extension, into, position)?;
    let mut paste = paste::Paste::new(extension, new_key, now_local);
    // A name never starts with a brace.
    if text.trim_start().starts_with('{') {
        let clip = wire::Clip::of_text(text)?;
        paste.clip(&clip, &place)?;
    } else {
        paste.table(text, &place)?;
    }
    paste.finish("Paste")
}
