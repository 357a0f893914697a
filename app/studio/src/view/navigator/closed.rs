//! Which lines of the trees are closed, remembered for each extension.

use std::collections::HashSet;

use extension::Key;
use leptos::prelude::*;

use super::node::{Folder, Node};
use crate::app::Studio;
use crate::browser::storage;

/// The closed lines of the trees of the open extension.
#[derive(Clone, Copy)]
pub(crate) struct Closed(RwSignal<HashSet<Node>>);

fn memory_of(extension: Key) -> String {
    format!("closed.{extension}")
}

impl Closed {
    /// The closed lines as the browser remembers them, for each extension that is opened.
    pub(crate) fn follow(studio: Studio) -> Self {
        let closed = RwSignal::new(HashSet::new());
        let key = Memo::new(move |_| studio.derived.extension.with(|extension| extension.as_ref().map(|it| it.key)));
        Effect::new(move |_| {
            if let Some(key) = key.get() {
                closed.set(recall(&memory_of(key)));
            }
        });
        Self(closed)
    }

    /// Opens a closed line, closes an open one.
    pub(crate) fn toggle(self, studio: Studio, node: Node) {
        self.0.update(|closed| {
            if !closed.remove(&node) {
                closed.insert(node);
            }
        });
        self.keep(studio);
    }

    /// Opens these lines.
    pub(crate) fn open(self, studio: Studio, nodes: &[Node]) {
        if self.0.with_untracked(|closed| nodes.iter().any(|node| closed.contains(node))) {
            self.0.update(|closed| closed.retain(|node| !nodes.contains(node)));
            self.keep(studio);
        }
    }

    /// The closed lines; the reader follows them.
    pub(crate) fn with<T>(self, read: impl FnOnce(&HashSet<Node>) -> T) -> T {
        self.0.with(read)
    }

    fn keep(self, studio: Studio) {
        let key = studio.derived.extension.with_untracked(|extension| extension.as_ref().map(|it| it.key));
        let names: Vec<String> = self.0.with_untracked(|closed| closed.iter().filter_map(Node::memory).collect());
        if let (Some(key), Ok(text)) = (key, serde_json::to_string(&names)) {
            storage::remember(&memory_of(key), &text);
        }
    }
}

fn recall(name: &str) -> HashSet<Node> {
    let names: Vec<String> =
        storage::recall(name).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let folders = [Folder::Actions, Folder::Structures, Folder::Entities].map(Node::Folder);
    let node = |name: String| {
        let known = folders.iter().find(|folder| folder.memory().as_deref() == Some(&name));
        known.cloned().or_else(|| name.starts_with('\\').then_some(Node::Files(name)))
    };
    names.into_iter().filter_map(node).collect()
}
