//! `GET /openapi.json`: what the interface is, for programs and people.
//!
//! The document is made of the types of the interface by a test, and lies beside them. It is served like a file of the page.

use crate::assets::{self, Asset};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

/// Where it is.
pub const PATH: &str = "/openapi.json";

static DOCUMENT: LazyLock<Asset> = LazyLock::new(|| Asset::new(PATH, include_bytes!("../api/openapi.json").to_vec()));

/// The document.
pub async fn described(method: Method, headers: HeaderMap) -> Response {
    // The first time it is compressed, which takes a while.
    let prepared = tokio::task::spawn_blocking(move || assets::route::answer(&DOCUMENT, &method, &headers));
    prepared.await.unwrap_or_else(|_| assets::route::unprepared().into_response())
}
