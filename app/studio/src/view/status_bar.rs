use leptos::prelude::*;
use workbench::{CompilationState, ConnectionCommand, FolderCommand, Job, Keeping, SessionCommand, Severity};

use super::shared::SharedStatus;
use super::sign_in::SignIn;
use super::windows::ReviewStatus;
use crate::app::{PanelTab, use_studio};
use crate::browser::language::LanguageState;
use crate::browser::server::Server;
use crate::menu_command::MenuCommand;
use crate::part::{ContextMenu, Entry, IconButton, Place, icon};

/// What is going on: server, problems, saving, toolchain, cursor.
#[component]
pub(crate) fn StatusBar() -> impl IntoView {
    let studio = use_studio();
    let derived = studio.derived;
    let saved = move || {
        if derived.is_dirty.get() { ("circle-filled", "Not saved") } else { ("check", "Saved") }
    };
    let source = move || if derived.is_behind.get() { "Source code is out of date" } else { "" };
    let cursor = move || studio.screen.cursor.get().map(|(line, column)| format!("Line {line}, column {column}"));
    view! {
        <footer class="status-bar" aria-label="Status">
            <Environment />
            <Problems />
            <span class="status-part" role="status" data-testid="save-state">
                {move || icon(saved().0, "")}
                {move || saved().1}
            </span>
            <Keeps />
            <SharedStatus />
            <ReviewStatus />
            <Linked />
            <Jobs />
            <span class="space"></span>
            <span class="status-part">{source}</span>
            <span class="status-part" data-testid="cursor">{cursor}</span>
            <Language />
            <SignIn />
            <Toolchain />
        </footer>
    }
}

/// The environment that publishing goes to, as whom.
#[component]
fn Environment() -> impl IntoView {
    let studio = use_studio();
    let text = move || {
        studio.derived.connections.with(|(all, current)| {
            let own = all.iter().find(|connection| Some(&connection.id) == current.as_ref())?;
            let address = own.address.trim_start_matches("https://");
            Some(if own.user.is_empty() { address.to_owned() } else { format!("{} at {address}", own.user) })
        })
    };
    let menu = RwSignal::new(None::<(Place, Vec<Entry>)>);
    let entries = move || {
        let (all, current) = studio.derived.connections.get_untracked();
        let mut entries = Vec::new();
        for connection in all {
            let (used, id) = (connection.id.clone(), connection.id.clone());
            let icon = if Some(&connection.id) == current.as_ref() { "check" } else { "blank" };
            let label = format!("Publish to {}", connection.address);
            let give = move || studio.give(ConnectionCommand::Use(used.clone()));
            entries.push(Entry::Own(label, icon, Callback::new(move |()| give())));
            let label = format!("Disconnect from {}", connection.address);
            let leave = move || studio.give(ConnectionCommand::Disconnect(id.clone()));
            entries.push(Entry::Own(label, "debug-disconnect", Callback::new(move |()| leave())));
        }
        entries.extend([Entry::Line, Entry::Command(MenuCommand::Connect)]);
        entries
    };
    let press = move |event: web_sys::MouseEvent| {
        if text().is_none() {
            studio.give(ConnectionCommand::Connect);
        } else {
            menu.set(Some((Place::At(event.client_x(), event.client_y()), entries())));
        }
    };
    view! {
        <button
            type="button"
            class="icon-button"
            title="The OutSystems environment that publishing goes to"
            data-testid="environment"
            on:click=press
        >
            {move || icon(if text().is_some() { "plug" } else { "debug-disconnect" }, "")}
            {move || text().unwrap_or_else(|| "Not connected".to_owned())}
        </button>
        <ContextMenu open=menu />
    }
}

/// Whether changes outlive the page.
#[component]
fn Keeps() -> impl IntoView {
    let derived = use_studio().derived;
    let is_led = move || derived.leads.get() || derived.shared.with(|look| look.as_ref().is_some_and(|it| it.leads));
    let shown = move || match (is_led(), derived.keeping.get()) {
        (false, _) => ("eye", "Edited in another tab", "Another tab is editing; this one follows."),
        (true, Keeping::Works) => (
            "archive",
            "Kept in this browser",
            "Every change is kept as a draft, with its undo, until you delete the draft.",
        ),
        (true, Keeping::Never | Keeping::Fails) => (
            "warning",
            "Not kept: save the file",
            "This browser can't store drafts. Your changes are only in this page until you save the file.",
        ),
    };
    view! {
        <span
            class="status-part"
            class:is-warning=move || shown().0 == "warning"
            role="status"
            data-testid="keeping"
            title=move || shown().2
        >
            {move || icon(shown().0, "")}
            {move || shown().1}
        </span>
    }
}

