//! Keys of drafts: who gets which, and what a revoked reader has of them who sees everything that the server keeps.

use super::studio::{Answer, Shared, Studio, fresh_token, random};
use crate::clock::let_pass;
use api::draft::frame::FrameContent;
use api::draft::keys::{LARGEST_EARLIER, LARGEST_KEY};
use api::draft::{
    self, BLOB_TYPE, BearerKeys, DraftKind, DraftState, From as Begin, LinkId, LinkKey, LinkRequest, Links, NewKeys,
    RevisionKind, Right, Token, WrappedKey,
};
use api::problem::{Code, Problem};
use axum::http::StatusCode;
use bytes::Bytes;
use futures_util::future::join_all;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use std::time::Duration;
use store::{Location, Store};

type Key = [u8; 32];

async fn keyed_link(studio: &Studio, shared: Shared, right: Right, key: WrappedKey) -> (LinkId, Token) {
    let (id, token) = (LinkId::from_bytes(random()), fresh_token());
    let request = LinkRequest { token: token.hash(), right, expires_ms: None, label: Vec::new(), key: Some(key) };
    let answer = studio.json("PUT", &draft::link(&shared.id, &id), Some(&shared.owner), &request).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    (id, token)
}

async fn begin(studio: &Studio, shared: Shared, epoch: u32, links: Vec<LinkKey>) -> Answer {
    let number = u8::try_from(epoch).unwrap();
    let keys = NewKeys { owner: vec![number; 60], links, earlier: vec![number; 100] };
    studio.json("PUT", &draft::keys::keys(&shared.id, epoch), Some(&shared.owner), &keys).await
}

async fn keys_of(studio: &Studio, shared: Shared, token: &Token) -> BearerKeys {
    studio.state(&shared.id, token).await.json::<DraftState>().keys
}

async fn put(studio: &Studio, shared: Shared, number: u32, epoch: u32, blob: &[u8]) -> Answer {
    let path = draft::revision(&shared.id, number, RevisionKind::Change, epoch);
    studio.send("PUT", &path, Some(&shared.owner), BLOB_TYPE, Bytes::copy_from_slice(blob)).await
}

pub(crate) async fn a_new_key_goes_to_the_links_that_are_left(studio: &Studio) {
    let shared = studio.share(DraftKind::Draft).await;
    let first = WrappedKey { epoch: 0, key: vec![9; 60] };
    let (stays, reader) = keyed_link(studio, shared, Right::View, first.clone()).await;
    let (leaves, revoked) = keyed_link(studio, shared, Right::Edit, first.clone()).await;
    let (_, earlier) = studio.link(shared, Right::View, None).await;
    assert_eq!(
        keys_of(studio, shared, &reader).await,
        BearerKeys { epoch: 0, own: Some(first.clone()), earlier: vec![] }
    );
    assert_eq!(keys_of(studio, shared, &earlier).await, BearerKeys::default());
    studio.revoke(shared, leaves).await;
    let link_key = vec![5; 60];
    let begun = begin(studio, shared, 1, vec![LinkKey { id: stays, key: link_key.clone() }]).await;
    assert_eq!(begun.status, StatusCode::CREATED);
    for server in [studio, &studio.another().await] {
        let keys = |own: Option<WrappedKey>| BearerKeys { epoch: 1, own, earlier: vec![1; 100] };
        let own = WrappedKey { epoch: 1, key: link_key.clone() };
        assert_eq!(keys_of(server, shared, &reader).await, keys(Some(own)));
        let own = WrappedKey { epoch: 1, key: vec![1; 60] };
        assert_eq!(keys_of(server, shared, &shared.owner).await, keys(Some(own)));
        assert_eq!(keys_of(server, shared, &earlier).await, keys(None), "the link holds the first key alone");
        assert_eq!(server.state(&shared.id, &revoked).await.refused(), Code::DraftUnknown);
        let links: Links = server.get(&draft::links(&shared.id), &shared.owner).await.json();
        let epoch = |id| links.links.iter().find(|link| link.id == id).unwrap().epoch;
        assert_eq!((epoch(stays), epoch(leaves)), (Some(1), Some(0)));
        assert_eq!(links.links.iter().filter(|link| link.epoch.is_none()).count(), 1);
    }
    // A link that is made later has the key itself, and keeps it when a page of an earlier version changes its label.
    let later = WrappedKey { epoch: 1, key: vec![7; 60] };
    let (id, token) = keyed_link(studio, shared, Right::View, later.clone()).await;
    assert_eq!(studio.put_link(shared, id, &token, Right::View, None).await.status, StatusCode::OK);
    assert_eq!(keys_of(studio, shared, &token).await.own, Some(later));
}

