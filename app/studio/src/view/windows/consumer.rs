//! As Consumers See It: what modules get of the extension, and which changes break them.

use std::sync::Arc;

use extension::{Extension, Item};
use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::{
    Breaking, Command, ConsumerCommand, Consumers, NavigationCommand, Seen, SeenRow, Target, Workbench, seen,
};

use crate::app::{Studio, look_of, use_studio};
use crate::browser::files::{self, Wanted};
use crate::part::{Button, Dialog, Tree, TreeDeeds, TreeRow, icon};
use crate::view::editor::picture_address;

/// The window, while it is open.
#[component]
pub(crate) fn ConsumersWindow() -> impl IntoView {
    let studio = use_studio();
    let is_open = Memo::new(move |_| studio.derived.consumers.with(Option::is_some));
    move || is_open.get().then(|| view! { <Preview studio /> })
}

fn give(studio: Studio, command: ConsumerCommand) {
    studio.give(Command::Consumer(command));
}

#[component]
fn Preview(studio: Studio) -> impl IntoView {
    let close = Callback::new(move |()| give(studio, ConsumerCommand::Close));
    let chosen = RwSignal::new(None::<Item>);
    let never_saved = Signal::derive(move || studio.derived.file_name.with(Option::is_none));
    view! {
        <Dialog title="As Consumers See It" class="consumers" close>
            <Breaks studio close />
            <div class="consumers-body">
                <Elements studio chosen />
                <Details studio chosen />
            </div>
            <div class="dialog-feet">
                <Button
                    label="Compare with Published"
                    secondary=true
                    press=move || give(studio, ConsumerCommand::Show)
                />
                <Button
                    label="Compare with Saved"
                    secondary=true
                    disabled=never_saved
                    press=move || give(studio, ConsumerCommand::CompareSaved)
                />
                <Button label="Compare with XIF…" secondary=true press=move || pick(studio) />
                <span class="space"></span>
                <Button label="Close" press=move || close.run(()) />
            </div>
        </Dialog>
    }
}

/// Asks for the XIF that consumers have.
fn pick(studio: Studio) {
    spawn_local(async move {
        match files::pick_files(Wanted::File).await {
            Ok(mut picked) => {
                if let Some(file) = picked.pop() {
                    give(studio, ConsumerCommand::CompareFile { file_name: file.name, bytes: file.bytes });
                }
            }
            Err(why) => studio.tell(Workbench::reading_failed("The file", &why)),
        }
    });
}

/// What breaks consumers, and what that was compared with.
#[component]
fn Breaks(studio: Studio, close: Callback<()>) -> impl IntoView {
    let consumers = studio.derived.consumers;
    let said = move || consumers.with(|consumers| consumers.as_ref().map(said_of));
    let line = move |change: Breaking| {
        let path = match change.item {
            Some(item) => {
                let go = move |_| {
                    close.run(());
                    studio.give(NavigationCommand::Open(Target::of(item)));
                };
                view! {
                    <button type="button" class="link-button" on:click=go>
                        {change.path}
                    </button>
                }
                .into_any()
            }
            None => view! { <strong>{change.path}</strong> }.into_any(),
        };
        view! {
            <li>
                {path} <span>{change.change}</span> <span class="hint">{change.reason}</span>
            </li>
        }
    };
    let lines = move || consumers.with(|consumers| consumers.as_ref().map(|it| Arc::clone(&it.breaks)));
    let list = move || {
        let lines = lines().filter(|lines| !lines.is_empty())?;
        let lines = lines.iter().cloned().map(line).collect_view();
        Some(view! {
            <ul class="breaking" aria-label="Changes that break consumers" tabindex="0">
                {lines}
            </ul>
        })
    };
    view! {
        <div class="consumers-head" aria-live="polite">
            {move || said().map(|(name, tone, text)| view! { <p class="connect-line">{icon(name, tone)} <span>{text}</span></p> })}
            {list}
        </div>
    }
}

/// Icon, its class, and what is said of the comparison.
fn said_of(consumers: &Consumers) -> (&'static str, &'static str, String) {
    let note = consumers.note.clone().unwrap_or_default();
    if consumers.is_looking {
        return ("sync", "", "Looking up the published version…".to_owned());
    }
    let Some(against) = &consumers.against else {
        return ("info", "of-information", format!("Nothing to compare with. {note}"));
    };
    let text = match consumers.breaks.len() {
        0 => format!("No breaking changes compared with {against}. {note}"),
        count => {
            let changes = words::counted_as(count, "change breaks", "changes break");
            format!("{changes} consumers, compared with {against}. {note}")
        }
    };
    if consumers.breaks.is_empty() { ("pass", "of-done", text) } else { ("warning", "of-warning", text) }
}

/// A line of the tree: a group, or an element.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Node {
    Group(&'static str),
    Element(Item),
}

