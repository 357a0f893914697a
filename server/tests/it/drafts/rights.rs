//! Who may do what: every right at every route, and everybody who guesses.

use super::studio::{Answer, BEGIN, Shared, Studio, fresh_token, random};
use crate::router;
use api::draft::{
    self, BLOB_TYPE, ClientId, DraftId, DraftKind, ExpiryRequest, From as Begin, LinkId, LinkRequest, NewKeys,
    RevisionKind, Right, Token,
};
use api::problem::Code;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use bytes::Bytes;
use drafts::limits::{ClientLimits, Limits};
use store::{Location, Store};
use tower::ServiceExt;

async fn studio() -> Studio {
    Studio::on(Store::open(&Location::Memory).await.unwrap()).await
}

/// A route, and the right that it needs.
const ROUTES: [(&str, Right); 13] = [
    ("state", Right::View),
    ("read", Right::View),
    ("listen", Right::View),
    ("show", Right::View),
    ("comment", Right::Comment),
    ("change", Right::Edit),
    ("whole", Right::Edit),
    ("links", Right::Own),
    ("put link", Right::Own),
    ("revoke", Right::Own),
    ("expiry", Right::Own),
    ("keys", Right::Own),
    ("delete", Right::Own),
];

/// Asks a route with a token; the events only until they begin.
async fn ask(studio: &Studio, route: &str, id: &DraftId, token: Option<&Token>) -> Answer {
    let blob = |kind| (draft::revision(id, 2, kind, 0), Bytes::from_static(b"x"));
    let link = draft::link(id, &LinkId::from_bytes(random()));
    let (method, kind, (path, body)) = match route {
        "state" => ("GET", "", (draft::draft(id), Bytes::new())),
        "read" => ("GET", "", (draft::revisions(id, Begin::Whole, None), Bytes::new())),
        "listen" => ("HEAD", "", (draft::events(id, 0), Bytes::new())),
        "show" => ("PUT", BLOB_TYPE, (draft::presence(id, &ClientId::from_bytes(random())), Bytes::from_static(b"x"))),
        "comment" => ("PUT", BLOB_TYPE, blob(RevisionKind::Comment)),
        "change" => ("PUT", BLOB_TYPE, blob(RevisionKind::Change)),
        "whole" => ("PUT", BLOB_TYPE, blob(RevisionKind::Whole)),
        "links" => ("GET", "", (draft::links(id), Bytes::new())),
        "put link" => {
            let request = LinkRequest {
                token: fresh_token().hash(),
                right: Right::Own,
                expires_ms: None,
                label: Vec::new(),
                key: None,
            };
            ("PUT", "application/json", (link, json(&request)))
        }
        "revoke" => ("DELETE", "", (link, Bytes::new())),
        "expiry" => {
            let request = ExpiryRequest { expires_ms: Some(BEGIN + 1000) };
            ("PUT", "application/json", (draft::expiry(id), json(&request)))
        }
        "keys" => {
            let keys = NewKeys { owner: vec![1], links: Vec::new(), earlier: Vec::new() };
            ("PUT", "application/json", (draft::keys::keys(id, 1), json(&keys)))
        }
        "delete" => ("DELETE", "", (draft::draft(id), Bytes::new())),
        _ => panic!("{route}"),
    };
    studio.send(method, &path, token, kind, body).await
}

fn json(value: &impl serde::Serialize) -> Bytes {
    serde_json::to_vec(value).unwrap().into()
}

#[tokio::test]
async fn each_right_does_what_it_is_for_and_no_more() {
    let studio = studio().await;
    for (route, needed) in ROUTES {
        for right in [Right::View, Right::Comment, Right::Edit, Right::Own] {
            let shared = studio.share(DraftKind::Draft).await;
            let (_, token) = studio.link(shared, right, None).await;
            let answer = ask(&studio, route, &shared.id, Some(&token)).await;
            if right < needed {
                assert_eq!(answer.refused(), Code::DraftRight, "{route} by {right:?}");
                assert_eq!(studio.latest(shared).await, 1, "{route} by {right:?} changed something");
            } else if route == "revoke" {
                assert_eq!(answer.refused(), Code::DraftUnknown, "there is no such link");
            } else {
                assert!(answer.status.is_success(), "{route} by {right:?}: {}", answer.status);
            }
        }
    }
}

