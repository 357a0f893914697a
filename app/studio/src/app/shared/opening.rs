//! Opening a link: from what this browser has of the draft, or from the server.

use api::draft::{DraftKind, Right};
use api::problem::Code;
use leptos::prelude::Set;
use leptos::task::spawn_local;
use workbench::errors::{self, Failure};
use workbench::{SessionCommand, SharedLink, SharingCommand};

use super::super::{Studio, drafts, review};
use super::mine;
use crate::browser::shared::Asked;
use crate::browser::{crypto, drafts as store, pages};

/// Opens the link that the address holds; `false` when it holds none. The address forgets it at once: whoever looks at the
/// screen or at the history later does not get it.
pub(crate) fn open_addressed(studio: Studio) -> bool {
    let fragment = pages::fragment();
    if !SharedLink::is_meant(&fragment) {
        return false;
    }
    pages::address_draft(None);
    open_link(studio, &fragment);
    true
}

/// Opens what a link leads to: the copy that this browser has of it, or else a new one.
pub(crate) fn open_link(studio: Studio, link: &str) {
    match link.parse::<SharedLink>() {
        Ok(link) => spawn_local(async move {
            open(studio, link).await;
            studio.screen.arriving.set(false);
        }),
        Err(error) => {
            studio.tell(SessionCommand::Report(Failure::new(errors::Code::LinkUnreadable, error.to_string())));
        }
    }
}

async fn open(studio: Studio, link: SharedLink) {
    if let Some(draft) = mine::copy_of(&link) {
        // A draft that was deleted here, or that became one of the user's own, is not what the link leads to.
        if matches!(store::read(draft, false).await, Ok(Some(found)) if found.stored.is_shared()) {
            return drafts::open_and_wait(studio, draft).await;
        }
    }
    if let Err(failure) = open_from_server(studio, &link).await {
        let failure = review::with_unsent(&link, failure.about("The shared draft cannot be opened."));
        studio.tell(SessionCommand::Report(failure));
    }
}

async fn open_from_server(studio: Studio, link: &SharedLink) -> Result<(), Failure> {
    crypto::ready()?;
    let asked = Asked::of(link);
    let state = asked.state().await?;
    if state.kind == DraftKind::Review {
        return review::open(studio, link, &state, asked).await;
    }
    let revisions = asked.revisions().await?;
    if revisions.is_empty() {
        return Err(Failure::new(Code::DraftUnknown, "Nothing was written to it yet. Try again in a moment."));
    }
    let may_edit = state.right >= Right::Edit && state.kind == DraftKind::Draft;
    studio.take_typed();
    studio.tell(SharingCommand::Open { link: link.clone(), may_edit, revisions });
    Ok(())
}
