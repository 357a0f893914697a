//! Changes of others that meet one's own in the same place: the user decides, and until then nothing is sent.

use extension::Extension;
use extension::merge::merge;

use super::Theirs;
use crate::notice::{NoticeKind, Offer};
use crate::{Beside, Command, Effect, ShareCommand, Workbench};

const BASE_NAME: &str = "the last version that both had";

impl Workbench {
    /// Keeps what others did until the user has decided.
    pub(super) fn let_wait(&mut self, theirs: Theirs) {
        let who = theirs.who();
        self.with_shared(|shared| shared.waiting = Some(theirs));
        if self.is_deciding() {
            self.refresh_meeting();
        } else {
            self.tell_of_meeting(&who);
        }
    }

    fn tell_of_meeting(&mut self, who: &str) {
        let text = format!("{who} changed what you changed too. Both are kept; your changes wait until you decide.");
        let command = Command::Share(ShareCommand::Decide);
        self.forget_notices();
        self.tell(NoticeKind::Warning, text).offers = vec![Offer { label: "Decide…".to_owned(), command }];
    }

    /// Opens the merge, or takes over at once what no longer conflicts.
    pub(super) fn decide_shared(&mut self) -> Vec<Effect> {
        let Some((theirs, base)) = self.meeting() else { return Vec::new() };
        if let Some(document) = &self.document {
            let name = format!("the changes by {}", theirs.who());
            self.beside = Some(Beside::of_shared(name, BASE_NAME, &base, theirs.document.extension, document));
        }
        Vec::new()
    }

    fn meeting(&self) -> Option<(Theirs, Extension)> {
        let shared = self.document.as_ref()?.shared.as_ref()?;
        Some((shared.waiting.clone()?, shared.base.extension.clone()))
    }

    fn is_deciding(&self) -> bool {
        self.beside.as_ref().is_some_and(|beside| beside.meets.is_some())
    }

    /// Brings the open merge to the document as it is now, should it have changed meanwhile.
    pub(crate) fn follow_meeting(&mut self) {
        let ours = self.beside.as_ref().and_then(|beside| beside.meets.as_ref());
        if ours.is_some_and(|ours| self.document.as_ref().is_none_or(|document| document.extension() != ours)) {
            self.refresh_meeting();
        }
    }

    /// Brings the open merge to what both sides have by now; what was chosen stays chosen.
    fn refresh_meeting(&mut self) {
        let (Some((theirs, base)), Some(document), Some(beside)) = (self.meeting(), &self.document, &mut self.beside)
        else {
            self.beside = None;
            return;
        };
        let merged = merge(&base, document.extension(), &theirs.document.extension);
        beside.rebase(merged, theirs.document.extension, document);
    }

    /// The user has decided: the document has both now.
    pub(crate) fn finish_meeting(&mut self, merged: Extension) {
        let Some((theirs, _)) = self.meeting() else { return };
        self.with_shared(|shared| shared.waiting = None);
        let who = theirs.who();
        let mut lost = 0;
        if let Some(document) = &mut self.document {
            document.history.seal();
            lost = document.take_in(theirs, merged, &format!("Merge with changes by {who}"));
            document.history.seal();
        }
        self.forget_meeting();
        self.tell(NoticeKind::Done, format!("Merged the changes by {who}."));
        self.tell_of_undone(&who, lost);
    }

    /// Nothing waits any more.
    pub(super) fn forget_meeting(&mut self) {
        if self.is_deciding() {
            self.beside = None;
        }
        self.forget_notices();
    }

    fn forget_notices(&mut self) {
        let decide = Command::Share(ShareCommand::Decide);
        self.notices.retain(|notice| !notice.offers.iter().any(|offer| offer.command == decide));
    }
}
