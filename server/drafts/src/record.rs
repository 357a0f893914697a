//! What is kept beside the revisions: about the draft and each link, as JSON; and where everything is.

use api::draft::{DraftId, DraftKind, LinkId, Right, TokenHash, WrappedKey};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

/// The folder of all drafts.
pub const DRAFTS: &str = "drafts";

/// What is kept about a draft. Once it is gone, so is the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What the draft is for.
    pub kind: DraftKind,
    /// The hash of its owner's token.
    pub owner: TokenHash,
    /// When it was created, in milliseconds since 1970.
    pub created_ms: u64,
    /// When it ends, if the owner chose.
    pub expires_ms: Option<u64>,
}

/// What is kept about a link, under the hash of its token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Its id among the links.
    pub id: LinkId,
    /// The hash of its token.
    pub token: TokenHash,
    /// What its bearer may do.
    pub right: Right,
    /// What the owner calls it, encrypted.
    pub label: Vec<u8>,
    /// When it was made, in milliseconds since 1970.
    pub created_ms: u64,
    /// When it ends; none: with the draft.
    pub expires_ms: Option<u64>,
    /// Whether it was revoked.
    pub revoked: bool,
    /// The key of the content that it was made with, encrypted for its bearer; none of one of an earlier version.
    #[serde(default)]
    pub key: Option<WrappedKey>,
}

/// A record as bytes.
pub fn written(record: &impl Serialize) -> Bytes {
    // These types have no map with keys that are not text, which is all that can fail.
    serde_json::to_vec(record).unwrap_or_default().into()
}

/// A name of the object store from bytes that may be ids: lower case and upper case differ in base64url, which not every file system
/// keeps apart, so names have hexadecimal digits.
fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The folder of a draft.
pub fn folder(id: &DraftId) -> String {
    format!("{DRAFTS}/{}", folder_name(id))
}

/// The name of that folder.
pub fn folder_name(id: &DraftId) -> String {
    digits(id.bytes())
}

/// The draft whose folder has this name.
pub fn id_of(folder: &str) -> Option<DraftId> {
    let mut bytes = [0; 16];
    let digits = folder.as_bytes();
    if digits.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    let id = DraftId::from_bytes(bytes);
    folder_name(&id).eq(folder).then_some(id)
}

/// The record [`About`].
pub fn about(id: &DraftId) -> String {
    format!("{}/about.json", folder(id))
}

/// The folder of the records of links.
pub fn links(id: &DraftId) -> String {
    format!("{}/links", folder(id))
}

/// The record [`Grant`] of a token.
pub fn link(id: &DraftId, token: &TokenHash) -> String {
    format!("{}/{}.json", links(id), digits(token.bytes()))
}

/// Whether an object below the folder of links is the record of one.
pub fn is_link(name: &str) -> bool {
    name.strip_suffix(".json").is_some()
}

/// The mark that a link was revoked. It is only ever created, so no write at the same time brings the link back.
pub fn revoked(id: &DraftId, token: &TokenHash) -> String {
    format!("{}/{}", links(id), revoked_name(token))
}

/// The name of that mark below the folder of links.
pub fn revoked_name(token: &TokenHash) -> String {
    format!("{}.revoked", digits(token.bytes()))
}

/// The record [`NewKeys`](api::draft::NewKeys) of an epoch.
pub fn keys(id: &DraftId, epoch: u32) -> String {
    format!("{}/{KEYS}/{epoch:010}", folder(id))
}

/// The mark that the draft of this id which was created then was deleted. Whatever else is there, or is written after it, that draft stays gone;
/// one that is created later under the same id is another.
pub fn gone(id: &DraftId, created_ms: u64) -> String {
    format!("{}/{GONE}{created_ms}", folder(id))
}

/// Whether an object below the folder of a draft is such a mark.
pub fn is_gone_mark(name: &str) -> bool {
    name.starts_with(GONE)
}

const GONE: &str = "gone/";

/// A revision. Its name is its number alone, so that a number can be written once only.
pub fn revision(id: &DraftId, number: u32) -> String {
    format!("{}/{REVISIONS}/{number:010}", folder(id))
}

/// A note that a revision is whole. Without it the revision is found all the same, only reading begins at an earlier one.
pub fn whole(id: &DraftId, number: u32) -> String {
    format!("{}/{WHOLES}/{number:010}", folder(id))
}

/// Below the folder of a draft.
const REVISIONS: &str = "revisions";
const WHOLES: &str = "wholes";
const KEYS: &str = "keys";

/// What an object below the folder of a draft is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// A revision.
    Revision(u32),
    /// The note that a revision is whole.
    Whole(u32),
    /// The keys of an epoch.
    Keys(u32),
    /// A record.
    Record,
}

/// What the object with this name below a draft's folder is.
pub fn kept(name: &str) -> Kept {
    match name.split_once('/').map(|(folder, number)| (folder, number.parse())) {
        Some((REVISIONS, Ok(number))) => Kept::Revision(number),
        Some((WHOLES, Ok(number))) => Kept::Whole(number),
        Some((KEYS, Ok(epoch))) => Kept::Keys(epoch),
        _ => Kept::Record,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        let id = DraftId::from_bytes(*b"0123456789abcdef");
        assert_eq!(folder(&id), "drafts/30313233343536373839616263646566");
        assert_eq!(id_of("30313233343536373839616263646566"), Some(id));
        for wrong in ["", "30", "3031323334353637383961626364656g", "+0313233343536373839616263646566"] {
            assert_eq!(id_of(wrong), None, "{wrong}");
        }
        assert_eq!(revision(&id, 12), folder(&id) + "/revisions/0000000012");
        assert_eq!(kept("revisions/0000000012"), Kept::Revision(12));
        assert_eq!(kept("wholes/0000000003"), Kept::Whole(3));
        assert_eq!(keys(&id, 2), folder(&id) + "/keys/0000000002");
        assert_eq!(kept("keys/0000000002"), Kept::Keys(2));
        assert_eq!(kept("about.json"), Kept::Record);
    }
}
