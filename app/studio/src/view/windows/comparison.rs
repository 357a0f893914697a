//! The document beside another version of it.

mod difference;
mod folder;
mod merge;
mod template;

use std::sync::Arc;

use comparison::{ChangeKind, Comparison, Group};
use extension::Item;
use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;
use workbench::{Beside, ComparisonCommand, Target};

use super::review::Commenting;
use crate::app::{Studio, Window, look_of, use_studio};
use crate::browser::focus;
use crate::part::{Button, Dialog, icon};
use merge::MergeWindow;

pub(super) use difference::Differences;
pub(super) use folder::FolderWindow;
pub(super) use template::TemplateWindow;

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Comparison,
    Merge,
}

/// The comparison or the merge, while there is one.
#[component]
pub(crate) fn ComparisonWindow() -> impl IntoView {
    let studio = use_studio();
    let shown = Memo::new(move |_| {
        studio.derived.beside.with(|beside| {
            let beside = beside.as_ref()?;
            Some(if beside.merging().is_some() { Shown::Merge } else { Shown::Comparison })
        })
    });
    let close = Callback::new(move |()| studio.tell(ComparisonCommand::Close));
    move || match shown.get() {
        None => ().into_any(),
        Some(Shown::Comparison) => view! { <Comparing studio close /> }.into_any(),
        Some(Shown::Merge) => view! { <MergeWindow studio close /> }.into_any(),
    }
}

/// The elements that differ, and how the selected one does.
#[component]
fn Comparing(studio: Studio, close: Callback<()>) -> impl IntoView {
    let beside = studio.derived.beside;
    let of_beside =
        move |read: fn(&Beside) -> String| beside.with(|beside| beside.as_ref().map(read).unwrap_or_default());
    let groups =
        Memo::new(move |_| beside.with(|beside| beside.as_ref().map(|it| groups(&it.comparison)).unwrap_or_default()));
    let chosen = RwSignal::new(0_usize);
    let current = Memo::new(move |_| chosen.get().min(groups.with(Vec::len).saturating_sub(1)));
    let group = Signal::derive(move || groups.with(|groups| groups.get(current.get()).cloned()));
    let can_merge = move || beside.with(|beside| beside.as_ref().is_some_and(workbench::Beside::can_merge));
    let take_all = move || studio.give(ComparisonCommand::TakeBack(Vec::new()));
    let nothing = move || groups.with(Vec::is_empty);
    let later = Memo::new(move |_| beside.with(|beside| beside.as_ref().and_then(|it| it.later().map(str::to_owned))));
    let is_only_shown = Signal::derive(move || later.with(Option::is_some));
    let right = move || later.get().unwrap_or_else(|| "current".to_owned());
    view! {
        <Dialog title="Compare" class="comparison" close>
            <p class="comparison-name">
                <strong>{move || of_beside(|it| it.name.clone())}</strong> " (left), " {right} " (right)"
            </p>
            <div class="comparison-body">
                <Show when=move || !nothing() fallback=|| view! { <p class="nothing">"No differences"</p> }>
                    <GroupList groups current choose=Callback::new(move |index| chosen.set(index)) />
                    <Differences studio group is_only_shown />
                </Show>
            </div>
            <div class="dialog-feet">
                <Show when=can_merge>
                    <Button label="Merge…" secondary=true press=move || studio.give(ComparisonCommand::BeginMerge) />
                </Show>
                <Show when=move || !is_only_shown.get()>
                    <Button label="Restore All" secondary=true disabled=Signal::derive(nothing) press=take_all />
                </Show>
                <Button
                    label="Send for Review…"
                    secondary=true
                    disabled=Signal::derive(nothing)
                    press=move || studio.screen.show(Window::SendReview)
                />
                <Button label="Close" press=move || close.run(()) />
            </div>
        </Dialog>
    }
}

/// The groups that tell something; what every save writes anew does not.
pub(super) fn groups(comparison: &Comparison) -> Vec<Arc<Group>> {
    let told = |group: &Group| {
        let changes: Vec<_> = group.changes.iter().filter(|change| !change.is_of_save()).cloned().collect();
        (!changes.is_empty()).then(|| Arc::new(Group { name: group.name.clone(), changes }))
    };
    comparison.groups.iter().filter_map(told).collect()
}

/// The elements that differ, to choose one.
#[component]
pub(super) fn GroupList(groups: Memo<Vec<Arc<Group>>>, current: Memo<usize>, choose: Callback<usize>) -> impl IntoView {
    let listbox = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(listbox) = listbox.get() {
            let _ = listbox.focus();
        }
    });
    let on_key = move |event: KeyboardEvent| {
        let last = groups.with_untracked(Vec::len).saturating_sub(1);
        let at = current.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => (at + 1).min(last),
            "ArrowUp" => at.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        choose.run(next);
        if let Some(line) = focus::find::<web_sys::Element>(&format!("#difference-{next}")) {
            focus::into_sight(&line);
        }
    };
    let commenting = Commenting::current();
    let line = move |(index, group): (usize, Arc<Group>)| {
        let (name, tone) = look_of(Target::of(group.item()));
        let breaks = group.changes.iter().any(|change| change.breaks.is_some());
        view! {
            <div
                id=format!("difference-{index}")
                class="difference-line"
                role="option"
                aria-selected=move || (current.get() == index).to_string()
                on:click=move |_| choose.run(index)
            >
                {icon(name, tone)}
                <span class="difference-name">{group.name.clone()}</span>
                {breaks.then(|| icon("warning", "of-warning"))}
                {commenting.map(|commenting| commenting.mark(Arc::clone(&group)))}
                <span class="difference-kind">{word_of(&group)}</span>
            </div>
        }
    };
    view! {
        <div
            node_ref=listbox
            class="difference-list"
            role="listbox"
            aria-label="Elements that differ"
            tabindex="0"
            aria-activedescendant=move || format!("difference-{}", current.get())
            on:keydown=on_key
        >
            {move || groups.get().into_iter().enumerate().map(line).collect_view()}
        </div>
    }
}

/// What became of the element, in a word.
fn word_of(group: &Group) -> &'static str {
    match group.kind() {
        ChangeKind::Added => "new",
        ChangeKind::Removed => "gone",
        ChangeKind::Moved => "moved",
        ChangeKind::Changed(_) => "changed",
    }
}

/// The word for the kind of an item.
fn kind_of(item: Item) -> &'static str {
    item.kind().label()
}
