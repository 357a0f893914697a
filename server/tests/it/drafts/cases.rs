//! What holds on every store.

pub(crate) use super::keys::{
    a_new_key_goes_to_the_links_that_are_left, a_revision_with_an_earlier_key_is_refused, one_page_begins_an_epoch,
};
use super::studio::{Answer, BEGIN, Shared, Studio, fresh_token, random};
use crate::clock::let_pass;
use api::draft::event::{PresenceEvent, RevisionEvent};
use api::draft::frame::{Frame, FrameContent};
use api::draft::{
    self, ClientId, DraftId, DraftKind, DraftState, ExpiryRequest, From as Begin, LinkId, Links, RevisionKind, Right,
    Written,
};
use api::problem::Code;
use axum::http::StatusCode;
use bytes::Bytes;
use futures_util::future::join_all;
use std::time::Duration;

fn frame(number: u32, kind: RevisionKind, blob: &[u8]) -> Frame {
    Frame { number, time_ms: BEGIN, content: FrameContent::Revision { kind, blob: blob.to_vec() } }
}

pub(crate) async fn revisions_come_back_as_they_were(studio: &Studio) {
    let shared = studio.share(DraftKind::Draft).await;
    let large = vec![7; 3 << 20];
    studio.add(shared, 2, RevisionKind::Change, &large).await;
    studio.add(shared, 3, RevisionKind::Comment, &[0, 255, 10]).await;
    let expected = [
        frame(1, RevisionKind::Whole, b"first"),
        frame(2, RevisionKind::Change, &large),
        frame(3, RevisionKind::Comment, &[0, 255, 10]),
    ];
    for server in [studio, &studio.another().await] {
        assert_eq!(server.frames(shared, Begin::Number(1), None).await, expected);
        let state: DraftState = server.state(&shared.id, &shared.owner).await.json();
        assert_eq!((state.latest, state.latest_whole, state.bytes), (3, 1, 5 + (3 << 20) + 3));
        assert_eq!((state.right, state.created_ms, state.now_ms), (Right::Own, BEGIN, BEGIN));
    }
}

pub(crate) async fn a_number_is_given_once(studio: &Studio) {
    let shared = studio.share(DraftKind::Draft).await;
    assert_eq!(studio.put(&shared.id, &shared.owner, 3, RevisionKind::Change, b"gap").await.conflict(), 1);
    assert_eq!(studio.put(&shared.id, &shared.owner, 1, RevisionKind::Whole, b"other").await.conflict(), 1);
    assert_eq!(studio.put(&shared.id, &shared.owner, 0, RevisionKind::Whole, b"x").await.refused(), Code::DraftFrozen);
    let blobs: Vec<_> = (0..8).map(|writer| format!("writer {writer}")).collect();
    let writing =
        blobs.iter().map(|blob| studio.put(&shared.id, &shared.owner, 2, RevisionKind::Change, blob.as_bytes()));
    let answers: Vec<Answer> = join_all(writing).await;
    let won: Vec<_> = (0..8).filter(|writer| answers[*writer].status == StatusCode::CREATED).collect();
    assert_eq!(won.len(), 1);
    assert!(answers.iter().filter(|answer| answer.status != StatusCode::CREATED).all(|answer| answer.conflict() == 2));
    let kept = studio.frames(shared, Begin::Number(2), None).await;
    assert_eq!(kept, [frame(2, RevisionKind::Change, blobs[won[0]].as_bytes())]);
}

pub(crate) async fn the_same_revision_again_is_no_conflict(studio: &Studio) {
    let shared = studio.share(DraftKind::Draft).await;
    let first = studio.add(shared, 2, RevisionKind::Change, b"change").await;
    studio.set_clock(BEGIN + 1000);
    for server in [studio, &studio.another().await] {
        let again = server.put(&shared.id, &shared.owner, 2, RevisionKind::Change, b"change").await;
        assert_eq!((again.status, again.json::<Written>()), (StatusCode::OK, first));
        let other_kind = server.put(&shared.id, &shared.owner, 2, RevisionKind::Whole, b"change").await;
        assert_eq!(other_kind.conflict(), 2);
    }
    let created = studio.create(shared, DraftKind::Draft, None).await;
    assert_eq!((created.status, created.json::<DraftState>().latest), (StatusCode::OK, 2));
    let foreign = Shared { owner: fresh_token(), ..shared };
    assert_eq!(studio.create(foreign, DraftKind::Draft, None).await.refused(), Code::DraftTaken);
}

