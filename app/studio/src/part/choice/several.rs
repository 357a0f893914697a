use leptos::html;
use leptos::prelude::*;
use listbox::Matcher;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, KeyboardEvent, MouseEvent, Node};

use crate::part::ListCursor;

/// Names shown at once.
const MOST: usize = 200;

/// What was chosen so far.
struct Chosen<T: Send + Sync + 'static> {
    values: RwSignal<Vec<T>>,
    is_changed: RwSignal<bool>,
    is_over: StoredValue<bool>,
    take: Callback<Option<Vec<T>>>,
}

impl<T: Send + Sync> Clone for Chosen<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for Chosen<T> {}

impl<T: Copy + PartialEq + Send + Sync> Chosen<T> {
    fn toggle(self, value: T) {
        self.is_changed.set(true);
        self.values.update(|values| match values.iter().position(|it| *it == value) {
            Some(place) => drop(values.remove(place)),
            None => values.push(value),
        });
    }

    fn finish(self, answer: Option<Vec<T>>) {
        // The keyboard that leaves with an answer is not an answer of its own.
        if self.is_over.try_get_value() == Some(false) {
            self.is_over.set_value(true);
            self.take.run(answer);
        }
    }

    fn confirm(self) {
        self.finish(self.is_changed.get_untracked().then(|| self.values.get_untracked()));
    }

    /// The place of the value among those that are chosen, counted from 1.
    fn number(self, value: T) -> Option<usize> {
        self.values.with(|chosen| chosen.iter().position(|it| *it == value).map(|place| place + 1))
    }

    /// Does what a key says about the option under the cursor.
    fn on_key(self, event: &KeyboardEvent, cursor: ListCursor, current: Option<T>) {
        match event.key().as_str() {
            " " => current.into_iter().for_each(|value| self.toggle(value)),
            "Enter" if self.is_changed.get_untracked() => self.confirm(),
            "Enter" => self.finish(current.map(|value| vec![value])),
            "Tab" => self.confirm(),
            "Escape" => self.finish(None),
            key if cursor.press(key) => {}
            _ => return event.stop_propagation(),
        }
        event.prevent_default();
        event.stop_propagation();
    }

    /// A press on the box, or any press once several are chosen, takes the option to the others; another one takes it alone.
    fn press(self, event: &MouseEvent, value: T) {
        let on = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_on_box = on.is_some_and(|element| element.class_list().contains("box"));
        if is_on_box || event.ctrl_key() || event.meta_key() || self.is_changed.get_untracked() {
            self.toggle(value);
        } else {
            self.finish(Some(vec![value]));
        }
    }
}

/// A searchable list of which one or several are chosen, in the order in which they were chosen. A click on a name or
/// Enter takes that one; the box or Space takes several, which leaving the list confirms. Escape gives up.
#[component]
pub(crate) fn SeveralChoice<T>(
    /// What is chosen.
    label: &'static str,
    /// What is offered, with names.
    offer: Callback<(), Vec<(T, String)>>,
    /// What is chosen at first.
    chosen: Vec<T>,
    /// Called at the end with what was chosen; `None` when nothing is to change.
    take: Callback<Option<Vec<T>>>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let (frame, input) = (NodeRef::<html::Div>::new(), NodeRef::<html::Input>::new());
    let text = RwSignal::new(String::new());
    let is_changed = RwSignal::new(false);
    let chosen = Chosen { values: RwSignal::new(chosen), is_changed, is_over: StoredValue::new(false), take };
    let all = StoredValue::new(offer.run(()));
    let shown = Memo::new(move |_| {
        let matcher = text.with(|text| Matcher::new(text));
        all.with_value(|all| matcher.best(all, |(_, name)| name, MOST))
    });
    let cursor = ListCursor::new(Signal::derive(move || shown.with(Vec::len)));
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            request_animation_frame(move || drop(input.focus()));
        }
    });
    let current = move || shown.with_untracked(|shown| shown.get(cursor.at_untracked()).map(|(value, _)| *value));
    // The keyboard that goes elsewhere confirms what was chosen.
    let leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        let frame = frame.try_get_untracked().flatten();
        if frame.is_some_and(|frame| frame.is_connected() && !frame.contains(to.as_ref())) {
            chosen.confirm();
        }
    };
    let option = move |(index, (value, name))| view! { <SeveralOption chosen cursor index value name /> };
    view! {
        <div node_ref=frame class="several" role="dialog" aria-label=label on:focusout=leave>
            <input
                node_ref=input
                type="text"
                class="input"
                role="combobox"
                aria-label="Find a structure or entity"
                aria-autocomplete="list"
                aria-expanded="true"
                aria-controls="several-list"
                aria-activedescendant=move || (!shown.with(Vec::is_empty)).then(|| format!("several-{}", cursor.at()))
                placeholder="Find"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || text.get()
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    cursor.set(0);
                }
                on:keydown=move |event| chosen.on_key(&event, cursor, current())
            />
            <ul node_ref=cursor.list id="several-list" role="listbox" aria-label=label aria-multiselectable="true" class="options">
                {move || shown.get().into_iter().enumerate().map(option).collect_view()}
            </ul>
            <p class="hint">"Enter to choose, Space to select several"</p>
        </div>
    }
}

/// A name with its box, which has the number in the order of what is chosen.
#[component]
fn SeveralOption<T>(chosen: Chosen<T>, cursor: ListCursor, index: usize, value: T, name: String) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let is_chosen = move || chosen.number(value).is_some();
    view! {
        <li
            role="option"
            id=format!("several-{index}")
            class:is-active=move || cursor.at() == index
            aria-selected=move || is_chosen().to_string()
            on:click=move |event| chosen.press(&event, value)
        >
            <span class="box" class:is-on=is_chosen aria-hidden="true">
                {move || chosen.number(value).map(|number| number.to_string())}
            </span>
            {name}
        </li>
    }
}
