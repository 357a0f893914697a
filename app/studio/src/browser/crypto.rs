//! What the browser encrypts before it goes to the server: AES-256-GCM with a key that stays in links. What an owner notes of links has a key of its
//! own, which needs the owner's token as well: the note of a link is its token, which other links' bearers must not read.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use workbench::errors::Failure;
use workbench::{Digest, SharedLink, blob_start, split_blob};

use super::words;

#[wasm_bindgen(module = "/src/browser/shared.js")]
extern "C" {
    #[wasm_bindgen(js_name = canEncrypt)]
    fn js_can_encrypt() -> bool;
    #[wasm_bindgen(js_name = random)]
    fn js_random(length: u32) -> Uint8Array;
    #[wasm_bindgen(js_name = seal, catch)]
    async fn js_seal(key: Uint8Array, additional: Uint8Array, plain: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = derive, catch)]
    async fn js_derive(secret: Uint8Array, salt: Uint8Array, info: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = unseal, catch)]
    async fn js_unseal(key: Uint8Array, additional: Uint8Array, sealed: Uint8Array) -> Result<JsValue, JsValue>;
}

/// The form of what is encrypted. Whoever changes it gives the next number.
const FORMAT: u8 = 1;

/// The form of revisions that say what they were made behind. Those of form 1 do not.
const REVISION_FORMAT: u8 = 2;

/// The form of labels under the owner's key. Those of form 1 have the draft's key.
const LABEL_FORMAT: u8 = 2;

/// What the owner's key is for.
const LABEL: &str = "label";

/// What a blob is. It is bound to that: as anything else, or of another draft, it does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sealed {
    /// A revision by its number and kind.
    Revision(u32, u8),
    /// What the owner knows of a link, by the link's id. See [`seal_label`].
    Label([u8; 16]),
    /// Who is there, by the page's id.
    Presence([u8; 16]),
}

impl Sealed {
    fn additional(self, format: u8, draft: &[u8; 16]) -> Vec<u8> {
        let mut bytes = vec![format];
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
    sealed(&link.key, &what.additional(FORMAT, &link.draft), plain).await
}

/// Decrypts; `None` when the key is another one, or anything was changed.
pub(crate) async fn unseal(link: &SharedLink, what: Sealed, sealed: &[u8]) -> Option<Vec<u8>> {
    opened(&link.key, &what.additional(FORMAT, &link.draft), sealed).await
}

/// Encrypts a revision, which is bound to the one that it was made behind.
///
/// # Errors
/// B206 where the browser does not encrypt.
pub(crate) async fn seal_revision(
    link: &SharedLink,
    number: u32,
    kind: u8,
    after: Option<Digest>,
    plain: &[u8],
) -> Result<Vec<u8>, Failure> {
    let start = blob_start(after);
    let content = sealed(&link.key, &revision_additional(link, number, kind, &start), plain).await?;
    Ok([start, content].concat())
}

/// Decrypts a revision, one of an earlier version too: its content, and the one that it was made behind. `None` as of [`unseal`].
pub(crate) async fn unseal_revision(
    link: &SharedLink,
    number: u32,
    kind: u8,
    blob: &[u8],
) -> Option<(Vec<u8>, Option<Digest>)> {
    if let Some((before, begin)) = split_blob(blob) {
        let (start, content) = blob.split_at(begin);
        let plain = opened(&link.key, &revision_additional(link, number, kind, start), content).await;
        if let Some(plain) = plain {
            return Some((plain, before));
        }
    }
    // An earlier version's blob may begin with any bytes.
    unseal(link, Sealed::Revision(number, kind), blob).await.map(|plain| (plain, None))
}

fn revision_additional(link: &SharedLink, number: u32, kind: u8, start: &[u8]) -> Vec<u8> {
    [Sealed::Revision(number, kind).additional(REVISION_FORMAT, &link.draft).as_slice(), start].concat()
}

/// A label that was decrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// The token of the link.
    pub(crate) token: [u8; 32],
    /// Whether it is one of an earlier version, which everybody can read who has a link and sees the store: it is to be written anew.
    pub(crate) is_open: bool,
}

/// Encrypts what the owner notes of a link, which is the link's token, so that nobody but the owner reads it.
///
/// # Errors
/// B206 where the browser does not encrypt.
pub(crate) async fn seal_label(owner: &SharedLink, id: [u8; 16], token: &[u8; 32]) -> Result<Vec<u8>, Failure> {
    ready()?;
    let key = label_key(owner).await.map_err(|thrown| no_encryption(&thrown))?;
    sealed(&key, &Sealed::Label(id).additional(LABEL_FORMAT, &owner.draft), token).await
}

/// Decrypts a label, one of an earlier version too; `None` when another owner wrote it, or anything was changed.
pub(crate) async fn unseal_label(owner: &SharedLink, id: [u8; 16], label: &[u8]) -> Option<Label> {
    let what = Sealed::Label(id);
    let key = label_key(owner).await.ok()?;
    let now = opened(&key, &what.additional(LABEL_FORMAT, &owner.draft), label).await;
    let (plain, is_open) = match now {
        Some(plain) => (plain, false),
        None => (unseal(owner, what, label).await?, true),
    };
    Some(Label { token: plain.try_into().ok()?, is_open })
}

