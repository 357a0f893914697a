//! A store as an earlier version of the server left it opens, and work goes on in it. `tests/kept/store-1` is one of commit 1e00c95: four revisions,
//! a link to edit, and a revoked one to view, whose record alone says so.

use super::studio::{BEGIN, DAY, Shared, Studio};
use api::draft::frame::FrameContent;
use api::draft::{self, DraftState, From as Begin, Links, RevisionKind, Right, Token};
use api::problem::Code;
use axum::http::StatusCode;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;
use store::{Location, Store};
use support::folder::files_below;

/// Ids and secrets of the draft are hashes of these words.
fn hash(word: &str) -> [u8; 32] {
    Sha256::digest(word).into()
}

fn shared() -> Shared {
    let id = *hash("draft").first_chunk().unwrap();
    Shared { id: draft::DraftId::from_bytes(id), owner: Token::from_bytes(hash("owner")) }
}

/// The store of this version, copied: it is written to.
fn kept(name: &str) -> Location {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept").join(name);
    let to = tempfile::Builder::new().prefix("drafts-").tempdir().unwrap().keep();
    for file in files_below(&from) {
        let target = to.join(file.strip_prefix(&from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(file, target).unwrap();
    }
    Location::Folder(to)
}

#[tokio::test]
async fn a_store_of_an_earlier_version_opens() {
    let studio = Studio::on(Store::open(&kept("store-1")).await.unwrap()).await;
    let shared = shared();
    let state: DraftState = studio.state(&shared.id, &shared.owner).await.json();
    assert_eq!((state.latest, state.latest_whole, state.right, state.created_ms), (4, 3, Right::Own, BEGIN - DAY));
    let frames = studio.frames(shared, Begin::Number(1), None).await;
    let kinds: Vec<_> = frames
        .iter()
        .map(|frame| match &frame.content {
            FrameContent::Revision { kind, .. } => (frame.number, *kind, frame.time_ms),
            FrameContent::Damaged => panic!("revision {} is damaged", frame.number),
        })
        .collect();
    let (whole, change) = (RevisionKind::Whole, RevisionKind::Change);
    let time = |number: u64| BEGIN - DAY + number * 1000;
    assert_eq!(kinds, [(1, whole, time(1)), (2, change, time(2)), (3, whole, time(3)), (4, change, time(4))]);

    let (edit, view) = (Token::from_bytes(hash("edit")), Token::from_bytes(hash("view")));
    let links: Links = studio.get(&draft::links(&shared.id), &shared.owner).await.json();
    let told: Vec<_> = links.links.iter().map(|link| (link.right, link.revoked, link.label.len())).collect();
    assert!(matches!(told[..], [(Right::Edit, false, 60..), (Right::View, true, 60..)]), "{told:?}");
    assert_eq!(studio.state(&shared.id, &view).await.refused(), Code::DraftUnknown);
    let answer = studio.put(&shared.id, &edit, 5, RevisionKind::Change, b"x").await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let changed = studio.put_link(shared, links.links[0].id, &edit, Right::Edit, None).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_eq!(studio.revoke(shared, links.links[0].id).await.status, StatusCode::NO_CONTENT);
    assert_eq!(studio.state(&shared.id, &edit).await.refused(), Code::DraftUnknown);
}
