//! A searchable choice: a field that filters a list as one types.

mod list;
mod several;

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;
use workbench::Refused;

use super::{ListCursor, Popover};
use list::{List, MOST};

pub(crate) use several::SeveralChoice;

/// Something that a choice offers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Offered<T> {
    /// What it stands for.
    pub(crate) value: T,
    /// Its text.
    pub(crate) text: String,
    /// The parts of the text that were looked for, as ranges of bytes in order.
    pub(crate) matched: Vec<(usize, usize)>,
    /// The group that it stands in while nothing is looked for.
    pub(crate) group: &'static str,
}

/// What a choice is doing.
struct Choosing<T: Send + Sync + 'static> {
    input: NodeRef<html::Input>,
    value: Signal<Option<T>>,
    choose: Callback<T, Result<(), Refused>>,
    refused: RwSignal<Option<Refused>>,
    /// The text that is being typed.
    typed: RwSignal<Option<String>>,
    is_open: RwSignal<bool>,
    offered: Memo<Vec<Offered<T>>>,
    /// The offer that Enter takes.
    cursor: ListCursor,
    /// Whether the refused choice was made here.
    is_wrong: RwSignal<bool>,
}

impl<T: Send + Sync> Clone for Choosing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for Choosing<T> {}

impl<T: Clone + PartialEq + Send + Sync> Choosing<T> {
    fn open(self) {
        if !self.is_open.get_untracked() {
            self.is_open.set(true);
            let now = self.value.get_untracked();
            let place = self.offered.with_untracked(|list| list.iter().position(|it| Some(&it.value) == now.as_ref()));
            self.cursor.set(place.unwrap_or(0));
        }
    }

    fn close(self) {
        self.typed.set(None);
        self.is_open.set(false);
    }

    fn take(self, index: usize) {
        let chosen = self.offered.with_untracked(|list| list.get(index).map(|it| it.value.clone()));
        self.close();
        let is_other = |chosen: &T| self.value.with_untracked(|value| value.as_ref() != Some(chosen));
        if let Some(chosen) = chosen.filter(is_other) {
            let reason = self.choose.run(chosen).err();
            self.is_wrong.set(reason.is_some());
            self.refused.set(reason);
        }
    }

    fn on_key(self, event: &KeyboardEvent) {
        let list_is_open = self.is_open.get_untracked();
        match event.key().as_str() {
            key @ ("ArrowDown" | "ArrowUp") if !event.ctrl_key() && (list_is_open || !event.alt_key()) => {
                if list_is_open {
                    self.cursor.press(key);
                } else {
                    self.open();
                }
            }
            key @ ("PageDown" | "PageUp") if list_is_open => {
                self.cursor.press(key);
            }
            "Enter" if list_is_open => self.take(self.cursor.at_untracked()),
            "Escape" if list_is_open => self.close(),
            "Tab" if self.typed.with_untracked(Option::is_some) => return self.take(self.cursor.at_untracked()),
            "Tab" => return self.close(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    /// Leaving with a text that names a type chooses it; with another one, nothing.
    fn leave(self) {
        let Some(text) = self.typed.try_get_untracked().flatten() else {
            self.is_open.try_update(|open| *open = false);
            return;
        };
        let same = |it: &Offered<T>| it.text.eq_ignore_ascii_case(text.trim());
        match self.offered.with_untracked(|list| list.iter().position(same)) {
            Some(index) => self.take(index),
            None => self.close(),
        }
    }

    fn typing(self, text: String) {
        self.open();
        self.typed.set(Some(text));
        self.cursor.set(0);
    }

    fn press(self) {
        if !self.is_open.get_untracked() {
            self.open();
            if let Some(input) = self.input.get_untracked() {
                input.select();
            }
        }
    }
}

/// A choice among many values. Typing filters, arrows move, Enter and Tab choose, Escape gives up.
#[component]
pub(crate) fn Choice<T>(
    /// Its name for screen readers.
    label: &'static str,
    /// What the field shows while nothing is typed.
    #[prop(into)]
    text: Signal<String>,
    /// The document's value.
    #[prop(into)]
    value: Signal<Option<T>>,
    /// What is offered for a typed text, the best first; everything, group by group, for none.
    offer: Callback<String, Vec<Offered<T>>>,
    /// Takes the choice over; the reason when it cannot.
    choose: Callback<T, Result<(), Refused>>,
    /// Where the reason is shown.
    refused: RwSignal<Option<Refused>>,
    /// Its place in the document, as [`place_mark`](super::place_mark) has it.
    #[prop(optional, into)]
    place: Option<String>,
    /// The id of its message.
    #[prop(optional, into)]
    message: Option<String>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let (input, typed, is_open) = (NodeRef::<html::Input>::new(), RwSignal::new(None::<String>), RwSignal::new(false));
    let offered =
        Memo::new(move |_| if is_open.get() { offer.run(typed.get().unwrap_or_default()) } else { Vec::new() });
    let is_wrong = RwSignal::new(false);
    let cursor = ListCursor::new(Signal::derive(move || offered.with(|list| list.len().min(MOST))));
    let choosing = Choosing { input, value, choose, refused, typed, is_open, offered, cursor, is_wrong };
    Effect::new(move |_| {
        if refused.with(Option::is_none) {
            is_wrong.set(false);
        }
    });
    let take = Callback::new(move |index: usize| choosing.take(index));
    let list_id = format!("choice-{}", place.clone().unwrap_or_else(|| label.to_owned()).replace(' ', "-"));
    let option_id = {
        let list_id = list_id.clone();
        move |index: usize| format!("{list_id}-{index}")
    };
    let (controls, active_id) = (list_id.clone(), option_id.clone());
    let anchor = Callback::new(move |()| input.get_untracked().map(Into::into));
    view! {
        <input
            node_ref=input
            type="text"
            class="input choice"
            role="combobox"
            aria-label=label
            aria-autocomplete="list"
            aria-haspopup="listbox"
            aria-expanded=move || is_open.get().to_string()
            aria-controls=move || is_open.get().then(|| controls.clone())
            aria-activedescendant=move || (is_open.get() && offered.with(|list| !list.is_empty())).then(|| active_id(cursor.at()))
            aria-invalid=move || is_wrong.get().to_string()
            aria-describedby=message
            data-place=place
            data-changed=move || typed.with(Option::is_some).then_some("")
            autocomplete="off"
            spellcheck="false"
            prop:value=move || typed.get().unwrap_or_else(|| text.get())
            on:input=move |event| choosing.typing(event_target_value(&event))
            on:click=move |_| choosing.press()
            on:blur=move |_| choosing.leave()
            on:keydown=move |event| choosing.on_key(&event)
        />
        {move || {
            let (list_id, option_id) = (list_id.clone(), option_id.clone());
            is_open.get().then(move || view! {
                <Popover anchor class="of-choice">
                    <List label id=list_id option_id=Callback::new(option_id) offered value typed cursor take />
                </Popover>
            })
        }}
    }
}
