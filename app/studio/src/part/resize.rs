use js_sys::Array;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{ResizeObserver, ResizeObserverEntry};

/// Calls with the element's width and height in pixels whenever the browser has laid it out with another size, as long as the
/// view lives. A browser that does not tell never calls.
pub(crate) fn on_resize(element: NodeRef<html::Div>, call: impl Fn(f64, f64) + Clone + 'static) {
    let observing = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn Fn(Array)>)>);
    element.on_load(move |element| {
        let told = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
            if let Ok(entry) = entries.pop().dyn_into::<ResizeObserverEntry>() {
                let size = entry.content_rect();
                call(size.width(), size.height());
            }
        });
        if let Ok(observer) = ResizeObserver::new(told.as_ref().unchecked_ref()) {
            observer.observe(&element);
            observing.set_value(Some((observer, told)));
        }
    });
    on_cleanup(move || {
        let _ = observing.try_with_value(|observing| observing.iter().for_each(|(observer, _)| observer.disconnect()));
    });
}
