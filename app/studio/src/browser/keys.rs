//! The keys of shared drafts that this page has: those that stand in a link, and those that the server keeps for it.

use std::cell::RefCell;
use std::collections::HashMap;

use api::draft::BearerKeys;
use workbench::errors::{self, Failure};
use workbench::{ContentKeys, LinkSecret, SharedLink};

use super::{crypto, owners};

/// A draft, and the token of a link to it.
type Link = ([u8; 16], [u8; 32]);

thread_local! {
    /// By draft and token.
    static KNOWN: RefCell<HashMap<Link, ContentKeys>> = RefCell::default();
}

/// The keys that are known for a link.
pub(crate) fn known(link: &SharedLink) -> ContentKeys {
    let known = KNOWN.with_borrow(|known| known.get(&(link.draft, link.token)).cloned());
    known.unwrap_or_else(|| ContentKeys::of(link))
}

/// Takes the keys that the server has for a link.
///
/// # Errors
/// B203 when the key that is there for the link does not open with it.
pub(crate) async fn take(link: &SharedLink, keys: &BearerKeys) -> Result<(), Failure> {
    let mut all = known(link);
    let secret = match link.secret {
        LinkSecret::Wrapping(secret) => Some(secret),
        LinkSecret::Content(_) => owners::secret_of(link),
    };
    if let (Some(own), Some(secret)) = (&keys.own, secret)
        && all.key(own.epoch).is_none()
    {
        let key = crypto::unwrap(&link.draft, &secret, own.epoch, &own.key).await;
        let wrong = || {
            Failure::new(
                errors::Code::SharedDamaged,
                "The secret in the link is not that of the shared draft, or its key is damaged.",
            )
        };
        let key = key.ok_or_else(wrong)?;
        all.add(own.epoch, key);
        crypto::unseal_earlier(&link.draft, keys.epoch, &mut all, &keys.earlier).await;
    }
    KNOWN.with_borrow_mut(|known| known.insert((link.draft, link.token), all));
    Ok(())
}
