//! What the browser encrypts before it goes to the server: AES-256-GCM with keys that the server never has. A draft has a key for each epoch. What
//! begins with the key of a later epoch than 0 says which.

mod labels;
mod wrapping;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use workbench::errors::{self, Failure};
use workbench::{BlobStart, ContentKey, ContentKeys, Digest};

use super::words;

pub(crate) use labels::{Label, seal_label, unseal_label};
pub(crate) use wrapping::{seal_earlier, unseal_earlier, unwrap, wrap};

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

/// The id of a shared draft.
type Draft = [u8; 16];

/// The form of what is encrypted. Whoever changes it gives the next number.
const FORMAT: u8 = 1;

/// The form of revisions that say what they were made behind. Those of form 1 do not.
const REVISION_FORMAT: u8 = 2;

/// The form of what says the epoch of its key.
const KEYED_FORMAT: u8 = 3;

/// What a presence begins with that says the epoch of its key. Those without begin with twelve random bytes.
const KEYED_PRESENCE: &[u8; 4] = b"XSP\x03";

/// What a blob is. It is bound to that: as anything else, or of another draft, it does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sealed {
    /// A revision by its number and kind.
    Revision(u32, u8),
    /// What the owner knows of a link, by the link's id.
    Label([u8; 16]),
    /// Who is there, by the page's id.
    Presence([u8; 16]),
    /// The key of this epoch.
    Key(u32),
    /// The keys of the epochs before this one.
    Earlier(u32),
}

impl Sealed {
    fn additional(self, format: u8, draft: &Draft) -> Vec<u8> {
        let mut bytes = vec![format];
        bytes.extend(draft);
        let (kind, rest) = match &self {
            Self::Revision(number, kind) => {
                bytes.extend(number.to_be_bytes());
                bytes.push(*kind);
                return bytes;
            }
            Self::Label(id) => (b'L', id.to_vec()),
            Self::Presence(id) => (b'P', id.to_vec()),
            Self::Key(epoch) => (b'K', epoch.to_be_bytes().to_vec()),
            Self::Earlier(epoch) => (b'E', epoch.to_be_bytes().to_vec()),
        };
        bytes.push(kind);
        bytes.extend(rest);
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
    Err(Failure::new(
        errors::Code::NoEncryption,
        "This browser encrypts only on pages that come over https or from this computer.",
    ))
}

/// Random bytes.
pub(crate) fn random<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    js_random(u32::try_from(LENGTH).unwrap_or_default()).copy_to(&mut bytes);
    bytes
}

/// Encrypts what a page shows of itself.
///
/// # Errors
/// B206 where the browser does not encrypt, B213 without a key.
pub(crate) async fn seal_presence(
    draft: &Draft,
    keys: &ContentKeys,
    page: [u8; 16],
    plain: &[u8],
) -> Result<Vec<u8>, Failure> {
    let (epoch, key) = keys.latest().ok_or_else(Failure::no_key)?;
    let (start, additional) = presence_start(draft, page, epoch);
    Ok([start, sealed(key, &additional, plain).await?].concat())
}

/// Decrypts what another page shows of itself; `None` when the key is not there or another one, or anything was changed.
pub(crate) async fn unseal_presence(draft: &Draft, keys: &ContentKeys, page: [u8; 16], blob: &[u8]) -> Option<Vec<u8>> {
    let epoch = blob.strip_prefix(KEYED_PRESENCE).and_then(<[u8]>::first_chunk).map_or(0, |it| u32::from_be_bytes(*it));
    let (start, additional) = presence_start(draft, page, epoch);
    opened(keys.key(epoch)?, &additional, blob.get(start.len()..)?).await
}

fn presence_start(draft: &Draft, page: [u8; 16], epoch: u32) -> (Vec<u8>, Vec<u8>) {
    let what = Sealed::Presence(page);
    if epoch == 0 {
        return (Vec::new(), what.additional(FORMAT, draft));
    }
    let start = [KEYED_PRESENCE.as_slice(), &epoch.to_be_bytes()].concat();
    let additional = [what.additional(KEYED_FORMAT, draft).as_slice(), &start].concat();
    (start, additional)
}

/// A revision that was encrypted.
pub(crate) struct SealedRevision {
    /// What goes to the server.
    pub(crate) blob: Vec<u8>,
    /// The epoch of the key.
    pub(crate) epoch: u32,
}

