use leptos::prelude::*;

use super::shared::People;
use crate::app::use_studio;
use crate::menu_command::MenuCommand as C;
use crate::part::IconButton;

/// The commands of every day, in the order of their use.
#[component]
pub(crate) fn Toolbar() -> impl IntoView {
    let studio = use_studio();
    let is_working = move || studio.derived.jobs.with(|jobs| !jobs.is_empty());
    let undo = move || named("Undo", studio.derived.undo_name.get());
    let redo = move || named("Redo", studio.derived.redo_name.get());
    view! {
        <div
            class="toolbar"
            role="toolbar"
            aria-label="Commands"
            // A press leaves the keyboard where it is: Cut and Copy are about what is selected there.
            on:mousedown=|event| event.prevent_default()
        >
            <Tool command=C::New />
            <Tool command=C::Open />
            <Tool command=C::Save />
            <span class="part-line"></span>
            <Tool command=C::Undo label=Signal::derive(undo) />
            <Tool command=C::Redo label=Signal::derive(redo) />
            <span class="part-line"></span>
            <Tool command=C::Cut />
            <Tool command=C::Copy />
            <Tool command=C::Paste />
            <span class="part-line"></span>
            <Tool command=C::AddAction text="Add Action" />
            <Tool command=C::AddStructure text="Structure" />
            <Tool command=C::AddEntity text="Entity" />
            <span class="part-line"></span>
            <Tool command=C::Verify text="Verify" />
            <Tool command=C::VerifyAndSave />
            <Tool command=C::Download />
            <Tool command=C::Publish text="1-Click Publish" />
            <Tool command=C::UpdateSource text="Update Source" />
            <Tool command=C::EditSource text="Edit Source" />
            <Tool command=C::Compile text="Compile" class="main" />
            <Tool command=C::Share text="Share" />
            <People />
            <Show when=is_working>
                <div class="progress-line"></div>
            </Show>
        </div>
    }
}

fn named(command: &str, step: Option<String>) -> String {
    step.map_or_else(|| command.to_owned(), |step| format!("{command}: {step}"))
}

#[component]
fn Tool(
    command: C,
    #[prop(optional, into)] label: Option<Signal<String>>,
    #[prop(optional)] text: &'static str,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let studio = use_studio();
    let label = label.unwrap_or_else(|| Signal::stored(command.label().trim_end_matches('…').to_owned()));
    view! {
        <IconButton
            label
            name=command.icon()
            keys=command.keys().text()
            disabled=Signal::derive(move || !command.is_enabled(studio))
            text
            class
            press=move || command.run(studio)
        />
    }
}
