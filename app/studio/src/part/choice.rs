//! A searchable choice: a field that filters a list as one types.

mod list;
mod several;

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;
use workbench::Refused;

use super::Popover;
use list::{List, step};

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
    let input = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(None::<String>);
    let is_open = RwSignal::new(false);
    let active = RwSignal::new(0_usize);
    let offered =
        Memo::new(move |_| if is_open.get() { offer.run(typed.get().unwrap_or_default()) } else { Vec::new() });
    let is_wrong = RwSignal::new(false);
    Effect::new(move |_| {
        if refused.with(Option::is_none) {
            is_wrong.set(false);
        }
    });
    let open = move || {
        if !is_open.get_untracked() {
            is_open.set(true);
            let now = value.get_untracked();
            let place = offered.with_untracked(|list| list.iter().position(|it| Some(&it.value) == now.as_ref()));
            active.set(place.unwrap_or(0));
        }
    };
    let close = move || {
        typed.set(None);
        is_open.set(false);
    };
    let take = Callback::new(move |index: usize| {
        let chosen = offered.with_untracked(|list| list.get(index).map(|it| it.value.clone()));
        close();
        if let Some(chosen) = chosen.filter(|chosen| value.with_untracked(|value| value.as_ref() != Some(chosen))) {
            let reason = choose.run(chosen).err();
            is_wrong.set(reason.is_some());
            refused.set(reason);
        }
    });
    let on_key = move |event: KeyboardEvent| {
        let list_is_open = is_open.get_untracked();
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !event.ctrl_key() && (list_is_open || !event.alt_key()) => {
                if list_is_open {
                    active.update(|index| *index = step(offered.with_untracked(Vec::len), *index, &event.key()));
                } else {
                    open();
                }
            }
            "PageDown" | "PageUp" if list_is_open => {
                active.update(|index| *index = step(offered.with_untracked(Vec::len), *index, &event.key()));
            }
            "Enter" if list_is_open => take.run(active.get_untracked()),
            "Escape" if list_is_open => close(),
            "Tab" if typed.with_untracked(Option::is_some) => return take.run(active.get_untracked()),
            "Tab" => return close(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    // Leaving with a text that names a type chooses it; with another one, nothing.
    let leave = move || {
        let Some(text) = typed.try_get_untracked().flatten() else {
            is_open.try_update(|open| *open = false);
            return;
        };
        let same = |it: &Offered<T>| it.text.eq_ignore_ascii_case(text.trim());
        match offered.with_untracked(|list| list.iter().position(same)) {
            Some(index) => take.run(index),
            None => close(),
        }
    };
    let typing = move |event: web_sys::Event| {
        open();
        typed.set(Some(event_target_value(&event)));
        active.set(0);
    };
    let press = move |_| {
        if is_open.get_untracked() {
            return;
        }
        open();
        if let Some(input) = input.get_untracked() {
            input.select();
        }
    };
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
            aria-activedescendant=move || (is_open.get() && offered.with(|list| !list.is_empty())).then(|| active_id(active.get()))
            aria-invalid=move || is_wrong.get().to_string()
            aria-describedby=message
            data-place=place
            data-changed=move || typed.with(Option::is_some).then_some("")
            autocomplete="off"
            spellcheck="false"
            prop:value=move || typed.get().unwrap_or_else(|| text.get())
            on:input=typing
            on:click=press
            on:blur=move |_| leave()
            on:keydown=on_key
        />
        {move || {
            let (list_id, option_id) = (list_id.clone(), option_id.clone());
            is_open.get().then(move || view! {
                <Popover anchor class="of-choice">
                    <List label id=list_id option_id=Callback::new(option_id) offered value typed active take />
                </Popover>
            })
        }}
    }
}
