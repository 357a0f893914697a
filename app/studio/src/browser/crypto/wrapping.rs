//! Keys of the content, encrypted for one bearer with the secret of his link, and the list of earlier keys, encrypted with the next one.

use workbench::errors::Failure;
use workbench::{ContentKey, ContentKeys};

use super::{FORMAT, Sealed, derived, opened, sealed};

/// What the key from a link's secret is for.
const CONTENT: &str = "content";

/// Encrypts the key of an epoch for whoever has the secret.
///
/// # Errors
/// B206 where the browser does not encrypt.
pub(crate) async fn wrap(
    draft: &[u8; 16],
    secret: &[u8; 32],
    epoch: u32,
    key: &ContentKey,
) -> Result<Vec<u8>, Failure> {
    let with = derived(secret, draft, CONTENT).await?;
    sealed(&with, &Sealed::Key(epoch).additional(FORMAT, draft), key).await
}

/// Decrypts the key of an epoch; `None` when it is for another secret, or anything was changed.
pub(crate) async fn unwrap(draft: &[u8; 16], secret: &[u8; 32], epoch: u32, wrapped: &[u8]) -> Option<ContentKey> {
    let with = derived(secret, draft, CONTENT).await.ok()?;
    opened(&with, &Sealed::Key(epoch).additional(FORMAT, draft), wrapped).await?.try_into().ok()
}

/// Encrypts the keys that there were before this one.
///
/// # Errors
/// B206 where the browser does not encrypt.
pub(crate) async fn seal_earlier(
    draft: &[u8; 16],
    epoch: u32,
    key: &ContentKey,
    keys: &ContentKeys,
) -> Result<Vec<u8>, Failure> {
    sealed(key, &Sealed::Earlier(epoch).additional(FORMAT, draft), &keys.list()).await
}

/// Decrypts them into the keys that are known.
pub(crate) async fn unseal_earlier(draft: &[u8; 16], epoch: u32, keys: &mut ContentKeys, sealed: &[u8]) {
    let Some(key) = keys.key(epoch) else { return };
    if let Some(list) = opened(key, &Sealed::Earlier(epoch).additional(FORMAT, draft), sealed).await {
        keys.add_list(&list);
    }
}

#[cfg(test)]
mod tests {
    use super::super::random;
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn a_key_opens_for_its_bearer_and_leads_to_the_earlier_ones() {
        let (draft, secret, key) = (random(), random(), random());
        let wrapped = wrap(&draft, &secret, 2, &key).await.unwrap();
        assert!(wrapped.len() <= api::draft::keys::LARGEST_KEY);
        assert_eq!(unwrap(&draft, &secret, 2, &wrapped).await, Some(key));
        for (draft, secret, epoch) in [(random(), secret, 2), (draft, random(), 2), (draft, secret, 1)] {
            assert_eq!(unwrap(&draft, &secret, epoch, &wrapped).await, None);
        }
        let mut all = ContentKeys::default();
        all.add(0, [7; 32]);
        all.add(1, [8; 32]);
        let earlier = seal_earlier(&draft, 2, &key, &all).await.unwrap();
        let mut read = ContentKeys::default();
        unseal_earlier(&draft, 2, &mut read, &earlier).await;
        assert_eq!(read.latest(), None, "the key is not there");
        read.add(2, key);
        unseal_earlier(&draft, 2, &mut read, &earlier).await;
        assert_eq!((read.key(0), read.key(1)), (Some(&[7; 32]), Some(&[8; 32])));
        // The keys from before do not lead on.
        let mut old = all.clone();
        old.add(2, random());
        unseal_earlier(&draft, 2, &mut old, &earlier).await;
        assert_ne!(old.key(2), Some(&key));
    }
}
