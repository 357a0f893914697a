use std::collections::HashMap;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use workbench::{ConnectionCommand, SessionCommand};

use super::arriving::{self, Arriving};
use super::drop_place::DropPlace;
use super::notices::Notices;
use super::reveal;
use super::start::Start;
use super::windows::Windows;
use super::workspace::Workspace;
use crate::app::{Studio, drafts};
use crate::browser::server::Server;
use crate::browser::{files, leaving, platform, server, source_editor, theme, version};
use crate::menu_command::{self, opened};

/// The whole page.
#[component]
pub(crate) fn App() -> impl IntoView {
    let studio = Studio::provide();
    menu_command::listen(studio);
    menu_command::clipboard::listen(studio);
    reveal::follow(studio);
    leaving::guard(move || {
        drafts::leave(studio);
        let is_typed = |typed: &HashMap<_, String>| typed.values().any(|text| !text.trim().is_empty());
        studio.screen.typed.with_untracked(is_typed) || studio.read(workbench::Workbench::is_at_risk)
    });
    drafts::start(studio);
    follow_theme(studio);
    follow_title(studio);
    version::follow(move |mismatch| studio.tell(SessionCommand::MetServer(mismatch)));
    ask_server(studio);
    keep_connections(studio);
    let is_open = studio.derived.is_open;
    let is_arriving = arriving::follow(studio);
    let otherwise = move || {
        view! {
            <Show when=move || is_arriving.get() fallback=|| view! { <Start /> }>
                <Arriving />
            </Show>
        }
    };
    view! {
        <Show when=move || is_open.get() fallback=otherwise>
            <Workspace />
        </Show>
        <Windows />
        <Notices />
        <DropPlace studio />
        <FileInput studio />
    }
}

fn follow_theme(studio: Studio) {
    let theme = studio.screen.theme;
    theme::on_system_change(move || theme.notify());
    Effect::new(move |_| {
        theme.get().apply();
        source_editor::set_theme(theme.get_untracked().is_dark());
    });
}

fn follow_title(studio: Studio) {
    let derived = studio.derived;
    Effect::new(move |_| {
        let name = derived.extension.with(|extension| extension.as_ref().map(|extension| extension.name.to_string()));
        let mark = if derived.is_dirty.get() { "● " } else { "" };
        document()
            .set_title(&name.map_or_else(|| "XIF Studio".to_owned(), |name| format!("{mark}{name} – XIF Studio")));
    });
}

/// Asks the server now and then, as long as it does not answer.
fn ask_server(studio: Studio) {
    let signal = studio.screen.server;
    let ask = move || {
        spawn_local(async move {
            let server = server::health().await;
            if signal.get_untracked() != server {
                signal.set(server);
            }
        });
    };
    ask();
    let again = move || {
        if signal.with_untracked(|server| !matches!(server, Server::Compiles { .. })) {
            ask();
        }
    };
    // A page without timers keeps the first answer.
    let _ = set_interval_with_handle(again, std::time::Duration::from_secs(20));
}

/// Takes up the connections that this tab had before it was loaded again, and keeps those that it opens.
fn keep_connections(studio: Studio) {
    let before = platform::kept_connections();
    spawn_local(async move {
        for id in before {
            // One that has ended is not news: the next publish asks to connect.
            if let Ok(connection) = platform::connection(&id).await {
                studio.tell(ConnectionCommand::Reconnected(connection));
            }
        }
        Effect::new(move |_| {
            let ids: Vec<String> = studio
                .derived
                .connections
                .with(|(all, _)| all.iter().map(|connection| connection.id.clone()).collect());
            platform::keep_connections(&ids);
        });
    });
}

/// The input that opens a file where the browser has no picker of its own.
#[component]
fn FileInput(studio: Studio) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let chosen = move |event: web_sys::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move {
            opened(studio, &file.name(), files::read(&file).await);
            // The same file can be chosen again.
            input.set_value("");
        });
    };
    view! {
        <input
            node_ref=input
            id="file-input"
            data-testid="file-input"
            class="only-read"
            type="file"
            accept=".xif"
            aria-hidden="true"
            tabindex="-1"
            on:change=chosen
        />
    }
}
