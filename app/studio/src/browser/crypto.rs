//! What the browser encrypts before it goes to the server: AES-256-GCM with a key that stays in links.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use workbench::SharedLink;
use workbench::errors::Failure;

use super::words;

#[wasm_bindgen(module = "/src/browser/shared.js")]
extern "C" {
    #[wasm_bindgen(js_name = canEncrypt)]
    fn js_can_encrypt() -> bool;
    #[wasm_bindgen(js_name = random)]
    fn js_random(length: u32) -> Uint8Array;
    #[wasm_bindgen(js_name = seal, catch)]
    async fn js_seal(key: Uint8Array, additional: Uint8Array, plain: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = unseal, catch)]
    async fn js_unseal(key: Uint8Array, additional: Uint8Array, sealed: Uint8Array) -> Result<JsValue, JsValue>;
}

/// The form of what is encrypted. Whoever changes it gives the next number.
const FORMAT: u8 = 1;

/// What a blob is. It is bound to that: as anything else, or of another draft, it does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sealed {
    /// A revision by its number and kind.
    Revision(u32, u8),
    /// What the owner knows of a link, by the link's id.
    Label([u8; 16]),
    /// Who is there, by the page's id.
    Presence([u8; 16]),
}

impl Sealed {
    fn additional(self, draft: &[u8; 16]) -> Vec<u8> {
        let mut bytes = vec![FORMAT];
        bytes.extend(draft);
        match self {
            Self::Revision(number, kind) => {
                bytes.extend(number.to_be_bytes());
                bytes.push(kind);
            }
            Self::Label(id) => {
                bytes.push(b'L');
                bytes.extend(id);
            }
            Self::Presence(id) => {
                bytes.push(b'P');
                bytes.extend(id);
            }
        }
        bytes
    }
}

/// Why nothing can be shared here; nothing when it can.
///
/// # Errors
/// B206 where the browser does not encrypt.
pub(crate) fn ready() -> Result<(), Failure> {
    if js_can_encrypt() {
        return Ok(());
    }
    Err(Failure::new("B206", "This browser encrypts only on pages that come over https or from this computer."))
}

/// Random bytes.
pub(crate) fn random<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    js_random(u32::try_from(LENGTH).unwrap_or_default()).copy_to(&mut bytes);
    bytes
}

/// Encrypts for the draft of the link.
///
/// # Errors
/// B206 where the browser does not encrypt.
pub(crate) async fn seal(link: &SharedLink, what: Sealed, plain: &[u8]) -> Result<Vec<u8>, Failure> {
    ready()?;
    // Copies: what the call waits for may move the memory of the page's program.
    let sealed = js_seal(copy(&link.key), copy(&what.additional(&link.draft)), copy(plain)).await;
    sealed.map(|bytes| Uint8Array::new(&bytes).to_vec()).map_err(|thrown| {
        let mut failure = Failure::new("B206", "The browser cannot encrypt what is shared.");
        failure.details.push(words(&thrown));
        failure
    })
}

/// Decrypts; `None` when the key is another one, or anything was changed.
pub(crate) async fn unseal(link: &SharedLink, what: Sealed, sealed: &[u8]) -> Option<Vec<u8>> {
    let plain = js_unseal(copy(&link.key), copy(&what.additional(&link.draft)), copy(sealed)).await;
    plain.ok().map(|bytes| Uint8Array::new(&bytes).to_vec())
}

fn copy(bytes: &[u8]) -> Uint8Array {
    Uint8Array::from(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn what_is_sealed_opens_as_what_it_is_alone() {
        let link = SharedLink { draft: random(), token: random(), key: random() };
        let plain = b"public class Secret".repeat(100);
        let revision = Sealed::Revision(3, 2);
        let sealed = seal(&link, revision, &plain).await.unwrap();
        assert!(!sealed.windows(6).any(|part| part == b"Secret"));
        assert!(sealed.len() < plain.len());
        assert_eq!(unseal(&link, revision, &sealed).await, Some(plain.clone()));
        for other in [Sealed::Revision(4, 2), Sealed::Revision(3, 1), Sealed::Presence([0; 16])] {
            assert_eq!(unseal(&link, other, &sealed).await, None);
        }
        let wrong_key = SharedLink { key: random(), ..link.clone() };
        assert_eq!(unseal(&wrong_key, revision, &sealed).await, None);
        let wrong_draft = SharedLink { draft: random(), ..link.clone() };
        assert_eq!(unseal(&wrong_draft, revision, &sealed).await, None);
        for at in [0, 12, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(unseal(&link, revision, &changed).await, None);
            assert_eq!(unseal(&link, revision, &sealed[..at]).await, None);
        }
        assert_ne!(seal(&link, revision, &plain).await.unwrap(), sealed);
    }
}
