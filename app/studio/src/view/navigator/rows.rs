//! The lines of the tree of elements.

use std::collections::HashSet;

use extension::{Element, Elements, Extension, Item, Key, Severity};
use listbox::Matcher;
use workbench::{Marks, Target};

use super::node::{Folder, Node};
use crate::app::look_of;
use crate::part::TreeRow;

pub(super) type Row = TreeRow<Node>;

/// How the trees are looked at.
pub(crate) struct Sight<'a> {
    /// What names must have; everything is open while there is a filter.
    pub(crate) filter: &'a Matcher,
    /// The lines that are closed.
    pub(crate) closed: &'a HashSet<Node>,
    /// What is to be mended.
    pub(crate) marks: &'a Marks,
}

impl Sight<'_> {
    pub(super) fn shows(&self, name: &str) -> bool {
        self.filter.finds(name)
    }

    pub(super) fn is_open(&self, node: &Node) -> bool {
        !self.filter.is_empty() || !self.closed.contains(node)
    }

    /// The ranges of a name that are to be marked.
    pub(super) fn marked(&self, name: &str) -> Vec<(usize, usize)> {
        self.filter.ranges(name).into_iter().map(|range| (range.start, range.end)).collect()
    }
}

/// The extension with its folders of elements.
pub(crate) fn element_rows(extension: &Extension, sight: &Sight) -> Vec<Row> {
    let root = Node::Element(Target::Extension);
    let is_open = sight.is_open(&root);
    let none = |_: Key| "";
    let function = |action: &extension::Action| if action.is_function { "function" } else { "" };
    let folders = [
        folder(&extension.actions, Folder::Actions, Target::Action, function, sight),
        folder(&extension.structures, Folder::Structures, Target::Structure, |it| none(it.key), sight),
        folder(&extension.entities, Folder::Entities, Target::Entity, |it| none(it.key), sight),
    ];
    let own = sight.marks.of(Item::Extension);
    let head = Row {
        is_open: Some(is_open),
        has_name: true,
        mark: folders.iter().filter_map(|lines| lines.first()?.mark).chain(own).min(),
        found: sight.marked(extension.name.as_str()),
        ..Row::new(root, 1, extension.name.as_str(), look_of(Target::Extension))
    };
    let mut rows = vec![head];
    if is_open {
        rows.extend(folders.into_iter().flatten());
    }
    let is_found = sight.filter.is_empty() || rows.len() > 1 || sight.shows(extension.name.as_str());
    if is_found { rows } else { Vec::new() }
}

impl Folder {
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Actions => "Actions",
            Self::Structures => "Structures",
            Self::Entities => "Entities",
        }
    }
}

fn folder<T: Element>(
    elements: &Elements<T>,
    kind: Folder,
    target: fn(Key) -> Target,
    note: impl Fn(&T) -> &'static str,
    sight: &Sight,
) -> Vec<Row> {
    let found: Vec<&T> =
        elements.iter().map(AsRef::as_ref).filter(|element: &&T| sight.shows(element.name().as_str())).collect();
    if found.is_empty() && !sight.filter.is_empty() {
        return Vec::new();
    }
    let head = Node::Folder(kind);
    let is_open = sight.is_open(&head);
    let mark_of = |element: &T| sight.marks.of(target(element.key()).item());
    let count = found.len();
    let first = Row {
        place: (kind as usize + 1, 3),
        count: Some((count, elements.len())),
        is_open: (!elements.is_empty()).then_some(is_open),
        mark: worst(elements.iter().map(|element| mark_of(element))),
        ..Row::new(head, 2, kind.label(), (folder_icon(is_open), "of-resource"))
    };
    let line = |(index, element): (usize, &T)| {
        let (target, name) = (target(element.key()), element.name().as_str());
        Row {
            place: (index + 1, count),
            mark: mark_of(element),
            note: note(element).to_owned(),
            found: sight.marked(name),
            has_name: true,
            is_loose: true,
            ..Row::new(Node::Element(target), 3, name, look_of(target))
        }
    };
    let lines = found.into_iter().enumerate().filter(|_| is_open).map(line);
    std::iter::once(first).chain(lines).collect()
}

/// The worst of several severities.
pub(super) fn worst(severities: impl Iterator<Item = Option<Severity>>) -> Option<Severity> {
    severities.flatten().min()
}

pub(super) const fn folder_icon(is_open: bool) -> &'static str {
    if is_open { "folder-opened" } else { "folder" }
}
