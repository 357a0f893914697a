use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, MouseEvent};

use super::shared::People;
use crate::app::{Studio, use_studio};
use crate::menu_command::MenuCommand as C;
use crate::part::{ContextMenu, Entry, IconButton, Place, on_resize};

/// A command of the toolbar.
#[derive(Clone, Copy)]
struct Tool {
    command: C,
    /// The text beside its icon, empty where the icon is enough.
    text: &'static str,
    /// Whether a group begins with it.
    begins: bool,
}

const fn tool(command: C) -> Tool {
    Tool { command, text: "", begins: false }
}

const fn named(command: C, text: &'static str) -> Tool {
    Tool { command, text, begins: false }
}

const fn first(tool: Tool) -> Tool {
    Tool { begins: true, ..tool }
}

/// The commands of every day: what everybody knows as an icon, then the steps of the work in their order, by name.
const TOOLS: [Tool; 18] = [
    tool(C::ToggleNavigator),
    tool(C::New),
    tool(C::Open),
    tool(C::Save),
    first(tool(C::Undo)),
    tool(C::Redo),
    first(tool(C::Cut)),
    tool(C::Copy),
    tool(C::Paste),
    first(named(C::AddAction, "Action")),
    named(C::AddStructure, "Structure"),
    named(C::AddEntity, "Entity"),
    first(named(C::EditSource, "Edit Source")),
    named(C::UpdateSource, "Update Source"),
    named(C::Compile, "Compile"),
    named(C::Verify, "Verify"),
    first(named(C::Download, "Download")),
    named(C::Share, "Share"),
];

/// The commands of every day. What has no room stands in the menu at the end; publishing is always there.
#[component]
pub(crate) fn Toolbar() -> impl IntoView {
    let studio = use_studio();
    let is_working = move || studio.derived.jobs.with(|jobs| !jobs.is_empty());
    let row = NodeRef::<html::Div>::new();
    let fitting = RwSignal::new(TOOLS.len());
    let measure = move || {
        if let Some(count) = row.get_untracked().map(|row| count_fitting(&row)) {
            // The toolbar may be gone by now.
            let _ = fitting.try_set(count);
        }
    };
    on_resize(row, move |_, _| measure());
    let tools = TOOLS.into_iter().enumerate().map(|(index, tool)| {
        let is_hidden = move || fitting.get() <= index;
        view! {
            <span class="tool" class:begins=tool.begins style:visibility=move || is_hidden().then_some("hidden")>
                {button(studio, tool)}
            </span>
        }
    });
    let menu = RwSignal::new(None::<(Place, Vec<Entry>)>);
    let more = move |event: MouseEvent| {
        let rest = TOOLS.into_iter().skip(fitting.get_untracked());
        let entries = rest.map(|tool| Entry::Command(tool.command)).collect();
        menu.set(Some((Place::below_event(&event), entries)));
    };
    view! {
        <div
            class="toolbar"
            role="toolbar"
            aria-label="Commands"
            // A press leaves the keyboard where it is: Cut and Copy are about what is selected there.
            on:mousedown=|event| event.prevent_default()
        >
            <div class="tools" node_ref=row>
                {tools.collect_view()}
            </div>
            <Show when=move || fitting.get() < TOOLS.len()>
                <button type="button" class="icon-button" title="More commands" aria-label="More commands" aria-haspopup="menu" on:click=more>
                    <span class="codicon codicon-ellipsis" aria-hidden="true"></span>
                </button>
            </Show>
            <People />
            <span class="publish-tool">{button(studio, named(C::Publish, "1-Click Publish"))}</span>
            <Show when=is_working>
                <div class="progress-line"></div>
            </Show>
        </div>
        <ContextMenu open=menu />
    }
}

/// How many of the tools stand in the first line: those behind them are out of sight.
fn count_fitting(row: &HtmlElement) -> usize {
    let tools = row.children();
    let top = |index: u32| {
        tools.item(index).and_then(|tool| tool.dyn_into::<HtmlElement>().ok()).map(|tool| tool.offset_top())
    };
    let first = top(0);
    (0..tools.length()).take_while(|index| top(*index) == first).count()
}

fn button(studio: Studio, Tool { command, text, .. }: Tool) -> impl IntoView {
    let label = Signal::derive(move || {
        let step = match command {
            C::Undo => studio.derived.undo_name.get(),
            C::Redo => studio.derived.redo_name.get(),
            _ => None,
        };
        let name = command.label().trim_end_matches('…');
        step.map_or_else(|| name.to_owned(), |step| format!("{name}: {step}"))
    });
    view! {
        <IconButton
            label
            name=command.icon()
            keys=command.keys().text()
            disabled=Signal::derive(move || !command.is_enabled(studio))
            text
            class=if command == C::Publish { "primary" } else { "" }
            press=move || command.run(studio)
        />
    }
}
