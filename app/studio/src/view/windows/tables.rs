//! Connect to External Table or View: where the tables come from, which of them, and what is made of them.

mod choosing;
mod entity;
mod preview;
mod refresh;
mod source;

use leptos::prelude::*;
use workbench::{NewFile, TableImportCommand as Tables, TableImporting, Workbench};

use crate::app::{Studio, use_studio};
use crate::browser::files::Opened;
use crate::part::{Button, Dialog};
use choosing::Choosing;
use preview::Preview;
use source::Asking;

/// The window, while it is open.
#[component]
pub(super) fn TablesWindow() -> impl IntoView {
    let studio = use_studio();
    let importing = studio.derived.table_importing;
    let is_open = Memo::new(move |_| importing.with(Option::is_some));
    move || is_open.get().then(|| view! { <Window studio importing /> })
}

/// Takes files that were dropped or browsed for.
pub(crate) fn take_for_tables(studio: Studio, result: Result<Vec<Opened>, String>) {
    match result {
        Ok(files) if files.is_empty() => {}
        Ok(files) => {
            let files = files.into_iter().map(|file| NewFile { path: file.path, bytes: file.bytes });
            studio.tell(Tables::TakeFiles(files.collect()));
        }
        Err(why) => studio.tell(Workbench::reading_failed("The file", &why)),
    }
}

/// A part of what the window shows.
fn part<T: PartialEq + Send + Sync + 'static>(
    importing: Memo<Option<TableImporting>>,
    read: impl Fn(&TableImporting) -> T + Send + Sync + 'static,
) -> Memo<Option<T>> {
    Memo::new(move |_| importing.with(|it| it.as_ref().map(&read)))
}

/// What the window is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Asking,
    Choosing,
    Preview,
}

#[component]
fn Window(studio: Studio, importing: Memo<Option<TableImporting>>) -> impl IntoView {
    let close = Callback::new(move |()| studio.tell(Tables::Close));
    let stage = Memo::new(move |_| {
        importing.with(|it| match it {
            Some(it) if it.preview.is_some() => Stage::Preview,
            Some(it) if it.source.is_some() => Stage::Choosing,
            _ => Stage::Asking,
        })
    });
    let failure = part(importing, |it| it.failure.clone());
    view! {
        <Dialog title="Connect to External Table or View" class="import tables" close>
            {move || match stage.get() {
                Stage::Asking => view! { <Asking studio importing /> }.into_any(),
                Stage::Choosing => view! { <Choosing studio importing /> }.into_any(),
                Stage::Preview => view! { <Preview studio importing /> }.into_any(),
            }}
            <Show when=move || studio.screen.has_files_over.get()>
                <p class="import-drop">"Drop a script, a SQLite file, a .csv or an .xlsx"</p>
            </Show>
            <p class="import-failure" role="alert">{move || failure.get().flatten()}</p>
            {move || match stage.get() {
                Stage::Asking => view! { <AskingFeet close /> }.into_any(),
                Stage::Choosing => view! { <ChoosingFeet studio importing close /> }.into_any(),
                Stage::Preview => view! { <PreviewFeet studio importing close /> }.into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn AskingFeet(close: Callback<()>) -> impl IntoView {
    view! {
        <div class="dialog-feet">
            <span class="space"></span>
            <Button label="Cancel" secondary=true press=move || close.run(()) />
        </div>
    }
}

#[component]
fn ChoosingFeet(studio: Studio, importing: Memo<Option<TableImporting>>, close: Callback<()>) -> impl IntoView {
    let count = Memo::new(move |_| importing.with(|it| it.as_ref().map_or(0, |it| it.checked.len())));
    let said = move || match count.get() {
        0 => "No tables are checked".to_owned(),
        count => words::counted_as(count, "table is checked", "tables are checked"),
    };
    view! {
        <div class="dialog-feet">
            <Button label="Back" secondary=true press=move || studio.tell(Tables::ChooseSource) />
            <span class="hint" role="status">
                {said}
            </span>
            <span class="space"></span>
            <Button label="Cancel" secondary=true press=move || close.run(()) />
            <Button
                label="Preview"
                disabled=Signal::derive(move || count.get() == 0)
                press=move || studio.tell(Tables::Preview)
            />
        </div>
    }
}

#[component]
fn PreviewFeet(studio: Studio, importing: Memo<Option<TableImporting>>, close: Callback<()>) -> impl IntoView {
    let can_import = Memo::new(move |_| {
        importing.with(|it| {
            let preview = it.as_ref().and_then(|it| it.preview.as_ref());
            preview.is_some_and(|preview| preview.can_import())
        })
    });
    view! {
        <div class="dialog-feet">
            <Button label="Back" secondary=true press=move || studio.tell(Tables::ChooseAgain) />
            <Button label="Save Report" secondary=true press=move || studio.tell(Tables::SaveReport) />
            <span class="space"></span>
            <Button label="Cancel" secondary=true press=move || close.run(()) />
            <Button
                label="Import"
                disabled=Signal::derive(move || !can_import.get())
                press=move || studio.give(Tables::Import)
            />
        </div>
    }
}
