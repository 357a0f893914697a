use extension::{DataType, Item, Key, Property, RecordDefinition, Slot, set_type};
use leptos::html;
use leptos::prelude::*;

use super::row::Cells;
use crate::app::Studio;
use crate::part::{Popover, SeveralChoice, icon};

/// What a record is made of: one structure or entity, or several in a join. Other types have nothing here.
#[component]
pub(super) fn RecordCell(cells: Cells) -> impl IntoView {
    let is_record = cells.read(|row| row.data_type().record().is_some());
    move || is_record.get().then(|| view! { <RecordChoice cells /> })
}

#[component]
fn RecordChoice(cells: Cells) -> impl IntoView {
    let studio = cells.deeds.studio;
    let item = cells.item;
    let button = NodeRef::<html::Button>::new();
    let is_open = RwSignal::new(false);
    let sources =
        cells.read(|row| row.data_type().record().map(|record| record.sources().to_vec()).unwrap_or_default());
    let text = Memo::new(move |_| text_of(studio, RecordDefinition::new(sources.get())));
    let offer = Callback::new(move |()| offered(studio, item, &sources.get_untracked()));
    let close = move || {
        is_open.set(false);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    let take = Callback::new(move |chosen: Option<Vec<Key>>| {
        close();
        let Some(chosen) = chosen.filter(|chosen| sources.with_untracked(|sources| sources != chosen)) else { return };
        let record = RecordDefinition::new(chosen);
        let is_list = cells.row.with_untracked(|row| {
            matches!(row.as_ref().map(super::list::Row::data_type), Some(DataType::RecordList(_)))
        });
        let data_type = if is_list { DataType::RecordList(record) } else { DataType::Record(record) };
        if let Some(edit) = set_type(item, data_type) {
            cells.refused.set(cells.deeds.choose(edit).err());
        }
    });
    let anchor = Callback::new(move |()| button.get_untracked().map(Into::into));
    let list = move || {
        is_open.get().then(|| {
            view! {
                <Popover anchor class="of-choice">
                    <SeveralChoice label="Record Type" offer chosen=sources.get_untracked() take />
                </Popover>
            }
        })
    };
    view! {
        <button
            node_ref=button
            type="button"
            class="input as-button"
            aria-label=move || format!("Record Type: {}", text.get())
            aria-haspopup="dialog"
            aria-expanded=move || is_open.get().to_string()
            aria-describedby=cells.message()
            title=move || text.get()
            data-place=cells.place(Property::RecordType)
            on:click=move |_| is_open.update(|open| *open = !*open)
            on:keydown=move |event: web_sys::KeyboardEvent| {
                if event.key() == "ArrowDown" && !event.alt_key() {
                    event.prevent_default();
                    event.stop_propagation();
                    is_open.set(true);
                }
            }
        >
            <span>{move || text.get()}</span>
            {icon("chevron-down", "")}
        </button>
        {list}
    }
}

/// The structures and entities that a record here can be made of, by name. What is there and does not fit is shown and kept.
fn offered(studio: Studio, item: Item, own: &[Key]) -> Vec<(Key, String)> {
    studio.derived.extension.with_untracked(|extension| {
        let (Some(extension), Some(slot)) = (extension.as_ref(), Slot::of(item)) else { return Vec::new() };
        let mut keys = extension.record_sources(slot);
        let others: Vec<Key> = own.iter().filter(|key| !keys.contains(key)).copied().collect();
        keys.extend(others);
        let name = |key: Key| extension.source_name(key).map_or_else(|| "?".to_owned(), ToString::to_string);
        keys.into_iter().map(|key| (key, name(key))).collect()
    })
}

fn text_of(studio: Studio, record: RecordDefinition) -> String {
    let names = studio
        .derived
        .extension
        .with(|extension| extension.as_ref().map(|extension| extension.record_label(&record)))
        .unwrap_or_default();
    match record.sources() {
        [] => "(choose)".to_owned(),
        [_] => names,
        _ => format!("(Join) {names}"),
    }
}
