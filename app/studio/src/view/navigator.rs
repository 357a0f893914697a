//! The navigator: what the extension has, by element and by file.

mod closed;
mod files;
mod menu;
mod moves;
mod node;
mod rows;

use extension::Item;
use leptos::prelude::*;
use listbox::Matcher;
use workbench::{DocumentCommand, NavigationCommand, ResourceState, Target};

use closed::Closed;
use node::{Folder, Node, below, rename};
use rows::{Sight, element_rows};

use crate::app::screen::is_narrow;
use crate::app::{NavigatorTab, Studio, target_of_file, use_studio};
use crate::browser::focus;
use crate::part::{ContextMenu, Entry, Place, Switch, Tree, TreeDeeds, TreeRow, icon};

/// The two trees with their filter.
#[component]
pub(crate) fn Navigator() -> impl IntoView {
    let studio = use_studio();
    let tab = studio.screen.navigator;
    let filter = RwSignal::new(String::new());
    let closed = Closed::follow(studio);
    let counted = |read: fn(&extension::Extension) -> usize, name: &'static str| {
        let count = move || studio.derived.extension.with(|extension| extension.as_ref().map_or(0, read));
        Signal::derive(move || format!("{name} ({})", count()))
    };
    let elements = counted(|it| it.actions.len() + it.structures.len() + it.entities.len(), "Extension");
    let resources = counted(|it| it.resources.len(), "Resources");
    let parts = vec![(NavigatorTab::Extension, elements), (NavigatorTab::Resources, resources)];
    let shown = Memo::new(move |_| tab.get());
    let tree = move || match shown.get() {
        NavigatorTab::Extension => {
            view! { <NodeTree label="Elements" kind=NavigatorTab::Extension filter closed /> }.into_any()
        }
        NavigatorTab::Resources => {
            view! { <NodeTree label="Files" kind=NavigatorTab::Resources filter closed /> }.into_any()
        }
    };
    view! {
        <nav class="navigator" aria-label="Navigator">
            <Switch label="Trees" parts shown=Signal::derive(move || Some(shown.get())) choose=move |part| tab.set(part) />
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
                        match event.key().as_str() {
                            "ArrowDown" | "Enter" => focus::to(".navigator [role=tree]"),
                            "Escape" => filter.set(String::new()),
                            _ => return,
                        }
                        event.prevent_default();
                    }
                />
            </div>
            {tree}
        </nav>
    }
}

#[component]
fn NodeTree(label: &'static str, kind: NavigatorTab, filter: RwSignal<String>, closed: Closed) -> impl IntoView {
    let studio = use_studio();
    let picked = RwSignal::new(Vec::<Node>::new());
    let menu = RwSignal::new(None::<(Place, Vec<Entry>)>);
    let rows = match kind {
        NavigatorTab::Extension => rows_of_elements(studio, filter, closed),
        NavigatorTab::Resources => rows_of_files(studio, filter, closed),
    };
    let selected = Signal::derive(move || studio.derived.active.get().map(Node::of_target));
    follow_picked(studio, picked);
    follow_selection(studio, picked, closed);
    let deeds = deeds(studio, kind, picked, closed, menu);
    let is_filtered = move || filter.with(|filter| !filter.trim().is_empty());
    let nothing = move || {
        if is_filtered() { "No matches." } else { "Drop files here, or add them with the menu (right click)." }
    };
    view! {
        <Tree label rows selected picked has_many=true deeds />
        <Show when=move || rows.with(Vec::is_empty)>
            <p class="tree-none">{nothing}</p>
        </Show>
        <ContextMenu open=menu />
    }
}

fn rows_of_elements(studio: Studio, filter: RwSignal<String>, closed: Closed) -> Memo<Vec<TreeRow<Node>>> {
    Memo::new(move |_| {
        let filter = filter.with(|filter| Matcher::new(filter));
        studio.derived.extension.with(|extension| {
            let Some(extension) = extension else { return Vec::new() };
            let rows = studio
                .derived
                .marks
                .with(|marks| closed.with(|closed| element_rows(extension, &Sight { filter: &filter, closed, marks })));
            with_people(studio, rows)
        })
    })
}

fn rows_of_files(studio: Studio, filter: RwSignal<String>, closed: Closed) -> Memo<Vec<TreeRow<Node>>> {
    Memo::new(move |_| {
        let filter = filter.with(|filter| Matcher::new(filter));
        // What a save changes is the state of the files, not the document.
        studio.derived.is_dirty.track();
        studio.derived.extension.with(|extension| {
            let Some(extension) = extension else { return Vec::new() };
            studio.derived.marks.with(|marks| {
                closed.with(|closed| {
                    let sight = Sight { filter: &filter, closed, marks };
                    studio.read(|workbench| {
                        let state = |key| workbench.document()?.resource_state(key);
                        let state = |it: &extension::Resource| state(it.key).unwrap_or(ResourceState::Included);
                        with_people(studio, files::resource_rows(extension, &sight, state))
                    })
                })
            })
        })
    })
}

