//! The routes under `/api/platform`.

use super::backend::Backend;
use super::job::order::{Order, What};
use super::job::{Job, Wish, deploy, publish};
use crate::body::Expected;
use crate::compile::name::ExtensionName;
use crate::figures::Figures;
use crate::places::arrivals::Sender;
use crate::problem::Refusal;
use crate::state::Server;
use api::platform::connect::{ConnectRequest, Connection, Probe, ProbeRequest};
use api::platform::extension::{ExtensionList, VersionList};
use api::platform::job::{self as wire, JobOutcome, PublishQuery, Stage};
use api::platform::{CONNECTIONS, JOBS, LARGEST_XIF, PROBE, XIF_TYPE};
use api::problem::{Code, Problem};
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::convert::Infallible;
use std::sync::Arc;

/// A request in JSON.
const JSON: Expected =
    Expected { what: "request", content_type: "application/json", most: 64 << 10, too_large: Code::PlatformRequest };

/// A XIF.
const XIF: Expected =
    Expected { what: "XIF", content_type: XIF_TYPE, most: LARGEST_XIF, too_large: Code::PlatformTooLarge };

/// All of them; `api` puts around each what all routes of the interface have.
pub fn routes(api: fn(MethodRouter<Server>) -> MethodRouter<Server>) -> Router<Server> {
    let connection = format!("{CONNECTIONS}/{{connection}}");
    let versions = format!("{connection}/extensions/{{key}}/versions");
    let job = format!("{JOBS}/{{job}}");
    Router::new()
        .route(PROBE, api(post(probe)))
        .route(CONNECTIONS, api(post(connect)))
        .route(&connection, api(get(shown).delete(disconnect)))
        .route(&format!("{connection}/extensions"), api(get(extensions)))
        .route(&versions, api(get(list_versions)))
        .route(&format!("{versions}/{{version}}/content"), api(get(content)))
        .route(&format!("{connection}/publish"), api(post(begin)))
        .route(&job, api(get(job_shown)))
        .route(&format!("{job}/events"), api(get(events)))
        .route(&format!("{job}/continue"), api(post(advance)))
        .route(&format!("{job}/abort"), api(post(abort)))
}

