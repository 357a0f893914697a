//! What others changed comes into the document.

use std::sync::Arc;

use comparison::merge::merge;

use super::state::Theirs;
use super::{Revision, RevisionContent, Shared, SharedState};
use crate::errors::{Code, Failure};
use crate::{
    Command, Comparisons, Context, Document, Effect, NoticeKind, Offer, Sharing, SharingCommand, Unreadable,
    about_change, read_change,
};

impl Failure {
    /// A revision that is not understood.
    pub(super) fn of_revision(number: u64, why: Unreadable) -> Self {
        let code = if why == Unreadable::Newer { Code::SharedNewer } else { Code::SharedDamaged };
        Self::new(code, format!("Change {number} of the shared draft cannot be read: {why}."))
    }

    /// A revision with a key that the link does not lead to.
    pub fn no_key() -> Self {
        let what =
            "The owner of this shared draft revoked a link and made a new key, which this link does not lead to.";
        Self::new(Code::NoKey, what)
    }

    /// A log that ends before what was read of it.
    pub fn set_back() -> Self {
        Self::new(Code::SetBack, "The server has only an older state of this shared draft than the one that is here.")
    }

    /// A log that goes on behind something else than what was read of it.
    pub(super) fn forked(number: u64) -> Self {
        let what = format!("Change {number} of the shared draft does not follow the changes that were read here.");
        Self::new(Code::Forked, what)
    }
}

impl RevisionContent {
    /// Why it cannot be read.
    pub(super) fn failure(&self, number: u64) -> Failure {
        match self {
            Self::NoKey => Failure::no_key(),
            Self::Newer => Failure::of_revision(number, Unreadable::Newer),
            Self::Damaged | Self::Whole(_) | Self::Change(_) => Failure::of_revision(number, Unreadable::Damaged),
        }
    }
}

impl Revision {
    /// The epoch of the log after this revision, which was this one before it. Once a revision has a new key, none has an earlier one: whoever was
    /// refused the new key cannot add anything that others take, whatever the server does.
    pub(super) fn epoch_after(&self, before: u32) -> Result<u32, Failure> {
        match self.content {
            // It is not decrypted: nothing is known of it.
            None => Ok(before),
            Some(_) if self.chain.epoch >= before => Ok(self.chain.epoch),
            Some(_) => {
                let number = self.number;
                let what = format!("Change {number} of the shared draft has a key that its owner has replaced since.");
                Err(Failure::new(Code::Forked, what))
            }
        }
    }
}

impl Shared {
    /// Takes the revisions in; what others did beyond the last one that is in the document.
    fn take(&mut self, revisions: &[Revision]) -> Result<Option<Theirs>, Failure> {
        let mut theirs = self.waiting.take();
        for revision in revisions {
            if let Err(failure) = self.take_next(revision, &mut theirs) {
                self.waiting = theirs;
                return Err(failure);
            }
        }
        Ok(theirs)
    }

