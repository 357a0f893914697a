use std::sync::Arc;

use extension::{Edit, Name, Refusal};
use leptos::prelude::*;
use web_sys::HtmlInputElement;
use workbench::{DocumentCommand, Refused};

use crate::app::{Studio, use_studio};

/// The edit that a text stands for.
pub(crate) type EditOf = Arc<dyn Fn(&str) -> Result<Edit, Refusal> + Send + Sync>;

/// The edit that a text stands for, from a closure.
pub(crate) fn edit_of(edit: impl Fn(&str) -> Result<Edit, Refusal> + Send + Sync + 'static) -> EditOf {
    Arc::new(edit)
}

/// What a field holds while the user types: it is checked with every key and becomes an edit when the
/// user leaves the field or presses Enter. A text that is refused stays in the field with the reason.
#[derive(Clone)]
pub(crate) struct Draft {
    studio: Studio,
    value: Signal<String>,
    typed: RwSignal<Option<String>>,
    /// Why the text cannot be taken.
    pub(crate) refused: RwSignal<Option<Refused>>,
    /// Whether it is this text that cannot be taken: fields of a row share the place of the reason.
    pub(crate) is_wrong: RwSignal<bool>,
    edit: EditOf,
    is_name: bool,
}

impl Draft {
    /// A draft of a value of the document.
    pub(crate) fn new(value: Signal<String>, edit: EditOf, is_name: bool, refused: RwSignal<Option<Refused>>) -> Self {
        let typed = RwSignal::new(None);
        let is_wrong = RwSignal::new(false);
        Effect::new(move |before: Option<String>| {
            let now = value.get();
            // The document changed under the field: what it says counts.
            if before.is_some_and(|before| before != now) {
                typed.set(None);
                is_wrong.set(false);
                refused.set(None);
            }
            now
        });
        Self { studio: use_studio(), value, typed, refused, is_wrong, edit, is_name }
    }

    /// What the field shows.
    pub(crate) fn text(&self) -> String {
        self.typed.get().unwrap_or_else(|| self.value.get())
    }

    /// Whether the field shows something that the document does not have.
    pub(crate) fn is_changed(&self) -> bool {
        self.typed.with(Option::is_some)
    }

    /// The text that the user typed, with the characters replaced that a name cannot have.
    pub(crate) fn type_text(&self, text: String) -> String {
        let text = if self.is_name { Name::with_replaced_characters(&text) } else { text };
        self.tell(self.check(&text).err());
        self.typed.set(Some(text.clone()).filter(|text| *text != self.value.get_untracked()));
        text
    }

    fn check(&self, text: &str) -> Result<Edit, Refused> {
        let plain = |refusal: Refusal| Refused { text: refusal.to_string(), offers: Vec::new() };
        let edit = (self.edit)(text).map_err(plain)?;
        self.studio.check(&edit).map(|()| edit)
    }

    /// Makes the text an edit of the document, if it can be one.
    pub(crate) fn commit(&self) {
        // A field that leaves the page with the keyboard in it is told so when its signals are gone.
        let Some(text) = self.typed.try_get_untracked().flatten() else { return };
        match self.check(&text) {
            Ok(edit) => {
                self.studio.tell(DocumentCommand::Edit(edit));
                self.drop_text();
            }
            Err(refused) => self.tell(Some(refused)),
        }
    }

    /// Puts the document's value back into the field.
    pub(crate) fn drop_text(&self) {
        self.typed.set(None);
        self.tell(None);
    }

    fn tell(&self, refused: Option<Refused>) {
        self.is_wrong.set(refused.is_some());
        self.refused.set(refused);
    }

    /// Puts replaced characters into the field without moving the cursor.
    pub(crate) fn put_back(input: &HtmlInputElement, text: &str) {
        if input.value() != text {
            let place = input.selection_start().ok().flatten();
            input.set_value(text);
            let _ = input.set_selection_start(place);
            let _ = input.set_selection_end(place);
        }
    }
}
