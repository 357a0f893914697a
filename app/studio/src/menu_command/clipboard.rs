//! Cut, copy and paste: by keys with the browser's own events, which need no permission; from menus
//! through the clipboard that the browser may refuse.

use extension::Item;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::ClipboardEvent;
use workbench::errors::Failure;
use workbench::{DocumentCommand, SessionCommand};

use crate::app::Studio;
use crate::browser::{clipboard, focus};

/// What Cut, Copy, Duplicate and Delete are about: what is selected and still there. A view that asks
/// follows the answer.
pub(crate) fn selected(studio: Studio) -> Vec<Item> {
    studio.derived.extension.with(|extension| {
        let Some(extension) = extension else { return Vec::new() };
        let is_there = |item: &Item| *item != Item::Extension && item.name(extension).is_some();
        studio.screen.selection.with(|items| items.iter().copied().filter(is_there).collect())
    })
}

/// Where Paste goes: into, or behind, what is selected last.
fn place(studio: Studio) -> Item {
    untrack(|| selected(studio)).last().copied().unwrap_or(Item::Extension)
}

/// The items as text; `None` when there are none.
fn copied(studio: Studio, items: &[Item]) -> Option<String> {
    studio.derived.extension.with_untracked(|extension| {
        extension.as_ref().filter(|_| !items.is_empty()).map(|extension| clip::copy(extension, items))
    })
}

/// Cuts or copies the selected items, from a menu.
pub(super) fn copy(studio: Studio, cuts: bool) {
    let items = untrack(|| selected(studio));
    let Some(text) = copied(studio, &items) else { return };
    spawn_local(async move {
        if !clipboard::is_there() {
            return refused(studio, "Press Ctrl+C or Ctrl+X instead.", "The page has no clipboard.");
        }
        match clipboard::write(&text).await {
            Ok(()) if cuts => studio.give(DocumentCommand::Cut(items)),
            Ok(()) => {}
            Err(why) => refused(studio, "Press Ctrl+C or Ctrl+X instead.", &why),
        }
    });
}

/// Pastes, from a menu.
pub(super) fn paste(studio: Studio) {
    let into = place(studio);
    spawn_local(async move {
        if !clipboard::is_there() {
            return refused(studio, "Press Ctrl+V instead.", "The page has no clipboard.");
        }
        match clipboard::read().await {
            Ok(text) => studio.give(DocumentCommand::Paste { into, position: None, text }),
            Err(why) => refused(studio, "Press Ctrl+V instead.", &why),
        }
    });
}

fn refused(studio: Studio, instead: &str, why: &str) {
    let text = format!("The browser does not let the studio use the clipboard from a menu. {instead}");
    studio.tell(SessionCommand::Report(Failure::browser_file(&text, why)));
}

/// Listens to the browser's events of cutting, copying and pasting, wherever they are not a field's own.
pub(crate) fn listen(studio: Studio) {
    let is_ours = move |event: &ClipboardEvent| {
        let has_window = studio.screen.window.with_untracked(Option::is_some)
            || studio.derived.question.with_untracked(Option::is_some);
        let has_text = || window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed());
        !event.default_prevented() && !has_window && !focus::is_in_text() && !has_text()
    };
    let on_copy = move |event: ClipboardEvent, cuts: bool| {
        let items = untrack(|| selected(studio));
        let Some(text) = copied(studio, &items).filter(|_| is_ours(&event)) else { return };
        clipboard::give(&event, &text);
        if cuts {
            studio.give(DocumentCommand::Cut(items));
        }
    };
    let copy = window_event_listener(ev::copy, move |event| on_copy(event, false));
    let cut = window_event_listener(ev::cut, move |event| on_copy(event, true));
    let paste = window_event_listener(ev::paste, move |event: ClipboardEvent| {
        let is_open = studio.derived.is_open.get_untracked();
        if let Some(text) = clipboard::take(&event).filter(|_| is_open && is_ours(&event)) {
            event.prevent_default();
            studio.give(DocumentCommand::Paste { into: place(studio), position: None, text });
        }
    });
    on_cleanup(move || {
        copy.remove();
        cut.remove();
        paste.remove();
    });
}
