//! The rows of an element: parameters and attributes in one editable grid.

mod cell;
mod check_cell;
mod clipboard;
mod deeds;
mod head;
mod keys;
mod list;
mod menu;
mod new_row;
mod record_cell;
mod row;
mod tools;
mod type_cell;

use leptos::html;
use leptos::prelude::*;

pub(crate) use list::List;

use deeds::Deeds;
use head::Head;
use new_row::NewRow;
use row::RowView;
use tools::Tools;

use super::extension::property;
use crate::app::use_studio;
use crate::part::{ContextMenu, Entry, Grid, Place, ROW};

/// The rows of an element, in the editor that scrolls.
#[component]
pub(crate) fn Rows(
    /// Whose rows.
    list: List,
    /// What scrolls.
    scroller: NodeRef<html::Div>,
) -> impl IntoView {
    let studio = use_studio();
    let rows = property(studio, move |extension| list.items(extension));
    let grid = Grid::new(rows, studio.screen.selection, scroller);
    let deeds = Deeds { studio, list, grid, refused: RwSignal::new(None) };
    let menu = RwSignal::new(None::<(Place, Vec<Entry>)>);
    keys::follow_wanted(deeds);
    clipboard::listen(deeds);
    let (title, _) = list.words();
    let line = move || grid.drop_at.get().map(line_at);
    view! {
        <Tools deeds />
        <div
            class="grid"
            role="grid"
            aria-label=title
            aria-multiselectable="true"
            aria-rowcount=move || rows.with(|rows| rows.len() + 2)
            style=grid_columns(list)
            on:keydown=move |event| keys::press(deeds, &event)
            on:contextmenu=move |event| menu::open(deeds, menu, &event)
        >
            <Head list />
            <div node_ref=grid.body class="grid-rows" role="rowgroup" style=move || height(rows.with(Vec::len))>
                <For each=move || grid.shown() key=|row| *row children=move |item| view! { <RowView deeds item /> } />
                {line}
            </div>
            <NewRow deeds />
        </div>
        <ContextMenu open=menu />
    }
}

#[allow(clippy::cast_precision_loss)] // a number of rows
fn height(rows: usize) -> String {
    format!("height: {}px", rows as f64 * ROW)
}

#[allow(clippy::cast_precision_loss)] // a number of rows
fn line_at(position: usize) -> impl IntoView {
    view! { <div class="drop-line" role="presentation" style=format!("top: {}px", position as f64 * ROW - 1.0)></div> }
}

/// The tracks of every row: its head, the columns, its tools.
fn grid_columns(list: List) -> String {
    let tracks: Vec<&str> = list.columns().iter().map(|(_, width)| *width).collect();
    format!("--columns: 34px {} 32px", tracks.join(" "))
}
