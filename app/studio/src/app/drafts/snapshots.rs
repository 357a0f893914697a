//! The whole document beside its steps, written now and then while the user rests: what is left should a
//! record of a step ever be damaged.

use std::time::Duration;

use js_sys::Date;
use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::lead::LeadEvent;
use workbench::{Document, DraftId, JobId, Kept, Part, Workbench};

use super::super::Studio;
use super::lead;
use crate::browser::worker::{self, Work};

/// How often the studio looks whether it is time.
const LOOK: Duration = Duration::from_secs(3);
/// How long the user must have rested, in milliseconds.
const REST: f64 = 2_500.0;
/// After so many changes a snapshot is due, or after so many milliseconds with any.
const MANY: u32 = 20;
const LONG: f64 = 60_000.0;
/// The workbench counts its jobs from 1 and does not come this far.
const JOBS: u64 = 1 << 52;

/// What decides when the next snapshot is due. Times are those of the clock, in milliseconds.
#[derive(Default)]
pub(crate) struct Snapshots {
    /// Changes since the last snapshot.
    changes: u32,
    /// When the last change was made.
    changed: f64,
    /// When the last snapshot was taken.
    taken: f64,
    /// How many snapshots were taken.
    number: u64,
}

/// Counts a change.
pub(super) fn count(studio: Studio, kept: &Kept) {
    if kept.parts.iter().any(|(part, _)| matches!(part, Part::Step(_))) {
        studio.snapshots.with(|snapshots| {
            snapshots.changes += 1;
            snapshots.changed = Date::now();
        });
    }
}

/// Takes snapshots from now on.
pub(super) fn start(studio: Studio) {
    // A page without timers has no snapshots.
    let _ = set_interval_with_handle(move || take_when_due(studio), LOOK);
}

fn take_when_due(studio: Studio) {
    let number = studio.snapshots.with(|snapshots| snapshots.due(Date::now())).flatten();
    let draft = studio.read(|workbench| workbench.document().map(Document::draft));
    if let (Some(number), Some(draft)) = (number, draft) {
        spawn_local(take(studio, draft, JobId::from_number(JOBS + number)));
    }
}

async fn take(studio: Studio, draft: DraftId, job: JobId) {
    let Some(snapshot) = studio.read(Workbench::snapshot) else { return };
    // Without it the steps are there as before; the next one may work.
    let Ok(packed) = worker::run(job, Work::Pack(snapshot.text.clone())).await else { return };
    let (part, bytes) = (Part::Snapshot, snapshot.record(&packed));
    lead::happen(studio, LeadEvent::KeepPart { draft, part, bytes });
}

impl Snapshots {
    /// The number of the snapshot that is due.
    fn due(&mut self, now: f64) -> Option<u64> {
        let is_due = self.changes >= MANY || (self.changes > 0 && now - self.taken >= LONG);
        if !is_due || now - self.changed < REST {
            return None;
        }
        self.changes = 0;
        self.taken = now;
        self.number += 1;
        Some(self.number)
    }
}
