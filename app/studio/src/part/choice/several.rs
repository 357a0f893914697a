use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, KeyboardEvent, Node};

use super::list::step;

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
    let frame = NodeRef::<html::Div>::new();
    let input = NodeRef::<html::Input>::new();
    let text = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let is_changed = RwSignal::new(false);
    let chosen = Chosen { values: RwSignal::new(chosen), is_changed, is_over: StoredValue::new(false), take };
    let all = StoredValue::new(offer.run(()));
    let shown = Memo::new(move |_| {
        let wanted = text.get().trim().to_lowercase();
        all.with_value(|all| fitting(all, &wanted))
    });
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            request_animation_frame(move || drop(input.focus()));
        }
    });
    let at = move |index: usize| shown.with_untracked(|shown| shown.get(index).map(|(value, _)| *value));
    let on_key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" | "PageDown" | "PageUp" => {
                active.update(|index| *index = step(shown.with_untracked(Vec::len), *index, &event.key()));
            }
            " " => at(active.get_untracked()).into_iter().for_each(|value| chosen.toggle(value)),
            "Enter" if is_changed.get_untracked() => chosen.confirm(),
            "Enter" => chosen.finish(at(active.get_untracked()).map(|value| vec![value])),
            "Tab" => chosen.confirm(),
            "Escape" => chosen.finish(None),
            _ => return event.stop_propagation(),
        }
        event.prevent_default();
        event.stop_propagation();
    };
    // The keyboard that goes elsewhere confirms what was chosen.
    let leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        let frame = frame.try_get_untracked().flatten();
        if frame.is_some_and(|frame| frame.is_connected() && !frame.contains(to.as_ref())) {
            chosen.confirm();
        }
    };
    let option = move |(index, (value, name)): (usize, (T, String))| {
        let number =
            move || chosen.values.with(|chosen| chosen.iter().position(|it| *it == value).map(|place| place + 1));
        let is_chosen = move || number().is_some();
        let pressed = move |event: web_sys::MouseEvent| {
            let on_box = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let on_box = on_box.is_some_and(|element| element.class_list().contains("box"));
            if on_box || event.ctrl_key() || event.meta_key() || is_changed.get_untracked() {
                chosen.toggle(value);
            } else {
                chosen.finish(Some(vec![value]));
            }
        };
        view! {
            <li
                role="option"
                id=format!("several-{index}")
                class:is-active=move || active.get() == index
                aria-selected=move || is_chosen().to_string()
                on:click=pressed
            >
                <span class="box" class:is-on=is_chosen aria-hidden="true">{move || number().map(|number| number.to_string())}</span>
                {name}
            </li>
        }
    };
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
                aria-activedescendant=move || (!shown.with(Vec::is_empty)).then(|| format!("several-{}", active.get()))
                placeholder="Find"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || text.get()
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    active.set(0);
                }
                on:keydown=on_key
            />
            <ul id="several-list" role="listbox" aria-label=label aria-multiselectable="true" class="options">
                {move || shown.get().into_iter().enumerate().map(option).collect_view()}
            </ul>
            <p class="hint">"Enter to choose, Space to select several"</p>
        </div>
    }
}

/// Names shown at once.
const MOST: usize = 200;

/// Those whose name has the text, those that begin with it first.
fn fitting<T: Copy>(all: &[(T, String)], wanted: &str) -> Vec<(T, String)> {
    let begins = |(_, name): &&(T, String)| name.to_lowercase().starts_with(wanted);
    let has = |it: &&(T, String)| it.1.to_lowercase().contains(wanted) && !begins(it);
    all.iter().filter(begins).chain(all.iter().filter(has)).take(MOST).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::fitting;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn names_that_begin_with_the_text_come_first() {
        let all = [(1, "OrderLine".to_owned()), (2, "Line".to_owned()), (3, "Other".to_owned())];
        let found = |text: &str| fitting(&all, text).into_iter().map(|(value, _)| value).collect::<Vec<_>>();
        assert_eq!(found("line"), [2, 1]);
        assert_eq!(found(""), [1, 2, 3]);
        assert!(found("x").is_empty());
    }
}