pub(crate) async fn reading_begins_where_it_is_asked_to(studio: &Studio) {
    let shared = studio.share(DraftKind::Draft).await;
    for number in 2..=9 {
        let kind = if number == 6 { RevisionKind::Whole } else { RevisionKind::Change };
        studio.add(shared, number, kind, &[u8::try_from(number).unwrap()]).await;
    }
    for server in [studio, &studio.another().await] {
        for (from, limit, expected) in [
            (Begin::Whole, None, 6..=9),
            (Begin::Whole, Some(2), 6..=7),
            (Begin::Number(0), None, 1..=9),
            (Begin::Number(8), Some(100), 8..=9),
            (Begin::Number(9), Some(1), 9..=9),
        ] {
            let numbers: Vec<_> = server.frames(shared, from, limit).await.iter().map(|frame| frame.number).collect();
            assert_eq!(numbers, expected.collect::<Vec<_>>(), "{from} {limit:?}");
        }
        assert_eq!(server.frames(shared, Begin::Number(10), None).await, []);
        assert_eq!(server.frames(shared, Begin::Number(1), Some(0)).await, []);
    }
    for query in ["", "?from=x", "?from=-1", "?from=1&limit=x"] {
        let path = format!("{}/revisions{query}", draft::draft(&shared.id));
        assert_eq!(studio.get(&path, &shared.owner).await.refused(), Code::DraftRequest, "{query}");
    }
}

pub(crate) async fn a_snapshot_never_changes(studio: &Studio) {
    let shared = studio.share(DraftKind::Snapshot).await;
    for kind in [RevisionKind::Whole, RevisionKind::Change, RevisionKind::Comment] {
        assert_eq!(studio.put(&shared.id, &shared.owner, 2, kind, b"x").await.refused(), Code::DraftFrozen);
    }
    let (_, viewer) = studio.link(shared, Right::View, None).await;
    assert_eq!(studio.state(&shared.id, &viewer).await.json::<DraftState>().kind, DraftKind::Snapshot);
    for right in [Right::Comment, Right::Edit] {
        let refused = studio.put_link(shared, LinkId::from_bytes(random()), &fresh_token(), right, None).await;
        assert_eq!(refused.refused(), Code::DraftFrozen);
    }
}

pub(crate) async fn a_review_takes_comments_only(studio: &Studio) {
    let shared = studio.share(DraftKind::Review).await;
    let (_, reviewer) = studio.link(shared, Right::Comment, None).await;
    let comment = studio.put(&shared.id, &reviewer, 2, RevisionKind::Comment, b"why?").await;
    assert_eq!(comment.status, StatusCode::CREATED);
    assert_eq!(studio.put(&shared.id, &reviewer, 3, RevisionKind::Change, b"x").await.refused(), Code::DraftRight);
    assert_eq!(studio.put(&shared.id, &shared.owner, 3, RevisionKind::Change, b"x").await.refused(), Code::DraftFrozen);
    studio.add(shared, 3, RevisionKind::Comment, b"because").await;
}

