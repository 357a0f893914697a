//! Download: the extensions of an environment, the versions of one, and what is done with a version.

use api::platform::connect::{Connection, Operation, ServiceCenter};
use api::platform::extension::{ServerExtension, ServerVersion};
use leptos::prelude::*;
use workbench::{Command, DownloadCommand, Downloading, Fate, Listing, Plan};

use super::server_list::ServerList;
use super::unproven::unproven_mark;
use crate::app::{Studio, use_studio};
use crate::part::{Button, Dialog, failure_of, icon};

/// The window, while it is open.
#[component]
pub(crate) fn DownloadWindow() -> impl IntoView {
    let studio = use_studio();
    let is_open = Memo::new(move |_| studio.derived.downloading.with(Option::is_some));
    move || is_open.get().then(|| view! { <Download studio /> })
}

fn give(studio: Studio, command: DownloadCommand) {
    studio.give(Command::Download(command));
}

#[component]
fn Download(studio: Studio) -> impl IntoView {
    let window = studio.derived.downloading;
    let close = Callback::new(move |()| give(studio, DownloadCommand::Close));
    let connection = Memo::new(move |_| {
        let id = window.with(|window| window.as_ref().map(|window| window.connection.clone()));
        studio.derived.connections.with(|(all, _)| all.iter().find(|it| Some(&it.id) == id.as_ref()).cloned())
    });
    let filter = RwSignal::new(String::new());
    let version = chosen_version(window);
    let confirm = move |is_confirmed| give(studio, DownloadCommand::Confirm(is_confirmed));
    view! {
        <Dialog title="Download" class="download" close>
            <Head studio connection filter />
            <div class="download-lists">
                <Extensions studio window connection filter />
                <Versions window connection version />
            </div>
            <div class="download-said" aria-live="polite">
                {move || window.with(|window| window.as_ref().and_then(|it| it.failure.clone())).map(failure_of)}
                {move || window.with(|window| window.as_ref().and_then(|it| it.plan.clone())).map(|plan| confirmation(&plan, confirm))}
            </div>
            <Feet studio window connection version close />
        </Dialog>
    }
}

/// The version that the buttons are about: the one that was chosen, or else the one that a download takes.
fn chosen_version(window: Memo<Option<Downloading>>) -> RwSignal<Option<String>> {
    let version = RwSignal::new(None::<String>);
    let listed = Memo::new(move |_| window.with(|window| window.as_ref().map(|it| it.versions.clone())));
    Effect::new(move |_| {
        listed.with(|_| ());
        let first = window.with_untracked(|window| window.as_ref().and_then(|it| it.latest().map(|it| it.id.clone())));
        version.set(first);
    });
    version
}

/// Whose extensions are listed, and what filters them.
#[component]
fn Head(studio: Studio, connection: Memo<Option<Connection>>, filter: RwSignal<String>) -> impl IntoView {
    let all = move || studio.derived.connections.with(|(all, _)| all.clone());
    let option = move |own: Connection| {
        let id = own.id.clone();
        let is_chosen = move || connection.with(|connection| connection.as_ref().is_some_and(|it| it.id == id));
        view! { <option value=own.id.clone() selected=is_chosen>{name_of(&own)}</option> }
    };
    let again = move || give(studio, DownloadCommand::List);
    view! {
        <div class="download-head">
            <select
                class="input"
                aria-label="Environment"
                on:change=move |event| give(studio, DownloadCommand::ListOf(event_target_value(&event)))
            >
                {move || all().into_iter().map(option).collect_view()}
            </select>
            <Button label="Connect…" secondary=true press=move || give(studio, DownloadCommand::Connect) />
            <Button label="Refresh" secondary=true press=again />
            <span class="space"></span>
            <input
                type="search"
                class="input"
                aria-label="Filter the extensions"
                placeholder="Filter"
                autocomplete="off"
                spellcheck="false"
                on:input=move |event| filter.set(event_target_value(&event))
            />
        </div>
    }
}

fn name_of(connection: &Connection) -> String {
    let address = connection.address.trim_start_matches("https://");
    if connection.user.is_empty() { address.to_owned() } else { format!("{} at {address}", connection.user) }
}

#[component]
fn Extensions(
    studio: Studio,
    window: Memo<Option<Downloading>>,
    connection: Memo<Option<Connection>>,
    filter: RwSignal<String>,
) -> impl IntoView {
    let listing = Memo::new(move |_| {
        window.with(|window| window.as_ref().map_or(Listing::Unasked, |window| window.extensions.clone()))
    });
    let list = Signal::derive(move || listing.with(|listing| listing.known().to_vec()));
    let chosen = Signal::derive(move || window.with(|window| window.as_ref().and_then(|it| it.chosen.clone())));
    let choose = Callback::new(move |key| give(studio, DownloadCommand::Choose(key)));
    let table = move || {
        view! { <ServerList<ServerExtension> label="Extensions" id="extension-line" list filter chosen choose /> }
    };
    let none = "No extensions that this user may download.";
    view! {
        <section class="download-part">
            {move || mark(connection, Operation::ListExtensions, "This list")}
            {move || listing.with(|listing| said(listing, none, connection)).unwrap_or_else(|| table().into_any())}
        </section>
    }
}

