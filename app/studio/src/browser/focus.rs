//! Where the keyboard is.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};

fn active() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

fn is_text_field(element: &HtmlElement) -> bool {
    let text_input = element
        .dyn_ref::<HtmlInputElement>()
        .is_some_and(|input| !matches!(input.type_().as_str(), "checkbox" | "file"));
    text_input || element.dyn_ref::<HtmlTextAreaElement>().is_some()
}

/// Whether the keyboard is in the source editor, which has an undo of its own.
pub(crate) fn is_in_source_editor() -> bool {
    active().is_some_and(|element| element.closest(".monaco-editor").ok().flatten().is_some())
}

/// Whether the keyboard is in a field with text that was typed and not yet taken over.
pub(crate) fn is_in_changed_field() -> bool {
    active().is_some_and(|element| element.has_attribute("data-changed"))
}

/// Whether the keyboard is in the window and not on the button that closes it.
pub(crate) fn is_in_field_of(dialog: &Element) -> bool {
    active().is_some_and(|element| {
        let is_in_head = element.closest(".dialog-head").ok().flatten().is_some();
        !is_in_head && element != *dialog.unchecked_ref::<HtmlElement>() && dialog.contains(Some(&element))
    })
}

/// Whether keys belong to a field with text: cutting, copying, pasting and selecting all are its own.
pub(crate) fn is_in_text() -> bool {
    is_in_source_editor() || active().is_some_and(|element| is_text_field(&element))
}

/// Whether a part of the text of the field with the keyboard is selected: then Cut and Copy are about that.
pub(crate) fn has_selected_text() -> bool {
    let Some(active) = active() else { return false };
    let range = if let Some(input) = active.dyn_ref::<HtmlInputElement>() {
        (input.selection_start(), input.selection_end())
    } else if let Some(area) = active.dyn_ref::<HtmlTextAreaElement>() {
        (area.selection_start(), area.selection_end())
    } else {
        return false;
    };
    matches!(range, (Ok(Some(from)), Ok(Some(to))) if from < to)
}

/// Cuts or copies the selected text of the field with the keyboard.
pub(crate) fn copy_text(cuts: bool) {
    // Deprecated and without a successor for this; a browser without it copies nothing.
    if let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() {
        let _ = document.exec_command(if cuts { "cut" } else { "copy" });
    }
}

/// Takes over what was typed into the field with the keyboard: leaving it and coming back is what the
/// browser reports as a change.
pub(crate) fn commit() {
    if is_in_source_editor() {
        return;
    }
    let Some(field) = active().filter(|element| is_text_field(element) && element.has_attribute("data-changed")) else {
        return;
    };
    // Neither can fail on an element of the page.
    let _ = field.blur();
    let _ = field.focus();
}

/// Gives the keyboard to the first element of the page that the selector finds.
pub(crate) fn to(selector: &str) {
    if let Some(element) = find::<HtmlElement>(selector) {
        let _ = element.focus();
    }
}

/// Gives the keyboard to what a window is opened for: its first field or list, else its main button. The button that
/// closes it and what is not on the screen are passed over.
pub(crate) fn into_window(dialog: &Element) {
    const FIELDS: &str = "input, textarea, select, button, [tabindex='0']";
    let is_wanted = |element: &HtmlElement| {
        let is_apart = element.closest(".dialog-head, .dialog-feet").ok().flatten().is_some();
        let is_disabled = element.matches(":disabled, [aria-disabled=true]").unwrap_or_default();
        let is_off = is_disabled || element.tab_index() < 0 || element.client_height() == 0;
        !is_apart && !is_off
    };
    let first = all(dialog, FIELDS).into_iter().find(is_wanted);
    let main = || {
        let buttons = all(dialog, ".dialog-feet .button");
        let is_main = |button: &&HtmlElement| !button.class_list().contains("is-secondary");
        buttons.iter().find(is_main).or(buttons.first()).cloned()
    };
    if let Some(element) = first.or_else(main) {
        let _ = element.focus();
    }
}

fn all(container: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = container.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.get(index)?.dyn_into().ok()).collect()
}

/// Gives the keyboard to the input that the selector finds, with its text selected.
pub(crate) fn select(selector: &str) {
    if let Some(input) = find::<HtmlInputElement>(selector) {
        let _ = input.focus();
        input.select();
    }
}

/// Gives the keyboard back to where it is now when the view that asks goes.
pub(crate) fn give_back() {
    let before = StoredValue::new_local(active());
    on_cleanup(move || {
        let Some(Some(element)) = before.try_get_value() else { return };
        request_animation_frame(move || {
            let is_taken = active().is_some_and(|now| now.tag_name() != "BODY");
            if !is_taken && element.is_connected() {
                let _ = element.focus();
            }
        });
    });
}

/// Scrolls as little as needed for the element to be seen.
pub(crate) fn into_sight(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options.set_inline(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// The first element of the page that the selector finds.
pub(crate) fn find<T: JsCast>(selector: &str) -> Option<T> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Moves the keyboard with the arrows to the left and right among the elements of a container that the
/// selector finds.
pub(crate) fn walk(event: &KeyboardEvent, container: NodeRef<html::Div>, selector: &str) {
    let by = match event.key().as_str() {
        "ArrowRight" => 1,
        "ArrowLeft" => -1,
        _ => return,
    };
    event.prevent_default();
    if let Some(container) = container.get_untracked() {
        step(&container, selector, by);
    }
}

/// Moves the keyboard among the elements of a container that the selector finds, around its ends.
pub(crate) fn step(container: &Element, selector: &str, by: isize) {
    let elements = all(container, selector);
    let now = active().and_then(|active| elements.iter().position(|element| *element == active));
    if let Some(next) = listbox::around(now, by, elements.len()) {
        let _ = elements[next].focus();
    }
}
