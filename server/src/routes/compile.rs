//! `POST /api/compile`, `GET /api/compile/tickets/<ticket>`, `GET /api/compile/platform`, `GET /api/compile/assemblies[/<id>]`.

use crate::routes::Routes;
use crate::state::Server;
use api::compile::{
    CONTENT_TYPE, CompileQuery, OFFERED, OfferedAssemblies, PATH, PLATFORM, PlatformAssemblies, Standing, TICKETS,
};
use api::problem::{Code, Problem};
use axum::Json;
use axum::body::Body;
use axum::extract::{Query, State, rejection::QueryRejection};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use compiler::answer::Answered;
use compiler::name::ExtensionName;
use web::body::Expected;
use web::named::Named;
use web::places::arrivals::Sender;
use web::problem::Refusal;
use web::shutdown::Shutdown;

/// These and more.
pub fn routes(routes: Routes) -> Routes {
    routes
        .post(PATH, compile)
        .get(&format!("{TICKETS}/{{ticket}}"), standing)
        .get(OFFERED, offered)
        .get(&format!("{OFFERED}/{{id}}"), assembly)
        .get(PLATFORM, platform)
}

/// Compiles the archive in the body. When the client closes the connection, the future is dropped, which ends the build.
///
/// # Errors
/// The problem with the archive, or that of a server that is busy or cannot compile.
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
    let bytes = archive.len();
    let compiling = server.compiler.compile(sender.client, &extension, archive, ticketed.as_ref());
    let answered = unless_stopped(&server.shutdown, compiling).await?;
    let answer = &answered.answer;
    server.figures.build(answer);
    tracing::info!(%extension, bytes, waited_ms = answer.waited_ms, elapsed_ms = answer.elapsed_ms, "compiled");
    Ok(answered.into_response().await.map_err(|error| Problem::new(Code::Internal, error.to_string()))?)
}

/// `GET /api/compile/tickets/<ticket>`.
///
/// # Errors
/// When the ticket is not known.
pub async fn standing(State(server): State<Server>, Named(ticket): Named<String>) -> Result<Json<Standing>, Refusal> {
    let found = ticket.parse().ok().and_then(|ticket| server.compiler.standing(&ticket));
    found.map(Json).ok_or_else(|| Refusal::new(Code::NoTicket, "It has ended, or it never began here."))
}

/// `GET /api/compile/platform`.
///
/// # Errors
/// When this server cannot compile.
pub async fn platform(State(server): State<Server>) -> Result<Json<PlatformAssemblies>, Refusal> {
    Ok(Json(server.compiler.platform()?))
}

/// `GET /api/compile/assemblies`.
///
/// # Errors
/// When this server cannot compile.
pub async fn offered(State(server): State<Server>) -> Result<Json<OfferedAssemblies>, Refusal> {
    Ok(Json(server.compiler.offered()?.all()))
}

/// `GET /api/compile/assemblies/<id>`.
///
/// # Errors
/// When there is no such assembly, or it cannot be read.
pub async fn assembly(State(server): State<Server>, Named(id): Named<String>) -> Result<Response, Refusal> {
    let file = server.compiler.offered()?.file(&id).map(std::path::Path::to_path_buf);
    let file = file.ok_or_else(|| Refusal::new(Code::NotFound, "The server offers no assembly with this id."))?;
    let content = tokio::fs::read(&file).await.map_err(|error| {
        tracing::error!(file = %file.display(), %error, "an assembly that is offered cannot be read");
        Problem::new(Code::Internal, "The assembly cannot be read any more.")
    })?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], content).into_response())
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
