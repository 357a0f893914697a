use leptos::prelude::*;
use listbox::{Cursor, Step};
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
    /// Only lines with these words are shown.
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
    let lines = Lines { id, shown, chosen, choose, current: RwSignal::new(None), follows };
    let heads = move || shown.with(|(columns, _)| columns.iter().map(|column| head(*column, order)).collect_view());
    let line = move |(index, line): (usize, T)| lines.line(index, &line);
    view! {
        <div class="server-list">
            <table
                role="grid"
                aria-label=label
                tabindex="0"
                aria-activedescendant=move || lines.at().map(|at| format!("{id}-{at}"))
                on:keydown=move |event| lines.on_key(&event)
            >
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{move || shown.get().1.into_iter().enumerate().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// The lines of a list, and which of them is the current one.
struct Lines<T: Send + Sync + 'static> {
    id: &'static str,
    shown: Memo<(Vec<Column>, Vec<T>)>,
    chosen: Signal<Option<String>>,
    choose: Callback<String>,
    /// The line with the keyboard; the chosen one until the user moves.
    current: RwSignal<Option<String>>,
    follows: bool,
}

impl<T: Send + Sync> Clone for Lines<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for Lines<T> {}

impl<T: Listed + Clone + PartialEq + Send + Sync> Lines<T> {
    /// Where the line with the keyboard stands.
    fn at(self) -> Option<usize> {
        let wanted = self.current.get().or_else(|| self.chosen.get());
        self.shown.with(|(_, lines)| lines.iter().position(|line| Some(line.id()) == wanted.as_deref()))
    }

    fn on_key(self, event: &KeyboardEvent) {
        // The buttons of the head that sort have keys of their own.
        if event.target() != event.current_target() {
            return;
        }
        let count = self.shown.with_untracked(|(_, lines)| lines.len());
        let now = untrack(|| self.at());
        let key = event.key();
        let takes = matches!(key.as_str(), "Enter" | " ");
        let next = match Step::in_list(&key) {
            Some(step) => Cursor::TREE.moved(now, step, count),
            None if takes => now.or(Some(0)),
            None => return,
        };
        event.prevent_default();
        let line = next.and_then(|next| self.shown.with_untracked(|(_, lines)| Some(lines.get(next)?.id().to_owned())));
        let (Some(next), Some(line)) = (next, line) else { return };
        self.current.set(Some(line.clone()));
        if self.follows || takes {
            self.choose.run(line);
        }
        if let Some(line) = focus::find::<web_sys::Element>(&format!("#{}-{next}", self.id)) {
            focus::into_sight(&line);
        }
    }

    fn line(self, index: usize, line: &T) -> impl IntoView + use<T> {
        let Self { id, shown, chosen, choose, current, .. } = self;
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
