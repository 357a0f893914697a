//! Names and blobs, which rows point into (II.24.2.3 and II.24.2.4).

use std::borrow::Cow;

use crate::bytes::{Bytes, compressed};

/// The longest name that is read, in bytes; compilers take no more than 1,023.
const LONGEST_NAME: usize = 1024;

/// A place among the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NameAt(pub(crate) u32);

/// A place among the blobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BlobAt(pub(crate) u32);

/// A place among the GUIDs, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GuidAt(pub(crate) u32);

/// The three of them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Heaps<'a> {
    pub(crate) names: Bytes<'a>,
    pub(crate) blobs: Bytes<'a>,
    pub(crate) guids: Bytes<'a>,
}

impl<'a> Heaps<'a> {
    pub(crate) fn size(&self) -> usize {
        self.names.len().saturating_add(self.blobs.len())
    }

    pub(crate) fn name(&self, at: NameAt) -> Cow<'a, str> {
        let bytes = usize::try_from(at.0).ok().and_then(|at| self.names.until_zero(at, LONGEST_NAME));
        let bytes = bytes.unwrap_or_default();
        // Nearly all are right, which is found out faster so.
        std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
    }

    /// Whether this is the name there.
    pub(crate) fn is_name(&self, at: NameAt, name: &str) -> bool {
        let rest = usize::try_from(at.0).ok().and_then(|at| self.names.from(at));
        rest.and_then(|rest| rest.0.strip_prefix(name.as_bytes()))
            .is_some_and(|rest| matches!(rest.first(), Some(0) | None))
    }

    pub(crate) fn blob(&self, at: BlobAt) -> Option<&'a [u8]> {
        let rest = self.blobs.from(usize::try_from(at.0).ok()?)?;
        let (length, skipped) = compressed(rest.0)?;
        rest.part(skipped, usize::try_from(length).ok()?).map(|blob| blob.0)
    }

    pub(crate) fn guid(&self, at: GuidAt) -> Option<[u8; 16]> {
        let index = usize::try_from(at.0.checked_sub(1)?).ok()?;
        self.guids.part(index.checked_mul(16)?, 16)?.0.try_into().ok()
    }
}
