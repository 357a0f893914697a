//! `POST /api/compile`.

use super::name::ExtensionName;
use crate::problem::Refusal;
use crate::shutdown::Shutdown;
use crate::state::Server;
use api::compile::{CONTENT_TYPE, CompileAnswer, CompileQuery};
use api::problem::{Code, Problem};
use axum::Json;
use axum::body::Body;
use axum::extract::{Query, State, rejection::QueryRejection};
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::time::Duration;

/// How long an archive may take to arrive.
const ARRIVAL: Duration = Duration::from_secs(120);

/// Compiles the archive in the body. When the client closes the connection, the future is dropped, which ends the build.
pub async fn compile(
    State(server): State<Server>,
    query: Result<Query<CompileQuery>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<CompileAnswer>, Refusal> {
    let Query(query) = query.map_err(|error| Problem::new(Code::Query, error.body_text()))?;
    let extension = ExtensionName::parse(&query.extension)?;
    check_type(&headers)?;
    let most = server.compiler.largest_archive();
    check_length(&headers, most)?;
    let seat = server.compiler.seat()?;
    let archive = receive(body, most).await?;
    let bytes = archive.len();
    let compiling = server.compiler.compile(seat, extension.clone(), archive);
    let answer = unless_stopped(&server.shutdown, compiling).await?;
    tracing::info!(%extension, bytes, waited_ms = answer.waited_ms, elapsed_ms = answer.elapsed_ms, "compiled");
    Ok(Json(answer))
}

async fn unless_stopped(
    shutdown: &Shutdown,
    compiling: impl Future<Output = Result<CompileAnswer, Problem>>,
) -> Result<CompileAnswer, Problem> {
    tokio::select! {
        answer = compiling => answer,
        () = shutdown.asked() => Err(Problem::new(Code::BuildEnded, "The server was asked to stop.")),
    }
}

fn check_type(headers: &HeaderMap) -> Result<(), Problem> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("none");
    let essence = given.split(';').next().unwrap_or(given).trim();
    if essence.eq_ignore_ascii_case(CONTENT_TYPE) {
        Ok(())
    } else {
        Err(Problem::new(Code::ContentType, format!("The content type is {given:.60}.")))
    }
}

fn check_length(headers: &HeaderMap, most: usize) -> Result<(), Problem> {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    match announced {
        Some(length) if length > most as u64 => Err(too_large(most)),
        _ => Ok(()),
    }
}

async fn receive(body: Body, most: usize) -> Result<Bytes, Problem> {
    let receiving = Limited::new(body, most).collect();
    match tokio::time::timeout(ARRIVAL, receiving).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large(most)),
        Ok(Err(error)) => Err(Problem::new(Code::BodyIncomplete, format!("The archive did not arrive: {error}."))),
        Err(_) => Err(Problem::new(
            Code::BodyIncomplete,
            format!("The archive did not arrive within {} seconds.", ARRIVAL.as_secs()),
        )),
    }
}

fn too_large(most: usize) -> Problem {
    Problem::new(Code::ArchiveSize, format!("The archive is larger than {} MiB.", most >> 20))
}
