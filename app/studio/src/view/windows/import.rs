//! Import Actions from .NET Assembly: an assembly, members of it, and what is made of them.

mod members;
mod preview;

use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::{ImportCommand, ImportOptions, ImportSource, ImportTypes, Importing, NewFile, Workbench};

use crate::app::{Studio, use_studio};
use crate::browser::files::{self, Opened, Wanted};
use crate::part::{Button, Dialog, icon};
use members::Members;
use preview::Preview;

/// The window, while it is open.
#[component]
pub(super) fn ImportWindow() -> impl IntoView {
    let studio = use_studio();
    let importing = studio.derived.importing;
    let is_open = Memo::new(move |_| importing.with(Option::is_some));
    move || is_open.get().then(|| view! { <Window studio importing /> })
}

/// Takes files that were dropped or browsed for.
pub(crate) fn take_for_import(studio: Studio, result: Result<Vec<Opened>, String>) {
    match result {
        Ok(files) if files.is_empty() => {}
        Ok(files) => {
            let files = files.into_iter().map(|file| NewFile { path: file.path, bytes: file.bytes });
            studio.tell(ImportCommand::TakeFiles(files.collect()));
        }
        Err(why) => studio.tell(Workbench::reading_failed("The files", &why)),
    }
}

/// A part of what the window shows.
fn part<T: PartialEq + Send + Sync + 'static>(
    importing: Memo<Option<Importing>>,
    read: impl Fn(&Importing) -> T + Send + Sync + 'static,
) -> Memo<Option<T>> {
    Memo::new(move |_| importing.with(|it| it.as_ref().map(&read)))
}

#[component]
fn Window(studio: Studio, importing: Memo<Option<Importing>>) -> impl IntoView {
    let close = Callback::new(move |()| studio.tell(ImportCommand::Close));
    let has_preview = Memo::new(move |_| importing.with(|it| it.as_ref().is_some_and(|it| it.preview.is_some())));
    let failure = part(importing, |it| it.failure.clone());
    view! {
        <Dialog title="Import Actions from .NET Assembly" class="import" close>
            {move || {
                if has_preview.get() {
                    view! { <Preview studio importing /> }.into_any()
                } else {
                    view! { <Choosing studio importing /> }.into_any()
                }
            }}
            <Show when=move || studio.screen.has_files_over.get()>
                <p class="import-drop">"Drop assemblies to import from them"</p>
            </Show>
            <p class="import-failure" role="alert">{move || failure.get().flatten()}</p>
            {move || {
                if has_preview.get() {
                    view! { <PreviewFeet studio importing close /> }.into_any()
                } else {
                    view! { <ChoosingFeet studio importing close /> }.into_any()
                }
            }}
        </Dialog>
    }
}

#[component]
fn Choosing(studio: Studio, importing: Memo<Option<Importing>>) -> impl IntoView {
    let is_chosen = Memo::new(move |_| importing.with(|it| it.as_ref().is_some_and(|it| !it.types.is_empty())));
    view! {
        <div class="import-choosing">
            <Assembly studio importing />
            <Packages importing />
            <Missing studio importing />
            <Show when=move || is_chosen.get() fallback=Nothing>
                <Members studio importing />
            </Show>
            <Show when=move || is_chosen.get()>
                <OptionBoxes studio importing />
            </Show>
        </div>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <p class="import-nothing">
            "Choose an assembly (.dll) among the resources, browse for one or for a NuGet package (.nupkg), or drop it here. The assemblies that it needs and its documentation (.xml) can come with it."
        </p>
    }
}

/// The assembly: one of those that are known, or a file that is browsed for.
#[component]
fn Assembly(studio: Studio, importing: Memo<Option<Importing>>) -> impl IntoView {
    let candidates = part(importing, |it| it.candidates.clone());
    let chosen = part(importing, |it| it.chosen.clone());
    let place = move |source: Option<ImportSource>| {
        candidates.with(|all| all.as_ref()?.iter().position(|it| Some(&it.source) == source.as_ref()))
    };
    let value = move || place(chosen.get().flatten()).map_or(String::new(), |at| at.to_string());
    let choose = move |event| {
        let at = event_target_value(&event).parse::<usize>().ok();
        let source = candidates.with(|all| at.and_then(|at| Some(all.as_ref()?.get(at)?.source.clone())));
        if let Some(source) = source {
            studio.tell(ImportCommand::Choose(source));
        }
    };
    let options = move || {
        let line = |(at, it): (usize, &workbench::ImportCandidate)| {
            let text = format!("{} ({})", it.file_name, it.about);
            view! { <option value=at.to_string()>{text}</option> }
        };
        candidates.with(|all| all.iter().flatten().enumerate().map(line).collect_view())
    };
    view! {
        <div class="field import-assembly">
            <label for="import-assembly">"Assembly"</label>
            <div class="import-row">
                <select id="import-assembly" class="input" prop:value=value on:change=choose>
                    <option value="" disabled hidden>
                        "Choose an assembly"
                    </option>
                    {options}
                </select>
                <Button label="Browse…" secondary=true press=move || browse(studio) />
            </div>
        </div>
    }
}