async fn probe(
    State(server): State<Server>,
    sender: Sender,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Probe>, Refusal> {
    let request: ProbeRequest = read(&sender, &headers, body).await?;
    Ok(Json(server.platforms.probe(&request).await?))
}

async fn connect(
    State(server): State<Server>,
    sender: Sender,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Connection>, Refusal> {
    let request: ConnectRequest = read(&sender, &headers, body).await?;
    let connected = server.platforms.connect(request).await;
    server.figures.log_in(connected.as_ref().map_or_else(|problem| problem.code.as_str(), |_| "succeeded"));
    let session = connected?;
    Ok(Json(session.shown(server.platforms.limits(), server.platforms.sessions.keeping().idle)))
}

async fn shown(State(server): State<Server>, Path(connection): Path<String>) -> Result<Json<Connection>, Refusal> {
    let session = server.platforms.sessions.find(&connection)?;
    Ok(Json(session.shown(server.platforms.limits(), server.platforms.sessions.keeping().idle)))
}

async fn disconnect(State(server): State<Server>, Path(connection): Path<String>) -> StatusCode {
    server.platforms.sessions.close(&connection);
    StatusCode::NO_CONTENT
}

async fn extensions(
    State(server): State<Server>,
    Path(connection): Path<String>,
) -> Result<Json<ExtensionList>, Refusal> {
    let session = server.platforms.sessions.find(&connection)?;
    Ok(Json(ExtensionList { extensions: session.backend.extensions().await? }))
}

async fn list_versions(
    State(server): State<Server>,
    Path((connection, key)): Path<(String, String)>,
) -> Result<Json<VersionList>, Refusal> {
    let session = server.platforms.sessions.find(&connection)?;
    Ok(Json(VersionList { versions: session.backend.versions(&key).await? }))
}

async fn content(
    State(server): State<Server>,
    Path((connection, key, version)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let session = server.platforms.sessions.find(&connection)?;
    let xif = session.backend.download(&key, &version).await?;
    let mut response = xif.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(XIF_TYPE));
    Ok(response)
}

async fn begin(
    State(server): State<Server>,
    Path(connection): Path<String>,
    sender: Sender,
    query: Result<Query<PublishQuery>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<wire::Job>), Refusal> {
    let Query(query) = query.map_err(|error| Problem::new(Code::PlatformRequest, error.body_text()))?;
    let extension = ExtensionName::parse(&query.extension)?.to_string();
    let session = server.platforms.sessions.find(&connection)?;
    let what = match query.version {
        Some(version) => What::Version(version),
        None => {
            XIF.check(&headers)?;
            What::Xif(XIF.receive(&sender, body).await?)
        }
    };
    if matches!(&what, What::Xif(xif) if xif.is_empty()) {
        return Err(Refusal::new(Code::PlatformRequest, "The XIF is empty."));
    }
    let stage = if matches!(what, What::Version(_)) { Stage::Publish } else { Stage::Upload };
    let address = session.address.to_string();
    let job = server.platforms.sessions.begin(&session, |id| Job::new(id, extension, address, stage))?;
    let (backend, pace) = (Arc::clone(&session.backend), server.platforms.pace());
    let order = Order { what, until: query.until, two_step: query.two_step, job: Arc::clone(&job), backend, pace };
    tokio::spawn(work(order, Arc::clone(&server.figures)));
    Ok((StatusCode::ACCEPTED, Json(job.shown())))
}

/// Does an order in a task of its own, so that the end is told whatever happens in it.
async fn work(order: Order, figures: Arc<Figures>) {
    let job = Arc::clone(&order.job);
    let working = tokio::spawn(async move {
        match &*order.backend {
            Backend::Service(service) => publish::run(&order, service).await,
            Backend::LifeTime(lifetime) => deploy::run(&order, lifetime).await,
            Backend::Assisted => {
                let why = "An assisted connection publishes nothing: the user does, in Service Center.";
                JobOutcome::Failed { problem: Problem::new(Code::PlatformUnsupported, why) }
            }
        }
    });
    let outcome = working.await.unwrap_or_else(|_| {
        let why = "The studio's server failed in the middle of it.";
        JobOutcome::Unknown { problem: Problem::new(Code::PlatformOutcomeUnknown, why), versions: None }
    });
    figures.publish(named(&outcome));
    tracing::info!(extension = job.extension(), outcome = named(&outcome), "a publish ended");
    job.end(outcome);
}

fn named(outcome: &JobOutcome) -> &'static str {
    match outcome {
        JobOutcome::Uploaded { .. } => "uploaded",
        JobOutcome::Published { .. } => "published",
        JobOutcome::Failed { .. } => "failed",
        JobOutcome::Aborted => "aborted",
        JobOutcome::Unknown { .. } => "unknown",
    }
}

async fn job_shown(State(server): State<Server>, Path(job): Path<String>) -> Result<Json<wire::Job>, Refusal> {
    Ok(Json(server.platforms.sessions.job(&job)?.shown()))
}

#[derive(Debug, Deserialize)]
struct EventsQuery {
    #[serde(default)]
    after: u64,
}

async fn events(
    State(server): State<Server>,
    Path(job): Path<String>,
    query: Result<Query<EventsQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let Query(query) = query.map_err(|error| Problem::new(Code::PlatformRequest, error.body_text()))?;
    let job = server.platforms.sessions.job(&job)?;
    let seen = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(0);
    let after = query.after.max(seen);
    if job.ended().is_some() && after >= job.shown().last_event {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let shutdown = server.shutdown.clone();
    let stream = futures_util::stream::unfold(after, move |after| {
        let (job, shutdown) = (Arc::clone(&job), shutdown.clone());
        async move {
            let event = tokio::select! {
                event = job.event_after(after) => event?,
                () = shutdown.asked() => return None,
            };
            let shown = sse::Event::default().id(event.id.to_string()).json_data(&event).ok()?;
            Some((Ok::<_, Infallible>(shown), event.id))
        }
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::default()).into_response())
}

async fn advance(State(server): State<Server>, Path(job): Path<String>) -> Result<Json<wire::Job>, Refusal> {
    ask(&server, &job, Wish::Continue)
}

async fn abort(State(server): State<Server>, Path(job): Path<String>) -> Result<Json<wire::Job>, Refusal> {
    ask(&server, &job, Wish::Abort)
}

fn ask(server: &Server, job: &str, wish: Wish) -> Result<Json<wire::Job>, Refusal> {
    let job = server.platforms.sessions.job(job)?;
    job.ask(wish)?;
    Ok(Json(job.shown()))
}

/// Reads a request. What is wrong in it is told by its place: its values may be credentials.
async fn read<T: DeserializeOwned>(sender: &Sender, headers: &HeaderMap, body: Body) -> Result<T, Problem> {
    JSON.check(headers)?;
    let body = JSON.receive(sender, body).await?;
    serde_json::from_slice(&body).map_err(|error| {
        let place = format!("The JSON is wrong at line {}, column {}.", error.line(), error.column());
        Problem::new(Code::PlatformRequest, place)
    })
}
