use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, MouseEvent};
use workbench::{DraftId, DraftState};

use crate::app::{Studio, drafts, use_studio};
use crate::browser::drafts::ListedDraft;
use crate::browser::focus;
use crate::part::{ContextMenu, Entry, IconButton, Place, icon};

const ROWS: &str = ".draft";

/// What the rows of the list share.
#[derive(Clone, Copy)]
struct List {
    studio: Studio,
    renaming: RwSignal<Option<DraftId>>,
    /// The row that Tab comes to: the one that had the keyboard last.
    current: RwSignal<Option<DraftId>>,
    menu: RwSignal<Option<(Place, Vec<Entry>)>>,
    body: NodeRef<html::Div>,
}

/// The drafts of this browser; nothing while there are none.
#[component]
pub(super) fn Drafts() -> impl IntoView {
    let studio = use_studio();
    drafts::reload(studio);
    let list = List {
        studio,
        renaming: RwSignal::new(None),
        current: RwSignal::new(None),
        menu: RwSignal::new(None),
        body: NodeRef::new(),
    };
    let is_empty = Memo::new(move |_| studio.screen.drafts.with(Vec::is_empty));
    view! {
        <Show when=move || !is_empty.get()>
            <section class="drafts" aria-labelledby="start-drafts">
                <h2 id="start-drafts">"Drafts"</h2>
                <div role="grid" aria-labelledby="start-drafts">
                    <div role="row" class="drafts-head">
                        <span role="columnheader">"Name"</span>
                        <span role="columnheader">"State"</span>
                        <span role="columnheader">"Last change"</span>
                        <span role="columnheader">"Size"</span>
                        <span role="columnheader" aria-label="Commands"></span>
                    </div>
                    <div role="rowgroup" node_ref=list.body>
                        <For each=move || studio.screen.drafts.get() key=key_of children=move |draft| row(list, draft) />
                    </div>
                </div>
                <ContextMenu open=list.menu />
            </section>
        </Show>
    }
}

/// All that a row shows: it is made anew when any of it changes.
fn key_of(draft: &ListedDraft) -> (DraftId, String) {
    (draft.id, format!("{draft:?}"))
}

fn row(list: List, draft: ListedDraft) -> impl IntoView {
    let id = draft.id;
    let is_first = move || list.studio.screen.drafts.with(|drafts| drafts.first().is_some_and(|first| first.id == id));
    let is_current = move || list.current.get().map_or_else(is_first, |current| current == id);
    let [keys, menu] = [draft.clone(), draft.clone()];
    let on_menu = move |event: MouseEvent| {
        event.prevent_default();
        list.menu.set(Some((Place::At(event.client_x(), event.client_y()), entries(list, &menu))));
    };
    let state = state_of(&draft);
    let name = StoredValue::new(draft.clone());
    let shown = move || name.with_value(|draft| draft.name().to_owned());
    let cell = move || {
        if list.renaming.get() == Some(id) {
            view! { <NameInput list draft=name.get_value() /> }.into_any()
        } else {
            view! { <strong>{shown()}</strong> }.into_any()
        }
    };
    view! {
        <div
            role="row"
            class="draft"
            tabindex=move || if is_current() { "0" } else { "-1" }
            on:click=move |_| drafts::open(list.studio, id)
            on:keydown=move |event| on_key(list, &keys, &event)
            on:focus=move |_| list.current.set(Some(id))
            on:contextmenu=on_menu
        >
            <span role="gridcell" class="draft-name">
                {icon("file-code", "of-resource")}
                {cell}
            </span>
            <span role="gridcell" class=state_class(&draft)>{state}</span>
            <span role="gridcell">{draft.when.clone()}</span>
            <span role="gridcell" class="draft-size">{size_of(draft.size)}</span>
            <span role="gridcell" class="draft-deeds" on:click=|event| event.stop_propagation()>
                <Deed list draft=draft.clone() label="Rename" name="edit" deed=rename />
                <Deed list draft=draft.clone() label="Duplicate" name="files" deed=duplicate />
                <Deed list draft label="Delete" name="trash" deed=delete />
            </span>
        </div>
    }
}

type DeedOf = fn(List, &ListedDraft);

fn rename(list: List, draft: &ListedDraft) {
    list.renaming.set(Some(draft.id));
}

fn duplicate(list: List, draft: &ListedDraft) {
    drafts::duplicate(list.studio, draft);
}

fn delete(list: List, draft: &ListedDraft) {
    if list.current.get_untracked() == Some(draft.id) {
        list.current.set(None);
    }
    drafts::delete(list.studio, draft);
}

