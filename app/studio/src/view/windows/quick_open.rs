use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::palette::{keep_in_sight, stepped};
use crate::app::use_studio;
use crate::menu_command::search::{Named, named};
use crate::part::{Dialog, icon, marked};

/// How many names are offered.
const LIMIT: usize = 60;

/// Every element, row and file by a few characters of its name.
#[component]
pub(crate) fn QuickOpen(close: Callback<()>) -> impl IntoView {
    let studio = use_studio();
    let text = RwSignal::new(String::new());
    let current = RwSignal::new(0_usize);
    let found = Memo::new(move |_| text.with(|text| named(studio, text, LIMIT)));
    let open = move |named: &Named| {
        close.run(());
        studio.give(named.command(studio));
    };
    let on_key = move |event: KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => current.update(|at| *at = stepped(*at, 1, count)),
            "ArrowUp" => current.update(|at| *at = stepped(*at, -1, count)),
            "Enter" => {
                if let Some(named) = found.with_untracked(|found| found.get(current.get_untracked()).cloned()) {
                    open(&named);
                }
            }
            _ => return,
        }
        event.prevent_default();
        keep_in_sight(&format!("#quick-{}", current.get_untracked()));
    };
    let line = move |(index, named): (usize, Named)| {
        let (name, tone) = named.look();
        let (label, opened) = (named.name.clone(), named.clone());
        view! {
            <li
                id=format!("quick-{index}")
                role="option"
                aria-label=label
                aria-selected=move || (current.get() == index).to_string()
                on:mousemove=move |_| current.set(index)
                on:click=move |_| open(&opened)
            >
                {icon(name, tone)}
                <span class="quick-name">{marked(&named.name, &named.found)}</span>
                <span class="quick-path">{named.path}</span>
            </li>
        }
    };
    view! {
        <Dialog title="Quick open" class="palette" bare=true close>
            <input
                class="input"
                role="combobox"
                aria-label="Name"
                aria-expanded="true"
                aria-controls="quick-names"
                aria-activedescendant=move || (!found.with(Vec::is_empty)).then(|| format!("quick-{}", current.get()))
                placeholder="Name of an element, parameter, attribute or file"
                autocomplete="off"
                spellcheck="false"
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    current.set(0);
                }
                on:keydown=on_key
            />
            <ul id="quick-names" role="listbox" aria-label="Names">
                {move || found.get().into_iter().enumerate().map(line).collect_view()}
            </ul>
            <Show when=move || found.with(Vec::is_empty) && text.with(|text| !text.is_empty())>
                <p class="tree-none">"No matches."</p>
            </Show>
        </Dialog>
    }
}
