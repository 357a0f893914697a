use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::app::use_studio;
use crate::browser::focus;
use crate::menu_command::MenuCommand;
use crate::part::{Dialog, icon};

/// Every command by its name.
#[component]
pub(crate) fn Palette(close: Callback<()>) -> impl IntoView {
    let studio = use_studio();
    let text = RwSignal::new(String::new());
    let current = RwSignal::new(0_usize);
    let found = Memo::new(move |_| {
        let words = text.get().to_lowercase();
        let has_words = |command: &MenuCommand| {
            let names = format!("{} {}", command.label().to_lowercase(), command.other_words());
            words.split_whitespace().all(|word| names.contains(word))
        };
        MenuCommand::ALL
            .into_iter()
            .filter(|command| *command != MenuCommand::Palette)
            .filter(has_words)
            .collect::<Vec<_>>()
    });
    let run = move |command: MenuCommand| {
        if command.is_enabled(studio) {
            close.run(());
            command.run(studio);
        }
    };
    let step = move |by: isize| {
        let count = found.with_untracked(Vec::len);
        current.update(|current| *current = stepped(*current, by, count));
        keep_in_sight(&format!("#command-{}", current.get_untracked()));
    };
    let on_key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => step(1),
            "ArrowUp" => step(-1),
            "Enter" => {
                let command = found.with_untracked(|found| found.get(current.get_untracked()).copied());
                if let Some(command) = command {
                    run(command);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let line = move |(index, command): (usize, MenuCommand)| {
        view! {
            <li
                id=format!("command-{index}")
                role="option"
                aria-selected=move || (current.get() == index).to_string()
                aria-disabled=move || (!command.is_enabled(studio)).to_string()
                on:mousemove=move |_| current.set(index)
                on:click=move |_| run(command)
            >
                {icon(command.icon(), "")}
                {command.label()}
                <span class="keys" aria-hidden="true">{command.keys().shown()}</span>
            </li>
        }
    };
    view! {
        <Dialog title="Command palette" class="palette" bare=true close>
            <input
                class="input"
                role="combobox"
                aria-label="Command"
                aria-expanded="true"
                aria-controls="commands"
                aria-activedescendant=move || (!found.with(Vec::is_empty)).then(|| format!("command-{}", current.get()))
                placeholder="Type the name of a command"
                autocomplete="off"
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    current.set(0);
                }
                on:keydown=on_key
            />
            <ul id="commands" role="listbox" aria-label="Commands">
                {move || found.get().into_iter().enumerate().map(line).collect_view()}
            </ul>
            <Show when=move || found.with(Vec::is_empty)>
                <p class="tree-none">"No matching commands"</p>
            </Show>
        </Dialog>
    }
}

/// The place some steps further in a list of this length, around its ends.
pub(super) fn stepped(at: usize, by: isize, count: usize) -> usize {
    (at.cast_signed() + by).rem_euclid(count.max(1).cast_signed()).cast_unsigned()
}

/// Scrolls the line that the selector finds into sight.
pub(super) fn keep_in_sight(selector: &str) {
    if let Some(line) = focus::find::<web_sys::Element>(selector) {
        focus::into_sight(&line);
    }
}
