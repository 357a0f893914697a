//! Shared drafts on the studio's server, which sees of them only what is encrypted.

use std::time::Duration;

use api::draft::frame::{Frame, FrameContent, FrameReader};
use api::draft::{
    self, BLOB_TYPE, ClientId, Conflict, CreateRequest, DraftId, DraftKind, DraftState, ExpiryRequest, From, Link,
    LinkId, LinkRequest, Links, NewKeys, RevisionKind, Token, TokenHash, Written,
};
use api::problem::Code;
use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Headers, RequestInit};
use workbench::errors::Failure;
use workbench::{Chain, ContentKeys, Digest, ReviewRevision, Revision, RevisionContent, SharedLink};

use super::crypto::{self, SealedRevision, Unsealed};
use super::keys;
use super::server::{answer_of, ask, ask_for, ask_for_bytes, bytes_of, promised};

#[wasm_bindgen(module = "/src/browser/shared.js")]
extern "C" {
    #[wasm_bindgen(js_name = follow)]
    fn js_follow(address: &str, bearer: &str, tell: &JsValue, ended: &JsValue) -> Function;
    #[wasm_bindgen(js_name = askForDraft)]
    fn js_ask_for_draft(state: &str, revisions: &str, bearer: &str, limits: &[u32]) -> Array;
}

const JSON: Option<&str> = Some("application/json");

/// Milliseconds until a request is given up, and until one is that carries revisions.
const QUICK: u32 = 30_000;
const LONG: u32 = 120_000;

fn id_of(link: &SharedLink) -> DraftId {
    DraftId::from_bytes(link.draft)
}

/// The hash of a token, which is what the server knows.
pub(crate) fn hash_of(token: [u8; 32]) -> TokenHash {
    Token::from_bytes(token).hash()
}

fn request(method: &str, limit: u32, link: Option<&SharedLink>) -> Result<RequestInit, Failure> {
    let options = RequestInit::new();
    options.set_method(method);
    options.set_signal(Some(&AbortSignal::timeout_with_u32(limit)));
    if let Some(link) = link {
        // A header of letters and digits is taken by every browser.
        let failed = |_| Failure::no_server("The browser does not take the request.");
        let headers = Headers::new().map_err(failed)?;
        headers.set("authorization", &format!("Bearer {}", link.bearer())).map_err(failed)?;
        options.set_headers(&headers);
    }
    Ok(options)
}

fn with_json(options: RequestInit, body: &impl serde::Serialize) -> Result<RequestInit, Failure> {
    let text = serde_json::to_string(body).map_err(|error| Failure::bad_answer(&error.to_string()))?;
    options.set_body(&text.into());
    Ok(options)
}

/// Creates a draft without a revision; the link's token is its owner's.
pub(crate) async fn create(link: &SharedLink, kind: DraftKind, expires_ms: Option<u64>) -> Result<DraftState, Failure> {
    let create = CreateRequest { id: id_of(link), owner: hash_of(link.token), kind, expires_ms };
    ask_for(draft::DRAFTS, &with_json(request("POST", QUICK, None)?, &create)?, JSON).await
}

/// How the draft stands, and what the link allows. Its keys are known from then on.
pub(crate) async fn about(link: &SharedLink) -> Result<DraftState, Failure> {
    let state: DraftState = ask_for(&draft::draft(&id_of(link)), &request("GET", QUICK, Some(link))?, None).await?;
    keys::take(link, &state.keys).await?;
    Ok(state)
}

/// Begins an epoch with a new key; whether it was this one that did, and no other page.
pub(crate) async fn begin_epoch(link: &SharedLink, epoch: u32, new: &NewKeys) -> Result<bool, Failure> {
    let options = with_json(request("PUT", QUICK, Some(link))?, new)?;
    match ask_for(&draft::keys::keys(&id_of(link), epoch), &options, JSON).await {
        Ok(()) => Ok(true),
        Err(failure) if is_of(&failure, Code::DraftKey) => Ok(false),
        Err(failure) => Err(failure),
    }
}

