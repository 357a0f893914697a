//! Connect to Environment.

mod entries;

use api::platform::connect::{Backend, Capability, Credentials as Asked, Environment, Offer, Operation, Support};
use leptos::prelude::*;
use workbench::{Connecting, ConnectionCommand, PublicationCommand};

use entries::Entries;

use crate::app::{Studio, use_studio};
use crate::browser::storage;
use crate::part::{Button, Dialog, failure_of, icon};

/// The name under which addresses are remembered, one a line; never passwords.
const REMEMBERED: &str = "environments";

/// Address first; then, as the server there asks for it, certificate, way and credentials.
#[component]
pub(crate) fn ConnectWindow() -> impl IntoView {
    let studio = use_studio();
    let connecting = studio.derived.connecting;
    let is_open = Memo::new(move |_| connecting.with(Option::is_some));
    move || is_open.get().then(|| view! { <Form studio connecting /> })
}

#[component]
fn Form(studio: Studio, connecting: Memo<Option<Connecting>>) -> impl IntoView {
    let close = Callback::new(move |()| studio.tell(ConnectionCommand::CloseConnect));
    let known: Vec<String> = storage::recall(REMEMBERED).unwrap_or_default().lines().map(str::to_owned).collect();
    let first = connecting.with_untracked(|it| it.as_ref().map(|it| it.address.clone()).unwrap_or_default());
    let first = if first.is_empty() { known.first().cloned().unwrap_or_default() } else { first };
    let entries = Entries::new(studio, connecting, first);
    let Entries { address, user, password, chosen, backends, offer, .. } = entries;
    let label = move || if entries.is_known() { "Connect" } else { "Continue" };
    let disabled = Signal::derive(move || entries.is_busy());
    view! {
        <Dialog title="Connect to Environment" class="connect" close>
            <form
                on:submit=move |event| {
                    event.prevent_default();
                    entries.go();
                }
            >
                <div class="dialog-body">
                    <AddressField entries known />
                    <Known connecting />
                    <Certificate studio connecting address />
                    <Show when=move || entries.is_known()>
                        <Credentials backends offer chosen user password />
                    </Show>
                    <Environments studio connecting />
                    <Unprotected offer />
                    <div role="alert">{move || connecting.with(|it| it.as_ref().and_then(|it| it.failure.clone())).map(failure_of)}</div>
                </div>
                <div class="dialog-feet">
                    <ByHand studio address />
                    <span class="space"></span>
                    <Button label="Cancel" secondary=true press=move || close.run(()) />
                    {move || view! { <Button label=label() disabled press=move || entries.go() /> }}
                </div>
                <button type="submit" class="only-read" tabindex="-1" aria-hidden="true"></button>
            </form>
        </Dialog>
    }
}

/// The address, with those that were connected with before.
#[component]
fn AddressField(entries: Entries, known: Vec<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for="environment">"Address"</label>
            <div>
                <input
                    id="environment"
                    class="input"
                    list="environments"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder="dev.example.com"
                    prop:value=move || entries.address.get()
                    on:change=move |event| entries.type_address(event_target_value(&event))
                />
                <datalist id="environments">
                    {known.into_iter().map(|it| view! { <option value=it></option> }).collect_view()}
                </datalist>
            </div>
        </div>
    }
}

/// The way that needs no connection: it is there whatever the address answers.
#[component]
fn ByHand(studio: Studio, address: RwSignal<String>) -> impl IntoView {
    let press = move || studio.give(PublicationCommand::ByHand { address: address.get_untracked() });
    let can = move || studio.derived.is_open.get() && studio.derived.leads.get();
    view! {
        <Show when=can>
            <Button label="Publish Manually…" secondary=true press />
        </Show>
    }
}

/// The server takes no password over a connection that others can read, and the browser knows whether this one is.
#[component]
fn Unprotected(offer: Memo<Option<Offer>>) -> impl IntoView {
    let is_open = !window().is_secure_context();
    let is_asked = move || offer.with(|offer| offer.as_ref().is_some_and(|it| it.credentials != Asked::None));
    let shown = move || {
        (is_open && is_asked()).then(|| {
            view! {
                <p class="connect-line" role="alert">
                    {icon("warning", "of-warning")}
                    " This page came over http, so others on the way could read a password, and the studio's server takes none. Open the studio by its \
                     https address."
                </p>
            }
        })
    };
    view! { {shown} }
}