/// The lines with the names of those who have what a line stands for open too.
fn with_people(studio: Studio, mut rows: Vec<TreeRow<Node>>) -> Vec<TreeRow<Node>> {
    studio.screen.people.with(|people| {
        for person in people {
            let node = person.at.map(Node::of_target);
            if let Some(row) = rows.iter_mut().find(|row| Some(&row.node) == node.as_ref()) {
                let comma = if row.note.is_empty() { "" } else { ", " };
                row.note = format!("{}{comma}{}", row.note, person.name());
            }
        }
    });
    rows
}

/// What is selected here is what Copy and Delete are about, and its folder is where files are added.
fn follow_picked(studio: Studio, picked: RwSignal<Vec<Node>>) {
    Effect::new(move |_| {
        let items: Vec<Item> = picked.with(|picked| picked.iter().filter_map(Node::item).collect());
        if !items.is_empty() && studio.screen.selection.with_untracked(|selection| *selection != items) {
            studio.screen.selection.set(items);
        }
        if let Some(folder) = picked.with(|picked| moves::folder_at(studio, picked.first()?)) {
            studio.screen.folder.set(folder);
        }
    });
}

/// What is selected elsewhere, such as pasted elements, is selected here where it has a line.
fn follow_selection(studio: Studio, picked: RwSignal<Vec<Node>>, closed: Closed) {
    Effect::new(move |_| {
        let nodes = studio.screen.selection.with(|items| items.iter().map(|item| Node::of_item(*item)).collect());
        let Some(nodes): Option<Vec<Node>> = nodes else { return };
        let is_new = picked.with_untracked(|picked| nodes.iter().any(|node| !picked.contains(node)));
        if is_new {
            closed.open(studio, &moves::folders_above(studio, &nodes));
            picked.set(nodes);
        }
    });
}

fn deeds(
    studio: Studio,
    kind: NavigatorTab,
    picked: RwSignal<Vec<Node>>,
    closed: Closed,
    menu: RwSignal<Option<(Place, Vec<Entry>)>>,
) -> TreeDeeds<Node> {
    let toggle = Callback::new(move |node: Node| closed.toggle(studio, node));
    let open = Callback::new(move |node: Node| match (target_of(studio, &node), &node) {
        (Some(target), _) => {
            studio.give(NavigationCommand::Open(target));
            // Where the navigator lies over the editor, it makes way for what was chosen.
            if is_narrow() {
                studio.screen.has_navigator.set(false);
            }
        }
        (None, Node::Excluded(_)) => {}
        (None, _) => toggle.run(node),
    });
    let reading = TreeDeeds::reading(toggle, open);
    let renaming = reading.renaming;
    TreeDeeds {
        delete: Callback::new(move |nodes: Vec<Node>| delete(studio, &nodes)),
        rename: Callback::new(move |(node, name): (Node, String)| rename(studio, &node, &name)),
        menu: Callback::new(move |(node, x, y): (Node, i32, i32)| {
            let nodes = picked.get_untracked();
            let entries = menu::entries(studio, &node, &nodes, open, renaming);
            menu.set((!entries.is_empty()).then_some((Place::At(x, y), entries)));
        }),
        focus: Callback::new(move |()| picked.notify()),
        shift: Callback::new(move |(nodes, by): (Vec<Node>, i32)| moves::shift(studio, &nodes, by)),
        accepts: Callback::new(move |(nodes, onto, spot): (Vec<Node>, Node, _)| {
            moves::accepts(studio, &nodes, &onto, spot)
        }),
        take: Callback::new(move |(nodes, onto, spot): (Vec<Node>, Node, _)| moves::take(studio, &nodes, &onto, spot)),
        files_over: Callback::new(move |node: Option<Node>| {
            if kind != NavigatorTab::Resources {
                return false;
            }
            let folder = node.and_then(|node| moves::folder_at(studio, &node));
            if studio.screen.held_over.with_untracked(|held| *held != folder) {
                studio.screen.held_over.set(folder);
            }
            true
        }),
        ..reading
    }
}

/// What a click or Enter opens.
fn target_of(studio: Studio, node: &Node) -> Option<Target> {
    match node {
        Node::Element(Target::Resource(key)) => target_of_file(studio, *key),
        Node::Element(target) => Some(*target),
        Node::Folder(_) | Node::Files(_) | Node::Excluded(_) => None,
    }
}

/// Deletes what the lines stand for; of a folder of files all that lies in it.
fn delete(studio: Studio, nodes: &[Node]) {
    let mut items: Vec<Item> = nodes.iter().filter_map(Node::item).filter(|item| *item != Item::Extension).collect();
    studio.derived.extension.with_untracked(|extension| {
        let Some(extension) = extension else { return };
        for path in nodes.iter().filter_map(|node| if let Node::Files(path) = node { Some(path) } else { None }) {
            let (keys, _) = below(extension, path);
            items.extend(keys.into_iter().map(Item::Resource));
        }
    });
    items.sort();
    items.dedup();
    if !items.is_empty() {
        studio.give(DocumentCommand::Delete(items));
    }
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
