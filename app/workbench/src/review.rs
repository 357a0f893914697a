//! Reviews: a comparison that was sent by link, and what people say about it.
//!
//! A review is a shared draft of its own. Its first revision holds both sides, and each later one is one change by one person: a
//! comment, an answer, that a thread is settled. Nothing in the log changes, so what was said is made from all of it in order.
//! Whoever comes second with a number reads what the others said and sends again under the next one.

mod command;
mod comment;
mod discussion;
mod opening;
mod sending;
mod state;

use crate::errors::{Code, Failure};
use crate::{
    Beside, Comparisons, Context, Document, Effect, NoticeKind, ReviewWhole, SharedLink, SharedState, Sharing,
    Surroundings, navigation,
};
use comment::FoundPlace;

pub use command::ReviewCommand;
pub use comment::{CommentChange, CommentPlace, CommentSide, LONGEST_COMMENT};
pub(crate) use comment::{CommentRecord, shortened};
pub use discussion::{Comment, Discussion, Thread, UnreadableComment};
pub use sending::unsent_texts;

pub use state::{CommentSent, Review, ReviewRevision, ReviewSubject};
pub(crate) use state::{LONGEST_NAME, ReviewHead};

/// The review that is open.
#[derive(Debug, Default)]
pub(crate) struct Reviews {
    review: Option<Review>,
}

impl Reviews {
    /// The review that is open here.
    pub(crate) fn review(&self) -> Option<&Review> {
        self.review.as_ref()
    }

    fn found_place(context: &Context, place: &CommentPlace) -> Option<FoundPlace> {
        place.found_in(context.document.as_ref()?.extension())
    }

    pub(crate) fn handle(
        &mut self,
        context: &mut Context,
        comparison: &mut Comparisons,
        sharing: &Sharing,
        command: ReviewCommand,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let is_of_other = |link: &SharedLink| self.review.as_ref().is_none_or(|review| review.link != *link);
        match command {
            ReviewCommand::Read { link, .. }
            | ReviewCommand::Sent { link, .. }
            | ReviewCommand::Offline(link)
            | ReviewCommand::End { link, .. }
                if is_of_other(&link) =>
            {
                Vec::new()
            }
            ReviewCommand::Open { link, may_comment, own, revisions, unsent } => {
                let unsent = unsent.iter().filter_map(|bytes| CommentRecord::of_bytes(bytes).ok()).collect();
                Self::open_review(context, link, may_comment, own, revisions, unsent)
            }
            ReviewCommand::Read { revisions, .. } => self.read_comments(revisions),
            ReviewCommand::Say(change) => self.say(context, sharing, change, surroundings),
            ReviewCommand::Sent { stamp, result, .. } => self.comment_sent(stamp, result),
            ReviewCommand::Offline(_) => self.with_review(|review| review.state = SharedState::Offline),
            ReviewCommand::End { failure, .. } => self.with_review(|review| {
                review.sending = None;
                review.state = SharedState::Ended(failure);
            }),
            ReviewCommand::GoTo(place) => self.go_to_place(context, comparison, &place),
            ReviewCommand::Show => self.with_review(|review| review.is_shown = true),
            ReviewCommand::Copy => self.copy_review(context, surroundings),
            ReviewCommand::Close => self.close_review(context),
        }
    }

    fn with_review(&mut self, change: impl FnOnce(&mut Review)) -> Vec<Effect> {
        if let Some(review) = &mut self.review {
            change(review);
        }
        Vec::new()
    }

    /// The open document is closed: the review is on the screen again.
    pub(crate) fn come_back(&mut self) {
        self.with_review(|review| review.is_shown = true);
    }

    fn go_to_place(
        &mut self,
        context: &mut Context,
        comparison: &mut Comparisons,
        place: &CommentPlace,
    ) -> Vec<Effect> {
        let Some(found) = Self::found_place(context, place) else { return Vec::new() };
        self.with_review(|review| review.is_shown = false);
        comparison.clear_comparison();
        match found {
            FoundPlace::Item(item) => navigation::show_place(context, item.at(extension::Property::Name)),
            FoundPlace::Line(file, line) => navigation::show_source(context, file, line, 1),
        }
    }

    fn close_review(&mut self, context: &mut Context) -> Vec<Effect> {
        let unsent = self.review.take().map_or(0, |review| review.unsent());
        if unsent > 0 {
            let text = "What you wrote and what is not sent yet is kept in this browser. It is sent when you open the review again.";
            context.tell(NoticeKind::Warning, text);
        }
        Vec::new()
    }
}

/// A comparison with what is told of it, to be sent for review.
///
/// # Errors
/// When there is none, nothing differs in it, or it would not read back the same.
pub(crate) fn whole(
    beside: Option<&Beside>,
    document: Option<&Document>,
    author: &str,
    message: &str,
) -> Result<ReviewWhole, Failure> {
    let nothing = || Failure::new(Code::NothingToReview, "Both sides are the same: there is nothing to review.");
    let (Some(beside), Some(document)) = (beside, document) else { return Err(nothing()) };
    if beside.comparison.is_of_save_only() {
        return Err(nothing());
    }
    let after = beside.later_extension().unwrap_or_else(|| document.extension());
    let now = || format!("{} as it was when this was sent", document.extension().name);
    let head = ReviewHead {
        before: beside.name.clone(),
        after: beside.later().map_or_else(now, str::to_owned),
        author: author.to_owned(),
        message: shortened(message.trim().to_owned(), LONGEST_COMMENT),
    };
    ReviewWhole::of(&head, beside.other(), after).ok_or_else(|| {
        Failure::new(
            Code::NotShareable,
            "This comparison cannot be sent: one of its sides would not read back the same.",
        )
    })
}