#[tokio::test]
async fn whoever_guesses_learns_nothing() {
    let studio = studio().await;
    let shared = studio.share(DraftKind::Draft).await;
    let (link, revoked) = studio.link(shared, Right::Edit, None).await;
    let (_, expired) = studio.link(shared, Right::Edit, Some(BEGIN + 1)).await;
    studio.revoke(shared, link).await;
    studio.set_clock(BEGIN + 2);
    let nowhere = DraftId::from_bytes(random());
    for (route, _) in ROUTES.into_iter().filter(|(route, _)| *route != "listen") {
        let said = ask(&studio, route, &nowhere, Some(&fresh_token())).await;
        assert_eq!(said.refused(), Code::DraftUnknown);
        for (id, token) in [
            (&shared.id, None),
            (&shared.id, Some(&fresh_token())),
            (&shared.id, Some(&revoked)),
            (&shared.id, Some(&expired)),
            (&nowhere, Some(&shared.owner)),
        ] {
            let answer = ask(&studio, route, id, token).await;
            assert_eq!(
                (answer.status, &answer.body, &answer.headers),
                (said.status, &said.body, &said.headers),
                "{route}"
            );
        }
    }
    assert_eq!(studio.latest(shared).await, 1);
}

#[tokio::test]
async fn addresses_that_are_none_are_refused() {
    let studio = studio().await;
    let shared = studio.share(DraftKind::Draft).await;
    let own = draft::draft(&shared.id);
    for id in ["x", "..%2f..%2fetc", &format!("{}=", shared.id.text()), &"A".repeat(22)] {
        assert_eq!(studio.get(&format!("/api/drafts/{id}"), &shared.owner).await.refused(), Code::DraftUnknown, "{id}");
    }
    for (method, path, expected) in [
        ("PUT", format!("{own}/revisions/x?kind=change"), Code::DraftRequest),
        ("PUT", format!("{own}/revisions/2?kind=other"), Code::DraftRequest),
        ("PUT", format!("{own}/revisions/4294967296?kind=change"), Code::DraftRequest),
        ("PUT", format!("{own}/presence/x"), Code::DraftRequest),
        ("POST", own.clone(), Code::MethodNotAllowed),
        ("GET", format!("{own}/other"), Code::NotFound),
    ] {
        let answer = studio.send(method, &path, Some(&shared.owner), BLOB_TYPE, Bytes::from_static(b"x")).await;
        assert_eq!(answer.refused(), expected, "{method} {path}");
    }
    let revision = draft::revision(&shared.id, 2, RevisionKind::Change, 0);
    let wrong_type = studio.send("PUT", &revision, Some(&shared.owner), "text/plain", Bytes::new()).await;
    assert_eq!(wrong_type.refused(), Code::ContentType);
    assert_eq!(studio.put(&shared.id, &shared.owner, 2, RevisionKind::Change, b"").await.refused(), Code::DraftRequest);
    let json =
        studio.send("POST", draft::DRAFTS, None, "application/json", Bytes::from_static(b"{\"id\":\"secret\"}")).await;
    assert!(json.refused() == Code::DraftRequest && !String::from_utf8_lossy(&json.body).contains("secret"));
}