pub(crate) async fn a_revision_with_an_earlier_key_is_refused(studio: &Studio) {
    let shared = studio.share(DraftKind::Draft).await;
    let elsewhere = studio.another().await;
    assert_eq!(put(&elsewhere, shared, 2, 0, b"first key").await.status, StatusCode::CREATED);
    assert_eq!(put(studio, shared, 3, 1, b"a key that there is not").await.refused(), Code::DraftKey);
    begin(studio, shared, 1, Vec::new()).await;
    assert_eq!(put(studio, shared, 3, 0, b"first key").await.refused(), Code::DraftKey);
    assert_eq!(studio.latest(shared).await, 2, "nothing was written");
    assert_eq!(put(studio, shared, 2, 0, b"first key").await.status, StatusCode::OK, "it was there before");
    let_pass(Duration::from_secs(1)).await;
    assert_eq!(put(&elsewhere, shared, 3, 0, b"first key").await.refused(), Code::DraftKey);
    assert_eq!(put(&elsewhere, shared, 3, 1, b"second key").await.status, StatusCode::CREATED);
    assert_eq!(put(studio, shared, 3, 1, b"another").await.conflict(), 3);
    begin(studio, shared, 2, Vec::new()).await;
    // A page that knows the key before the server does is not held up.
    assert_eq!(put(&elsewhere, shared, 4, 2, b"third key").await.status, StatusCode::CREATED);

    // Pages of earlier versions are told, and end there; they say no form, or none that they do not know.
    let path = draft::draft(&shared.id) + "/revisions?from=whole";
    let told: Problem = studio.get(&path, &shared.owner).await.json();
    assert_eq!(told.kind(), Some(Code::DraftRequest));
    assert!(told.detail.contains("Load the page again"), "{}", told.detail);
    assert_eq!(studio.frames(shared, Begin::Number(1), None).await.len(), 4);
    let unchanged = studio.share(DraftKind::Draft).await;
    let path = draft::draft(&unchanged.id) + "/revisions?from=whole";
    assert_eq!(studio.get(&path, &unchanged.owner).await.status, StatusCode::OK);
}

pub(crate) async fn one_page_begins_an_epoch(studio: &Studio) {
    let shared = studio.share(DraftKind::Review).await;
    let (another, number) = (studio.another().await, 8);
    let servers = [studio, &another];
    let begun = join_all((0..number).map(|page| begin(servers[page % 2], shared, 1, Vec::new()))).await;
    let refused = begun.iter().filter(|answer| answer.status == StatusCode::CONFLICT).count();
    assert_eq!(refused, number - 1);
    for wrong in [1, 3] {
        assert_eq!(begin(studio, shared, wrong, Vec::new()).await.refused(), Code::DraftKey, "{wrong}");
    }
    assert_eq!(begin(studio, shared, 2, Vec::new()).await.status, StatusCode::CREATED);
    for (owner, link, earlier) in
        [(0, 1, 0), (LARGEST_KEY + 1, 1, 0), (1, 0, 0), (1, LARGEST_KEY + 1, 0), (1, 1, LARGEST_EARLIER + 1)]
    {
        let links = vec![LinkKey { id: LinkId::from_bytes(random()), key: vec![0; link] }];
        let keys = NewKeys { owner: vec![0; owner], links, earlier: vec![0; earlier] };
        let answer = studio.json("PUT", &draft::keys::keys(&shared.id, 3), Some(&shared.owner), &keys).await;
        assert_eq!(answer.refused(), Code::DraftRequest);
    }
    let other = studio.share(DraftKind::Draft).await;
    assert_eq!(keys_of(studio, other, &other.owner).await.epoch, 0);
}

struct Length;

impl KeyType for Length {
    fn len(&self) -> usize {
        32
    }
}

/// The key that is made from the secret of a link, as browsers make it.
fn derived(secret: &Key, draft: &[u8]) -> Key {
    let mut key = [0; 32];
    let secret = Salt::new(HKDF_SHA256, draft).extract(secret);
    secret.expand(&[b"content"], Length).unwrap().fill(&mut key).unwrap();
    key
}

fn aead(key: &Key) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).unwrap())
}

