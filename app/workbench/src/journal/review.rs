//! The revisions of a review, as the browser encrypts them: what is compared, and after it one record for each thing that
//! somebody does. They have the form of the records of a kept draft, with version and checksum.

use extension::{Extension, Item};

use super::Snapshot;
use super::bytes::{Form, Read, Reader, Unreadable, put_block, sealed, unsealed};
use super::difference::{Change, form};
use super::elements::numbered;
use crate::{
    CommentChange, CommentPlace, CommentRecord, CommentSide, LONGEST_COMMENT, LONGEST_NAME, ReviewHead, shortened,
};

/// The first revision of a review, still without its packed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewWhole {
    /// The later side.
    pub snapshot: Snapshot,
    rest: Vec<u8>,
}

impl ReviewWhole {
    /// What is compared; `None` when it would not read back the same.
    pub(crate) fn of(head: &ReviewHead, before: &Extension, after: &Extension) -> Option<Self> {
        let snapshot = Snapshot::of(after);
        let mut read = xif::parse(snapshot.text.clone()).ok()?;
        read.excluded.clone_from(&after.excluded);
        let mut rest = Vec::new();
        head.put(&mut rest);
        before.put_change(after, &mut rest);
        let whole = Self { snapshot, rest };
        let (_, again, later) = Self::completed(&whole.record(&[]), read).ok()?;
        (again == *before && later == *after).then_some(whole)
    }

    /// The content of the revision, with the packed text.
    pub fn record(&self, packed: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        put_block(&self.snapshot.record(packed), &mut out);
        out.extend_from_slice(&self.rest);
        sealed(&out)
    }

    /// The XIF of the later side in such a content, to be unpacked.
    pub(crate) fn packed(record: &[u8]) -> Read<Vec<u8>> {
        let mut from = unsealed(record)?;
        Snapshot::packed(from.block()?).ok_or(Unreadable::Damaged)
    }

    /// What such a content tells, the earlier and the later side, with what its XIF was read as.
    pub(crate) fn completed(record: &[u8], read: Extension) -> Read<(ReviewHead, Extension, Extension)> {
        let mut from = unsealed(record)?;
        let after = Snapshot::completed(from.block()?, read);
        let head = ReviewHead::read(&mut from)?;
        let before = Extension::read_change(&after, &mut from)?;
        from.end()?;
        Ok((head, before, after))
    }
}

impl CommentRecord {
    /// The content of the revision.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.put(&mut out);
        sealed(&out)
    }

    /// The record of such a content. What is longer than anybody may write is none.
    pub(crate) fn of_bytes(bytes: &[u8]) -> Read<Self> {
        let mut from = unsealed(bytes)?;
        let mut record = Self::read(&mut from)?;
        from.end()?;
        if record.change.text().is_some_and(|text| text.chars().nth(LONGEST_COMMENT).is_some()) {
            return Err(Unreadable::Damaged);
        }
        record.name = shortened(record.name, LONGEST_NAME);
        if let CommentChange::Begin { place, text } = record.change {
            record.change = CommentChange::Begin { place: place.shortened(), text };
        }
        Ok(record)
    }
}

numbered! {
    Item {
        0 Extension,
        1 Action(action),
        2 Parameter { action, parameter },
        3 Structure(structure),
        4 StructureAttribute { structure, attribute },
        5 Entity(entity),
        6 EntityAttribute { entity, attribute },
        7 Resource(resource),
    }
    CommentSide {
        0 Before,
        1 After,
    }
    CommentPlace {
        0 Review,
        1 Element { item, path, property },
        2 Line { file, path, side, line, text },
    }
    CommentChange {
        0 Begin { place, text },
        1 Reply { thread, text },
        2 Resolve { thread, is_resolved },
        3 Edit { comment, text },
        4 Withdraw { comment },
    }
}

form! {
    ReviewHead { before, after, author, message }
    CommentRecord { stamp, author, name, change }
}
