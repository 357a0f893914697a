//! Revisions: adding one, and reading them.

use super::access::Access;
use super::blob::{BlobHeader, HEADER, KeptBlob};
use super::open::{Entry, OpenDraft};
use super::{Drafts, TURN, no_place, record};
use api::draft::frame::FrameHeader;
use api::draft::{Conflict, From as Begin, RevisionKind, Right, Written};
use api::problem::{Code, Problem};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use std::sync::Arc;
use std::time::Duration;
use store::{Created, StoreFault};
use web::client::Client;

/// How adding a revision ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Appended {
    /// It is kept.
    New(Written),
    /// The same bytes were kept under this number before.
    Repeated(Written),
    /// The number does not follow the latest.
    Conflict(Conflict),
}

/// A revision as it came.
#[derive(Debug, Clone)]
pub struct Revision {
    /// Its number.
    pub number: u32,
    /// What it is.
    pub kind: RevisionKind,
    /// The epoch of the key that it is encrypted with.
    pub epoch: u32,
    /// The encrypted blob.
    pub blob: Bytes,
}

impl Drafts {
    /// Refuses what the bearer may not add, or what such a draft does not take, before a byte of it is received.
    ///
    /// # Errors
    /// When the bearer lacks the right, the draft takes no such revision, or it is too large or full.
    pub fn check_revision(access: &Access, number: u32, kind: RevisionKind) -> Result<(), Problem> {
        // Links of snapshots and reviews never give the right to edit, so their first revision is the owner's.
        access.need(if number == 1 { Right::Edit } else { kind.needs() })?;
        if access.about.kind.takes(number, kind) {
            return Ok(());
        }
        let what = match number {
            0 => "Revisions are numbered from 1.".into(),
            1 => "The first revision is a whole one.".into(),
            _ => format!("It takes no {kind} revision after its first one."),
        };
        Err(Problem::new(Code::DraftFrozen, what))
    }

    /// Adds a revision. When this returns that it is kept, it survives a loss of power.
    ///
    /// # Errors
    /// When another revision has the number already, there is no room, or the store fails.
    pub async fn append(&self, access: &Access, revision: &Revision) -> Result<Appended, Problem> {
        let draft = &access.draft;
        if revision.number > draft.log().latest.saturating_add(1) {
            draft.refresh(&self.store, Duration::ZERO).await?;
        }
        let latest = draft.log().latest;
        if revision.number == latest.saturating_add(1) {
            self.check_epoch(draft, revision.epoch).await?;
            self.check_room(draft, revision)?;
            let time_ms = self.clock.now_ms();
            if self.write(draft, revision, time_ms).await? == Created::New {
                return Ok(Appended::New(Written { number: revision.number, time_ms }));
            }
            draft.refresh(&self.store, Duration::ZERO).await?;
        } else if revision.number > latest {
            let detail = format!("Revision {} cannot follow revision {latest}.", revision.number);
            return Ok(conflict(draft, detail));
        }
        self.compare(draft, revision).await
    }

    fn check_room(&self, draft: &OpenDraft, revision: &Revision) -> Result<(), Problem> {
        let limits = self.limits.draft;
        let full = |what: String| Err(Problem::new(Code::DraftFull, what));
        if revision.number > limits.revisions {
            return full(format!("It has {} revisions.", limits.revisions));
        }
        if draft.log().bytes.saturating_add(revision.blob.len() as u64) > limits.draft_bytes {
            return full(format!("Its revisions would have more than {} MiB.", limits.draft_bytes >> 20));
        }
        Ok(())
    }

    async fn write(&self, draft: &OpenDraft, revision: &Revision, time_ms: u64) -> Result<Created, Problem> {
        let Revision { number, kind, blob, .. } = revision;
        let too_large = || Problem::new(Code::RevisionSize, "The revision has 4 GiB or more.");
        let header = BlobHeader::make(*number, *kind, time_ms, blob).await.ok_or_else(too_large)?;
        let path = record::revision(&draft.id, *number);
        let taken = self.room.take(&self.store, (HEADER + blob.len()) as u64).await?;
        let created = self.store.create(&path, [header.to_bytes(), blob.clone()]).await?;
        if created == Created::Exists {
            return Ok(created);
        }
        taken.keep();
        if *number == 1 {
            self.store.settle(&path).await?;
        }
        draft.advance(Entry { number: *number, header: Some((*kind, time_ms)), bytes: blob.len() as u64 });
        if *kind == RevisionKind::Whole && *number > 1 {
            // The revision is kept in any case; without the note reading begins earlier.
            let noted = self.store.create(&record::whole(&draft.id, *number), []).await;
            if let Err(fault) = noted {
                tracing::warn!(%fault, "a whole revision has no note");
            }
        }
        Ok(created)
    }

