use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent};
use workbench::{NavigationCommand, Severity, Tabs, Target};

use crate::app::{look_of, use_studio};
use crate::browser::focus;
use crate::menu_command::MenuCommand;
use crate::part::{ContextMenu, Entry, Place, icon, on_resize, severity_look};

/// The open elements and files, a tab each.
#[component]
pub(crate) fn TabBar() -> impl IntoView {
    let studio = use_studio();
    let list = NodeRef::<html::Div>::new();
    let menu = RwSignal::new(None);
    let targets = move || studio.derived.tabs.with(|tabs| Tabs::open(tabs).to_vec());
    let overflows = RwSignal::new(false);
    let arrange = move || {
        request_animation_frame(move || {
            let Some(list) = list.try_get_untracked().flatten() else { return };
            let _ = overflows.try_set(list.scroll_width() > list.client_width());
            if let Ok(Some(active)) = list.query_selector("[aria-selected=true]") {
                focus::into_sight(&active);
            }
        });
    };
    // The active tab is always in sight, whatever opened it and however narrow the bar is.
    Effect::new(move |_| {
        studio.derived.tabs.track();
        // A longer name makes a tab wider.
        studio.derived.extension.track();
        arrange();
    });
    on_resize(list, move |_, _| arrange());
    let all = move |event: MouseEvent| {
        let active = studio.derived.active.get_untracked();
        let entry = |target: Target| {
            let title = studio.derived.extension.with_untracked(|extension| target.title(extension.as_ref()?));
            let icon = if Some(target) == active { "check" } else { look_of(target).0 };
            let show = move |()| studio.give(NavigationCommand::Open(target));
            Entry::Own(title.unwrap_or_default(), icon, Callback::new(show))
        };
        menu.set(Some((Place::below_event(&event), untrack(targets).into_iter().map(entry).collect())));
    };
    view! {
        <div class="tab-bar">
            <div node_ref=list class="tabs" role="tablist" aria-label="Open editors" on:keydown=move |event| focus::walk(&event, list, "[role=tab]")>
                <For each=targets key=|target| *target children=move |target| view! { <Tab target menu /> } />
            </div>
            <Show when=move || overflows.get()>
                <button type="button" class="icon-button" title="All open editors" aria-label="All open editors" aria-haspopup="menu" on:click=all>
                    <span class="codicon codicon-chevron-down" aria-hidden="true"></span>
                </button>
            </Show>
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
    let show = move || studio.give(NavigationCommand::Open(target));
    let close = move || studio.give(NavigationCommand::Close(target));
    let (name, tone) = look_of(target);
    let right = move |event: MouseEvent| {
        event.prevent_default();
        show();
        let entries = [MenuCommand::CloseTab, MenuCommand::CloseOtherTabs, MenuCommand::CloseAllTabs]
            .map(Entry::Command)
            .to_vec();
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