    fn take_next(&mut self, revision: &Revision, theirs: &mut Option<Theirs>) -> Result<(), Failure> {
        let at = theirs.as_ref().map(|theirs| (theirs.number, theirs.head, theirs.epoch));
        let (known, head, epoch) = at.unwrap_or((self.number, self.head, self.epoch));
        let is_forked = if revision.number == known {
            revision.chain.is_other_than(head)
        } else {
            revision.number == known + 1 && revision.chain.is_fork_of(head)
        };
        if is_forked {
            return Err(Failure::forked(revision.number));
        }
        if revision.number <= known {
            return Ok(());
        }
        if revision.number > known + 1 {
            return Err(Failure::of_revision(known + 1, Unreadable::Missing));
        }
        if let Some(content @ (RevisionContent::Damaged | RevisionContent::NoKey | RevisionContent::Newer)) =
            &revision.content
        {
            return Err(content.failure(revision.number));
        }
        let epoch = revision.epoch_after(epoch)?;
        self.take_one(revision, theirs).map_err(|why| Failure::of_revision(revision.number, why))?;
        match theirs {
            Some(theirs) => (theirs.head, theirs.epoch) = (revision.chain.own, epoch),
            None => (self.head, self.epoch) = (revision.chain.own, epoch),
        }
        Ok(())
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
                let (mut authors, mut labels) =
                    theirs.take().map(|theirs| (theirs.authors, theirs.labels)).unwrap_or_default();
                if !labels.contains(&about.label) {
                    labels.push(about.label);
                }
                if !authors.contains(&about.author) {
                    authors.push(about.author);
                }
                *theirs = Some(Theirs { number, head: None, epoch: 0, document, authors, labels });
                self.count(false, number, record.len());
            }
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

impl Sharing {
    pub(super) fn read_revisions(
        context: &mut Context,
        comparison: &mut Comparisons,
        revisions: &[Revision],
    ) -> Vec<Effect> {
        let Some(shared) = context.document.as_mut().and_then(|document| document.shared.as_mut()) else {
            return Vec::new();
        };
        if shared.has_ended() {
            return Vec::new();
        }
        shared.state = SharedState::InStep;
        match shared.take(revisions) {
            Ok(None) => {}
            Ok(Some(theirs)) => Self::take_theirs(context, comparison, theirs),
            Err(failure) => return Self::end_sharing(context, failure),
        }
        Vec::new()
    }

    /// Merges what others did into the document, or lets it wait for the user.
    fn take_theirs(context: &mut Context, comparison: &mut Comparisons, theirs: Theirs) {
        let Some(document) = &mut context.document else { return };
        let Some(shared) = &document.shared else { return };
        let merge = merge(&shared.base.extension, document.extension(), &theirs.document.extension);
        if !merge.conflicts.is_empty() {
            Self::let_wait(context, comparison, theirs);
            return;
        }
        let clashes: Vec<String> = merge.clashes.iter().map(ToString::to_string).collect();
        let who = theirs.who();
        let lost = document.take_in(theirs, merge.merged, &format!("Changes by {who}"));
        Self::tell_of_undone(context, &who, lost);
        if !clashes.is_empty() {
            let text = format!("What {who} changed and what is changed here do not fit together.");
            context.tell(NoticeKind::Warning, text).details = clashes;
        }
    }

    pub(super) fn end_sharing(context: &mut Context, failure: Failure) -> Vec<Effect> {
        let Some(shared) = context.document.as_mut().and_then(|document| document.shared.as_mut()) else {
            return Vec::new();
        };
        shared.state = SharedState::Ended(failure.clone());
        let mut failure = failure;
        failure.details.push("What is here stays here; no change goes to others or comes from them.".to_owned());
        let leave = Command::Sharing(SharingCommand::Leave);
        context.report(failure).offers = vec![Offer { label: "Keep as a draft of my own".to_owned(), command: leave }];
        Vec::new()
    }

    pub(super) fn leave_shared(context: &mut Context, comparison: &mut Comparisons) -> Vec<Effect> {
        let Some(document) = context.document.as_mut().filter(|document| document.leads) else { return Vec::new() };
        if document.shared.take().is_none() {
            return Vec::new();
        }
        let name = document.extension().name.to_string();
        Self::forget_meeting(context, comparison);
        context.tell(NoticeKind::Done, format!("{name} is a draft of your own now."));
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
        let Theirs { number, head, epoch, document, labels, .. } = theirs;
        // What only one side updated is as that side says.
        let followed = merge(&shared.base.followed, self.followed(), &document.followed).merged;
        if let Some(shared) = &mut self.shared {
            shared.base = document;
            (shared.number, shared.head, shared.epoch) = (number, head, epoch);
        }
        merged.provenance = Arc::clone(&self.extension().provenance);
        if merged != *self.extension() {
            // What they do again and again, such as typing in one file, is one step; whatever else they do is a step of its own, which undo takes back alone.
            self.push(step.to_owned(), merged, Some(format!("{step}: {}", labels.join(", "))));
        }
        self.set_followed(followed);
        self.bring_back(undone)
    }
}
