//! One client address leaves room for the others.

use super::studio::Studio;
use api::draft::{self, DraftKind, From as Begin, RevisionKind};
use api::problem::Code;
use axum::http::StatusCode;
use bytes::Bytes;
use drafts::limits::{ClientLimits, Limits};
use std::time::Duration;
use store::{Location, Store};
use tokio::time::Instant;

async fn studio() -> Studio {
    let client = ClientLimits { readers: 2, streams: 2, ..Limits::default().client };
    let limits = Limits { readers: 3, streams: 3, client, ..Limits::default() };
    Studio::with(Store::open(&Location::Memory).await.unwrap(), limits).await
}

/// The clock of timers stands still, so waiting takes no time.
#[tokio::test(start_paused = true)]
async fn who_reads_slowly_holds_up_only_his_own_address() {
    let studio = studio().await;
    let (shared, other) = (studio.share(DraftKind::Draft).await, studio.from("10.0.0.2"));
    let path = draft::revisions(&shared.id, Begin::Whole, None);
    let slow = || studio.begin("GET", &path, Some(&shared.owner), "", Bytes::new());
    let reading = [slow().await, slow().await];
    let late = studio.get(&path, &shared.owner).await;
    assert_eq!((late.refused(), late.status), (Code::DraftPlaces, StatusCode::TOO_MANY_REQUESTS));
    assert_eq!(late.header("retry-after"), "5");
    assert_eq!(other.get(&path, &shared.owner).await.status, StatusCode::OK);
    drop(reading);
    assert_eq!(studio.get(&path, &shared.owner).await.status, StatusCode::OK);
}

#[tokio::test]
async fn who_follows_much_leaves_room_for_others() {
    let studio = studio().await;
    let (shared, other) = (studio.share(DraftKind::Draft).await, studio.from("2001:db8::1"));
    let (owner, events) = (&shared.owner, draft::events(&shared.id, 1));
    let listening = [studio.listen(&shared.id, owner, 1).await, studio.listen(&shared.id, owner, 1).await];
    let late = studio.get(&events, owner).await;
    assert_eq!((late.refused(), late.header("retry-after")), (Code::DraftPlaces, "5"));
    let third = other.listen(&shared.id, owner, 1).await;
    let full = studio.from("2001:db8::ffff").get(&events, owner).await;
    assert_eq!(full.refused(), Code::DraftBusy);
    drop((listening, third));
    studio.listen(&shared.id, owner, 1).await;
}

/// Sixteen uploads that send two bytes each took all the room that there was, for two minutes.
#[tokio::test(start_paused = true)]
async fn who_uploads_idly_stops_nobody_from_saving() {
    let studio = studio().await;
    let (shared, other) = (studio.share(DraftKind::Draft).await, studio.from("10.0.0.2"));
    let theirs = other.share(DraftKind::Draft).await;
    let idle: Vec<_> = (0..16).map(|_| studio.put_idly(shared, (8 << 20) - 1)).collect();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begin = Instant::now();
    for (saving, draft, blob) in [(&other, theirs, vec![1; 4 << 20]), (&studio, shared, vec![1; 4 << 20])] {
        saving.add(draft, 2, RevisionKind::Whole, &blob).await;
        saving.add(draft, 3, RevisionKind::Whole, b"small").await;
    }
    assert_eq!(begin.elapsed(), Duration::ZERO);
    for upload in idle {
        let answer = upload.await.unwrap();
        assert_eq!(answer.status(), StatusCode::REQUEST_TIMEOUT);
    }
    assert!(begin.elapsed() < Duration::from_secs(15));
}
