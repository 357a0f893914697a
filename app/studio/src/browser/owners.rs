//! What this browser has as the owner of what was shared here, beside the owner's link: a secret, and what is to be done after a link was revoked.
//! It is remembered apart from the list of what was shared, which pages of earlier versions write anew without what they do not know.

use api::draft::{LinkId, Token};
use serde::{Deserialize, Serialize};
use workbench::SharedLink;
use workbench::errors::{self, Failure};

use super::crypto;
use super::storage::{recall_list, remember_list};

const OWNERS: &str = "shared-owners";

/// The owner's link, and what the labels and the keys of this browser are encrypted with.
#[derive(Debug, Clone)]
pub(crate) struct Owner {
    /// The link.
    pub(crate) link: SharedLink,
    /// The secret. It is not passed on, and not sent.
    pub(crate) secret: [u8; 32],
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Owned {
    /// The owner's link.
    link: String,
    secret: Token,
    /// The links that were revoked here: none of them gets a key any more, whatever the server says.
    #[serde(default)]
    revoked: Vec<LinkId>,
    /// Whether a new key is to be made because of one of them.
    #[serde(default)]
    is_renewing: bool,
}

fn all() -> Vec<Owned> {
    recall_list(OWNERS)
}

fn of(link: &SharedLink) -> Option<Owned> {
    let fragment = link.fragment();
    all().into_iter().find(|owned| owned.link == fragment)
}

/// Remembers the owner of what is shared.
///
/// # Errors
/// When the browser does not: what is encrypted with the secret would be lost.
pub(crate) fn add(owner: &Owner) -> Result<(), Failure> {
    let mut list = all();
    let (link, secret) = (owner.link.fragment(), Token::from_bytes(owner.secret));
    list.insert(0, Owned { link, secret, revoked: Vec::new(), is_renewing: false });
    remember_list(OWNERS, &list);
    if secret_of(&owner.link) == Some(owner.secret) { Ok(()) } else { Err(not_kept()) }
}

/// The owner with this link. What an earlier version shared gets its secret now.
///
/// # Errors
/// When the browser does not remember it.
pub(crate) fn owner(link: &SharedLink) -> Result<Owner, Failure> {
    if let Some(secret) = secret_of(link) {
        return Ok(Owner { link: link.clone(), secret });
    }
    let owner = Owner { link: link.clone(), secret: crypto::random() };
    add(&owner)?;
    Ok(owner)
}

/// What the keys of this owner's link are encrypted with; none of another link.
pub(crate) fn secret_of(link: &SharedLink) -> Option<[u8; 32]> {
    of(link).map(|owned| *owned.secret.bytes())
}

/// The links that were revoked here.
pub(crate) fn revoked(link: &SharedLink) -> Vec<LinkId> {
    of(link).map(|owned| owned.revoked).unwrap_or_default()
}

/// Whether a new key is to be made.
pub(crate) fn is_renewing(link: &SharedLink) -> bool {
    of(link).is_some_and(|owned| owned.is_renewing)
}

/// Remembers that a link is revoked and a new key is to be made, before anything is done, so that it is gone on with after the page was closed.
///
/// # Errors
/// When the browser does not remember it.
pub(crate) fn begin_revoking(link: &SharedLink, id: LinkId) -> Result<(), Failure> {
    owner(link)?;
    change(link, |owned| {
        owned.is_renewing = true;
        if !owned.revoked.contains(&id) {
            owned.revoked.push(id);
        }
    });
    if is_renewing(link) && revoked(link).contains(&id) { Ok(()) } else { Err(not_kept()) }
}

/// Remembers that the new key was made. Where another link was revoked meanwhile, there is still one to make.
pub(crate) fn end_renewing(link: &SharedLink, revoked: &[LinkId]) {
    change(link, |owned| owned.is_renewing = owned.revoked != revoked);
}

/// Forgets the owner of what is not shared any more.
pub(crate) fn forget(link: &str) {
    let list: Vec<Owned> = all().into_iter().filter(|owned| owned.link != link).collect();
    remember_list(OWNERS, &list);
}

fn change(link: &SharedLink, change: impl FnOnce(&mut Owned)) {
    let (fragment, mut list) = (link.fragment(), all());
    if let Some(owned) = list.iter_mut().find(|owned| owned.link == fragment) {
        change(owned);
        remember_list(OWNERS, &list);
    }
}

fn not_kept() -> Failure {
    Failure::new(errors::Code::NotKept, "The browser does not remember what the owner of a shared draft needs.")
}
