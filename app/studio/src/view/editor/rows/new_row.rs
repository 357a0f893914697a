use extension::{Name, Property};
use leptos::prelude::*;
use web_sys::KeyboardEvent;
use workbench::Refused;

use super::deeds::Deeds;
use super::keys::new_row_label;
use super::list::List;
use crate::part::{Message, icon};

/// The last row: typing a name into it adds a row, where Tab goes on; pasting lines adds many.
#[component]
pub(super) fn NewRow(deeds: Deeds) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let refused = RwSignal::new(None::<Refused>);
    let check = move |name: &str| match deeds.list {
        List::EntityAttributes(_) => Name::of_entity_attribute(name),
        List::Parameters(_) | List::StructureAttributes(_) => Name::new(name),
    };
    let wrong = |error: &extension::NameError| Refused { text: error.to_string(), offers: Vec::new() };
    let add = move || {
        // A row that leaves the page with the keyboard in it is told so when its signals are gone.
        let Some(name) = text.try_get_untracked().filter(|name| !name.is_empty()) else { return };
        match check(&name) {
            Ok(name) => {
                text.set(String::new());
                refused.set(None);
                deeds.add_named(name);
            }
            Err(error) => refused.set(Some(wrong(&error))),
        }
    };
    let typed = move |event: web_sys::Event| {
        let name = Name::with_replaced_characters(&event_target_value(&event));
        let error = check(&name).err().filter(|_| !name.is_empty());
        refused.set(error.as_ref().map(wrong));
        text.set(name);
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.stop_propagation();
            add();
        }
        "Tab" if !event.shift_key() && !text.with_untracked(String::is_empty) => {
            event.prevent_default();
            event.stop_propagation();
            add();
            if text.with_untracked(String::is_empty) {
                deeds.go_on_in_last_row();
            }
        }
        "Escape" => {
            text.set(String::new());
            refused.set(None);
        }
        _ => {}
    };
    let (_, word) = deeds.list.words();
    let first_is_direction = deeds.list.columns().first().is_some_and(|(property, _)| *property == Property::Direction);
    let after_name = if first_is_direction { 4 } else { 3 };
    view! {
        <div role="rowgroup">
            <div role="row" class="grid-row new-row" aria-rowindex=move || deeds.grid.rows.with(|rows| rows.len() + 2)>
                <div role="gridcell" class="cell of-head">{icon("add", "")}</div>
                {first_is_direction.then(|| view! { <div role="gridcell" class="cell of-direction"></div> })}
                <div role="gridcell" class="cell of-name">
                    <input
                        type="text"
                        class="input"
                        aria-label=new_row_label(deeds)
                        aria-invalid=move || refused.with(Option::is_some).to_string()
                        aria-describedby="new-row-message"
                        placeholder=format!("New {word}")
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=move || text.get()
                        data-changed=move || (!text.with(String::is_empty)).then_some("")
                        on:input=typed
                        on:blur=move |_| add()
                        on:keydown=on_key
                    />
                </div>
                <div role="gridcell" class="cell of-message" style=format!("grid-column: {after_name} / -1")>
                    <Message refused id="new-row-message" taken=Callback::new(move |()| refused.set(None)) />
                </div>
            </div>
        </div>
    }
}
