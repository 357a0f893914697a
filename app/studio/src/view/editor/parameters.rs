use std::sync::Arc;

use extension::{Action, ActionEdit, Direction, Edit, Key, Name};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use workbench::{Command, New, Refused};

use super::parameter_row::ParameterRow;
use crate::app::{Studio, use_studio};
use crate::browser::focus;
use crate::part::{IconButton, Message, icon};

/// The parameters of an action, in the order of the C# signature.
#[component]
pub(crate) fn Parameters(action: Memo<Option<Arc<Action>>>, key: Key) -> impl IntoView {
    let studio = use_studio();
    let grid = NodeRef::<html::Table>::new();
    let current = RwSignal::new(None::<Key>);
    let refused = RwSignal::new(None::<Refused>);
    let keys = Memo::new(move |_| {
        action.with(|action| {
            action
                .as_ref()
                .map(|action| action.parameters.iter().map(|it| it.key).collect::<Vec<_>>())
                .unwrap_or_default()
        })
    });
    let rows = Rows { studio, action: key, keys, current, refused };
    let on_key = move |event: KeyboardEvent| {
        let key = event.key();
        let moved = match key.as_str() {
            "ArrowUp" if event.alt_key() => rows.shift(-1),
            "ArrowDown" if event.alt_key() => rows.shift(1),
            "Delete" if event.alt_key() => rows.delete(),
            "ArrowUp" | "ArrowDown" | "Enter" => {
                let is_free = is_text_input(&event);
                if is_free && let Some(grid) = grid.get_untracked() {
                    step_row(&grid, &event, if key == "ArrowUp" { -1 } else { 1 });
                }
                is_free
            }
            _ => false,
        };
        if moved {
            event.prevent_default();
        }
    };
    let is_at = move |end: fn(&[Key]) -> Option<&Key>| {
        Signal::derive(move || current.get().is_none_or(|current| keys.with(|keys| end(keys) == Some(&current))))
    };
    let none = Signal::derive(move || current.get().is_none_or(|current| keys.with(|keys| !keys.contains(&current))));
    view! {
        <div class="grid-head" role="toolbar" aria-label="Parameters">
            <h2>"Parameters"</h2>
            <IconButton label="Add input parameter" name="arrow-circle-right" text="Input" press=move || rows.add(Direction::Input { mandatory: true }) />
            <IconButton label="Add output parameter" name="arrow-circle-left" text="Output" press=move || rows.add(Direction::Output) />
            <IconButton label="Move to top" name="fold-up" disabled=is_at(<[Key]>::first) press=move || rows.shift(-10_000) />
            <IconButton label="Move up" name="arrow-up" keys="Alt+Up" disabled=is_at(<[Key]>::first) press=move || rows.shift(-1) />
            <IconButton label="Move down" name="arrow-down" keys="Alt+Down" disabled=is_at(<[Key]>::last) press=move || rows.shift(1) />
            <IconButton label="Move to bottom" name="fold-down" disabled=is_at(<[Key]>::last) press=move || rows.shift(10_000) />
            <IconButton label="Delete parameter" name="trash" keys="Alt+Delete" disabled=none press=move || rows.delete() />
            <Message refused id="parameters-message" taken=Callback::new(move |()| refused.set(None)) />
        </div>
        <div class="grid-place">
            <table node_ref=grid class="grid" aria-label="Parameters" on:keydown=on_key>
                <thead>
                    <tr>
                        <th style="width: 38px">
                            <span class="only-read">"Input or output"</span>
                        </th>
                        <th style="width: 20%">"Name"</th>
                        <th style="width: 13%">"Data Type"</th>
                        <th style="width: 13%">"Record Type"</th>
                        <th style="width: 82px">"Mandatory"</th>
                        <th style="width: 16%">"Default Value"</th>
                        <th>"Description"</th>
                        <th style="width: 78px">
                            <span class="only-read">"Row"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || keys.get() key=|key| *key children=move |parameter| view! { <ParameterRow rows action parameter /> } />
                    <NewRow rows />
                </tbody>
            </table>
        </div>
    }
}

/// What can be done with the rows of the grid.
#[derive(Clone, Copy)]
pub(crate) struct Rows {
    pub(crate) studio: Studio,
    pub(crate) action: Key,
    pub(crate) keys: Memo<Vec<Key>>,
    /// The row with the keyboard, or the last one that had it.
    pub(crate) current: RwSignal<Option<Key>>,
    refused: RwSignal<Option<Refused>>,
}

impl Rows {
    fn give(self, edit: ActionEdit) -> bool {
        let edit = Edit::Action(self.action, edit);
        let checked = self.studio.check(&edit);
        let is_fine = checked.is_ok();
        self.refused.set(checked.err());
        if is_fine {
            self.studio.give(Command::Edit(edit));
        }
        is_fine
    }

