use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::part::{Dialog, ListCursor};

/// A window that finds one thing by its name: a field, and below it the list of what the text finds. Arrows and page keys
/// move, Enter and a click choose.
#[component]
pub(super) fn Finder<T>(
    /// The name of the window.
    title: &'static str,
    /// The beginning of the ids in it, unique on the page.
    id: &'static str,
    /// The name of the field.
    label: &'static str,
    /// What the empty field says.
    placeholder: &'static str,
    /// The name of the list.
    list_label: &'static str,
    /// What is said when the text finds nothing.
    nothing: &'static str,
    /// The text.
    text: RwSignal<String>,
    /// What it finds.
    found: Memo<Vec<T>>,
    /// The name of a line, for screen readers.
    name: fn(&T) -> String,
    /// Whether a line can be chosen now.
    can: Callback<T, bool>,
    /// What a line shows.
    look: fn(T) -> AnyView,
    /// Called with the line that was chosen.
    choose: Callback<T>,
    /// Closes the window.
    close: Callback<()>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let cursor = ListCursor::new(Signal::derive(move || found.with(Vec::len)));
    let on_key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "Enter" => {
                let line = found.with_untracked(|found| found.get(cursor.at_untracked()).cloned());
                if let Some(line) = line {
                    choose.run(line);
                }
            }
            key if cursor.press(key) => {}
            _ => return,
        }
        event.prevent_default();
    };
    let line = move |(index, line): (usize, T)| {
        view! { <FinderLine id index cursor name=name(&line) can choose line=line.clone() shown=look(line) /> }
    };
    view! {
        <Dialog title class="palette" bare=true close>
            <input
                class="input"
                role="combobox"
                aria-label=label
                aria-expanded="true"
                aria-controls=format!("{id}-list")
                aria-activedescendant=move || (!found.with(Vec::is_empty)).then(|| format!("{id}-{}", cursor.at()))
                placeholder=placeholder
                autocomplete="off"
                spellcheck="false"
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    cursor.set(0);
                }
                on:keydown=on_key
            />
            <ul node_ref=cursor.list id=format!("{id}-list") role="listbox" aria-label=list_label>
                {move || found.get().into_iter().enumerate().map(line).collect_view()}
            </ul>
            <Show when=move || found.with(Vec::is_empty) && text.with(|text| !text.is_empty())>
                <p class="tree-none">{nothing}</p>
            </Show>
        </Dialog>
    }
}

#[component]
fn FinderLine<T>(
    id: &'static str,
    index: usize,
    cursor: ListCursor,
    name: String,
    can: Callback<T, bool>,
    choose: Callback<T>,
    line: T,
    shown: AnyView,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let chosen = line.clone();
    view! {
        <li
            id=format!("{id}-{index}")
            role="option"
            aria-label=name
            aria-selected=move || (cursor.at() == index).to_string()
            aria-disabled=move || (!can.run(line.clone())).then_some("true")
            on:mousemove=move |_| cursor.set(index)
            on:click=move |_| choose.run(chosen.clone())
        >
            {shown}
        </li>
    }
}
