use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

use crate::browser::picture::{Picture, Square};
use crate::part::{Button, Dialog};

/// The side of an icon as the platform shows it, in pixels.
pub(super) const ICON: u32 = 32;
/// The longest side of the shown picture, in pixels of the screen.
const SHOWN: f64 = 360.0;

/// A picture that is to become an icon.
#[derive(Clone)]
pub(super) struct Candidate {
    /// The name of its file.
    pub(super) file_name: String,
    /// What it shows.
    pub(super) picture: StoredValue<Picture, LocalStorage>,
}

/// Cuts a square out of a picture: it is moved with the pointer or the arrows and sized with the slider.
#[component]
pub(super) fn IconCrop(
    /// The picture.
    candidate: Candidate,
    /// Takes the icon over: the name of its file and its bytes, or why there are none.
    take: Callback<(String, Result<Vec<u8>, String>)>,
    /// Called at the end in any case.
    close: Callback<()>,
) -> impl IntoView {
    let Candidate { file_name, picture } = candidate;
    let (address, width, height, middle) =
        picture.with_value(|it| (it.address.clone(), f64::from(it.width), f64::from(it.height), it.middle()));
    on_cleanup(move || {
        picture.try_with_value(Picture::free);
    });
    let scale = (SHOWN / width.max(height)).min(8.0);
    let square = RwSignal::new(middle);
    let put = move |left: f64, top: f64, side: f64| square.set(inside(Square { left, top, side }, width, height));
    let use_it = move || {
        let cut = picture.with_value(|picture| picture.cut(square.get_untracked(), ICON));
        take.run((png_name(&file_name), cut));
        close.run(());
    };
    let dragged_from = RwSignal::new(None::<(f64, f64, Square)>);
    let frame = NodeRef::<html::Div>::new();
    let press = move |event: PointerEvent| {
        dragged_from.set(Some((f64::from(event.client_x()), f64::from(event.client_y()), square.get_untracked())));
        if let Some(frame) = frame.get_untracked() {
            // Without capture the drag only ends at the edge.
            let _ = frame.set_pointer_capture(event.pointer_id());
        }
    };
    let go = move |event: PointerEvent| {
        if let Some((x, y, from)) = dragged_from.get_untracked() {
            let by = |now: i32, start: f64| (f64::from(now) - start) / scale;
            put(from.left + by(event.client_x(), x), from.top + by(event.client_y(), y), from.side);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let step = if event.shift_key() { 10.0 } else { 1.0 };
        let (x, y) = match event.key().as_str() {
            "ArrowLeft" => (-step, 0.0),
            "ArrowRight" => (step, 0.0),
            "ArrowUp" => (0.0, -step),
            "ArrowDown" => (0.0, step),
            _ => return,
        };
        event.prevent_default();
        let now = square.get_untracked();
        put(now.left + x, now.top + y, now.side);
    };
    let resize = move |event: web_sys::Event| {
        let Ok(side) = event_target_value(&event).parse::<f64>() else { return };
        let now = square.get_untracked();
        let by = (now.side - side) / 2.0;
        put(now.left + by, now.top + by, side);
    };
    let place = move || {
        let Square { left, top, side } = square.get();
        let (left, top, side) = (left * scale, top * scale, side * scale);
        format!("left: {left}px; top: {top}px; width: {side}px; height: {side}px")
    };
    view! {
        <Dialog title="Icon" close class="icon-crop">
            <div class="dialog-body">
                <p>{format!("The platform shows icons as squares of {ICON} pixels. Choose the part of the picture to show.")}</p>
                <div class="crop-place" style=format!("width: {}px; height: {}px", width * scale, height * scale)>
                    <img src=address alt="The picture" draggable="false" />
                    <div
                        node_ref=frame
                        class="crop-square"
                        role="application"
                        aria-label="The part that becomes the icon; arrows move it"
                        tabindex="0"
                        style=place
                        on:pointerdown=press
                        on:pointermove=go
                        on:pointerup=move |_| dragged_from.set(None)
                        on:pointercancel=move |_| dragged_from.set(None)
                        on:keydown=on_key
                    ></div>
                </div>
                <label class="crop-size">
                    "Size"
                    <input
                        type="range"
                        min="1"
                        max=width.min(height)
                        prop:value=move || square.get().side
                        on:input=resize
                    />
                </label>
            </div>
            <div class="dialog-feet">
                <Button label="Cancel" secondary=true press=move || close.run(()) />
                <Button label="Use as Icon" press=use_it />
            </div>
        </Dialog>
    }
}

/// The square moved and shrunk until it lies inside the picture.
fn inside(square: Square, width: f64, height: f64) -> Square {
    let side = square.side.clamp(1.0, width.min(height));
    Square { left: square.left.clamp(0.0, width - side), top: square.top.clamp(0.0, height - side), side }
}

/// The name of the file with the ending of a PNG.
fn png_name(file_name: &str) -> String {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    format!("{stem}.png")
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn the_square_stays_in_the_picture() {
        let square = |left, top, side| inside(Square { left, top, side }, 100.0, 50.0);
        assert_eq!(square(-5.0, 10.0, 20.0), Square { left: 0.0, top: 10.0, side: 20.0 });
        assert_eq!(square(95.0, 45.0, 20.0), Square { left: 80.0, top: 30.0, side: 20.0 });
        assert_eq!(square(10.0, 10.0, 80.0), Square { left: 10.0, top: 0.0, side: 50.0 });
        assert_eq!(square(0.0, 0.0, 0.0).side.to_string(), "1");
    }

    #[wasm_bindgen_test]
    fn an_icon_that_was_cut_is_a_png() {
        assert_eq!(png_name("photo.of me.jpeg"), "photo.of me.png");
        assert_eq!(png_name("logo"), "logo.png");
    }
}
