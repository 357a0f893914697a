//! The revisions of a shared draft, as the browser encrypts them: the whole document, or what one change made other.
//!
//! They have the form of the records of a kept draft, with version and checksum. A change can be read only upon the document
//! that it was made from. Each says which definition the sources followed, so that whoever goes on can update them.

use extension::{Extension, Key, Timestamp};

use super::Snapshot;
use super::bytes::{Form, Read, Reader, Unreadable, put_block, sealed, unsealed};
use super::difference::Change;
use super::followed::{Followed, put_followed, read_followed};

/// What is told of a change beside the change itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct About {
    /// Stands for this attempt to send it, so that its sender knows it again.
    pub(crate) stamp: Key,
    /// Who made it.
    pub(crate) author: String,
    /// The name of the last step in it.
    pub(crate) label: String,
    /// When, in UTC, by the author's clock: to be shown, never for an order.
    pub(crate) time: Timestamp,
}

/// The whole document, still without its packed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// The document.
    pub snapshot: Snapshot,
    followed: Vec<u8>,
}

impl Whole {
    /// The whole document; `None` when its text would not read back the same.
    pub(crate) fn of(document: &Followed) -> Option<Self> {
        let snapshot = Snapshot::of(&document.extension);
        let mut read = xif::parse(snapshot.text.clone()).ok()?;
        read.excluded.clone_from(&document.extension.excluded);
        if read != document.extension {
            return None;
        }
        let mut followed = Vec::new();
        put_followed(document, &mut followed);
        Some(Self { snapshot, followed })
    }

    /// The content of the revision, with the packed text.
    pub fn record(&self, packed: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        put_block(&self.snapshot.record(packed), &mut out);
        out.extend_from_slice(&self.followed);
        sealed(&out)
    }

    /// The XIF of such a content, to be unpacked.
    pub(crate) fn packed(record: &[u8]) -> Read<Vec<u8>> {
        let mut from = unsealed(record)?;
        Snapshot::packed(from.block()?).ok_or(Unreadable::Damaged)
    }

    /// The document of such a content, with what its XIF was read as.
    pub(crate) fn completed(record: &[u8], read: Extension) -> Read<Followed> {
        let mut from = unsealed(record)?;
        let extension = Snapshot::completed(from.block()?, read);
        let followed = read_followed(&extension, &mut from)?;
        from.end()?;
        Ok(Followed { extension, followed })
    }
}

/// The content of a revision that is a change.
pub(crate) fn change_record(about: &About, before: &Extension, after: &Followed) -> Vec<u8> {
    let mut out = Vec::new();
    about.put(&mut out);
    after.extension.put_change(before, &mut out);
    put_followed(after, &mut out);
    sealed(&out)
}

/// What such a content tells of itself, without the change.
pub(crate) fn about_change(record: &[u8]) -> Read<About> {
    About::read(&mut unsealed(record)?)
}

/// The document that the change led to, from the same `before`.
pub(crate) fn read_change(record: &[u8], before: &Extension) -> Read<Followed> {
    let mut from = unsealed(record)?;
    About::read(&mut from)?;
    let extension = Extension::read_change(before, &mut from)?;
    let followed = read_followed(&extension, &mut from)?;
    from.end()?;
    Ok(Followed { extension, followed })
}

impl Form for About {
    fn put(&self, out: &mut Vec<u8>) {
        self.stamp.put(out);
        (self.author.clone(), self.label.clone()).put(out);
        self.time.put(out);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let stamp = Key::read(from)?;
        let (author, label) = Form::read(from)?;
        Ok(Self { stamp, author, label, time: Timestamp::read(from)? })
    }
}
