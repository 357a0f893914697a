use extension::{Property, set_text};
use leptos::prelude::*;

use super::row::Cells;
use crate::part::{Draft, TextInput, edit_of};

/// A cell with a text.
#[component]
pub(super) fn TextCell(cells: Cells, property: Property) -> impl IntoView {
    let value = cells.read(move |row| row.text(property));
    let item = cells.item;
    let is_name = property == Property::Name;
    let draft = Draft::new(value.into(), edit_of(move |text| set_text(item, property, text)), is_name, cells.refused);
    let takes = cells.read(move |row| row.takes(property));
    // What the type does not take can still be cleared where it is a problem.
    let mark = crate::part::mark_at(cells.deeds.studio, item.at(property));
    let disabled = Signal::derive(move || !takes.get() && mark.with(Option::is_none));
    view! { <TextInput draft label=property.label() message=cells.message() place=cells.place(property) disabled /> }
}
