//! A line of a tree.

use std::hash::Hash;

use leptos::attr::custom::custom_attribute;
use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent};
use workbench::Severity;

use super::{Check, TreeRow, Trunk};
use crate::part::{icon, marked, severity_look};

/// A line of the tree, at its place from the top.
#[allow(clippy::large_types_passed_by_value)] // handles, which live as long as the tree
#[component]
pub(crate) fn TreeLine<N>(trunk: Trunk<N>, index: usize, row: TreeRow<N>, id: String) -> impl IntoView
where
    N: Clone + Eq + Hash + Send + Sync + 'static,
{
    let [is_current, is_selected, pressed, right, dragged, bulb] = std::array::from_fn(|_| row.node.clone());
    let (tip, drag_name) = (row.name.clone(), row.name.clone());
    let click = move |event: MouseEvent| {
        trunk.current.set(Some(pressed.clone()));
        if event.shift_key() {
            trunk.pick_to(index);
        } else if event.ctrl_key() || event.meta_key() {
            trunk.pick_other(pressed.clone());
        } else {
            trunk.pick(pressed.clone());
            trunk.deeds.open.run(pressed.clone());
        }
    };
    let menu = move |node: &N, event: &MouseEvent| {
        event.prevent_default();
        event.stop_propagation();
        trunk.pick_for_menu(node);
        trunk.deeds.menu.run((node.clone(), event.client_x(), event.client_y()));
    };
    let offers = row.has_offers.then(|| {
        view! {
            <span class="offers codicon codicon-lightbulb" aria-hidden="true" title="Quick fixes (Ctrl+.)" on:click=move |event| menu(&bulb, &event)></span>
        }
    });
    let description = describe(&row);
    view! {
        <div
            id=id
            class="tree-item"
            title=tip
            class:is-current=move || trunk.current.with(|current| current.as_ref() == Some(&is_current))
            class:is-faded=row.is_faded
            role="treeitem"
            draggable=row.is_loose.then_some("true")
            aria-posinset=row.place.0.to_string()
            aria-setsize=row.place.1.to_string()
            aria-expanded=row.is_open.map(|open| open.to_string())
            aria-checked=row.check.map(word_of_check)
            aria-selected=move || trunk.picked_set.with(|picked| picked.contains(&is_selected)).to_string()
            style=format!("top: {}px; padding-left: {}px", index * 24, 6 + (row.level - 1) * 13)
            {..custom_attribute("aria-level", row.level.to_string())}
            {..custom_attribute("aria-description", description)}
            on:click=click
            on:contextmenu=move |event: MouseEvent| menu(&right, &event)
            on:dragstart=move |event| trunk.drag_start(&event, &dragged, &drag_name)
            on:dragend=move |_| trunk.drag_end()
        >
            <Twist trunk node=row.node.clone() is_open=row.is_open />
            {row.check.map(|check| view! { <CheckBox trunk node=row.node.clone() check /> })}
            {icon(row.icon.0, row.icon.1)}
            <LineName trunk node=row.node name=row.name found=row.found />
            {(!row.note.is_empty()).then(|| view! { <span class="note" aria-hidden="true">{row.note}</span> })}
            <span class="behind"></span>
            {offers}
            {row.mark.map(mark)}
            {row.count.map(|count| view! { <span class="count" aria-hidden="true">{words_of(count)}</span> })}
        </div>
    }
}

const fn word_of_check(check: Check) -> &'static str {
    match check {
        Check::On => "true",
        Check::Off => "false",
        Check::Partly => "mixed",
    }
}

/// The box that a press checks. The line itself tells screen readers how it stands.
#[component]
fn CheckBox<N>(trunk: Trunk<N>, node: N, check: Check) -> impl IntoView
where
    N: Clone + Send + Sync + 'static,
{
    let press = move |event: MouseEvent| {
        event.stop_propagation();
        trunk.deeds.check.run(node.clone());
    };
    let sign = match check {
        Check::On => "codicon codicon-check",
        Check::Partly => "codicon codicon-dash",
        Check::Off => "",
    };
    view! {
        <span class=format!("tree-check {sign}") class:is-on=check != Check::Off aria-hidden="true" on:click=press></span>
    }
}

/// How many show of how many there are.
fn words_of((shown, all): (usize, usize)) -> String {
    if shown == all { all.to_string() } else { format!("{shown}/{all}") }
}

/// What is said of the line beyond its name.
fn describe<N>(row: &TreeRow<N>) -> Option<String> {
    let count = row.count.map(words_of).unwrap_or_default();
    let mark = row.mark.map_or("", |severity| match severity {
        Severity::Error => "has errors",
        Severity::Warning => "has warnings",
        Severity::Information => "has remarks",
    });
    let words: Vec<&str> = [row.note.as_str(), &count, mark].into_iter().filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// What opens and closes a line that holds others.
#[component]
fn Twist<N>(trunk: Trunk<N>, node: N, is_open: Option<bool>) -> impl IntoView
where
    N: Clone + Send + Sync + 'static,
{
    let press = move |event: MouseEvent| {
        if is_open.is_some() {
            event.stop_propagation();
            trunk.deeds.toggle.run(node.clone());
        }
    };
    view! {
        <span class="twist" on:click=press>
            {is_open.map(|open| icon(if open { "chevron-down" } else { "chevron-right" }, ""))}
        </span>
    }
}

fn mark(severity: Severity) -> impl IntoView {
    let (name, class) = severity_look(severity);
    view! { <span class=format!("mark codicon codicon-{name} {class}") aria-hidden="true"></span> }
}

/// The name, or the field in which it is written.
#[component]
fn LineName<N>(trunk: Trunk<N>, node: N, name: String, found: Vec<(usize, usize)>) -> impl IntoView
where
    N: Clone + Eq + Hash + Send + Sync + 'static,
{
    move || {
        let is_renamed = trunk.deeds.renaming.with(|renaming| renaming.as_ref() == Some(&node));
        if is_renamed {
            view! { <NameInput trunk node=node.clone() name=name.clone() /> }.into_any()
        } else {
            view! { <span class="tree-name">{marked(&name, &found)}</span> }.into_any()
        }
    }
}

#[component]
fn NameInput<N>(trunk: Trunk<N>, node: N, name: String) -> impl IntoView
where
    N: Clone + Send + Sync + 'static,
{
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
            input.select();
        }
    });
    let renaming = trunk.deeds.renaming;
    let back = move || {
        renaming.set(None);
        if let Some(frame) = trunk.frame.get_untracked() {
            let _ = frame.focus();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        event.stop_propagation();
        let text = || input.get_untracked().map(|input| input.value()).unwrap_or_default();
        match event.key().as_str() {
            "Enter" if trunk.deeds.rename.run((node.clone(), text())) => back(),
            "Escape" => back(),
            _ => {}
        }
    };
    view! {
        <input
            node_ref=input
            class="input"
            aria-label="New name"
            prop:value=name
            on:keydown=on_key
            on:blur=move |_| renaming.set(None)
            on:click=|event| event.stop_propagation()
        />
    }
}
