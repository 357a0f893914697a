//! The queue of what is on its way to the browser's storage, one for the page.

use std::cell::RefCell;
use std::sync::Arc;

use workbench::{Batch, DraftId, Kept, Part, WriteQueues};

use crate::browser::drafts::{FoundDraft, write_last};

thread_local! {
    static QUEUES: RefCell<WriteQueues> = RefCell::default();
}

fn with<T>(call: impl FnOnce(&mut WriteQueues) -> T) -> T {
    QUEUES.with_borrow_mut(call)
}

/// Goes on with a draft that is kept already.
pub(super) fn begin(found: &FoundDraft) {
    with(|queues| queues.begin(found.stored.id, &found.stored.parts, found.summary.clone()));
}

/// Adds what is new in a draft.
pub(super) fn add(draft: DraftId, kept: Kept) {
    with(|queues| queues.add(draft, kept));
}

/// Adds a part that is not a change of the document.
pub(super) fn add_part(draft: DraftId, part: Part, bytes: Vec<u8>) {
    with(|queues| queues.add_part(draft, part, bytes));
}

/// What is to be written now; nothing while something is.
pub(super) fn next(draft: DraftId) -> Option<Arc<Batch>> {
    with(|queues| queues.next(draft))
}

/// What was being written is written.
pub(super) fn written(draft: DraftId) {
    with(|queues| queues.written(draft));
}

/// What was being written is not.
pub(super) fn put_back(draft: DraftId) {
    with(|queues| queues.put_back(draft));
}

/// Whether something of the draft is not written yet.
pub(super) fn is_waiting(draft: DraftId) -> bool {
    with(|queues| queues.is_waiting(draft))
}

/// The drafts of which something waits.
pub(super) fn waiting() -> Vec<DraftId> {
    with(|queues| queues.waiting())
}

/// Writes no more of the draft.
pub(super) fn forget(draft: DraftId) {
    with(|queues| queues.forget(draft));
}

/// Gives everything to the browser at once: the page may end.
pub(super) fn flush() {
    for (draft, batch) in with(|queues| queues.unwritten()) {
        write_last(draft, &batch);
    }
}
