use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::DragEvent;

use crate::app::{NavigatorTab, Studio};
use crate::browser::files;
use crate::menu_command::resources;
use crate::view::windows;

/// Takes files that are dropped anywhere on the page: a XIF is opened; others become resources, while the
/// Resources tree is shown. The window that imports takes them while it is open, and says so itself.
#[component]
pub(crate) fn DropPlace(studio: Studio) -> impl IntoView {
    let is_over = studio.screen.has_files_over;
    let has_files =
        |event: &DragEvent| event.data_transfer().is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0));
    let over = window_event_listener(ev::dragover, move |event| {
        if has_files(&event) {
            event.prevent_default();
            is_over.set(true);
        }
    });
    let leave = window_event_listener(ev::dragleave, move |event| {
        // Leaving for an element of the page has that element as its target.
        if event.related_target().is_none() {
            is_over.set(false);
        }
    });
    let drop = window_event_listener(ev::drop, move |event| {
        if !has_files(&event) {
            return;
        }
        event.prevent_default();
        let folder = untrack(|| folder(studio));
        is_over.set(false);
        studio.screen.held_over.set(None);
        if let Some(transfer) = event.data_transfer() {
            let reading = files::dropped(&transfer);
            let imports = studio.derived.importing.with_untracked(Option::is_some);
            let connects = studio.derived.table_importing.with_untracked(Option::is_some);
            spawn_local(async move {
                match reading.await {
                    files if imports => windows::take_for_import(studio, files),
                    files if connects => windows::take_for_tables(studio, files),
                    files => resources::take_dropped(studio, folder, files),
                }
            });
        }
    });
    on_cleanup(move || {
        over.remove();
        leave.remove();
        drop.remove();
    });
    let imports =
        move || studio.derived.importing.with(Option::is_some) || studio.derived.table_importing.with(Option::is_some);
    view! {
        <Show when=move || is_over.get() && !imports()>
            <div class="drop-place" class:is-aside=move || folder(studio).is_some()>
                <p>
                    {move || match folder(studio) {
                        Some(folder) => view! { "Drop files to add them to " <b>{folder}</b> }.into_any(),
                        None => "Drop the XIF to open it".into_any(),
                    }}
                </p>
            </div>
        </Show>
    }
}

/// The folder that dropped files go to: the one under the pointer, or that of the selected line; none while
/// the Resources tree is not shown.
fn folder(studio: Studio) -> Option<String> {
    let screen = studio.screen;
    let takes =
        studio.derived.is_open.get() && screen.has_navigator.get() && screen.navigator.get() == NavigatorTab::Resources;
    takes.then(|| screen.held_over.get().unwrap_or_else(|| screen.folder.get()))
}