    fn add(self, direction: Direction) {
        self.studio.give(Command::Add(New::Parameter { action: self.action, direction, name: None }));
        let added = self.keys.with_untracked(|keys| keys.last().copied());
        self.current.set(added);
        self.focus_current(true);
    }

    /// Moves the current row by so many places; the keyboard stays in it.
    pub(crate) fn shift(self, by: isize) -> bool {
        let Some(key) = self.current.get_untracked() else { return false };
        let place = self.keys.with_untracked(|keys| {
            let from = keys.iter().position(|it| *it == key)?;
            let last = keys.len().checked_sub(1)?;
            let to = from.saturating_add_signed(by).min(last);
            (to != from).then_some(to)
        });
        let Some(to) = place else { return true };
        let had_focus = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
        self.give(ActionEdit::MoveParameter(key, to));
        // A row that is moved on the page loses the keyboard.
        request_animation_frame(move || {
            if let Some(element) = had_focus {
                let _ = element.focus();
            }
        });
        true
    }

    /// Deletes the current row; its neighbour becomes the current one.
    pub(crate) fn delete(self) -> bool {
        let Some(key) = self.current.get_untracked() else { return false };
        let neighbour = self.keys.with_untracked(|keys| {
            let position = keys.iter().position(|it| *it == key)?;
            keys.get(position + 1).or_else(|| keys.get(position.checked_sub(1)?)).copied()
        });
        if self.give(ActionEdit::RemoveParameter(key)) {
            self.current.set(neighbour);
            self.focus_current(false);
        }
        true
    }

    fn focus_current(self, select: bool) {
        let Some(key) = self.current.get_untracked() else { return };
        request_animation_frame(move || {
            let selector = format!("[data-parameter='{key}'] input[type=text]");
            if let Some(input) = focus::find::<web_sys::HtmlInputElement>(&selector) {
                let _ = input.focus();
                if select {
                    input.select();
                }
            }
        });
    }
}

/// The last row: typing a name into it adds a parameter.
#[component]
fn NewRow(rows: Rows) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let refused = RwSignal::new(None::<Refused>);
    let add = move || {
        // A row that leaves the page with the keyboard in it is told so when its signals are gone.
        let Some(name) = text.try_get_untracked().filter(|name| !name.is_empty()) else { return };
        match Name::new(&name) {
            Ok(name) => {
                text.set(String::new());
                refused.set(None);
                let direction = Direction::Input { mandatory: true };
                rows.studio.tell(Command::Add(New::Parameter { action: rows.action, direction, name: Some(name) }));
            }
            Err(error) => refused.set(Some(Refused { text: error.to_string(), offers: Vec::new() })),
        }
    };
    let typed = move |event: web_sys::Event| {
        let name = Name::with_replaced_characters(&event_target_value(&event));
        let error = Name::new(&name).err().filter(|_| !name.is_empty());
        refused.set(error.map(|error| Refused { text: error.to_string(), offers: Vec::new() }));
        text.set(name);
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.stop_propagation();
            add();
        }
        "Escape" => {
            text.set(String::new());
            refused.set(None);
        }
        _ => {}
    };
    view! {
        <tr class="new-row">
            <td class="middle faint">{icon("add", "")}</td>
            <td>
                <input
                    type="text"
                    class="input"
                    aria-label="Name of a new parameter"
                    aria-invalid=move || refused.with(Option::is_some).to_string()
                    placeholder="New parameter"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || text.get()
                    data-changed=move || (!text.with(String::is_empty)).then_some("")
                    on:input=typed
                    on:blur=move |_| add()
                    on:keydown=on_key
                />
            </td>
            <td colspan="6">
                <Message refused id="new-parameter-message" taken=Callback::new(move |()| refused.set(None)) />
            </td>
        </tr>
    }
}

fn is_text_input(event: &KeyboardEvent) -> bool {
    let is_plain = !event.alt_key() && !event.ctrl_key() && !event.shift_key();
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    is_plain && input.is_some_and(|input| input.type_() == "text")
}

/// Moves the keyboard to the same column of the row above or below.
fn step_row(grid: &Element, event: &KeyboardEvent, by: i32) {
    let Some(cell) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Some(label) = cell.get_attribute("aria-label") else { return };
    let label = if label == "Name of a new parameter" { "Name".to_owned() } else { label };
    let selector = if label == "Name" {
        "input[aria-label='Name'], input[aria-label='Name of a new parameter']".to_owned()
    } else {
        format!("input[aria-label='{label}']")
    };
    focus::step(grid, &selector, by);
}
