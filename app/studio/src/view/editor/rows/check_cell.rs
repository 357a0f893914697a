use extension::{ActionEdit, Direction, Edit, Item, ParameterEdit, Property, set_on};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::row::Cells;

/// A cell with a check box. Outputs are never mandatory, so they have none.
#[component]
pub(super) fn CheckCell(cells: Cells, property: Property) -> impl IntoView {
    let is_on = cells.read(move |row| row.is_on(property));
    let has_box = cells.read(move |row| property != Property::Mandatory || row.is_input() || row.is_on(property));
    let change = move |event: web_sys::Event| {
        if let Some(edit) = set_on(cells.item, property, event_target_checked(&event)) {
            cells.refused.set(cells.deeds.choose(edit).err());
        }
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            input.set_checked(is_on.get_untracked());
        }
    };
    let place = cells.place(property);
    move || {
        has_box.get().then(|| {
            view! {
                <input
                    type="checkbox"
                    aria-label=property.label()
                    data-place=place.clone()
                    prop:checked=move || is_on.get()
                    on:change=change
                />
            }
        })
    }
}

/// Input or output: a click on the icon flips it.
#[component]
pub(super) fn DirectionCell(cells: Cells) -> impl IntoView {
    let is_input = cells.read(super::list::Row::is_input);
    let label = move || if is_input.get() { "Input: make it an output" } else { "Output: make it an input" };
    let press = move |_| {
        let Item::Parameter { action, parameter } = cells.item else { return };
        let direction = if is_input.get_untracked() { Direction::Output } else { Direction::Input { mandatory: true } };
        let edit = Edit::Action(action, ActionEdit::Parameter(parameter, ParameterEdit::SetDirection(direction)));
        cells.refused.set(cells.deeds.choose(edit).err());
    };
    let look = move || {
        if is_input.get() { "codicon codicon-arrow-circle-right" } else { "codicon codicon-arrow-circle-left" }
    };
    view! {
        <button
            type="button"
            class=move || if is_input.get() { "direction is-input" } else { "direction is-output" }
            title=label
            aria-label=label
            data-place=cells.place(Property::Direction)
            on:click=press
        >
            <span class=look aria-hidden="true"></span>
        </button>
    }
}