fn is_of(failure: &Failure, code: Code) -> bool {
    failure.code == code
}

/// Deletes the draft for everybody.
pub(crate) async fn remove(link: &SharedLink) -> Result<(), Failure> {
    ask_for(&draft::draft(&id_of(link)), &request("DELETE", QUICK, Some(link))?, None).await
}

/// Sets when a draft of one's own ends.
pub(crate) async fn set_expiry(link: &SharedLink, expires_ms: Option<u64>) -> Result<DraftState, Failure> {
    let options = with_json(request("PUT", QUICK, Some(link))?, &ExpiryRequest { expires_ms })?;
    ask_for(&draft::expiry(&id_of(link)), &options, JSON).await
}

/// The links of a draft of one's own.
pub(crate) async fn links(link: &SharedLink) -> Result<Vec<Link>, Failure> {
    let links: Links = ask_for(&draft::links(&id_of(link)), &request("GET", QUICK, Some(link))?, None).await?;
    Ok(links.links)
}

/// Makes a link.
pub(crate) async fn put_link(link: &SharedLink, id: LinkId, new: &LinkRequest) -> Result<Link, Failure> {
    ask_for(&draft::link(&id_of(link), &id), &with_json(request("PUT", QUICK, Some(link))?, new)?, JSON).await
}

/// Revokes a link.
pub(crate) async fn revoke(link: &SharedLink, id: LinkId) -> Result<(), Failure> {
    ask_for(&draft::link(&id_of(link), &id), &request("DELETE", QUICK, Some(link))?, None).await
}

/// What became of a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Appended {
    /// It is in the log.
    Written {
        /// When.
        written: Written,
        /// The blob.
        digest: Digest,
        /// The epoch of its key.
        epoch: u32,
    },
    /// It does not follow the latest one, which has this number.
    Taken {
        /// Number of the latest one.
        latest: u64,
    },
}

/// How often a revision is encrypted anew because there is a later key meanwhile.
const TRIES: usize = 4;

/// Encrypts and writes a revision, which says the one that it was made behind.
pub(crate) async fn write(
    link: &SharedLink,
    number: u64,
    kind: RevisionKind,
    after: Option<Digest>,
    plain: &[u8],
) -> Result<Appended, Failure> {
    let number = u32::try_from(number).map_err(|_| Failure::bad_answer("Revisions have smaller numbers."))?;
    let mut last = None;
    for _ in 0..TRIES {
        let keys = latest_keys(link, last).await?;
        let SealedRevision { blob, epoch } =
            crypto::seal_revision(&link.draft, &keys, number, kind.byte(), after, plain).await?;
        let options = request("PUT", LONG, Some(link))?;
        options.set_body(&Uint8Array::from(blob.as_slice()));
        let answer = ask(&draft::revision(&id_of(link), number, kind, epoch), &options, Some(BLOB_TYPE)).await?;
        if let Ok(conflict) = serde_json::from_str::<Conflict>(&answer.text) {
            return Ok(Appended::Taken { latest: conflict.latest.into() });
        }
        match answer.read() {
            Ok(written) => return Ok(Appended::Written { written, digest: Digest::of(&blob), epoch }),
            // The owner has begun another epoch: nothing was written.
            Err(failure) if is_of(&failure, Code::DraftKey) => last = Some(epoch),
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::no_server("The key of the shared draft changes all the time."))
}

/// The keys, of which the latest is later than this one.
async fn latest_keys(link: &SharedLink, last: Option<u32>) -> Result<ContentKeys, Failure> {
    let is_later = |keys: &ContentKeys| keys.latest().is_some_and(|(epoch, _)| last.is_none_or(|last| epoch > last));
    let known = keys::known(link);
    if is_later(&known) {
        return Ok(known);
    }
    about(link).await?;
    let known = keys::known(link);
    if is_later(&known) { Ok(known) } else { Err(Failure::no_key()) }
}

/// What a link leads to, asked for at once: how the draft stands, and its revisions from the latest whole one on. A page whose address is
/// the link has asked already while it was loading.
pub(crate) struct Asked<'a> {
    link: &'a SharedLink,
    state: Promise,
    revisions: Promise,
}

