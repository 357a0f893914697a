//! The routes under `/api/drafts`.

mod bearer;
mod refused;

use crate::routes::Routes;
use crate::state::Server;
use api::draft::{
    self as wire, BLOB_TYPE, CreateRequest, DRAFTS, DraftState, EventsQuery, ExpiryRequest, LARGEST_PRESENCE, Link,
    LinkRequest, Links, NewKeys, RevisionQuery, RevisionsQuery, Right,
};
use api::problem::{Code, Problem};
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use bearer::{Bearer, Guest};
use bytes::Bytes;
use drafts::Drafts;
use drafts::revisions::{Appended, Revision};
use refused::Refused;
use serde::de::DeserializeOwned;
use store::Created;
use web::body::Expected;
use web::places::arrivals::Sender;

/// A request in JSON.
const JSON: Expected =
    Expected { what: "request", content_type: "application/json", most: 16 << 10, too_large: Code::DraftRequest };

/// The keys of an epoch.
const KEYS: Expected =
    Expected { what: "list of keys", content_type: "application/json", most: 512 << 10, too_large: Code::DraftRequest };

/// What a page shows of itself.
const PRESENCE: Expected =
    Expected { what: "presence", content_type: BLOB_TYPE, most: LARGEST_PRESENCE, too_large: Code::DraftRequest };

/// These and more.
pub fn routes(routes: Routes) -> Routes {
    let draft = format!("{DRAFTS}/{{draft}}");
    routes
        .post(DRAFTS, create)
        .get(&draft, state)
        .delete(&draft, delete)
        .put(&format!("{draft}/expiry"), set_expiry)
        .get(&format!("{draft}/links"), links)
        .put(&format!("{draft}/links/{{link}}"), put_link)
        .delete(&format!("{draft}/links/{{link}}"), revoke)
        .put(&format!("{draft}/keys/{{epoch}}"), begin_epoch)
        .get(&format!("{draft}/revisions"), revisions)
        .put(&format!("{draft}/revisions/{{number}}"), append)
        .get(&format!("{draft}/events"), events)
        .put(&format!("{draft}/presence/{{client}}"), show)
}

async fn create(guest: Guest, headers: HeaderMap, body: Body) -> Result<(StatusCode, Json<DraftState>), Refused> {
    let request: CreateRequest = read(&guest.sender, &headers, body).await?;
    guest.drafts.rates.draft(guest.sender.client)?;
    let created = guest.drafts.create(&request).await?;
    let access = guest.drafts.access(request.id, request.owner).await?;
    Ok((status(created), Json(guest.drafts.state(&access).await?)))
}

async fn state(bearer: Bearer) -> Result<Json<DraftState>, Refused> {
    Ok(Json(bearer.drafts.state(&bearer.access).await?))
}

async fn delete(bearer: Bearer) -> Result<StatusCode, Refused> {
    bearer.access.need(Right::Own)?;
    // A client that goes away does not leave half of it.
    let deleting = tokio::spawn(async move { bearer.drafts.delete(&bearer.access).await });
    deleting.await.map_err(|_| Problem::new(Code::Internal, "Deleting was broken off."))??;
    Ok(StatusCode::NO_CONTENT)
}

async fn set_expiry(bearer: Bearer, headers: HeaderMap, body: Body) -> Result<Json<DraftState>, Refused> {
    bearer.access.need(Right::Own)?;
    let request: ExpiryRequest = read(&bearer.sender, &headers, body).await?;
    let access = bearer.drafts.set_expiry(&bearer.access, request).await?;
    Ok(Json(bearer.drafts.state(&access).await?))
}

async fn links(bearer: Bearer) -> Result<Json<Links>, Refused> {
    bearer.access.need(Right::Own)?;
    let records = bearer.link_records().await?;
    Ok(Json(bearer.drafts.links(&bearer.access, &records).await?))
}

async fn put_link(bearer: Bearer, headers: HeaderMap, body: Body) -> Result<(StatusCode, Json<Link>), Refused> {
    bearer.access.need(Right::Own)?;
    let id = bearer.part("link")?;
    let request: LinkRequest = read(&bearer.sender, &headers, body).await?;
    let records = bearer.link_records().await?;
    let (created, link) = bearer.drafts.put_link(&bearer.access, &records, id, &request).await?;
    Ok((status(created), Json(link)))
}

