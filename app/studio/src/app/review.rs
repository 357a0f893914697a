//! Reviews as the page has them: sent, opened by their link, and kept in step while one is open.

mod outgoing;
mod session;
mod unsent;

use api::draft::{DraftState, Right};
use leptos::task::spawn_local;
use workbench::errors::Failure;
use workbench::{Effect, ReviewCommand, SessionCommand, SharedLink, SharedState, Workbench, unsent_texts};

pub(crate) use outgoing::{SentReview, send};

use super::Studio;
use crate::browser::shared::Asked;
use crate::browser::{pages, storage};

/// The name under which a tab remembers the review that it has open.
const OPEN: &str = "review";

/// What the browser remembers because of this page.
#[derive(Default)]
pub(crate) struct Remembered {
    /// The link of the review that is open. Until a review is opened, what the page before this one remembered stays.
    open: Option<String>,
    /// The comments of the open review that are not sent yet.
    unsent: unsent::Known,
}

/// Opens the review that this tab had before it was loaded again, unless the address asks for something else.
pub(super) fn start(studio: Studio) {
    if SharedLink::is_meant(&pages::fragment()) {
        return;
    }
    if let Some(link) = storage::recall_in_tab(OPEN).and_then(|link| link.parse::<SharedLink>().ok()) {
        spawn_local(async move {
            let asked = Asked::of(&link);
            let opened = async { open(studio, &link, &asked.state().await?, asked).await };
            if let Err(failure) = opened.await {
                let failure = with_unsent(&link, failure.about("The review cannot be opened again."));
                studio.tell(SessionCommand::Report(failure));
            }
        });
    }
}

/// Opens a review by a link that leads to one.
///
/// # Errors
/// When the server refuses or does not answer.
pub(super) async fn open(
    studio: Studio,
    link: &SharedLink,
    state: &DraftState,
    asked: Asked<'_>,
) -> Result<(), Failure> {
    let revisions = asked.review().await?;
    studio.take_typed();
    studio.tell(ReviewCommand::Open {
        link: link.clone(),
        may_comment: state.right >= Right::Comment,
        own: unsent::own_key(),
        revisions,
        unsent: unsent::take(studio, link),
    });
    Ok(())
}

/// The failure with the comments that were written here and never sent: when the link no longer works, this is the only place
/// where their author still finds them.
pub(super) fn with_unsent(link: &SharedLink, mut failure: Failure) -> Failure {
    let texts = unsent_texts(&unsent::stored(link));
    failure.details.extend(texts.iter().map(|text| format!("Your comment, which was not sent: {text}")));
    failure
}

fn wanted(workbench: &Workbench) -> Option<SharedLink> {
    let review = workbench.review().filter(|review| !matches!(review.state, SharedState::Ended(_)))?;
    Some(review.link.clone())
}

/// Brings what goes on with the server in line with the review that is open now.
pub(super) fn settle(studio: Studio) {
    session::follow(studio, studio.read(wanted));
    let open = studio.read(|workbench| workbench.review().map(|review| review.link.fragment()));
    studio.remembered.with(|remembered| {
        if remembered.open != open {
            storage::remember_in_tab(OPEN, open.as_deref().unwrap_or_default());
            remembered.open = open;
        }
    });
}

/// Does what the workbench wants done with the review.
pub(super) fn carry_out(studio: Studio, effect: Effect) {
    match effect {
        Effect::SendComment { link, number, stamp, record } => {
            spawn_local(session::send(studio, link, number, stamp, record));
        }
        Effect::KeepComments { link, records } => unsent::keep(studio, &link, records),
        _ => {}
    }
}
