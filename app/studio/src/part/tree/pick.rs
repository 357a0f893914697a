//! Selecting lines of a tree.

use std::collections::HashSet;
use std::hash::Hash;

use leptos::prelude::*;

use super::Trunk;

impl<N: Clone + Eq + Hash + Send + Sync + 'static> Trunk<N> {
    /// Selects this line alone.
    pub(super) fn pick(self, node: N) {
        self.anchor.set(Some(node.clone()));
        if self.picked.with_untracked(|picked| picked.as_slice() != [node.clone()]) {
            self.picked.set(vec![node]);
        }
    }

    /// Selects the line too, or no longer.
    pub(super) fn pick_other(self, node: N) {
        if !self.has_many {
            return self.pick(node);
        }
        self.anchor.set(Some(node.clone()));
        self.picked.update(|picked| match picked.iter().position(|other| *other == node) {
            Some(position) => drop(picked.remove(position)),
            None => picked.push(node),
        });
    }

    /// Selects the lines from where a range begins to this one.
    pub(super) fn pick_to(self, index: usize) {
        let anchor = self.anchor.get_untracked();
        let range = self.rows.with_untracked(|rows| {
            let from = anchor.and_then(|anchor| rows.iter().position(|row| row.node == anchor)).unwrap_or(index);
            let last = rows.len().saturating_sub(1);
            let (low, high) = (from.min(index).min(last), from.max(index).min(last));
            rows.get(low..=high).unwrap_or_default().iter().map(|row| row.node.clone()).collect::<Vec<_>>()
        });
        if self.has_many {
            self.picked.set(range);
        } else if let Some(node) = self.node_at(index) {
            self.pick(node);
        }
    }

    /// Selects the lines that lie with this one in the same line.
    pub(super) fn pick_siblings(self, at: usize) {
        if !self.has_many {
            return;
        }
        let siblings = self.rows.with_untracked(|rows| {
            let Some(level) = rows.get(at).map(|row| row.level) else { return Vec::new() };
            let before = rows[..at].iter().rev().take_while(|row| row.level >= level);
            let behind = rows[at..].iter().take_while(|row| row.level >= level);
            let mut nodes: Vec<N> = before.filter(|row| row.level == level).map(|row| row.node.clone()).collect();
            nodes.reverse();
            nodes.extend(behind.filter(|row| row.level == level).map(|row| row.node.clone()));
            nodes
        });
        self.picked.set(siblings);
    }

    /// Lines that are selected from outside, such as pasted ones: the first becomes the current one, and is in
    /// sight.
    pub(super) fn follow_picked(self) {
        Effect::new(move |before: Option<HashSet<N>>| {
            let before = before.unwrap_or_default();
            let now = self.picked_set.get();
            let is_picked = |node: &N| now.contains(node);
            if !self.current.with_untracked(|current| current.as_ref().is_some_and(is_picked)) {
                let is_new = |node: &N| now.contains(node) && !before.contains(node);
                let first = self.rows.with_untracked(|rows| rows.iter().position(|row| is_new(&row.node)));
                if let Some(index) = first {
                    self.go(index);
                }
            }
            now
        });
    }

    /// What something done to this line is about: all that is selected when it is among that, in the order
    /// of the tree.
    pub(super) fn about(self, node: &N) -> Vec<N> {
        self.picked_set.with_untracked(|picked| {
            if picked.contains(node) {
                self.rows.with_untracked(|rows| {
                    rows.iter().filter(|row| picked.contains(&row.node)).map(|row| row.node.clone()).collect()
                })
            } else {
                vec![node.clone()]
            }
        })
    }

    /// Selects a line for its menu, when it is not among what is selected.
    pub(super) fn pick_for_menu(self, node: &N) {
        self.current.set(Some(node.clone()));
        if !self.picked_set.with_untracked(|picked| picked.contains(node)) {
            self.pick(node.clone());
        }
    }
}
