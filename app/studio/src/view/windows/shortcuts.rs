use leptos::prelude::*;
use listbox::Matcher;

use crate::menu_command::keys_here;
use crate::part::{Dialog, Entry};
use crate::view::menu_bar::menus;

/// What keys do, and the keys.
type Line = (&'static str, &'static str);

/// Keys that belong to a place and stand in no menu.
const OF_PLACES: [Line; 8] = [
    ("In a tree: open, rename, delete", "Enter, F2, Delete"),
    ("In a tree: select several lines", "Shift+Up, Shift+Down, Ctrl+Space, Ctrl+A"),
    ("In the navigator: move elements", "Alt+Up, Alt+Down"),
    ("In the problems: quick fixes", "Ctrl+."),
    ("In the parameters: move the row", "Alt+Up, Alt+Down"),
    ("In the parameters: delete the row", "Alt+Delete"),
    ("In a field: take over, or put the old text back", "Enter, Escape"),
    ("In a tab: close it", "Delete"),
];

/// The keys, by the menus that have their commands, with a search.
#[component]
pub(super) fn Shortcuts(close: Callback<()>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let shown = move || {
        let matcher = text.with(|text| Matcher::new(text));
        let has_words = |(name, keys): &Line| matcher.finds_among(&[name, keys, &keys_here(keys)]);
        let groups = groups().into_iter().filter_map(|(title, lines)| {
            let lines: Vec<Line> = lines.into_iter().filter(has_words).collect();
            (!lines.is_empty()).then_some((title, lines))
        });
        groups.collect::<Vec<_>>()
    };
    let group = |(title, lines): (&'static str, Vec<Line>)| {
        view! {
            <section>
                <h3>{title}</h3>
                <dl class="shortcuts">{lines.into_iter().map(line).collect_view()}</dl>
            </section>
        }
    };
    view! {
        <Dialog title="Keyboard shortcuts" class="keys-window" close>
            <div class="dialog-body">
                <input
                    class="input"
                    type="search"
                    aria-label="Search"
                    placeholder="Search by command or keys"
                    autocomplete="off"
                    on:input=move |event| text.set(event_target_value(&event))
                />
                {move || shown().into_iter().map(group).collect_view()}
                <Show when=move || shown().is_empty()>
                    <p class="hint">"No matching commands"</p>
                </Show>
            </div>
        </Dialog>
    }
}

fn line((name, keys): Line) -> impl IntoView {
    view! {
        <dt>{name}</dt>
        <dd>
            <kbd>{keys_here(keys)}</kbd>
        </dd>
    }
}

fn groups() -> Vec<(&'static str, Vec<Line>)> {
    let line_of = |entry: &Entry| match entry {
        Entry::Command(command) => Some((command.label().trim_end_matches('…'), command.keys().text())),
        _ => None,
    };
    let of_menu = |(title, entries): (&'static str, Vec<Entry>)| {
        (title, entries.iter().filter_map(line_of).filter(|(_, keys)| !keys.is_empty()).collect())
    };
    menus().into_iter().map(of_menu).chain([("In one place", OF_PLACES.to_vec())]).collect()
}