/// The owner's key for labels. It needs the token, which other links do not have, and the draft's key, which the server does not have.
async fn label_key(owner: &SharedLink) -> Result<Vec<u8>, JsValue> {
    let key = js_derive(copy(&owner.token), copy(&owner.key), LABEL).await?;
    Ok(Uint8Array::new(&key).to_vec())
}

async fn sealed(key: &[u8], additional: &[u8], plain: &[u8]) -> Result<Vec<u8>, Failure> {
    ready()?;
    // Copies: what the call waits for may move the memory of the page's program.
    let sealed = js_seal(copy(key), copy(additional), copy(plain)).await;
    sealed.map(|bytes| Uint8Array::new(&bytes).to_vec()).map_err(|thrown| no_encryption(&thrown))
}

async fn opened(key: &[u8], additional: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let plain = js_unseal(copy(key), copy(additional), copy(sealed)).await;
    plain.ok().map(|bytes| Uint8Array::new(&bytes).to_vec())
}

fn no_encryption(thrown: &JsValue) -> Failure {
    let mut failure = Failure::new("B206", "The browser cannot encrypt what is shared.");
    failure.details.push(words(thrown));
    failure
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
    #[wasm_bindgen_test]
    async fn a_revision_says_what_it_was_made_behind() {
        let link = SharedLink { draft: random(), token: random(), key: random() };
        for after in [None, Some(Digest::of(b"before"))] {
            let blob = seal_revision(&link, 3, 2, after, b"plain").await.unwrap();
            assert_eq!(unseal_revision(&link, 3, 2, &blob).await, Some((b"plain".to_vec(), after)));
            assert_eq!(unseal_revision(&link, 4, 2, &blob).await, None);
            // Nobody without the key puts it behind another one, or makes it one that does not say.
            for at in 0..blob.len() {
                let mut changed = blob.clone();
                changed[at] ^= 1;
                assert_eq!(unseal_revision(&link, 3, 2, &changed).await, None, "{at}");
            }
            let other = [blob_start(Some(Digest::of(b"other"))), blob[36..].to_vec()].concat();
            assert_eq!(unseal_revision(&link, 3, 2, &other).await, None);
            assert_eq!(unseal_revision(&link, 3, 2, &blob[36..]).await, None);
        }
    }

    #[wasm_bindgen_test]
    async fn a_label_opens_for_its_owner_alone() {
        let owner = SharedLink { draft: random(), token: random(), key: random() };
        let (id, token) = (random(), random());
        let label = seal_label(&owner, id, &token).await.unwrap();
        assert_eq!(unseal_label(&owner, id, &label).await, Some(Label { token, is_open: false }));
        // Whoever has a link to view has the draft's key and another token; the server has the owner's token and not the key.
        for other in [owner.with_token(random()), SharedLink { key: random(), ..owner.clone() }] {
            assert_eq!(unseal_label(&other, id, &label).await, None);
        }
        assert_eq!(unseal(&owner, Sealed::Label(id), &label).await, None);
        assert_eq!(unseal_label(&owner, random(), &label).await, None);
    }

    /// A draft that commit 1e00c95 wrote; the server's tests open the same.
    mod kept {
        macro_rules! kept {
            ($name:literal) => {
                include_bytes!(concat!(
                    "../../../../server/tests/kept/store-1/drafts/7743ce348d9284d677a185f33295b922/",
                    $name
                ))
            };
        }
        pub(super) const OWNER: &str = "#/shared/d0PONI2ShNZ3oYXzMpW5Ig/TBApaX7jWHFdOhSirdgXxLAWUUQN6Ag3H3gWWskNxYE/LHDhK3oGRvkiefQnx7OOczTY5Tic_xZ6HcMOc_gmtoM";
        pub(super) const EDIT: &str = "JiEhxTcr6K865v8NPRONnm4SSTNSIsfw4CU141Bzuws";
        pub(super) const LINK: &[u8] =
            kept!("links/ca73ab8f837860c5ffca28c00f4591491dbf4fd3e851baea27c73497d33e8f2a.json");
        pub(super) const REVISIONS: [(u32, u8, &[u8], &str); 4] = [
            (1, 1, kept!("revisions/0000000001"), "first whole revision"),
            (2, 2, kept!("revisions/0000000002"), "a change"),
            (3, 1, kept!("revisions/0000000003"), "second whole revision"),
            (4, 2, kept!("revisions/0000000004"), "another change"),
        ];
    }

    #[wasm_bindgen_test]
    async fn what_an_earlier_version_wrote_opens() {
        let owner: SharedLink = kept::OWNER.parse().unwrap();
        for (number, kind, stored, text) in kept::REVISIONS {
            // The server's header comes first.
            let plain = unseal_revision(&owner, number, kind, &stored[54..]).await;
            assert_eq!(plain, Some((text.as_bytes().to_vec(), None)));
        }
        let record: serde_json::Value = serde_json::from_slice(kept::LINK).unwrap();
        let id = record["id"].as_str().unwrap().parse::<api::draft::LinkId>().unwrap();
        let label: Vec<u8> = serde_json::from_value(record["label"].clone()).unwrap();
        let token = *kept::EDIT.parse::<api::draft::Token>().unwrap().bytes();
        assert_eq!(unseal_label(&owner, *id.bytes(), &label).await, Some(Label { token, is_open: true }));
    }
}
