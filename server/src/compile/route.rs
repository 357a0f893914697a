//! `POST /api/compile`, `GET /api/compile/tickets/<ticket>`, `GET /api/compile/platform`.

use super::answer::Answered;
use super::name::ExtensionName;
use crate::body::Expected;
use crate::places::arrivals::Sender;
use crate::problem::Refusal;
use crate::shutdown::Shutdown;
use crate::state::Server;
use api::compile::{CONTENT_TYPE, CompileQuery, PlatformAssemblies, Standing};
use api::problem::{Code, Problem};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State, rejection::QueryRejection};
use axum::http::HeaderMap;
use axum::response::Response;

/// Compiles the archive in the body. When the client closes the connection, the future is dropped, which ends the build.
pub async fn compile(
    State(server): State<Server>,
    sender: Sender,
    query: Result<Query<CompileQuery>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let Query(query) = query.map_err(|error| Problem::new(Code::Query, error.body_text()))?;
    let extension = ExtensionName::parse(&query.extension)?;
    let expected = Expected {
        what: "archive",
        content_type: CONTENT_TYPE,
        most: server.compiler.largest_archive(),
        too_large: Code::ArchiveSize,
    };
    expected.check(&headers)?;
    server.compiler.ready()?;
    let ticketed = query.ticket.map(|ticket| server.compiler.ticketed(ticket));
    let archive = expected.receive(&sender, body).await?;
    let seat = server.compiler.seat(sender.client)?;
    if let Some(ticketed) = &ticketed {
        ticketed.queued(&seat);
    }
    let bytes = archive.len();
    let compiling = server.compiler.compile(seat, sender.client, extension.clone(), archive);
    let answered = unless_stopped(&server.shutdown, compiling).await?;
    let answer = &answered.answer;
    server.figures.build(answer);
    tracing::info!(%extension, bytes, waited_ms = answer.waited_ms, elapsed_ms = answer.elapsed_ms, "compiled");
    Ok(answered.into_response().await.map_err(|error| Problem::new(Code::Internal, error.to_string()))?)
}

/// `GET /api/compile/tickets/<ticket>`.
pub async fn standing(State(server): State<Server>, Path(ticket): Path<String>) -> Result<Json<Standing>, Refusal> {
    let found = ticket.parse().ok().and_then(|ticket| server.compiler.standing(&ticket));
    found.map(Json).ok_or_else(|| Refusal::new(Code::NoTicket, "It has ended, or it never began here."))
}

/// `GET /api/compile/platform`.
pub async fn platform(State(server): State<Server>) -> Result<Json<PlatformAssemblies>, Refusal> {
    Ok(Json(server.compiler.platform()?))
}

async fn unless_stopped(
    shutdown: &Shutdown,
    compiling: impl Future<Output = Result<Answered, Problem>>,
) -> Result<Answered, Problem> {
    tokio::select! {
        answer = compiling => answer,
        () = shutdown.asked() => Err(Problem::new(Code::BuildEnded, "The server was asked to stop.")),
    }
}
