//! How much of a tree can be seen.

use js_sys::Array;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{ResizeObserver, ResizeObserverEntry};

/// The height of the frame in pixels, as the browser tells whenever it has laid the page out. Before that, and where it does not tell, that
/// of the window, which the tree is not higher than.
pub(super) fn height(frame: NodeRef<html::Div>) -> RwSignal<f64> {
    let of_window = || window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(1200.0);
    let height = RwSignal::new(of_window());
    let observing = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn Fn(Array)>)>);
    frame.on_load(move |frame| {
        let told = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
            let entry = entries.pop().dyn_into::<ResizeObserverEntry>().ok();
            let told = entry.map(|entry| entry.content_rect().height()).filter(|told| *told > 0.0);
            // The tree may be gone by now.
            let _ = height.try_set(told.unwrap_or_else(of_window));
        });
        if let Ok(observer) = ResizeObserver::new(told.as_ref().unchecked_ref()) {
            observer.observe(&frame);
            observing.set_value(Some((observer, told)));
        }
    });
    on_cleanup(move || {
        let _ = observing.try_with_value(|observing| observing.iter().for_each(|(observer, _)| observer.disconnect()));
    });
    height
}
