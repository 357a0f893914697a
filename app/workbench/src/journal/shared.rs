//! How a draft stands to the shared draft that it is a copy of, as it is kept: link, number of the last revision that is in it,
//! and the document at that revision.

use extension::{Extension, Key, Step};

use super::bytes::{Form, Read, Unreadable, sealed, sealed_as, unsealed, unsealed_up_to};
use super::difference::Change;
use super::followed::{Followed, put_followed, read_followed};
use super::replay::LAST_NUMBER;
use crate::{Digest, DraftId, Facts, Shared, SharedLink};

/// The form of this record. Since 2 it ends with the digest of the revision, when it is known; since 3 the epoch of its key stands before that.
const FORM: u8 = 3;

/// What is written while the draft has the key that it began with.
const FORM_OF_FIRST_KEY: u8 = 2;

/// What of it is kept already.
#[derive(Debug, Clone, Default)]
pub(super) struct SharedJournal {
    kept: Option<(SharedLink, u64, Option<Digest>)>,
    /// The step that the document at the revision is written upon.
    step: u64,
}

impl SharedJournal {
    /// What is kept when this was read.
    pub(super) fn of(shared: Option<&Shared>, step: u64) -> Self {
        Self { kept: shared.map(|shared| (shared.link.clone(), shared.number, shared.head)), step }
    }

    /// The record, when it is not what was kept last.
    pub(super) fn keep(&mut self, document: &Facts<'_>) -> Option<Vec<u8>> {
        let (steps, position) = (document.history.steps(), document.history.position());
        let now = document.shared.map(|shared| (shared.link.clone(), shared.number, shared.head));
        let is_other = self.kept != now;
        if !is_other && (now.is_none() || steps.iter().any(|step| step.number == self.step)) {
            return None;
        }
        // The current step is exchanged while the user types on: the one before it stays.
        let anchor = &steps[position.saturating_sub(1)];
        self.kept = now;
        self.step = anchor.number;
        Some(record(document.shared, document.draft, anchor))
    }
}

/// Which stamps of what was sent are kept already.
#[derive(Debug, Clone, Default)]
pub(super) struct SendingJournal {
    stamps: Vec<Key>,
}

impl SendingJournal {
    /// What is kept when this was read.
    pub(super) fn of(shared: Option<&Shared>) -> Self {
        Self { stamps: shared.map(Shared::stamps).unwrap_or_default() }
    }

    /// The record, when it is not what was kept last.
    pub(super) fn keep(&mut self, document: &Facts<'_>) -> Option<Vec<u8>> {
        let stamps = document.shared.map(Shared::stamps).unwrap_or_default();
        if stamps == self.stamps {
            return None;
        }
        let mut out = Vec::new();
        stamps.put(&mut out);
        self.stamps = stamps;
        Some(sealed(&out))
    }
}

/// The stamps of such a record.
pub(super) fn read_stamps(record: &[u8]) -> Read<Vec<Key>> {
    let mut from = unsealed(record)?;
    let stamps = Form::read(&mut from)?;
    from.end()?;
    Ok(stamps)
}

fn record(shared: Option<&Shared>, draft: DraftId, anchor: &Step) -> Vec<u8> {
    let mut out = Vec::new();
    shared.is_some().put(&mut out);
    if let Some(shared) = shared {
        draft.put(&mut out);
        shared.link.fragment().put(&mut out);
        shared.may_edit.put(&mut out);
        (shared.number, (shared.whole_at, anchor.number)).put(&mut out);
        shared.base.extension.put_change(&anchor.extension, &mut out);
        put_followed(&shared.base, &mut out);
        if shared.epoch > 0 {
            u64::from(shared.epoch).put(&mut out);
        }
        out.extend(shared.head.iter().flat_map(Digest::bytes));
    }
    let is_first_key = shared.is_none_or(|shared| shared.epoch == 0);
    sealed_as(if is_first_key { FORM_OF_FIRST_KEY } else { FORM }, &out)
}

/// Whether such a record says that the draft is the copy of a shared one.
pub(crate) fn is_shared(record: &[u8]) -> bool {
    unsealed_up_to(FORM, record).and_then(|(_, mut from)| bool::read(&mut from)).unwrap_or(false)
}

/// What such a record says of this draft, and the step that it is written upon. A draft of the same content shares nothing.
pub(super) fn read(record: &[u8], draft: DraftId, steps: &[Step]) -> Read<(Option<Shared>, u64)> {
    let (form, mut from) = unsealed_up_to(FORM, record)?;
    if !bool::read(&mut from)? || DraftId::read(&mut from)? != draft {
        return Ok((None, 0));
    }
    let link = String::read(&mut from)?.parse().map_err(|_| Unreadable::Damaged)?;
    let may_edit = bool::read(&mut from)?;
    let (number, (whole_at, step)) = <(u64, (u64, u64))>::read(&mut from)?;
    if number > LAST_NUMBER {
        return Err(Unreadable::Damaged);
    }
    let anchor = steps.iter().find(|other| other.number == step).ok_or(Unreadable::Missing)?;
    let extension = Extension::read_change(&anchor.extension, &mut from)?;
    let followed = read_followed(&extension, &mut from)?;
    let epoch = if form > FORM_OF_FIRST_KEY { u64::read(&mut from)? } else { 0 };
    let head = if from.end().is_ok() { None } else { Some(from.bytes(32)?) };
    from.end()?;
    let mut shared = Shared::new(link, may_edit, number, Followed { extension, followed });
    shared.whole_at = whole_at;
    shared.epoch = u32::try_from(epoch).map_err(|_| Unreadable::Damaged)?;
    shared.head = head.and_then(|head| head.try_into().ok()).map(Digest::from_bytes);
    Ok((Some(shared), step))
}
