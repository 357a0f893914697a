//! The open review: connected with its log, and written to.

use api::draft::RevisionKind;
use extension::Key;
use workbench::log_session::{LogEvent, Written};
use workbench::{CommentSent, ReviewCommand, SharedLink};

use super::super::Studio;
use super::super::logs::{self, Log};
use crate::browser::drafts::pause;
use crate::browser::shared::{self as server, Appended};

/// Keeps this review in step from now on, and no other one.
pub(super) fn follow(studio: Studio, wanted: Option<SharedLink>) {
    let now = studio.logs.review();
    if now.as_ref().map(|(_, link)| link) == wanted.as_ref() {
        return;
    }
    if let Some((at, _)) = now {
        logs::disconnect(studio, at);
    }
    if let Some(link) = wanted {
        logs::connect(studio, Log::Review, link, false);
    }
}

/// Writes a comment, as soon as the server wants to be written to.
pub(super) async fn send(studio: Studio, link: SharedLink, revision: u64, stamp: Key, record: Vec<u8>) {
    let Some((at, _)) = studio.logs.review().filter(|(_, own)| *own == link) else { return };
    let wait = studio.logs.until_writing(at);
    if !wait.is_zero() {
        pause(wait.as_secs_f64() * 1000.0).await;
    }
    let written = server::write(&link, revision, RevisionKind::Comment, None, &record).await;
    let (written, result) = match written {
        Ok(Appended::Written { written, .. }) => (Written::Accepted, CommentSent::Accepted(written.time_ms)),
        Ok(Appended::Taken { latest }) => (Written::Taken, CommentSent::Taken(latest)),
        Err(failure) => (Written::Failed(failure), CommentSent::Unknown),
    };
    logs::happen(studio, at, LogEvent::Written(written));
    studio.tell(ReviewCommand::Sent { link, stamp, result });
}
