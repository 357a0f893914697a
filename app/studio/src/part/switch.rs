use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::browser::focus;

/// Tabs that stay: one of a few parts is shown.
#[component]
pub(crate) fn Switch<T>(
    /// What the tabs are for.
    label: &'static str,
    /// The parts with their names, which may follow a count.
    parts: Vec<(T, Signal<String>)>,
    /// The part that is shown.
    #[prop(into)]
    shown: Signal<Option<T>>,
    /// Shows a part.
    choose: impl Fn(T) + Copy + 'static,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let list = NodeRef::<html::Div>::new();
    let on_key = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => -1,
            _ => return,
        };
        event.prevent_default();
        if let Some(list) = list.get_untracked() {
            focus::step(&list, "[role=tab]", by);
        }
    };
    let tab = move |(part, name): (T, Signal<String>)| {
        let is_shown = move || shown.get() == Some(part);
        view! {
            <button
                type="button"
                role="tab"
                aria-selected=move || is_shown().to_string()
                tabindex=move || if is_shown() { "0" } else { "-1" }
                on:click=move |_| choose(part)
            >
                {move || name.get()}
            </button>
        }
    };
    view! {
        <div node_ref=list class="switch" role="tablist" aria-label=label on:keydown=on_key>
            {parts.into_iter().map(tab).collect_view()}
        </div>
    }
}
