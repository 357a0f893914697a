//! Shared drafts.

use super::Shape;
use super::operation::{Bearer, Content, Method, Need, Operation, json, text};
use super::service::limits;
use crate::access::Right as ServerRight;
use crate::draft::event::{PRESENCE, PresenceEvent, REVISION, RevisionEvent};
use crate::draft::{
    BLOB_TYPE, BearerKeys, ClientId, CreateRequest, DRAFTS, DraftId, DraftKind, DraftState, ExpiryRequest, Link,
    LinkId, LinkKey, LinkRequest, Links, NewKeys, RevisionKind, Right, TokenHash, WrappedKey, Written,
};
use crate::problem::Code;

/// When the examples are, in milliseconds since 1970.
const NOW: u64 = 1_800_000_000_000;

/// Refusals of whatever is about shared drafts.
const OF_DRAFTS: [Code; 4] = [Code::DraftsOff, Code::DraftRate, Code::DraftStore, Code::DraftBusy];

/// Refusals of what a draft has no room for.
const OF_ROOM: [Code; 2] = [Code::DraftFull, Code::DraftStoreFull];

fn id() -> DraftId {
    DraftId::from_bytes([1; 16])
}

/// An operation on one draft.
fn of_draft(method: Method, below: &str, id: &'static str, summary: &'static str) -> Operation {
    Operation::new(method, format!("{DRAFTS}/{{draft}}{below}"), id, summary)
        .needs(Need::Link)
        .bears(Bearer::Link)
        .part("draft", "The id of the draft.", Shape::of(&self::id()))
        .refuses(&OF_DRAFTS)
        .refuses(&[Code::DraftDamaged])
}

/// An operation of the owner.
fn of_owner(method: Method, below: &str, id: &'static str, summary: &'static str) -> Operation {
    of_draft(method, below, id, summary).text("For the owner alone.").refuses(&[Code::DraftRight])
}

pub(super) fn operations() -> Vec<Operation> {
    [drafts(), links(), keys(), revisions()].into_iter().flatten().collect()
}

fn drafts() -> Vec<Operation> {
    let request =
        CreateRequest { id: id(), owner: TokenHash::from_bytes([2; 32]), kind: DraftKind::Draft, expires_ms: None };
    let expiry = ExpiryRequest { expires_ms: Some(NOW + 86_400_000) };
    vec![
        Operation::new(Method::Post, DRAFTS, "createDraft", "Creates a shared draft")
            .text("Without a revision yet. The same request may be sent again when its answer was lost.")
            .needs(Need::Right(ServerRight::Share))
            .takes(json(&request))
            .answers(201, "It is there.", json(&state()))
            .answers(200, "The same request came before.", json(&state()))
            .refuses(&OF_DRAFTS)
            .refuses(&OF_ROOM)
            .refuses(&[
                Code::DraftRequest,
                Code::DraftTaken,
                Code::DraftQuota,
                Code::DraftExpiry,
                Code::DraftUnknown,
                Code::DraftDamaged,
            ]),
        of_draft(Method::Get, "", "draft", "How a shared draft stands").answers(200, "As the bearer of the link sees it.", json(&state())),
        of_owner(Method::Delete, "", "deleteDraft", "Deletes a shared draft for everybody").answers(204, "It is gone.", None),
        of_owner(Method::Put, "/expiry", "setExpiry", "Says when a shared draft ends")
            .needs(Need::Right(ServerRight::Share))
            .takes(json(&expiry))
            .answers(200, "The draft.", json(&state()))
            .refuses(&OF_ROOM)
            .refuses(&[Code::DraftRequest, Code::DraftExpiry]),
        of_draft(Method::Get, "/events", "draftEvents", "What happens in a shared draft")
            .text(
                "A stream of server-sent events; a comment shows every 15 seconds that it is alive. It ends when the link is revoked, when the draft ends and \
                 when the server stops.",
            )
            .may_ask("after", "The last revision that the client knows; 0: none.", Shape::of(&0_u32))
            .answers(200, "The events.", Content::Events(events()))
            .refuses(&[Code::DraftRequest, Code::DraftPlaces]),
        of_draft(Method::Put, "/presence/{client}", "showPresence", "Shows that a page is there")
            .text("What it shows is encrypted. It is gone 20 seconds after the last request, or at once with an empty body.")
            .part("client", "The page.", Shape::of(&ClientId::from_bytes([4; 16])))
            .takes(Content::Bytes(BLOB_TYPE))
            .answers(204, "The others are told.", None)
            .refuses(&[Code::DraftRequest]),
    ]
}

