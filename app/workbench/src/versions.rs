//! Versions of a draft: documents that stay, whatever is done and undone afterwards.
//!
//! The user names some; the studio keeps others by itself: what a save wrote, what was published, and how the document
//! stood every ten minutes of work.

use std::sync::Arc;

use extension::{Extension, Timestamp};

use crate::document::{has_same_content, is_same};
use crate::notice::{NoticeKind, Offer};
use crate::{Against, Command, Document, DraftId, PublishState, Surroundings, Workbench};

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

/// What is done with versions.
#[derive(Debug, Clone, PartialEq)]
pub enum VersionCommand {
    /// Keep the document as it is under this name.
    Name(String),
    /// Give a version another name; it is the user's then.
    Rename {
        /// Its number.
        version: u32,
        /// The name.
        name: String,
    },
    /// Forget a version.
    Delete(u32),
    /// Take a version up that was forgotten just now.
    BringBack {
        /// The draft that it is of.
        draft: DraftId,
        /// The version.
        version: Arc<Version>,
    },
    /// Make the document as the version is, as one step.
    Restore(u32),
    /// Show two versions side by side, the earlier one first.
    Compare(Against, Against),
}

/// The most versions that the studio keeps by itself; the oldest go.
const MOST_BY_ITSELF: usize = 50;
/// The longest name, in characters.
const LONGEST_NAME: usize = 100;