pub(crate) async fn links_give_rights_and_take_them_back(studio: &Studio) {
    let shared = studio.share(DraftKind::Draft).await;
    let (id, token) = studio.link(shared, Right::View, None).await;
    assert_eq!(studio.put(&shared.id, &token, 2, RevisionKind::Change, b"x").await.refused(), Code::DraftRight);
    let changed = studio.put_link(shared, id, &token, Right::Edit, None).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_eq!(studio.put(&shared.id, &token, 2, RevisionKind::Change, b"x").await.status, StatusCode::CREATED);
    let (other, _) = studio.link(shared, Right::View, Some(BEGIN + 5)).await;
    let under_other_id = studio.put_link(shared, other, &token, Right::View, None).await;
    assert_eq!(under_other_id.refused(), Code::DraftTaken);
    let elsewhere = studio.another().await;
    assert_eq!(elsewhere.state(&shared.id, &token).await.status, StatusCode::OK);
    assert_eq!(studio.revoke(shared, id).await.status, StatusCode::NO_CONTENT);
    assert_eq!(studio.state(&shared.id, &token).await.refused(), Code::DraftUnknown);
    let_pass(Duration::from_secs(1)).await;
    assert_eq!(elsewhere.state(&shared.id, &token).await.refused(), Code::DraftUnknown);
    assert_eq!(studio.put_link(shared, id, &token, Right::View, None).await.refused(), Code::DraftTaken);
    let links: Links = studio.get(&draft::links(&shared.id), &shared.owner).await.json();
    let mut shown: Vec<_> =
        links.links.iter().map(|link| (link.id, link.right, link.expires_ms, link.revoked)).collect();
    let mut expected = [(id, Right::Edit, None, true), (other, Right::View, Some(BEGIN + 5), false)];
    shown.sort_by_key(|link| link.0);
    expected.sort_by_key(|link| link.0);
    assert_eq!(shown, expected);
    assert!(links.links.iter().all(|link| link.label == b"label"));
}

/// A change of the link that began before reads the record before, and writes it after.
pub(crate) async fn a_revoked_link_stays_revoked_whatever_is_written_at_the_same_time(studio: &Studio) {
    for _ in 0..20 {
        let shared = studio.share(DraftKind::Draft).await;
        let (id, token) = studio.link(shared, Right::View, None).await;
        let changing = (0..4).map(|_| studio.put_link(shared, id, &token, Right::Edit, None));
        let (revoked, _changed) = tokio::join!(studio.revoke(shared, id), join_all(changing));
        assert_eq!(revoked.status, StatusCode::NO_CONTENT);
        assert_eq!(studio.state(&shared.id, &token).await.refused(), Code::DraftUnknown);
        assert_eq!(studio.another().await.state(&shared.id, &token).await.refused(), Code::DraftUnknown);
        let links: Links = studio.get(&draft::links(&shared.id), &shared.owner).await.json();
        assert!(links.links[0].revoked);
    }
}

/// A new end for the draft that was asked for before writes its record after.
pub(crate) async fn a_deleted_draft_stays_gone_whatever_is_written_at_the_same_time(studio: &Studio) {
    for _ in 0..20 {
        let shared = studio.share(DraftKind::Draft).await;
        let request = ExpiryRequest { expires_ms: Some(BEGIN + 1000) };
        let (path, deleted) = (draft::expiry(&shared.id), draft::draft(&shared.id));
        let setting = (0..4).map(|_| studio.json("PUT", &path, Some(&shared.owner), &request));
        let deleting = studio.send("DELETE", &deleted, Some(&shared.owner), "", Bytes::new());
        let (deleted, _set) = tokio::join!(deleting, join_all(setting));
        assert_eq!(deleted.status, StatusCode::NO_CONTENT);
        assert_eq!(studio.state(&shared.id, &shared.owner).await.refused(), Code::DraftUnknown);
        assert_eq!(studio.another().await.state(&shared.id, &shared.owner).await.refused(), Code::DraftUnknown);
    }
}

