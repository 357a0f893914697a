use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

use crate::browser::storage::Remembered;

/// Two places with a line between them that the user moves, by pointer or by arrow keys; a double click
/// on it gives the first size back. The size belongs to the first place, or with `of_second` to the other.
#[component]
pub(crate) fn Split(
    /// What the line is called.
    label: &'static str,
    /// The size in pixels.
    size: Remembered,
    /// The smallest size in pixels, and what the other place keeps.
    least: f64,
    /// Whether the places lie below each other.
    #[prop(optional)]
    is_stacked: bool,
    /// Whether the size is the second place's.
    #[prop(optional)]
    of_second: bool,
    /// Whether the place with the size is shown.
    #[prop(into)]
    is_shown: Signal<bool>,
    /// The first place.
    first: ViewFn,
    /// The second place.
    second: ViewFn,
) -> impl IntoView {
    // What is shown already stays as it is when it is asked for once more.
    let is_shown = Memo::new(move |_| is_shown.get());
    let frame = NodeRef::<html::Div>::new();
    let resize = move |wanted: f64| {
        let whole = frame
            .get_untracked()
            .map_or(f64::MAX, |frame| f64::from(if is_stacked { frame.client_height() } else { frame.client_width() }));
        size.set(wanted.min(whole - least).max(least));
    };
    let dragged = move |event: PointerEvent| {
        if event.buttons() & 1 == 0 {
            return;
        }
        let Some(frame) = frame.get_untracked() else { return };
        let place = frame.get_bounding_client_rect();
        let (from_start, whole) = if is_stacked {
            (f64::from(event.client_y()) - place.top(), place.height())
        } else {
            (f64::from(event.client_x()) - place.left(), place.width())
        };
        resize(if of_second { whole - from_start } else { from_start });
    };
    let on_key = move |event: KeyboardEvent| {
        let towards_second = match event.key().as_str() {
            "ArrowDown" if is_stacked => 16.0,
            "ArrowUp" if is_stacked => -16.0,
            "ArrowRight" if !is_stacked => 16.0,
            "ArrowLeft" if !is_stacked => -16.0,
            _ => return,
        };
        event.prevent_default();
        resize(size.get_untracked() + if of_second { -towards_second } else { towards_second });
        size.keep();
    };
    let tracks = move || {
        let tracks = match (is_shown.get(), of_second) {
            (false, false) => "0 0 minmax(0, 1fr)".to_owned(),
            (false, true) => "minmax(0, 1fr) 0 0".to_owned(),
            (true, false) => format!("{}px 1px minmax(0, 1fr)", size.get()),
            (true, true) => format!("minmax(0, 1fr) 1px {}px", size.get()),
        };
        format!("grid-template-{}: {tracks}", if is_stacked { "rows" } else { "columns" })
    };
    let line = view! {
        <div
            class="split-line"
            role="separator"
            tabindex="0"
            aria-label=label
            aria-orientation=if is_stacked { "horizontal" } else { "vertical" }
            aria-valuenow=move || size.get().round().to_string()
            aria-valuemin=least.to_string()
            style:visibility=move || (!is_shown.get()).then_some("hidden")
            on:pointerdown=move |event: PointerEvent| {
                event.prevent_default();
                if let Some(line) = event.target().and_then(|target| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(target).ok()) {
                    // Without capture the line only stops following a pointer that leaves it.
                    let _ = line.set_pointer_capture(event.pointer_id());
                }
            }
            on:pointermove=dragged
            on:pointerup=move |_| size.keep()
            on:keydown=on_key
        ></div>
    };
    let place = move |content: ViewFn, has_size: bool| {
        move || {
            (!has_size || is_shown.get())
                .then(|| content.run())
                .map_or_else(|| view! { <div></div> }.into_any(), IntoAny::into_any)
        }
    };
    view! {
        <div node_ref=frame class="split" style=tracks>
            {place(first, !of_second)} {line} {place(second, of_second)}
        </div>
    }
}