impl<'a> Asked<'a> {
    /// Asks.
    pub(crate) fn of(link: &'a SharedLink) -> Self {
        let (state, revisions) = (draft::draft(&id_of(link)), draft::revisions(&id_of(link), From::Whole, None));
        let promises = js_ask_for_draft(&state, &revisions, &link.bearer(), &[QUICK, LONG]);
        Self { link, state: promises.get(0).unchecked_into(), revisions: promises.get(1).unchecked_into() }
    }

    /// How the draft stands, and what the link allows.
    pub(crate) async fn state(&self) -> Result<DraftState, Failure> {
        let state: DraftState = answer_of(promised(self.state.clone())).await?.read()?;
        keys::take(self.link, &state.keys).await?;
        Ok(state)
    }

    /// The revisions of a draft, decrypted.
    pub(crate) async fn revisions(self) -> Result<Vec<Revision>, Failure> {
        revisions(self.link, frames_of(&bytes_of(promised(self.revisions)).await?)?).await
    }

    /// The revisions of a review, decrypted. Its first one is the only whole one.
    pub(crate) async fn review(self) -> Result<Vec<ReviewRevision>, Failure> {
        of_review(self.link, frames_of(&bytes_of(promised(self.revisions)).await?)?).await
    }
}

/// The revisions of a draft behind `after`, decrypted.
pub(crate) async fn read(link: &SharedLink, after: u64) -> Result<Vec<Revision>, Failure> {
    revisions(link, frames(link, after).await?).await
}

/// The revisions of a review behind `after`, decrypted.
pub(crate) async fn read_review(link: &SharedLink, after: u64) -> Result<Vec<ReviewRevision>, Failure> {
    of_review(link, frames(link, after).await?).await
}

async fn frames(link: &SharedLink, after: u64) -> Result<Vec<Frame>, Failure> {
    let from = From::Number(u32::try_from(after + 1).unwrap_or(u32::MAX));
    let address = draft::revisions(&id_of(link), from, None);
    frames_of(&ask_for_bytes(&address, &request("GET", LONG, Some(link))?).await?)
}

fn frames_of(bytes: &[u8]) -> Result<Vec<Frame>, Failure> {
    FrameReader::read_all(bytes).map_err(|error| Failure::bad_answer(&error.to_string()))
}

/// Decrypts revisions. Keys that came since are asked for once.
struct Reading<'a> {
    link: &'a SharedLink,
    keys: ContentKeys,
    has_asked: bool,
}

impl<'a> Reading<'a> {
    fn of(link: &'a SharedLink) -> Self {
        Self { link, keys: keys::known(link), has_asked: false }
    }

    async fn unseal(&mut self, number: u32, kind: RevisionKind, blob: &[u8]) -> Result<Unsealed, Failure> {
        let draft = &self.link.draft;
        let unsealed = crypto::unseal_revision(draft, &self.keys, number, kind.byte(), blob).await;
        if unsealed != Unsealed::NoKey || self.has_asked {
            return Ok(unsealed);
        }
        about(self.link).await?;
        (self.keys, self.has_asked) = (keys::known(self.link), true);
        Ok(crypto::unseal_revision(draft, &self.keys, number, kind.byte(), blob).await)
    }
}

async fn revisions(link: &SharedLink, frames: Vec<Frame>) -> Result<Vec<Revision>, Failure> {
    let mut reading = Reading::of(link);
    let mut revisions = Vec::with_capacity(frames.len());
    for Frame { number, content, .. } in frames {
        let (content, chain) = match content {
            FrameContent::Damaged => (Some(RevisionContent::Damaged), Chain::default()),
            FrameContent::Revision { kind, blob } => decrypted(&mut reading, number, kind, &blob).await?,
        };
        revisions.push(Revision { number: u64::from(number), content, chain });
    }
    Ok(revisions)
}