fn remember(address: &str) {
    let before = storage::recall(REMEMBERED).unwrap_or_default();
    let others = before.lines().filter(|other| !other.eq_ignore_ascii_case(address)).take(9);
    let all: Vec<&str> = std::iter::once(address).chain(others).collect();
    storage::remember(REMEMBERED, &all.join("\n"));
}

/// What the server says of itself, and what could not be known.
#[component]
fn Known(connecting: Memo<Option<Connecting>>) -> impl IntoView {
    let lines = move || {
        connecting.with(|connecting| {
            let connecting = connecting.as_ref()?;
            let probe = connecting.probe.as_ref()?;
            let mut lines = Vec::new();
            if let Some(platform) = &probe.platform {
                lines.push(("pass", format!("Platform Server {}", platform.version)));
            }
            if connecting.has_identity_provider() {
                let text = "Users of this environment log in at an identity provider, so it takes no passwords from other programs. Publish manually in Service Center, or use a LifeTime token.";
                lines.push(("info", text.to_owned()));
            }
            lines.extend(probe.problems.iter().map(|it| ("info", format!("{}: {} {}", it.code, it.detail, it.cure))));
            Some(lines)
        })
    };
    let line = |(name, text): (&'static str, String)| view! { <p class="connect-line">{icon(name, "")} <span>{text}</span></p> };
    view! { <div aria-live="polite">{move || lines().unwrap_or_default().into_iter().map(line).collect_view()}</div> }
}

/// Why the certificate is doubtful, before anything secret is sent.
#[component]
fn Certificate(studio: Studio, connecting: Memo<Option<Connecting>>, address: RwSignal<String>) -> impl IntoView {
    let doubt = move || {
        connecting.with(|connecting| {
            let connecting = connecting.as_ref()?;
            let (fingerprint, problem) = connecting.doubt()?;
            let certificate = connecting.probe.as_ref()?.certificate.as_ref()?;
            Some((fingerprint.clone(), problem.clone(), certificate.subject.clone(), certificate.issuer.clone()))
        })
    };
    let shown = move || {
        let (fingerprint, problem, subject, issuer) = doubt()?;
        let accepted = fingerprint.clone();
        let accept = move || {
            studio.tell(ConnectionCommand::Probe {
                address: address.get_untracked(),
                certificate: Some(accepted.clone()),
            });
        };
        Some(view! {
            <div class="connect-doubt" role="alert">
                <p class="connect-line">{icon("warning", "of-warning")} <strong>{problem.title}</strong></p>
                <p>{problem.detail} " " {problem.cure}</p>
                <dl>
                    <dt>"For"</dt>
                    <dd>{subject}</dd>
                    <dt>"By"</dt>
                    <dd>{issuer}</dd>
                    <dt>"SHA-256"</dt>
                    <dd><code>{fingerprint.0}</code></dd>
                </dl>
                <p>"Nothing secret was sent."</p>
                <Button label="Trust This Certificate" secondary=true press=accept />
            </div>
        })
    };
    view! { {shown} }
}

/// The environments that LifeTime manages, when one must be chosen.
#[component]
fn Environments(studio: Studio, connecting: Memo<Option<Connecting>>) -> impl IntoView {
    let list = move || connecting.with(|it| it.as_ref().map(|it| it.environments.clone()).unwrap_or_default());
    let button = move |environment: Environment| {
        let key = environment.key.clone();
        let choose = move || studio.tell(ConnectionCommand::ChooseEnvironment(key.clone()));
        view! { <Button label=environment.name.clone() secondary=true press=choose /> }
    };
    let shown = move || {
        let list = list();
        (!list.is_empty()).then(|| {
            view! {
                <fieldset class="connect-ways">
                    <legend>"Environment"</legend>
                    {list.into_iter().map(button).collect_view()}
                </fieldset>
            }
        })
    };
    view! { {shown} }
}

/// The ways to work with the server, and what the chosen one asks for.
#[component]
fn Credentials(
    backends: Memo<Vec<Offer>>,
    offer: Memo<Option<Offer>>,
    chosen: RwSignal<Option<Backend>>,
    user: RwSignal<String>,
    password: RwSignal<String>,
) -> impl IntoView {
    let way = move |way: Offer| {
        let backend = way.backend;
        view! {
            <label class="connect-way">
                <input
                    type="radio"
                    name="backend"
                    prop:checked=move || offer.with(|offer| offer.as_ref().is_some_and(|it| it.backend == backend))
                    on:change=move |_| chosen.set(Some(backend))
                />
                <span>{name_of(backend)}</span>
                <span class="hint">{worth_of(&way)}</span>
            </label>
        }
    };
    let asks = move || offer.with(|offer| offer.as_ref().map_or(Asked::None, |it| it.credentials));
    let text = |id: &'static str, label: &'static str, kind: &'static str, value: RwSignal<String>| {
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <div>
                    <input
                        id=id
                        class="input"
                        type=kind
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=move || value.get()
                        on:input=move |event| value.set(event_target_value(&event))
                    />
                </div>
            </div>
        }
    };
    let fields = move || match asks() {
        Asked::None => ().into_any(),
        Asked::Token => text("connect-password", "Token", "password", password).into_any(),
        Asked::Password | Asked::EncodedPassword => view! {
            {text("connect-user", "User Name", "text", user)}
            {text("connect-password", "Password", "password", password)}
        }
        .into_any(),
    };
    view! {
        <fieldset class="connect-ways">
            <legend>"Publish via"</legend>
            {move || backends.get().into_iter().map(way).collect_view()}
        </fieldset>
        {fields}
        <Worth offer />
    }
}

