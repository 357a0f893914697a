//! The routes under `/api/platform`.

use crate::access::refused::Refused;
use crate::access::transport::Transport;
use crate::routes::Routes;
use crate::state::Server;
use api::platform::connect::{ConnectRequest, Connection, Probe, ProbeRequest};
use api::platform::extension::{ExtensionList, VersionList};
use api::platform::job::{self as wire, PublishQuery};
use api::platform::{CONNECTIONS, JOBS, LARGEST_XIF, PROBE, XIF_TYPE};
use api::problem::{Code, Problem};
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use compiler::name::ExtensionName;
use environment::asker::Asker;
use environment::backend::{Backend, by_hand};
use environment::calls::Place;
use environment::job::Wish;
use environment::job::order::What;
use environment::publication;
use futures_util::Stream;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::convert::Infallible;
use std::sync::Arc;
use web::body::Expected;
use web::client::Client;
use web::named::Named;
use web::places::arrivals::Sender;
use web::problem::Refusal;

/// A request in JSON.
const JSON: Expected =
    Expected { what: "request", content_type: "application/json", most: 64 << 10, too_large: Code::PlatformRequest };

/// A XIF.
const XIF: Expected =
    Expected { what: "XIF", content_type: XIF_TYPE, most: LARGEST_XIF, too_large: Code::PlatformTooLarge };

/// These and more.
pub fn routes(routes: Routes) -> Routes {
    let connection = format!("{CONNECTIONS}/{{connection}}");
    let versions = format!("{connection}/extensions/{{key}}/versions");
    let job = format!("{JOBS}/{{job}}");
    routes
        .post(PROBE, probe)
        .post(CONNECTIONS, connect)
        .get(&connection, shown)
        .delete(&connection, disconnect)
        .get(&format!("{connection}/extensions"), extensions)
        .get(&versions, list_versions)
        .get(&format!("{versions}/{{version}}/content"), content)
        .post(&format!("{connection}/publish"), begin)
        .get(&job, job_shown)
        .get(&format!("{job}/events"), events)
        .post(&format!("{job}/continue"), advance)
        .post(&format!("{job}/abort"), abort)
}