/// Encrypts a revision with the latest key. It is bound to the one that it was made behind.
///
/// # Errors
/// B206 where the browser does not encrypt, B213 without a key.
pub(crate) async fn seal_revision(
    draft: &Draft,
    keys: &ContentKeys,
    number: u32,
    kind: u8,
    after: Option<Digest>,
    plain: &[u8],
) -> Result<SealedRevision, Failure> {
    let (epoch, key) = keys.latest().ok_or_else(Failure::no_key)?;
    let start = BlobStart { before: after, epoch }.bytes();
    let content = sealed(key, &revision_additional(draft, number, kind, epoch, &start), plain).await?;
    Ok(SealedRevision { blob: [start, content].concat(), epoch })
}

/// A revision that was to be decrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unsealed {
    /// It was.
    Content {
        /// What it holds.
        plain: Vec<u8>,
        /// What it was made behind, and the epoch of its key.
        start: BlobStart,
    },
    /// Its key is not there.
    NoKey,
    /// It has a form of a later version.
    Newer,
    /// The key is another one, or anything was changed.
    Damaged,
}

/// Decrypts a revision, one of an earlier version too.
pub(crate) async fn unseal_revision(draft: &Draft, keys: &ContentKeys, number: u32, kind: u8, blob: &[u8]) -> Unsealed {
    let split = BlobStart::split(blob);
    if let Some((start, begin)) = split
        && let Some(key) = keys.key(start.epoch)
    {
        let (first, content) = blob.split_at(begin);
        let plain = opened(key, &revision_additional(draft, number, kind, start.epoch, first), content).await;
        if let Some(plain) = plain {
            return Unsealed::Content { plain, start };
        }
    }
    // An earlier version's blob may begin with any bytes.
    let has_first = keys.key(0);
    if let Some(key) = has_first {
        let what = Sealed::Revision(number, kind).additional(FORMAT, draft);
        if let Some(plain) = opened(key, &what, blob).await {
            return Unsealed::Content { plain, start: BlobStart { before: None, epoch: 0 } };
        }
    }
    match split {
        _ if BlobStart::is_newer(blob) => Unsealed::Newer,
        Some((start, _)) if keys.key(start.epoch).is_none() => Unsealed::NoKey,
        None if has_first.is_none() => Unsealed::NoKey,
        _ => Unsealed::Damaged,
    }
}

fn revision_additional(draft: &Draft, number: u32, kind: u8, epoch: u32, start: &[u8]) -> Vec<u8> {
    let format = if epoch == 0 { REVISION_FORMAT } else { KEYED_FORMAT };
    [Sealed::Revision(number, kind).additional(format, draft).as_slice(), start].concat()
}