/// The elements, as Manage Dependencies lists them.
#[component]
fn Elements(studio: Studio, chosen: RwSignal<Option<Item>>) -> impl IntoView {
    let closed = RwSignal::new(Vec::<&'static str>::new());
    let rows = Memo::new(move |_| {
        let closed = closed.get();
        studio.derived.extension.with(|extension| extension.as_ref().map(|it| rows_of(it, &closed)).unwrap_or_default())
    });
    let toggle = Callback::new(move |node: Node| {
        if let Node::Group(name) = node {
            closed.update(|closed| match closed.iter().position(|other| *other == name) {
                Some(at) => drop(closed.remove(at)),
                None => closed.push(name),
            });
        }
    });
    let open = Callback::new(move |node: Node| match node {
        Node::Element(item) => chosen.set(Some(item)),
        Node::Group(_) => toggle.run(node),
    });
    let picked = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        // The arrows pick a line; what is picked is shown.
        if let Some(Node::Element(item)) = picked.with(|picked: &Vec<Node>| picked.first().cloned()) {
            chosen.set(Some(item));
        }
    });
    let deeds = TreeDeeds::reading(toggle, open);
    view! { <Tree label="What consumers see" rows selected=Signal::stored(None) picked deeds /> }
}

fn rows_of(extension: &Extension, closed: &[&'static str]) -> Vec<TreeRow<Node>> {
    let actions = extension
        .actions
        .iter()
        .map(|it| (Item::Action(it.key), it.name.to_string(), if it.is_function { "Function" } else { "" }));
    let structures = extension.structures.iter().map(|it| (Item::Structure(it.key), it.name.to_string(), ""));
    let entities = extension.entities.iter().map(|it| (Item::Entity(it.key), it.name.to_string(), ""));
    let mut rows = Vec::new();
    let groups = [
        ("Actions", actions.collect::<Vec<_>>()),
        ("Structures", structures.collect()),
        ("Entities", entities.collect()),
    ];
    for (group, (name, lines)) in groups.into_iter().enumerate() {
        let (is_open, count) = (!closed.contains(&name), lines.len());
        let mut head = TreeRow::new(Node::Group(name), 1, name, ("folder", ""));
        (head.place, head.is_open, head.count) = ((group + 1, 3), Some(is_open), Some((count, count)));
        rows.push(head);
        for (index, (item, text, note)) in lines.into_iter().enumerate().filter(|_| is_open) {
            let mut row = TreeRow::new(Node::Element(item), 2, text, look_of(Target::of(item)));
            (row.place, row.note) = ((index + 1, count), note.to_owned());
            rows.push(row);
        }
    }
    rows
}

/// The chosen element with its parameters or attributes.
#[component]
fn Details(studio: Studio, chosen: RwSignal<Option<Item>>) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let item = chosen.get()?;
        studio.derived.extension.with(|extension| Some((item, seen(extension.as_ref()?, item)?)))
    });
    let picture = Memo::new(move |_| {
        let key = shown.with(|shown| shown.as_ref().and_then(|(_, seen)| seen.icon))?;
        studio.derived.extension.with(|extension| picture_address(extension.as_ref()?.resource(key)?))
    });
    move || match shown.get() {
        None => {
            view! { <p class="consumers-detail nothing">"Choose an element to see it as consumers do."</p> }.into_any()
        }
        Some((item, seen)) => view! {
            <section class="consumers-detail" aria-label="Element" tabindex="0">
                <h3>
                    {move || match picture.get() {
                        Some(address) => view! { <img src=address alt="" /> }.into_any(),
                        None => {
                            let (name, tone) = look_of(Target::of(item));
                            icon(name, tone).into_any()
                        }
                    }}
                    {seen.name.clone()}
                    {seen.is_function.then(|| view! { <span class="hint">"Function, also in expressions"</span> })}
                </h3>
                <p class="hint">{seen.description.clone()}</p>
                {rows_table(&seen)}
            </section>
        }
        .into_any(),
    }
}

fn rows_table(seen: &Seen) -> AnyView {
    if seen.rows.is_empty() {
        return view! { <p class="download-none">"It has no parameters or attributes."</p> }.into_any();
    }
    let has_direction = seen.rows.iter().any(|row| !row.direction.is_empty());
    let row = |row: &SeenRow| {
        view! {
            <tr>
                <th scope="row" title=row.description.clone()>{row.name.clone()}</th>
                {has_direction.then(|| view! { <td>{row.direction}</td> })}
                <td>
                    {row.data_type.clone()}
                    {(!row.note.is_empty()).then(|| view! { <div class="hint">{row.note.clone()}</div> })}
                </td>
                <td>{if row.is_mandatory { "Yes" } else { "" }}</td>
                <td>{row.default.clone()}</td>
            </tr>
        }
    };
    view! {
        <div class="server-list">
            <table aria-label="Parameters and attributes">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        {has_direction.then(|| view! { <th scope="col">"Direction"</th> })}
                        <th scope="col">"Data Type"</th>
                        <th scope="col">"Mandatory"</th>
                        <th scope="col">"Default Value"</th>
                    </tr>
                </thead>
                <tbody>{seen.rows.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
