//! Drafts as the page has them: what the workbench wants kept is written at once, one page leads each, and
//! the address names the one that is open.

mod lead;
mod snapshots;

use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::errors::{self, Failure};
use workbench::lead::{LeadEvent, PageNews};
use workbench::{AutosaveCommand, DraftId, Effect, FileHandle, Keeping, Kept, SessionCommand, Surroundings, Workbench};

pub(super) use lead::{PageLeads, settle};
pub(super) use snapshots::Snapshots;

use super::{Studio, review, shared};
use crate::browser::drafts::{self as store, ListedDraft};
use crate::browser::surroundings::Browser;
use crate::browser::{files, pages, recent};

/// How long the studio waits before it tries again to write what the browser did not take.
const AGAIN: std::time::Duration = std::time::Duration::from_secs(10);

/// Finds the place for drafts, opens the one that the address names, and follows what other pages do.
pub(crate) fn start(studio: Studio) {
    pages::listen(move |news| lead::happen(studio, LeadEvent::Heard { news, is_seen: pages::is_seen() }));
    pages::on_attention(move || lead::happen(studio, LeadEvent::Look), move || leave(studio));
    pages::on_address(move || open_addressed(studio));
    snapshots::start(studio);
    shared::start(studio);
    review::start(studio);
    shared::open_addressed(studio);
    spawn_local(async move {
        if let Err(why) = connect(studio).await {
            studio.screen.arriving.set(false);
            return studio.tell(SessionCommand::Report(Failure::not_kept(&why)));
        }
        open_addressed(studio);
        // What cannot be swept now is swept another day.
        let _ = store::sweep().await;
        reload(studio);
    });
    // A page without timers tries again with the next change.
    let _ = set_interval_with_handle(move || try_again(studio), AGAIN);
}

async fn connect(studio: Studio) -> Result<(), String> {
    store::open().await?;
    studio.tell(AutosaveCommand::SetKeeping(Keeping::Works));
    Ok(())
}

fn keeping(studio: Studio) -> Keeping {
    studio.read(Workbench::keeping)
}

fn try_again(studio: Studio) {
    if keeping(studio) == Keeping::Never {
        // The user knows already.
        spawn_local(async move { drop(connect(studio).await) });
    }
    lead::happen(studio, LeadEvent::TryAgain);
}

fn open_addressed(studio: Studio) {
    if shared::open_addressed(studio) {
        return;
    }
    if let Some(draft) = pages::addressed_draft().filter(|draft| Some(*draft) != lead::current(studio)) {
        open(studio, draft);
    }
}

/// Does what the workbench wants done with a draft.
pub(super) fn carry_out(studio: Studio, effect: Effect) {
    match effect {
        Effect::Keep { draft, kept } => keep(studio, draft, kept),
        Effect::TakeLead { draft } => lead::happen(studio, LeadEvent::TakeOver(draft)),
        Effect::DropDraft { draft } => {
            lead::happen(studio, LeadEvent::Drop(draft));
            spawn_local(async move { after(studio, draft, "forgotten", store::remove(draft).await) });
        }
        Effect::DeleteDraft { draft } => spawn_local(async move {
            after(studio, draft, "deleted", store::set_deleted(draft, true).await.map(drop));
        }),
        Effect::RestoreDraft { draft } => spawn_local(async move {
            match store::set_deleted(draft, false).await {
                Ok(false) => studio.tell(SessionCommand::Report(Failure::no_draft())),
                result => after(studio, draft, "brought back", result.map(drop)),
            }
        }),
        _ => {}
    }
}

fn keep(studio: Studio, draft: DraftId, kept: Kept) {
    snapshots::count(studio, &kept);
    lead::happen(studio, LeadEvent::Keep { draft, kept });
}

/// Whether it was otherwise before.
fn set_keeping(studio: Studio, new: Keeping) -> bool {
    let is_new = keeping(studio) != new;
    if is_new {
        studio.tell(AutosaveCommand::SetKeeping(new));
    }
    is_new
}

/// Gives the browser all that it does not have yet: the page may end, or sleep.
pub(crate) fn leave(studio: Studio) {
    studio.take_typed();
    lead::happen(studio, LeadEvent::Leave);
}

/// Opens a draft, to change it or, where another page does that, to look on.
pub(crate) fn open(studio: Studio, draft: DraftId) {
    spawn_local(open_and_wait(studio, draft));
}

/// Opens a draft; when this ends the workbench has it, or the user knows why not.
pub(super) async fn open_and_wait(studio: Studio, draft: DraftId) {
    studio.take_typed();
    lead::open(studio, draft).await;
    studio.screen.arriving.set(false);
}

/// Reads the list of drafts, when it is shown.
pub(crate) fn reload(studio: Studio) {
    if lead::current(studio).is_some() {
        return;
    }
    spawn_local(async move {
        // Where there is no place for drafts there are none.
        let list = store::list().await.unwrap_or_default();
        studio.screen.drafts.set(list);
    });
}

/// Gives a draft the name that the user knows it by.
pub(crate) fn rename(studio: Studio, draft: &ListedDraft, title: &str) {
    let title = title.trim();
    let title = if title == draft.summary.name { String::new() } else { title.to_owned() };
    let id = draft.id;
    if title != draft.title {
        spawn_local(async move { after(studio, id, "renamed", store::rename(id, &title).await) });
    }
}

/// Makes a draft of the same content.
pub(crate) fn duplicate(studio: Studio, draft: &ListedDraft) {
    let (id, title) = (draft.id, format!("{} copy", draft.name()));
    let new = Browser.new_key();
    spawn_local(async move { after(studio, new, "duplicated", store::duplicate(id, new, &title).await) });
}

/// Deletes a draft that no page has open.
pub(crate) fn delete(studio: Studio, draft: &ListedDraft) {
    if draft.is_led {
        let text = format!("{} is open in another tab or window. Close it there first.", draft.name());
        return studio.tell(SessionCommand::Report(Failure::new(errors::Code::DraftElsewhere, text)));
    }
    studio.tell(AutosaveCommand::Delete { draft: draft.id, name: draft.name().to_owned() });
}

/// Shows what became of it, here and in the other pages.
fn after(studio: Studio, draft: DraftId, deed: &str, result: Result<(), String>) {
    if let Err(why) = result {
        let mut failure = Failure::new(errors::Code::NotKept, format!("The draft cannot be {deed}."));
        failure.details.push(why);
        studio.tell(SessionCommand::Report(failure));
    }
    pages::tell(PageNews::Changed(draft));
    reload(studio);
}

/// Remembers the file of the draft, so that Save finds it after the page was loaded again, and start shows it.
pub(super) fn remember_file(draft: DraftId, handle: FileHandle) {
    spawn_local(async move {
        let Some(file) = files::of_handle(handle) else { return };
        // Not remembered: the next Save asks where to.
        drop(store::remember_file(draft, &file).await);
        recent::remember(&file).await;
    });
}
