//! What is changed here becomes the next revision.

use extension::Key;

use super::state::Attempt;
use super::{Outgoing, Sent, Shared, SharedLink, SharedState};
use crate::errors::{Code, Failure};
use crate::{
    About, Context, Document, DraftId, Effect, Followed, Sharing, Surroundings, Unreadable, Whole, change_record,
    is_same, read_change,
};

/// After so many changes, or so many bytes of them, the whole document is written once more: whoever opens the draft reads
/// no more than that.
const MANY: u64 = 50;
const LARGE: usize = 1 << 20;

/// Stamps of unanswered attempts that are kept beyond the page: more come together only while every answer is lost.
const KEPT_STAMPS: usize = 8;

impl Shared {
    /// Whether nothing stands in the way of sending.
    pub(super) fn is_free(&self) -> bool {
        self.may_edit && !self.is_sending && self.waiting.is_none() && !self.has_ended()
    }

    /// Whether the document is to be written whole once more.
    pub(super) fn wants_whole(&self) -> bool {
        let is_long = self.number.saturating_sub(self.whole_at) >= MANY || self.since_whole >= LARGE;
        self.may_edit && (is_long || self.to_mark.is_some_and(|epoch| epoch > self.epoch))
    }
}

impl Sharing {
    pub(super) fn begin_sharing(context: &mut Context, draft: DraftId, link: SharedLink) -> Vec<Effect> {
        let is_meant =
            |document: &&mut Document| document.leads && document.draft == draft && document.shared.is_none();
        let Some(document) = context.document.as_mut().filter(is_meant) else { return Vec::new() };
        let base = document.with_followed();
        if Whole::of(&base).is_none() {
            context.fail(Failure::new(
                Code::NotShareable,
                "This extension cannot be shared: its file would not read back the same.",
            ));
            return Vec::new();
        }
        document.shared = Some(Shared::new(link, true, 0, base));
        Vec::new()
    }

    pub(super) fn send(&mut self, context: &mut Context, surroundings: &mut dyn Surroundings) -> Option<Effect> {
        if !Self::can_send(context) {
            return None;
        }
        let author = self.author.clone();
        let document = context.document.as_mut()?;
        let (draft, now) = (document.draft, document.with_followed());
        let position = document.history.position();
        let label = document.history.steps()[position].name.clone();
        let has_unsent = document.has_unsent();
        let shared = document.shared.as_mut()?;
        let is_whole = shared.number == 0 || !has_unsent;
        let sent_before = shared.sent_before(&now).filter(|_| !is_whole);
        let stamp = sent_before.unwrap_or_else(|| surroundings.new_key());
        let (outgoing, size, document) = if is_whole {
            let whole = Whole::of(&shared.base);
            // One that is not to be had now is not needed: the changes are there.
            shared.to_mark = shared.to_mark.filter(|_| whole.is_some());
            shared.whole_at = if whole.is_none() { shared.number } else { shared.whole_at };
            shared.since_whole = if whole.is_none() { 0 } else { shared.since_whole };
            (Outgoing::Whole(whole?), 0, shared.base.clone())
        } else {
            let about = About { stamp, author, label, time: surroundings.now_utc() };
            let record = change_record(&about, &shared.base.extension, &now);
            let size = record.len();
            (Outgoing::Change(record), size, now)
        };
        if sent_before.is_none() {
            shared.attempts.push(Attempt { stamp, document, is_whole, size });
        }
        shared.is_sending = true;
        Some(Effect::SendRevision { draft, number: shared.number + 1, after: shared.head, stamp, content: outgoing })
    }

    pub(super) fn sent(context: &mut Context, stamp: Key, result: &Sent) -> Vec<Effect> {
        let Some(document) = &mut context.document else { return Vec::new() };
        let Some(shared) = &mut document.shared else { return Vec::new() };
        shared.is_sending = false;
        if shared.has_ended() {
            return Vec::new();
        }
        match result {
            Sent::Accepted { digest, epoch } => {
                shared.state = SharedState::InStep;
                // One that was read from the log meanwhile is not an attempt any more.
                if shared.accept(stamp) {
                    (shared.head, shared.epoch) = (Some(*digest), *epoch);
                }
                Vec::new()
            }
            Sent::Declined => {
                shared.state = SharedState::InStep;
                shared.forget_attempts();
                shared.to_mark = None;
                shared.count(true, shared.number, 0);
                Vec::new()
            }
            Sent::Taken { latest } if *latest < shared.number => Self::end_sharing(context, Failure::set_back()),
            // The session reads what has its number.
            Sent::Taken { .. } => Vec::new(),
            Sent::Unknown => {
                shared.state = SharedState::Offline;
                Vec::new()
            }
        }
    }
}

impl Shared {
    /// The stamps under which the next revision may be in the log, the last ones, to be kept beyond the page.
    pub(crate) fn stamps(&self) -> Vec<Key> {
        let attempts = self.attempts.iter().filter(|attempt| !attempt.is_whole).map(|attempt| attempt.stamp);
        let all: Vec<Key> = self.earlier.iter().copied().chain(attempts).collect();
        all[all.len().saturating_sub(KEPT_STAMPS)..].to_vec()
    }

    /// The same with the stamps that were kept.
    pub(crate) fn with_stamps(mut self, stamps: Vec<Key>) -> Self {
        self.earlier = stamps;
        self
    }

    /// The stamp under which this document was sent already.
    fn sent_before(&self, now: &Followed) -> Option<Key> {
        let is_it = |attempt: &&Attempt| {
            !attempt.is_whole
                && is_same(&attempt.document.extension, &now.extension)
                && attempt.document.followed == now.followed
        };
        self.attempts.iter().find(is_it).map(|attempt| attempt.stamp)
    }

    /// The next revision is this attempt; `false` when it is none.
    pub(super) fn accept(&mut self, stamp: Key) -> bool {
        let Some(index) = self.attempts.iter().position(|attempt| attempt.stamp == stamp) else { return false };
        let Attempt { document, is_whole, size, .. } = self.attempts.swap_remove(index);
        self.go_on(document, is_whole, size);
        true
    }

    /// The next revision is this record, when it was sent from here before the page was loaded anew.
    pub(super) fn accept_earlier(&mut self, stamp: Key, record: &[u8]) -> Result<bool, Unreadable> {
        if !self.earlier.contains(&stamp) {
            return Ok(false);
        }
        let document = read_change(record, &self.base.extension)?;
        self.go_on(document, false, record.len());
        Ok(true)
    }

    fn go_on(&mut self, document: Followed, is_whole: bool, size: usize) {
        self.number += 1;
        self.base = document;
        self.count(is_whole, self.number, size);
        self.forget_attempts();
    }

    /// None of what was sent can become the next revision any more.
    pub(super) fn forget_attempts(&mut self) {
        self.attempts.clear();
        self.earlier.clear();
    }

    /// Counts a revision that is in the log.
    pub(super) fn count(&mut self, is_whole: bool, number: u64, size: usize) {
        if is_whole {
            self.whole_at = number;
            self.since_whole = 0;
        } else {
            self.since_whole += size;
        }
    }
}
