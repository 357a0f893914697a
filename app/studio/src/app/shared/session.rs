//! The open shared draft: connected with its log, and written to.

use api::draft::RevisionKind;
use api::draft::event::{PRESENCE, PresenceEvent};
use api::problem::Code;
use extension::Key;
use leptos::task::spawn_local;
use workbench::errors::Failure;
use workbench::log_session::{LogEvent, Written};
use workbench::{Digest, DraftId, JobId, Outgoing, Sent, SharedLink, SharedState, SharingCommand};

use super::super::Studio;
use super::super::logs::{self, At, Log};
use super::{mine, people, renewing};
use crate::browser::keys;
use crate::browser::shared::{self as server, Appended};
use crate::browser::worker::{self, Work};

/// The numbers of jobs of the worker: those of the workbench and of snapshots are smaller.
const JOBS: u64 = 3 << 51;

/// Keeps this draft in step from now on, and no other one.
pub(super) fn follow(studio: Studio, wanted: Option<(DraftId, SharedLink)>) {
    let now = studio.logs.draft();
    let followed = now.as_ref().map(|(at, link)| (at.log(), link));
    if followed == wanted.as_ref().map(|(draft, link)| (Log::Draft(*draft), link)) {
        return;
    }
    if let Some((at, link)) = now {
        logs::disconnect(studio, at);
        people::leave(studio, link);
    }
    let Some((draft, link)) = wanted else { return };
    mine::remember_copy(draft, &link);
    // What was read just now needs no second look.
    let looks_back = studio.read(|workbench| {
        let shared = workbench.document().and_then(|document| document.shared());
        shared.is_some_and(|shared| shared.state == SharedState::Joining)
    });
    logs::connect(studio, Log::Draft(draft), link, looks_back);
}

/// Who is there is told anew by this stream.
pub(in crate::app) fn stream_opened(studio: Studio, at: At) {
    people::forget(studio);
    spawn_local(prepare(studio, at));
}

/// Takes over an event of the stream that is not about revisions.
pub(in crate::app) fn hear(studio: Studio, at: At, name: &str, json: &str) {
    if name == PRESENCE
        && let Ok(event) = serde_json::from_str::<PresenceEvent>(json)
    {
        people::hear(studio, at, event);
    }
}

/// Gets the keys where the link alone does not hold one, shows this page to others, and goes on with what its owner has to do.
async fn prepare(studio: Studio, at: At) {
    let Some((_, link)) = studio.logs.draft().filter(|(current, _)| *current == at) else { return };
    if keys::known(&link).latest().is_none() {
        // What fails is asked for again with the first revision.
        let _ = server::about(&link).await;
    }
    people::show(studio);
    // What fails is tried again with the next stream.
    let _ = renewing::go_on(studio, &link).await;
}

/// Writes a revision.
pub(super) async fn send(
    studio: Studio,
    draft: DraftId,
    revision: u64,
    after: Option<Digest>,
    stamp: Key,
    content: Outgoing,
) {
    let Some((at, link)) = studio.logs.draft().filter(|(at, _)| at.log() == Log::Draft(draft)) else { return };
    // A whole one beyond the first only saves reading.
    let can_do_without = matches!(content, Outgoing::Whole(_)) && revision > 1;
    let result = match content {
        Outgoing::Change(record) => server::write(&link, revision, RevisionKind::Change, after, &record).await,
        Outgoing::Whole(whole) => match pack(studio, &whole.snapshot.text).await {
            Ok(packed) => server::write(&link, revision, RevisionKind::Whole, after, &whole.record(&packed)).await,
            Err(failure) => Err(failure),
        },
    };
    let (written, result) = match result {
        Ok(Appended::Written { digest, epoch, .. }) => (Some(Written::Accepted), Sent::Accepted { digest, epoch }),
        Ok(Appended::Taken { latest }) => (Some(Written::Taken), Sent::Taken { latest }),
        Err(failure) if can_do_without && failure.code == Code::RevisionSize => (None, Sent::Declined),
        Err(failure) => (Some(Written::Failed(failure)), Sent::Unknown),
    };
    if let Some(written) = written {
        logs::happen(studio, at, LogEvent::Written(written));
    }
    studio.tell(SharingCommand::Sent { draft, stamp, result });
}

/// Deflates a definition away from the page's thread.
pub(in crate::app) async fn pack(studio: Studio, text: &str) -> Result<Vec<u8>, Failure> {
    let job = JobId::from_number(JOBS + studio.logs.new_number());
    worker::run(job, Work::Pack(text.to_owned())).await
}