#[component]
fn Deed(list: List, draft: ListedDraft, label: &'static str, name: &'static str, deed: DeedOf) -> impl IntoView {
    let full = format!("{label} {}", draft.name());
    view! { <IconButton label=full name press=move || deed(list, &draft) /> }
}

fn entries(list: List, draft: &ListedDraft) -> Vec<Entry> {
    let deed = |text: &str, icon, keys, deed: DeedOf| {
        let draft = draft.clone();
        Entry::Keyed(text.to_owned(), icon, keys, Callback::new(move |()| deed(list, &draft)))
    };
    let open: DeedOf = |list, draft| drafts::open(list.studio, draft.id);
    vec![
        deed("Open", "folder-opened", "Enter", open),
        Entry::Line,
        deed("Rename", "edit", "F2", rename),
        deed("Duplicate", "files", "Ctrl+D", duplicate),
        deed("Delete", "trash", "Delete", delete),
    ]
}

/// The keys of a row. Those of its buttons and of the field for a name are their own.
fn on_key(list: List, draft: &ListedDraft, event: &KeyboardEvent) {
    let is_own = event.target() == event.current_target();
    if !is_own {
        return;
    }
    match (event.key().as_str(), event.ctrl_key() || event.meta_key()) {
        ("Enter" | " ", false) => drafts::open(list.studio, draft.id),
        ("F2", false) => rename(list, draft),
        ("Delete", false) => delete(list, draft),
        ("d" | "D", true) => duplicate(list, draft),
        ("ArrowDown", false) => walk(list, 1),
        ("ArrowUp", false) => walk(list, -1),
        ("ContextMenu", false) => show_menu(list, draft, event),
        ("F10", false) if event.shift_key() => show_menu(list, draft, event),
        _ => return,
    }
    event.prevent_default();
}

fn walk(list: List, by: i32) {
    if let Some(body) = list.body.get_untracked() {
        focus::step(&body, ROWS, by);
    }
}

fn show_menu(list: List, draft: &ListedDraft, event: &KeyboardEvent) {
    let row = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let corner = row.map(|row| row.get_bounding_client_rect());
    #[allow(clippy::cast_possible_truncation)] // pixels of a window
    let at = corner.map(|corner| Place::At(corner.left() as i32 + 28, corner.bottom() as i32));
    list.menu.set(Some((at.unwrap_or(Place::Below), entries(list, draft))));
}

#[component]
fn NameInput(list: List, draft: ListedDraft) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
            input.select();
        }
    });
    let (id, name) = (draft.id, draft.name().to_owned());
    // The field is left when it goes, too: then there is nothing to take over any more.
    let take = move || {
        if list.renaming.get_untracked() == Some(id) {
            let title = input.get_untracked().map(|input| input.value()).unwrap_or_default();
            list.renaming.set(None);
            drafts::rename(list.studio, &draft, &title);
        }
    };
    let taken = take.clone();
    let on_key = move |event: KeyboardEvent| {
        event.stop_propagation();
        match event.key().as_str() {
            "Enter" => taken(),
            "Escape" => list.renaming.set(None),
            _ => return,
        }
        // The row may be a new one by then.
        set_timeout(move || focus::to(".draft[tabindex='0']"), std::time::Duration::from_millis(50));
    };
    view! {
        <input
            node_ref=input
            class="input"
            aria-label="New name"
            prop:value=name
            on:keydown=on_key
            on:blur=move |_| take()
            on:click=|event| event.stop_propagation()
        />
    }
}

fn state_of(draft: &ListedDraft) -> String {
    let summary = &draft.summary;
    let file = summary.file_name.as_deref().unwrap_or("a file");
    let state = match summary.state {
        DraftState::Untouched => format!("As in {file}"),
        DraftState::NotSaved => "Not saved".to_owned(),
        DraftState::Saved => format!("Saved to {file}"),
        DraftState::Changed => format!("Changed since saved to {file}"),
    };
    if draft.is_led { format!("{state}, open in another tab") } else { state }
}

fn state_class(draft: &ListedDraft) -> &'static str {
    match draft.summary.state {
        DraftState::NotSaved | DraftState::Changed => "draft-state is-open",
        DraftState::Untouched | DraftState::Saved => "draft-state",
    }
}

/// A size in words: `640 bytes`, `12 KB`, `3.4 MB`.
fn size_of(bytes: f64) -> String {
    match bytes {
        small if small < 1_000.0 => format!("{small} bytes"),
        middle if middle < 1_000_000.0 => format!("{:.0} KB", middle / 1_000.0),
        large => format!("{:.1} MB", large / 1_000_000.0),
    }
}
