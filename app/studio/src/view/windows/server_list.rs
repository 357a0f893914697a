use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;
use workbench::{Column, Listed, arranged, columns};

use crate::browser::focus;
use crate::part::icon;

/// A list of an environment as a table: its columns sort it, Enter or a click chooses a line.
#[component]
pub(super) fn ServerList<T>(
    /// What the list is called.
    label: &'static str,
    /// The beginning of the ids of its lines, unique on the page.
    id: &'static str,
    /// The lines, in the server's order.
    list: Signal<Vec<T>>,
    /// Only lines with this text are shown.
    #[prop(into)]
    filter: Signal<String>,
    /// How the server names the chosen line.
    #[prop(into)]
    chosen: Signal<Option<String>>,
    /// Called with a line that is chosen.
    choose: Callback<String>,
    /// Whether the arrows choose; else they only move, because what is chosen costs a request.
    #[prop(optional)]
    follows: bool,
) -> impl IntoView
where
    T: Listed + Clone + PartialEq + Send + Sync + 'static,
{
    let order = RwSignal::new(None::<(Column, bool)>);
    let shown =
        Memo::new(move |_| filter.with(|filter| list.with(|list| columns_and_lines(list, filter, order.get()))));
    let current = RwSignal::new(None::<String>);
    let at = move || {
        let wanted = current.get().or_else(|| chosen.get());
        shown.with(|(_, lines)| lines.iter().position(|line| Some(line.id()) == wanted.as_deref()))
    };
    let on_key = move |event: KeyboardEvent| {
        // The buttons of the head that sort have keys of their own.
        if event.target() != event.current_target() {
            return;
        }
        let end = shown.with_untracked(|(_, lines)| lines.len()).saturating_sub(1);
        let now = untrack(at);
        let next = match event.key().as_str() {
            "ArrowDown" => now.map_or(0, |now| (now + 1).min(end)),
            "ArrowUp" => now.map_or(0, |now| now.saturating_sub(1)),
            "Home" => 0,
            "End" => end,
            "Enter" | " " => now.unwrap_or(0),
            _ => return,
        };
        event.prevent_default();
        let Some(line) = shown.with_untracked(|(_, lines)| lines.get(next).map(|line| line.id().to_owned())) else {
            return;
        };
        current.set(Some(line.clone()));
        if follows || matches!(event.key().as_str(), "Enter" | " ") {
            choose.run(line);
        }
        if let Some(line) = focus::find::<web_sys::Element>(&format!("#{id}-{next}")) {
            focus::into_sight(&line);
        }
    };
    let heads = move || shown.with(|(columns, _)| columns.iter().map(|column| head(*column, order)).collect_view());
    let line = move |(index, line): (usize, T)| {
        let key = line.id().to_owned();
        let (own, marked) = (key.clone(), key.clone());
        let cells = shown.with_untracked(|(columns, _)| {
            let cell = |column: &Column| line.cell(*column).unwrap_or_default().to_owned();
            columns.iter().map(|column| cell_of(*column, cell(column))).collect_view()
        });
        view! {
            <tr
                id=format!("{id}-{index}")
                class:is-current=move || current.with(|current| current.as_ref() == Some(&marked))
                aria-selected=move || chosen.with(|chosen| chosen.as_ref() == Some(&own)).to_string()
                on:click=move |_| {
                    current.set(Some(key.clone()));
                    choose.run(key.clone());
                }
            >
                {cells}
            </tr>
        }
    };
    let grid = NodeRef::<html::Table>::new();
    view! {
        <div class="server-list">
            <table
                node_ref=grid
                role="grid"
                aria-label=label
                tabindex="0"
                aria-activedescendant=move || at().map(|at| format!("{id}-{at}"))
                on:keydown=on_key
            >
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{move || shown.get().1.into_iter().enumerate().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn columns_and_lines<T: Listed + Clone>(
    list: &[T],
    filter: &str,
    order: Option<(Column, bool)>,
) -> (Vec<Column>, Vec<T>) {
    (columns(list), arranged(list, filter, order))
}

/// The head of a column: pressed, it sorts by it; pressed again, the other way round.
fn head(column: Column, order: RwSignal<Option<(Column, bool)>>) -> impl IntoView {
    let way = move || order.get().filter(|(by, _)| *by == column).map(|(_, is_rising)| is_rising);
    let press = move |_| {
        let is_rising = untrack(way).is_none_or(|is_rising| !is_rising);
        order.set(Some((column, is_rising)));
    };
    let sorted = move || match way() {
        Some(true) => "ascending",
        Some(false) => "descending",
        None => "none",
    };
    let arrow = move || way().map(|is_rising| icon(if is_rising { "arrow-up" } else { "arrow-down" }, ""));
    view! {
        <th scope="col" aria-sort=sorted>
            <button type="button" on:click=press>
                {column.label()} {arrow}
            </button>
        </th>
    }
}

fn cell_of(column: Column, text: String) -> impl IntoView {
    let tip = (column == Column::Notes && text == "P").then_some("The published version");
    let class = match column {
        Column::Name | Column::Description => "is-long",
        _ => "",
    };
    let title = tip.map_or_else(|| text.clone(), str::to_owned);
    view! { <td class=class title=title>{text}</td> }
}
