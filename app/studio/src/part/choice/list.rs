use leptos::html;
use leptos::prelude::*;
use web_sys::ScrollIntoViewOptions;

use super::Offered;
use crate::part::marked;

/// Options that are shown at once; a longer list asks for a filter.
const MOST: usize = 200;

/// The next option for an arrow or page key, around the ends.
pub(super) fn step(count: usize, from: usize, key: &str) -> usize {
    let last = count.min(MOST).saturating_sub(1);
    match key {
        "ArrowDown" => {
            if from >= last {
                0
            } else {
                from + 1
            }
        }
        "ArrowUp" => from.checked_sub(1).unwrap_or(last),
        "PageDown" => (from + 10).min(last),
        "PageUp" => from.saturating_sub(10),
        _ => from,
    }
}

/// The options of a choice.
#[component]
pub(super) fn List<T>(
    label: &'static str,
    id: String,
    option_id: Callback<usize, String>,
    offered: Memo<Vec<Offered<T>>>,
    value: Signal<Option<T>>,
    typed: RwSignal<Option<String>>,
    active: RwSignal<usize>,
    take: Callback<usize>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let list = NodeRef::<html::Ul>::new();
    Effect::new(move |_| {
        let index = active.get();
        offered.track();
        request_animation_frame(move || show(list, index));
    });
    let option = move |index: usize, it: Offered<T>| {
        let is_active = move || active.get() == index;
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
        <ul node_ref=list id=id role="listbox" aria-label=label class="options">
            {options}
        </ul>
        <Show when=move || offered.with(Vec::is_empty)>
            <p class="no-options">"No matches."</p>
        </Show>
    }
}

/// Scrolls the option into sight.
fn show(list: NodeRef<html::Ul>, index: usize) {
    // The list may be gone by the next frame.
    let Some(list) = list.try_get_untracked().flatten() else { return };
    let Ok(options) = list.query_selector_all("[role=option]") else { return };
    let found = u32::try_from(index).ok().and_then(|index| options.get(index));
    let found = found.and_then(|node| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(node).ok());
    if let Some(element) = found {
        let options = ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

#[cfg(test)]
mod tests {
    use super::step;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn arrows_go_around_the_ends_and_pages_stop_there() {
        assert_eq!(step(3, 2, "ArrowDown"), 0);
        assert_eq!(step(3, 0, "ArrowUp"), 2);
        assert_eq!(step(3, 0, "PageDown"), 2);
        assert_eq!(step(30, 5, "PageUp"), 0);
        assert_eq!(step(0, 0, "ArrowUp"), 0);
    }
}
