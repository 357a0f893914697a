//! What an owner notes of a link: its token and its secret. They are encrypted with a key from a secret of the owner's browser, so that nobody who has a
//! link reads those of others, not even with the help of the server.

use workbench::errors::Failure;
use workbench::{LinkSecret, SharedLink};

use super::{FORMAT, Sealed, derived, opened, sealed};

/// The form of labels under the secret of the owner's browser.
const FORM: u8 = 3;

/// Those of form 2 have a key from the owner's token and the first key of the content; those of form 1 that key itself.
const TOKEN_FORM: u8 = 2;

/// What the keys are for.
const LABEL: &str = "label";

/// A label that was decrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// The token of the link.
    pub(crate) token: [u8; 32],
    /// Its secret; `None` of a link of an earlier version, which holds the key of the content.
    pub(crate) secret: Option<[u8; 32]>,
    /// Whether an earlier version wrote it, in a form that others can read who see the store: it is to be written anew.
    pub(crate) is_earlier: bool,
}

/// Encrypts the label of a link.
///
/// # Errors
/// B206 where the browser does not encrypt.
pub(crate) async fn seal_label(
    draft: &[u8; 16],
    own: &[u8; 32],
    id: [u8; 16],
    token: &[u8; 32],
    secret: Option<&[u8; 32]>,
) -> Result<Vec<u8>, Failure> {
    let key = derived(own, draft, LABEL).await?;
    let plain: Vec<u8> = token.iter().chain(secret.into_iter().flatten()).copied().collect();
    sealed(&key, &Sealed::Label(id).additional(FORM, draft), &plain).await
}

/// Decrypts a label, one of an earlier version too; `None` when another owner wrote it, or anything was changed.
pub(crate) async fn unseal_label(owner: &SharedLink, own: &[u8; 32], id: [u8; 16], label: &[u8]) -> Option<Label> {
    let what = Sealed::Label(id);
    let key = derived(own, &owner.draft, LABEL).await.ok()?;
    if let Some(plain) = opened(&key, &what.additional(FORM, &owner.draft), label).await {
        let (token, secret) = plain.split_first_chunk()?;
        let secret = if secret.is_empty() { None } else { Some(secret.try_into().ok()?) };
        return Some(Label { token: *token, secret, is_earlier: false });
    }
    let LinkSecret::Content(first) = owner.secret else { return None };
    let key = derived(&owner.token, &first, LABEL).await.ok()?;
    let plain = match opened(&key, &what.additional(TOKEN_FORM, &owner.draft), label).await {
        Some(plain) => plain,
        None => opened(&first, &what.additional(FORMAT, &owner.draft), label).await?,
    };
    Some(Label { token: plain.try_into().ok()?, secret: None, is_earlier: true })
}

#[cfg(test)]
mod tests {
    use super::super::random;
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn a_label_opens_for_its_owner_alone() {
        let owner = SharedLink { draft: random(), token: random(), secret: LinkSecret::Content(random()) };
        let (own, id, token, secret) = (random(), random(), random(), random());
        for secret in [Some(secret), None] {
            let label = seal_label(&owner.draft, &own, id, &token, secret.as_ref()).await.unwrap();
            let read = unseal_label(&owner, &own, id, &label).await;
            assert_eq!(read, Some(Label { token, secret, is_earlier: false }));
            // Whoever was revoked has the key of the content, the server the owner's token: both together do not read it.
            assert_eq!(unseal_label(&owner, &random(), id, &label).await, None);
            assert_eq!(unseal_label(&owner, &own, random(), &label).await, None);
            assert_eq!(unseal_label(&SharedLink { draft: random(), ..owner.clone() }, &own, id, &label).await, None);
        }
    }

    #[wasm_bindgen_test]
    async fn a_label_of_form_2_opens() {
        let owner = SharedLink { draft: random(), token: random(), secret: LinkSecret::Content([7; 32]) };
        let (id, token) = (random(), random::<32>());
        let key = derived(&owner.token, &[7; 32], LABEL).await.unwrap();
        let label = sealed(&key, &Sealed::Label(id).additional(TOKEN_FORM, &owner.draft), &token).await.unwrap();
        let read = unseal_label(&owner, &random(), id, &label).await;
        assert_eq!(read, Some(Label { token, secret: None, is_earlier: true }));
    }
}
