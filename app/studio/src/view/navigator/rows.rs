//! The lines of the two trees.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use extension::{Element, Elements, Extension, Key, Resource};
use workbench::{Problem, Severity, Target};

use super::node::{Folder, Node};
use crate::part::TreeRow;
use crate::view::tabs::look_of;

type Row = TreeRow<Node>;

/// How the trees are looked at.
pub(crate) struct Sight<'a> {
    /// What names must contain, in lower case; everything is open while there is a filter.
    pub(crate) filter: &'a str,
    /// The lines that are closed.
    pub(crate) closed: &'a HashSet<Node>,
    /// What is to be mended.
    pub(crate) problems: &'a [Problem],
}

impl Sight<'_> {
    fn shows(&self, name: &str) -> bool {
        self.filter.is_empty() || name.to_lowercase().contains(self.filter)
    }

    fn is_open(&self, node: &Node) -> bool {
        !self.filter.is_empty() || !self.closed.contains(node)
    }

    fn mark_of(&self, resource: Key) -> Option<Severity> {
        let own = self.problems.iter().filter(|problem| problem.resource == Some(resource));
        own.map(|problem| problem.severity).min()
    }
}

fn row(node: Node, level: usize, name: &str, icon: (&'static str, &'static str)) -> Row {
    let has_name = node.has_name();
    Row {
        node,
        level,
        place: (1, 1),
        name: name.to_owned(),
        note: String::new(),
        icon,
        count: None,
        is_open: None,
        mark: None,
        has_name,
    }
}

/// The extension with its folders of elements.
pub(crate) fn element_rows(extension: &Extension, sight: &Sight) -> Vec<Row> {
    let root = Node::Element(Target::Extension);
    let is_open = sight.is_open(&root);
    let mut rows =
        vec![Row { is_open: Some(is_open), ..row(root, 1, extension.name.as_str(), look_of(Target::Extension)) }];
    if is_open {
        let actions = folder(&extension.actions, (Folder::Actions, "Actions", 1), Target::Action, sight);
        let structures = folder(&extension.structures, (Folder::Structures, "Structures", 2), Target::Structure, sight);
        let entities = folder(&extension.entities, (Folder::Entities, "Entities", 3), Target::Entity, sight);
        rows.extend([actions, structures, entities].into_iter().flatten());
        for row in &mut rows {
            if let Node::Element(Target::Action(key)) = row.node {
                let is_function = extension.actions.get(key).is_some_and(|action| action.is_function);
                row.note = if is_function { "function".to_owned() } else { String::new() };
            }
        }
    }
    let is_found = sight.filter.is_empty() || rows.len() > 1 || sight.shows(extension.name.as_str());
    if is_found { rows } else { Vec::new() }
}

fn folder<T: Element>(
    elements: &Elements<T>,
    (kind, name, position): (Folder, &str, usize),
    target: fn(Key) -> Target,
    sight: &Sight,
) -> Vec<Row> {
    let found: Vec<&Arc<T>> = elements.iter().filter(|element| sight.shows(element.name().as_str())).collect();
    if found.is_empty() && !sight.filter.is_empty() {
        return Vec::new();
    }
    let node = Node::Folder(kind);
    let is_open = sight.is_open(&node);
    let icon = if is_open { "folder-opened" } else { "folder" };
    let head = Row {
        place: (position, 3),
        count: Some(elements.len()),
        is_open: (!elements.is_empty()).then_some(is_open),
        ..row(node, 2, name, (icon, "of-resource"))
    };
    let count = found.len();
    let line = |(index, element): (usize, &Arc<T>)| {
        let target = target(element.key());
        Row { place: (index + 1, count), ..row(Node::Element(target), 3, element.name().as_str(), look_of(target)) }
    };
    let lines = found.into_iter().enumerate().filter(|_| is_open).map(line);
    std::iter::once(head).chain(lines).collect()
}

/// A folder of files while the tree is made.
#[derive(Default)]
struct Branch<'a> {
    folders: BTreeMap<String, Branch<'a>>,
    files: Vec<&'a Arc<Resource>>,
}

impl Branch<'_> {
    fn count(&self) -> usize {
        self.files.len() + self.folders.values().map(Branch::count).sum::<usize>()
    }
}

/// The files by folder.
pub(crate) fn resource_rows(extension: &Extension, sight: &Sight) -> Vec<Row> {
    let mut root = Branch::default();
    for resource in extension.resources.iter().filter(|resource| sight.shows(resource.file_name.as_str())) {
        let mut branch = &mut root;
        for part in resource.folder.parts() {
            branch = branch.folders.entry(part.to_owned()).or_default();
        }
        branch.files.push(resource);
    }
    let mut rows = Vec::new();
    add_branch(&root, "", 1, sight, &mut rows);
    rows
}

fn add_branch(branch: &Branch, path: &str, level: usize, sight: &Sight, rows: &mut Vec<Row>) {
    let count = branch.folders.len() + branch.files.len();
    for (index, (name, inner)) in branch.folders.iter().enumerate() {
        let path = format!("{path}\\{name}");
        let node = Node::Files(path.clone());
        let is_open = sight.is_open(&node);
        let icon = if is_open { "folder-opened" } else { "folder" };
        rows.push(Row {
            place: (index + 1, count),
            count: Some(inner.count()),
            is_open: Some(is_open),
            ..row(node, level, name, (icon, "of-resource"))
        });
        if is_open {
            add_branch(inner, &path, level + 1, sight, rows);
        }
    }
    let mut files = branch.files.clone();
    files.sort_by_key(|resource| resource.file_name.as_str().to_lowercase());
    for (index, resource) in files.into_iter().enumerate() {
        rows.push(Row {
            place: (branch.folders.len() + index + 1, count),
            mark: sight.mark_of(resource.key),
            ..row(
                Node::Element(Target::Resource(resource.key)),
                level,
                resource.file_name.as_str(),
                (file_icon(resource.file_name.extension()), "of-resource"),
            )
        });
    }
}

fn file_icon(ending: &str) -> &'static str {
    match ending.to_ascii_lowercase().as_str() {
        "cs" | "js" | "css" | "html" | "aspx" | "asmx" => "file-code",
        "dll" | "pdb" | "exe" => "file-binary",
        "png" | "jpg" | "jpeg" | "gif" | "bmp" | "ico" | "svg" | "webp" => "file-media",
        "zip" | "nupkg" => "file-zip",
        "sln" | "csproj" | "config" | "xml" | "json" => "settings",
        _ => "file",
    }
}
