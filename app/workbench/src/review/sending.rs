//! Sends what the user says in a review to the log, one change at a time.

use std::sync::Arc;

use extension::Key;

use super::comment::CommentRecord;
use super::discussion::Logged;
use super::{CommentChange, CommentPlace, CommentSent, LONGEST_COMMENT, LONGEST_NAME, ReviewRevision, shortened};
use crate::errors::{Code, Failure};
use crate::{Context, Effect, Reviews, SharedState, Sharing, Surroundings};

impl Reviews {
    pub(super) fn read_comments(&mut self, revisions: Vec<ReviewRevision>) -> Vec<Effect> {
        let Some(review) = &mut self.review else { return Vec::new() };
        let waited = review.unsent.len();
        if !matches!(review.state, SharedState::Ended(_)) {
            review.state = SharedState::InStep;
        }
        review.read(revisions);
        let is_fewer = review.unsent.len() < waited;
        self.keep_comments(is_fewer).into_iter().chain(self.send_comment()).collect()
    }

    pub(super) fn say(
        &mut self,
        context: &mut Context,
        sharing: &Sharing,
        change: CommentChange,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let name = shortened(sharing.author().to_owned(), LONGEST_NAME);
        let Some(review) = self.review.as_mut().filter(|review| review.may_say()) else { return Vec::new() };
        let Some(change) = cleaned(change) else { return Vec::new() };
        if change.text().is_some_and(|text| text.chars().nth(LONGEST_COMMENT).is_some()) {
            context.fail(Failure::new(
                Code::CommentTooLong,
                "The comment has more than 10,000 characters: it is not sent.",
            ));
            return Vec::new();
        }
        let stamp = surroundings.new_key();
        review.unsent.push(CommentRecord { stamp, author: review.own, name, change });
        review.retell();
        self.keep_comments(true).into_iter().chain(self.send_comment()).collect()
    }

    fn keep_comments(&self, is_other: bool) -> Option<Effect> {
        let review = self.review.as_ref().filter(|_| is_other)?;
        let records = review.unsent.iter().map(CommentRecord::bytes).collect();
        Some(Effect::KeepComments { link: review.link.clone(), records })
    }

    /// Sends the first of what waits, when nothing is on its way.
    fn send_comment(&mut self) -> Option<Effect> {
        let review = self.review.as_mut().filter(|review| review.may_say() && review.sending.is_none())?;
        if review.state == SharedState::Offline {
            return None;
        }
        let record = review.unsent.first()?;
        let number = review.number + 1;
        review.sending = Some(number);
        let (stamp, bytes) = (record.stamp, record.bytes());
        Some(Effect::SendComment { link: review.link.clone(), number, stamp, record: bytes })
    }

    pub(super) fn comment_sent(&mut self, stamp: Key, result: CommentSent) -> Vec<Effect> {
        let Some(review) = &mut self.review else { return Vec::new() };
        let Some(number) = review.sending.take() else { return Vec::new() };
        match result {
            // What was said since is not there any more, and what is said now would stand in its place.
            CommentSent::Taken(latest) if latest < review.number => {
                review.state = SharedState::Ended(Failure::set_back());
                Vec::new()
            }
            // The session reads what has its number.
            CommentSent::Taken(_) => Vec::new(),
            CommentSent::Unknown => {
                review.state = SharedState::Offline;
                Vec::new()
            }
            CommentSent::Accepted(time_ms) => {
                review.state = SharedState::InStep;
                // It may have been read from the log meanwhile, or others before it are still to be read.
                let is_next = review.number + 1 == number;
                if let Some(at) = review.unsent.iter().position(|record| record.stamp == stamp).filter(|_| is_next) {
                    let record = Ok(review.unsent.remove(at));
                    Arc::make_mut(&mut review.log).push(Logged { number, time_ms, record });
                    review.number = number;
                    review.retell();
                }
                self.keep_comments(true).into_iter().chain(self.send_comment()).collect()
            }
        }
    }
}

/// The texts of comments that were kept by [`Effect::KeepComments`] and never sent, for a user whose link no longer works.
pub fn unsent_texts(records: &[Vec<u8>]) -> Vec<String> {
    let readable = records.iter().filter_map(|record| CommentRecord::of_bytes(record).ok());
    readable.filter_map(|record| record.change.text().map(str::to_owned)).collect()
}

/// What is to be said, without white space around it; nothing when there is nothing else.
fn cleaned(change: CommentChange) -> Option<CommentChange> {
    let text = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Some(match change {
        CommentChange::Begin { place, text: said } => {
            CommentChange::Begin { place: CommentPlace::shortened(place), text: text(said)? }
        }
        CommentChange::Reply { thread, text: said } => CommentChange::Reply { thread, text: text(said)? },
        CommentChange::Edit { comment, text: said } => CommentChange::Edit { comment, text: text(said)? },
        other => other,
    })
}
