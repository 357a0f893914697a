//! Changes of others that meet one's own in the same place: the user decides, and until then nothing is sent.

use comparison::merge::merge;
use extension::Extension;

use super::state::Theirs;
use crate::{Beside, Command, Comparisons, Context, Effect, NoticeKind, Offer, Sharing, SharingCommand};

const BASE_NAME: &str = "the last version that both had";

impl Sharing {
    /// Keeps what others did until the user has decided.
    pub(super) fn let_wait(context: &mut Context, comparison: &mut Comparisons, theirs: Theirs) {
        let who = theirs.who();
        Self::with_shared(context, |shared| shared.waiting = Some(theirs));
        if Self::is_deciding(comparison) {
            Self::refresh_meeting(context, comparison);
        } else {
            Self::tell_of_meeting(context, &who);
        }
    }

    fn tell_of_meeting(context: &mut Context, who: &str) {
        let text = format!("{who} changed what you changed too. Both are kept; your changes wait until you decide.");
        let command = Command::Sharing(SharingCommand::Decide);
        Self::forget_notices(context);
        context.tell(NoticeKind::Warning, text).offers = vec![Offer { label: "Decide…".to_owned(), command }];
    }

    /// Opens the merge, or takes over at once what no longer conflicts.
    pub(super) fn decide_shared(context: &mut Context, comparison: &mut Comparisons) -> Vec<Effect> {
        let Some((theirs, base)) = Self::meeting(context) else { return Vec::new() };
        if let Some(document) = &context.document {
            let name = format!("the changes by {}", theirs.who());
            let beside = Beside::of_shared(name, BASE_NAME, &base, theirs.document.extension, document.extension());
            comparison.show_comparison(beside);
        }
        Vec::new()
    }

    fn meeting(context: &Context) -> Option<(Theirs, Extension)> {
        let shared = context.document.as_ref()?.shared.as_ref()?;
        Some((shared.waiting.clone()?, shared.base.extension.clone()))
    }

    fn is_deciding(comparison: &Comparisons) -> bool {
        comparison.our_side().is_some()
    }

    /// Brings the open merge to the document as it is now, should it have changed meanwhile.
    pub(crate) fn follow_meeting(context: &mut Context, comparison: &mut Comparisons) {
        let ours = comparison.our_side();
        if ours.is_some_and(|ours| context.document.as_ref().is_none_or(|document| document.extension() != ours)) {
            Self::refresh_meeting(context, comparison);
        }
    }

    /// Brings the open merge to what both sides have by now; what was chosen stays chosen.
    fn refresh_meeting(context: &mut Context, comparison: &mut Comparisons) {
        let (Some((theirs, base)), Some(document)) = (Self::meeting(context), &context.document) else {
            return comparison.clear_comparison();
        };
        let merged = merge(&base, document.extension(), &theirs.document.extension);
        comparison.rebase_merge(context, merged, theirs.document.extension);
    }

    /// The user has decided: the document has both now.
    pub(crate) fn finish_meeting(context: &mut Context, comparison: &mut Comparisons, merged: Extension) {
        let Some((theirs, _)) = Self::meeting(context) else { return };
        Self::with_shared(context, |shared| shared.waiting = None);
        let who = theirs.who();
        let mut lost = 0;
        if let Some(document) = &mut context.document {
            document.history.seal();
            lost = document.take_in(theirs, merged, &format!("Merge with changes by {who}"));
            document.history.seal();
        }
        Self::forget_meeting(context, comparison);
        context.tell(NoticeKind::Done, format!("Merged the changes by {who}."));
        Self::tell_of_undone(context, &who, lost);
    }

    /// Nothing waits any more.
    pub(super) fn forget_meeting(context: &mut Context, comparison: &mut Comparisons) {
        if Self::is_deciding(comparison) {
            comparison.clear_comparison();
        }
        Self::forget_notices(context);
    }

    fn forget_notices(context: &mut Context) {
        let decide = Command::Sharing(SharingCommand::Decide);
        context.withdraw(|notice| notice.offers.iter().any(|offer| offer.command == decide));
    }
}