async fn revoke(bearer: Bearer) -> Result<StatusCode, Refused> {
    bearer.access.need(Right::Own)?;
    let records = bearer.link_records().await?;
    bearer.drafts.revoke(&bearer.access, &records, bearer.part("link")?).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn begin_epoch(bearer: Bearer, headers: HeaderMap, body: Body) -> Result<StatusCode, Refused> {
    bearer.access.need(Right::Own)?;
    let epoch = bearer.part("epoch")?;
    KEYS.check(&headers)?;
    let length = announced(&headers).unwrap_or(KEYS.most as u64);
    bearer.drafts.rates.bytes(bearer.sender.client, length)?;
    let keys: NewKeys = parsed(&KEYS.receive(&bearer.sender, body).await?)?;
    // A client that goes away does not leave it open whether they are there.
    let begin = async move { bearer.drafts.begin_epoch(&bearer.access, epoch, &keys).await };
    tokio::spawn(begin).await.map_err(|_| Problem::new(Code::Internal, "Writing the keys was broken off."))??;
    Ok(StatusCode::CREATED)
}

async fn append(
    bearer: Bearer,
    query: Result<Query<RevisionQuery>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refused> {
    let RevisionQuery { kind, epoch } = understood(query)?;
    let number = bearer.part("number")?;
    Drafts::check_revision(&bearer.access, number, kind)?;
    let drafts = &bearer.drafts;
    let most = usize::try_from(drafts.limits.draft.revision_bytes).unwrap_or(usize::MAX);
    let expected = Expected { what: "revision", content_type: BLOB_TYPE, most, too_large: Code::RevisionSize };
    expected.check(&headers)?;
    let length = announced(&headers).unwrap_or(drafts.limits.draft.revision_bytes);
    drafts.rates.bytes(bearer.sender.client, length)?;
    // It lies in memory until it is kept.
    let blob = expected.receive(&bearer.sender, body).await?;
    if blob.is_empty() {
        return Err(Problem::new(Code::DraftRequest, "The revision is empty.").into());
    }
    Ok(match drafts.append(&bearer.access, &Revision { number, kind, epoch, blob }).await? {
        Appended::New(written) => (StatusCode::CREATED, Json(written)).into_response(),
        Appended::Repeated(written) => Json(written).into_response(),
        Appended::Conflict(conflict) => Refused::Conflict(conflict).into_response(),
    })
}

async fn revisions(
    bearer: Bearer,
    query: Result<Query<RevisionsQuery>, QueryRejection>,
) -> Result<impl IntoResponse, Refused> {
    let RevisionsQuery { from, limit, form } = understood(query)?;
    bearer.drafts.rates.reading(bearer.sender.client)?;
    bearer.drafts.check_form(&bearer.access, form).await?;
    let frames = bearer.drafts.frames(&bearer.access, bearer.sender.client, from, limit).await?;
    Ok(([(header::CONTENT_TYPE, wire::BLOB_TYPE)], Body::from_stream(frames)))
}

async fn events(
    State(server): State<Server>,
    bearer: Bearer,
    query: Result<Query<EventsQuery>, QueryRejection>,
) -> Result<impl IntoResponse, Refused> {
    let EventsQuery { after } = understood(query)?;
    let events = bearer.drafts.events(bearer.access, bearer.sender.client, after, server.shutdown)?;
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

async fn show(bearer: Bearer, headers: HeaderMap, body: Body) -> Result<StatusCode, Refused> {
    let client = bearer.part("client")?;
    PRESENCE.check(&headers)?;
    let shown = PRESENCE.receive(&bearer.sender, body).await?;
    // Not a piece of the larger buffer that it arrived in.
    bearer.drafts.show(&bearer.access, client, Bytes::copy_from_slice(&shown))?;
    Ok(StatusCode::NO_CONTENT)
}

fn status(created: Created) -> StatusCode {
    match created {
        Created::New => StatusCode::CREATED,
        Created::Exists => StatusCode::OK,
    }
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn understood<T>(query: Result<Query<T>, QueryRejection>) -> Result<T, Problem> {
    query.map(|Query(query)| query).map_err(|error| Problem::new(Code::DraftRequest, error.body_text()))
}

/// Reads a request. What is wrong in it is told by its place: its values may be secrets.
async fn read<T: DeserializeOwned>(sender: &Sender, headers: &HeaderMap, body: Body) -> Result<T, Problem> {
    JSON.check(headers)?;
    parsed(&JSON.receive(sender, body).await?)
}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| {
        let place = format!("The JSON is wrong at line {}, column {}.", error.line(), error.column());
        Problem::new(Code::DraftRequest, place)
    })
}
