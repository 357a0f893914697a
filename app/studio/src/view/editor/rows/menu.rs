use extension::{Extension, Item};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

use super::deeds::Deeds;
use crate::menu_command::MenuCommand;
use crate::part::{Entry, Pick, Place};

/// Opens the menu of the row under the pointer.
pub(super) fn open(deeds: Deeds, menu: RwSignal<Option<(Place, Vec<Entry>)>>, event: &MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let row = target.and_then(|target| target.closest("[data-row]").ok().flatten());
    let key = row.and_then(|row| row.get_attribute("data-row"));
    let found = deeds.grid.rows.with_untracked(|rows| {
        rows.iter().find(|row| row.key().map(|own| own.to_string()) == key).copied().filter(|_| key.is_some())
    });
    let Some(row) = found else { return };
    event.prevent_default();
    if !deeds.grid.selected().contains(&row) {
        deeds.grid.pick(row, Pick::Only);
    }
    menu.set(Some((Place::At(event.client_x(), event.client_y()), entries(deeds, row))));
}

fn entries(deeds: Deeds, row: Item) -> Vec<Entry> {
    let (_, word) = deeds.list.words();
    let count = deeds.grid.selected().len();
    let what = if count > 1 { format!("{count} {word}s") } else { word.to_owned() };
    let own = |text: &str, icon: &'static str, deed: fn(Deeds) -> bool| {
        let press = move |()| {
            deed(deeds);
        };
        Entry::Own(text.to_owned(), icon, Callback::new(press))
    };
    let mut entries = vec![
        Entry::Command(MenuCommand::Cut),
        Entry::Command(MenuCommand::Copy),
        Entry::Command(MenuCommand::Paste),
        Entry::Line,
        own(&format!("Duplicate {what}"), "files", Deeds::duplicate),
        own(&format!("Delete {what}"), "trash", Deeds::delete),
        Entry::Line,
        own("Move to Top", "fold-up", |deeds| deeds.shift(isize::MIN)),
        own("Move Up", "arrow-up", |deeds| deeds.shift(-1)),
        own("Move Down", "arrow-down", |deeds| deeds.shift(1)),
        own("Move to Bottom", "fold-down", |deeds| deeds.shift(isize::MAX)),
    ];
    if let Some(is_identifier) = deeds.studio.derived.extension.with_untracked(|it| is_identifier(it.as_ref()?, row)) {
        let text = if is_identifier { "Remove as Identifier" } else { "Set as Identifier" };
        let set = Callback::new(move |()| deeds.set_identifier(row, !is_identifier));
        entries.extend([Entry::Line, Entry::Own(text.to_owned(), "key", set)]);
    }
    entries
}

/// Whether the attribute is the identifier of its entity; `None` for other rows.
fn is_identifier(extension: &Extension, row: Item) -> Option<bool> {
    let Item::EntityAttribute { entity, attribute } = row else { return None };
    Some(extension.entities.get(entity)?.identifier == Some(attribute))
}
