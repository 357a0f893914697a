//! What was said here and is not sent yet, as this browser remembers it, and what stands for the browser.

use std::cell::RefCell;

use extension::Key;
use serde::{Deserialize, Serialize};
use workbench::{SharedLink, Surroundings};

use crate::browser::storage;
use crate::browser::surroundings::Browser;

const OWN: &str = "review-browser";
const UNSENT: &str = "review-unsent";

thread_local! {
    /// What of it this page knows: whatever else is remembered is of another page, which sends it.
    static KNOWN: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

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
    let records = all().into_iter().find(|unsent| unsent.link == link).map(|unsent| unsent.records).unwrap_or_default();
    KNOWN.set(records.clone());
    records
}

/// Remembers what is not sent yet in this review.
pub(super) fn keep(link: &SharedLink, records: Vec<Vec<u8>>) {
    let link = link.fragment();
    let (own, mut list): (Vec<Unsent>, Vec<Unsent>) = all().into_iter().partition(|unsent| unsent.link == link);
    let known = KNOWN.replace(records.clone());
    let of_others = own.into_iter().flat_map(|unsent| unsent.records).filter(|record| !known.contains(record));
    let records: Vec<Vec<u8>> = of_others.chain(records).collect();
    if !records.is_empty() {
        list.push(Unsent { link, records });
    }
    if let Ok(text) = serde_json::to_string(&list) {
        storage::remember(UNSENT, &text);
    }
}