fn sealed(key: &Key, plain: &[u8]) -> Vec<u8> {
    let (nonce, mut bytes) = (random::<NONCE_LEN>(), plain.to_vec());
    aead(key).seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut bytes).unwrap();
    [nonce.as_slice(), &bytes].concat()
}

fn opened(key: &Key, sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, content) = sealed.split_first_chunk::<NONCE_LEN>()?;
    let mut bytes = content.to_vec();
    let plain = aead(key).open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::empty(), &mut bytes).ok()?;
    Some(plain.to_vec())
}

/// Whoever was revoked kept every key that he ever had, and the server gives him everything that it has.
#[tokio::test]
async fn a_revoked_reader_reads_no_later_revision_even_with_all_that_the_server_keeps() {
    let Location::Folder(folder) = super::studio::fresh_folder() else { panic!("no folder") };
    let studio = Studio::on(Store::open(&Location::Folder(folder.clone())).await.unwrap()).await;
    let shared = studio.share(DraftKind::Draft).await;
    let (first, second): (Key, Key) = (random(), random());
    let (revoked, stays, owner): (Key, Key, Key) = (random(), random(), random());
    let wrap = |secret: &Key, key: &Key| sealed(&derived(secret, shared.id.bytes()), key);
    let wrapped = |secret: &Key| WrappedKey { epoch: 0, key: wrap(secret, &first) };
    let (leaving, _) = keyed_link(&studio, shared, Right::Edit, wrapped(&revoked)).await;
    let (staying, token) = keyed_link(&studio, shared, Right::View, wrapped(&stays)).await;
    put(&studio, shared, 2, 0, &sealed(&first, b"before")).await;
    studio.revoke(shared, leaving).await;
    let links = vec![LinkKey { id: staying, key: wrap(&stays, &second) }];
    let new = NewKeys { owner: wrap(&owner, &second), links, earlier: sealed(&second, &first) };
    let begun = studio.json("PUT", &draft::keys::keys(&shared.id, 1), Some(&shared.owner), &new).await;
    assert_eq!(begun.status, StatusCode::CREATED);
    put(&studio, shared, 3, 1, &sealed(&second, b"after")).await;

    // Every piece of every object, as bytes and as what JSON holds, with every key that he has.
    let has = [first, revoked, derived(&revoked, shared.id.bytes())];
    let mut pieces: Vec<Vec<u8>> = Vec::new();
    for file in support::folder::files_below(&folder) {
        let bytes = std::fs::read(&file).unwrap();
        if let Ok(json) = serde_json::from_slice::<serde_json::Value>(&bytes) {
            texts(&json, &mut |text| pieces.extend(base64_simd::STANDARD.decode_to_vec(text.as_bytes())));
        }
        pieces.extend((0..bytes.len().min(200)).map(|start| bytes[start..].to_vec()));
    }
    let read: Vec<Vec<u8>> = pieces.iter().flat_map(|piece| has.iter().filter_map(|key| opened(key, piece))).collect();
    assert!(read.contains(&b"before".to_vec()), "he reads what he could read before");
    assert!(read.contains(&first.to_vec()), "his own key is among what was tried");
    assert!(!read.contains(&b"after".to_vec()) && !read.contains(&second.to_vec()));

    // Whoever was not revoked reads both.
    let keys = keys_of(&studio, shared, &token).await;
    let own: Key = opened(&derived(&stays, shared.id.bytes()), &keys.own.unwrap().key).unwrap().try_into().unwrap();
    let earlier: Key = opened(&own, &keys.earlier).unwrap().try_into().unwrap();
    let blobs: Vec<Vec<u8>> = studio.frames(shared, Begin::Number(2), None).await.into_iter().map(blob_of).collect();
    assert_eq!(opened(&earlier, &blobs[0]).unwrap(), b"before");
    assert_eq!(opened(&own, &blobs[1]).unwrap(), b"after");
}

fn blob_of(frame: api::draft::frame::Frame) -> Vec<u8> {
    match frame.content {
        FrameContent::Revision { blob, .. } => blob,
        FrameContent::Damaged => panic!("revision {} is damaged", frame.number),
    }
}

/// Calls with every text of a JSON.
fn texts(json: &serde_json::Value, call: &mut impl FnMut(&str)) {
    match json {
        serde_json::Value::String(text) => call(text),
        serde_json::Value::Array(values) => values.iter().for_each(|value| texts(value, call)),
        serde_json::Value::Object(fields) => fields.values().for_each(|value| texts(value, call)),
        _ => {}
    }
}
