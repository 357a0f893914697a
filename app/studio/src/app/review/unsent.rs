//! Comments that are not sent yet, kept in the browser's storage, and the id of the browser in reviews.

use extension::Key;
use serde::{Deserialize, Serialize};
use workbench::{SharedLink, Surroundings};

use super::super::Studio;
use crate::browser::storage;
use crate::browser::surroundings::Browser;

const OWN: &str = "review-browser";
const UNSENT: &str = "review-unsent";

/// The stored comments that this page knows. All others belong to another page, which sends them.
pub(super) type Known = Vec<Vec<u8>>;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Unsent {
    link: String,
    records: Vec<Vec<u8>>,
}

/// The id of this browser in reviews. It is made once and kept.
pub(super) fn own_key() -> Key {
    let known = storage::recall(OWN).and_then(|text| text.parse().ok());
    known.unwrap_or_else(|| {
        let key = Browser.new_key();
        storage::remember(OWN, &key.to_string());
        key
    })
}

/// The comments on this review that are stored.
pub(super) fn stored(link: &SharedLink) -> Vec<Vec<u8>> {
    let link = link.fragment();
    let all: Vec<Unsent> = storage::recall_list(UNSENT);
    all.into_iter().find(|unsent| unsent.link == link).map(|unsent| unsent.records).unwrap_or_default()
}

/// The stored comments on the review that is opened, which this page sends from now on.
pub(super) fn take(studio: Studio, link: &SharedLink) -> Vec<Vec<u8>> {
    let records = stored(link);
    studio.remembered.with(|remembered| remembered.unsent.clone_from(&records));
    records
}

/// Stores the comments on this review that are not sent yet. Those of another page stay.
pub(super) fn keep(studio: Studio, link: &SharedLink, records: Vec<Vec<u8>>) {
    let link = link.fragment();
    let all: Vec<Unsent> = storage::recall_list(UNSENT);
    let (own, mut list): (Vec<Unsent>, Vec<Unsent>) = all.into_iter().partition(|unsent| unsent.link == link);
    let known = studio.remembered.with(|remembered| std::mem::replace(&mut remembered.unsent, records.clone()));
    let known = known.unwrap_or_default();
    let of_others = own.into_iter().flat_map(|unsent| unsent.records).filter(|record| !known.contains(record));
    let records: Vec<Vec<u8>> = of_others.chain(records).collect();
    if !records.is_empty() {
        list.push(Unsent { link, records });
    }
    storage::remember_list(UNSENT, &list);
}