async fn of_review(link: &SharedLink, frames: Vec<Frame>) -> Result<Vec<ReviewRevision>, Failure> {
    let (mut reading, mut epoch) = (Reading::of(link), 0);
    let mut revisions = Vec::with_capacity(frames.len());
    for Frame { number, time_ms, content } in frames {
        let content = match content {
            FrameContent::Damaged => None,
            FrameContent::Revision { kind, blob } => match reading.unseal(number, kind, &blob).await? {
                // Behind one with a new key nobody who has it writes with an earlier one.
                Unsealed::Content { start, .. } if start.epoch < epoch => None,
                Unsealed::Content { plain, start } => {
                    epoch = start.epoch;
                    Some(plain)
                }
                Unsealed::NoKey => return Err(Failure::no_key()),
                Unsealed::Newer | Unsealed::Damaged => None,
            },
        };
        revisions.push(ReviewRevision { number: u64::from(number), time_ms, content });
    }
    Ok(revisions)
}

async fn decrypted(
    reading: &mut Reading<'_>,
    number: u32,
    kind: RevisionKind,
    blob: &[u8],
) -> Result<(Option<RevisionContent>, Chain), Failure> {
    let own = Some(Digest::of(blob));
    if kind == RevisionKind::Comment {
        return Ok((None, Chain { own, ..Chain::default() }));
    }
    let (content, start) = match reading.unseal(number, kind, blob).await? {
        Unsealed::Content { plain, start } if kind == RevisionKind::Whole => {
            (RevisionContent::Whole(plain), Some(start))
        }
        Unsealed::Content { plain, start } => (RevisionContent::Change(plain), Some(start)),
        Unsealed::NoKey => (RevisionContent::NoKey, None),
        Unsealed::Newer => (RevisionContent::Newer, None),
        Unsealed::Damaged => (RevisionContent::Damaged, None),
    };
    let before = start.and_then(|start| start.before);
    Ok((Some(content), Chain { own, before, epoch: start.map_or(0, |start| start.epoch) }))
}

/// Shows others that this page is there; an empty text ends that.
pub(crate) async fn show_presence(link: &SharedLink, client: [u8; 16], text: &str) -> Result<(), Failure> {
    let options = request("PUT", QUICK, Some(link))?;
    if !text.is_empty() {
        let blob = crypto::seal_presence(&link.draft, &keys::known(link), client, text.as_bytes()).await?;
        options.set_body(&Uint8Array::from(blob.as_slice()));
    }
    ask_for(&draft::presence(&id_of(link), &ClientId::from_bytes(client)), &options, Some(BLOB_TYPE)).await
}

/// What another page showed of itself.
pub(crate) async fn presence(link: &SharedLink, client: [u8; 16], blob: &[u8]) -> Option<String> {
    String::from_utf8(crypto::unseal_presence(&link.draft, &keys::known(link), client, blob).await?).ok()
}

/// Follows what happens in the draft. `tell` gets the name and the JSON of each event, and `open` when the stream begins; `ended` the
/// status of a refusal, or 0, and the wait that the server asks for. What is returned ends it.
pub(crate) fn follow(
    link: &SharedLink,
    after: u64,
    tell: impl Fn(String, String) + 'static,
    ended: impl FnOnce(u16, Option<Duration>) + 'static,
) -> Function {
    let address = draft::events(&id_of(link), u32::try_from(after).unwrap_or(u32::MAX));
    let tell = Closure::<dyn Fn(String, String)>::new(tell);
    // Both are called for the last time when the stream ends; the page keeps them until it goes.
    let ended =
        |status, seconds: Option<u32>| ended(status, seconds.map(|seconds| Duration::from_secs(seconds.into())));
    js_follow(&address, &link.bearer(), &tell.into_js_value(), &Closure::once_into_js(ended))
}