#[component]
fn Versions(
    window: Memo<Option<Downloading>>,
    connection: Memo<Option<Connection>>,
    version: RwSignal<Option<String>>,
) -> impl IntoView {
    let listing = Memo::new(move |_| {
        window.with(|window| window.as_ref().map_or(Listing::Unasked, |window| window.versions.clone()))
    });
    let is_known = Memo::new(move |_| {
        window.with(|window| {
            window.as_ref().is_some_and(|it| matches!(it.extensions, Listing::Known(ref list) if !list.is_empty()))
        })
    });
    let list = Signal::derive(move || listing.with(|listing| listing.known().to_vec()));
    let choose = Callback::new(move |id| version.set(Some(id)));
    let table = move || {
        let filter = Signal::stored(String::new());
        view! { <ServerList<ServerVersion> label="Versions" id="version-line" list filter chosen=version choose follows=true /> }
    };
    let name = move || {
        window.with(|window| window.as_ref().and_then(|it| it.extension().map(|it| format!("Versions of {}", it.name))))
    };
    let title = move || name().unwrap_or_else(|| "Choose an extension to see its versions.".to_owned());
    let none = "No versions found.";
    let shown = move || {
        view! {
            <section class="download-part">
                <h3>{title}</h3>
                {move || mark(connection, Operation::ListVersions, "This list")}
                {move || {
                    listing.with(|listing| {
                        said(listing, none, connection)
                            .or_else(|| (*listing == Listing::Unasked).then(|| ().into_any()))
                            .unwrap_or_else(|| table().into_any())
                    })
                }}
            </section>
        }
    };
    move || is_known.get().then(shown)
}

fn mark(connection: Memo<Option<Connection>>, operation: Operation, what: &'static str) -> impl IntoView {
    connection.with(|connection| connection.as_ref().map(|it| unproven_mark(it, operation, what)))
}

/// What stands in place of a list that is not there.
fn said<T>(listing: &Listing<T>, none: &'static str, connection: Memo<Option<Connection>>) -> Option<AnyView> {
    match listing {
        Listing::Asked(_) => {
            Some(view! { <p class="download-none" role="status">"Asking the environment…"</p> }.into_any())
        }
        Listing::Known(list) if list.is_empty() => Some(view! { <p class="download-none">{none}</p> }.into_any()),
        Listing::Unasked | Listing::Known(_) => None,
        Listing::Failed(failure) => Some(failure_of(failure.clone()).into_any()),
        Listing::Impossible(why) => {
            let place = connection.get().map(|connection| connection.service_center);
            let why = why.clone();
            Some(view! { <p class="download-none">{why}</p> {place.map(by_hand)} }.into_any())
        }
    }
}

/// The documented way by hand.
fn by_hand(place: ServiceCenter) -> impl IntoView {
    let steps = place.download_steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view();
    view! {
        <div class="download-by-hand">
            <p>"Download it in Service Center, then open the file here:"</p>
            <ol class="publish-by-hand">{steps}</ol>
            <p>
                <a href=place.address target="_blank" rel="noopener">"Open Service Center"</a>
            </p>
        </div>
    }
}

/// Asks before a publish of what is there.
pub(super) fn confirmation<F: Fn(bool) + Copy + 'static>(plan: &Plan, confirm: F) -> impl IntoView + use<F> {
    let text = format!("Publish {} of {} to {}?", plan.label, plan.extension, plan.address);
    view! {
        <div class="confirmation" role="group" aria-label="Confirm">
            <p>
                {icon("warning", "of-warning")} <strong>{text}</strong>
                " Modules that use the extension get it when they are published next."
            </p>
            <Button label="Publish" press=move || confirm(true) />
            <Button label="Cancel" secondary=true press=move || confirm(false) />
        </div>
    }
}

#[component]
fn Feet(
    studio: Studio,
    window: Memo<Option<Downloading>>,
    connection: Memo<Option<Connection>>,
    version: RwSignal<Option<String>>,
    close: Callback<()>,
) -> impl IntoView {
    let cannot = Memo::new(move |_| window.with(|window| window.as_ref().and_then(|it| it.cannot_fetch.clone())));
    let is_busy = move || window.with(|window| window.as_ref().is_none_or(Downloading::is_fetching));
    let has_none = move || version.with(Option::is_none);
    let cannot_fetch = Signal::derive(move || has_none() || is_busy() || cannot.with(Option::is_some));
    let cannot_compare = Signal::derive(move || cannot_fetch.get() || !studio.derived.is_open.get());
    let fetch = move |fate| {
        if let Some(version) = version.get_untracked() {
            give(studio, DownloadCommand::Fetch { version, fate });
        }
    };
    let publish = move || {
        if let Some(version) = version.get_untracked() {
            give(studio, DownloadCommand::Publish(version));
        }
    };
    let why = move || {
        let has_list = window.with(|window| window.as_ref().is_some_and(|it| !it.extensions.known().is_empty()));
        let why = cannot.get().filter(|_| has_list)?;
        let address = connection.get().map(|it| it.service_center.address)?;
        Some(view! {
            <p class="download-why">
                {why} " " <a href=address target="_blank" rel="noopener">"Open Service Center"</a>
            </p>
        })
    };
    view! {
        {why}
        <div class="dialog-feet">
            {move || mark(connection, Operation::Download, "Download")}
            {move || mark(connection, Operation::Publish, "Publish")}
            <span class="space"></span>
            <Button label="Close" secondary=true press=move || close.run(()) />
            <Button label="Publish Again…" secondary=true disabled=Signal::derive(has_none) press=publish />
            <Button label="Save XIF" secondary=true disabled=cannot_fetch press=move || fetch(Fate::Save) />
            <Button label="Compare" secondary=true disabled=cannot_compare press=move || fetch(Fate::Compare) />
            <Button label="Open" disabled=cannot_fetch press=move || fetch(Fate::Open) />
        </div>
    }
}
