use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent};

use crate::browser::storage::Remembered;

/// The pixels by which an arrow key moves the line.
const STEP: f64 = 16.0;

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
    let split = Splitting { frame: NodeRef::new(), size, least, is_stacked, of_second };
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
            on:pointerdown=move |event| press(&event)
            on:pointermove=move |event| split.drag(&event)
            on:pointerup=move |_| size.keep()
            on:keydown=move |event| split.on_key(&event)
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
        <div node_ref=split.frame class="split" style=move || split.tracks(is_shown.get())>
            {place(first, !of_second)} {line} {place(second, of_second)}
        </div>
    }
}

/// The line follows the pointer from here on.
fn press(event: &PointerEvent) {
    event.prevent_default();
    if let Some(line) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
        // Without capture the line only stops following a pointer that leaves it.
        let _ = line.set_pointer_capture(event.pointer_id());
    }
}

/// How the two places share their frame.
#[derive(Clone, Copy)]
struct Splitting {
    frame: NodeRef<html::Div>,
    size: Remembered,
    least: f64,
    is_stacked: bool,
    of_second: bool,
}

impl Splitting {
    fn resize(self, wanted: f64) {
        let whole = self.frame.get_untracked().map_or(f64::MAX, |frame| {
            f64::from(if self.is_stacked { frame.client_height() } else { frame.client_width() })
        });
        self.size.set(wanted.min(whole - self.least).max(self.least));
    }

    fn drag(self, event: &PointerEvent) {
        if event.buttons() & 1 == 0 {
            return;
        }
        let Some(frame) = self.frame.get_untracked() else { return };
        let place = frame.get_bounding_client_rect();
        let (from_start, whole) = if self.is_stacked {
            (f64::from(event.client_y()) - place.top(), place.height())
        } else {
            (f64::from(event.client_x()) - place.left(), place.width())
        };
        self.resize(if self.of_second { whole - from_start } else { from_start });
    }

    fn on_key(self, event: &KeyboardEvent) {
        let towards_second = match event.key().as_str() {
            "ArrowDown" if self.is_stacked => STEP,
            "ArrowUp" if self.is_stacked => -STEP,
            "ArrowRight" if !self.is_stacked => STEP,
            "ArrowLeft" if !self.is_stacked => -STEP,
            _ => return,
        };
        event.prevent_default();
        self.resize(self.size.get_untracked() + if self.of_second { -towards_second } else { towards_second });
        self.size.keep();
    }

    /// The tracks of the grid, as a style.
    fn tracks(self, is_shown: bool) -> String {
        let tracks = match (is_shown, self.of_second) {
            (false, false) => "0 0 minmax(0, 1fr)".to_owned(),
            (false, true) => "minmax(0, 1fr) 0 0".to_owned(),
            (true, false) => format!("{}px 1px minmax(0, 1fr)", self.size.get()),
            (true, true) => format!("minmax(0, 1fr) 1px {}px", self.size.get()),
        };
        format!("grid-template-{}: {tracks}", if self.is_stacked { "rows" } else { "columns" })
    }
}
