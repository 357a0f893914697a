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
    let ids = move || studio.screen.drafts.with(|drafts| drafts.iter().map(|draft| draft.id).collect::<Vec<_>>());
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
                        <For each=ids key=|id| *id children=move |id| row(list, id) />
                    </div>
                </div>
                <ContextMenu open=list.menu />
            </section>
        </Show>
    }
}

/// The rows stay while what they show changes: the keyboard stays with them.
fn row(list: List, id: DraftId) -> impl IntoView {
    let all = list.studio.screen.drafts;
    let draft = Memo::new(move |before: Option<&Option<ListedDraft>>| {
        let found = all.with(|drafts| drafts.iter().find(|draft| draft.id == id).cloned());
        found.or_else(|| before.cloned().flatten())
    });
    let part = move |part: fn(&ListedDraft) -> String| draft.with(|draft| draft.as_ref().map(part));
    let about = move |deed: DeedOf| {
        if let Some(draft) = draft.get_untracked() {
            deed(list, &draft);
        }
    };
    let is_first = move || all.with(|drafts| drafts.first().is_some_and(|first| first.id == id));
    let is_current = move || list.current.get().map_or_else(is_first, |current| current == id);
    let on_menu = move |event: MouseEvent| {
        event.prevent_default();
        list.menu.set(Some((Place::At(event.client_x(), event.client_y()), entries(about))));
    };
    let is_renamed = Memo::new(move |_| list.renaming.get() == Some(id));
    let name = move || match draft.get_untracked().filter(|_| is_renamed.get()) {
        Some(draft) => view! { <NameInput list draft /> }.into_any(),
        None => view! { <strong>{move || part(|draft| draft.name().to_owned())}</strong> }.into_any(),
    };
    let is_unsaved = move || draft.with(|draft| draft.as_ref().is_some_and(is_unsaved));
    view! {
        <div
            role="row"
            class="draft"
            tabindex=move || if is_current() { "0" } else { "-1" }
            on:click=move |_| about(open)
            on:keydown=move |event| on_key(list, about, &event)
            on:focus=move |_| list.current.set(Some(id))
            on:contextmenu=on_menu
        >
            <span role="gridcell" class="draft-name" title=move || part(|draft| draft.name().to_owned())>
                {icon("file-code", "of-resource")}
                {name}
            </span>
            <span role="gridcell" class:is-unsaved=is_unsaved title=move || part(file_of)>{move || part(state_of)}</span>
            <span role="gridcell">{move || part(|draft| draft.when.clone())}</span>
            <span role="gridcell" class="draft-size">{move || part(|draft| words::size(draft.size))}</span>
            <span role="gridcell" class="draft-deeds" on:click=|event| event.stop_propagation()>
                <IconButton label="Rename" name="edit" keys="F2" press=move || about(rename) />
                <IconButton label="Duplicate" name="files" keys="Ctrl+D" press=move || about(duplicate) />
                <IconButton label="Delete" name="trash" keys="Delete" press=move || about(delete) />
            </span>
        </div>
    }
}

type DeedOf = fn(List, &ListedDraft);

fn open(list: List, draft: &ListedDraft) {
    drafts::open(list.studio, draft.id);
}

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

fn entries(about: impl Fn(DeedOf) + Copy + Send + Sync + 'static) -> Vec<Entry> {
    let entry = |text: &str, icon, keys, deed: DeedOf| {
        Entry::Keyed(text.to_owned(), icon, keys, Callback::new(move |()| about(deed)))
    };
    vec![
        entry("Open", "folder-opened", "Enter", open),
        Entry::Line,
        entry("Rename", "edit", "F2", rename),
        entry("Duplicate", "files", "Ctrl+D", duplicate),
        entry("Delete", "trash", "Delete", delete),
    ]
}

/// The keys of a row. Those of its buttons and of the field for a name are their own.
fn on_key(list: List, about: impl Fn(DeedOf) + Copy + Send + Sync + 'static, event: &KeyboardEvent) {
    if event.target() != event.current_target() {
        return;
    }
    match (event.key().as_str(), event.ctrl_key() || event.meta_key()) {
        ("Enter" | " ", false) => about(open),
        ("F2", false) => about(rename),
        ("Delete", false) => about(delete),
        ("d" | "D", true) => about(duplicate),
        ("ArrowDown", false) => walk(list, 1),
        ("ArrowUp", false) => walk(list, -1),
        ("ContextMenu", false) => list.menu.set(Some((below(event), entries(about)))),
        ("F10", false) if event.shift_key() => list.menu.set(Some((below(event), entries(about)))),
        _ => return,
    }
    event.prevent_default();
}

fn walk(list: List, by: isize) {
    if let Some(body) = list.body.get_untracked() {
        focus::step(&body, ROWS, by);
    }
}

/// Where a menu that the keyboard opens belongs: below the row.
fn below(event: &KeyboardEvent) -> Place {
    let row = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let corner = row.map(|row| row.get_bounding_client_rect());
    #[allow(clippy::cast_possible_truncation)] // pixels of a window
    let at = corner.map(|corner| Place::At(corner.left() as i32 + 28, corner.bottom() as i32));
    at.unwrap_or(Place::Below)
}

#[component]
fn NameInput(list: List, draft: ListedDraft) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let Some(input) = input.get() else { return };
        // Its text is there when it is painted: what is selected before is not selected after.
        request_animation_frame(move || {
            let _ = input.focus();
            input.select();
        });
    });
    let (id, name) = (draft.id, draft.name().to_owned());
    // The field is left when it goes, too: then there is nothing to take over any more.
    let take = move || {
        if list.renaming.try_get_untracked().flatten() != Some(id) {
            return;
        }
        let title = input.try_get_untracked().flatten().map(|input| input.value());
        list.renaming.set(None);
        if let Some(title) = title {
            drafts::rename(list.studio, &draft, &title);
        }
    };
    let taken = take.clone();
    let on_key = move |event: KeyboardEvent| {
        event.stop_propagation();
        let key = event.key();
        if !matches!(key.as_str(), "Enter" | "Escape") {
            return;
        }
        let row = input.get_untracked().and_then(|input| input.closest(ROWS).ok().flatten());
        if key == "Enter" {
            taken();
        } else {
            list.renaming.set(None);
        }
        if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
            let _ = row.focus();
        }
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
        DraftState::Changed => "Changed since saved".to_owned(),
    };
    if draft.is_led { format!("{state}, open in another tab") } else { state }
}

fn file_of(draft: &ListedDraft) -> String {
    draft.summary.file_name.clone().unwrap_or_default()
}

/// Whether there is something in it that no file holds.
fn is_unsaved(draft: &ListedDraft) -> bool {
    matches!(draft.summary.state, DraftState::NotSaved | DraftState::Changed)
}
