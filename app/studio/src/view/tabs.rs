use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent};
use workbench::{Command, Severity, Tabs, Target};

use crate::app::use_studio;
use crate::browser::focus;
use crate::menu_command::MenuCommand;
use crate::part::{ContextMenu, Entry, Place, icon, severity_look};

/// Icon and colour of what a target is.
pub(crate) fn look_of(target: Target) -> (&'static str, &'static str) {
    match target {
        Target::Extension => ("extensions", "of-extension"),
        Target::Action(_) => ("symbol-method", "of-action"),
        Target::Structure(_) => ("symbol-structure", "of-structure"),
        Target::Entity(_) => ("table", "of-entity"),
        Target::Resource(_) => ("file", "of-resource"),
        Target::Source(_) => ("file-code", "of-resource"),
    }
}

/// The open elements and files, a tab each.
#[component]
pub(crate) fn TabBar() -> impl IntoView {
    let studio = use_studio();
    let list = NodeRef::<html::Div>::new();
    let menu = RwSignal::new(None);
    let targets = move || studio.derived.tabs.with(|tabs| Tabs::open(tabs).to_vec());
    view! {
        <div node_ref=list class="tabs" role="tablist" aria-label="Open editors" on:keydown=move |event| focus::walk(&event, list, "[role=tab]")>
            <For each=targets key=|target| *target children=move |target| view! { <Tab target menu /> } />
        </div>
        <ContextMenu open=menu />
    }
}

#[component]
fn Tab(target: Target, menu: RwSignal<Option<(Place, Vec<Entry>)>>) -> impl IntoView {
    let studio = use_studio();
    let title = Memo::new(move |_| {
        studio
            .derived
            .extension
            .with(|extension| extension.as_ref().and_then(|extension| target.title(extension)))
            .unwrap_or_default()
    });
    let mark = Memo::new(move |_| studio.derived.marks.with(|marks| marks.of(target.item())));
    let is_active = move || studio.derived.active.get() == Some(target);
    let show = move || studio.give(Command::ActivateTab(target));
    let close = move || studio.give(Command::CloseTab(target));
    let (name, tone) = look_of(target);
    let right = move |event: MouseEvent| {
        event.prevent_default();
        show();
        let entries = vec![Entry::Command(MenuCommand::CloseTab), Entry::Command(MenuCommand::CloseAllTabs)];
        menu.set(Some((Place::At(event.client_x(), event.client_y()), entries)));
    };
    view! {
        <div
            class="tab"
            role="tab"
            aria-label=move || title.get()
            aria-description=move || match mark.get() {
                Some(Severity::Error) => "has errors",
                Some(Severity::Warning) => "has warnings",
                _ => "",
            }
            aria-selected=move || is_active().to_string()
            tabindex=move || if is_active() { "0" } else { "-1" }
            on:click=move |_| show()
            on:auxclick=move |event: MouseEvent| {
                if event.button() == 1 {
                    close();
                }
            }
            on:dblclick=move |_| close()
            on:contextmenu=right
            on:keydown=move |event: KeyboardEvent| match event.key().as_str() {
                "Enter" | " " => show(),
                "Delete" => close(),
                _ => {}
            }
        >
            {icon(name, tone)}
            <span
                class="tab-name"
                class:has-error=move || mark.get() == Some(Severity::Error)
                class:has-warning=move || mark.get() == Some(Severity::Warning)
            >
                {move || title.get()}
            </span>
            {move || {
                mark.get().filter(|severity| *severity != Severity::Information).map(|severity| {
                    let (name, tone) = severity_look(severity);
                    icon(name, tone)
                })
            }}
            // For the pointer alone: a tab holds nothing that takes the keyboard, which closes it with Delete or Alt+W.
            <span
                class="tab-close codicon codicon-close"
                aria-hidden="true"
                title=move || format!("Close {}", title.get())
                on:dblclick=|event| event.stop_propagation()
                on:click=move |event| {
                    event.stop_propagation();
                    close();
                }
            ></span>
        </div>
    }
}
