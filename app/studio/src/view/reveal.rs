//! Brings a field into sight and gives it the keyboard, when the workbench wants that.

use extension::Place;
use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::app::Studio;
use crate::browser::focus;
use crate::part::place_mark;

/// How many frames are waited for the editor to be on the page.
const FRAMES: u32 = 30;

/// Follows the field that is wanted.
pub(crate) fn follow(studio: Studio) {
    Effect::new(move |_| {
        if let Some(place) = studio.screen.wanted.get() {
            request_animation_frame(move || bring(studio, place, FRAMES));
        }
    });
}

fn bring(studio: Studio, place: Place, frames: u32) {
    // Another field is wanted by now, or none.
    if studio.screen.wanted.try_get_untracked().flatten() != Some(place) {
        return;
    }
    let field = focus::find::<HtmlElement>(&format!(".tab-panel [data-place=\"{}\"]", place_mark(place)));
    match field.or_else(|| (frames == 0).then(|| other_field(place)).flatten()) {
        Some(field) => {
            show(&field);
            studio.screen.wanted.set(None);
        }
        None if frames == 0 => studio.screen.wanted.set(None),
        None => request_animation_frame(move || bring(studio, place, frames - 1)),
    }
}

/// A field of the same item, for a property that has none of its own.
fn other_field(place: Place) -> Option<HtmlElement> {
    let mark = place_mark(place);
    let owner = mark.split(' ').next().unwrap_or_default();
    focus::find(&format!(".tab-panel [data-place^=\"{owner} \"]"))
}

fn show(field: &HtmlElement) {
    focus::into_sight(field);
    let inner = field.query_selector("input, textarea, select, button, [tabindex]").ok().flatten();
    let target = match inner {
        Some(inner) if field.tab_index() < 0 => wasm_bindgen::JsCast::dyn_into(inner).unwrap_or_else(|_| field.clone()),
        _ => field.clone(),
    };
    // A field that cannot have the keyboard is in sight all the same.
    let _ = target.focus();
}
