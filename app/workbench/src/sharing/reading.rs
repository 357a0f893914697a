//! What others changed comes into the document.

use std::sync::Arc;

use extension::merge::merge;

use super::{Revision, RevisionContent, Shared, SharedState, Theirs};
use crate::errors::Failure;
use crate::journal::{Unreadable, about_change, read_change};
use crate::notice::{NoticeKind, Offer};
use crate::{Command, Document, Effect, ShareCommand, Workbench};

impl Failure {
    /// A revision that is not understood.
    pub(super) fn of_revision(number: u64, why: Unreadable) -> Self {
        let code = if why == Unreadable::Newer { "B204" } else { "B203" };
        Self::new(code, format!("Change {number} of the shared draft cannot be read: {why}."))
    }

    /// A log that ends before what was read of it.
    pub fn set_back() -> Self {
        Self::new("B211", "The server has only an older state of this shared draft than the one that is here.")
    }

    /// A log that goes on behind something else than what was read of it.
    pub(super) fn forked(number: u64) -> Self {
        let what = format!("Change {number} of the shared draft does not follow the changes that were read here.");
        Self::new("B212", what)
    }
}

impl Shared {
    /// Takes the revisions in; what others did beyond the last one that is in the document.
    fn take(&mut self, revisions: &[Revision]) -> Result<Option<Theirs>, Failure> {
        let mut theirs = self.waiting.take();
        for revision in revisions {
            let at = theirs.as_ref().map_or((self.number, self.head), |theirs| (theirs.number, theirs.head));
            let (known, head) = at;
            let is_forked = if revision.number == known {
                revision.chain.is_other_than(head)
            } else {
                revision.number == known + 1 && revision.chain.is_fork_of(head)
            };
            if is_forked {
                self.waiting = theirs;
                return Err(Failure::forked(revision.number));
            }
            if revision.number <= known {
                continue;
            }
            if revision.number > known + 1 {
                self.waiting = theirs;
                return Err(Failure::of_revision(known + 1, Unreadable::Missing));
            }
            if let Err(why) = self.take_one(revision, &mut theirs) {
                self.waiting = theirs;
                return Err(Failure::of_revision(revision.number, why));
            }
            *theirs.as_mut().map_or(&mut self.head, |theirs| &mut theirs.head) = revision.chain.own;
        }
        Ok(theirs)
    }

    fn take_one(&mut self, revision: &Revision, theirs: &mut Option<Theirs>) -> Result<(), Unreadable> {
        let number = revision.number;
        match &revision.content {
            Some(RevisionContent::Change(record)) => {
                let about = about_change(record)?;
                if theirs.is_none() && (self.accept(about.stamp) || self.accept_earlier(about.stamp, record)?) {
                    return Ok(());
                }
                let before = theirs.as_ref().map_or(&self.base.extension, |theirs| &theirs.document.extension);
                let document = read_change(record, before)?;
                let mut authors = theirs.take().map(|theirs| theirs.authors).unwrap_or_default();
                if !authors.contains(&about.author) {
                    authors.push(about.author);
                }
                *theirs = Some(Theirs { number, head: None, document, authors });
                self.count(false, number, record.len());
            }
            Some(RevisionContent::Damaged) => return Err(Unreadable::Damaged),
            // The first revision is of whoever shares; every later whole one says what is known already.
            other => {
                let is_whole = other.is_some();
                match theirs {
                    Some(theirs) => theirs.number = number,
                    None => self.number = number,
                }
                if is_whole {
                    self.count(true, number, 0);
                }
            }
        }
        // Another one has the number that ours were sent for.
        self.forget_attempts();
        Ok(())
    }
}

impl Workbench {
    pub(super) fn read_revisions(&mut self, revisions: &[Revision]) -> Vec<Effect> {
        let Some(shared) = self.document.as_mut().and_then(|document| document.shared.as_mut()) else {
            return Vec::new();
        };
        if shared.has_ended() {
            return Vec::new();
        }
        shared.state = SharedState::InStep;
        match shared.take(revisions) {
            Ok(None) => {}
            Ok(Some(theirs)) => self.take_theirs(theirs),
            Err(failure) => return self.end_sharing(failure),
        }
        Vec::new()
    }

    /// Merges what others did into the document, or lets it wait for the user.
    fn take_theirs(&mut self, theirs: Theirs) {
        let Some(document) = &mut self.document else { return };
        let Some(shared) = &document.shared else { return };
        let merge = merge(&shared.base.extension, document.extension(), &theirs.document.extension);
        if !merge.conflicts.is_empty() {
            self.let_wait(theirs);
            return;
        }
        let clashes: Vec<String> = merge.clashes.iter().map(ToString::to_string).collect();
        let who = theirs.who();
        let lost = document.take_in(theirs, merge.merged, &format!("Changes by {who}"));
        self.tell_of_undone(&who, lost);
        if !clashes.is_empty() {
            let text = format!("What {who} changed and what is changed here do not fit together.");
            self.tell(NoticeKind::Warning, text).details = clashes;
        }
    }

    pub(super) fn end_sharing(&mut self, failure: Failure) -> Vec<Effect> {
        let Some(shared) = self.document.as_mut().and_then(|document| document.shared.as_mut()) else {
            return Vec::new();
        };
        shared.state = SharedState::Ended(failure.clone());
        let mut failure = failure;
        failure.details.push("What is here stays here; no change goes to others or comes from them.".to_owned());
        let leave = Command::Share(ShareCommand::Leave);
        failure.offers = vec![Offer { label: "Keep as a draft of my own".to_owned(), command: leave }];
        self.fail(failure);
        Vec::new()
    }

    pub(super) fn leave_shared(&mut self) -> Vec<Effect> {
        let Some(document) = self.document.as_mut().filter(|document| document.leads) else { return Vec::new() };
        if document.shared.take().is_none() {
            return Vec::new();
        }
        let name = document.extension().name.to_string();
        self.forget_meeting();
        self.tell(NoticeKind::Done, format!("{name} is a draft of your own now."));
        Vec::new()
    }
}

impl Theirs {
    /// Who made it, in words.
    pub(super) fn who(&self) -> String {
        let name = |author: &String| if author.is_empty() { "somebody".to_owned() } else { author.clone() };
        self.authors.iter().map(name).collect::<Vec<_>>().join(" and ")
    }
}

impl Document {
    /// What was merged with their document becomes the current one as a step, and theirs the base. How many undone steps
    /// cannot be done again.
    pub(super) fn take_in(&mut self, theirs: Theirs, mut merged: extension::Extension, step: &str) -> usize {
        let Some(shared) = &self.shared else { return 0 };
        let undone = self.undone();
        let Theirs { number, head, document, .. } = theirs;
        // What only one side updated is as that side says.
        let followed = merge(&shared.base.followed, self.followed(), &document.followed).merged;
        if let Some(shared) = &mut self.shared {
            shared.base = document;
            (shared.number, shared.head) = (number, head);
        }
        merged.provenance = Arc::clone(&self.extension().provenance);
        if merged != *self.extension() {
            // Those that follow each other are one step.
            self.push(step.to_owned(), merged, Some(step.to_owned()));
        }
        self.set_followed(followed);
        self.bring_back(undone)
    }
}
