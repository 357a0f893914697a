//! A line of a tree.

use std::hash::Hash;

use leptos::attr::custom::custom_attribute;
use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent};
use workbench::Severity;

use super::{TreeRow, Trunk};
use crate::part::icon;

/// A line of the tree, at its place from the top.
#[component]
pub(crate) fn TreeLine<N>(trunk: Trunk<N>, index: usize, row: TreeRow<N>, id: String) -> impl IntoView
where
    N: Clone + Eq + Hash + Send + Sync + 'static,
{
    let [is_current, is_selected, pressed, right] = std::array::from_fn(|_| row.node.clone());
    let tip = row.name.clone();
    view! {
        <div
            id=id
            class="tree-item"
            title=tip
            class:is-current=move || trunk.current.with(|current| current.as_ref() == Some(&is_current))
            role="treeitem"
            aria-posinset=row.place.0.to_string()
            aria-setsize=row.place.1.to_string()
            aria-expanded=row.is_open.map(|open| open.to_string())
            aria-selected=move || trunk.selected.with(|selected| selected.as_ref() == Some(&is_selected)).to_string()
            style=format!("top: {}px; padding-left: {}px", index * 24, 6 + (row.level - 1) * 13)
            {..custom_attribute("aria-level", row.level.to_string())}
            on:click=move |_| {
                trunk.current.set(Some(pressed.clone()));
                trunk.deeds.open.run(pressed.clone());
            }
            on:contextmenu=move |event: MouseEvent| {
                event.prevent_default();
                trunk.current.set(Some(right.clone()));
                trunk.deeds.menu.run((right.clone(), event.client_x(), event.client_y()));
            }
        >
            <Twist trunk node=row.node.clone() is_open=row.is_open />
            {icon(row.icon.0, row.icon.1)}
            <LineName trunk node=row.node name=row.name />
            {(!row.note.is_empty()).then(|| view! { <span class="note" aria-hidden="true">{row.note}</span> })}
            {row.count.map(|count| view! { <span class="count" aria-hidden="true">{count}</span> })}
            {row.mark.map(mark)}
        </div>
    }
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
    let (name, class, text) = match severity {
        Severity::Error => ("error", "of-error", "has errors"),
        Severity::Warning => ("warning", "of-warning", "has warnings"),
        Severity::Information => ("info", "of-information", "has remarks"),
    };
    view! { <span class=format!("mark codicon codicon-{name} {class}") role="img" aria-label=text></span> }
}

/// The name, or the field in which it is written.
#[component]
fn LineName<N>(trunk: Trunk<N>, node: N, name: String) -> impl IntoView
where
    N: Clone + Eq + Hash + Send + Sync + 'static,
{
    move || {
        let is_renamed = trunk.deeds.renaming.with(|renaming| renaming.as_ref() == Some(&node));
        if is_renamed {
            view! { <NameInput trunk node=node.clone() name=name.clone() /> }.into_any()
        } else {
            view! { <span class="tree-name">{name.clone()}</span> }.into_any()
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
