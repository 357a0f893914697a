use std::sync::Arc;

use extension::{Extension, Provenance, Timestamp};
use md5::{Digest, Md5};

use crate::print;

/// What the user is told once about the hash of a changed extension.
pub const HASH_NOTE: &str = "The Hash attribute of a XIF is computed by a recipe that only the vendor knows. XIF Studio writes a hash of \
     its own for a changed extension; it is not yet verified with a Platform Server.";

/// What a save adds to the content.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// The time of the save in UTC.
    pub now_utc: Timestamp,
    /// Whether the extension was verified as it stands.
    pub is_valid: bool,
    /// Whether the content is that of the file whose head this is.
    pub is_unchanged: bool,
}

/// The document with the head that a save gives it: the next generation and the time of the save.
///
/// **The policy for `Hash`**, here and nowhere else. The vendor's recipe is not known; what is known is
/// that it covers the content and neither Generation nor `LastModifiedUTC`, and that equal content has
/// equal hashes. So an unchanged content keeps its hash, and a changed one gets sixteen bytes with the same
/// properties: the MD5 of the definition printed with Generation 0 and without `Hash`, `LastModifiedUTC` and
/// `Valid`. Whether a server checks it is not known ([`HASH_NOTE`]).
pub fn stamp(extension: &Extension, head: &Arc<Provenance>, stamp: Stamp) -> Extension {
    let mut stamped = extension.clone();
    let mut next = head.as_ref().clone();
    // An upgrade changes these, as a step of the history; nothing else does.
    next.version = stamped.provenance.version.clone();
    next.last_upgrade_version = stamped.provenance.last_upgrade_version.clone();
    if !stamp.is_unchanged || next.hash.is_empty() {
        next.hash = content_hash(&stamped, &next).into();
    }
    next.generation = head.generation.saturating_add(1);
    next.last_modified_utc = stamp.now_utc;
    next.is_valid = stamp.is_valid;
    stamped.provenance = Arc::new(next);
    stamped
}

/// Whether the hash in the head is the one that [`stamp`] gives the content: then this codec saved it, and not a tool of the
/// vendor, whose recipe is another.
pub fn has_own_hash(extension: &Extension) -> bool {
    let head = &extension.provenance;
    !head.hash.is_empty() && *head.hash == *content_hash(extension, head)
}

fn content_hash(extension: &Extension, head: &Provenance) -> String {
    let mut neutral = extension.clone();
    neutral.provenance = Arc::new(Provenance {
        generation: 0,
        hash: "".into(),
        last_modified_utc: Timestamp::as_found(""),
        is_valid: false,
        ..head.clone()
    });
    let digest = Md5::digest(print(&neutral).as_bytes());
    extension::Content::from_bytes(digest.as_slice()).base64().into_owned()
}
