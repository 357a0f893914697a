use std::sync::Arc;
use std::time::Duration;

use extension::{Key, Resource};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::errors::Failure;
use workbench::{NavigationCommand, Target};

use super::extension::property;
use crate::app::{Studio, language_of, use_studio};
use crate::browser::{language, source_editor};
use crate::menu_command::MenuCommand;
use crate::part::{Button, IconButton, icon};

/// How long after the last key what was typed goes to the workbench.
const PAUSE: Duration = Duration::from_millis(150);

/// A text file in the code editor.
#[component]
pub(crate) fn SourceEditor(key: Key) -> impl IntoView {
    let studio = use_studio();
    let resource = property(studio, move |extension| extension.resource(key).cloned());
    let place = NodeRef::<html::Div>::new();
    let state = RwSignal::new(State::Loading);
    open_editor(studio, key, resource, place, state);
    Effect::new(move |_| {
        if state.get() != State::Shown {
            return;
        }
        let text = resource.with(|resource| resource.as_ref().and_then(|it| it.content.text()));
        if let Some(text) = text {
            source_editor::follow(key, &text);
        }
    });
    Effect::new(move |_| {
        if state.get() == State::Shown {
            let derived = studio.derived;
            derived.extension.with(|extension| {
                derived.followed.with(|followed| {
                    if let (Some(extension), Some(followed)) = (extension, followed) {
                        language::follow(extension, followed);
                    }
                });
            });
        }
    });
    Effect::new(move |before: Option<bool>| {
        let leads = studio.derived.leads.get();
        let text = resource.with_untracked(|it| it.as_ref().and_then(|it| it.content.text()));
        if let (State::Shown, Some(text)) = (state.get_untracked(), text.filter(|_| before.is_some())) {
            source_editor::show(key, &text, shown_language(resource), !leads);
        }
        leads
    });
    Effect::new(move |_| {
        if state.get() == State::Shown {
            studio.derived.problems.with(|problems| {
                let own = |problem: &&workbench::Problem| problem.resource == Some(key) && problem.line > 0;
                source_editor::mark(key, problems.iter().filter(own));
            });
        }
    });
    on_cleanup(move || {
        studio.flush_source();
        source_editor::leave();
        studio.screen.cursor.set(None);
    });
    let path = move || resource.with(|resource| resource.as_ref().map(|it| it.path()));
    view! {
        <div class="source">
            <div class="source-bar">
                {icon("file-code", "of-resource")}
                <span>{path}</span>
                <span class="space"></span>
                <IconButton
                    label="Properties of the file"
                    name="settings"
                    press=move || studio.give(NavigationCommand::Open(Target::Resource(key)))
                />
                <IconButton label="Compile" name="tools" keys="Ctrl+B" text="Compile" press=move || MenuCommand::Compile.run(studio) />
            </div>
            <div class="source-place" style="position: relative">
                <div node_ref=place style="position: absolute; inset: 0" data-testid="source"></div>
                <Instead state resource key />
            </div>
        </div>
    }
}

/// The language in which the editor shows the file.
fn shown_language(resource: Memo<Option<Arc<Resource>>>) -> &'static str {
    let language = resource.with_untracked(|it| it.as_ref().and_then(|it| language_of(it.file_name.extension())));
    language.unwrap_or("plaintext")
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Loading,
    Shown,
    NotText,
    Failed(String),
}

/// Puts the editor onto the page with the text of the file.
fn open_editor(
    studio: Studio,
    key: Key,
    resource: Memo<Option<Arc<Resource>>>,
    place: NodeRef<html::Div>,
    state: RwSignal<State>,
) {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let changed = move || {
        if let Some(Some(timer)) = timer.try_get_value() {
            timer.clear();
        }
        let handle = set_timeout_with_handle(move || studio.flush_source(), PAUSE);
        timer.try_update_value(|timer| *timer = handle.ok());
    };
    let moved = move |line, column| {
        // The cursor may still move while the view goes.
        let _ = studio.screen.cursor.try_set(Some((line, column)));
    };
    let wanted = move |resource, line, column| studio.give(NavigationCommand::ShowSource { resource, line, column });
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        let file = resource.with_untracked(|resource| {
            let resource = resource.as_ref()?;
            resource.content.text()
        });
        let Some(text) = file else {
            state.set(State::NotText);
            return;
        };
        let is_dark = studio.screen.theme.get_untracked().is_dark();
        spawn_local(async move {
            let opened = source_editor::open(place.clone().into(), is_dark, changed, moved, wanted).await;
            let next = match opened {
                Ok(false) => return,
                Ok(true) => {
                    language::connect(studio.screen.language);
                    let is_read_only = !studio.derived.leads.get_untracked();
                    source_editor::show(key, &text, shown_language(resource), is_read_only);
                    State::Shown
                }
                Err(why) => State::Failed(why),
            };
            let _ = state.try_set(next);
        });
    });
}

/// What is shown while there is no editor, or where there can be none.
#[component]
fn Instead(state: RwSignal<State>, resource: Memo<Option<Arc<Resource>>>, key: Key) -> impl IntoView {
    let studio = use_studio();
    let name = move || resource.with(|resource| resource.as_ref().map(|it| it.file_name.to_string()));
    move || {
        match state.get() {
        State::Shown => ().into_any(),
        State::Loading => view! {
            <div class="empty" role="status">
                "Loading the code editor…"
            </div>
        }
        .into_any(),
        State::NotText => view! {
            <div class="empty">
                <p>{name} " is not UTF-8 text: editing it here would change it."</p>
                <Button label="Show its properties" secondary=true press=move || studio.give(NavigationCommand::Open(Target::Resource(key))) />
            </div>
        }
        .into_any(),
        State::Failed(why) => {
            let text = Failure::browser_file("The code editor cannot be loaded.", &why).text;
            view! {
                <div class="empty" role="alert">
                    <p>{text}</p>
                    <p>{why}</p>
                    <p>"Check the connection to the studio's server, then open the file again."</p>
                </div>
            }
            .into_any()
        }
    }
    }
}
