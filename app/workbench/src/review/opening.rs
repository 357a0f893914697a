//! A link to a review becomes the review, and its later side a draft of one's own.

use std::sync::Arc;

use extension::{Extension, Key};
use verification::compare;

use super::comment::CommentRecord;
use super::{Discussion, Review, ReviewRevision, ReviewSubject};
use crate::errors::{Code, Failure};
use crate::{
    Comparisons, Context, Document, Effect, Opening, ReviewOpening, ReviewWhole, Reviews, SharedLink, SharedState,
    Surroundings, Target, Unreadable,
};

impl Failure {
    /// A review whose first revision is not understood.
    fn of_review(why: Unreadable) -> Self {
        let code = if why == Unreadable::Newer { Code::SharedNewer } else { Code::SharedDamaged };
        Self::new(code, format!("The review cannot be read: {why}."))
    }
}

impl Reviews {
    pub(super) fn open_review(
        context: &mut Context,
        link: SharedLink,
        may_comment: bool,
        own: Key,
        revisions: Vec<ReviewRevision>,
        unsent: Vec<CommentRecord>,
    ) -> Vec<Effect> {
        let mut comments = revisions.into_iter();
        let first = comments.next().filter(|first| first.number == 1).ok_or(Unreadable::Missing);
        let packed = first.and_then(|ReviewRevision { time_ms, content, .. }| {
            // With another key nothing is decrypted.
            let record = content.ok_or(Unreadable::Damaged)?;
            Ok((ReviewWhole::packed(&record)?, record, time_ms))
        });
        match packed {
            Ok((bytes, record, time_ms)) => {
                let (packed, comments) = (bytes.as_slice().into(), comments.collect());
                let opening = ReviewOpening { link, may_comment, own, record, time_ms, comments, unsent, packed };
                context.read(bytes, "Opening the review".to_owned(), Opening::Review(opening))
            }
            Err(why) => {
                context.fail(Failure::of_review(why));
                Vec::new()
            }
        }
    }

    /// The later side was read: what is said comes upon it.
    pub(crate) fn show_review(
        &mut self,
        context: &mut Context,
        comparison: &mut Comparisons,
        opening: ReviewOpening,
        read: Extension,
    ) -> Vec<Effect> {
        let ReviewOpening { link, may_comment, own, record, time_ms, comments, unsent, packed } = opening;
        let (head, before, after) = match ReviewWhole::completed(&record, read) {
            Ok(sides) => sides,
            Err(why) => {
                context.fail(Failure::of_review(why));
                return Vec::new();
            }
        };
        comparison.clear_comparison();
        let comparison = Arc::new(compare(&before, &after));
        let subject = Arc::new(ReviewSubject { head, time_ms, comparison, after, packed });
        self.review = Some(Review {
            link,
            may_comment,
            subject,
            discussion: Arc::new(Discussion::default()),
            state: SharedState::InStep,
            is_shown: true,
            own,
            number: 1,
            log: Arc::default(),
            unsent,
            sending: None,
        });
        self.read_comments(comments)
    }

    pub(super) fn copy_review(&mut self, context: &mut Context, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let Some(review) = &mut self.review else { return Vec::new() };
        review.is_shown = false;
        let ReviewSubject { after, packed, .. } = review.subject.as_ref();
        let mut bare = after.clone();
        bare.excluded = Arc::default();
        let mut document = Document::new("Copy from the review", bare, surroundings.new_key(), Arc::clone(packed));
        if !after.excluded.is_empty() {
            document.push("Excluded files".to_owned(), after.clone(), None);
        }
        document.tabs.show(Target::Extension);
        context.replace(document);
        Vec::new()
    }
}
