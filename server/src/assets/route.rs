//! `GET` and `HEAD` of everything that is no other route.

use super::{Asset, Encoding};
use crate::state::Server;
use api::problem::Code;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use web::problem::Refusal;

/// Serves a file.
///
/// # Errors
/// When there is no such file.
pub async fn asset(
    State(server): State<Server>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if server.assets.find(uri.path()).is_none() {
        return Err(Refusal::new(Code::NotFound, format!("There is nothing at {:.100}.", uri.path())));
    }
    if method != Method::GET && method != Method::HEAD {
        let refusal = Refusal::new(Code::MethodNotAllowed, format!("{method} is not taken here."));
        return Ok(([(header::ALLOW, "GET, HEAD")], refusal).into_response());
    }
    // The first request for a file may have to compress it, which takes a while for large ones.
    tokio::task::spawn_blocking(move || {
        let asset = server.assets.find(uri.path());
        asset.map(|asset| answer(asset, &method, &headers))
    })
    .await
    .ok()
    .flatten()
    .ok_or_else(unprepared)
}

/// What is told when a file could not be compressed.
pub fn unprepared() -> Refusal {
    Refusal::new(Code::Internal, "The file could not be prepared.")
}

/// The file in the form that the request takes.
pub fn answer(asset: &Asset, method: &Method, headers: &HeaderMap) -> Response {
    let (encoding, content) = choose(asset, headers);
    let tag = asset.tag(encoding);
    let known = header_text(headers, &header::IF_NONE_MATCH);
    let mut response = if matches(known, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let length = content.len();
        let body = if method == Method::HEAD { Body::empty() } else { Body::from(content) };
        let mut response = Response::new(body);
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
        response
    };
    let fixed = [
        (header::CONTENT_TYPE, asset.media_type()),
        (header::CACHE_CONTROL, asset.cache_control()),
        (header::VARY, "accept-encoding"),
    ];
    let headers = response.headers_mut();
    headers.extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    if let Some(name) = encoding.name() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    response
}

fn choose(asset: &Asset, headers: &HeaderMap) -> (Encoding, Bytes) {
    Encoding::accepted(header_text(headers, &header::ACCEPT_ENCODING))
        .find_map(|encoding| Some((encoding, asset.encoded(encoding)?)))
        .unwrap_or((Encoding::Identity, Bytes::copy_from_slice(asset.content())))
}

/// Whether an `If-None-Match` list has a tag. Weak tags count, as for every `GET`.
fn matches(list: &str, tag: &str) -> bool {
    list.split(',').map(str::trim).any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

fn header_text<'headers>(headers: &'headers HeaderMap, name: &header::HeaderName) -> &'headers str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
