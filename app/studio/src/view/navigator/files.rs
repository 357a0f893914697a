//! The lines of the tree of files.

use std::collections::BTreeMap;
use std::sync::Arc;

use extension::{Extension, Item, Resource, Severity};
use workbench::{ResourceState, Target};

use super::node::Node;
use super::rows::{Row, Sight, folder_icon, worst};

/// A folder of files while the tree is made, by its name in lower case: a Platform Server ignores case.
#[derive(Default)]
struct Branch<'a> {
    name: &'a str,
    folders: BTreeMap<String, Branch<'a>>,
    files: Vec<(&'a Arc<Resource>, ResourceState)>,
    /// How many files lie in it and below, whether they show or not.
    total: usize,
}

impl<'a> Branch<'a> {
    fn add(&mut self, resource: &'a Arc<Resource>, state: ResourceState, shows: bool) {
        let mut branch = self;
        branch.total += 1;
        for part in resource.folder.parts() {
            branch = branch.folders.entry(part.to_lowercase()).or_default();
            if branch.name.is_empty() {
                branch.name = part;
            }
            branch.total += 1;
        }
        if shows {
            branch.files.push((resource, state));
        }
    }

    fn count(&self) -> usize {
        self.files.len() + self.folders.values().map(Branch::count).sum::<usize>()
    }

    fn worst(&self, sight: &Sight) -> Option<Severity> {
        let files = self.files.iter().map(|(resource, _)| sight.marks.of(Item::Resource(resource.key)));
        worst(files.chain(self.folders.values().map(|inner| inner.worst(sight))))
    }
}

/// The files by folder, those that are left out among them.
pub(crate) fn resource_rows(
    extension: &Extension,
    sight: &Sight,
    state: impl Fn(&Resource) -> ResourceState,
) -> Vec<Row> {
    let mut root = Branch::default();
    let shows = |resource: &Resource| sight.shows(resource.file_name.as_str());
    for resource in extension.resources.iter() {
        root.add(resource, state(resource), shows(resource));
    }
    for resource in extension.excluded.iter() {
        root.add(resource, ResourceState::Excluded, shows(resource));
    }
    let mut rows = Vec::new();
    add_branch(&mut root, "", 1, sight, &mut rows);
    rows
}

fn add_branch(branch: &mut Branch, path: &str, level: usize, sight: &Sight, rows: &mut Vec<Row>) {
    branch.folders.retain(|_, inner| sight.filter.is_empty() || inner.count() > 0);
    let folders = branch.folders.len();
    let count = folders + branch.files.len();
    for (index, inner) in branch.folders.values_mut().enumerate() {
        let path = format!("{path}\\{}", inner.name);
        let node = Node::Files(path.clone());
        let is_open = sight.is_open(&node);
        rows.push(Row {
            place: (index + 1, count),
            count: Some((inner.count(), inner.total)),
            is_open: Some(is_open),
            mark: inner.worst(sight),
            has_name: true,
            is_loose: true,
            ..Row::new(node, level, inner.name, (folder_icon(is_open), "of-resource"))
        });
        if is_open {
            add_branch(inner, &path, level + 1, sight, rows);
        }
    }
    branch.files.sort_by_cached_key(|(resource, _)| resource.file_name.as_str().to_lowercase());
    for (index, (resource, state)) in branch.files.iter().enumerate() {
        rows.push(Row { place: (folders + index + 1, count), ..file_row(resource, *state, level, sight) });
    }
}

fn file_row(resource: &Resource, state: ResourceState, level: usize, sight: &Sight) -> Row {
    let name = resource.file_name.as_str();
    let is_excluded = state == ResourceState::Excluded;
    let node = if is_excluded { Node::Excluded(resource.key) } else { Node::Element(Target::Resource(resource.key)) };
    let icon = if is_excluded { "circle-slash" } else { file_icon(resource.file_name.extension()) };
    let word = match state {
        ResourceState::Included => "",
        ResourceState::Modified => "modified",
        ResourceState::Excluded => "excluded",
    };
    Row {
        mark: sight.marks.of(Item::Resource(resource.key)).filter(|_| !is_excluded),
        note: word.to_owned(),
        found: sight.marked(name),
        has_name: !is_excluded,
        is_faded: is_excluded,
        is_loose: !is_excluded,
        ..Row::new(node, level, name, (icon, "of-resource"))
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