fn browse(studio: Studio) {
    spawn_local(async move { take_for_import(studio, files::pick_files(Wanted::Files).await) });
}

/// What was taken of packages.
#[component]
fn Packages(importing: Memo<Option<Importing>>) -> impl IntoView {
    let packages = part(importing, |it| it.packages.clone());
    let list = move || {
        let lines = packages.get().filter(|packages| !packages.is_empty())?;
        let lines = lines.into_iter().map(|line| view! { <li>{icon("package", "")} " " {line}</li> }).collect_view();
        Some(view! { <ul class="import-packages" aria-label="Packages">{lines}</ul> })
    };
    view! { <div aria-live="polite">{list}</div> }
}

/// What the assembly needs and nobody has.
#[component]
fn Missing(studio: Studio, importing: Memo<Option<Importing>>) -> impl IntoView {
    let missing = part(importing, |it| it.missing.clone());
    let list = move || {
        let missing = missing.get().filter(|missing| !missing.is_empty())?;
        let lines = missing.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        Some(view! {
            <section class="import-missing" aria-label="Missing assemblies">
                <p class="connect-line">
                    {icon("warning", "of-warning")}
                    <span>"The assembly needs others that neither the extension nor every Platform Server has. Members with types of them cannot be imported, and other actions can fail at run time."</span>
                </p>
                <ul>{lines}</ul>
                <Button label="Find Them…" secondary=true press=move || browse(studio) />
            </section>
        })
    };
    view! { <div aria-live="polite">{list}</div> }
}

#[component]
fn OptionBoxes(studio: Studio, importing: Memo<Option<Importing>>) -> impl IntoView {
    let options = part(importing, |it| it.options);
    let now = move || options.get().unwrap_or_default();
    let set = move |change: fn(&mut ImportOptions, bool)| {
        move |event| {
            let mut options = untrack(now);
            change(&mut options, event_target_checked(&event));
            studio.tell(ImportCommand::SetOptions(options));
        }
    };
    view! {
        <div class="import-options">
            <label>
                <input
                    type="checkbox"
                    prop:checked=move || now().types != ImportTypes::Table
                    on:change=set(|it, on| it.types = if on { ImportTypes::Converted } else { ImportTypes::Table })
                />
                "Convert more types"
                <span class="hint">"Nullable, Guid, enumerations, Double, streams and others become basic types, with code that converts them; else they are Objects."</span>
            </label>
            <label>
                <input
                    type="checkbox"
                    prop:checked=move || now().types == ImportTypes::Structured
                    on:change=set(|it, on| it.types = if on { ImportTypes::Structured } else { ImportTypes::Converted })
                />
                "Make structures and record lists"
                <span class="hint">"Classes that only hold data become structures, lists and arrays record lists, with code that converts both ways."</span>
            </label>
            <label>
                <input
                    type="checkbox"
                    prop:checked=move || now().checks_null
                    on:change=set(|it, on| it.checks_null = on)
                />
                "Add null checks"
                <span class="hint">"A null that .NET gives back becomes the default value of its type."</span>
            </label>
        </div>
    }
}

#[component]
fn ChoosingFeet(studio: Studio, importing: Memo<Option<Importing>>, close: Callback<()>) -> impl IntoView {
    let count = Memo::new(move |_| importing.with(|it| it.as_ref().map_or(0, |it| it.checked.len())));
    let said = move || match count.get() {
        0 => "No members are checked".to_owned(),
        count => words::counted_as(count, "member is checked", "members are checked"),
    };
    view! {
        <div class="dialog-feet">
            <span class="hint" role="status">
                {said}
            </span>
            <span class="space"></span>
            <Button label="Cancel" secondary=true press=move || close.run(()) />
            <Button
                label="Preview"
                disabled=Signal::derive(move || count.get() == 0)
                press=move || studio.tell(ImportCommand::Preview)
            />
        </div>
    }
}

#[component]
fn PreviewFeet(studio: Studio, importing: Memo<Option<Importing>>, close: Callback<()>) -> impl IntoView {
    let has_actions = Memo::new(move |_| {
        importing.with(|it| {
            let preview = it.as_ref().and_then(|it| it.preview.as_ref());
            preview.is_some_and(|preview| {
                let has_some = !preview.actions.is_empty() || preview.structures.iter().any(|it| it.is_new);
                has_some
                    && preview.actions.iter().all(|action| action.refused.is_none())
                    && preview.structures.iter().all(|structure| structure.refused.is_none())
            })
        })
    });
    view! {
        <div class="dialog-feet">
            <Button label="Back" secondary=true press=move || studio.tell(ImportCommand::ChooseAgain) />
            <Button label="Save Report" secondary=true press=move || studio.tell(ImportCommand::SaveReport) />
            <span class="space"></span>
            <Button label="Cancel" secondary=true press=move || close.run(()) />
            <Button
                label="Import"
                disabled=Signal::derive(move || !has_actions.get())
                press=move || studio.give(ImportCommand::Import)
            />
        </div>
    }
}
