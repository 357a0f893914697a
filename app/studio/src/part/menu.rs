use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent, MouseEvent, Node};

use super::Icon;
use crate::app::use_studio;
use crate::browser::focus;
use crate::menu_command::{MenuCommand, keys_here};

/// A line of a menu.
#[derive(Clone)]
pub(crate) enum Entry {
    /// A command of the studio.
    Command(MenuCommand),
    /// Something of this menu alone: text, icon, what it does.
    Own(String, &'static str, Callback<()>),
    /// The same with the keys that do it too.
    Keyed(String, &'static str, &'static str, Callback<()>),
    /// A line between groups.
    Line,
}

/// Where a menu opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Below the element that it belongs to.
    Below,
    /// At a point of the window, in pixels.
    At(i32, i32),
}

impl Place {
    /// Below the button that was pressed.
    pub(crate) fn below_event(event: &MouseEvent) -> Self {
        let button = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
        let corner = button.map(|button| button.get_bounding_client_rect());
        #[allow(clippy::cast_possible_truncation)] // pixels of a window
        corner.map_or(Self::Below, |corner| Self::At(corner.left() as i32, corner.bottom() as i32))
    }
}

/// An open menu. Arrows move, Enter chooses, Escape and a click elsewhere close it.
#[component]
pub(crate) fn MenuList(
    /// What it is called.
    #[prop(into)]
    label: String,
    /// Its lines.
    entries: Vec<Entry>,
    /// Where it opens.
    place: Place,
    /// Called when it is to close.
    close: Callback<()>,
    /// Called for the arrows to the left (−1) and right (1).
    #[prop(optional, into)]
    sideways: Option<Callback<isize>>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(list) = list.get() {
            keep_inside(&list);
            focus::step(&list, ITEMS, 1);
        }
    });
    let on_key = move |event: KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        match event.key().as_str() {
            "ArrowDown" => focus::step(&list, ITEMS, 1),
            "ArrowUp" => focus::step(&list, ITEMS, -1),
            "ArrowLeft" | "ArrowRight" => {
                if let Some(sideways) = sideways {
                    sideways.run(if event.key() == "ArrowLeft" { -1 } else { 1 });
                }
            }
            "Escape" | "Tab" => close.run(()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let on_blur = move |event: FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        // A menu that leaves the page with the keyboard in it is told so when its signals are gone.
        let list: Option<Element> = list.try_get_untracked().flatten().map(Into::into);
        if list.is_some_and(|list| !list.contains(to.as_ref())) {
            close.run(());
        }
    };
    let (class, style) = match place {
        Place::Below => ("menu", String::new()),
        Place::At(x, y) => ("menu at-point", at(x, y, entries.len())),
    };
    view! {
        <div node_ref=list class=class style=style role="menu" aria-label=label tabindex="-1" on:keydown=on_key on:focusout=on_blur>
            {entries.into_iter().map(|entry| view! { <Line entry close /> }).collect_view()}
        </div>
    }
}

const ITEMS: &str = "[role^=menuitem]:not(:disabled)";

/// Moves a menu to the left that would end beyond the window.
fn keep_inside(list: &HtmlElement) {
    let width = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(f64::MAX);
    let beyond = list.get_bounding_client_rect().right() - width + 4.0;
    if beyond > 0.0 {
        // Cannot fail: the property and its value are valid.
        let _ = list.style().set_property("margin-left", &format!("{}px", -beyond));
    }
}

/// Keeps a menu at a point inside the window; a line is 26 pixels high.
fn at(x: i32, y: i32, lines: usize) -> String {
    let height = i32::try_from(lines).unwrap_or_default() * 26 + 10;
    let size = |size: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| {
        size.ok().and_then(|size| size.as_f64()).unwrap_or(f64::MAX)
    };
    let (width, window_height) = (size(window().inner_width()), size(window().inner_height()));
    let left = f64::from(x).min(width - 260.0).max(0.0);
    let top = f64::from(y).min(window_height - f64::from(height)).max(0.0);
    format!("left: {left}px; top: {top}px")
}

#[component]
fn Line(entry: Entry, close: Callback<()>) -> impl IntoView {
    let studio = use_studio();
    match entry {
        Entry::Line => view! { <div class="menu-line" role="separator"></div> }.into_any(),
        Entry::Own(text, icon, press) => view! { <OwnLine text icon press close /> }.into_any(),
        Entry::Keyed(text, icon, keys, press) => view! { <OwnLine text icon keys press close /> }.into_any(),
        Entry::Command(command) => {
            let pressed = move |_| {
                close.run(());
                command.run(studio);
            };
            let is_on = untrack(|| command.is_on(studio));
            let icon = if is_on == Some(true) {
                "check"
            } else if is_on.is_some() {
                "blank"
            } else {
                command.icon()
            };
            view! {
                <button
                    type="button"
                    class="menu-item"
                    role=if is_on.is_some() { "menuitemcheckbox" } else { "menuitem" }
                    aria-checked=is_on.map(|on| on.to_string())
                    aria-label=command.label()
                    tabindex="-1"
                    disabled=move || !command.is_enabled(studio)
                    on:click=pressed
                >
                    <Icon name=icon />
                    {command.label()}
                    <span class="keys" aria-hidden="true">{command.keys().shown()}</span>
                </button>
            }
            .into_any()
        }
    }
}

#[component]
fn OwnLine(
    text: String,
    icon: &'static str,
    #[prop(optional)] keys: &'static str,
    press: Callback<()>,
    close: Callback<()>,
) -> impl IntoView {
    let pressed = move |_| {
        close.run(());
        press.run(());
    };
    let label = text.clone();
    view! {
        <button type="button" class="menu-item" role="menuitem" aria-label=label tabindex="-1" on:click=pressed>
            <Icon name=icon />
            {text}
            <span class="keys" aria-hidden="true">{keys_here(keys)}</span>
        </button>
    }
}

/// A menu that opens at the pointer.
#[component]
pub(crate) fn ContextMenu(
    /// Where it is open, with its lines.
    open: RwSignal<Option<(Place, Vec<Entry>)>>,
) -> impl IntoView {
    let close = Callback::new(move |()| open.set(None));
    let menu = move |(place, entries)| view! { <MenuList label="Context menu" entries place close /> };
    move || open.get().map(menu)
}
