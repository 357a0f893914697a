use leptos::prelude::*;

use super::Offered;
use crate::part::{ListCursor, marked};

/// Options that are shown at once; a longer list asks for a filter.
pub(super) const MOST: usize = 200;

/// The options of a choice.
#[component]
pub(super) fn List<T>(
    label: &'static str,
    id: String,
    option_id: Callback<usize, String>,
    offered: Memo<Vec<Offered<T>>>,
    value: Signal<Option<T>>,
    typed: RwSignal<Option<String>>,
    cursor: ListCursor,
    take: Callback<usize>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    Effect::new(move |_| {
        cursor.at();
        offered.track();
        cursor.show();
    });
    let option = move |index: usize, it: Offered<T>| {
        let is_active = move || cursor.at() == index;
        let is_value = value.with_untracked(|value| value.as_ref() == Some(&it.value));
        view! {
            <li
                role="option"
                id=option_id.run(index)
                class:is-active=is_active
                class:is-value=is_value
                aria-selected=move || is_active().to_string()
                on:click=move |_| take.run(index)
            >
                // One box for the whole text: screen readers put spaces between the parts of a flexible one.
                <span>{marked(&it.text, &it.matched)}</span>
            </li>
        }
    };
    let options = move || {
        let is_filtered = typed.with(|typed| typed.as_ref().is_some_and(|typed| !typed.trim().is_empty()));
        let mut group = "";
        let mut views = Vec::new();
        offered.with(|offered| {
            for (index, it) in offered.iter().take(MOST).enumerate() {
                if !is_filtered && it.group != group {
                    group = it.group;
                    views.push(view! { <li class="group" role="presentation">{group}</li> }.into_any());
                }
                views.push(option(index, it.clone()).into_any());
            }
            let more = offered.len().saturating_sub(MOST);
            if more > 0 {
                let text = format!("{more} more: type to filter");
                views.push(view! { <li class="group" role="presentation">{text}</li> }.into_any());
            }
        });
        views
    };
    view! {
        <ul node_ref=cursor.list id=id role="listbox" aria-label=label class="options">
            {options}
        </ul>
        <Show when=move || offered.with(Vec::is_empty)>
            <p class="no-options">"No matches."</p>
        </Show>
    }
}
