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
    /// The epoch of the key that it is encrypted with.
    pub epoch: u32,
}

/// What stands before the encrypted content of a revision, and is bound to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlobStart {
    /// The one that it is made behind.
    pub before: Option<Digest>,
    /// The epoch of the key that it is encrypted with.
    pub epoch: u32,
}

/// What a blob begins with that says what it was made behind. Those of earlier versions begin with twelve random bytes.
const MAGIC: &[u8; 4] = b"XSR\x02";

/// What a blob begins with that also says the epoch of its key. Those without are of epoch 0.
const KEYED: &[u8; 4] = b"XSR\x03";

/// What blobs of these and of later forms begin with, before the number of the form.
const ANY: &[u8; 3] = b"XSR";

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

impl BlobStart {
    /// The bytes. Those of epoch 0 are what earlier versions understand.
    pub fn bytes(self) -> Vec<u8> {
        let before = self.before.map_or(NONE, |before| before.0);
        match self.epoch {
            0 => [MAGIC.as_slice(), &before].concat(),
            epoch => [KEYED.as_slice(), &before, &epoch.to_be_bytes()].concat(),
        }
    }

    /// What a blob begins with, and where its content begins; `None` of a blob of an earlier version.
    pub fn split(blob: &[u8]) -> Option<(Self, usize)> {
        let (form, rest) = blob.split_first_chunk::<4>()?;
        let (before, rest) = rest.split_first_chunk::<32>()?;
        let (epoch, rest) = match form {
            MAGIC => (0, rest),
            KEYED => rest.split_first_chunk().map(|(epoch, rest)| (u32::from_be_bytes(*epoch), rest))?,
            _ => return None,
        };
        // The same start has one form.
        if form == KEYED && epoch == 0 {
            return None;
        }
        let before = (*before != NONE).then_some(Digest(*before));
        Some((Self { before, epoch }, blob.len() - rest.len()))
    }

    /// Whether a blob that cannot be read looks like one of a later version.
    pub fn is_newer(blob: &[u8]) -> bool {
        blob.strip_prefix(ANY).and_then(<[u8]>::first).is_some_and(|form| *form > KEYED[3])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_blob_was_made_behind_comes_back() {
        let before = Digest::of(b"before");
        for (before, epoch, length) in
            [(None, 0, 36), (Some(before), 0, 36), (Some(before), 1, 40), (None, u32::MAX, 40)]
        {
            let start = BlobStart { before, epoch };
            let blob = [start.bytes(), b"content".to_vec()].concat();
            assert_eq!(BlobStart::split(&blob), Some((start, length)));
            assert_eq!(&blob[length..], b"content");
            assert!(!BlobStart::is_newer(&blob));
        }
        assert_eq!(BlobStart::split(b"XSR\x02 cut off"), None);
        assert_eq!(BlobStart::split(&[7; 100]), None, "it is of an earlier version");
        assert_eq!(BlobStart::split(&[KEYED.as_slice(), &[0; 36]].concat()), None, "epoch 0 has its own form");
        assert!(BlobStart::is_newer(b"XSR\x04") && !BlobStart::is_newer(b"XSR") && !BlobStart::is_newer(&[7; 100]));
    }

    #[test]
    fn a_fingerprint_is_short() {
        let fingerprint = Digest::of(b"").fingerprint();
        assert_eq!(fingerprint, "e3b0 c442 98fc 1c14");
    }

    #[test]
    fn what_is_not_known_contradicts_nothing() {
        let (one, other) = (Some(Digest::of(b"1")), Some(Digest::of(b"2")));
        let chain = Chain { own: one, before: other, epoch: 0 };
        assert!(chain.is_fork_of(one) && !chain.is_fork_of(other) && !chain.is_fork_of(None));
        assert!(chain.is_other_than(other) && !chain.is_other_than(one) && !Chain::default().is_other_than(one));
    }
}