#[tokio::test]
async fn limits_are_told() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let mut limits = Limits::default();
    limits.draft.revision_bytes = 1 << 20;
    limits.draft.draft_bytes = 3 << 20;
    limits.draft.links = 2;
    let studio = Studio::with(store.clone(), limits).await;
    let shared = studio.share(DraftKind::Draft).await;
    let (mib, more) = (vec![0; 1 << 20], vec![0; (1 << 20) + 1]);
    assert_eq!(
        studio.put(&shared.id, &shared.owner, 2, RevisionKind::Change, &more).await.refused(),
        Code::RevisionSize
    );
    for number in 2..=3 {
        studio.add(shared, number, RevisionKind::Change, &mib).await;
    }
    assert_eq!(studio.put(&shared.id, &shared.owner, 4, RevisionKind::Change, &mib).await.refused(), Code::DraftFull);
    assert_eq!(studio.put(&shared.id, &shared.owner, 3, RevisionKind::Change, &mib).await.status, StatusCode::OK);
    let presence = studio.show(&shared.id, &shared.owner, &ClientId::from_bytes(random()), &[0; 4097]).await;
    assert_eq!(presence.refused(), Code::DraftRequest);
    for _ in 0..2 {
        studio.link(shared, Right::View, None).await;
    }
    let third = studio.put_link(shared, LinkId::from_bytes(random()), &fresh_token(), Right::View, None).await;
    assert_eq!(third.refused(), Code::DraftFull);
    let client = ClientLimits { requests: 5, bytes: 1 << 20, daily_bytes: 1 << 20, daily_drafts: 1, ..limits.client };
    let strict = Studio::with(store, Limits { client, ..limits }).await;
    assert_eq!(strict.put(&shared.id, &shared.owner, 4, RevisionKind::Change, &mib).await.refused(), Code::DraftFull);
    let quota = strict.put(&shared.id, &shared.owner, 4, RevisionKind::Change, &mib[1..]).await;
    assert!(quota.refused() == Code::DraftRate && quota.header("retry-after").parse::<u64>().unwrap() <= 60);
    let shared = Shared { id: DraftId::from_bytes(random()), owner: fresh_token() };
    assert_eq!(strict.create(shared, DraftKind::Draft, None).await.status, StatusCode::CREATED);
    let other = Shared { id: DraftId::from_bytes(random()), owner: fresh_token() };
    assert_eq!(strict.create(other, DraftKind::Draft, None).await.refused(), Code::DraftQuota);
    assert_eq!(strict.latest(shared).await, 0);
    let late = strict.state(&shared.id, &shared.owner).await;
    assert!(late.refused() == Code::DraftRate && !late.header("retry-after").is_empty());
}

/// The clock of timers stands still, so waiting takes no time.
#[tokio::test(start_paused = true)]
async fn who_finds_no_room_is_told_to_come_again() {
    let limits = Limits { readers: 1, streams: 1, present: 1, ..Limits::default() };
    let studio = Studio::with(Store::open(&Location::Memory).await.unwrap(), limits).await;
    let shared = studio.share(DraftKind::Draft).await;
    let path = draft::revisions(&shared.id, Begin::Whole, None);
    let reading = studio.begin("GET", &path, Some(&shared.owner), "", Bytes::new()).await;
    let late = studio.get(&path, &shared.owner).await;
    assert_eq!((late.refused(), late.header("retry-after")), (Code::DraftBusy, "5"));
    drop(reading);
    assert_eq!(studio.get(&path, &shared.owner).await.status, StatusCode::OK);
    let listening = studio.listen(&shared.id, &shared.owner, 1).await;
    let events = draft::events(&shared.id, 1);
    assert_eq!(studio.get(&events, &shared.owner).await.refused(), Code::DraftBusy);
    drop(listening);
    studio.listen(&shared.id, &shared.owner, 1).await;
    for (status, page) in [(StatusCode::NO_CONTENT, 1), (StatusCode::SERVICE_UNAVAILABLE, 2)] {
        let shown = studio.show(&shared.id, &shared.owner, &ClientId::from_bytes([page; 16]), b"x").await;
        assert_eq!(shown.status, status);
    }
}

#[tokio::test]
async fn a_server_without_drafts_says_so() {
    let request = Request::post("/api/drafts").header("host", "localhost:8080").body(Body::empty()).unwrap();
    let response = router::with_drafts(None).await.oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::NOT_IMPLEMENTED);
}
