//! A shared draft becomes a document here.

use extension::Extension;

use super::{Chain, Revision, RevisionContent, Shared, SharedLink, SharedState};
use crate::errors::Failure;
use crate::{
    Context, Document, Effect, Opening, SharedOpening, Sharing, Surroundings, Target, Unreadable, Whole, read_change,
};

impl Sharing {
    pub(super) fn open_shared(
        context: &mut Context,
        link: SharedLink,
        may_edit: bool,
        revisions: Vec<Revision>,
    ) -> Vec<Effect> {
        let Some(Revision { number, content: Some(RevisionContent::Whole(record)), .. }) = revisions.first() else {
            // The first one is decrypted: with another key it is not.
            let failure = match revisions.first() {
                Some(Revision { number, content: Some(other), .. }) => other.failure(*number),
                Some(first) => Failure::of_revision(first.number, Unreadable::Damaged),
                None => Failure::of_revision(1, Unreadable::Missing),
            };
            context.fail(failure);
            return Vec::new();
        };
        match Whole::packed(record) {
            Ok(bytes) => {
                let packed = bytes.as_slice().into();
                let opening = SharedOpening { link, may_edit, revisions, packed };
                context.read(bytes, "Opening the shared draft".to_owned(), Opening::Shared(opening))
            }
            Err(why) => {
                context.fail(Failure::of_revision(*number, why));
                Vec::new()
            }
        }
    }

    /// The whole document was read: the changes since then come upon it.
    pub(crate) fn show_shared(
        context: &mut Context,
        opening: SharedOpening,
        read: Extension,
        surroundings: &mut dyn Surroundings,
    ) {
        match document_of(opening, read, surroundings) {
            Ok(document) => context.replace(document),
            Err(failure) => context.fail(failure),
        }
    }
}

fn document_of(
    opening: SharedOpening,
    read: Extension,
    surroundings: &mut dyn Surroundings,
) -> Result<Document, Failure> {
    let SharedOpening { link, may_edit, revisions, packed } = opening;
    let mut revisions = revisions.into_iter();
    let (mut now, mut number, Chain { own: mut head, mut epoch, .. }) = match revisions.next() {
        Some(Revision { number, content: Some(RevisionContent::Whole(record)), chain }) => {
            let whole = Whole::completed(&record, read.clone());
            (whole.map_err(|why| Failure::of_revision(number, why))?, number, chain)
        }
        _ => return Err(Failure::of_revision(1, Unreadable::Missing)),
    };
    let whole_at = number;
    for revision in revisions {
        let failed = |why| Failure::of_revision(revision.number, why);
        if revision.number != number + 1 {
            return Err(failed(Unreadable::Missing));
        }
        if revision.chain.is_fork_of(head) {
            return Err(Failure::forked(revision.number));
        }
        match &revision.content {
            Some(RevisionContent::Change(record)) => now = read_change(record, &now.extension).map_err(failed)?,
            Some(RevisionContent::Whole(_)) | None => {}
            Some(content) => return Err(content.failure(revision.number)),
        }
        epoch = revision.epoch_after(epoch)?;
        (number, head) = (revision.number, revision.chain.own);
    }
    let mut document = Document::new("Open the shared draft", read, surroundings.new_key(), packed);
    if *document.extension() != now.extension {
        document.push("Changes since it was written whole".to_owned(), now.extension.clone(), None);
    }
    document.set_followed(now.followed.clone());
    let mut shared = Shared::new(link, may_edit, number, now);
    (shared.whole_at, shared.head, shared.epoch) = (whole_at, head, epoch);
    shared.state = SharedState::InStep;
    document.shared = Some(shared);
    document.tabs.show(Target::Extension);
    Ok(document)
}
