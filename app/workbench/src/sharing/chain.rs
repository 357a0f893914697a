//! Revisions are chained: each encrypted blob says which one it was made behind, in a way that cannot be changed afterwards. Whoever keeps the log
//! cannot show one change to some and another one to others under the same number without that being noticed at the next one.

use sha2::{Digest as _, Sha256};

/// The SHA-256 of a revision as the server keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest([u8; 32]);

/// Where a revision stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chain {
    /// The revision itself; `None` of one that the server has lost.
    pub own: Option<Digest>,
    /// The one that it was made behind; `None` of the first one, and of those of earlier versions, which do not say.
    pub before: Option<Digest>,
}

/// What a blob begins with that says what it was made behind. Those of earlier versions begin with twelve random bytes.
const MAGIC: &[u8; 4] = b"XSR\x02";

/// In the place of what a blob was made behind: it does not say.
const NONE: [u8; 32] = [0; 32];

impl Digest {
    /// The digest of an encrypted blob.
    pub fn of(blob: &[u8]) -> Self {
        Self(Sha256::digest(blob).into())
    }

    /// Takes bytes as they are.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A short form that people can compare: sixteen hexadecimal digits in groups of four.
    pub fn fingerprint(&self) -> String {
        let [start, ..] = self.0.as_chunks::<8>().0 else { return String::new() };
        let group = |pair: &[u8]| pair.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        start.chunks(2).map(group).collect::<Vec<_>>().join(" ")
    }
}

impl Chain {
    /// Whether a revision was made behind another one than this. What is not known contradicts nothing.
    pub(super) fn is_fork_of(self, head: Option<Digest>) -> bool {
        matches!((self.before, head), (Some(before), Some(head)) if before != head)
    }

    /// Whether a revision is another one than this, which had its number.
    pub(super) fn is_other_than(self, head: Option<Digest>) -> bool {
        matches!((self.own, head), (Some(own), Some(head)) if own != head)
    }
}

/// What stands before the encrypted content of a revision that is made behind this one. It is bound to the content.
pub fn blob_start(before: Option<Digest>) -> Vec<u8> {
    let before = before.map_or(NONE, |before| before.0);
    [MAGIC.as_slice(), &before].concat()
}

/// What a blob says that it was made behind, where its content begins; `None` of a blob of an earlier version.
pub fn split_blob(blob: &[u8]) -> Option<(Option<Digest>, usize)> {
    let before: [u8; 32] = *blob.strip_prefix(MAGIC)?.first_chunk()?;
    Some(((before != NONE).then_some(Digest(before)), MAGIC.len() + before.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_blob_was_made_behind_comes_back() {
        let before = Digest::of(b"before");
        for before in [None, Some(before)] {
            let blob = [blob_start(before), b"content".to_vec()].concat();
            assert_eq!(split_blob(&blob), Some((before, 36)));
            assert_eq!(&blob[36..], b"content");
        }
        assert_eq!(split_blob(b"XSR\x02 cut off"), None);
        assert_eq!(split_blob(&[7; 100]), None, "it is of an earlier version");
    }

    #[test]
    fn a_fingerprint_is_short() {
        let fingerprint = Digest::of(b"").fingerprint();
        assert_eq!(fingerprint, "e3b0 c442 98fc 1c14");
    }

    #[test]
    fn what_is_not_known_contradicts_nothing() {
        let (one, other) = (Some(Digest::of(b"1")), Some(Digest::of(b"2")));
        let chain = Chain { own: one, before: other };
        assert!(chain.is_fork_of(one) && !chain.is_fork_of(other) && !chain.is_fork_of(None));
        assert!(chain.is_other_than(other) && !chain.is_other_than(one) && !Chain::default().is_other_than(one));
    }
}
