//! What fuzzing found (`tests/fuzz`) meets the same checks here, and so does what it begins with.

use support::fuzz::each_input;

#[path = "../../../../tests/fuzz/checks/clipboard.rs"]
mod clipboard;
#[path = "../../../../tests/fuzz/checks/draft.rs"]
mod draft;
#[path = "../../../../tests/fuzz/checks/review.rs"]
mod review;
#[path = "../../../../tests/fuzz/checks/shared.rs"]
mod shared;
#[path = "../../../../tests/fuzz/checks/studio.rs"]
mod studio;

#[test]
fn records_of_drafts() {
    each_input("draft", draft::check);
}

#[test]
fn revisions_of_shared_drafts() {
    each_input("shared", shared::check);
}

#[test]
fn revisions_of_reviews() {
    each_input("review", review::check);
}

#[test]
fn texts_to_paste() {
    each_input("clipboard", clipboard::check);
}
