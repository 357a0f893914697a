//! The part of the panel with what the draft was: its versions, and the steps of its undo history.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;
use workbench::{Against, Command, ComparisonCommand, DocumentCommand, Version, VersionCommand, VersionKind};

use crate::app::{Studio, use_studio};
use crate::part::{Button, IconButton, icon};

/// The field that names a version.
const NAME: &str = "version-name";

/// Versions and steps, the newest on top.
#[component]
pub(crate) fn History() -> impl IntoView {
    view! {
        <div class="panel-body history" role="tabpanel" aria-label="History">
            <Versions />
            <Steps />
        </div>
    }
}

/// What the lines of the versions share.
#[derive(Clone, Copy)]
struct List {
    studio: Studio,
    renaming: RwSignal<Option<u32>>,
    /// The version that another one is about to be compared with.
    left: RwSignal<Option<u32>>,
}

impl List {
    fn give(self, command: VersionCommand) {
        self.studio.give(Command::Version(command));
    }
}

#[component]
fn Versions() -> impl IntoView {
    let studio = use_studio();
    let list = List { studio, renaming: RwSignal::new(None), left: RwSignal::new(None) };
    let versions = studio.derived.versions;
    let name = RwSignal::new(String::new());
    let is_nameless = move || name.with(|name| name.trim().is_empty());
    let keep = move || {
        if !is_nameless() {
            list.give(VersionCommand::Name(name.get_untracked()));
            name.set(String::new());
        }
    };
    let lines = move || versions.get().iter().rev().map(|version| line(list, version)).collect_view();
    view! {
        <section class="history-part" aria-labelledby="history-versions">
            <h3 id="history-versions">"Versions"</h3>
            <div class="history-name">
                <input
                    id=NAME
                    class="input"
                    type="text"
                    maxlength="100"
                    autocomplete="off"
                    aria-label="Name this version"
                    placeholder="Name this version"
                    prop:value=move || name.get()
                    on:input=move |event| name.set(event_target_value(&event))
                    on:keydown=move |event| {
                        if event.key() == "Enter" {
                            keep();
                        }
                    }
                />
                <Button label="Save Version" secondary=true disabled=Signal::derive(is_nameless) press=keep />
            </div>
            <Show
                when=move || !versions.with(Vec::is_empty)
                fallback=|| view! { <p class="nothing">"Saved, published and named versions survive undo."</p> }
            >
                <ul>{lines}</ul>
            </Show>
        </section>
    }
}

fn line(list: List, version: &Version) -> impl IntoView + use<> {
    let number = version.number;
    let (look, kind) = look_of(version.kind);
    let (name, time) = (version.name.clone(), version.time.to_string());
    let shown = if name.is_empty() { kind.to_owned() } else { name.clone() };
    let is_left = move || list.left.get() == Some(number);
    let pair = Signal::derive(move || match list.left.get() {
        None => "Compare with another version".to_owned(),
        Some(left) if left == number => "Clear the selection".to_owned(),
        Some(_) => "Compare with the chosen version".to_owned(),
    });
    let compare = move || match list.left.get_untracked() {
        None => list.left.set(Some(number)),
        Some(left) => {
            list.left.set(None);
            if left != number {
                let (earlier, later) = (left.min(number), left.max(number));
                list.give(VersionCommand::Compare(Against::Version(earlier), Against::Version(later)));
            }
        }
    };
    let text = move || {
        if list.renaming.get() == Some(number) {
            view! { <Rename list number name=name.clone() /> }.into_any()
        } else {
            view! { <span class="version-name" title=kind>{shown.clone()}</span> }.into_any()
        }
    };
    view! {
        <li class="step-line version" class:is-left=is_left>
            {icon(look, "")} {text} <span class="version-time">{time}</span>
            <IconButton
                label="Compare with now"
                name="diff"
                press=move || list.studio.give(ComparisonCommand::Compare(Against::Version(number)))
            />
            <IconButton label=pair name="git-compare" pressed=Signal::derive(is_left) press=compare />
            <IconButton label="Restore" name="discard" press=move || list.give(VersionCommand::Restore(number)) />
            <IconButton label="Rename" name="edit" press=move || list.renaming.set(Some(number)) />
            <IconButton label="Forget" name="trash" press=move || forget(list, number) />
        </li>
    }
}

fn forget(list: List, number: u32) {
    list.left.update(|left| *left = left.filter(|left| *left != number));
    list.give(VersionCommand::Delete(number));
}

/// The icon of a version, and why it was kept.
const fn look_of(kind: VersionKind) -> (&'static str, &'static str) {
    match kind {
        VersionKind::Named => ("bookmark", "Named by you"),
        VersionKind::Saved => ("save", "Saved"),
        VersionKind::Published => ("cloud-upload", "Published"),
        VersionKind::Automatic => ("watch", "Automatic"),
    }
}

#[component]
fn Rename(list: List, number: u32, name: String) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
            input.select();
        }
    });
    let end = move |takes: bool| {
        // What ends takes the field away, which tells that it has lost the keyboard.
        if list.renaming.try_get_untracked().flatten() != Some(number) {
            return;
        }
        let name = input.try_get_untracked().flatten().map(|input| input.value());
        list.renaming.set(None);
        if let Some(name) = name.filter(|_| takes) {
            list.give(VersionCommand::Rename { version: number, name });
        }
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => end(true),
        "Escape" => {
            event.stop_propagation();
            end(false);
        }
        _ => {}
    };
    view! {
        <input
            node_ref=input
            class="input"
            type="text"
            maxlength="100"
            aria-label="Name of the version"
            value=name
            on:keydown=on_key
            on:blur=move |_| end(true)
        />
    }
}

#[component]
fn Steps() -> impl IntoView {
    let studio = use_studio();
    let step = move |(index, name): (usize, String), position: usize| {
        let (is_current, is_undone) = (index == position, index > position);
        view! {
            <li class="step-line">
                <button
                    type="button"
                    class="step"
                    class:is-undone=is_undone
                    aria-current=is_current.then_some("step")
                    on:click=move |_| studio.give(DocumentCommand::GoTo(index))
                >
                    {icon(if is_current { "circle-filled" } else { "blank" }, "")}
                    {name}
                </button>
                <IconButton
                    label="Compare with now"
                    name="diff"
                    press=move || studio.give(ComparisonCommand::Compare(Against::Step(index)))
                />
            </li>
        }
    };
    // The newest step stands on top, where it is seen.
    let list = move || {
        let (names, position) = studio.derived.history.get();
        names.into_iter().enumerate().rev().map(|entry| step(entry, position)).collect_view()
    };
    view! {
        <section class="history-part" aria-labelledby="history-steps">
            <h3 id="history-steps">"Steps"</h3>
            <ol>{list}</ol>
        </section>
    }
}
