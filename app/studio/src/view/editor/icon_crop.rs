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
    let address = picture.with_value(|it| it.address.clone());
    on_cleanup(move || {
        picture.try_with_value(Picture::free);
    });
    let crop = Crop::of(picture);
    let use_it = move || {
        let cut = picture.with_value(|picture| picture.cut(crop.square.get_untracked(), ICON));
        take.run((png_name(&file_name), cut));
        close.run(());
    };
    view! {
        <Dialog title="Icon" close class="icon-crop">
            <div class="dialog-body">
                <p>{format!("The platform shows icons as squares of {ICON} pixels. Choose the part of the picture to show.")}</p>
                <div class="crop-place" style=crop.frame_style()>
                    <img src=address alt="The picture" draggable="false" />
                    <div
                        node_ref=crop.frame
                        class="crop-square"
                        role="application"
                        aria-label="The part that becomes the icon; arrows move it"
                        tabindex="0"
                        style=move || crop.square_style()
                        on:pointerdown=move |event| crop.press(&event)
                        on:pointermove=move |event| crop.go(&event)
                        on:pointerup=move |_| crop.dragged_from.set(None)
                        on:pointercancel=move |_| crop.dragged_from.set(None)
                        on:keydown=move |event| crop.on_key(&event)
                    ></div>
                </div>
                <label class="crop-size">
                    "Size"
                    <input
                        type="range"
                        min="1"
                        max=crop.width.min(crop.height)
                        prop:value=move || crop.square.get().side
                        on:input=move |event| crop.resize(&event_target_value(&event))
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

/// The square on a picture, and how both are shown.
#[derive(Clone, Copy)]
struct Crop {
    /// The size of the picture in its pixels.
    width: f64,
    height: f64,
    /// Pixels of the screen for one of the picture.
    scale: f64,
    square: RwSignal<Square>,
    /// Where the pointer was pressed in the window, and the square as it was then.
    dragged_from: RwSignal<Option<(f64, f64, Square)>>,
    frame: NodeRef<html::Div>,
}

impl Crop {
    fn of(picture: StoredValue<Picture, LocalStorage>) -> Self {
        let (width, height, middle) = picture.with_value(|it| (f64::from(it.width), f64::from(it.height), it.middle()));
        Self {
            width,
            height,
            scale: (SHOWN / width.max(height)).min(8.0),
            square: RwSignal::new(middle),
            dragged_from: RwSignal::new(None),
            frame: NodeRef::new(),
        }
    }

    fn put(self, left: f64, top: f64, side: f64) {
        self.square.set(inside(Square { left, top, side }, self.width, self.height));
    }

    fn press(self, event: &PointerEvent) {
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        self.dragged_from.set(Some((x, y, self.square.get_untracked())));
        if let Some(frame) = self.frame.get_untracked() {
            // Without capture the drag only ends at the edge.
            let _ = frame.set_pointer_capture(event.pointer_id());
        }
    }

    fn go(self, event: &PointerEvent) {
        if let Some((x, y, from)) = self.dragged_from.get_untracked() {
            let by = |now: i32, start: f64| (f64::from(now) - start) / self.scale;
            self.put(from.left + by(event.client_x(), x), from.top + by(event.client_y(), y), from.side);
        }
    }

    fn on_key(self, event: &KeyboardEvent) {
        let step = if event.shift_key() { 10.0 } else { 1.0 };
        let (x, y) = match event.key().as_str() {
            "ArrowLeft" => (-step, 0.0),
            "ArrowRight" => (step, 0.0),
            "ArrowUp" => (0.0, -step),
            "ArrowDown" => (0.0, step),
            _ => return,
        };
        event.prevent_default();
        let now = self.square.get_untracked();
        self.put(now.left + x, now.top + y, now.side);
    }

    /// Gives the square the side that the slider says, around its middle.
    fn resize(self, side: &str) {
        let Ok(side) = side.parse::<f64>() else { return };
        let now = self.square.get_untracked();
        let by = (now.side - side) / 2.0;
        self.put(now.left + by, now.top + by, side);
    }

    fn frame_style(self) -> String {
        format!("width: {}px; height: {}px", self.width * self.scale, self.height * self.scale)
    }

    fn square_style(self) -> String {
        let Square { left, top, side } = self.square.get();
        let (left, top, side) = (left * self.scale, top * self.scale, side * self.scale);
        format!("left: {left}px; top: {top}px; width: {side}px; height: {side}px")
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
