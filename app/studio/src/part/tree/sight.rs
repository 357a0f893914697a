//! How much of a tree can be seen.

use leptos::html;
use leptos::prelude::*;

use crate::part::on_resize;

/// The height of the frame in pixels, as the browser tells whenever it has laid the page out. Before that, and where it does not tell, that
/// of the window, which the tree is not higher than.
pub(super) fn height(frame: NodeRef<html::Div>) -> RwSignal<f64> {
    let of_window = || window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(1200.0);
    let height = RwSignal::new(of_window());
    on_resize(frame, move |_, told| {
        // The tree may be gone by now.
        let _ = height.try_set(if told > 0.0 { told } else { of_window() });
    });
    height
}