pub(crate) async fn a_deleted_draft_is_gone(studio: &Studio) {
    let shared = studio.share(DraftKind::Draft).await;
    let (_, viewer) = studio.link(shared, Right::View, None).await;
    let (elsewhere, idle) = (studio.another().await, studio.another().await);
    assert_eq!((elsewhere.latest(shared).await, idle.latest(shared).await), (1, 1));
    let deleted = studio.send("DELETE", &draft::draft(&shared.id), Some(&shared.owner), "", Bytes::new()).await;
    assert_eq!(deleted.status, StatusCode::NO_CONTENT);
    for token in [&shared.owner, &viewer] {
        assert_eq!(studio.state(&shared.id, token).await.refused(), Code::DraftUnknown);
    }
    let_pass(Duration::from_secs(1)).await;
    assert_eq!(elsewhere.state(&shared.id, &shared.owner).await.refused(), Code::DraftUnknown);
    studio.set_clock(BEGIN + 1);
    assert_eq!(studio.create(shared, DraftKind::Draft, None).await.status, StatusCode::CREATED);
    for server in [studio, &elsewhere, &idle] {
        assert_eq!(server.latest(shared).await, 0, "nothing of the old one is left");
    }
}

pub(crate) async fn events_tell_of_revisions_and_presence(studio: &Studio) {
    let shared = studio.share(DraftKind::Draft).await;
    let (_, viewer) = studio.link(shared, Right::View, None).await;
    let client = ClientId::from_bytes(random());
    let mut events = studio.listen(&shared.id, &viewer, 0).await;
    let news =
        |(name, data): (String, serde_json::Value)| (name, serde_json::from_value::<RevisionEvent>(data).unwrap());
    let first = RevisionEvent { number: 1, kind: Some(RevisionKind::Whole) };
    assert_eq!(news(events.next().await.unwrap()), ("revision".into(), first));
    studio.add(shared, 2, RevisionKind::Change, b"x").await;
    let second = RevisionEvent { number: 2, kind: Some(RevisionKind::Change) };
    assert_eq!(news(events.next().await.unwrap()), ("revision".into(), second));
    for blob in [&b"here"[..], b""] {
        assert_eq!(studio.show(&shared.id, &viewer, &client, blob).await.status, StatusCode::NO_CONTENT);
        let (name, data) = events.next().await.unwrap();
        let shown = PresenceEvent { client, blob: (!blob.is_empty()).then(|| blob.to_vec()) };
        assert_eq!((name.as_str(), serde_json::from_value(data).ok()), ("presence", Some(shown)));
    }
}

pub(crate) async fn the_stream_of_a_revoked_link_ends(studio: &Studio) {
    let shared = studio.share(DraftKind::Draft).await;
    let (id, token) = studio.link(shared, Right::View, None).await;
    let (mut here, elsewhere) = (studio.listen(&shared.id, &token, 1).await, studio.another().await);
    let mut there = elsewhere.listen(&shared.id, &token, 1).await;
    studio.revoke(shared, id).await;
    assert_eq!(here.next().await, None);
    let_pass(Duration::from_secs(1)).await;
    assert_eq!(there.next().await, None);
}

pub(crate) async fn another_server_sees_and_keeps_the_order(studio: &Studio) {
    let shared = studio.share(DraftKind::Draft).await;
    let elsewhere = studio.another().await;
    let mut events = elsewhere.listen(&shared.id, &shared.owner, 1).await;
    studio.add(shared, 2, RevisionKind::Change, b"here").await;
    let_pass(Duration::from_secs(1)).await;
    events.until(2).await;
    for number in 3..=20 {
        studio.add(shared, number, RevisionKind::Change, b"here").await;
    }
    // It does not know of all of them yet, and must not give one of their numbers again.
    assert_eq!(elsewhere.put(&shared.id, &shared.owner, 3, RevisionKind::Change, b"there").await.conflict(), 20);
    elsewhere.add(shared, 21, RevisionKind::Whole, b"there").await;
    assert_eq!(studio.put(&shared.id, &shared.owner, 21, RevisionKind::Change, b"here").await.conflict(), 21);
    assert_eq!(studio.frames(shared, Begin::Whole, None).await, [frame(21, RevisionKind::Whole, b"there")]);
    let unknown = Shared { id: DraftId::from_bytes(random()), ..shared };
    assert_eq!(elsewhere.state(&unknown.id, &unknown.owner).await.refused(), Code::DraftUnknown);
}
