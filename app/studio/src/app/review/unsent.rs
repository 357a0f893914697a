//! What was said here and is not sent yet, as this browser remembers it, and what stands for the browser.

use extension::Key;
use serde::{Deserialize, Serialize};
use workbench::{SharedLink, Surroundings};

use crate::browser::storage;
use crate::browser::surroundings::Browser;

const OWN: &str = "review-browser";
const UNSENT: &str = "review-unsent";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Unsent {
    link: String,
    records: Vec<Vec<u8>>,
}

/// Stands for this browser in reviews, always the same.
pub(super) fn own_key() -> Key {
    let known = storage::recall(OWN).and_then(|text| text.parse().ok());
    known.unwrap_or_else(|| {
        let key = Browser.new_key();
        storage::remember(OWN, &key.to_string());
        key
    })
}

fn all() -> Vec<Unsent> {
    storage::recall(UNSENT).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// What is not sent yet in this review.
pub(super) fn of(link: &SharedLink) -> Vec<Vec<u8>> {
    let link = link.fragment();
    all().into_iter().find(|unsent| unsent.link == link).map(|unsent| unsent.records).unwrap_or_default()
}

/// Remembers what is not sent yet in this review.
pub(super) fn keep(link: &SharedLink, records: Vec<Vec<u8>>) {
    let link = link.fragment();
    let mut list = all();
    list.retain(|unsent| unsent.link != link);
    if !records.is_empty() {
        list.push(Unsent { link, records });
    }
    if let Ok(text) = serde_json::to_string(&list) {
        storage::remember(UNSENT, &text);
    }
}