fn links() -> Vec<Operation> {
    let link = Link {
        id: LinkId::from_bytes([3; 16]),
        right: Right::Comment,
        label: vec![1, 2, 3],
        created_ms: NOW,
        expires_ms: None,
        revoked: false,
        epoch: Some(0),
    };
    let request = LinkRequest {
        token: TokenHash::from_bytes([5; 32]),
        right: Right::Comment,
        expires_ms: None,
        label: vec![1, 2, 3],
        key: Some(wrapped()),
    };
    let one = |operation: Operation| operation.part("link", "The id of the link.", Shape::of(&link.id));
    vec![
        of_owner(Method::Get, "/links", "links", "The links to a shared draft").answers(
            200,
            "All of them, the oldest first.",
            json(&Links { links: vec![link.clone()] }),
        ),
        one(of_owner(
            Method::Put,
            "/links/{link}",
            "putLink",
            "Makes a link, or changes its right, its end and its label",
        ))
        .needs(Need::Right(ServerRight::Share))
        .takes(json(&request))
        .answers(201, "It is made.", json(&link))
        .answers(200, "It was there, and is as the request says.", json(&link))
        .refuses(&OF_ROOM)
        .refuses(&[Code::DraftRequest, Code::DraftTaken, Code::DraftFrozen, Code::DraftExpiry]),
        one(of_owner(Method::Delete, "/links/{link}", "revokeLink", "Revokes a link, which cannot be undone"))
            .answers(204, "It is revoked, on every server within a second.", None)
            .refuses(&[Code::DraftRequest]),
    ]
}

fn keys() -> Vec<Operation> {
    let links = vec![LinkKey { id: LinkId::from_bytes([3; 16]), key: vec![1, 2, 3] }];
    let request = NewKeys { owner: vec![1, 2, 3], links, earlier: vec![4, 5, 6] };
    vec![
        of_owner(Method::Put, "/keys/{epoch}", "beginEpoch", "Begins to encrypt a shared draft with a new key")
            .text("As after a link was revoked. The server has the keys encrypted, and refuses revisions of earlier epochs from then on.")
            .part("epoch", "Its number: one more than that of the latest.", Shape::of(&1_u32))
            .takes(json(&request))
            .answers(201, "The epoch has begun; or it had, with these keys.", None)
            .refuses(&OF_ROOM)
            .refuses(&[Code::DraftRequest, Code::DraftKey, Code::DraftQuota]),
    ]
}

fn revisions() -> Vec<Operation> {
    vec![
        of_draft(Method::Get, "/revisions", "revisions", "Revisions of a shared draft")
            .text(
                "Frames one after the other, given away while they are read. Each has 17 bytes, big-endian: number (u32), kind (u8: 1 whole, 2 change, 3 \
                 comment, 255 damaged), time in milliseconds since 1970 (u64) and length of what follows (u32). An answer that breaks off ends within a frame.",
            )
            .asks("from", "The first one: a number, or `whole` for the latest that opens without earlier ones.", text("whole"))
            .may_ask("limit", "How many at most.", Shape::of(&100_u32))
            .answers(200, "The frames.", Content::Bytes(BLOB_TYPE))
            .refuses(&[Code::DraftRequest, Code::DraftPlaces]),
        of_draft(Method::Put, "/revisions/{number}", "addRevision", "Adds the next revision")
            .text(
                "The body is encrypted. Bytes that are there under this number already are answered with 200, so a request whose answer was lost is sent again. \
                 With 409 and S703 somebody else was faster, or one before is missing; the answer has the latest number.",
            )
            .part("number", "Its number: one more than that of the latest.", Shape::of(&8_u32))
            .asks("kind", "What it is; comments need the right to comment, others that to edit.", Shape::of(&RevisionKind::Change))
            .may_ask("epoch", "The epoch of the key that it is encrypted with; 0 without it.", Shape::of(&0_u32))
            .takes(Content::Bytes(BLOB_TYPE))
            .answers(201, "It is kept.", json(&Written { number: 8, time_ms: NOW }))
            .answers(200, "It was kept before.", json(&Written { number: 8, time_ms: NOW }))
            .refuses(&OF_ROOM)
            .refuses(&[
                Code::DraftRequest,
                Code::DraftRight,
                Code::DraftConflict,
                Code::DraftFrozen,
                Code::DraftKey,
                Code::DraftQuota,
                Code::RevisionSize,
            ]),
    ]
}

fn events() -> Vec<(&'static str, Shape)> {
    let revision = RevisionEvent { number: 8, kind: Some(RevisionKind::Change) };
    let presence = PresenceEvent { client: ClientId::from_bytes([4; 16]), blob: Some(vec![1, 2, 3]) };
    vec![(REVISION, Shape::of(&revision)), (PRESENCE, Shape::of(&presence))]
}

fn state() -> DraftState {
    DraftState {
        kind: DraftKind::Draft,
        right: Right::Edit,
        latest: 7,
        latest_whole: 1,
        bytes: 123_456,
        created_ms: NOW,
        expires_ms: NOW + 90 * 86_400_000,
        expiry_chosen: false,
        now_ms: NOW,
        limits: limits(),
        keys: BearerKeys { epoch: 1, own: Some(wrapped()), earlier: vec![1, 2, 3] },
    }
}

fn wrapped() -> WrappedKey {
    WrappedKey { epoch: 1, key: vec![1, 2, 3] }
}
