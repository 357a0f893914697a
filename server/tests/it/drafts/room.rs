//! What all drafts together, one client and the memory of a server may take.

use super::studio::{Shared, Studio, fresh_folder, fresh_token};
use api::draft::{self, DraftKind, From as Begin, LinkId, RevisionKind, Right};
use api::problem::Code;
use axum::http::StatusCode;
use bytes::Bytes;
use drafts::limits::{ClientLimits, Limits};
use store::{Location, Store};

const BLOCK: u64 = 4096;

async fn memory() -> Store {
    Store::open(&Location::Memory).await.unwrap()
}

async fn put(studio: &Studio, shared: Shared, number: u32) -> Option<Code> {
    let answer = studio.put(&shared.id, &shared.owner, number, RevisionKind::Change, b"x").await;
    (answer.status != StatusCode::CREATED).then(|| answer.refused())
}

#[tokio::test]
async fn a_full_store_takes_nothing_and_loses_nothing() {
    let limits = Limits { total_bytes: 6 * BLOCK, ..Limits::default() };
    let studio = Studio::with(memory().await, limits).await;
    let (one, other) = (studio.share(DraftKind::Draft).await, studio.share(DraftKind::Draft).await);
    let (link, token) = studio.link(one, Right::Edit, None).await;
    assert_eq!(put(&studio, one, 2).await, None);
    assert_eq!(put(&studio, one, 3).await, Some(Code::DraftStoreFull));
    let again = studio.put(&one.id, &one.owner, 2, RevisionKind::Change, b"x").await;
    assert_eq!(again.status, StatusCode::OK, "it is there");
    let late = studio.put_link(one, LinkId::from_bytes([1; 16]), &fresh_token(), Right::View, None).await;
    assert_eq!(late.refused(), Code::DraftStoreFull);
    // Everything that takes no room is done, above all taking rights back.
    assert_eq!(studio.frames(one, Begin::Number(1), None).await.len(), 2);
    assert_eq!(studio.revoke(one, link).await.status, StatusCode::NO_CONTENT);
    assert_eq!(studio.state(&one.id, &token).await.refused(), Code::DraftUnknown);
    let deleted = studio.send("DELETE", &draft::draft(&other.id), Some(&other.owner), "", Bytes::new()).await;
    assert_eq!(deleted.status, StatusCode::NO_CONTENT);
    assert_eq!(put(&studio, one, 3).await, None, "what is deleted gives its room back");
}

#[tokio::test]
async fn what_other_servers_wrote_is_counted() {
    let store = memory().await;
    let first = Studio::on(store.clone()).await;
    let shared = first.share(DraftKind::Draft).await;
    for number in 2..=5 {
        first.add(shared, number, RevisionKind::Change, b"x").await;
    }
    let second = Studio::with(store, Limits { total_bytes: 6 * BLOCK, ..Limits::default() }).await;
    second.drafts.sweep().await.unwrap();
    assert_eq!(put(&second, shared, 6).await, Some(Code::DraftStoreFull));
    assert_eq!(put(&first, shared, 6).await, None);
}

#[tokio::test]
async fn a_disk_without_space_takes_nothing_and_loses_nothing() {
    let store = Store::open(&fresh_folder()).await.unwrap();
    let studio = Studio::on(store.clone()).await;
    let shared = studio.share(DraftKind::Draft).await;
    let full = Studio::with(store, Limits { free_bytes: u64::MAX, ..Limits::default() }).await;
    assert_eq!(put(&full, shared, 2).await, Some(Code::DraftStoreFull));
    assert_eq!(full.frames(shared, Begin::Whole, None).await.len(), 1);
    assert_eq!(put(&studio, shared, 2).await, None, "there is space again");
}

#[tokio::test]
async fn a_list_of_links_costs_as_much_as_its_records() {
    let store = memory().await;
    let studio = Studio::on(store.clone()).await;
    let shared = studio.share(DraftKind::Draft).await;
    for _ in 0..30 {
        studio.link(shared, Right::View, None).await;
    }
    let client = ClientLimits { requests: 50, ..Limits::default().client };
    let strict = Studio::with(store, Limits { client, ..Limits::default() }).await;
    let links = draft::links(&shared.id);
    assert_eq!(strict.get(&links, &shared.owner).await.status, StatusCode::OK);
    let late = strict.get(&links, &shared.owner).await;
    assert_eq!((late.refused(), late.status), (Code::DraftRate, StatusCode::TOO_MANY_REQUESTS));
    assert!(!late.header("retry-after").is_empty());
    assert_eq!(strict.from("10.0.9.1").get(&links, &shared.owner).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_a_client_reads_is_counted() {
    let client = ClientLimits { read_bytes: 1 << 20, ..Limits::default().client };
    let studio = Studio::with(memory().await, Limits { client, ..Limits::default() }).await;
    let shared = studio.share(DraftKind::Draft).await;
    studio.add(shared, 2, RevisionKind::Whole, &vec![7; 5 << 20]).await;
    let path = draft::revisions(&shared.id, Begin::Whole, None);
    let whole = studio.get(&path, &shared.owner).await;
    assert_eq!(
        (whole.status, whole.body.len() > 5 << 20),
        (StatusCode::OK, true),
        "an answer that began is given whole"
    );
    let late = studio.get(&path, &shared.owner).await;
    assert_eq!(late.refused(), Code::DraftRate);
    let wait: u64 = late.header("retry-after").parse().unwrap();
    assert!((200..=250).contains(&wait), "{wait}");
    assert_eq!(studio.latest(shared).await, 2, "other requests go on");
    assert_eq!(studio.from("10.0.0.2").get(&path, &shared.owner).await.status, StatusCode::OK);
}

#[tokio::test]
async fn drafts_in_memory_are_bounded() {
    let limits = Limits { open: 4, ..Limits::default() };
    let studio = Studio::with(memory().await, limits).await;
    let mut shared = Vec::new();
    for _ in 0..20 {
        shared.push(studio.share(DraftKind::Draft).await);
        assert!(studio.drafts.in_memory() <= 4);
    }
    for &one in &shared {
        studio.add(one, 2, RevisionKind::Change, b"x").await;
        assert!(studio.drafts.in_memory() <= 4);
    }
    let mut listening = Vec::new();
    for one in &shared[..4] {
        listening.push(studio.listen(&one.id, &one.owner, 2).await);
    }
    assert_eq!(studio.state(&shared[4].id, &shared[4].owner).await.refused(), Code::DraftBusy);
    studio.add(shared[0], 3, RevisionKind::Change, b"x").await;
    listening[0].until(3).await;
    drop(listening);
    assert_eq!(studio.latest(shared[4]).await, 2);
}