/// The folder that is linked, and what waits there.
#[component]
fn Linked() -> impl IntoView {
    let studio = use_studio();
    let shown = move || {
        let (name, waiting) = studio.derived.linked.get()?;
        let text = match waiting {
            0 => format!("Linked with {name}"),
            count => format!("{} in {name}", words::counted_as(count, "file differs", "files differ")),
        };
        let look = if waiting > 0 { "icon-button is-warning" } else { "icon-button" };
        let decide = move |_| studio.give(FolderCommand::Decide(true));
        Some(view! {
            <button
                type="button"
                class=look
                title="The sources and the folder are kept in step, both ways."
                prop:disabled=waiting == 0
                on:click=decide
            >
                {icon(if waiting > 0 { "warning" } else { "link" }, "")}
                {text}
            </button>
        })
    };
    view! { <span role="status" data-testid="linked">{shown}</span> }
}

#[component]
fn Problems() -> impl IntoView {
    let studio = use_studio();
    let count = move |severity: Severity| {
        studio.derived.problems.with(|problems| problems.iter().filter(|problem| problem.severity == severity).count())
    };
    let text = move || {
        let [errors, warnings] = [(Severity::Error, "error"), (Severity::Warning, "warning")]
            .map(|(severity, noun)| words::counted(count(severity), noun));
        format!("{errors}, {warnings}")
    };
    view! {
        <button
            type="button"
            class="icon-button"
            title=text
            on:click=move |_| studio.screen.toggle_panel(PanelTab::Problems)
        >
            {icon("error", "")}
            {move || count(Severity::Error)}
            <span class="only-read">" errors, "</span>
            {icon("warning", "")}
            {move || count(Severity::Warning)}
            <span class="only-read">" warnings"</span>
        </button>
    }
}

/// The work that goes on, each with a way to end it.
#[component]
pub(crate) fn Jobs() -> impl IntoView {
    let studio = use_studio();
    let job = move |job: Job| {
        // What it waits for changes while it goes on.
        let label = move || {
            let shown = |jobs: &Vec<Job>| jobs.iter().find(|it| it.id == job.id).map(|it| it.label.clone());
            studio.derived.jobs.with(shown).unwrap_or_default()
        };
        view! {
            <span class="status-part" role="status">
                <span class="progress-ring" aria-hidden="true"></span>
                {label}
                <IconButton
                    label=format!("Cancel: {}", job.label)
                    name="debug-stop"
                    press=move || studio.tell(SessionCommand::Cancel(job.id))
                />
            </span>
        }
    };
    view! { <For each=move || studio.derived.jobs.get() key=|job| job.id children=job /> }
}

/// How the C# language service is, once a source was opened. Pressed, it turns it on or off.
#[component]
fn Language() -> impl IntoView {
    let studio = use_studio();
    let shown = move || {
        let (text, title) = match studio.screen.language.get() {
            LanguageState::NotYet => return None,
            LanguageState::Off => ("C# off".to_owned(), "The C# language service is off. Press to turn it on.".to_owned()),
            LanguageState::Loading(percent) => (
                format!("C# loading {percent}%"),
                "Completion and errors as you type are on their way; the editor works without them. Press to turn them off."
                    .to_owned(),
            ),
            LanguageState::Ready => (
                "C# ready".to_owned(),
                "Completion, errors as you type, go to definition, rename and more are there. Press to turn them off."
                    .to_owned(),
            ),
            LanguageState::Failed(why) => (
                "C# unavailable".to_owned(),
                format!("The C# language service ended several times; the editor works without it. Press to try again. {why}"),
            ),
        };
        Some(view! {
            <button
                type="button"
                class="icon-button"
                title=title
                on:click=move |_| MenuCommand::ToggleLanguage.run(studio)
            >
                {icon("symbol-class", "")}
                {text}
            </button>
        })
    };
    view! { <span role="status" data-testid="language">{shown}</span> }
}

#[component]
fn Toolchain() -> impl IntoView {
    let studio = use_studio();
    let compiled = move || match studio.derived.compilation.get() {
        CompilationState::NotYet => "",
        CompilationState::Running => "compiling, ",
        CompilationState::Succeeded => "compiled, ",
        CompilationState::Failed => "build failed, ",
    };
    let server = move || match studio.screen.server.get() {
        Server::Asking => ("…".to_owned(), "Contacting the server.".to_owned()),
        Server::Compiles { sdk, support_ended: None } => {
            (format!(".NET SDK {sdk}"), "The studio's server can compile.".to_owned())
        }
        Server::Compiles { sdk, support_ended: Some(day) } => (
            format!(".NET SDK {sdk} (out of support)"),
            format!(
                "The studio's server compiles with a .NET SDK whose support by Microsoft ended on {day}: it no longer gets fixes. \
                 Whoever runs the server can install a newer one."
            ),
        ),
        Server::CannotCompile(why) => ("no compiler".to_owned(), why),
        Server::Offline => (
            "server offline".to_owned(),
            "The studio's server does not answer. Everything but compiling works.".to_owned(),
        ),
    };
    view! {
        <span class="status-part" title=move || server().1>
            {icon("tools", "")}
            {compiled}
            {move || server().0}
        </span>
    }
}