/// How well each operation is known the chosen way.
#[component]
fn Worth(offer: Memo<Option<Offer>>) -> impl IntoView {
    let line = |capability: Capability| {
        let (name, tone, worth) = match capability.support {
            Support::Verified => ("pass", "of-done", "verified"),
            Support::Unverified => ("warning", "of-warning", "unverified"),
            Support::Unsupported => ("circle-slash", "", "not available"),
        };
        view! {
            <li class="connect-line">
                {icon(name, tone)} <span>{format!("{}: {worth}. {}", label_of(capability.operation), capability.note)}</span>
            </li>
        }
    };
    let lines = move || offer.get().map(|offer| offer.capabilities.into_iter().map(line).collect_view());
    view! {
        <details class="unproven">
            <summary>"What works this way"</summary>
            <ul>{lines}</ul>
        </details>
    }
}

/// An operation in the words of the studio.
const fn label_of(operation: Operation) -> &'static str {
    match operation {
        Operation::Probe => "Version",
        Operation::LogIn => "Log-in",
        Operation::ListExtensions => "List of extensions",
        Operation::ListVersions => "List of versions",
        Operation::Download => "Download",
        Operation::Upload => "Upload",
        Operation::Publish => "Publish",
        Operation::Follow => "Messages of a publish",
        Operation::Abort => "Stop of a publish",
    }
}

fn name_of(backend: Backend) -> &'static str {
    match backend {
        Backend::Assisted => "Manually in Service Center",
        Backend::ServiceCenter => "Service Center's services",
        Backend::LifeTime => "LifeTime",
        Backend::Native => "The operator's service",
    }
}

/// How well publishing is known that way.
fn worth_of(offer: &Offer) -> String {
    if offer.backend == Backend::Assisted {
        return "No login needed".to_owned();
    }
    let found = offer.capabilities.iter().find(|it| it.operation == Operation::Publish);
    match found.map(|it| (it.support, it.note.clone())) {
        Some((Support::Verified, _)) => "Verified".to_owned(),
        Some((Support::Unverified, _)) => "Unverified".to_owned(),
        Some((Support::Unsupported, note)) => note,
        None => String::new(),
    }
}
