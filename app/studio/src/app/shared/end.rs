//! When the shared draft itself ends, and its links with it.

use api::draft::{DraftKind, DraftState};
use workbench::errors::Failure;
use workbench::{Document, SharedLink};

use super::super::Studio;
use super::links::{DAY, millis, own, words_of};
use crate::browser::shared as server;

/// When a draft ends that was shared here.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DraftEnd {
    owner: SharedLink,
    /// The time, in words.
    pub(crate) time: String,
    /// Whether its owner chose it; otherwise every change moves it.
    pub(crate) is_chosen: bool,
    /// Days after the last change, unless its owner chooses.
    pub(crate) idle_days: u32,
    /// Days from now that its owner may choose at most.
    pub(crate) longest_days: u32,
}

impl DraftEnd {
    fn of(owner: SharedLink, state: &DraftState) -> Self {
        Self {
            owner,
            time: words_of(millis(state.expires_ms)),
            is_chosen: state.expiry_chosen,
            idle_days: state.limits.idle_days,
            longest_days: state.limits.longest_days,
        }
    }

    /// Lets the draft end so many days from now; none: so many after its last change as the server says.
    ///
    /// # Errors
    /// When the server refuses or does not answer: the end stays as it was.
    pub(crate) async fn set(self, days: Option<u32>) -> Result<Self, Failure> {
        // Which time it is, the server says: clocks differ.
        let now = server::about(&self.owner).await?.now_ms;
        let expires_ms = days.map(|days| now + u64::from(days) * DAY);
        let state = server::set_expiry(&self.owner, expires_ms).await?;
        Ok(Self::of(self.owner, &state))
    }
}

/// When the open draft ends; `None` when nobody works on it by a link that was made here.
///
/// # Errors
/// When the server refuses or does not answer.
pub(crate) async fn of_open(studio: Studio) -> Result<Option<DraftEnd>, Failure> {
    let open = studio.read(|workbench| {
        let shared = workbench.document().and_then(Document::shared).filter(|shared| !shared.has_ended());
        shared.map(|shared| shared.link.clone())
    });
    let is_own = |link: &SharedLink| {
        own(studio).iter().any(|share| share.kind == DraftKind::Draft && share.link().as_ref() == Some(link))
    };
    let Some(owner) = open.filter(is_own) else { return Ok(None) };
    let state = server::about(&owner).await?;
    Ok(Some(DraftEnd::of(owner, &state)))
}
