use std::hash::Hash;

use leptos::attr::custom::custom_attribute;
use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent};
use workbench::Severity;

use super::icon;

/// A line of a tree, as it shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TreeRow<N> {
    /// What it stands for.
    pub(crate) node: N,
    /// How deep it lies, from 1.
    pub(crate) level: usize,
    /// Which it is among its siblings from 1, and how many they are.
    pub(crate) place: (usize, usize),
    /// Its name.
    pub(crate) name: String,
    /// A quiet word behind the name.
    pub(crate) note: String,
    /// Its icon and the class that colours it.
    pub(crate) icon: (&'static str, &'static str),
    /// How many it holds, where that is worth saying.
    pub(crate) count: Option<usize>,
    /// Whether it is open; `None` for a leaf.
    pub(crate) is_open: Option<bool>,
    /// The worst problem of what it stands for.
    pub(crate) mark: Option<Severity>,
    /// Whether it can be renamed here.
    pub(crate) has_name: bool,
}

/// The height of a line in pixels: `--row` of the design tokens.
const ROW: f64 = 24.0;
/// Lines made beyond what shows, so that scrolling never sees a gap.
const SPARE: usize = 12;

/// A tree. Only the lines that show are on the page, so it may have any number; the keyboard stays on the
/// tree itself and the current line is told by `aria-activedescendant`.
#[component]
pub(crate) fn Tree<N>(
    /// What the tree is called.
    label: &'static str,
    /// Every line that is not inside a closed one, from the top.
    rows: Memo<Vec<TreeRow<N>>>,
    /// What the editors show.
    #[prop(into)]
    selected: Signal<Option<N>>,
    /// Opens or closes a line that holds others.
    toggle: Callback<N>,
    /// Opens what a line stands for.
    open: Callback<N>,
    /// Deletes what a line stands for.
    delete: Callback<N>,
    /// Gives it a name; whether that worked.
    rename: Callback<(N, String), bool>,
    /// Opens the menu of a line at a point of the window.
    menu: Callback<(N, i32, i32)>,
    /// The line whose name is being written.
    renaming: RwSignal<Option<N>>,
) -> impl IntoView
where
    N: Clone + Eq + Hash + Send + Sync + 'static,
{
    let frame = NodeRef::<html::Div>::new();
    let scrolled = RwSignal::new(0.0);
    let current = RwSignal::new(None::<N>);
    let typed = StoredValue::new((String::new(), 0.0));
    let id = move |index: usize| format!("{}-{index}", label.to_ascii_lowercase());

    let position = move || {
        let current = current.get().or_else(|| selected.get());
        rows.with(|rows| current.and_then(|node| rows.iter().position(|row| row.node == node)).unwrap_or(0))
    };
    let show = move |index: usize| {
        let Some(frame) = frame.get_untracked() else { return };
        #[allow(clippy::cast_precision_loss)] // a line number
        let top = index as f64 * ROW;
        let (from, height) = (f64::from(frame.scroll_top()), f64::from(frame.client_height()));
        #[allow(clippy::cast_possible_truncation)]
        if top < from {
            frame.set_scroll_top(top as i32);
        } else if top + ROW > from + height {
            frame.set_scroll_top((top + ROW - height) as i32);
        }
    };
    let go = move |index: usize| {
        let node = rows.with_untracked(|rows| rows.get(index.min(rows.len().saturating_sub(1))).map(|row| row.node.clone()));
        current.set(node);
        show(index);
    };
    // What an editor shows is the current line, and in sight.
    Effect::new(move |_| {
        if let Some(node) = selected.get() {
            let index = rows.with_untracked(|rows| rows.iter().position(|row| row.node == node));
            current.set(Some(node));
            if let Some(index) = index {
                show(index);
            }
        }
    });

    let on_key = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || renaming.with_untracked(Option::is_some) {
            return;
        }
        let at = untrack(position);
        let Some(row) = rows.with_untracked(|rows| rows.get(at).cloned()) else { return };
        let last = rows.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => go((at + 1).min(last)),
            "ArrowUp" => go(at.saturating_sub(1)),
            "Home" => go(0),
            "End" => go(last),
            "PageDown" => go((at + 15).min(last)),
            "PageUp" => go(at.saturating_sub(15)),
            "ArrowRight" if row.is_open == Some(false) => toggle.run(row.node),
            "ArrowRight" if row.is_open == Some(true) => go((at + 1).min(last)),
            "ArrowLeft" if row.is_open == Some(true) => toggle.run(row.node),
            "ArrowLeft" => {
                let outer = rows.with_untracked(|rows| rows[..at].iter().rposition(|other| other.level < row.level));
                go(outer.unwrap_or(at));
            }
            "Enter" | " " => open.run(row.node),
            "F2" if row.has_name => renaming.set(Some(row.node)),
            "Delete" => delete.run(row.node),
            "ContextMenu" => {
                let place = frame.get_untracked().map(|frame| frame.get_bounding_client_rect());
                #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
                if let Some(place) = place {
                    let top = place.top() + (at + 1) as f64 * ROW - scrolled.get_untracked();
                    menu.run((row.node, place.left() as i32 + 40, top as i32));
                }
            }
            letter if letter.chars().count() == 1 => {
                let found = find_typed(typed, letter, event.time_stamp(), rows, at);
                if let Some(index) = found {
                    go(index);
                }
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };

    let window_height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(1200.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let shown = move || {
        let first = ((scrolled.get() / ROW) as usize).saturating_sub(SPARE);
        let count = (window_height / ROW) as usize + 2 * SPARE;
        rows.with(|rows| rows.iter().cloned().enumerate().skip(first).take(count).collect::<Vec<_>>())
    };
    let line = move |(index, row): (usize, TreeRow<N>)| {
        let node = row.node.clone();
        let [is_current, is_selected, is_renamed, pressed, twisted, right] = std::array::from_fn(|_| node.clone());
        let name = row.name.clone();
        let has_twist = row.is_open.is_some();
        let name_view = move || {
            let node = is_renamed.clone();
            if renaming.with(|renaming| renaming.as_ref() == Some(&node)) {
                view! { <NameInput name=name.clone() node renaming rename frame /> }.into_any()
            } else {
                view! { <span class="tree-name">{name.clone()}</span> }.into_any()
            }
        };
        view! {
            <div
                id=id(index)
                class="tree-item"
                class:is-current=move || current.with(|current| current.as_ref() == Some(&is_current))
                role="treeitem"
                aria-label=row.name.clone()
                aria-posinset=row.place.0.to_string()
                aria-setsize=row.place.1.to_string()
                aria-expanded=row.is_open.map(|open| open.to_string())
                aria-selected=move || selected.with(|selected| selected.as_ref() == Some(&is_selected)).to_string()
                style=line_style(index, row.level)
                title=row.name.clone()
                {..custom_attribute("aria-level", row.level.to_string())}
                on:click=move |_| {
                    current.set(Some(pressed.clone()));
                    open.run(pressed.clone());
                }
                on:contextmenu=move |event: MouseEvent| {
                    event.prevent_default();
                    current.set(Some(right.clone()));
                    menu.run((right.clone(), event.client_x(), event.client_y()));
                }
            >
                <span
                    class="twist"
                    on:click=move |event| {
                        if has_twist {
                            event.stop_propagation();
                            toggle.run(twisted.clone());
                        }
                    }
                >
                    {row.is_open.map(|open| icon(if open { "chevron-down" } else { "chevron-right" }, ""))}
                </span>
                {icon(row.icon.0, row.icon.1)}
                {name_view}
                {(!row.note.is_empty()).then(|| view! { <span class="note">{row.note.clone()}</span> })}
                {row.count.map(|count| view! { <span class="count">{count}</span> })}
                {row.mark.map(mark)}
            </div>
        }
    };
    view! {
        <div
            node_ref=frame
            class="tree"
            role="tree"
            aria-label=label
            tabindex="0"
            aria-activedescendant=move || rows.with(|rows| !rows.is_empty()).then(|| id(position()))
            on:keydown=on_key
            on:scroll=move |_| scrolled.set(frame.get_untracked().map_or(0.0, |frame| f64::from(frame.scroll_top())))
        >
            <div style=move || format!("height: {}px", rows.with(Vec::len) * 24) role="presentation"></div>
            <For each=shown key=Clone::clone children=line />
        </div>
    }
}

fn line_style(index: usize, level: usize) -> String {
    format!("top: {}px; padding-left: {}px", index * 24, 6 + (level - 1) * 13)
}

fn mark(severity: Severity) -> impl IntoView {
    let (name, class, text) = match severity {
        Severity::Error => ("error", "of-error", "has errors"),
        Severity::Warning => ("warning", "of-warning", "has warnings"),
        Severity::Information => ("info", "of-information", "has remarks"),
    };
    view! { <span class=format!("mark codicon codicon-{name} {class}") role="img" aria-label=text></span> }
}

/// The next line whose name begins with what was typed; letters within a second belong together.
fn find_typed<N>(
    typed: StoredValue<(String, f64)>,
    letter: &str,
    now: f64,
    rows: Memo<Vec<TreeRow<N>>>,
    at: usize,
) -> Option<usize>
where
    N: Send + Sync + 'static,
{
    let (text, is_new) = typed.try_update_value(|(text, last)| {
        let is_new = now - *last > 1000.0;
        if is_new {
            text.clear();
        }
        text.push_str(&letter.to_lowercase());
        *last = now;
        (text.clone(), is_new)
    })?;
    rows.with_untracked(|rows| {
        let count = rows.len();
        let begin = if is_new { at + 1 } else { at };
        (0..count).map(|offset| (begin + offset) % count).find(|&index| rows[index].name.to_lowercase().starts_with(&text))
    })
}

/// The field in which a name is written.
#[component]
fn NameInput<N>(
    name: String,
    node: N,
    renaming: RwSignal<Option<N>>,
    rename: Callback<(N, String), bool>,
    frame: NodeRef<html::Div>,
) -> impl IntoView
where
    N: Clone + Send + Sync + 'static,
{
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
            input.select();
        }
    });
    let back = move || {
        renaming.set(None);
        if let Some(frame) = frame.get_untracked() {
            let _ = frame.focus();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        event.stop_propagation();
        match event.key().as_str() {
            "Enter" if rename.run((node.clone(), input.get_untracked().map(|input| input.value()).unwrap_or_default())) => back(),
            "Escape" => back(),
            _ => {}
        }
    };
    view! {
        <input
            node_ref=input
            class="input"
            aria-label="New name"
            prop:value=name
            on:keydown=on_key
            on:blur=move |_| renaming.set(None)
            on:click=|event| event.stop_propagation()
        />
    }
}
