//! What the screen shows of a shared draft: how it is, and who else has it open.

use leptos::prelude::*;
use workbench::{NavigationCommand, SharedState, SharingCommand, Target};

use crate::app::shared::people::Person;
use crate::app::{SharedLook, Studio, Window, shared, use_studio};
use crate::part::{Button, icon};

/// The part of the status bar: shared with how many, what waits, what went wrong.
#[component]
pub(super) fn SharedStatus() -> impl IntoView {
    let studio = use_studio();
    let count = Memo::new(move |_| studio.screen.people.with(Vec::len));
    let shown = move || {
        let look = studio.derived.shared.get().filter(|look| look.leads)?;
        let (name, text, about) = words_of(&look, count.get());
        let class = if name == "warning" { "icon-button is-warning" } else { "icon-button" };
        let press = move |_| {
            if look.has_conflict {
                studio.give(SharingCommand::Decide);
            } else {
                studio.screen.show(Window::Share);
            }
        };
        Some(view! {
            <button type="button" class=class title=about on:click=press>
                {icon(name, "")}
                {text}
            </button>
        })
    };
    view! { <span class="shared-status" role="status" data-testid="shared">{shown}</span> }
}

fn words_of(look: &SharedLook, others: usize) -> (&'static str, String, &'static str) {
    let people = match others {
        0 => "Shared".to_owned(),
        1 => "Shared, 2 people".to_owned(),
        others => format!("Shared, {} people", others + 1),
    };
    match &look.state {
        SharedState::Ended(_) => {
            ("warning", "Sharing has ended".to_owned(), "Your draft stays here. Changes are no longer exchanged.")
        }
        _ if look.has_conflict => (
            "warning",
            "Conflicting changes".to_owned(),
            "Your changes wait until you resolve the conflict. Press to see both.",
        ),
        SharedState::Offline if look.has_unsent => (
            "debug-disconnect",
            "Offline, changes wait".to_owned(),
            "The server does not answer. Your changes are kept here and sent when it does.",
        ),
        SharedState::Offline => {
            ("debug-disconnect", "Offline".to_owned(), "The server does not answer. Retrying automatically.")
        }
        SharedState::Joining => ("sync", "Joining".to_owned(), "Reading the changes of others."),
        SharedState::InStep if look.has_unsent => ("sync", people, "Your last change is on its way."),
        SharedState::InStep => ("live-share", people, "All changes are shared, encrypted."),
    }
}

/// Who else has the draft open, as coloured initials; a press goes where he is.
#[component]
pub(super) fn People() -> impl IntoView {
    let studio = use_studio();
    let one = move |person: Person| {
        let at = person.at;
        let place = move || place_of(studio, at).map_or_else(String::new, |place| format!(", at {place}"));
        let label = format!("{}{}", person.name(), place());
        let press = move |_| {
            if let Some(target) = at {
                studio.give(NavigationCommand::Open(target));
            }
        };
        view! {
            <button
                type="button"
                class=format!("person is-colour-{}", person.colour())
                title=label.clone()
                aria-label=label
                on:click=press
            >
                {person.initials()}
            </button>
        }
    };
    let all = move || studio.screen.people.get().into_iter().map(one).collect_view();
    view! { <span class="people" role="group" aria-label="Others who have this draft open">{all}</span> }
}

/// The name of what somebody has open.
fn place_of(studio: Studio, at: Option<Target>) -> Option<String> {
    let item = at?.item();
    studio.derived.extension.with(|extension| item.path(extension.as_ref()?))
}

/// Asks once for a name, below the toolbar, where it stands in nobody's way.
#[component]
pub(super) fn AskName() -> impl IntoView {
    let studio = use_studio();
    let is_answered = RwSignal::new(false);
    let is_shared = move || studio.derived.shared.with(|look| look.as_ref().is_some_and(|it| it.leads));
    let is_shown = move || !is_answered.get() && !studio.derived.has_author.get() && is_shared();
    let name = RwSignal::new(String::new());
    let take = move || {
        shared::set_name(studio, &name.get_untracked());
        is_answered.set(true);
    };
    view! {
        <Show when=is_shown>
            <form
                class="looking-on is-quiet"
                on:submit=move |event| {
                    event.prevent_default();
                    take();
                }
            >
                {icon("account", "")}
                <label for="own-name">"Your name, shown to others in this draft"</label>
                <input
                    id="own-name"
                    class="input"
                    autocomplete="name"
                    on:input=move |event| name.set(event_target_value(&event))
                />
                <Button label="OK" secondary=true press=take />
            </form>
        </Show>
    }
}