/// A key of its own from a secret and what else must be known; `info` says what it is for.
async fn derived(secret: &[u8], salt: &[u8], info: &str) -> Result<ContentKey, Failure> {
    ready()?;
    let key = js_derive(copy(secret), copy(salt), info).await.map_err(|thrown| no_encryption(&thrown))?;
    let mut bytes = [0; 32];
    let key = Uint8Array::new(&key);
    if key.length() != 32 {
        return Err(no_encryption(&JsValue::from_str("The derived key has another length.")));
    }
    key.copy_to(&mut bytes);
    Ok(bytes)
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
    let mut failure = Failure::new(errors::Code::NoEncryption, "The browser cannot encrypt what is shared.");
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
    use workbench::SharedLink;

    wasm_bindgen_test_configure!(run_in_browser);

    fn keys(epochs: &[u32]) -> ContentKeys {
        let mut keys = ContentKeys::default();
        for epoch in epochs {
            keys.add(*epoch, random());
        }
        keys
    }

    /// The same keys without those from this epoch on.
    fn before(keys: &ContentKeys, epoch: u32) -> ContentKeys {
        let mut fewer = ContentKeys::default();
        (0..epoch).for_each(|epoch| keys.key(epoch).into_iter().for_each(|key| fewer.add(epoch, *key)));
        fewer
    }

    fn content(plain: &[u8], before: Option<Digest>, epoch: u32) -> Unsealed {
        Unsealed::Content { plain: plain.to_vec(), start: BlobStart { before, epoch } }
    }

    #[wasm_bindgen_test]
    async fn a_presence_opens_as_that_of_its_page_alone() {
        let (draft, page, plain) = (random(), random(), b"Ann, at Deposit".repeat(20));
        for all in [keys(&[0]), keys(&[0, 1, 2])] {
            let sealed = seal_presence(&draft, &all, page, &plain).await.unwrap();
            assert!(sealed.len() < plain.len() && !sealed.windows(3).any(|part| part == b"Ann"));
            assert_eq!(unseal_presence(&draft, &all, page, &sealed).await, Some(plain.clone()));
            assert_eq!(unseal_presence(&draft, &all, random(), &sealed).await, None);
            assert_eq!(unseal_presence(&random(), &all, page, &sealed).await, None);
            assert_eq!(unseal_presence(&draft, &keys(&[0, 1, 2]), page, &sealed).await, None);
            for at in 0..sealed.len() {
                let mut changed = sealed.clone();
                changed[at] ^= 1;
                assert_eq!(unseal_presence(&draft, &all, page, &changed).await, None);
                assert_eq!(unseal_presence(&draft, &all, page, &sealed[..at]).await, None);
            }
            assert_ne!(seal_presence(&draft, &all, page, &plain).await.unwrap(), sealed);
        }
    }

    #[wasm_bindgen_test]
    async fn a_revision_says_what_it_was_made_behind_and_with_which_key() {
        let draft = random();
        for (all, epoch) in [(keys(&[0]), 0), (keys(&[0, 1, 2]), 2)] {
            for after in [None, Some(Digest::of(b"before"))] {
                let SealedRevision { blob, epoch: with } =
                    seal_revision(&draft, &all, 3, 2, after, b"plain").await.unwrap();
                assert_eq!(with, epoch);
                assert_eq!(unseal_revision(&draft, &all, 3, 2, &blob).await, content(b"plain", after, epoch));
                assert_eq!(unseal_revision(&draft, &all, 4, 2, &blob).await, Unsealed::Damaged);
                assert_eq!(unseal_revision(&draft, &all, 3, 1, &blob).await, Unsealed::Damaged);
                assert_eq!(unseal_revision(&random(), &all, 3, 2, &blob).await, Unsealed::Damaged);
                // Whoever has the keys from before only does not read it.
                assert_eq!(unseal_revision(&draft, &before(&all, epoch), 3, 2, &blob).await, Unsealed::NoKey);
                assert_eq!(unseal_revision(&draft, &keys(&[0, 1, 2]), 3, 2, &blob).await, Unsealed::Damaged);
                // Nobody without the key puts it behind another one, or makes it one that does not say.
                for at in 0..blob.len() {
                    let mut changed = blob.clone();
                    changed[at] ^= 1;
                    let read = unseal_revision(&draft, &all, 3, 2, &changed).await;
                    assert!(!matches!(read, Unsealed::Content { .. }), "{at}");
                }
                let start = BlobStart { before: after, epoch }.bytes().len();
                assert_eq!(unseal_revision(&draft, &all, 3, 2, &blob[start..]).await, Unsealed::Damaged);
                let mut later = blob.clone();
                later[3] = 9;
                assert_eq!(unseal_revision(&draft, &all, 3, 2, &later).await, Unsealed::Newer);
            }
        }
    }

    /// An editor who means harm ended the tabs of all others with a revision of some KiB.
    #[wasm_bindgen_test]
    async fn what_inflates_to_too_much_does_not_open() {
        let (draft, all) = (random(), keys(&[0]));
        for (mib, opens) in [(1, true), (129, false)] {
            let zeros = vec![0; mib << 20];
            let SealedRevision { blob, .. } = seal_revision(&draft, &all, 2, 1, None, &zeros).await.unwrap();
            assert!(blob.len() < 1 << 20);
            let read = unseal_revision(&draft, &all, 2, 1, &blob).await;
            assert_eq!(matches!(read, Unsealed::Content { .. }), opens, "{mib} MiB");
        }
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
            let read = unseal_revision(&owner.draft, &ContentKeys::of(&owner), number, kind, &stored[54..]).await;
            assert_eq!(read, content(text.as_bytes(), None, 0));
        }
        let record: serde_json::Value = serde_json::from_slice(kept::LINK).unwrap();
        let id = record["id"].as_str().unwrap().parse::<api::draft::LinkId>().unwrap();
        let label: Vec<u8> = serde_json::from_value(record["label"].clone()).unwrap();
        let token = *kept::EDIT.parse::<api::draft::Token>().unwrap().bytes();
        let read = unseal_label(&owner, &random(), *id.bytes(), &label).await;
        assert_eq!(read, Some(Label { token, secret: None, is_earlier: true }));
    }
}
