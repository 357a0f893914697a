//! Requests to the server.

use api::draft::frame::{FrameContent, FrameReader};
use api::draft::{
    self, BLOB_TYPE, Conflict, CreateRequest, DRAFTS, DraftId, DraftKind, From as Begin, RevisionKind, Token,
};
use reqwest::{Client, Response, StatusCode};
use std::collections::BTreeMap;

#[derive(Clone)]
pub(crate) struct Server {
    client: Client,
    address: String,
}

/// A draft and its owner's token.
#[derive(Clone, Copy)]
pub(crate) struct Shared {
    pub(crate) id: DraftId,
    owner: Token,
}

/// How adding a revision ended.
pub(crate) enum Added {
    Kept,
    Latest(u32),
}

pub(crate) fn random(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

impl Server {
    pub(crate) fn new(address: &str) -> Self {
        // Requests go to the loopback in plain text; the client wants to know how it would encrypt all the same.
        let _chosen_before = rustls::crypto::ring::default_provider().install_default();
        Self { client: Client::builder().no_proxy().build().unwrap(), address: address.into() }
    }

    /// A new draft whose first revision has this many bytes.
    pub(crate) async fn share(&self, bytes: usize) -> Result<Shared, reqwest::Error> {
        let id = DraftId::from_bytes(random(16).try_into().unwrap());
        let shared = Shared { id, owner: Token::from_bytes(random(32).try_into().unwrap()) };
        let request = CreateRequest { id, owner: shared.owner.hash(), kind: DraftKind::Draft, expires_ms: None };
        let body = serde_json::to_vec(&request).unwrap();
        let post = self.client.post(format!("{}{DRAFTS}", self.address)).header("content-type", "application/json");
        post.body(body).send().await?.error_for_status()?;
        let added = self.add(&shared, 1, RevisionKind::Whole, random(bytes)).await?;
        assert!(matches!(added, Added::Kept));
        Ok(shared)
    }

    pub(crate) async fn add(
        &self,
        shared: &Shared,
        number: u32,
        kind: RevisionKind,
        blob: Vec<u8>,
    ) -> Result<Added, reqwest::Error> {
        let url = self.address.clone() + &draft::revision(&shared.id, number, kind, 0);
        let put = self.client.put(url).bearer_auth(shared.owner.text()).header("content-type", BLOB_TYPE);
        let answer = put.body(blob).send().await?;
        if answer.status() == StatusCode::CONFLICT {
            let conflict: Conflict = serde_json::from_slice(&answer.bytes().await?).unwrap();
            return Ok(Added::Latest(conflict.latest));
        }
        answer.error_for_status()?;
        Ok(Added::Kept)
    }

    pub(crate) async fn listen(&self, shared: &Shared) -> Response {
        let url = self.address.clone() + &draft::events(&shared.id, 1);
        let answer = self.client.get(url).bearer_auth(shared.owner.text()).send().await.unwrap();
        answer.error_for_status().unwrap()
    }

    /// All revisions by number.
    pub(crate) async fn read(&self, shared: &Shared) -> BTreeMap<u32, Vec<u8>> {
        let url = self.address.clone() + &draft::revisions(&shared.id, Begin::Number(1), None);
        let answer = self.client.get(url).bearer_auth(shared.owner.text()).send().await.unwrap();
        let bytes = answer.error_for_status().unwrap().bytes().await.unwrap();
        let frames = FrameReader::read_all(&bytes).unwrap().into_iter();
        frames
            .filter_map(|frame| match frame.content {
                FrameContent::Revision { blob, .. } => Some((frame.number, blob)),
                FrameContent::Damaged => None,
            })
            .collect()
    }
}
