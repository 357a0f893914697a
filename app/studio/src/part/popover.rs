use leptos::html;
use leptos::prelude::*;
use web_sys::{Element, HtmlElement};

/// Something that opens at an element and lies over everything else, so that no scrolling place cuts it off.
/// It takes no keyboard by itself and stays until its owner removes it.
#[component]
pub(crate) fn Popover(
    /// Gives the element that it opens at.
    anchor: Callback<(), Option<Element>>,
    /// A class.
    class: &'static str,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            // Fails only for an element that is not on the page.
            let _ = place.show_popover();
            follow(place.into(), anchor, String::new());
        }
    });
    view! {
        <div node_ref=place class=format!("popover {class}") popover="manual" on:mousedown=keep_keyboard>
            {children()}
        </div>
    }
}

/// A press on what is not a field leaves the keyboard where it is.
fn keep_keyboard(event: web_sys::MouseEvent) {
    use wasm_bindgen::JsCast;
    let is_field = event.target().is_some_and(|target| target.has_type::<web_sys::HtmlInputElement>());
    if !is_field {
        event.prevent_default();
    }
}

/// Keeps it at its anchor, frame by frame, as long as both are on the page: whatever scrolls or grows.
fn follow(place: HtmlElement, anchor: Callback<(), Option<Element>>, last: String) {
    let Some(Some(at)) = anchor.try_run(()) else { return };
    if !place.is_connected() {
        return;
    }
    let style = style_at(&place, &at);
    if style != last {
        // Cannot fail: the name of the attribute is one.
        let _ = place.set_attribute("style", &style);
    }
    request_animation_frame(move || follow(place, anchor, style));
}

/// Below the anchor, or above it where there is more room, and inside the window.
fn style_at(place: &HtmlElement, anchor: &Element) -> String {
    let size = |size: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| {
        size.ok().and_then(|size| size.as_f64()).unwrap_or(f64::MAX)
    };
    let (width, height) = (size(window().inner_width()), size(window().inner_height()));
    let at = anchor.get_bounding_client_rect();
    let (below, above) = (height - at.bottom() - GAP, at.top() - GAP);
    let left = at.left().min(width - f64::from(place.offset_width()) - GAP).max(GAP);
    let vertical = if below >= WANTED || below >= above {
        format!("top: {}px; bottom: auto; max-height: {below}px", at.bottom() + 1.0)
    } else {
        format!("top: auto; bottom: {}px; max-height: {above}px", height - at.top() + 1.0)
    };
    format!("left: {left}px; min-width: {}px; {vertical}", at.width())
}

/// Pixels between it and the edge of the window.
const GAP: f64 = 4.0;
/// Pixels that it wants below its anchor.
const WANTED: f64 = 280.0;
