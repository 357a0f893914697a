use leptos::html;
use leptos::prelude::*;

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
        <div node_ref=list class="switch" role="tablist" aria-label=label on:keydown=move |event| focus::walk(&event, list, "[role=tab]")>
            {parts.into_iter().map(tab).collect_view()}
        </div>
    }
}
