use extension::Direction;
use leptos::prelude::*;

use super::deeds::Deeds;
use super::list::List;
use crate::part::{IconButton, MarkLine, Message};

/// The buttons above the rows.
#[component]
pub(super) fn Tools(deeds: Deeds) -> impl IntoView {
    let (title, word) = deeds.list.words();
    let grid = deeds.grid;
    let selected = Memo::new(move |_| {
        grid.selection.with(|selection| {
            grid.rows.with(|rows| {
                let at = |(index, row): (usize, &extension::Item)| selection.contains(row).then_some(index);
                rows.iter().enumerate().filter_map(at).collect::<Vec<_>>()
            })
        })
    });
    let none = Signal::derive(move || selected.with(Vec::is_empty));
    let is_top = Signal::derive(move || selected.with(|selected| selected.iter().copied().eq(0..selected.len())));
    let is_bottom = Signal::derive(move || {
        let rows = grid.rows.with(Vec::len);
        selected.with(|selected| selected.iter().copied().eq(rows.saturating_sub(selected.len())..rows))
    });
    let count = move || {
        let count = selected.with(Vec::len);
        (count > 1).then(|| format!("{count} selected"))
    };
    let add = move |direction| move || deeds.add(direction);
    let input = Direction::Input { mandatory: true };
    let adding = match deeds.list {
        List::Parameters(_) => view! {
            <IconButton label="Add input parameter" name="arrow-circle-right" text="Input" press=add(input) />
            <IconButton label="Add output parameter" name="arrow-circle-left" text="Output" press=add(Direction::Output) />
        }
        .into_any(),
        List::StructureAttributes(_) | List::EntityAttributes(_) => {
            view! { <IconButton label="Add attribute" name="add" text="Attribute" press=add(input) /> }.into_any()
        }
    };
    let place = deeds.list.owner().at(deeds.list.property());
    let refused = deeds.refused;
    view! {
        <div class="grid-head" role="toolbar" aria-label=title data-place=crate::part::place_mark(place) tabindex="-1">
            <h2>{title}</h2>
            {adding}
            <span class="between"></span>
            <IconButton label="Move to top" name="fold-up" keys="Alt+Shift+Up" disabled=is_top press=move || deeds.shift(isize::MIN) />
            <IconButton label="Move up" name="arrow-up" keys="Alt+Up" disabled=is_top press=move || deeds.shift(-1) />
            <IconButton label="Move down" name="arrow-down" keys="Alt+Down" disabled=is_bottom press=move || deeds.shift(1) />
            <IconButton label="Move to bottom" name="fold-down" keys="Alt+Shift+Down" disabled=is_bottom press=move || deeds.shift(isize::MAX) />
            <IconButton label=format!("Delete {word}") name="trash" keys="Alt+Delete" disabled=none press=move || deeds.delete() />
            <span class="selected-count" role="status">{count}</span>
            <Message refused id="rows-message" taken=Callback::new(move |()| refused.set(None)) />
            <MarkLine place refused />
        </div>
    }
}
