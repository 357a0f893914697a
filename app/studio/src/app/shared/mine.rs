//! What this browser remembers of shared drafts: those that were shared here, with what proves it, and which draft here is the copy
//! of which shared one.

use api::draft::DraftKind;
use serde::{Deserialize, Serialize};
use workbench::{DraftId, SharedLink};

use crate::browser::owners;
use crate::browser::storage::{recall_list, remember_list};

const MINE: &str = "shared-by-me";
const COPIES: &str = "shared-copies";
/// Copies beyond that are found among the drafts, not by their link.
const MOST_COPIES: usize = 100;

/// A draft, or a state of one, that was shared here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct MyShare {
    /// The owner's link.
    pub(crate) link: String,
    /// The name of the extension when it was shared.
    pub(crate) name: String,
    /// What it is for.
    pub(crate) kind: DraftKind,
    /// The draft here.
    pub(crate) draft: String,
    /// When it was shared, in words.
    pub(crate) when: String,
}

impl MyShare {
    /// The owner's link.
    pub(crate) fn link(&self) -> Option<SharedLink> {
        self.link.parse().ok()
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Copy {
    link: String,
    draft: String,
}

/// What was shared here, the last one first.
pub(crate) fn all() -> Vec<MyShare> {
    recall_list(MINE)
}

/// What was shared of this draft, or of one that was opened by its owner's link.
pub(super) fn of(draft: DraftId, link: Option<&SharedLink>) -> Vec<MyShare> {
    let (draft, link) = (draft.to_string(), link.map(SharedLink::fragment));
    all().into_iter().filter(|share| share.draft == draft || Some(&share.link) == link.as_ref()).collect()
}

/// Remembers what was shared.
pub(crate) fn add(share: MyShare) {
    let mut list = all();
    list.insert(0, share);
    remember_list(MINE, &list);
}

/// What was shared under this owner's link.
pub(crate) fn of_link(link: &SharedLink) -> Option<MyShare> {
    let fragment = link.fragment();
    all().into_iter().find(|share| share.link == fragment)
}

/// Forgets what is not shared any more.
pub(crate) fn forget(link: &str) {
    let list: Vec<MyShare> = all().into_iter().filter(|share| share.link != link).collect();
    remember_list(MINE, &list);
    owners::forget(link);
}

/// Remembers which draft here is the copy of a shared one.
pub(super) fn remember_copy(draft: DraftId, link: &SharedLink) {
    if copy_of(link) == Some(draft) {
        return;
    }
    let link = link.fragment();
    let mut list: Vec<Copy> = recall_list(COPIES);
    list.retain(|copy| copy.link != link);
    list.insert(0, Copy { link, draft: draft.to_string() });
    list.truncate(MOST_COPIES);
    remember_list(COPIES, &list);
}

/// The draft here that was opened by this link.
pub(super) fn copy_of(link: &SharedLink) -> Option<DraftId> {
    let link = link.fragment();
    let list: Vec<Copy> = recall_list(COPIES);
    list.iter().find(|copy| copy.link == link)?.draft.parse().ok()
}
