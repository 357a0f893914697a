//! The versions of a draft.

use extension::{Extension, Timestamp};

use crate::is_same;

/// A document that is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Stands for it in this draft; never used again.
    pub number: u32,
    /// What it is called: the user's words, a file name, an environment, or nothing.
    pub name: String,
    /// Why it was kept.
    pub kind: VersionKind,
    /// When it stood like this, in local time.
    pub time: Timestamp,
    /// The document.
    pub extension: Extension,
}

/// Why a version was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VersionKind {
    /// The user named it.
    Named,
    /// It was written to a file.
    Saved,
    /// It was published.
    Published,
    /// It stood like this a while ago.
    Automatic,
}

/// The most versions that the studio keeps by itself; the oldest go.
pub(super) const MOST_BY_ITSELF: usize = 50;

/// The versions of a document, the earliest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Versions {
    pub(super) list: Vec<Version>,
    pub(super) last_number: u32,
    /// The document after the last change, and when that was.
    pub(super) seen: Option<(Timestamp, Extension)>,
}

impl Versions {
    /// The versions as they were kept.
    pub(crate) fn restored(list: Vec<Version>) -> Self {
        let last_number = list.iter().map(|version| version.number).max().unwrap_or(0);
        Self { list, last_number, seen: None }
    }

    /// All of them, the earliest first.
    pub(crate) fn list(&self) -> &[Version] {
        &self.list
    }

    pub(super) fn get(&self, number: u32) -> Option<&Version> {
        self.list.iter().find(|version| version.number == number)
    }

    pub(super) fn add(&mut self, name: String, kind: VersionKind, time: Timestamp, extension: Extension) {
        self.last_number += 1;
        self.list.push(Version { number: self.last_number, name, kind, time, extension });
        let by_itself = self.list.iter().filter(|version| version.kind != VersionKind::Named).count();
        for _ in MOST_BY_ITSELF..by_itself {
            if let Some(oldest) = self.list.iter().position(|version| version.kind != VersionKind::Named) {
                self.list.remove(oldest);
            }
        }
    }

    pub(super) fn has(&self, extension: &Extension) -> bool {
        self.list.iter().any(|version| is_same(&version.extension, extension))
    }
}

impl Version {
    /// What it is called in messages.
    pub fn label(&self) -> String {
        match self.kind {
            VersionKind::Named => format!("the version “{}”", self.name),
            VersionKind::Saved => format!("{} as it was saved at {}", self.name, self.time),
            VersionKind::Published => format!("what was published to {} at {}", self.name, self.time),
            VersionKind::Automatic => format!("the draft at {}", self.time),
        }
    }
}
