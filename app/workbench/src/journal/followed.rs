//! A document with the definition that its sources follow.

use std::sync::Arc;

use extension::Extension;

use super::bytes::{Read, Reader};
use super::difference::Change;

/// Writes the definition that the sources follow; their own contents do not count in it.
pub(super) fn put_followed(document: &Followed, out: &mut Vec<u8>) {
    let Followed { extension, followed } = document;
    let mut followed = followed.clone();
    followed.resources = Arc::clone(&extension.resources);
    followed.excluded = Arc::clone(&extension.excluded);
    followed.put_change(extension, out);
}

/// Reads what [`put_followed`] has written.
pub(super) fn read_followed(extension: &Extension, from: &mut Reader<'_>) -> Read<Extension> {
    Extension::read_change(extension, from)
}

/// A document with the definition that its sources follow.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Followed {
    pub(crate) extension: Extension,
    pub(crate) followed: Extension,
}