async fn probe(
    State(server): State<Server>,
    client: Client,
    sender: Sender,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Probe>, Refused> {
    let request: ProbeRequest = read(&sender, &headers, body).await?;
    server.access.log_ins.ask(client)?;
    Ok(Json(server.platforms.probe(&request, client).await?))
}

async fn connect(
    State(server): State<Server>,
    client: Client,
    sender: Sender,
    transport: Transport,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Connection>, Refused> {
    let request: ConnectRequest = read(&sender, &headers, body).await?;
    let log_in = server.access.log_ins.begin(client, &request, transport)?;
    let connected = server.platforms.connect(request, client).await;
    server.figures.log_in(connected.as_ref().map_or_else(|problem| problem.code.as_str(), |_| "succeeded"));
    if let Some(log_in) = log_in {
        log_in.end(&connected);
    }
    let session = connected?;
    Ok(Json(session.shown(server.platforms.limits(), server.platforms.sessions.keeping().idle)))
}

async fn shown(
    State(server): State<Server>,
    asker: Asker,
    Named(connection): Named<String>,
) -> Result<Json<Connection>, Refusal> {
    let session = server.platforms.sessions.find(&connection, &asker)?;
    Ok(Json(session.shown(server.platforms.limits(), server.platforms.sessions.keeping().idle)))
}

async fn disconnect(
    State(server): State<Server>,
    asker: Asker,
    Named(connection): Named<String>,
) -> Result<StatusCode, Refusal> {
    match server.platforms.sessions.find(&connection, &asker) {
        Ok(session) => server.platforms.sessions.close(&session),
        Err(problem) if problem.kind() == Some(Code::PlatformNoConnection) => {}
        Err(problem) => return Err(problem.into()),
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn extensions(
    State(server): State<Server>,
    asker: Asker,
    Named(connection): Named<String>,
) -> Result<Json<ExtensionList>, Refusal> {
    let session = server.platforms.sessions.find(&connection, &asker)?;
    Ok(Json(ExtensionList { extensions: session.backend.extensions().await? }))
}

async fn list_versions(
    State(server): State<Server>,
    asker: Asker,
    Named((connection, key)): Named<(String, String)>,
) -> Result<Json<VersionList>, Refusal> {
    let session = server.platforms.sessions.find(&connection, &asker)?;
    Ok(Json(VersionList { versions: session.backend.versions(&key).await? }))
}

async fn content(
    State(server): State<Server>,
    asker: Asker,
    Named((connection, key, version)): Named<(String, String, String)>,
) -> Result<Response, Refusal> {
    let session = server.platforms.sessions.find(&connection, &asker)?;
    // Until it is read it lies in memory.
    let place = server.platforms.calls.download(asker.client).await.map_err(Problem::from)?;
    let xif = session.backend.download(&key, &version).await?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(XIF_TYPE)), (header::CONTENT_LENGTH, xif.len().into())];
    Ok((headers, Body::from_stream(parts(xif, place))).into_response())
}

/// Bytes of an answer that are given away at one time.
const PART: usize = 64 << 10;

/// A XIF in parts; its place is free after the last.
fn parts(xif: Bytes, place: Place) -> impl Stream<Item = Result<Bytes, Infallible>> {
    futures_util::stream::unfold((xif, place), |(mut rest, place)| async move {
        let part = rest.split_to(rest.len().min(PART));
        (!part.is_empty()).then_some((Ok(part), (rest, place)))
    })
}

async fn begin(
    State(server): State<Server>,
    asker: Asker,
    Named(connection): Named<String>,
    sender: Sender,
    query: Result<Query<PublishQuery>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<wire::Job>), Refusal> {
    let Query(query) = query.map_err(|error| Problem::new(Code::PlatformRequest, error.body_text()))?;
    let extension = ExtensionName::parse(&query.extension)?.to_string();
    let session = server.platforms.sessions.find(&connection, &asker)?;
    if matches!(*session.backend, Backend::Assisted) {
        return Err(by_hand().into());
    }
    server.platforms.jobs.check(asker.client)?;
    let what = match &query.version {
        Some(version) => What::Version(version.clone()),
        None => {
            XIF.check(&headers)?;
            What::Xif(XIF.receive(&sender, body).await?)
        }
    };
    if matches!(&what, What::Xif(xif) if xif.is_empty()) {
        return Err(Refusal::new(Code::PlatformRequest, "The XIF is empty."));
    }
    let query = PublishQuery { extension, ..query };
    let figures = Arc::clone(&server.figures);
    let told = move |end| figures.publish(end);
    let job = publication::begin(&server.platforms, &session, asker.client, (query, what), told).await?;
    Ok((StatusCode::ACCEPTED, Json(job.shown())))
}

async fn job_shown(
    State(server): State<Server>,
    asker: Asker,
    Named(job): Named<String>,
) -> Result<Json<wire::Job>, Refusal> {
    Ok(Json(server.platforms.jobs.find(&job, &asker)?.shown()))
}

#[derive(Debug, Deserialize)]
struct EventsQuery {
    #[serde(default)]
    after: u64,
}

async fn events(
    State(server): State<Server>,
    asker: Asker,
    Named(job): Named<String>,
    query: Result<Query<EventsQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let Query(query) = query.map_err(|error| Problem::new(Code::PlatformRequest, error.body_text()))?;
    let job = server.platforms.jobs.find(&job, &asker)?;
    let seen = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(0);
    let after = query.after.max(seen);
    if job.ended().is_some() && after >= job.shown().last_event {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let place = server.platforms.followers.follow(asker.client)?;
    let shutdown = server.shutdown.clone();
    let stream = futures_util::stream::unfold(after, move |after| {
        // The place is taken until the stream has ended.
        let _taken = &place;
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

async fn advance(
    State(server): State<Server>,
    asker: Asker,
    Named(job): Named<String>,
) -> Result<Json<wire::Job>, Refusal> {
    ask(&server, &job, &asker, Wish::Continue)
}

async fn abort(
    State(server): State<Server>,
    asker: Asker,
    Named(job): Named<String>,
) -> Result<Json<wire::Job>, Refusal> {
    ask(&server, &job, &asker, Wish::Abort)
}

fn ask(server: &Server, job: &str, asker: &Asker, wish: Wish) -> Result<Json<wire::Job>, Refusal> {
    let job = server.platforms.jobs.find(job, asker)?;
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