    /// Whether the revision that has the number is this one, sent again.
    async fn compare(&self, draft: &OpenDraft, revision: &Revision) -> Result<Appended, Problem> {
        let path = record::revision(&draft.id, revision.number);
        let object = self.store.read(&path).await?;
        let kept = checked(revision.number, object).await;
        match kept {
            Some(kept) if kept.kind == revision.kind && kept.blob == revision.blob => {
                // Whoever wrote it may have been ended before it was safe.
                self.store.settle(&path).await?;
                Ok(Appended::Repeated(Written { number: revision.number, time_ms: kept.time_ms }))
            }
            _ => Ok(conflict(draft, format!("Another revision {} was added first.", revision.number))),
        }
    }

    /// The frames of revisions, in order. What the store has lost is a frame that says so; when the store fails, the stream breaks off.
    ///
    /// # Errors
    /// When too many clients read, or the store fails.
    pub async fn frames(
        self: &Arc<Self>,
        access: &Access,
        client: Client,
        from: Begin,
        limit: Option<u32>,
    ) -> Result<impl Stream<Item = Result<Bytes, StoreFault>> + use<>, Problem> {
        let place = self.readers.wait(client, TURN).await.map_err(|full| no_place(full, "reads revisions"))?;
        let draft = Arc::clone(&access.draft);
        draft.refresh(&self.store, Duration::ZERO).await?;
        let log = draft.log();
        let first = match from {
            Begin::Number(number) => number.max(1),
            Begin::Whole => log.latest_whole.max(1),
        };
        let last = limit.map_or(log.latest, |limit| log.latest.min(first.saturating_add(limit).saturating_sub(1)));
        let last = if limit == Some(0) { 0 } else { last };
        let drafts = Arc::clone(self);
        let reading = stream::iter(first..=last).map(move |number| {
            let (drafts, draft) = (Arc::clone(&drafts), Arc::clone(&draft));
            async move {
                let frame = drafts.frame(&draft, number).await?;
                drafts.rates.read(client, (HEADER + frame.1.len()) as u64);
                Ok::<_, StoreFault>(frame)
            }
        });
        let mut frames = Box::pin(reading.buffered(self.store.read_ahead()));
        // A store that does not answer is told by the status of the answer.
        let begin = frames.next().await.transpose()?;
        let frames = stream::iter(begin.map(Ok)).chain(frames);
        Ok(frames.flat_map(move |frame| {
            // The place is taken until the answer has ended.
            let _taken = &place;
            let pieces: Vec<_> = match frame {
                Ok((header, blob)) => vec![Ok(header), Ok(blob)],
                Err(fault) => vec![Err(fault)],
            };
            stream::iter(pieces)
        }))
    }

    async fn frame(&self, draft: &OpenDraft, number: u32) -> Result<(Bytes, Bytes), StoreFault> {
        let object = self.store.read(&record::revision(&draft.id, number)).await?;
        let kept = checked(number, object).await;
        let length = kept.as_ref().and_then(|kept| u32::try_from(kept.blob.len()).ok());
        let (header, blob) = match (kept, length) {
            (Some(kept), Some(length)) => {
                (FrameHeader { number, kind: Some(kept.kind), time_ms: kept.time_ms, length }, kept.blob)
            }
            _ => {
                tracing::error!(number, "a revision of a shared draft is damaged");
                (FrameHeader { number, kind: None, time_ms: 0, length: 0 }, Bytes::new())
            }
        };
        Ok((Bytes::copy_from_slice(&header.to_bytes()), blob))
    }
}

/// What the store has under a number; none when it has nothing, or other bytes than were written.
async fn checked(number: u32, object: Option<Bytes>) -> Option<KeptBlob> {
    KeptBlob::check(number, object?).await
}

fn conflict(draft: &OpenDraft, detail: String) -> Appended {
    Appended::Conflict(Conflict { problem: Problem::new(Code::DraftConflict, detail), latest: draft.log().latest })
}
