//! Moving lines of the navigator: elements within their folder, files and folders into another folder.

use extension::{Edit, Element, Elements, Extension, Folder as FileFolder, Item, Key, ResourceEdit};
use leptos::prelude::*;
use workbench::{DocumentCommand, Target};

use super::node::{Folder, Node, folder_of};
use crate::app::Studio;
use crate::part::Spot;

/// The folder of files that a line is or lies in, with a backslash at both ends.
pub(super) fn folder_at(studio: Studio, node: &Node) -> Option<String> {
    let key = match node {
        Node::Files(path) => return Some(folder_of(path)),
        Node::Element(Target::Resource(key)) | Node::Excluded(key) => *key,
        _ => return None,
    };
    studio.derived.extension.with_untracked(|extension| {
        let extension = extension.as_ref()?;
        let excluded = || extension.excluded.iter().find(|resource| resource.key == key);
        extension.resource(key).or_else(excluded).map(|resource| resource.folder.as_str().to_owned())
    })
}

/// The folders in which the lines lie.
pub(super) fn folders_above(studio: Studio, nodes: &[Node]) -> Vec<Node> {
    let mut folders = vec![Node::Element(Target::Extension)];
    for node in nodes {
        match node {
            Node::Element(Target::Action(_)) => folders.push(Node::Folder(Folder::Actions)),
            Node::Element(Target::Structure(_)) => folders.push(Node::Folder(Folder::Structures)),
            Node::Element(Target::Entity(_)) => folders.push(Node::Folder(Folder::Entities)),
            _ => {}
        }
        let mut path = String::new();
        for part in folder_at(studio, node).unwrap_or_default().split('\\').filter(|part| !part.is_empty()) {
            path = format!("{path}\\{part}");
            folders.push(Node::Files(path.clone()));
        }
    }
    folders
}

/// The folder's elements in their order.
fn siblings(extension: &Extension, item: Item) -> Vec<Item> {
    fn all<T: Element>(elements: &Elements<T>, item: fn(Key) -> Item) -> Vec<Item> {
        elements.iter().map(|element| item(element.key())).collect()
    }
    match item {
        Item::Action(_) => all(&extension.actions, Item::Action),
        Item::Structure(_) => all(&extension.structures, Item::Structure),
        Item::Entity(_) => all(&extension.entities, Item::Entity),
        _ => Vec::new(),
    }
}

/// The elements of the lines, when they are all of one folder.
fn of_one_folder(nodes: &[Node]) -> Option<Vec<Item>> {
    let items: Vec<Item> = nodes.iter().map(Node::item).collect::<Option<_>>()?;
    let kind = items.first()?.kind();
    let is_element = |item: &Item| matches!(item, Item::Action(_) | Item::Structure(_) | Item::Entity(_));
    items.iter().all(|item| is_element(item) && item.kind() == kind).then_some(items)
}

/// Moves the elements of the lines up (−1) or down (1) in their folder.
pub(super) fn shift(studio: Studio, nodes: &[Node], by: i32) {
    let Some(items) = of_one_folder(nodes) else { return };
    let first = studio.derived.extension.with_untracked(|extension| {
        let list = siblings(extension.as_ref()?, *items.first()?);
        list.iter().position(|item| items.contains(item))
    });
    let to = first.and_then(|first| first.checked_add_signed(isize::try_from(by).ok()?));
    if let Some(to) = to {
        studio.give(DocumentCommand::Move { items, to });
    }
}

/// Whether the lines can be dropped there.
pub(super) fn accepts(studio: Studio, nodes: &[Node], onto: &Node, spot: Spot) -> bool {
    match spot {
        Spot::Before | Spot::Behind => of_one_folder(nodes).is_some_and(|items| {
            onto.item().is_some_and(|item| item.kind() == items[0].kind() && !items.contains(&item))
        }),
        Spot::Into => folder_at(studio, onto).is_some_and(|to| {
            let to = to.to_lowercase();
            let goes = |node: &Node| match node {
                Node::Files(path) => !to.starts_with(&folder_of(path).to_lowercase()) && to != folder_of(outer(path)),
                Node::Element(Target::Resource(_)) => {
                    folder_at(studio, node).is_some_and(|from| from.to_lowercase() != to)
                }
                _ => false,
            };
            nodes.iter().all(goes)
        }),
    }
}

fn outer(path: &str) -> &str {
    path.rsplit_once('\\').map_or("", |(outer, _)| outer)
}

/// Moves the lines there.
pub(super) fn take(studio: Studio, nodes: &[Node], onto: &Node, spot: Spot) {
    if spot != Spot::Into {
        return reorder(studio, nodes, onto, spot);
    }
    let Some(to) = folder_at(studio, onto) else { return };
    let mut edits = Vec::new();
    for node in nodes {
        match node {
            Node::Files(path) => {
                let name = path.rsplit('\\').next().unwrap_or_default();
                studio.give(DocumentCommand::MoveFolder { from: folder_of(path), to: format!("{to}{name}\\") });
            }
            Node::Element(Target::Resource(key)) => {
                edits.push(Edit::Resource(*key, ResourceEdit::Move(FileFolder::as_found(&to))));
            }
            _ => {}
        }
    }
    match edits.len() {
        0 => {}
        1 => edits.into_iter().for_each(|edit| studio.give(DocumentCommand::Edit(edit))),
        count => studio.give(DocumentCommand::Edit(Edit::All(format!("Move {count} resources to {to}"), edits))),
    }
}

fn reorder(studio: Studio, nodes: &[Node], onto: &Node, spot: Spot) {
    let (Some(items), Some(onto)) = (of_one_folder(nodes), onto.item()) else { return };
    let place = studio.derived.extension.with_untracked(|extension| {
        let mut list = siblings(extension.as_ref()?, onto);
        list.retain(|item| !items.contains(item));
        list.iter().position(|item| *item == onto)
    });
    if let Some(place) = place {
        studio.give(DocumentCommand::Move { items, to: if spot == Spot::Behind { place + 1 } else { place } });
    }
}
