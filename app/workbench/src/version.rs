//! Versions of a draft: documents that stay, whatever is done and undone afterwards.
//!
//! The user names some; the studio keeps others by itself: what a save wrote, what was published, and how the document
//! stood every ten minutes of work.

mod command;
mod list;

use std::sync::Arc;

use extension::{Extension, Timestamp};

use crate::{
    Command, Comparisons, Context, Document, DraftId, Effect, NoticeKind, Offer, Surroundings, has_same_content,
    is_same,
};

pub use command::VersionCommand;

pub(crate) use list::Versions;
pub use list::{Version, VersionKind};

/// The longest name, in characters.
const LONGEST_NAME: usize = 100;

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

/// Keeps the versions that a command leaves behind; `published` is what was published by it.
pub(crate) fn keep_versions(
    context: &mut Context,
    published: Option<(String, DraftId, Extension)>,
    surroundings: &dyn Surroundings,
) {
    let Some(document) = context.document.as_mut().filter(|document| document.leads) else { return };
    document.keep_now_and_then(surroundings.now_local());
    if let Some((address, _, sent)) = published.filter(|(_, draft, _)| *draft == document.draft) {
        document.versions.add(address, VersionKind::Published, surroundings.now_local(), sent);
    }
}

/// Keeps what a save has written.
pub(crate) fn keep_saved(context: &mut Context, surroundings: &dyn Surroundings) {
    context.with_document(|document| document.keep_saved(surroundings.now_local()));
}

pub(crate) fn handle(
    context: &mut Context,
    comparison: &mut Comparisons,
    command: VersionCommand,
    surroundings: &dyn Surroundings,
) -> Vec<Effect> {
    match command {
        VersionCommand::Name(name) => name_version(context, &name, surroundings),
        VersionCommand::Rename { version, name } => rename_version(context, version, &name),
        VersionCommand::Delete(version) => delete_version(context, version),
        VersionCommand::BringBack { draft, version } => context.with_document(|document| {
            // Another document may be open by now.
            if document.draft == draft && document.versions.get(version.number).is_none() {
                document.versions.list.push(Version::clone(&version));
                document.versions.list.sort_by_key(|version| version.number);
            }
        }),
        VersionCommand::Restore(version) => restore_version(context, version),
        VersionCommand::Compare(earlier, later) => comparison.compare_two(context, earlier, later),
    }
    Vec::new()
}

fn name_version(context: &mut Context, name: &str, surroundings: &dyn Surroundings) {
    let (Some(document), Some(name)) = (&mut context.document, clean(name)) else { return };
    let extension = document.extension().clone();
    document.versions.add(name.clone(), VersionKind::Named, surroundings.now_local(), extension);
    context.tell(NoticeKind::Done, format!("The version “{name}” is kept in this draft."));
}

fn rename_version(context: &mut Context, number: u32, name: &str) {
    let (Some(document), Some(name)) = (&mut context.document, clean(name)) else { return };
    if let Some(version) = document.versions.list.iter_mut().find(|version| version.number == number) {
        version.name = name;
        version.kind = VersionKind::Named;
    }
}

fn delete_version(context: &mut Context, number: u32) {
    let Some(document) = &mut context.document else { return };
    let list = &mut document.versions.list;
    let Some(position) = list.iter().position(|version| version.number == number) else { return };
    let version = list.remove(position);
    let text = format!("Forgot {}.", version.label());
    let command = VersionCommand::BringBack { draft: document.draft, version: Arc::new(version) };
    let command = Command::Version(command);
    context.tell(NoticeKind::Done, text).offers = vec![Offer { label: "Undo".to_owned(), command }];
}

fn restore_version(context: &mut Context, number: u32) {
    let Some(document) = &mut context.document else { return };
    let Some(version) = document.versions.get(number) else { return };
    let label = version.label();
    let mut next = version.extension.clone();
    next.provenance = Arc::clone(&document.extension().provenance);
    if is_same(&next, document.extension()) {
        context.tell(NoticeKind::Done, format!("The draft is {label} already."));
        return;
    }
    document.push(format!("Restore {label}"), next, None);
    context.tell(NoticeKind::Done, format!("Restored {label}; undo takes it back."));
}

/// A name that can be shown in a line; none without a visible character.
fn clean(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let name: String = words.join(" ").chars().take(LONGEST_NAME).collect();
    (!name.is_empty()).then_some(name)
}
