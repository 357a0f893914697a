//! The menu of a line of the navigator.

use extension::{Edit, Item, Key};
use leptos::prelude::*;
use workbench::{DocumentCommand, ImportCommand, NavigationCommand, SourceCommand, TableImportCommand, Target};

use super::{Folder, Node, below, delete, import_details};
use crate::app::{Studio, Window};
use crate::menu_command::{MenuCommand, resources, search};
use crate::part::Entry;

/// The lines of the menu of a line, with all that is selected.
pub(super) fn entries(
    studio: Studio,
    node: &Node,
    picked: &[Node],
    open: Callback<Node>,
    renaming: RwSignal<Option<Node>>,
) -> Vec<Entry> {
    let mut entries = match node {
        _ if picked.len() > 1 => of_several(studio, picked),
        Node::Folder(folder) => {
            let add = match folder {
                Folder::Actions => MenuCommand::AddAction,
                Folder::Structures => MenuCommand::AddStructure,
                Folder::Entities => MenuCommand::AddEntity,
            };
            let mut entries = vec![Entry::Command(add)];
            if matches!(folder, Folder::Actions) {
                entries.push(Entry::Command(MenuCommand::ImportActions));
            }
            if matches!(folder, Folder::Entities) {
                entries.push(Entry::Command(MenuCommand::ConnectTable));
            }
            entries.extend([Entry::Line, Entry::Command(MenuCommand::Paste)]);
            return entries;
        }
        Node::Files(path) => of_folder(studio, path),
        Node::Excluded(key) => return of_excluded(studio, *key),
        Node::Element(target) => of_element(studio, node, *target, open),
    };
    entries.push(Entry::Line);
    if node.has_name() && picked.len() < 2 {
        let node = node.clone();
        entries.push(keyed("Rename", "edit", "F2", move || renaming.set(Some(node.clone()))));
    }
    if *node != Node::Element(Target::Extension) || picked.len() > 1 {
        let nodes = if picked.is_empty() { vec![node.clone()] } else { picked.to_vec() };
        let label = if nodes.len() > 1 { format!("Delete {} lines", nodes.len()) } else { "Delete".to_owned() };
        entries.push(keyed(&label, "trash", "Del", move || delete(studio, &nodes)));
    }
    entries
}

fn own(text: &str, icon: &'static str, press: impl Fn() + Send + Sync + 'static) -> Entry {
    Entry::Own(text.to_owned(), icon, Callback::new(move |()| press()))
}

fn keyed(text: &str, icon: &'static str, keys: &'static str, press: impl Fn() + Send + Sync + 'static) -> Entry {
    Entry::Keyed(text.to_owned(), icon, keys, Callback::new(move |()| press()))
}

fn clipboard() -> [Entry; 4] {
    [MenuCommand::Cut, MenuCommand::Copy, MenuCommand::Paste, MenuCommand::Duplicate].map(Entry::Command)
}

fn of_element(studio: Studio, node: &Node, target: Target, open: Callback<Node>) -> Vec<Entry> {
    let opened = node.clone();
    let mut entries = vec![keyed("Open", "go-to-file", "Enter", move || open.run(opened.clone()))];
    match target {
        Target::Extension => {
            let add = [MenuCommand::AddAction, MenuCommand::AddStructure, MenuCommand::AddEntity];
            entries.extend(add.map(Entry::Command));
            entries.extend([Entry::Line, Entry::Command(MenuCommand::Paste), Entry::Line]);
            entries.push(Entry::Command(MenuCommand::Verify));
            return entries;
        }
        Target::Resource(key) | Target::Source(key) => entries.extend(of_file(studio, key)),
        Target::Action(key) => {
            let edit = move || studio.give(SourceCommand::Edit { action: Some(key) });
            entries.push(own("Go to Source Code", "code", edit));
        }
        Target::Entity(key) => {
            let refresh = move || studio.give(TableImportCommand::Begin { entity: Some(key) });
            entries.push(own("Refresh Entity…", "refresh", refresh));
        }
        Target::Structure(_) => {}
    }
    if !matches!(target, Target::Action(_)) {
        entries.push(own("Find Uses", "references", move || search::show_uses(studio, target.item())));
    }
    if let Some((name, report)) = import_details(studio, target) {
        let show = move || studio.screen.show(Window::ImportDetails(name.clone(), report.clone()));
        entries.push(own("Import Details…", "info", show));
    }
    entries.push(Entry::Line);
    entries.extend(clipboard());
    entries
}

fn of_file(studio: Studio, key: Key) -> Vec<Entry> {
    let properties = move || studio.give(NavigationCommand::Open(Target::Resource(key)));
    let is_library = studio.derived.extension.with_untracked(|extension| {
        let file = extension.as_ref().and_then(|extension| extension.resource(key));
        file.is_some_and(|file| file.file_name.extension().eq_ignore_ascii_case("dll"))
    });
    let import = is_library.then(|| {
        own("Import Actions…", "library", move || studio.give(ImportCommand::Begin { resource: Some(key) }))
    });
    let mut entries = vec![
        own("Properties", "settings", properties),
        own("Download", "cloud-download", move || resources::download(studio, key)),
        own("Compare with Template", "file-code", move || studio.give(SourceCommand::CompareTemplate(key))),
        own("Replace…", "replace", move || resources::replace(studio, key)),
        own("Exclude from Extension", "circle-slash", move || exclude(studio, vec![key])),
    ];
    entries.extend(import);
    entries
}

fn of_excluded(studio: Studio, key: Key) -> Vec<Entry> {
    vec![
        own("Include in Extension", "add", move || studio.give(DocumentCommand::Edit(Edit::Include(vec![key])))),
        own("Download", "cloud-download", move || resources::download(studio, key)),
    ]
}

fn of_folder(studio: Studio, path: &str) -> Vec<Entry> {
    let (included, excluded) = studio
        .derived
        .extension
        .with_untracked(|extension| extension.as_ref().map(|extension| below(extension, path)).unwrap_or_default());
    let mut entries = vec![Entry::Command(MenuCommand::AddFiles), Entry::Command(MenuCommand::AddFolder), Entry::Line];
    if !included.is_empty() {
        entries.push(own("Exclude from Extension", "circle-slash", move || exclude(studio, included.clone())));
    }
    if !excluded.is_empty() {
        let include = move || studio.give(DocumentCommand::Edit(Edit::Include(excluded.clone())));
        entries.push(own("Include in Extension", "add", include));
    }
    entries.extend([Entry::Line, Entry::Command(MenuCommand::Paste)]);
    entries
}

fn of_several(studio: Studio, picked: &[Node]) -> Vec<Entry> {
    let files: Vec<Key> = picked
        .iter()
        .filter_map(|node| match node.item() {
            Some(Item::Resource(key)) => Some(key),
            _ => None,
        })
        .collect();
    let excluded: Vec<Key> =
        picked.iter().filter_map(|node| if let Node::Excluded(key) = node { Some(*key) } else { None }).collect();
    let mut entries = Vec::from(clipboard());
    if !files.is_empty() {
        entries.extend([
            Entry::Line,
            own("Exclude from Extension", "circle-slash", move || exclude(studio, files.clone())),
        ]);
    }
    if !excluded.is_empty() {
        let include = move || studio.give(DocumentCommand::Edit(Edit::Include(excluded.clone())));
        entries.extend([Entry::Line, own("Include in Extension", "add", include)]);
    }
    entries
}

fn exclude(studio: Studio, keys: Vec<Key>) {
    studio.give(DocumentCommand::Edit(Edit::Exclude(keys)));
}
