use leptos::prelude::*;
use listbox::Matcher;

use super::finder::Finder;
use crate::app::use_studio;
use crate::menu_command::MenuCommand;
use crate::part::icon;

/// Every command by its name.
#[component]
pub(crate) fn Palette(close: Callback<()>) -> impl IntoView {
    let studio = use_studio();
    let text = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let matcher = text.with(|text| Matcher::new(text));
        let is_found = |command: &MenuCommand| matcher.finds_among(&[command.label(), command.other_words()]);
        let others = MenuCommand::ALL.into_iter().filter(|command| *command != MenuCommand::Palette);
        others.filter(is_found).collect::<Vec<_>>()
    });
    let run = Callback::new(move |command: MenuCommand| {
        if command.is_enabled(studio) {
            close.run(());
            command.run(studio);
        }
    });
    view! {
        <Finder
            title="Command palette"
            id="command"
            label="Command"
            placeholder="Type the name of a command"
            list_label="Commands"
            nothing="No matching commands"
            text
            found
            name=|command: &MenuCommand| command.label().to_owned()
            can=Callback::new(move |command: MenuCommand| command.is_enabled(studio))
            look
            choose=run
            close
        />
    }
}

fn look(command: MenuCommand) -> AnyView {
    view! {
        {icon(command.icon(), "")}
        {command.label()}
        <span class="keys" aria-hidden="true">{command.keys().shown()}</span>
    }
    .into_any()
}
