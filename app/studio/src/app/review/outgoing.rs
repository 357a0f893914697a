//! Sending the comparison that is shown.

use api::draft::{DraftKind, RevisionKind, Right};
use workbench::errors::Failure;

use super::super::Studio;
use super::super::shared::links::{grant, new_owner, open_draft, remember};
use super::super::shared::pack;
use crate::browser::{crypto, owners, shared as server};

/// A review that was sent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SentReview {
    /// The owner's link.
    pub(crate) owner: String,
    /// The address for those who may comment.
    pub(crate) to_comment: String,
    /// The address for those who may only read.
    pub(crate) to_read: String,
}

/// Encrypts the comparison that is shown and sends it; the links to it.
///
/// # Errors
/// When there is nothing to review, the server refuses or does not answer, or the browser cannot encrypt. Nothing is sent then.
pub(crate) async fn send(studio: Studio, message: &str, days: Option<u32>) -> Result<SentReview, Failure> {
    crypto::ready()?;
    studio.take_typed();
    let draft = open_draft(studio)?;
    let whole = studio.read(|workbench| workbench.whole_review(message))?;
    let owner = new_owner();
    let link = owner.link.clone();
    owners::add(&owner)?;
    server::create(&link, DraftKind::Review, None).await?;
    let sent = async {
        let packed = pack(studio, &whole.snapshot.text).await?;
        server::write(&link, 1, RevisionKind::Whole, None, &whole.record(&packed)).await?;
        let to_comment = grant(&owner, Right::Comment, days).await?;
        let to_read = grant(&owner, Right::View, days).await?;
        Ok(SentReview { owner: link.fragment(), to_comment, to_read })
    };
    match sent.await {
        Ok(sent) => {
            remember(studio, &owner, DraftKind::Review, draft);
            Ok(sent)
        }
        Err(failure) => {
            // What leads to nothing does not stay; the server sweeps it when it cannot be reached now.
            let _ = server::remove(&link).await;
            Err(failure)
        }
    }
}
