use extension::{Item, Key, Property, Use};
use leptos::html;
use leptos::prelude::*;
use workbench::NavigationCommand;

use super::extension::property;
use crate::app::use_studio;
use crate::browser::focus;
use crate::part::Popover;

/// Where a structure, an entity or a file is used: a quiet line with the number of uses, which opens their list.
#[component]
pub(crate) fn UsedBy(key: Key) -> impl IntoView {
    let studio = use_studio();
    let uses = property(studio, move |extension| Uses(extension.uses_of(key)));
    let is_open = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let anchor = Callback::new(move |()| button.get_untracked().map(Into::into));
    let text = move || words::counted(uses.with(|uses| uses.0.len()), "place");
    let is_used = Memo::new(move |_| uses.with(|uses| !uses.0.is_empty()));
    let toggle = move |_| is_open.update(|open| *open = !*open);
    let close = move || {
        is_open.set(false);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    view! {
        <div class="field">
            <span class="label">"Used by"</span>
            <div class="used-by">
                <Show when=move || is_used.get() fallback=|| view! { <span class="nobody">"nothing"</span> }>
                    <button
                        node_ref=button
                        type="button"
                        class="link-button"
                        aria-haspopup="dialog"
                        aria-expanded=move || is_open.get().to_string()
                        aria-label=move || format!("Used by {}", text())
                        on:click=toggle
                    >
                        {text}
                    </button>
                </Show>
                {move || {
                    is_open.get().then(|| view! {
                        <Popover anchor class="of-uses">
                            <UseList uses close=Callback::new(move |()| close()) />
                        </Popover>
                    })
                }}
            </div>
        </div>
    }
}

/// The uses; a type of its own so that a memo can compare them.
#[derive(Debug, Clone, Default, PartialEq)]
struct Uses(Vec<Use>);

#[component]
fn UseList(uses: Memo<Uses>, close: Callback<()>) -> impl IntoView {
    let studio = use_studio();
    let list = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(list) = list.get() {
            request_animation_frame(move || focus::step(&list, "button", 1));
        }
    });
    let on_key = move |event: web_sys::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            "Escape" => return close.run(()),
            _ => return,
        };
        event.prevent_default();
        if let Some(list) = list.get_untracked() {
            focus::step(&list, "button", by);
        }
    };
    let line = move |using: Use| {
        let property = if matches!(using.item, Item::Action(_)) { Property::Icon } else { Property::DataType };
        let show = move |_| {
            close.run(());
            studio.give(NavigationCommand::ShowPlace(using.item.at(property)));
        };
        view! {
            <li>
                <button type="button" on:click=show>
                    {using.path}
                </button>
            </li>
        }
    };
    view! {
        <div node_ref=list class="uses" role="dialog" aria-label="Used by" on:keydown=on_key>
            <ul>{move || uses.get().0.into_iter().map(line).collect_view()}</ul>
        </div>
    }
}
