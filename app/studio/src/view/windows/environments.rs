//! Environments: which version of the open extension stands where, and the same XIF for the next one.

use leptos::prelude::*;
use workbench::{Command, EnvironmentCommand, EnvironmentLine, Environments, Source, Standing};

use super::download::confirmation;
use crate::app::{Studio, use_studio};
use crate::part::{Button, Dialog, failure_of};

/// The window, while it is open.
#[component]
pub(crate) fn EnvironmentsWindow() -> impl IntoView {
    let studio = use_studio();
    let is_open = Memo::new(move |_| studio.derived.environments.with(Option::is_some));
    move || is_open.get().then(|| view! { <Standings studio /> })
}

fn give(studio: Studio, command: EnvironmentCommand) {
    studio.give(Command::Environment(command));
}

#[component]
fn Standings(studio: Studio) -> impl IntoView {
    let window = studio.derived.environments;
    let close = Callback::new(move |()| give(studio, EnvironmentCommand::Close));
    let name = move || window.with(|window| window.as_ref().map(|it| it.extension.clone()));
    let has_none = move || window.with(|window| window.as_ref().is_none_or(|it| it.lines.is_empty()));
    let confirm = move |is_confirmed| give(studio, EnvironmentCommand::Confirm(is_confirmed));
    let plan = move || window.with(|window| window.as_ref().and_then(|it| it.plan.clone()));
    view! {
        <Dialog title="Environments" class="environments" close>
            <p class="publish-name">"Versions of " <strong>{name}</strong> " by environment"</p>
            <div class="environments-body">
                <FileSource studio window />
                <Show when=move || !has_none() fallback=|| view! { <p class="download-none">"Not connected."</p> }>
                    <Lines studio window />
                </Show>
            </div>
            <div class="download-said" aria-live="polite">{move || plan().map(|plan| confirmation(&plan, confirm))}</div>
            <div class="dialog-feet">
                <Button label="Connect…" secondary=true press=move || give(studio, EnvironmentCommand::Connect) />
                <Button label="Refresh" secondary=true press=move || give(studio, EnvironmentCommand::Ask) />
                <Button label="Close" press=move || close.run(()) />
            </div>
        </Dialog>
    }
}

/// The document's own file as what is published.
#[component]
fn FileSource(studio: Studio, window: Memo<Option<Environments>>) -> impl IntoView {
    let name = move || studio.derived.file_name.get().filter(|_| studio.derived.has_file.get());
    move || {
        name().map(|name| {
            view! {
                <label class="environments-file">
                    {choice(studio, window, Source::File, "Publish the file".to_owned())}
                    <span>{name} " (saved)"</span>
                </label>
            }
        })
    }
}

/// The button that makes this what is published.
fn choice(studio: Studio, window: Memo<Option<Environments>>, source: Source, label: String) -> impl IntoView {
    let own = source.clone();
    let is_chosen = move || window.with(|window| window.as_ref().is_some_and(|it| it.source.as_ref() == Some(&own)));
    view! {
        <input
            type="radio"
            name="publish-source"
            aria-label=label
            prop:checked=is_chosen
            on:change=move |_| give(studio, EnvironmentCommand::Take(source.clone()))
        />
    }
}

#[component]
fn Lines(studio: Studio, window: Memo<Option<Environments>>) -> impl IntoView {
    let lines =
        Memo::new(move |_| window.with(|window| window.as_ref().map(|it| it.lines.clone()).unwrap_or_default()));
    let row = move |line: EnvironmentLine| {
        let same = lines.with(|lines| same_as(lines, &line));
        view! { <Row studio window line same /> }
    };
    view! {
        <div class="server-list">
            <table aria-label="Environments">
                <thead>
                    <tr>
                        <th scope="col">
                            <span class="only-read">"Publish from"</span>
                        </th>
                        <th scope="col">"Environment"</th>
                        <th scope="col">"Published"</th>
                        <th scope="col">"Uploaded"</th>
                        <th scope="col">"User"</th>
                        <th scope="col">"Content"</th>
                        <th scope="col">
                            <span class="only-read">"Publish to"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{move || lines.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// The other environments that have the same content.
fn same_as(lines: &[EnvironmentLine], line: &EnvironmentLine) -> Vec<String> {
    let is_same = |other: &&EnvironmentLine| {
        other.connection != line.connection && line.fingerprint.is_some() && other.fingerprint == line.fingerprint
    };
    lines.iter().filter(is_same).map(|other| host(&other.address).to_owned()).collect()
}

fn host(address: &str) -> &str {
    address.trim_start_matches("https://")
}

#[component]
fn Row(studio: Studio, window: Memo<Option<Environments>>, line: EnvironmentLine, same: Vec<String>) -> impl IntoView {
    let source = Source::Environment(line.connection.clone());
    let address = host(&line.address).to_owned();
    let take = line.can_give().then(|| choice(studio, window, source, format!("Publish the version of {address}")));
    let (to, own) = (line.connection.clone(), line.connection.clone());
    let cannot =
        Signal::derive(move || window.with(|window| window.as_ref().is_none_or(|it| !it.can_publish_to(&own))));
    let publish = move || give(studio, EnvironmentCommand::PublishTo(to.clone()));
    let cells = match &line.standing {
        Standing::Published { version, xif } => {
            let number = version.version.clone().unwrap_or_else(|| version.id.clone());
            let content = match (&line.fingerprint, xif) {
                (Some(fingerprint), _) => content_of(fingerprint, &same).into_any(),
                (None, Err(why)) => view! { <span class="hint">{why.clone()}</span> }.into_any(),
                (None, Ok(_)) => ().into_any(),
            };
            view! {
                <td>{number}</td>
                <td>{version.uploaded.clone()}</td>
                <td>{version.user.clone()}</td>
                <td class="is-wide">{content}</td>
            }
            .into_any()
        }
        other => view! { <td class="is-wide" colspan="4">{words_of(other)}</td> }.into_any(),
    };
    view! {
        <tr>
            <td>{take}</td>
            <th scope="row">{address.clone()}</th>
            {cells}
            <td>
                <Button label="Publish Here…" secondary=true disabled=cannot press=publish />
            </td>
        </tr>
    }
}

fn content_of(fingerprint: &str, same: &[String]) -> impl IntoView + use<> {
    let short = fingerprint.get(..12).unwrap_or(fingerprint).to_owned();
    let same = (!same.is_empty()).then(|| format!("as on {}", same.join(", ")));
    view! {
        <code title=format!("SHA-256 {fingerprint}")>{short}</code>
        " "
        {same}
    }
}

/// How the extension stands where no version can be shown.
fn words_of(standing: &Standing) -> AnyView {
    let text = match standing {
        Standing::Asked => "Asking the environment…".to_owned(),
        Standing::NotPublished => "Not published".to_owned(),
        Standing::NotTold => "Published version not reported".to_owned(),
        Standing::Absent => "Not found, or not visible to this user".to_owned(),
        Standing::Impossible(why) => format!("Not available with this connection. {why}"),
        Standing::Failed(failure) => return failure_of(failure.clone()).into_any(),
        Standing::Published { .. } => String::new(),
    };
    text.into_any()
}