/// The versions of a document, the earliest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Versions {
    list: Vec<Version>,
    last_number: u32,
    /// The document after the last change, and when that was.
    seen: Option<(Timestamp, Extension)>,
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

    fn get(&self, number: u32) -> Option<&Version> {
        self.list.iter().find(|version| version.number == number)
    }

    fn add(&mut self, name: String, kind: VersionKind, time: Timestamp, extension: Extension) {
        self.last_number += 1;
        self.list.push(Version { number: self.last_number, name, kind, time, extension });
        let by_itself = self.list.iter().filter(|version| version.kind != VersionKind::Named).count();
        for _ in MOST_BY_ITSELF..by_itself {
            if let Some(oldest) = self.list.iter().position(|version| version.kind != VersionKind::Named) {
                self.list.remove(oldest);
            }
        }
    }

    fn has(&self, extension: &Extension) -> bool {
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

impl Document {
    /// The versions that are kept, the earliest first.
    pub fn versions(&self) -> &[Version] {
        self.versions.list()
    }

    pub(crate) fn kept_version(&self, number: u32) -> Option<&Version> {
        self.versions.get(number)
    }

    /// Keeps how the document stood before this change, when ten minutes of the clock lie between the two.
    pub(crate) fn keep_now_and_then(&mut self, now: Timestamp) {
        let current = self.history.current();
        let seen = self.versions.seen.as_ref().map(|(at, before)| (at, before, before == current));
        if matches!(seen, Some((_, _, true))) {
            return;
        }
        if let Some((at, before, _)) = seen.filter(|(at, ..)| are_apart(at, &now)) {
            let is_elsewhere = self.versions.has(before)
                || self.saved.as_ref().is_some_and(|saved| is_same(saved, before))
                || is_same(&self.history.steps()[0].extension, before);
            if !is_elsewhere {
                let (at, before) = (at.clone(), before.clone());
                self.versions.add(String::new(), VersionKind::Automatic, at, before);
            }
        }
        self.versions.seen = Some((now, self.history.current().clone()));
    }

    /// Keeps what a save has written.
    pub(crate) fn keep_saved(&mut self, now: Timestamp) {
        let Some(saved) = self.saved.clone() else { return };
        let last = self.versions.list.iter().rev().find(|version| version.kind == VersionKind::Saved);
        if last.is_none_or(|last| !has_same_content(&last.extension, &saved)) {
            let name = self.file_name.clone().unwrap_or_default();
            self.versions.add(name, VersionKind::Saved, now, saved);
        }
    }
}

/// Whether the two moments lie in different tenths of an hour: `2026-11-21 10:3`.
fn are_apart(one: &Timestamp, other: &Timestamp) -> bool {
    const TENS_OF_MINUTES: usize = 15;
    one.as_str().get(..TENS_OF_MINUTES) != other.as_str().get(..TENS_OF_MINUTES)
}

impl Workbench {
    /// Whether the publish that was asked for last has ended well.
    pub(crate) fn is_published(&self) -> bool {
        self.publishing.as_ref().is_some_and(|run| matches!(run.state, PublishState::Published(_)))
    }

    /// Keeps the versions that a command leaves behind; `was_published` is how it was before it.
    pub(crate) fn keep_versions(&mut self, was_published: bool, surroundings: &dyn Surroundings) {
        let is_news = self.is_published() && !was_published;
        let run = self.publishing.as_ref().filter(|_| is_news);
        let Some(document) = self.document.as_mut().filter(|document| document.leads) else { return };
        document.keep_now_and_then(surroundings.now_local());
        if let Some((address, (draft, sent))) = run.and_then(|run| Some((&run.address, run.sent.as_ref()?)))
            && *draft == document.draft
        {
            document.versions.add(address.clone(), VersionKind::Published, surroundings.now_local(), sent.clone());
        }
    }

    pub(crate) fn version(&mut self, command: VersionCommand, surroundings: &dyn Surroundings) {
        match command {
            VersionCommand::Name(name) => self.name_version(&name, surroundings),
            VersionCommand::Rename { version, name } => self.rename_version(version, &name),
            VersionCommand::Delete(version) => self.delete_version(version),
            VersionCommand::BringBack { draft, version } => self.with_document(|document| {
                // Another document may be open by now.
                if document.draft == draft && document.versions.get(version.number).is_none() {
                    document.versions.list.push(Version::clone(&version));
                    document.versions.list.sort_by_key(|version| version.number);
                }
            }),
            VersionCommand::Restore(version) => self.restore_version(version),
            VersionCommand::Compare(earlier, later) => self.compare_two(earlier, later),
        }
    }

    fn name_version(&mut self, name: &str, surroundings: &dyn Surroundings) {
        let (Some(document), Some(name)) = (&mut self.document, clean(name)) else { return };
        let extension = document.extension().clone();
        document.versions.add(name.clone(), VersionKind::Named, surroundings.now_local(), extension);
        self.tell(NoticeKind::Done, format!("The version “{name}” is kept in this draft."));
    }

    fn rename_version(&mut self, number: u32, name: &str) {
        let (Some(document), Some(name)) = (&mut self.document, clean(name)) else { return };
        if let Some(version) = document.versions.list.iter_mut().find(|version| version.number == number) {
            version.name = name;
            version.kind = VersionKind::Named;
        }
    }

    fn delete_version(&mut self, number: u32) {
        let Some(document) = &mut self.document else { return };
        let list = &mut document.versions.list;
        let Some(position) = list.iter().position(|version| version.number == number) else { return };
        let version = list.remove(position);
        let text = format!("Forgot {}.", version.label());
        let command = VersionCommand::BringBack { draft: document.draft, version: Arc::new(version) };
        let command = Command::Version(command);
        self.tell(NoticeKind::Done, text).offers = vec![Offer { label: "Undo".to_owned(), command }];
    }

    fn restore_version(&mut self, number: u32) {
        let Some(document) = &mut self.document else { return };
        let Some(version) = document.versions.get(number) else { return };
        let label = version.label();
        let mut next = version.extension.clone();
        next.provenance = Arc::clone(&document.extension().provenance);
        if is_same(&next, document.extension()) {
            self.tell(NoticeKind::Done, format!("The draft is {label} already."));
            return;
        }
        document.push(format!("Restore {label}"), next, None);
        self.tell(NoticeKind::Done, format!("Restored {label}; undo takes it back."));
    }
}

/// A name that can be shown in a line; none without a visible character.
fn clean(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let name: String = words.join(" ").chars().take(LONGEST_NAME).collect();
    (!name.is_empty()).then_some(name)
}
