//! The navigator: what the extension has, by element and by file.

mod node;
mod rows;

use std::collections::HashSet;

use leptos::prelude::*;
use workbench::{Command, Target};

use node::{Folder, Node, rename};
use rows::{Sight, element_rows, resource_rows};

use crate::app::{NavigatorTab, Studio, Window, use_studio};
use crate::browser::focus;
use crate::menu_command::MenuCommand;
use crate::part::{ContextMenu, Entry, Place, Switch, Tree, TreeDeeds, icon};

/// The two trees with their filter.
#[component]
pub(crate) fn Navigator() -> impl IntoView {
    let studio = use_studio();
    let tab = studio.screen.navigator;
    let filter = RwSignal::new(String::new());
    let counted = |read: fn(&extension::Extension) -> usize, name: &'static str| {
        let count = move || studio.derived.extension.with(|extension| extension.as_ref().map_or(0, read));
        Signal::derive(move || format!("{name} ({})", count()))
    };
    let elements = counted(|it| it.actions.len() + it.structures.len() + it.entities.len(), "Extension");
    let resources = counted(|it| it.resources.len(), "Resources");
    let parts = vec![(NavigatorTab::Extension, elements), (NavigatorTab::Resources, resources)];
    let tree = move || match tab.get() {
        NavigatorTab::Extension => {
            view! { <NodeTree label="Elements" kind=NavigatorTab::Extension filter /> }.into_any()
        }
        NavigatorTab::Resources => view! { <NodeTree label="Files" kind=NavigatorTab::Resources filter /> }.into_any(),
    };
    view! {
        <nav class="navigator" aria-label="Navigator">
            <Switch label="Trees" parts shown=Signal::derive(move || Some(tab.get())) choose=move |part| tab.set(part) />
            <div class="filter">
                {icon("filter", "")}
                <input
                    id="filter"
                    class="input"
                    type="search"
                    aria-label="Filter"
                    placeholder="Filter by name"
                    autocomplete="off"
                    prop:value=move || filter.get()
                    on:input=move |event| filter.set(event_target_value(&event))
                    on:keydown=move |event| {
                        if matches!(event.key().as_str(), "ArrowDown" | "Enter") {
                            event.prevent_default();
                            focus::to("[role=tree]");
                        }
                    }
                />
            </div>
            {tree}
        </nav>
    }
}

#[component]
fn NodeTree(label: &'static str, kind: NavigatorTab, filter: RwSignal<String>) -> impl IntoView {
    let studio = use_studio();
    let closed = RwSignal::new(HashSet::<Node>::new());
    let renaming = RwSignal::new(None::<Node>);
    let menu = RwSignal::new(None::<(Place, Vec<Entry>)>);
    let rows = Memo::new(move |_| {
        let filter = filter.get().trim().to_lowercase();
        studio.derived.extension.with(|extension| {
            let Some(extension) = extension else { return Vec::new() };
            closed.with(|closed| {
                studio.derived.problems.with(|problems| {
                    let sight = Sight { filter: &filter, closed, problems };
                    match kind {
                        NavigatorTab::Extension => element_rows(extension, &sight),
                        NavigatorTab::Resources => resource_rows(extension, &sight),
                    }
                })
            })
        })
    });
    let selected = Signal::derive(move || studio.derived.active.get().map(|target| Node::of_target(target, kind)));
    let toggle = Callback::new(move |node: Node| {
        closed.update(|closed| {
            if !closed.remove(&node) {
                closed.insert(node);
            }
        });
    });
    let open = Callback::new(move |node: Node| match target_of(studio, &node) {
        Some(target) => studio.give(Command::Open(target)),
        None => toggle.run(node),
    });
    let delete = Callback::new(move |node: Node| {
        if let Some(target) = node.deletable() {
            studio.give(Command::Delete(vec![target.item()]));
        }
    });
    let rename = Callback::new(move |(node, name): (Node, String)| rename(studio, &node, &name));
    let menu_of = Callback::new(move |(node, x, y): (Node, i32, i32)| {
        let entries = entries(studio, &node, open, delete, renaming);
        menu.set((!entries.is_empty()).then_some((Place::At(x, y), entries)));
    });
    let deeds = TreeDeeds { toggle, open, delete, rename, menu: menu_of, renaming };
    view! {
        <Tree label rows selected deeds />
        <Show when=move || rows.with(Vec::is_empty)>
            <p class="tree-none">"Nothing has this name."</p>
        </Show>
        <ContextMenu open=menu />
    }
}

/// What a double click or Enter opens: a text file as text, other files by their properties.
fn target_of(studio: Studio, node: &Node) -> Option<Target> {
    match node {
        Node::Element(Target::Resource(key)) => studio.derived.extension.with_untracked(|extension| {
            let resource = extension.as_ref()?.resource(*key)?;
            let is_source = super::editor::language_of(resource.file_name.extension()).is_some();
            Some(if is_source { Target::Source(*key) } else { Target::Resource(*key) })
        }),
        Node::Element(target) => Some(*target),
        Node::Folder(_) | Node::Files(_) => None,
    }
}

fn entries(
    studio: Studio,
    node: &Node,
    open: Callback<Node>,
    delete: Callback<Node>,
    renaming: RwSignal<Option<Node>>,
) -> Vec<Entry> {
    let own = |text: &str, icon: &'static str, press: Callback<()>| Entry::Own(text.to_owned(), icon, press);
    let mut entries = Vec::new();
    let Node::Element(target) = *node else {
        if *node == Node::Folder(Folder::Actions) {
            entries.push(Entry::Command(MenuCommand::AddAction));
        }
        return entries;
    };
    let (opened, renamed, deleted) = (node.clone(), node.clone(), node.clone());
    entries.push(own("Open", "go-to-file", Callback::new(move |()| open.run(opened.clone()))));
    match target {
        Target::Extension => entries.push(Entry::Command(MenuCommand::AddAction)),
        Target::Resource(_) => {
            entries.push(own("Properties", "settings", Callback::new(move |()| studio.give(Command::Open(target)))));
        }
        Target::Action(key) => {
            let edit = move |()| studio.give(Command::EditSource { action: Some(key) });
            entries.push(own("Edit Source Code", "code", Callback::new(edit)));
        }
        _ => {}
    }
    if let Some((name, report)) = import_details(studio, target) {
        let show = move |()| studio.screen.show(Window::ImportDetails(name.clone(), report.clone()));
        entries.push(own("Import Details…", "info", Callback::new(show)));
    }
    entries.push(Entry::Line);
    if node.has_name() {
        entries.push(own("Rename (F2)", "edit", Callback::new(move |()| renaming.set(Some(renamed.clone())))));
    }
    if node.deletable().is_some() {
        entries.push(own("Delete (Del)", "trash", Callback::new(move |()| delete.run(deleted.clone()))));
    }
    entries
}

/// Name and report of an element that an import made.
pub(crate) fn import_details(studio: Studio, target: Target) -> Option<(String, String)> {
    studio.derived.extension.with_untracked(|extension| {
        let extension = extension.as_ref()?;
        let report = match target {
            Target::Action(key) => &extension.actions.get(key)?.import_details,
            Target::Structure(key) => &extension.structures.get(key)?.import_details,
            Target::Entity(key) => &extension.entities.get(key)?.import_details,
            Target::Resource(key) | Target::Source(key) => &extension.resource(key)?.import_details,
            Target::Extension => return None,
        };
        let name = target.title(extension)?;
        (!report.is_empty()).then(|| (name, report.to_string()))
    })
}
